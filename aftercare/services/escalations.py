"""Escalation: a flag that nobody has acknowledged in its time is told to the clinic's on-call contact.

Again every interval until somebody has: an emergency or an urgent flag around the clock, a routine one on the
next working day. The queue is the truth; the message is a nudge. Each one is on record.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from aftercare.domain.protocol import Severity
from aftercare.models import Channel, Clinic, Escalation, Flag, User
from aftercare.services.deadlines import next_working_day

AT_ONCE_AT_MOST = 500


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
    for channel, recipient in on_call_contacts(clinic):
        message = Escalation.objects.create(
            clinic=clinic,
            channel=channel,
            recipient=recipient,
            due_at=at,
            next_at=at,
            expires_at=min(flag.escalate_at for flag in flags),
            state_at=at,
        )
        message.flags.add(*flags)


def again_at(*, clinic: Clinic, severity: Severity, at: datetime) -> datetime:
    """When a flag that was told to the on-call contact at `at` is told again."""
    if severity is Severity.ROUTINE:
        return next_working_day(clinic=clinic, at=at)
    return at + timedelta(minutes=clinic.escalation_minutes)


def on_call_contacts(clinic: Clinic) -> Iterable[tuple[Channel, str]]:
    """How the clinic's on-call contact is reached; every nurse and administrator too where none is named, or
    where the last message to one of those named did not arrive.
    """
    named = named_contacts(clinic)
    last = clinic.escalations.last_told([recipient for _channel, recipient in named])
    if named and not any(told.has_not_arrived for told in last):
        return named
    people = User.objects.filter(clinic=clinic, role__in=User.CLINICAL_ROLES, is_active=True)
    staff = people.order_by("email").values_list("email", flat=True)
    return list(dict.fromkeys([*named, *((Channel.EMAIL, email) for email in staff)]))


def named_contacts(clinic: Clinic) -> list[tuple[Channel, str]]:
    """The on-call contact whom the clinic has named, by each way in which messages can go."""
    named = []
    if clinic.on_call_email:
        named.append((Channel.EMAIL, clinic.on_call_email))
    if clinic.on_call_phone and settings.SMS_OFFERED:
        named.append((Channel.SMS, str(clinic.on_call_phone)))
    return named
