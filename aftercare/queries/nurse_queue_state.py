"""What tells one state of a queue's page from another: by it a page that asks again is told that nothing has
changed, and nurses who would read the same rows share them.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from aftercare.models import CheckIn, Clinic, Flag, Message, User
from aftercare.queries.nurse_queue_parts import CLOSED, Asked, ask_for, flags_of_page
from aftercare.queries.prepared import prepared

LATEST_MESSAGES = 20
"""How many of the latest changes tell one state of the messages from another: one that was begun earlier may
be finished after others."""


@dataclass(frozen=True, slots=True)
class QueueState:
    """`name` is another as soon as the page may be. `rows` is another as soon as its rows may, but for the
    `minute` in which they tell times, and the same for all nurses to whom they say the same. `found` is how
    many rows there are, one more where a next page is.
    """

    name: str
    rows: str
    minute: str
    found: int


def queue_state(*, user: User, show: str, page: int, rule: str = "", now: datetime) -> QueueState:
    """The state of one page of `user`'s clinic's queue. One query.

    It names the minute, in which times left are told, and the flags of the page with the latest change and
    the latest check-in of each, the latest emergency that waits, and the latest changes of messages. What
    differs besides (how many there are on other pages, a patient's name) shows with the next minute.
    """
    asked = ask_for(user=user, show=show, page=page, rule=rule, now=now)
    flags, *others = _told(*asked)[0]
    rows = flags if asked.show == CLOSED else {one["patient"] for one in flags}
    hands = {hand for one in flags for hand in (one["holder"], one["resolver"])}
    reader = str(user.pk) if str(user.pk) in hands else ""
    where = (str(asked.clinic), asked.show, asked.page, asked.rule, get_language())
    minute = f"{now:%Y-%m-%dT%H:%M}"
    return QueueState(
        name=_digest(where, minute, str(user.pk), flags, others),
        rows=_digest(where, reader, flags),
        minute=minute,
        found=len(rows),
    )


@prepared
def _told(*given: Any) -> QuerySet[Clinic, Any]:
    asked = Asked(*given)
    changes = Flag.pgh_event_models["insert"].objects.filter(pgh_obj=OuterRef("pk")).order_by("-pgh_id")  # type: ignore[attr-defined]
    heard = CheckIn.objects.filter(patient=OuterRef("patient")).order_by("-at", "-id")
    told = JSONObject(
        flag="pk",
        patient="patient",
        holder="holder",
        resolver="resolved_by",
        change=Subquery(changes.values("pgh_id")[:1]),
        heard=Subquery(heard.values("pk")[:1]),
    )
    emergencies = Flag.objects.filter(clinic=asked.clinic).emergencies_waiting().order_by("-raised_at", "-id")
    messages = Message.pgh_event_models["insert"].objects.order_by("-pgh_id")  # type: ignore[attr-defined]
    return Clinic.objects.filter(pk=asked.clinic).values_list(
        ArraySubquery(flags_of_page(asked).order_by("pk").values(told=told)),
        ArraySubquery(emergencies.values("pk")[:1]),
        ArraySubquery(messages.values("pgh_id")[:LATEST_MESSAGES]),
    )


def _digest(*told: Any) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()
