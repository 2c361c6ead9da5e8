"""The clocks that run for a patient, in words: no flag never means that all is well."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.domain.protocol import Protocol, Severity
from aftercare.domain.triage import Watch
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.wording import format_instant, format_time


def clock_lines(record: ClinicalRecord, now: datetime) -> tuple[str, ...]:
    """What happens when each clock runs out; the first of each rule, and one line on silence at the end.

    For a patient out of care no clock runs, and that is said.
    """
    if not record.patient.in_care:
        return (_("You are no longer in our care, so we watch no clock for you. Worried? Call us."),)
    symptoms: dict[str, Watch] = {}
    silences: list[datetime] = []
    protocol, zone = record.protocol, record.patient.tz
    silence_rules = {rule.id for rule in protocol.silence_rules}
    for watch in record.assess(now).watches:
        if watch.rule in silence_rules:
            silences.append(watch.due_at)
        else:
            symptoms.setdefault(watch.rule, watch)
    lines = [_symptom_line(watch, protocol, zone, now) for watch in symptoms.values()]
    asked_already = any(flag.open and flag.rule in silence_rules for flag in record.assess(now).flags)
    if silences and not asked_already:
        lines.append(_silence_line(time_words(min(silences), zone, now), again=bool(record.check_ins)))
    return tuple(lines)


def _silence_line(time: str, *, again: bool) -> str:
    asked = (
        _("Please check in again, at the latest %(time)s. If we hear nothing, a nurse asks how you are.")
        if again
        else _("Please check in, at the latest %(time)s. If we hear nothing, a nurse asks how you are.")
    )
    return asked % {"time": time}


def _symptom_line(watch: Watch, protocol: Protocol, zone: ZoneInfo, now: datetime) -> str:
    time = {"time": time_words(watch.due_at, zone, now)}
    words = {
        "heat-or-redness-over-6h": _("If the area is still warm or red %(time)s, call us."),
        "swelling-over-3d": _("If the swelling is still there %(time)s, call us."),
        "pain-over-7d": _("If you still have pain %(time)s, a nurse takes a look at it."),
    }
    if watch.rule in words:
        return words[watch.rule] % time
    name = next(rule.name for rule in protocol.symptom_rules if rule.id == watch.rule)
    told = {**time, "name": name}
    if watch.severity is Severity.ROUTINE:
        return _("%(name)s: if it is still there %(time)s, a nurse takes a look at it.") % told
    return _("%(name)s: if it is still there %(time)s, call us.") % told


def time_words(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A time within a sentence: "at 5:00 pm" today, else "on Thu 5 Mar, 10:00 am"."""
    if local_date(instant, zone) == local_date(now, zone):
        return _("at %(time)s") % {"time": format_time(instant, zone)}
    return _("on %(time)s") % {"time": format_instant(instant, zone, now)}
