"""Booking and moving: a look first, every refusal beside its field, nothing typed lost."""

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Patient, Reminder, TreatmentSession, User
from tests.cast import MONDAY, book, complete, local

TYPED = {
    "date": "2026-03-12",
    "time": "10:00",
    "treatment": "prp",
    "areas": ["knee:left", "hip:right"],
    "dose_billion_vesicles": "7.5",
    "interval_reason": "",
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


def post(desk: Client, patient: Patient, headers: dict | None = None, **changed: object) -> HttpResponse:
    return desk.post(f"/sessions/new/?patient={patient.pk}", {**TYPED, **changed}, headers=headers)


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


def planned(patient: Patient) -> list[tuple[str, str]]:
    rows = Reminder.objects.filter(patient=patient, state="planned").order_by("due_at")
    return [(row.due_at.isoformat()[:16], reason["reason"]) for row in rows for reason in row.reasons]


# --- booking


def test_booking_stores_the_session_and_plans_its_reminders_at_once(desk: Client, patient: Patient):
    answer = post(desk, patient)

    session = TreatmentSession.objects.get()
    stored = (session.at, session.treatment, str(session.dose_billion_vesicles), session.booked_by)
    assert stored == (local("2026-03-12T10:00"), "prp", "7.5", answer.wsgi_request.user)
    assert {(area.area, area.side) for area in session.areas.all()} == {("knee", "left"), ("hip", "right")}
    assert answer.url == f"/sessions/{session.pk}/"
    assert planned(patient) == [
        ("2026-03-02T15:00", "session-changed"),
        ("2026-03-08T13:00", "pause-tomorrow"),
        ("2026-03-09T13:00", "pause-start"),
        ("2026-03-11T13:00", "appointment"),
    ]


def test_booking_twice_by_the_same_form_makes_one_session(desk: Client, patient: Patient):
    post(desk, patient)
    again = post(desk, patient)

    session = TreatmentSession.objects.get()
    assert again.url == f"/sessions/{session.pk}/"
    assert b"This session is booked already." in desk.get(again.url).content


def test_booking_the_same_time_otherwise_is_refused(desk: Client, patient: Patient):
    post(desk, patient)
    other = post(desk, patient, treatment="exosome", interval_reason="by mistake")

    assert TreatmentSession.objects.count() == 1
    assert errors(other) == {"time": ["This patient already has a session at this time."]}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"date": "2026-03-01"}, {"time": ["This time is already past. Choose one that is still to come."]}),
        (
            {"date": "2026-03-02", "time": "10:00"},
            {"time": ["This time is already past. Choose one that is still to come."]},
        ),
        ({"date": "2026-02-30"}, {"date": ["There is no such date. Write it like 2026-03-09."]}),
        ({"date": ""}, {"date": ["Choose a date."]}),
        ({"date": "1826-03-12"}, {"date": ["This date is too long ago. Check the year."]}),
        ({"date": "9999-12-31"}, {"date": ["This is more than two years ahead. Check the year."]}),
        ({"time": "25:00"}, {"time": ["There is no such time. Write it like 14:30."]}),
        ({"time": ""}, {"time": ["Choose a time."]}),
        (
            {"date": "2026-03-08", "time": "02:30"},
            {"time": ["The clocks go forward over this time. Choose another."]},
        ),
        ({"treatment": ""}, {"treatment": ["Choose the treatment."]}),
        ({"areas": []}, {"areas": ["Choose at least one area."]}),
        (
            {"dose_billion_vesicles": "15.1"},
            {"dose_billion_vesicles": ["The dose is 1 to 15 billion vesicles."]},
        ),
        (
            {"dose_billion_vesicles": "0.9"},
            {"dose_billion_vesicles": ["The dose is 1 to 15 billion vesicles."]},
        ),
        (
            {"dose_billion_vesicles": "five"},
            {"dose_billion_vesicles": ["Write the dose as a number, such as 5 or 7.5."]},
        ),
    ],
)
def test_booking_refused_beside_the_field(
    desk: Client, patient: Patient, changed: dict, refusal: dict[str, list[str]]
):
    answer = post(desk, patient, **changed)

    assert (errors(answer), TreatmentSession.objects.count(), Reminder.objects.count()) == (refusal, 0, 0)


@pytest.mark.parametrize("dose", ["1", "15", ""])
def test_booking_takes_a_dose_up_to_its_limits(desk: Client, patient: Patient, dose: str):
    post(desk, patient, dose_billion_vesicles=dose)

    assert TreatmentSession.objects.count() == 1


def test_booking_a_minute_ahead_is_still_to_come(desk: Client, patient: Patient):
    post(desk, patient, date="2026-03-02", time="10:01")

    assert TreatmentSession.objects.get().at == local("2026-03-02T10:01")


def test_booking_keeps_what_was_typed(desk: Client, patient: Patient):
    page = post(desk, patient, date="2026-02-30", interval_reason="the physician agreed").content.decode()

    checked = [
        value
        for value in ("prp", "knee:left", "hip:right")
        if f'value="{value}"' in page and " checked" in page.split(f'value="{value}"')[1][:60]
    ]
    assert (checked, 'value="7.5"' in page, "the physician agreed" in page, 'value="2026-02-30"' in page) == (
        ["prp", "knee:left", "hip:right"],
        True,
        True,
        True,
    )


def test_booking_a_taken_time_is_refused(desk: Client, patient: Patient, other_patient: Patient):
    book(other_patient, local("2026-03-12T10:15"), at=MONDAY)
    refused, after = post(desk, patient), post(desk, patient, time="10:45")

    assert errors(refused) == {"time": ["Another session is booked at this time. Choose another."]}
    assert after.status_code == 302


def test_booking_too_close_asks_for_a_reason(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    refused = post(desk, patient, date="2026-03-08")
    with_reason = post(desk, patient, date="2026-03-08", interval_reason="the physician agreed")

    assert list(errors(refused)) == ["interval_reason"]
    assert refused.content.count(b'name="interval_reason"') == 1
    assert with_reason.status_code == 302


def test_booking_at_the_shortest_interval_asks_for_none(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    answer = post(desk, patient, date="2026-03-09")

    assert answer.status_code == 302


def test_reason_is_not_asked_before_it_is_needed(desk: Client, patient: Patient):
    assert desk.get(f"/sessions/new/?patient={patient.pk}").content.count(b'name="interval_reason"') == 0


# --- looking first


def test_preview_shows_the_panel_and_stores_nothing(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    before = Reminder.objects.count()
    answer = post(desk, patient, date="2026-03-09", treatment="", areas=[], preview="1")
    page = answer.content.decode()

    assert (errors(answer), TreatmentSession.objects.count(), Reminder.objects.count()) == ({}, 1, before)
    assert ("If you book Mon 9 Mar, 10:00 am" in page, "Fish oil has no gap." in page) == (True, True)


def test_preview_keeps_the_errors_of_the_time(desk: Client, patient: Patient):
    answer = post(desk, patient, date="2026-02-30", areas=[], preview="1")

    assert list(errors(answer)) == ["date"]


def test_preview_shows_a_reason_field_where_it_is_too_close(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    answer = post(desk, patient, date="2026-03-08", preview="1")

    assert answer.content.count(b'name="interval_reason"') == 1


def test_preview_for_htmx_is_the_panel_alone(desk: Client, patient: Patient):
    answer = post(desk, patient, headers={"HX-Request": "true"}, preview="1")

    assert (answer.content.count(b"<html"), answer.content.count(b'id="preflight"')) == (0, 1)


def test_picked_day_takes_the_place_of_the_typed_one(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    answer = post(desk, patient, pick="2026-03-11T11:30")

    assert answer.context["form"].instant == local("2026-03-11T11:30")
    assert (answer.context["page"].preflight.title, TreatmentSession.objects.count()) == (
        "If you book Wed 11 Mar, 11:30 am",
        1,
    )


def test_picked_nonsense_is_left_alone(desk: Client, patient: Patient):
    answer = post(desk, patient, pick="next week")

    assert (answer.context["form"].instant, TreatmentSession.objects.count()) == (
        local("2026-03-12T10:00"),
        0,
    )


def test_enter_in_a_field_only_looks(desk: Client, patient: Patient):
    page = desk.get(f"/sessions/new/?patient={patient.pk}").content.decode()
    form = page[page.index('<form class="split') :]

    assert 'name="preview"' in form[form.index('type="submit"') - 60 : form.index('type="submit"') + 60]


def test_form_begins_with_the_last_treatment_and_areas(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    form = desk.get(f"/sessions/new/?patient={patient.pk}").context["form"]

    assert (form["treatment"].value(), form["areas"].value(), form["date"].value()) == (
        "exosome",
        ["knee:right"],
        None,
    )


# --- moving


@pytest.fixture
def session(patient: Patient) -> TreatmentSession:
    return book(patient, local("2026-03-12T10:00"), at=MONDAY)


def move(desk: Client, session: TreatmentSession, **changed: str) -> HttpResponse:
    typed = {
        "date": "2026-03-13",
        "time": "11:00",
        "interval_reason": "",
        "reason": "asked by phone",
        **changed,
    }
    return desk.post(f"/sessions/{session.pk}/move/", typed)


def test_move_stores_the_new_time_and_moves_the_reminders(
    desk: Client, patient: Patient, session: TreatmentSession
):
    answer = move(desk, session)
    session.refresh_from_db()

    assert (answer.url, session.at) == (f"/sessions/{session.pk}/", local("2026-03-13T11:00"))
    assert [pair for pair in planned(patient) if pair[1] != "session-changed"] == [
        ("2026-03-09T13:00", "pause-tomorrow"),
        ("2026-03-10T13:00", "pause-start"),
        ("2026-03-12T13:00", "appointment"),
    ]


def test_move_twice_is_one_move(desk: Client, patient: Patient, session: TreatmentSession):
    move(desk, session)
    told = Reminder.objects.count()
    again = move(desk, session)

    assert (again.url, Reminder.objects.count()) == (f"/sessions/{session.pk}/", told)
    assert b"The session is already at this time." in desk.get(again.url).content


def test_move_into_the_past_is_refused(desk: Client, session: TreatmentSession):
    answer = move(desk, session, date="2026-02-27")
    session.refresh_from_db()

    assert errors(answer) == {"time": ["This time is already past. Choose one that is still to come."]}
    assert session.at == local("2026-03-12T10:00")


def test_move_to_a_taken_time_is_refused(desk: Client, session: TreatmentSession, other_patient: Patient):
    book(other_patient, local("2026-03-13T11:00"), at=MONDAY)
    answer = move(desk, session)

    assert errors(answer) == {"time": ["Another session is booked at this time. Choose another."]}


def test_move_too_close_asks_for_a_reason(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    session = book(patient, local("2026-03-12T10:00"), at=MONDAY)
    refused = move(desk, session, date="2026-03-08")

    assert (list(errors(refused)), refused.content.count(b'name="interval_reason"')) == (
        ["interval_reason"],
        1,
    )
    assert move(desk, session, date="2026-03-08", interval_reason="agreed").status_code == 302


def test_move_page_begins_with_the_booked_time(desk: Client, session: TreatmentSession):
    form = desk.get(f"/sessions/{session.pk}/move/").context["form"]

    assert (form["date"].value().isoformat(), form["time"].value().isoformat()) == ("2026-03-12", "10:00:00")


def test_move_of_a_cancelled_session_leads_to_it_calmly(desk: Client, session: TreatmentSession):
    desk.post(f"/sessions/{session.pk}/cancel/", {"reason": "has moved away"})
    answer = move(desk, session)

    assert answer.url == f"/sessions/{session.pk}/"
    assert b"This session is already recorded as cancelled." in desk.get(answer.url).content
