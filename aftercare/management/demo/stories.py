"""Who is at which stage in the demo. Each story is one patient, told relative to now."""

from datetime import date, datetime, timedelta

from aftercare.management.demo.clinics import Staffed, name_providers
from aftercare.management.demo.course import Course, Person
from aftercare.management.demo.drawing import Redness
from aftercare.management.demo.lots import put_a_lot_aside, receive_lots
from aftercare.management.demo.silence import (
    silent_after_a_bad_report,
    silent_after_a_fine_report,
    silent_for_3_days,
)
from aftercare.management.demo.weeks_before import tell_weeks_before

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def tell_stories(clinics: tuple[Staffed, Staffed], now: datetime) -> None:
    """Tell every story of both clinics up to `now`."""
    juniper, lantern = clinics
    for staffed in clinics:
        receive_lots(staffed, now)
    stories = (
        seven_days_apart,
        almost_six_hours_warm,
        two_hours_after,
        inside_the_pause,
        pain_on_day_8,
        an_emergency,
        silent_for_3_days,
        silent_after_a_bad_report,
        silent_after_a_fine_report,
        month_4,
        nobody_said_what_happened,
    )
    for story in stories:
        story(juniper, now).catch_up(now)
    tell_weeks_before(juniper, now)
    no_session_yet(juniper, now)
    the_other_clinic(lantern, now).catch_up(now)
    name_providers(juniper.clinic, "Adelaide Fernsby", "Ambrose Larkmoor")
    name_providers(lantern.clinic, "Cordelia Wraybourne", "Jasper Tidewell")
    for staffed in clinics:
        put_a_lot_aside(staffed, now)


def seven_days_apart(staffed: Staffed, now: datetime) -> Course:
    """Session 1 three days ago, session 2 in four: no gap for fish oil. A question and a report of warmth
    have their answers.
    """
    wren = Person(
        name="Wren Applegarth",
        email="wren@patients.example",
        born=date(1974, 5, 3),
        phone="+12125550168",
        mrn="JH-10234",
        baseline_pain=6,
        baseline_limitation=5,
        allergies="Latex",
    )
    course = Course.begin(staffed, wren, now - 14 * DAY)
    knee = (("knee", "right"),)
    course.treat(course.clock(now, -3, 10), areas=knee)
    course.book(course.clock(now, 4, 10), at=course.clock(now, -3, 10, 20), treatment="exosome", areas=knee)
    course.report(course.clock(now, -2, 9, 5), 5, limitation=7)
    question = "My sister has lent me a stationary bike. Is it too early to try it? My knee looks fine."
    course.ask(question, at=course.clock(now, -2, 9, 20), photo=Redness.NONE)
    reply = (
        "Please leave it for now and walk instead: your plan says from when. Ask me again after session 2."
    )
    course.write(reply, at=course.clock(now, -2, 11, 45))
    began = course.clock(now, -1, 7)
    told = {"heat": (began, None), "redness": (began, None)}
    note = "It feels warm when I put my hand on it."
    course.report(course.clock(now, -1, 14, 10), 4, told, limitation=6, note=note, photo=Redness.AROUND)
    reply = (
        "Thank you for telling us. Please keep the leg up and check in again this evening. We will phone you."
    )
    course.answer("heat-or-redness-over-6h", reply, at=course.clock(now, -1, 14, 40))
    evening = course.clock(now, -1, 19)
    over = {"heat": (began, evening - HOUR), "redness": (began, evening - HOUR)}
    course.report(evening, 3, over, limitation=4, photo=Redness.FADING)
    return course


def almost_six_hours_warm(staffed: Staffed, now: datetime) -> Course:
    """Warm since 5 h 55 min: in five minutes the flag rises with nobody logged in."""
    hester = Person(
        name="Hester Crumbwell",
        email="hester@patients.example",
        born=date(1961, 6, 14),
        phone="+12125550169",
        baseline_pain=4,
        medicines="Lisinopril 10 mg",
    )
    course = Course.begin(staffed, hester, now - 12 * DAY)
    course.treat(now - 8 * HOUR, treatment="prp", areas=(("hip", "right"),))
    warm_since = now - 5 * HOUR - 55 * MINUTE
    course.report(now - 40 * MINUTE, 3, {"heat": (warm_since, None)})
    return course


def two_hours_after(staffed: Staffed, now: datetime) -> Course:
    """Just home after the first injection."""
    ignatius = Person(
        name="Ignatius Plumtree",
        email="ignatius@patients.example",
        born=date(1983, 11, 21),
        phone="+12125550171",
    )
    course = Course.begin(staffed, ignatius, now - 12 * DAY)
    course.treat(now - 2 * HOUR, areas=(("knee", "left"),))
    return course


def inside_the_pause(staffed: Staffed, now: datetime) -> Course:
    """Two days before the second session: the pause is on. A question waits for an answer."""
    lottie = Person(
        name="Lottie Brackenbury",
        email="lottie@patients.example",
        born=date(1990, 2, 8),
        phone="+12125550172",
    )
    course = Course.begin(staffed, lottie, now - 30 * DAY)
    elbow = (("elbow", "left"),)
    course.treat(course.clock(now, -12, 11), treatment="prp-with-exosome", areas=elbow)
    course.book(
        course.clock(now, 2, 14, 30), at=course.clock(now, -12, 12), treatment="prp-with-exosome", areas=elbow
    )
    for days, pain in ((-11, 5), (-10, 4), (-8, 3), (-6, 1), (-5, 0), (-2, 0)):
        course.report(course.clock(now, days, 9, 12), pain)
    question = "I come by bus on the day. Is it all right to go home alone afterwards?"
    course.ask(question, at=now - 3 * HOUR)
    return course


def pain_on_day_8(staffed: Staffed, now: datetime) -> Course:
    """Still in pain after seven days, though no worse than before treatment."""
    rufus = Person(
        name="Rufus Tanglewood",
        email="rufus@patients.example",
        born=date(1957, 9, 30),
        phone="+12125550173",
        baseline_pain=5,
    )
    course = Course.begin(staffed, rufus, now - 20 * DAY)
    course.treat(now - 8 * DAY - 2 * HOUR, areas=(("shoulder", "right"),))
    for days, pain in ((-7, 6), (-6, 6), (-5, 5), (-3, 5), (-2, 4), (-1, 4)):
        course.report(now + days * DAY - HOUR, pain, mg=1000)
    return course


def an_emergency(staffed: Staffed, now: datetime) -> Course:
    """Chest pain six minutes ago; the patient was told to call 911 at once."""
    barnaby = Person(
        name="Barnaby Thistlewick",
        email="barnaby@patients.example",
        born=date(1968, 4, 17),
        phone="+12125550174",
    )
    course = Course.begin(staffed, barnaby, now - 15 * DAY)
    course.treat(now - 1 * DAY - 2 * HOUR, areas=(("shoulder", "left"),))
    course.report(now - 20 * HOUR, 4)
    course.report(now - 6 * MINUTE, 5, {"chest-pain": (now - 25 * MINUTE, None)})
    return course


def month_4(staffed: Staffed, now: datetime) -> Course:
    """Four months on, with little left to avoid and results beginning."""
    una = Person(
        name="Una Willowherb",
        email="una@patients.example",
        born=date(1979, 7, 26),
        phone="+12125550176",
        baseline_pain=7,
        baseline_limitation=8,
    )
    course = Course.begin(staffed, una, now - 135 * DAY)
    treated_at = course.clock(now, -122, 10)
    course.treat(treated_at, areas=(("lower-back", ""),))
    for days, pain, limitation in (
        *((1, 6, 9), (2, 6, 9), (3, 5, 8), (5, 4, 7), (6, 3, None)),
        *((7, 0, 4), (14, 3, 5), (28, 3, 4), (92, 2, 2)),
    ):
        course.report(treated_at + days * DAY - HOUR, pain, limitation=limitation)
        if days >= 14:
            note = "Better every day; the physician agrees to wait."
            course.settle("pain-over-7d", note, at=treated_at + days * DAY)
    return course


def nobody_said_what_happened(staffed: Staffed, now: datetime) -> Course:
    """A session whose time passed three hours ago, and no record of what became of it."""
    percival = Person(
        name="Percival Snapdragon",
        email="percival@patients.example",
        born=date(1986, 1, 12),
        phone="+12125550177",
    )
    course = Course.begin(staffed, percival, now - 10 * DAY)
    course.book(now - 3 * HOUR, at=now - 9 * DAY, treatment="prp", areas=(("ankle", "right"),))
    return course


def no_session_yet(staffed: Staffed, now: datetime) -> Course:
    """Invited and signed in, nothing booked."""
    clementine = Person(
        name="Clementine Oddfellow",
        email="clementine@patients.example",
        born=date(1995, 3, 19),
        phone="+12125550178",
    )
    return Course.begin(staffed, clementine, now - 2 * DAY)


def the_other_clinic(staffed: Staffed, now: datetime) -> Course:
    """A patient of the other clinic, with a flag that only its own nurse sees."""
    saffron = Person(
        name="Saffron Dewberry", email="saffron@patients.example", born=date(1988, 8, 5), phone="+14155550119"
    )
    course = Course.begin(staffed, saffron, now - 16 * DAY)
    course.treat(now - 5 * DAY, areas=(("wrist", "left"),))
    course.report(now - 4 * DAY, 3)
    course.report(now - 2 * DAY - 4 * HOUR, 2)
    course.report(now - 5 * HOUR, 2, {"discoloration": (now - 9 * HOUR, None)})
    return course
