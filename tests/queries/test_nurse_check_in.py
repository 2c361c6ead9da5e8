from datetime import timedelta

import pytest

from aftercare.models import CheckIn, Patient
from aftercare.queries.nurse_check_in import CheckInReader, Fact
from aftercare.queries.records import current_version
from tests.cast import MONDAY, NEW_YORK, complete, report
from tests.nurse_story import HOUR, NOW

DAY = timedelta(days=1)


def facts(check_in: CheckIn, before: CheckIn | None = None, now=NOW) -> list[Fact]:
    reader = CheckInReader(current_version().protocol, NEW_YORK, now)
    return [fact for fact in reader.read(check_in, before).facts if fact.term != "No"]


def test_a_first_check_in_has_only_new_things(patient: Patient) -> None:
    complete(patient, MONDAY)
    told = report(patient, NOW, pain=4, redness=None, heat=MONDAY + HOUR)

    assert facts(told) == [
        Fact("Pain", strong="4 of 10"),
        Fact("New", strong="Warm or hot skin", text="since 11:00 am"),
        Fact("New", strong="Redness"),
        Fact("Tylenol", text="none"),
        Fact("Took", text="nothing of what is asked about"),
        Fact("Card", text="told to call the clinic the same day"),
    ]


def test_a_later_check_in_parts_new_from_still_and_over(patient: Patient) -> None:
    complete(patient, MONDAY)
    before = report(patient, NOW - HOUR, pain=2, heat=MONDAY + HOUR, redness=MONDAY + HOUR)
    told = report(patient, NOW, pain=5, heat=MONDAY + HOUR, redness=(None, NOW - HOUR / 2), chills=NOW)

    assert facts(told, before)[:4] == [
        Fact("Pain", strong="5 of 10", text="was 2"),
        Fact("New", strong="Chills", text="since 8:00 pm"),
        Fact("Still", strong="Warm or hot skin", text="since 11:00 am"),
        Fact("Over", strong="Redness", text="until 7:30 pm"),
    ]


def test_what_hinders_stands_beside_the_pain_and_what_it_was(patient: Patient) -> None:
    complete(patient, MONDAY)
    before = report(patient, NOW - HOUR, limitation=5)
    told = report(patient, NOW, limitation=0)

    assert facts(told, before)[1] == Fact("Hindered", strong="0 of 10", text="in daily life, was 5")
    assert facts(before)[1] == Fact("Hindered", strong="5 of 10", text="in daily life")


@pytest.mark.parametrize("before", [None, 5])
def test_what_hinders_is_not_named_where_it_was_left_out(patient: Patient, before: int | None) -> None:
    complete(patient, MONDAY)
    earlier = report(patient, NOW - HOUR, limitation=before)
    told = report(patient, NOW)

    assert [fact.term for fact in facts(told, earlier)][:2] == ["Pain", "Tylenol"]


def test_a_symptom_that_was_over_and_is_back_is_new(patient: Patient) -> None:
    complete(patient, MONDAY)
    before = report(patient, NOW - HOUR, heat=(MONDAY + HOUR, MONDAY + 2 * HOUR))
    told = report(patient, NOW, heat=NOW - HOUR / 2)

    assert [fact.term for fact in facts(told, before)][1:2] == ["New"]


def test_a_stretch_of_one_day_names_its_day_once(patient: Patient) -> None:
    complete(patient, MONDAY)
    told = report(patient, NOW, heat=(MONDAY + HOUR, MONDAY + 2 * HOUR))

    assert facts(told, now=NOW + DAY)[1].text == "from Mon 2 Mar, 11:00 am to 12:00 noon"


def test_a_stretch_over_midnight_names_both_days(patient: Patient) -> None:
    complete(patient, MONDAY)
    told = report(patient, NOW + DAY, heat=(MONDAY + HOUR, NOW + DAY))

    assert facts(told, now=NOW + 2 * DAY)[1].text == "from Mon 2 Mar, 11:00 am to Tue 3 Mar, 8:00 pm"


def test_what_was_taken_is_named_with_its_time_where_it_is_known(patient: Patient) -> None:
    complete(patient, MONDAY)
    told = report(patient, NOW, mg=1500, taken={"ice": MONDAY + HOUR, "turmeric": None})

    assert facts(told)[1:3] == [
        Fact("Tylenol", text="1,500 mg in 24 hours"),
        Fact("Took", text="Ice at 11:00 am, Turmeric"),
    ]


def test_everything_that_is_not_so_is_named(patient: Patient) -> None:
    complete(patient, MONDAY)
    told = report(patient, NOW, heat=NOW)
    protocol = current_version().protocol

    (absent,) = [f for f in CheckInReader(protocol, NEW_YORK, NOW).read(told, None).facts if f.term == "No"]

    names = absent.small.split("; ")
    assert ("redness" in names, "warm or hot skin" in names, "pain" in names) == (True, False, False)


def test_a_line_tells_pain_and_symptoms(patient: Patient) -> None:
    complete(patient, MONDAY)
    told = report(patient, NOW, pain=0, heat=MONDAY + HOUR, redness=(MONDAY + HOUR, NOW))

    line = CheckInReader(current_version().protocol, NEW_YORK, NOW).line(told)

    assert line == "pain 0 of 10, warm or hot skin, redness (over)"
