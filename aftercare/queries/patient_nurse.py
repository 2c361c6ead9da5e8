"""What nurses did about a patient's flags and wrote to the patient: one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from aftercare.models import ContactTry, Flag, Message, Patient
from aftercare.queries.prepared import prepared


@dataclass(frozen=True, slots=True)
class FlagOnRecord:
    """A stored flag. `seen_*`: who has acknowledged it and when, empty and None while nobody has; at
    `recheck_at` a nurse has it asked about again.
    """

    id: str
    rule: str
    episode: str
    gravity: int
    symptoms: tuple[str, ...]
    onset_at: datetime | None
    raised_at: datetime
    due_at: datetime
    seen_by: str
    seen_at: datetime | None
    recheck_at: datetime | None
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteToPatient:
    """A note from the clinic. `flag` is the id of the flag it is about, or None."""

    flag: str | None
    body: str
    written_at: datetime
    written_by: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class NurseRecord:
    """Flags by the time they rose, notes by the time they were written; both the latest last. `asked_at` is
    when the patient wrote the oldest message that waits for an answer, None where none does; `nudged_at` is
    when the clinic asked last how it goes, None where it never has.
    """

    flags: tuple[FlagOnRecord, ...]
    notes: tuple[NoteToPatient, ...]
    asked_at: datetime | None
    nudged_at: datetime | None

    def flag_of(self, rule: str, episode: str) -> FlagOnRecord | None:
        """The latest flag of that rule and episode, or None where none is on record."""
        found = [flag for flag in self.flags if (flag.rule, flag.episode) == (rule, episode)]
        return found[-1] if found else None


def nurse_record(*, patient: Patient) -> NurseRecord:
    """All flags of `patient`, all notes to the patient, and whether the patient waits for an answer."""
    [(flags, notes, asked_at, nudged_at)] = _flags_and_notes(patient.pk)
    return NurseRecord(tuple(map(_flag, flags)), tuple(map(_note, notes)), asked_at, nudged_at)


@prepared
def _flags_and_notes(patient_id: UUID) -> QuerySet[Patient, tuple[Any, ...]]:
    waiting = Message.objects.waiting().filter(patient=OuterRef("pk")).oldest_first()
    first = Subquery(waiting.values("written_at")[:1])
    nudges = ContactTry.objects.asked().filter(patient=OuterRef("pk")).latest_first()
    last = Subquery(nudges.values("at")[:1])
    return Patient.objects.filter(pk=patient_id).values_list(_flags(), _notes(), first, last)


def _flags() -> ArraySubquery:
    """The flags of the outer query's patient, each as JSON."""
    told = JSONObject(
        id="id",
        rule="rule",
        episode="episode",
        gravity="gravity",
        symptoms="symptoms",
        onset_at="onset_at",
        raised_at="raised_at",
        due_at="due_at",
        seen_by="acknowledged_by__full_name",
        seen_at="acknowledged_at",
        recheck_at="recheck_at",
        resolved_at="resolved_at",
    )
    flags = Flag.objects.filter(patient=OuterRef("pk")).order_by("raised_at", "id")
    return ArraySubquery(flags.values(json=told))


def _notes() -> ArraySubquery:
    """The notes to the outer query's patient, each as JSON."""
    told = JSONObject(
        flag="flag_id",
        body="body",
        written_at="written_at",
        written_by="written_by__full_name",
        read_at="read_at",
    )
    notes = Message.objects.filter(patient=OuterRef("pk"), from_patient=False).oldest_first()
    return ArraySubquery(notes.values(json=told))


def _flag(told: dict[str, Any]) -> FlagOnRecord:
    raised_at, due_at = datetime.fromisoformat(told["raised_at"]), datetime.fromisoformat(told["due_at"])
    return FlagOnRecord(
        id=told["id"],
        rule=told["rule"],
        episode=told["episode"],
        gravity=told["gravity"],
        symptoms=tuple(told["symptoms"]),
        onset_at=_instant(told["onset_at"]),
        raised_at=raised_at,
        due_at=due_at,
        seen_by=told["seen_by"] or "",
        seen_at=_instant(told["seen_at"]),
        recheck_at=_instant(told["recheck_at"]),
        resolved_at=_instant(told["resolved_at"]),
    )


def _note(told: dict[str, Any]) -> NoteToPatient:
    return NoteToPatient(
        flag=told["flag"],
        body=told["body"],
        written_at=datetime.fromisoformat(told["written_at"]),
        written_by=told["written_by"],
        read_at=_instant(told["read_at"]),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
