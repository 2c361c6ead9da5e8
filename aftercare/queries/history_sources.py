"""Where the history of a record is read from: each table that keeps who saw, did, told or sent something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet

from aftercare.models import (
    CheckIn,
    Escalation,
    Flag,
    FlagAction,
    Invitation,
    Message,
    Patient,
    RecordAccess,
    Reminder,
    SessionChange,
    User,
)
from aftercare.models.outgoing import State
from aftercare.queries import history_words as words
from aftercare.queries.history_details import PATIENT_DETAILS, PERSON_DETAILS, changes_of, tell_details
from aftercare.queries.history_told import Reader, Told

SEEN, CHANGED, REPORTED, SENT = "seen", "changed", "reported", "sent"
KINDS: Final = (SEEN, CHANGED, REPORTED, SENT)
LEFT: Final = (State.SENT, State.FAILED, State.UNKNOWN, State.EXPIRED)
"""What became of messages that were to leave; one that a new plan replaced is no news."""

Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """One sort of thing that happened. `at` names the instant of a row, `flag` the way to the flag it is
    about, empty where it is about none.
    """

    kind: str
    at: str
    rows: Callable[[Patient], Rows]
    tell: Callable[[Any, Reader], Told]
    flag: str = ""


def _accesses(patient: Patient) -> Rows:
    return RecordAccess.objects.filter(patient=patient).select_related("by")


def _read(patient: Patient) -> Rows:
    read = Message.objects.filter(patient=patient, read_at__isnull=False)
    return read.select_related("read_by", "flag")


def _flags(patient: Patient) -> Rows:
    return Flag.objects.filter(patient=patient)


def _actions(patient: Patient) -> Rows:
    """What was done about flags; a note to the patient is told as a message."""
    done = FlagAction.objects.filter(flag__patient=patient).exclude(kind=FlagAction.Kind.REPLIED)
    return done.select_related("by", "to", "flag")


def _undone(patient: Patient) -> Rows:
    return _actions(patient).filter(undone_at__isnull=False)


def _session_changes(patient: Patient) -> Rows:
    return SessionChange.objects.filter(session__patient=patient).select_related("by")


def _patient_details(patient: Patient) -> Rows:
    return changes_of(patient, PATIENT_DETAILS)


def _person_details(patient: Patient) -> Rows:
    return changes_of(patient.user, PERSON_DETAILS)


def _invitations(patient: Patient) -> Rows:
    return Invitation.objects.filter(user=patient.user_id).select_related("created_by", "user")


def _invitations_used(patient: Patient) -> Rows:
    return _invitations(patient).filter(used_at__isnull=False)


def _invitations_sent(patient: Patient) -> Rows:
    return _invitations(patient).filter(sent_at__isnull=False)


def _check_ins(patient: Patient) -> Rows:
    return CheckIn.objects.filter(patient=patient).annotate(photo_count=Count("photos"))


def _messages(patient: Patient) -> Rows:
    written = Message.objects.filter(patient=patient).annotate(photo_count=Count("photos"))
    return written.select_related("written_by", "flag")


def _from_patient(patient: Patient) -> Rows:
    return _messages(patient).filter(from_patient=True)


def _from_clinic(patient: Patient) -> Rows:
    return _messages(patient).filter(from_patient=False)


def _reminders(patient: Patient) -> Rows:
    return Reminder.objects.filter(patient=patient, state__in=LEFT)


def _escalations(patient: Patient) -> Rows:
    return Escalation.objects.filter(flags__patient=patient, state__in=LEFT).distinct()


SOURCES: Final = (
    Source(SEEN, "at", _accesses, words.tell_access, flag="which"),
    Source(SEEN, "read_at", _read, words.tell_read, flag="flag"),
    Source(CHANGED, "at", _actions, words.tell_action, flag="flag"),
    Source(CHANGED, "undone_at", _undone, words.tell_undone, flag="flag"),
    Source(CHANGED, "raised_at", _flags, words.tell_flag, flag="pk"),
    Source(CHANGED, "at", _session_changes, words.tell_session),
    Source(CHANGED, "pgh_created_at", _patient_details, tell_details),
    Source(CHANGED, "pgh_created_at", _person_details, tell_details),
    Source(CHANGED, "created_at", _invitations, words.tell_invitation),
    Source(CHANGED, "used_at", _invitations_used, words.tell_joined),
    Source(REPORTED, "at", _check_ins, words.tell_check_in, flag="flags"),
    Source(REPORTED, "written_at", _from_patient, words.tell_question),
    Source(SENT, "written_at", _from_clinic, words.tell_note, flag="flag"),
    Source(SENT, "state_at", _reminders, words.tell_reminder),
    Source(SENT, "state_at", _escalations, words.tell_escalation, flag="flags"),
    Source(SENT, "sent_at", _invitations_sent, words.tell_invitation_sent),
)
"""In the order in which things of one instant are told; a row's place names its source in an address."""


def people_named(rows: list[Any]) -> dict[str, User]:
    """Who made the changes that the triggers alone have kept, by id. One query where there are any."""
    ids = {row.author for row in rows if getattr(row, "author", "")}
    return {str(user.pk): user for user in User.objects.filter(pk__in=ids)} if ids else {}
