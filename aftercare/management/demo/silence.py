"""Who went silent in the demo, after no report, a bad one and a fine one. Told as in `stories`."""

from datetime import date, datetime, timedelta

from aftercare.management.demo.clinics import Staffed
from aftercare.management.demo.course import Course, Person

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def silent_for_3_days(staffed: Staffed, now: datetime) -> Course:
    """Not a word since the session three days ago: the mail host says that the address does not work."""
    mabel = Person(
        name="Mabel Quickthorn", email="mabel@patients.example", born=date(1949, 12, 2), phone="+12125550175"
    )
    course = Course.begin(staffed, mabel, now - 18 * DAY)
    course.treat(now - 3 * DAY, areas=(("knee", "right"), ("knee", "left")))
    course.refuse_address(now - 2 * DAY)
    return course


def silent_after_a_bad_report(staffed: Staffed, now: datetime) -> Course:
    """Severe pain three days ago and nothing since: asked again in vain, and nobody answers the phone."""
    thaddeus = Person(
        name="Thaddeus Wexcombe",
        email="thaddeus@patients.example",
        born=date(1971, 10, 8),
        phone="+12125550179",
        baseline_pain=5,
    )
    course = Course.begin(staffed, thaddeus, now - 19 * DAY)
    course.treat(now - 4 * DAY, areas=(("hip", "left"),))
    course.report(now - 3 * DAY - HOUR, 8, note="Worse than before, I can hardly sleep.")
    reply = "Thank you for telling us. We will phone you this afternoon. Worse before then? Call us at once."
    course.answer("severe-pain", reply, at=now - 3 * DAY)
    course.ask_again("severe-pain", now - 2 * DAY, at=now - 3 * DAY + 2 * HOUR)
    course.phone_in_vain(now - 5 * HOUR)
    return course


def silent_after_a_fine_report(staffed: Staffed, now: datetime) -> Course:
    """All well three days ago and nothing since; the scheduler has asked how it goes."""
    beatrix = Person(
        name="Beatrix Hollowell",
        email="beatrix@patients.example",
        born=date(1964, 5, 23),
        phone="+12125550180",
    )
    course = Course.begin(staffed, beatrix, now - 20 * DAY)
    course.treat(now - 5 * DAY, treatment="prp", areas=(("wrist", "right"),))
    course.report(now - 4 * DAY, 2)
    course.report(now - 3 * DAY - 2 * HOUR, 1)
    course.ask_how_it_goes(now - 4 * HOUR)
    return course
