"""The page "How am I doing": pain, and what it keeps from, over time, beside the start and what is usual.

Nothing is called a failed treatment; before month 4 nothing is said about a result. Source: PROTOCOL.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import Duration, local_date
from aftercare.models import CheckIn, Patient, TreatmentSession
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.patient_expectations import Expectation, expectation
from aftercare.queries.patient_reports import score_words
from aftercare.queries.patient_words import latest_performed
from aftercare.queries.progress_picture import CoursePicture, draw_course
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.queries.wording import When, format_date, when

DAY = timedelta(days=1)
RESULTS_NOT_BEFORE = Duration(months=4)
ROWS_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Score:
    """A score in words, and against the one before the first session; empty where either is unknown."""

    text: str
    against_start: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One check-in: when, how many days after the first session, its pain, and what it kept from."""

    when: When
    day: str
    pain: Score
    limitation: Score


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything the page shows. `picture`, of the pain, is None before the first check-in after a session;
    `limitation_picture` is None until one tells what the patient is kept from.
    """

    lead: str
    picture: CoursePicture | None
    limitation_picture: CoursePicture | None
    lines: tuple[ScoreLine, ...]
    expectation: Expectation | None
    may_check_in: bool
    contact: Contact


def progress_page(*, patient: Patient, now: datetime) -> Progress:
    """The page of `patient` at `now`, in a constant number of queries."""
    record = load_record(patient=patient)
    performed = [
        row.at for row, one in zip(record.session_rows, record.sessions, strict=True) if one.performed(now)
    ]
    told = [row for row in record.check_in_rows if performed and row.at >= performed[0]]
    return Progress(
        lead=_lead(record, performed, told, now),
        picture=_pain_picture(record, performed, told, now),
        limitation_picture=_limitation_picture(record, performed, told, now),
        lines=tuple(_lines(record, performed, told, now))[:ROWS_AT_MOST],
        expectation=_expected(record, performed, now),
        may_check_in=bool(record.session_rows),
        contact=contact_now(clinic=patient.clinic, zone=patient.tz, now=now),
    )


def _lead(record: ClinicalRecord, performed: list[datetime], told: Sequence[CheckIn], now: datetime) -> str:
    """What the latest scores say, and what it is too early to say."""
    if not performed:
        return _("Your first session is still to come. From then on your check-ins are drawn here.")
    if not told:
        return _("Each check-in you send is drawn here.")
    pain, limitation = told[-1].pain_score, told[-1].limitation_score
    patient = record.patient
    early = now < RESULTS_NOT_BEFORE.after(performed[-1], patient.tz)
    words = [_("In your last check-in your worst pain was %(score)d of 10.") % {"score": pain}]
    if not early:
        words.append(_against_baseline(pain, patient.baseline_pain))
    words.append(_limitation_words(limitation, None if early else patient.baseline_limitation))
    if early:
        words.append(
            _("It is too early to tell how well the treatment works. Pain that goes up and down is usual.")
        )
    return " ".join(filter(None, words))


def _against_baseline(latest: int, baseline: int | None) -> str:
    if baseline is None:
        return ""
    words = {"baseline": baseline}
    if latest < baseline:
        return _("That is less than the %(baseline)d before your first session.") % words
    again = _("Results are often best after about 9 months. Talk to us about what you notice.")
    if latest == baseline:
        return _("That is the %(baseline)d you had before your first session.") % words + " " + again
    return _("Before your first session it was %(baseline)d.") % words + " " + again


def _limitation_words(score: int | None, baseline: int | None) -> str:
    if score is None:
        return ""
    words = _("It keeps you from what you usually do: %(score)d of 10.") % {"score": score}
    if baseline is None:
        return words
    return words + " " + _("Before your first session: %(score)d.") % {"score": baseline}


def _pain_picture(
    record: ClinicalRecord, performed: list[datetime], told: Sequence[CheckIn], now: datetime
) -> CoursePicture | None:
    scores = [(row.at, row.pain_score) for row in told]
    title = _("Worst pain from %(first)s to %(last)s: %(scores)s.")
    return _picture(record, performed, scores, record.patient.baseline_pain, title, now)


def _limitation_picture(
    record: ClinicalRecord, performed: list[datetime], told: Sequence[CheckIn], now: datetime
) -> CoursePicture | None:
    scores = [(row.at, row.limitation_score) for row in told if row.limitation_score is not None]
    title = _("Kept from what you usually do, from %(first)s to %(last)s: %(scores)s.")
    return _picture(record, performed, scores, record.patient.baseline_limitation, title, now)


def _picture(
    record: ClinicalRecord,
    performed: list[datetime],
    scores: Sequence[tuple[datetime, int]],
    baseline: int | None,
    title: str,
    now: datetime,
) -> CoursePicture | None:
    """One kind of score drawn, None where there is none; `title` says the drawing in words."""
    if not scores:
        return None
    zone = record.patient.tz
    words = {
        "first": format_date(scores[0][0], zone, now),
        "last": format_date(scores[-1][0], zone, now),
        "scores": ", ".join(str(score) for _at, score in scores),
    }
    said = [title % words]
    if baseline is not None:
        said.append(_("Before the first session: %(score)d.") % {"score": baseline})
    return draw_course(
        [(_days(performed[0], at), score) for at, score in scores],
        sessions=[_days(performed[0], at) for at in performed],
        baseline=baseline,
        today=_days(performed[0], now),
        title=" ".join(said),
    )


def _days(start: datetime, at: datetime) -> float:
    return (at - start) / DAY


def _lines(
    record: ClinicalRecord, performed: list[datetime], told: Sequence[CheckIn], now: datetime
) -> Iterator[ScoreLine]:
    """The scores, the latest first."""
    patient, zone = record.patient, record.patient.tz
    for row in reversed(told):
        days = (local_date(row.at, zone) - local_date(performed[0], zone)).days
        yield ScoreLine(
            when=when(row.at, zone, now),
            day=_("day %(number)d") % {"number": days},
            pain=_score(row.pain_score, patient.baseline_pain),
            limitation=_score(row.limitation_score, patient.baseline_limitation),
        )


def _score(score: int | None, baseline: int | None) -> Score:
    words = score_words(score)
    if score is None or baseline is None:
        return Score(words, "")
    return Score(words, _against_words(score - baseline))


def _against_words(difference: int) -> str:
    if difference == 0:
        return _("as at the start")
    pattern = _("%(points)d above the start") if difference > 0 else _("%(points)d below the start")
    return pattern % {"points": abs(difference)}


def _expected(record: ClinicalRecord, performed: list[datetime], now: datetime) -> Expectation | None:
    row = latest_performed(record.session_rows, now)
    exosome = row is not None and row.treatment != TreatmentSession.Treatment.PRP
    return expectation(int(_days(performed[-1], now)) if performed else None, exosome=exosome)
