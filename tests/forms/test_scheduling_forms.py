"""The forms of a session: a date and a time become one instant, areas keep their sides."""

from datetime import date, time, timedelta

import pytest

from aftercare.forms.completion import CompletionForm
from aftercare.forms.local_instant import LocalInstantForm, as_local_initial
from aftercare.forms.treatment import area_choice, area_values
from aftercare.models import Patient, TreatedArea
from aftercare.queries.completion import completion_asks
from tests.cast import MONDAY, NEW_YORK, book, local


def instant_of(day: str, clock: str) -> LocalInstantForm:
    return LocalInstantForm({"date": day, "time": clock}, zone=NEW_YORK, now=MONDAY)


def test_date_and_time_become_one_instant_of_the_clinics_clock():
    assert instant_of("2026-03-09", "10:00").instant == local("2026-03-09T10:00")


@pytest.mark.parametrize(
    ("clock", "readable"), [("01:59", True), ("02:00", False), ("02:59", False), ("03:00", True)]
)
def test_time_that_the_clocks_skip_is_refused(clock: str, readable: bool):
    form = instant_of("2026-03-08", clock)

    assert (form.is_valid(), form.instant is not None, list(form.errors)) == (
        readable,
        readable,
        [] if readable else ["time"],
    )


def test_time_that_occurs_twice_means_the_first():
    assert instant_of("2026-11-01", "01:30").instant == local("2026-11-01T00:30") + timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "errors"),
    [("2028-12-31", []), ("2029-01-01", ["date"]), ("2000-01-01", []), ("1999-12-31", ["date"])],
)
def test_date_lies_within_what_a_clinic_can_mean(day: str, errors: list[str]):
    assert list(instant_of(day, "10:00").errors) == errors


def test_form_that_nobody_filled_has_no_instant():
    assert LocalInstantForm(zone=NEW_YORK, now=MONDAY).instant is None


def test_initial_time_is_to_the_minute():
    at = MONDAY + timedelta(minutes=5, seconds=59, microseconds=7)

    assert as_local_initial(at, NEW_YORK) == {"date": date(2026, 3, 2), "time": time(10, 5)}


def test_every_area_is_offered_with_its_sides():
    offered = {value.split(":")[0] for value in area_values()}

    assert offered == set(TreatedArea.Area.values)
    assert [area_choice(value)[1] for value in ("knee:left", "lower-back:", "neck:right")] == [
        "Left knee",
        "Lower back",
        "Right neck",
    ]


def test_stored_area_that_nobody_is_asked_about_stays_to_be_chosen(patient: Patient):
    session = book(patient, MONDAY)
    TreatedArea.objects.create(session=session, area="other", side="left")
    form = CompletionForm(session=session, asks=completion_asks(session, MONDAY), now=MONDAY)

    assert dict(form.fields["areas"].choices)["other:left"] == "Left other"
    assert set(form["areas"].value()) == {"knee:right", "other:left"}
