"""Invitations on their way: a link is made for one try, its e-mail is sent, and what became of it is kept.

As with every message the intent is committed before anything leaves: a try that no worker ended is unknown
once its lease has run out, and is made once more, with a link of its own.
"""

import logging
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from aftercare.models import Channel, Invitation
from aftercare.models.invitations import digest_of
from aftercare.models.outgoing import Why
from aftercare.notifications.channel import ChannelDown, DeliveryError
from aftercare.notifications.post import Post
from aftercare.services.delivery import ATTEMPTS_AT_MOST, CHUNK_TIME, HOST_PAUSE, Now, pause_after
from aftercare.services.letters import invitation_letter
from aftercare.services.outreach import LEASE

logger = logging.getLogger(__name__)


def deliver_invitations(*, ids: Sequence[UUID], post: Post, now: Now) -> Counter[str]:
    """Send invitations, each with a fresh link, for as long as the chunk's time lasts.

    Returns what became of how many: `sent`, `refused`, `unknown`, `untold`; the others are `not_begun`.
    """
    ends_at = now() + CHUNK_TIME
    became: Counter[str] = Counter()
    for place, invitation_id in enumerate(ids):
        at = now()
        if at >= ends_at:
            break
        try:
            post.ready(Channel.EMAIL)
        except ChannelDown:
            Invitation.objects.filter(pk__in=ids[place:]).update(retry_at=at + HOST_PAUSE)
            break
        if outcome := _deliver(invitation_id, post, now):
            became[outcome] += 1
    became["not_begun"] = len(ids) - became.total()
    return became


def _deliver(invitation_id: UUID, post: Post, now: Now) -> str:
    """What became of one; empty where there is nothing to send, or where another worker does."""
    invitation = Invitation.objects.select_related("user__clinic").filter(pk=invitation_id).first()
    token = issue_link(invitation=invitation, at=now()) if invitation else None
    if invitation is None or token is None:
        return ""
    try:
        post.send(invitation_letter(invitation, token))
    except DeliveryError as error:
        return _refused(invitation, error, now())
    except Exception:
        logger.exception("invitation %s: not known whether it left", invitation_id)
        return "untold"
    keep_sent(invitation=invitation, at=now())
    return "sent"


def _refused(invitation: Invitation, error: DeliveryError, at: datetime) -> str:
    retry_at = at + pause_after(invitation.attempts)
    if error.why == Why.NOT_WRITTEN:
        logger.error("invitation %s: cannot be written (%s)", invitation.pk, type(error.__cause__).__name__)
    if error.unknown:
        leave_unknown(invitation=invitation, retry_at=retry_at)
        return "unknown"
    gives_up = error.permanent or invitation.attempts >= ATTEMPTS_AT_MOST
    take_back_link(invitation=invitation, retry_at=None if gives_up else retry_at, at=at)
    return "refused"


@transaction.atomic
def issue_link(*, invitation: Invitation, at: datetime) -> str | None:
    """The token for one try, made now; None when another worker has made it already. The one before dies."""
    token = secrets.token_urlsafe(32)
    issued = Invitation.objects.unsent(at).filter(pk=invitation.pk)
    made = issued.update(
        token_digest=digest_of(token), leased_until=at + LEASE, retry_at=None, attempts=F("attempts") + 1
    )
    invitation.attempts += made
    return token if made else None


@transaction.atomic
def keep_sent(*, invitation: Invitation, at: datetime) -> None:
    """The e-mail was taken; what was unknown of it is known."""
    _this_try(invitation).update(sent_at=at, leased_until=None, retry_at=None)


@transaction.atomic
def leave_unknown(*, invitation: Invitation, retry_at: datetime) -> None:
    """Nobody knows whether the e-mail was taken: its link works; another is sent from `retry_at` on, once."""
    _this_try(invitation).update(leased_until=None, retry_at=retry_at, unknowns=F("unknowns") + 1)


@transaction.atomic
def take_back_link(*, invitation: Invitation, retry_at: datetime | None, at: datetime) -> None:
    """The e-mail was not taken: send it again from `retry_at` on, or give it up where that is None."""
    _this_try(invitation).filter(used_at__isnull=True).update(
        token_digest=None,
        sent_at=None,
        leased_until=None,
        retry_at=retry_at,
        undeliverable_at=None if retry_at else at,
    )


def _this_try(invitation: Invitation) -> QuerySet[Invitation]:
    """The invitation, unless another try has begun since."""
    return Invitation.objects.filter(pk=invitation.pk, attempts=invitation.attempts)
