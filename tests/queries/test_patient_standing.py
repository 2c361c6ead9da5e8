"""What stands open on Today: clocks, cards, what a nurse said, whom to call, what to expect."""

import uuid
from datetime import datetime, timedelta

import pytest

from aftercare.models import Flag, Patient, User
from aftercare.queries.patient_today import Today, today_page
from aftercare.services.care import set_care
from aftercare.services.flags import acknowledge_flag, reply_to_patient, resolve_flag
from aftercare.services.sessions import book_session
from tests.cast import MONDAY, a_scheduler_of, complete, local, report
from tests.thread_story import opened

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
THURSDAY = local("2026-03-05T08:10")


def read(patient: Patient, at: datetime = THURSDAY) -> Today:
    return today_page(patient=Patient.objects.select_related("user__clinic").get(pk=patient.pk), now=at)


def test_running_clocks_are_told(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, heat=MONDAY + HOUR)

    page = read(patient, MONDAY + 3 * HOUR)

    assert page.care is None
    assert page.clocks[0] == "If the area is still warm or red at 5:00 pm, call us."


def test_what_a_nurse_takes_a_look_at_is_told(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 6 * DAY, pain=3)

    assert read(patient, MONDAY + 7 * DAY + HOUR).clocks[0] == (
        "You still have pain more than 7 days after your session. A nurse takes a look at it."
    )


def test_silence_is_told_until_the_patient_checks_in(patient: Patient) -> None:
    complete(patient, MONDAY)

    assert read(patient, MONDAY + 2 * DAY + HOUR).clocks[0] == (
        "We have not heard from you. Please check in: a nurse wants to know how you are."
    )


def test_out_of_care_no_clock_is_told_and_silence_means_nothing(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, heat=MONDAY + HOUR)
    set_care(patient=patient, care="left", by=a_scheduler_of(patient), at=MONDAY + 3 * HOUR)

    running, silent = read(patient, MONDAY + 3 * HOUR), read(patient, MONDAY + 4 * DAY)

    assert [(one.in_care, one.clocks) for one in (running, silent)] == [(False, ()), (False, ())]


def test_the_card_stands_once_the_clock_has_passed_with_nobody_signed_in(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, heat=MONDAY + HOUR)
    limit = MONDAY + 7 * HOUR

    at_limit, past = read(patient, limit), read(patient, limit + timedelta(seconds=1))

    assert at_limit.care is None
    assert (past.care.severity, past.care.title) == ("urgent", "Call the clinic today")


def test_an_emergency_stands_above_all_and_silences_the_clocks(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, chest_pain=MONDAY)

    page = read(patient, MONDAY + 2 * HOUR)

    assert (page.care.title, page.care.call.href, page.clocks) == ("Call 911 now", "tel:911", ())


def test_an_urgent_matter_that_was_seen_and_is_over_leaves_the_notice_only(
    patient: Patient, nurse: User
) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, fever=MONDAY)
    acknowledge_flag(flag=Flag.objects.get(), by=nurse, at=MONDAY + 2 * HOUR)

    going_on = read(patient, MONDAY + 3 * HOUR)
    report(patient, MONDAY + 4 * HOUR)
    over = read(patient, MONDAY + 5 * HOUR)

    assert going_on.care.title == "Call the clinic today"
    assert over.care is None
    assert [(news.title, news.onward) for news in over.news] == [
        ("Odile Marrowby of the clinic has seen your report of fever.", "Write to us about it")
    ]


def test_a_resolved_flag_leaves_no_card(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, chest_pain=MONDAY)
    resolve_flag(flag=Flag.objects.get(), disposition="seen-in-clinic", by=nurse, at=MONDAY + 2 * HOUR)

    assert read(patient, MONDAY + 3 * HOUR).care is None


def test_a_flag_that_nobody_has_seen_stands_however_long_it_is_over(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, fever=(MONDAY, MONDAY + HOUR))

    assert read(patient, MONDAY + 3 * DAY).care.title == "Call the clinic today"


def test_a_note_that_is_not_read_leads(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, discoloration=MONDAY)
    flag = Flag.objects.get()
    reply_to_patient(flag=flag, body="Send a photo.", submission=uuid.uuid4(), by=nurse, at=MONDAY + 2 * HOUR)

    unread = read(patient, MONDAY + 3 * HOUR).news
    opened(patient, patient.user, hours=3)
    read_since = read(patient, MONDAY + 3 * HOUR).news

    assert [(news.text, news.unread) for news in unread] == [("Send a photo.", True)]
    assert [(news.text, news.unread) for news in read_since] == [("Send a photo.", False)]
    assert read(patient, MONDAY + 2 * HOUR + 7 * DAY).news == ()


@pytest.mark.parametrize(
    ("at", "phone", "is_open"),
    [
        ("2026-03-05T07:59", "(212) 555-0199", False),
        ("2026-03-05T08:00", "(212) 555-0142", True),
        ("2026-03-05T17:59", "(212) 555-0142", True),
        ("2026-03-05T18:00", "(212) 555-0199", False),
    ],
)
def test_the_phone_is_the_one_that_answers_at_this_hour(
    patient: Patient, at: str, phone: str, is_open: bool
) -> None:
    contact = read(patient, local(at)).contact

    assert (contact.phone.text, contact.is_open) == (phone, is_open)


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (3, "What is normal now"),
        (4, None),
        (13, None),
        (14, "How results come"),
        (400, "How results come"),
        (401, None),
    ],
)
def test_what_to_expect_is_said_on_the_days_it_helps(patient: Patient, days: int, title: str | None) -> None:
    complete(patient, MONDAY)

    told = read(patient, MONDAY + days * DAY + HOUR).expectation

    assert (told.title if told else None) == title


def test_exosomes_are_called_investigational_and_nothing_has_failed(patient: Patient) -> None:
    complete(patient, MONDAY)

    lines = read(patient, MONDAY + 30 * DAY).expectation.lines

    assert lines == (
        "It is too early to tell how well the treatment works.",
        "Results usually begin after 3 to 4 months. They are often best after about 9 months.",
        "Exosome products are still being studied. None is approved by the FDA, and long-term effects are "
        "not known.",
    )


def test_of_prp_nothing_is_said_about_exosomes(patient: Patient) -> None:
    book_session(
        patient=patient,
        scheduled_at=MONDAY,
        treatment="prp",
        areas=[("hip", "left")],
        dose_billion_vesicles=None,
        by=a_scheduler_of(patient),
        at=MONDAY - DAY,
    )

    assert len(read(patient, MONDAY + 100 * DAY).expectation.lines) == 2


def test_who_has_never_checked_in_is_not_asked_to_do_so_again(patient: Patient) -> None:
    complete(patient, MONDAY)

    assert read(patient, MONDAY + HOUR).clocks == (
        "Please check in, at the latest on Wed 4 Mar, 10:00 am. "
        "If we hear nothing, a nurse asks how you are.",
    )


def test_silence_that_a_nurse_asks_about_is_told_once(patient: Patient) -> None:
    complete(patient, MONDAY)

    assert read(patient, MONDAY + 2 * DAY + HOUR).clocks == (
        "We have not heard from you. Please check in: a nurse wants to know how you are.",
    )


def test_nothing_is_called_normal_beneath_a_card(patient: Patient) -> None:
    complete(patient, MONDAY)
    calm = read(patient, MONDAY + HOUR)
    report(patient, MONDAY + 2 * HOUR, fever=MONDAY)

    assert calm.expectation.title == "What is normal now"
    assert read(patient, MONDAY + 3 * HOUR).expectation is None


def test_acetaminophen_above_its_limit_is_no_longer_called_fine(patient: Patient, nurse: User) -> None:
    name = "Tylenol (acetaminophen, also called paracetamol)."
    complete(patient, MONDAY)
    report(patient, MONDAY + HOUR, mg=2500)
    at_the_limit = read(patient, MONDAY + 2 * HOUR)
    report(patient, MONDAY + 3 * HOUR, mg=2501)
    above = read(patient, MONDAY + 4 * HOUR)
    resolve_flag(flag=Flag.objects.get(), disposition="advised-by-phone", by=nurse, at=MONDAY + 5 * HOUR)
    settled = read(patient, MONDAY + 6 * HOUR)

    assert [name in [mark.title for mark in page.fine] for page in (at_the_limit, above, settled)] == [
        True,
        False,
        True,
    ]
    assert [mark.text for mark in above.ask if mark.title == name] == [
        "You told us that you took more than the limit. Speak to a nurse before you take any more."
    ]
