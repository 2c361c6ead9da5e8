import uuid
from datetime import datetime, timedelta

import pytest

from aftercare.models import CheckIn, Flag, Patient, User
from aftercare.queries.access import own_record
from aftercare.queries.patient_check_ins import Answer, check_in_answer, check_in_list
from aftercare.services.care import set_care
from aftercare.services.flags import acknowledge_flag, reply_to_patient
from tests.cast import MONDAY, complete, local, report
from tests.photo_story import shown_with

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOON = MONDAY + 2 * HOUR


def answer(patient: Patient, check_in: CheckIn, at: datetime | None = None) -> Answer:
    fetched = own_record(user=patient.user)
    return check_in_answer(patient=fetched, check_in=check_in, now=at or check_in.at)


def test_only_the_gravest_card_is_shown(patient: Patient) -> None:
    complete(patient, MONDAY)

    card = answer(patient, report(patient, NOON, fever=MONDAY, chest_pain=MONDAY + HOUR)).care

    assert (card.severity, card.title, card.call.text) == ("emergency", "Call 911 now", "Call 911")
    assert (
        card.small == "You told us: chest pain, since today, 11:00 am. Our nurse on call has been told too."
    )


def test_an_urgent_card_says_why_and_until_when_a_nurse_answers(patient: Patient) -> None:
    complete(patient, MONDAY)

    card = answer(patient, report(patient, MONDAY + 7 * HOUR, heat=MONDAY, redness=MONDAY)).care

    assert card.title == "Call the clinic today"
    assert card.text == (
        "The area has been warm or red for more than 6 hours. "
        "Speak to a nurse, even if it feels a little better."
    )
    assert card.small == (
        "You told us: warm or hot skin and redness, since today, 10:00 am. "
        "A nurse has been told too, and has until 7:00 pm to answer. Do not wait for that: call."
    )


def test_what_the_patient_is_kept_from_is_told_where_it_was(patient: Patient) -> None:
    complete(patient, MONDAY)
    told = answer(patient, report(patient, NOON, limitation=3)).told
    left_out = answer(patient, report(patient, NOON + HOUR)).told

    assert [(line.name, line.text) for line in told] == [
        ("Pain", "2 of 10"),
        ("Kept from what you usually do", "3 of 10"),
        ("Tylenol", "none"),
    ]
    assert [line.name for line in left_out] == ["Pain", "Tylenol"]


def test_a_beginning_that_is_not_known_is_not_told_as_the_patients_word(patient: Patient) -> None:
    complete(patient, MONDAY)

    card = answer(patient, report(patient, NOON, fever=None)).care

    assert card.small.startswith("You told us: fever. ")


def test_a_routine_card_says_what_to_leave_off_and_never_a_prescribed_medicine(patient: Patient) -> None:
    complete(patient, MONDAY)

    card = answer(patient, report(patient, NOON, taken={"fish-oil": None})).care

    assert (card.title, card.call) == ("No need to call now", None)
    assert card.text == (
        "You used something that your plan asks you to leave off for now. "
        "Leave off: fish oil until Sat 7 Mar, 10:00 am. "
        "Did a doctor prescribe it? Then do not stop it, and ask us."
    )
    assert card.small == (
        "You told us: fish oil. A nurse reads this by Tue 3 Mar, 5:00 pm and writes to you here. "
        "If you feel worse before then, call (212) 555-0142."
    )


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"pain": 8}, "You told us: pain 8 of 10."),
        ({"mg": 3000}, "You told us: 3,000 mg in 24 hours."),
    ],
)
def test_what_was_told_is_said_in_the_patients_words(patient: Patient, told: dict, words: str) -> None:
    complete(patient, MONDAY)

    assert answer(patient, report(patient, NOON, **told)).care.small.startswith(words)


def test_without_a_flag_the_running_clocks_are_told(patient: Patient) -> None:
    complete(patient, MONDAY)

    page = answer(patient, report(patient, NOON, heat=MONDAY + HOUR, swelling=MONDAY, pain=2))

    assert page.care is None
    assert page.clocks == (
        "If the area is still warm or red at 5:00 pm, call us.",
        "If the swelling is still there on Thu 5 Mar, 10:00 am, call us.",
        "If you still have pain on Mon 9 Mar, 10:00 am, a nurse takes a look at it.",
        "Please check in again, at the latest on Wed 4 Mar, 12:00 noon. "
        "If we hear nothing, a nurse asks how you are.",
    )


def test_the_latest_check_in_says_what_holds_now(patient: Patient) -> None:
    complete(patient, MONDAY)
    stored = report(patient, NOON, heat=MONDAY + HOUR)

    later = answer(patient, stored, MONDAY + 8 * HOUR)

    assert (later.fresh, later.care.severity) == (True, "urgent")


@pytest.mark.parametrize(("hours", "fresh"), [(23, True), (24, False)])
def test_after_a_day_the_answer_is_what_was_advised_then(patient: Patient, hours: int, fresh: bool) -> None:
    complete(patient, MONDAY)
    stored = report(patient, NOON, fever=(MONDAY, NOON))

    page = answer(patient, stored, NOON + hours * HOUR)

    assert page.fresh is fresh
    assert page.advised == "Urgent: call the clinic that day."


def test_an_earlier_check_in_is_not_fresh(patient: Patient) -> None:
    complete(patient, MONDAY)
    first = report(patient, NOON)
    report(patient, NOON + HOUR)

    page = answer(patient, first, NOON + HOUR)

    assert (page.fresh, page.care, page.clocks) == (False, None, ())
    assert page.advised == "No need to call. We watched the clock."


def test_a_check_in_after_the_end_of_care_says_nothing_of_a_clock(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    before = report(patient, NOON)
    left = set_care(patient=patient, care="left", by=nurse, at=NOON + HOUR)
    after = report(left, NOON + 2 * HOUR)

    pages = [answer(left, stored, NOON + 3 * HOUR) for stored in (before, after)]

    assert [page.advised for page in pages] == ["No need to call. We watched the clock.", "No need to call."]


def test_what_was_told_is_shown(patient: Patient) -> None:
    complete(patient, MONDAY)
    stored = report(
        patient, NOON, pain=4, mg=1000, taken={"ice": None}, note="slept badly", heat=(MONDAY, MONDAY + HOUR)
    )

    told = [(line.name, line.text) for line in answer(patient, stored).told]

    assert told == [
        ("Pain", "4 of 10"),
        ("Warm or hot skin", "since today, 10:00 am, over today, 11:00 am"),
        ("Tylenol", "1,000 mg in 24 hours"),
        ("Ice", "used"),
        ("Your note", "slept badly"),
    ]


def test_notes_stand_with_the_check_in_they_are_about(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    about, other = report(patient, NOON, fever=(MONDAY, NOON)), report(patient, NOON + HOUR)
    flag = acknowledge_flag(flag=Flag.objects.get(), by=nurse, at=NOON + HOUR)
    reply_to_patient(flag=flag, body="Rest.", submission=uuid.uuid4(), by=nurse, at=NOON + 2 * HOUR)

    later = NOON + 3 * HOUR

    assert [note.body for note in answer(patient, about, later).notes] == ["Rest."]
    assert answer(patient, other, later).notes == ()


def test_who_has_seen_it_is_named_on_the_card(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    stored = report(patient, NOON, fever=MONDAY)
    acknowledge_flag(flag=Flag.objects.get(), by=nurse, at=NOON + HOUR)

    card = answer(patient, stored, NOON + 2 * HOUR).care

    assert card.small == (
        "You told us: fever, since today, 10:00 am. "
        "Odile Marrowby of the clinic has seen this (today, 1:00 pm). "
        "Getting worse? Do not wait: call."
    )


def test_the_list_begins_with_the_newest_and_has_twenty_a_page(patient: Patient) -> None:
    complete(patient, MONDAY)
    for hours in range(21):
        report(patient, NOON + hours * HOUR, pain=hours % 5)

    now = NOON + 3 * DAY
    first = check_in_list(patient=patient, page=None, now=now)
    second = check_in_list(patient=patient, page="2", now=now)

    assert (len(first.lines), len(second.lines)) == (20, 1)
    assert (first.lines[0].text, first.lines[0].when.text) == ("Pain 0 of 10", "Tue 3 Mar, 8:00 am")
    assert second.lines[0].when.text == "Mon 2 Mar, 12:00 noon"


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_a_page_that_is_none_gives_the_nearest(patient: Patient, page: str) -> None:
    complete(patient, MONDAY)
    report(patient, NOON, heat=MONDAY, redness=MONDAY)

    lines = check_in_list(patient=patient, page=page, now=local("2026-03-05T08:00")).lines

    assert [line.text for line in lines] == ["Pain 2 of 10, warm or hot skin and redness"]


def test_without_a_check_in_the_list_is_empty(patient: Patient) -> None:
    page = check_in_list(patient=patient, page=None, now=NOON)

    assert (page.lines, page.may_check_in) == ((), False)


def test_the_answer_shows_the_photos_that_were_sent_with_it(patient: Patient) -> None:
    complete(patient, MONDAY)
    stored, other = report(patient, NOON), report(patient, NOON + HOUR)
    ids = shown_with(stored, 2)
    shown_with(other)

    photos = answer(patient, stored, NOON + 4 * HOUR).photos

    assert [(photo.id, photo.alt) for photo in photos] == [
        (ids[0], "Photo 1 of 2, Mon 2 Mar, 11:58 am"),
        (ids[1], "Photo 2 of 2, Mon 2 Mar, 11:59 am"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_answer_take_a_constant_number_of_queries(
    patient: Patient, rows: int, django_assert_num_queries: object
) -> None:
    complete(patient, MONDAY)
    stored = [report(patient, NOON + index * HOUR, fever=MONDAY) for index in range(rows)]
    shown_with(stored[-1], rows)
    fetched = own_record(user=patient.user)

    with django_assert_num_queries(5):
        check_in_answer(patient=fetched, check_in=stored[-1], now=NOON + 4 * HOUR)
    with django_assert_num_queries(3):
        check_in_list(patient=fetched, page=None, now=NOON + 4 * HOUR)
