"""Escalation: a flag that nobody has acknowledged in its time is told to whoever is on call for the clinic.

Again every interval until somebody has: an emergency or an urgent flag around the clock, a routine one on the
next working day. The rota is asked anew each time. The queue is the truth; the message is a nudge. Each one
is on record.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from aftercare.domain.protocol import Severity
from aftercare.models import Channel, Clinic, Escalation, Flag, User
from aftercare.queries.on_call import shifts_at
from aftercare.services.deadlines import next_working_day
from aftercare.services.flag_holding import take_over_flag
from aftercare.services.flags import acknowledge_flag, locked_flag

AT_ONCE_AT_MOST = 500


class Contact(NamedTuple):
    """One way to somebody who is told: an e-mail address or a phone number, and whose it is, if known."""

    channel: Channel
    to: str
    name: str


@transaction.atomic(savepoint=False)
def escalate_overdue(*, at: datetime) -> None:
    """Write to the on-call contact of each clinic whose flags wait past their time, one message for all."""
    waiting = (
        Flag.objects.to_escalate(at)
        .order_by("escalate_at", "id")
        .select_for_update(of=("self",), skip_locked=True)
    )
    of_clinic: dict[Clinic, list[Flag]] = defaultdict(list)
    for flag in waiting.select_related("clinic")[:AT_ONCE_AT_MOST]:
        of_clinic[flag.clinic].append(flag)
    for clinic, flags in of_clinic.items():
        _escalate(clinic, flags, at)


def _escalate(clinic: Clinic, flags: list[Flag], at: datetime) -> None:
    for flag in flags:
        flag.escalate_at = again_at(clinic=clinic, severity=Severity(flag.severity), at=at)
    Flag.objects.bulk_update(flags, ["escalate_at"])
    for contact in on_call_contacts(clinic, at):
        message = Escalation.objects.create(
            clinic=clinic,
            channel=contact.channel,
            recipient=contact.to,
            name=contact.name,
            due_at=at,
            next_at=at,
            expires_at=min(flag.escalate_at for flag in flags),
            state_at=at,
        )
        message.flags.add(*flags)


@transaction.atomic
def take_escalation(*, escalation: Escalation, by: User, at: datetime) -> int:
    """Acknowledge whatever still waits of what was told, and take it in hand: it is told no more. Returns how
    many flags that were; again, or after somebody else, none.
    """
    taken = 0
    for told in escalation.flags.order_by("patient", "id"):
        flag = locked_flag(told)
        if flag.acknowledged_at is None:  # what is resolved was acknowledged before
            act = acknowledge_flag if flag.holder in (None, by) else take_over_flag
            act(flag=flag, by=by, at=at)
            taken += 1
    return taken


def again_at(*, clinic: Clinic, severity: Severity, at: datetime) -> datetime:
    """When a flag that was told to the on-call contact at `at` is told again."""
    if severity is Severity.ROUTINE:
        return next_working_day(clinic=clinic, at=at)
    return at + timedelta(minutes=clinic.escalation_minutes)


def on_call_contacts(clinic: Clinic, at: datetime) -> list[Contact]:
    """How whoever is on call at `at` is reached; every nurse and administrator too where nobody is named, or
    where the last message to one of those named did not arrive.
    """
    named = named_contacts(clinic, at)
    addresses = [contact.to for contact in named]
    last = clinic.escalations.last_told(addresses)
    if named and not any(told.has_not_arrived for told in last):
        return named
    people = User.objects.filter(clinic=clinic, role__in=User.CLINICAL_ROLES, is_active=True)
    staff = people.exclude(email__in=addresses).order_by("email").values_list("email", "full_name")
    return [*named, *(Contact(Channel.EMAIL, email, name) for email, name in staff)]


def named_contacts(clinic: Clinic, at: datetime) -> list[Contact]:
    """Whoever is on call at `at` by the rota, else the clinic's standing contact, by each way in which
    messages can go. One query.
    """
    shift = next(iter(shifts_at(clinic.pk, at)), None)
    by_rota = _ways(shift.person, shift.address, shift.phone) if shift and shift.stands else []
    return by_rota or _ways(clinic.on_call_name, clinic.on_call_email, clinic.on_call_phone)


def _ways(name: str, email: str, phone: object) -> list[Contact]:
    ways = [Contact(Channel.EMAIL, email, name)] if email else []
    if phone and settings.SMS_OFFERED:
        ways.append(Contact(Channel.SMS, str(phone), name))
    return ways
