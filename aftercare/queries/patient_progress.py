"""The page "How am I doing": pain over time, beside the start and the course that is usual.

Nothing is called a failed treatment; before month 4 nothing is said about a result. Source: PROTOCOL.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import Duration, local_date
from aftercare.models import Patient, TreatmentSession
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.patient_expectations import Expectation, expectation
from aftercare.queries.patient_words import latest_performed
from aftercare.queries.progress_picture import CoursePicture, draw_course
from aftercare.queries.records import ClinicalRecord, load_record
from aftercare.queries.wording import When, format_date, when

DAY = timedelta(days=1)
RESULTS_NOT_BEFORE = Duration(months=4)
ROWS_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One check-in's pain: when, how many days after the first session, the score, against the start."""

    when: When
    day: str
    score: str
    against_start: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything the page shows; `picture` is None before the first check-in after a session."""

    lead: str
    picture: CoursePicture | None
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
    scores = [
        (row.at, row.pain_score) for row in record.check_in_rows if performed and row.at >= performed[0]
    ]
    return Progress(
        lead=_lead(record, performed, scores, now),
        picture=_picture(record, performed, scores, now) if scores else None,
        lines=tuple(_lines(record, performed, scores, now))[:ROWS_AT_MOST],
        expectation=_expected(record, performed, now),
        may_check_in=bool(record.session_rows),
        contact=contact_now(clinic=patient.clinic, zone=patient.tz, now=now),
    )


def _lead(
    record: ClinicalRecord, performed: list[datetime], scores: list[tuple[datetime, int]], now: datetime
) -> str:
    """What the scores say, and what it is too early to say."""
    if not performed:
        return _("Your first session is still to come. From then on your check-ins are drawn here.")
    if not scores:
        return _("Each check-in you send is drawn here.")
    latest = scores[-1][1]
    if now < RESULTS_NOT_BEFORE.after(performed[-1], record.patient.tz):
        early = _(
            "It is too early to tell how well the treatment works. Pain that goes up and down is usual."
        )
        return f"{_last_words(latest)} {early}"
    return f"{_last_words(latest)} {_against_baseline(latest, record.patient.baseline_pain)}".strip()


def _last_words(latest: int) -> str:
    return _("In your last check-in your worst pain was %(score)d of 10.") % {"score": latest}


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


def _picture(
    record: ClinicalRecord, performed: list[datetime], scores: list[tuple[datetime, int]], now: datetime
) -> CoursePicture:
    zone, baseline = record.patient.tz, record.patient.baseline_pain
    words = {
        "first": format_date(scores[0][0], zone, now),
        "last": format_date(scores[-1][0], zone, now),
        "scores": ", ".join(str(score) for _at, score in scores),
    }
    title = [_("Worst pain from %(first)s to %(last)s: %(scores)s.") % words]
    if baseline is not None:
        title.append(_("Before the first session: %(score)d.") % {"score": baseline})
    return draw_course(
        [(_days(performed[0], at), score) for at, score in scores],
        sessions=[_days(performed[0], at) for at in performed],
        baseline=baseline,
        today=_days(performed[0], now),
        title=" ".join(title),
    )


def _days(start: datetime, at: datetime) -> float:
    return (at - start) / DAY


def _lines(
    record: ClinicalRecord, performed: list[datetime], scores: list[tuple[datetime, int]], now: datetime
) -> Iterator[ScoreLine]:
    """The scores, the latest first."""
    baseline, zone = record.patient.baseline_pain, record.patient.tz
    for at, score in reversed(scores):
        days = (local_date(at, zone) - local_date(performed[0], zone)).days
        yield ScoreLine(
            when=when(at, zone, now),
            day=_("day %(number)d") % {"number": days},
            score=_("%(score)d of 10") % {"score": score},
            against_start="" if baseline is None else _against_words(score - baseline),
        )


def _against_words(difference: int) -> str:
    if difference == 0:
        return _("the same")
    pattern = _("%(points)d higher") if difference > 0 else _("%(points)d lower")
    return pattern % {"points": abs(difference)}


def _expected(record: ClinicalRecord, performed: list[datetime], now: datetime) -> Expectation | None:
    row = latest_performed(record.session_rows, now)
    exosome = row is not None and row.treatment != TreatmentSession.Treatment.PRP
    return expectation(int(_days(performed[-1], now)) if performed else None, exosome=exosome)
