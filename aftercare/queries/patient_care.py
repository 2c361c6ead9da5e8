"""The care card: what to do now, by the gravest matter, and whom to call at this hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.domain.protocol import Severity, Status
from aftercare.models import Flag
from aftercare.queries.care_words import told_words, why_words
from aftercare.queries.grammar import in_a_row, within
from aftercare.queries.patient_clocks import clock_lines
from aftercare.queries.patient_contact import EMERGENCY_NUMBER, Contact
from aftercare.queries.patient_matters import Matter
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.wording import Phone, format_instant, format_time


@dataclass(frozen=True, slots=True)
class Care:
    """Everything `_components/care.html` shows."""

    severity: str
    word: str
    title: str
    text: str
    call: Phone | None
    small: str


def care_card(
    matters: Sequence[Matter], record: ClinicalRecord, contact: Contact, now: datetime
) -> Care | None:
    """The card of the gravest of `matters`, which come gravest first; None where there is none."""
    if not matters:
        return None
    matter = matters[0]
    return Care(
        severity=matter.severity.value,
        word=severity_word(matter.severity),
        title=title_words(matter.severity, contact),
        text=_text(matter, record, now),
        call=_call(matter.severity, contact),
        small=_small(matter, record, contact, now),
    )


def plain_card(severity: Severity, contact: Contact) -> Care:
    """A card that says what to do, where nothing more is known than how grave it is."""
    return Care(
        severity.value,
        severity_word(severity),
        title_words(severity, contact),
        _("What you told us needs help. Do not wait for a reply from us."),
        _call(severity, contact),
        "",
    )


def emergency_card() -> Care:
    """The card for somebody whose record cannot be opened: a sign-in that ran out must not withhold it."""
    severity = Severity.EMERGENCY
    return Care(
        severity.value,
        severity_word(severity),
        _("Call 911 now"),
        _("What you told us needs help at once. Nobody at the clinic has seen it yet."),
        Phone(EMERGENCY_NUMBER.href, _("Call 911")),
        "",
    )


def clocks_beside(care: Care | None, record: ClinicalRecord, now: datetime) -> tuple[str, ...]:
    """The running clocks, in words. Beside an emergency nothing else is said."""
    if care is not None and care.severity == Severity.EMERGENCY:
        return ()
    return clock_lines(record, now)


def severity_word(severity: Severity) -> str:
    """What a severity is called on a card: as in the queue."""
    return str(Flag.Severity(severity.value).label)


def title_words(severity: Severity, contact: Contact) -> str:
    """What to do, in one line."""
    if severity is Severity.EMERGENCY:
        return _("Call 911 now")
    if severity is Severity.ROUTINE:
        return _("No need to call now")
    return _("Call the clinic today") if contact.is_open else _("Call our nurse on call now")


def _call(severity: Severity, contact: Contact) -> Phone | None:
    if severity is Severity.ROUTINE:
        return None
    return Phone(EMERGENCY_NUMBER.href, _("Call 911")) if severity is Severity.EMERGENCY else contact.phone


def _text(matter: Matter, record: ClinicalRecord, now: datetime) -> str:
    why = why_words(matter, record.protocol)
    leave_off = _leave_off(matter, record, now)
    return f"{why} {leave_off}" if leave_off else why


def _leave_off(matter: Matter, record: ClinicalRecord, now: datetime) -> str:
    """Until when something that was used is to be left off; what a doctor prescribed is never meant."""
    rule = next((one for one in record.protocol.medicine_rules if one.id == matter.rule and one.topics), None)
    if rule is None or matter.told is None:
        return ""
    parts = []
    for topic in (record.protocol.topic(one) for one in rule.topics if one in matter.told.taken):
        segment = record.timeline.segment_at(topic.id, now)
        if segment.status is not Status.AVOID:
            continue
        parts.append(_what_until(topic.short_name, segment.end, record, now))
    if not parts:
        return ""
    advice = _("Leave off: %(what)s.") % {"what": in_a_row(parts)}
    return advice + " " + _("Did a doctor prescribe it? Then do not stop it, and ask us.")


def _what_until(name: str, end: datetime | None, record: ClinicalRecord, now: datetime) -> str:
    what = {"what": within(name)}
    if end is None:
        return _("%(what)s always") % what
    return _("%(what)s until %(time)s") % {**what, "time": format_instant(end, record.patient.tz, now)}


def _small(matter: Matter, record: ClinicalRecord, contact: Contact, now: datetime) -> str:
    zone = record.patient.tz
    told = told_words(matter, record.protocol)
    if told and matter.onset is not None and matter.open and _is_time_told(matter):
        since = format_instant(matter.onset, zone, now)
        told = _("You told us: %(what)s, since %(time)s.") % {"what": told, "time": since}
    elif told:
        told = _("You told us: %(what)s.") % {"what": told}
    return " ".join(part for part in (told, _answer(matter, record, contact, now)) if part)


def _is_time_told(matter: Matter) -> bool:
    """Whether the patient said when it began: what triage takes in its place is not the patient's word."""
    if matter.told is None:
        return False
    return any(matter.told.symptoms[name].since is not None for name in matter.symptoms)


def _answer(matter: Matter, record: ClinicalRecord, contact: Contact, now: datetime) -> str:
    """Who of the clinic knows, and until when somebody answers."""
    zone, flag = record.patient.tz, matter.on_record
    if flag is not None and flag.seen_at is not None:
        seen = {"name": flag.seen_by, "time": format_instant(flag.seen_at, zone, now)}
        return _("%(name)s of the clinic has seen this (%(time)s). Getting worse? Do not wait: call.") % seen
    if matter.severity is Severity.ROUTINE:
        return _routine_answer(flag.due_at if flag else None, record, contact, now)
    if flag is None:  # nobody has been told yet: the check-in is not complete, or the clock has just run out
        return _("Do not wait for a reply from us: call.")
    if matter.severity is Severity.EMERGENCY:
        return _("Our nurse on call has been told too.")
    if flag.due_at > now:
        return _(
            "A nurse has been told too, and has until %(time)s to answer. Do not wait for that: call."
        ) % {"time": _clock(flag.due_at, record, now)}
    return _("A nurse has been told too. Do not wait for a reply: call.")


def _routine_answer(due_at: datetime | None, record: ClinicalRecord, contact: Contact, now: datetime) -> str:
    worse = _("If you feel worse before then, call %(phone)s.") % {
        "phone": contact.phone.text if contact.phone else _("us")
    }
    if due_at is None or due_at <= now:
        return _("A nurse reads this and writes to you here.") + " " + worse
    by = _("A nurse reads this by %(time)s and writes to you here.") % {"time": _clock(due_at, record, now)}
    return f"{by} {worse}"


def _clock(instant: datetime, record: ClinicalRecord, now: datetime) -> str:
    zone = record.patient.tz
    if local_date(instant, zone) == local_date(now, zone):
        return format_time(instant, zone)
    return format_instant(instant, zone, now)
