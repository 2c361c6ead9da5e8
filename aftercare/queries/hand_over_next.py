"""What comes by itself in the next day: flags come back, patients are asked, clocks run out, who is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from aftercare.models import Clinic, Flag, Watch
from aftercare.models.flags import ANSWER_WITHIN
from aftercare.queries.records import current_version
from aftercare.queries.wording import When, when_brief
from aftercare.services.rechecks import RECHECK

LOOKED_AHEAD = timedelta(hours=24)
EACH_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that happens at a time unless somebody does something before."""

    at: datetime
    when: When
    what: str
    patient: str
    href: str


def load_promises(*, clinic: Clinic, now: datetime) -> tuple[Promise, ...]:
    """What comes within 24 hours, the next first. Five queries."""
    found = [*_put_off(clinic, now), *_asked(clinic, now), *_told(clinic, now), *_clocks(clinic, now)]
    return tuple(sorted(found, key=lambda one: (one.at, one.patient)))


def _put_off(clinic: Clinic, now: datetime) -> list[Promise]:
    """Flags that come back to the queue."""
    flags = Flag.objects.filter(clinic=clinic).snoozed(now).filter(snoozed_until__lte=now + LOOKED_AHEAD)
    words = _("comes back to the queue: %(rule)s")
    rows = flags.select_related("patient__user").order_by("snoozed_until", "id")[:EACH_AT_MOST]
    return [_of_flag(flag, flag.snoozed_until, words, clinic, now) for flag in rows if flag.snoozed_until]


def _asked(clinic: Clinic, now: datetime) -> list[Promise]:
    """Patients who are asked again about a flag, and those whose time to answer ends."""
    flags = Flag.objects.filter(clinic=clinic, recheck_at__lte=now + LOOKED_AHEAD).open()
    rows = flags.filter(recheck_at__gt=now - ANSWER_WITHIN).select_related("patient__user")
    asks, ends = _("the patient is asked again: %(rule)s"), _("the time to answer is over: %(rule)s")
    found = []
    for flag in rows.order_by("recheck_at", "id")[:EACH_AT_MOST]:
        if flag.recheck_at is not None and flag.recheck_at > now:
            found.append(_of_flag(flag, flag.recheck_at, asks, clinic, now))
        elif flag.answer_by is not None:
            found.append(_of_flag(flag, flag.answer_by, ends, clinic, now))
    return found


def _told(clinic: Clinic, now: datetime) -> list[Promise]:
    """Flags that whoever is on call is told of, for the first time or again."""
    flags = Flag.objects.filter(clinic=clinic).unacknowledged()
    soon = flags.filter(escalate_at__gt=now, escalate_at__lte=now + LOOKED_AHEAD)
    rows = soon.select_related("patient__user").order_by("escalate_at", "id")[:EACH_AT_MOST]
    first = _("whoever is on call is told, unless somebody acknowledges it: %(rule)s")
    again = _("whoever is on call is told again, unless somebody acknowledges it: %(rule)s")
    return [
        _of_flag(flag, flag.escalate_at, again if flag.due_at < now else first, clinic, now) for flag in rows
    ]


def _clocks(clinic: Clinic, now: datetime) -> list[Promise]:
    """Clocks that run out, unless the patient reports that it is over."""
    protocol = current_version().protocol
    names = {rule.id: rule.name for rule in protocol.symptom_rules}
    names |= {rule.id: rule.name for rule in protocol.silence_rules}
    watches = Watch.objects.filter(patient__user__clinic=clinic).exclude(rule=RECHECK)
    watches = watches.due_between(now, now + LOOKED_AHEAD)
    words = _("a clock runs out: %(rule)s")
    return [
        Promise(
            at=watch.due_at,
            when=when_brief(watch.due_at, clinic.tz, now),
            what=words % {"rule": names.get(watch.rule, watch.rule)},
            patient=watch.patient.user.full_name,
            href=reverse("patient", args=[watch.patient_id]),
        )
        for watch in watches.select_related("patient__user").order_by("due_at", "id")[:EACH_AT_MOST]
    ]


def _of_flag(flag: Flag, at: datetime, words: str, clinic: Clinic, now: datetime) -> Promise:
    return Promise(
        at=at,
        when=when_brief(at, clinic.tz, now),
        what=words % {"rule": flag.rule_name},
        patient=flag.patient.user.full_name,
        href=reverse("flag", args=[flag.pk]),
    )
