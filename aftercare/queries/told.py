"""Allergies and current medicines as they were told: what was said last and by whom, what before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils.translation import gettext as _

from aftercare.models import Patient
from aftercare.queries.wording import format_instant


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said last, who said it and when, and the different answer before it; each may be empty."""

    text: str
    said: str
    before: str

    @property
    def small(self) -> str:
        """Who said it, and the answer before it, in one line."""
        return " ".join(filter(None, [self.said, self.before]))


@dataclass(frozen=True, slots=True)
class Told:
    """Both answers."""

    allergies: Answer
    medicines: Answer


@dataclass(frozen=True, slots=True)
class Said:
    """One answer on record; `at` and `by_id` are None for one from before these were kept."""

    text: str
    at: datetime | None
    by_id: object
    name: str | None

    @property
    def words(self) -> str:
        """The answer; "None known" where it was said that there are none."""
        return self.text or (_("None known") if self.at is not None else "")


def told_answers(*, patient: Patient, zone: ZoneInfo, now: datetime) -> Told:
    """What staff read, on the clock of `zone`. One query, of the history that the table keeps of itself."""
    allergies, medicines = _on_record(patient)
    return Told(_for_staff(allergies, patient, zone, now), _for_staff(medicines, patient, zone, now))


def own_answers(*, patient: Patient, now: datetime) -> Told:
    """What the patient reads, on the patient's own clock; the clinic is named as one. One query."""
    allergies, medicines = _on_record(patient)
    return Told(_for_patient(allergies, patient, now), _for_patient(medicines, patient, now))


def _on_record(patient: Patient) -> tuple[list[Said], list[Said]]:
    """The answers on allergies and on medicines, each once, in the order in which they came."""
    names = [
        (topic, f"{topic}_told_at", f"{topic}_told_by", f"{topic}_told_by__full_name")
        for topic in ("allergies", "medicines")
    ]
    events = patient.events.values_list(*names[0], *names[1])  # type: ignore[attr-defined]  # by its tracker
    rows = list(events.annotate(first=Min("pgh_id")).order_by("first"))
    return _answers([row[:4] for row in rows]), _answers([row[4:8] for row in rows])


def _answers(rows: Sequence[Sequence[object]]) -> list[Said]:
    return [Said(*row) for row in dict.fromkeys(map(tuple, rows))]  # type: ignore[arg-type]  # as selected


def _before(answers: Sequence[Said]) -> Said | None:
    """The latest answer that says something else than the last one."""
    others = [one for one in answers if one.words and one.text != answers[-1].text]
    return others[-1] if others else None


def _for_staff(answers: Sequence[Said], patient: Patient, zone: ZoneInfo, now: datetime) -> Answer:
    last, before = answers[-1], _before(answers)
    earlier = ""
    if before is not None:
        said = {"what": before.words, "who": _who(before, patient, zone, now)}
        earlier = _("Before: %(what)s. %(who)s") % said if said["who"] else _("Before: %(what)s.") % said
    return Answer(last.words, _who(last, patient, zone, now), earlier)


def _who(said: Said, patient: Patient, zone: ZoneInfo, now: datetime) -> str:
    if said.at is None:
        return ""
    words = {"name": said.name, "time": format_instant(said.at, zone, now)}
    if said.by_id == patient.user_id:
        return _("Told by the patient, %(time)s.") % words
    return _("Recorded by %(name)s, %(time)s.") % words


def _for_patient(answers: Sequence[Said], patient: Patient, now: datetime) -> Answer:
    last = answers[-1]
    if last.at is None:
        return Answer(last.words, "", "")
    words = {"time": format_instant(last.at, patient.tz, now)}
    mine = last.by_id == patient.user_id
    said = _("You told us: %(time)s.") if mine else _("The clinic wrote this: %(time)s.")
    return Answer(last.words, said % words, "")
