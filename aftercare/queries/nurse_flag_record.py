"""What is on record about a flag: who did what, and what the patient was told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.models import CheckIn, ContactTry, Flag, FlagAction, User
from aftercare.queries.flag_words import Origin
from aftercare.queries.grammar import capitalized, within
from aftercare.queries.nurse_check_in import advice_words
from aftercare.queries.nurse_escalations import escalation_entries
from aftercare.queries.nurse_flag_asked import asked_words
from aftercare.queries.silent_tries import outcome_of
from aftercare.queries.wording import When, format_at, format_brief, when_full


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the flag's own record."""

    when: When
    who: str
    what: str
    note: str = ""


def actions_of(flag: Flag) -> list[FlagAction]:
    """What was done about a flag, in the order it was done. One query."""
    return list(flag.actions.select_related("by", "to").order_by("at", "id"))


def tries_of(flag: Flag) -> list[ContactTry]:
    """What was done to hear from the patient since the flag rose, in order. One query."""
    tries = flag.patient.contact_tries.filter(at__gte=flag.raised_at)
    return list(tries.select_related("by").order_by("at", "id"))


def flag_record(
    flag: Flag,
    actions: Sequence[FlagAction],
    tries: Sequence[ContactTry],
    user: User,
    zone: ZoneInfo,
    now: datetime,
) -> tuple[Entry, ...]:
    """Who did what when, from the beginning; that the patient has read a note too."""
    entries = [(flag.raised_at, _("The portal"), _("raised it"), "")]
    for action in actions:
        who, what = capitalized(person_name(action.by, user)), done_words(action, user, zone, now)
        entries.append((action.at, who, what, action.note))
        if action.undone_at is not None:
            entries.append((action.undone_at, who, _("took that back: %(what)s") % {"what": what}, ""))
        if action.unanswered_at is not None:
            entries.append((action.unanswered_at, _("The patient"), _("gave no answer in time"), ""))
    for message in sorted(flag.messages.all(), key=lambda message: message.pk):
        if message.read_at is not None:
            entries.append((message.read_at, _("The patient"), _("read the note"), ""))
    entries += contact_entries(flag, tries, user)
    entries += escalation_entries(flag.escalations.all(), zone, now)
    entries.sort(key=lambda entry: entry[0])
    return tuple(Entry(when_full(at, zone, now), who, what, note) for at, who, what, note in entries)


def contact_entries(
    flag: Flag, tries: Sequence[ContactTry], user: User
) -> list[tuple[datetime, str, str, str]]:
    """What was done to hear from the patient while the flag was open, as the list of the silent has it."""
    return [
        (one.at, capitalized(person_name(one.by, user)), _tried(outcome_of(one)), "")
        for one in tries
        if flag.raised_at <= one.at and (flag.resolved_at is None or one.at <= flag.resolved_at)
    ]


def _tried(outcome: str) -> str:
    if outcome:
        return _("called: %(outcome)s") % {"outcome": within(outcome)}
    return _("asked the patient how it goes")


def done_words(action: FlagAction, user: User, zone: ZoneInfo, now: datetime) -> str:
    """What was done: "handed it over to Ines Halloway"."""
    to = "" if action.to is None else person_name(action.to, user)
    until = "" if action.until is None else format_brief(action.until, zone, now)
    at = "" if action.until is None else format_at(action.until, zone, now)
    kind = FlagAction.Kind
    return {
        kind.CLAIMED: _("claimed it"),
        kind.ACKNOWLEDGED: _("acknowledged it"),
        kind.TAKEN_OVER: _("took it over"),
        kind.HANDED_OVER: _("handed it over to %(name)s") % {"name": to},
        kind.SNOOZED: _("put it off until %(time)s") % {"time": until},
        kind.ASKED_AGAIN: _("asked for a re-check %(at)s") % {"at": at},
        kind.CALLED: _("called: %(outcome)s") % {"outcome": within(action.get_outcome_display())},
        kind.REPLIED: _("wrote to the patient"),
        kind.RESOLVED: _("resolved it: %(what)s") % {"what": action.get_disposition_display()},
    }[kind(action.kind)]


def person_name(person: User, user: User) -> str:
    """A person as `user` reads it: "you", else the name."""
    return _("you") if person == user else person.full_name


def told_words(flag: Flag, evidence: Sequence[CheckIn], origin: Origin, zone: ZoneInfo, now: datetime) -> str:
    """What the patient knows: the card that was shown, the message that asks whether it is still so."""
    asked = asked_words(flag, zone, now)
    if origin is Origin.SILENCE:
        return asked or _("The patient has not been told.")
    if origin is Origin.REFUSED:
        advice, at = ("" if flag.severity == Flag.Severity.ROUTINE else flag.severity), flag.raised_at
        shown = _("Before the check-in of %(time)s was complete the patient was %(told)s.")
    else:
        advice, at = evidence[-1].advice, evidence[-1].at
        shown = _("With the check-in of %(time)s the patient was %(told)s.")
    return f"{shown % {'time': format_brief(at, zone, now), 'told': advice_words(advice)}} {asked}".strip()
