"""What is on record, in words: "acknowledged it", "opened the messages"; each with the way to the thing."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import (
    CheckIn,
    Escalation,
    Flag,
    FlagAction,
    Invitation,
    Message,
    RecordAccess,
    Reminder,
    SessionChange,
    User,
)
from aftercare.queries.grammar import capitalized, within
from aftercare.queries.history_told import Reader, Told
from aftercare.queries.nurse_check_in import advice_words
from aftercare.queries.nurse_flag_record import done_words
from aftercare.queries.reminder_words import reasons_words, state_words, why_words
from aftercare.queries.wording import format_instant

PATIENTS_PAGES = {
    "patient": "patient",
    "details": "patient",
    "care": "patient",
    "contact": "patient",
    "invitation": "patient",
    "booking": "patient",
    "messages": "patient_messages",
    "outreach": "patient_outreach",
    "history": "patient_history",
}
"""Where what was looked at can be seen, by the name under which it is kept; others name the thing itself."""


def tell_access(row: RecordAccess, reader: Reader) -> Told:
    """Somebody of the staff looked."""
    words = {
        "patient": _("opened the patient's page"),
        "details": _("opened the patient's details"),
        "care": _("opened whether the patient is in care"),
        "contact": _("opened how the patient is reached"),
        "invitation": _("opened the invitation"),
        "booking": _("opened the record to book a session"),
        "messages": _("opened the messages with the patient"),
        "outreach": _("opened the list of messages sent"),
        "history": _("opened this history"),
        "session": _("opened a session"),
        "flag": _("opened a flag"),
        "flag history": _("opened the history of a flag"),
        "photo": _("looked at a photo"),
        "lot recall": _("opened the list of everybody treated with a lot"),
        "lot recall export": _("saved the list of everybody treated with a lot"),
    }
    return Told(row.by, words.get(row.what, _("opened the record")), _where(row))


def _where(row: RecordAccess) -> str:
    """The address of what was looked at, empty where that is not known."""
    if row.what in PATIENTS_PAGES:
        return reverse(PATIENTS_PAGES[row.what], args=[row.patient_id])
    if row.which is None:
        return ""
    names = {"session": "session", "flag": "flag", "flag history": "flag_history", "photo": "photo"}
    return reverse(names[row.what], args=[row.which])


def tell_read(row: Message, reader: Reader) -> Told:
    """A message was read by the other side."""
    text = _("read a message from the patient") if row.from_patient else _("read a message from the clinic")
    return Told(row.read_by, text, _thread(row))


def tell_flag(row: Flag, reader: Reader) -> Told:
    """The portal raised a flag."""
    severity = within(str(row.get_severity_display()))
    again = _("raised it again: %(severity)s") if row.previous_id else _("raised it: %(severity)s")
    return _about(row, None, again % {"severity": severity})


def tell_action(row: FlagAction, reader: Reader) -> Told:
    """Somebody did something about a flag."""
    return _about(row.flag, row.by, done_words(row, reader.user, reader.zone, reader.now), row.note)


def tell_undone(row: FlagAction, reader: Reader) -> Told:
    """Somebody took back what was done."""
    done = done_words(row, reader.user, reader.zone, reader.now)
    return _about(row.flag, row.by, _("took that back: %(what)s") % {"what": done})


def _about(flag: Flag, who: User | None, text: str, note: str = "") -> Told:
    return Told(who, text, reverse("flag", args=[flag.pk]), flag.rule_name, note)


def tell_session(row: SessionChange, reader: Reader) -> Told:
    """A session was booked, moved or ended."""
    time = {"time": format_instant(row.session_at, reader.zone, reader.now)}
    kind = SessionChange.Kind
    text = {
        kind.BOOKED: _("booked a session: %(time)s"),
        kind.MOVED: _("moved a session to %(time)s"),
        kind.CANCELLED: _("cancelled the session of %(time)s"),
        kind.MISSED: _("noted that the session of %(time)s was missed"),
        kind.COMPLETED: _("noted that the session was completed: it ended %(time)s"),
    }[kind(row.kind)]
    return Told(row.by, text % time, reverse("session", args=[row.session_id]), note=row.reason)


def tell_invitation(row: Invitation, reader: Reader) -> Told:
    """The patient was invited, for the first time or again."""
    return Told(row.created_by, _("invited the patient to the portal"), _page(reader))


def tell_joined(row: Invitation, reader: Reader) -> Told:
    """The patient came in by the invitation."""
    return Told(row.user, _("accepted the invitation"), _page(reader))


def tell_invitation_sent(row: Invitation, reader: Reader) -> Told:
    """The invitation has left."""
    return Told(None, _("sent the invitation by e-mail"), _page(reader))


def tell_check_in(row: CheckIn, reader: Reader) -> Told:
    """The patient checked in, and saw a card or none."""
    card = capitalized(_("was %(told)s") % {"told": advice_words(row.advice)})
    return Told(reader.patient.user, _("sent a check-in"), _page(reader), note=_notes(card, _photos(row)))


def tell_question(row: Message, reader: Reader) -> Told:
    """The patient wrote."""
    return Told(row.written_by, _("wrote to the clinic"), _thread(row), note=_notes(_photos(row)))


def tell_note(row: Message, reader: Reader) -> Told:
    """A nurse wrote."""
    return Told(row.written_by, _("wrote to the patient"), _thread(row), note=_notes(_photos(row)))


def tell_reminder(row: Reminder, reader: Reader) -> Told:
    """What became of a message to the patient."""
    words = {"channel": row.get_channel_display(), "state": within(state_words(row))}
    about = reasons_words(reason["reason"] for reason in row.reasons)
    return Told(
        None,
        _("%(channel)s to the patient: %(state)s") % words,
        reverse("patient_outreach", args=[row.patient_id]),
        note=_notes(about, why_words(row)),
    )


def tell_escalation(row: Escalation, reader: Reader) -> Told:
    """What became of telling whoever is on call that a flag waits."""
    words = {"channel": row.get_channel_display(), "state": within(state_words(row))}
    return Told(None, _("%(channel)s to whoever is on call: %(state)s") % words)


def _page(reader: Reader) -> str:
    return reverse("patient", args=[reader.patient.pk])


def _thread(row: Message) -> str:
    return reverse("patient_messages", args=[row.patient_id])


def _photos(row: Any) -> str:
    """How many photos came along: "2 photos"; empty for none."""
    if not row.photo_count:
        return ""
    return ngettext("%(count)d photo", "%(count)d photos", row.photo_count) % {"count": row.photo_count}


def _notes(*notes: str) -> str:
    """Short notes as sentences: "Was shown no card. 2 photos."; empty ones are left out."""
    return " ".join(f"{note}." for note in notes if note)
