"""The weeks before: courses that went well in the end, with flags that were closed. Figures tell of them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aftercare.management.demo.clinics import Staffed
from aftercare.management.demo.course import Course, Person
from aftercare.models import Flag, FlagAction
from aftercare.services.flag_holding import log_call
from aftercare.services.flags import acknowledge_flag, resolve_flag

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
PAIN = {1: 5, 2: 4, 3: 3, 4: 3, 5: 1, 6: 0, 7: 0}
"""By day of recovery."""
HOURS = {6: 7, 7: 18}
"""When it is told, if not at 9:00 am: never 48 hours after the one before, even when clocks go back."""

End = Flag.Disposition
Call = FlagAction.CallOutcome


@dataclass(frozen=True, slots=True)
class Trouble:
    """Told on a day of recovery, gone by the next; how soon it was acknowledged and resolved, in minutes."""

    day: int
    symptom: str
    acknowledged: int
    resolved: int
    disposition: End
    call: Call | None = None


STORIES = (
    # who, days since the session, the area, days without a check-in, what came up
    (
        Person(
            name="Philippa Nettlefold",
            email="philippa@patients.example",
            born=date(1972, 10, 4),
            phone="+12125550190",
            baseline_pain=6,
        ),
        26,
        (("knee", "left"),),
        (5,),
        (
            Trouble(1, "fever", 14, 95, End.ADVISED_BY_PHONE, Call.REACHED),
            Trouble(3, "numbness", 31, 140, End.APPOINTMENT_MADE, Call.REACHED),
            Trouble(6, "discoloration", 340, 372, End.NO_ACTION_NEEDED),
        ),
    ),
    (
        Person(
            name="Lysander Winterbourne",
            email="lysander@patients.example",
            born=date(1954, 5, 12),
            phone="+12125550191",
            baseline_pain=7,
        ),
        21,
        (("shoulder", "right"),),
        (),
        (
            Trouble(1, "heat", 47, 260, End.ADVISED_BY_PHONE, Call.REACHED),
            Trouble(2, "rash", 152, 230, End.PHYSICIAN_INFORMED),
            Trouble(4, "discoloration", 95, 110, End.SELF_CARE),
        ),
    ),
    (
        Person(
            name="Marigold Ashdown",
            email="marigold@patients.example",
            born=date(1981, 2, 23),
            phone="+12125550192",
        ),
        17,
        (("hip", "left"),),
        (5,),
        (
            Trouble(2, "itching", 66, 190, End.ADVISED_BY_PHONE, Call.VOICEMAIL),
            Trouble(3, "weakness", 22, 75, End.SEEN_IN_CLINIC),
            Trouble(6, "fever", 9, 52, End.SENT_TO_URGENT_CARE, Call.REACHED),
        ),
    ),
    (
        Person(
            name="Oswin Tarradale",
            email="oswin@patients.example",
            born=date(1969, 7, 30),
            phone="+12125550193",
            baseline_pain=5,
        ),
        13,
        (("elbow", "right"),),
        (5,),
        (
            Trouble(1, "redness", 38, 118, End.NO_ACTION_NEEDED),
            Trouble(4, "hives", 55, 300, End.ADVISED_BY_PHONE, Call.REACHED),
            Trouble(6, "discoloration", 610, 640, End.ENTERED_IN_ERROR),
        ),
    ),
)


def tell_weeks_before(staffed: Staffed, now: datetime) -> None:
    """Tell each of the courses to its end."""
    for person, days, areas, missed, troubles in STORIES:
        course = Course.begin(staffed, person, now - (days + 10) * DAY)
        treated_at = course.clock(now, -days, 10)
        course.treat(treated_at, areas=areas)
        came_up = {trouble.day: trouble for trouble in troubles}
        for day, pain in PAIN.items():
            if day not in missed:
                at = course.clock(now, day - days, HOURS.get(day, 9))
                _tell_day(course, at, pain, came_up.get(day))
        course.catch_up(now)


def _tell_day(course: Course, at: datetime, pain: int, trouble: Trouble | None) -> None:
    """A check-in, and what was done about the flag that it raised."""
    if trouble is None:
        course.report(at, pain)
        return
    course.report(at, pain, {trouble.symptom: (at - 7 * HOUR, at)})
    flag, nurse = Flag.objects.open().get(patient=course.patient), course.staffed.nurse
    seen_at, closed_at = at + trouble.acknowledged * MINUTE, at + trouble.resolved * MINUTE
    acknowledge_flag(flag=flag, by=nurse, at=seen_at)
    if trouble.call is not None:
        log_call(
            flag=flag,
            outcome=trouble.call,
            note="",
            submission=uuid.uuid4(),
            by=nurse,
            at=closed_at - 5 * MINUTE,
        )
    resolve_flag(flag=flag, disposition=trouble.disposition, by=nurse, at=closed_at)
