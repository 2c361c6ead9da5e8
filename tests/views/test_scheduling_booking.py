"""Booking and moving: a look first, every refusal beside its field, nothing typed lost."""

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Clinic, Patient, Reminder, TreatmentSession, User
from tests.cast import MONDAY, book, complete, local, make_provider

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


def test_booking_twice_with_a_reason_that_was_not_needed_makes_one_session(desk: Client, patient: Patient):
    post(desk, patient, interval_reason="as agreed")
    again = post(desk, patient, interval_reason="as agreed")

    assert again.url == f"/sessions/{TreatmentSession.objects.get().pk}/"


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
        (
            {"dose_billion_vesicles": "7.55"},
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


# --- with whom and where


def test_booking_with_whom_and_where_is_as_asked(desk: Client, patient: Patient, clinic: Clinic):
    make_provider(clinic, "Adelaide Fernsby")
    bertram, room = make_provider(clinic, "Bertram Holloway"), clinic.rooms.create(name="Yew room")

    post(desk, patient, provider=bertram.pk, room=room.pk)

    session = TreatmentSession.objects.get()
    assert (session.provider, session.room) == (bertram, room)


def test_booking_whoever_is_free_twice_by_the_same_form_makes_one_session(
    desk: Client, patient: Patient, clinic: Clinic
):
    make_provider(clinic, "Adelaide Fernsby")
    first, again = post(desk, patient, provider=""), post(desk, patient, provider="")

    assert (TreatmentSession.objects.count(), again.url) == (1, first.url)


def test_booking_outside_the_hours_or_in_time_off_is_refused_beside_the_provider(
    desk: Client, patient: Patient, clinic: Clinic
):
    adelaide = make_provider(clinic, "Adelaide Fernsby")
    early = post(desk, patient, provider=adelaide.pk, time="07:30")
    adelaide.time_off.create(starts_at=local("2026-03-12T00:00"), ends_at=local("2026-03-14T00:00"))
    away = post(desk, patient, provider=adelaide.pk)

    assert errors(early) == {"provider": ["Adelaide Fernsby does not work at this time."]}
    assert errors(away) == {"provider": ["Adelaide Fernsby is away until Sat 14 Mar, start of the day."]}


def test_booking_with_somebody_who_has_left_meanwhile_is_refused(
    desk: Client, patient: Patient, clinic: Clinic
):
    make_provider(clinic, "Bertram Holloway")
    gone = make_provider(clinic, "Adelaide Fernsby")
    clinic.providers.filter(pk=gone.pk).update(is_active=False)

    answer = post(desk, patient, provider=gone.pk)

    assert errors(answer) == {"provider": ["Choose one of the list: this one is not there any more."]}


def test_what_a_clinic_has_no_choice_of_is_not_asked(desk: Client, patient: Patient):
    form = desk.get(f"/sessions/new/?patient={patient.pk}").context["form"]

    assert {"provider", "room"} & set(form.fields) == set()


# --- a course


def test_course_books_all_its_sessions_at_once(desk: Client, patient: Patient):
    answer = post(desk, patient, sessions="3", apart_days="14")

    stored = TreatmentSession.objects.order_by("at", "id").values_list("at", flat=True)
    assert list(stored) == [local(f"2026-{day}T10:00") for day in ("03-12", "03-26", "04-09")]
    assert answer.url == f"/patients/{patient.pk}/"
    assert b"Booked: 3 sessions." in desk.get(answer.url).content


def test_course_sent_twice_is_one_course(desk: Client, patient: Patient):
    post(desk, patient, sessions="3", apart_days="14")
    again = post(desk, patient, sessions="3", apart_days="14")

    assert (TreatmentSession.objects.count(), again.url) == (3, f"/patients/{patient.pk}/")
    assert b"These sessions are booked already." in desk.get(again.url).content


def test_course_that_cannot_be_whole_is_not_booked(desk: Client, patient: Patient, other_patient: Patient):
    book(other_patient, local("2026-03-26T10:15"), at=MONDAY)
    answer = post(desk, patient, sessions="3", apart_days="14")

    taken = "Thu 26 Mar, 10:00 am: Another session is booked at this time. Choose another."
    assert (errors(answer), patient.sessions.count()) == ({"time": [taken]}, 0)


def test_course_keeps_its_hour_over_the_change_of_the_clocks(desk: Client, patient: Patient):
    answer = post(desk, patient, date="2026-03-05", sessions="2", apart_days="7", preview="1")

    titles = [one.title for one in answer.context["page"].preflights]
    assert titles == ["If you book Thu 5 Mar, 10:00 am", "If you book Thu 12 Mar, 10:00 am"]


def test_course_shows_what_each_date_does_with_the_earlier_ones_booked(desk: Client, patient: Patient):
    answer = post(desk, patient, sessions="3", apart_days="7", preview="1")

    said = [one.remarks[0].title for one in answer.context["page"].preflights]
    assert said == ["The first session.", "7 days after session 1.", "7 days after session 2."]


def test_course_begins_with_three_sessions_fourteen_days_apart(desk: Client, patient: Patient):
    page = desk.get(f"/sessions/new/?patient={patient.pk}&course")

    form = page.context["form"]
    assert (form["sessions"].value(), form["apart_days"].value()) == (3, 14)
    assert "Book a course, from session 1 on" in page.content.decode()


@pytest.mark.parametrize(("sessions", "apart"), [("0", "14"), ("7", "14"), ("x", "14"), ("3", "181")])
def test_course_of_no_such_number_is_refused(desk: Client, patient: Patient, sessions: str, apart: str):
    answer = post(desk, patient, sessions=sessions, apart_days=apart)

    assert (len(errors(answer)), TreatmentSession.objects.count()) == (1, 0)


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


def test_a_course_that_begins_at_a_free_time_shows_what_each_date_does(desk: Client, patient: Patient):
    begun = {"patient": patient.pk, "course": "3", "date": "2026-03-12", "time": "10:00"}

    page = desk.get("/sessions/new/", begun).context["page"]

    assert len(page.preflights) == 3


def test_preview_for_htmx_says_on_the_button_how_many_are_booked(desk: Client, patient: Patient):
    answers = [
        post(desk, patient, headers={"HX-Request": "true"}, preview="1", sessions=number)
        for number in ("1", "3")
    ]

    assert [one.content.count(b"Book these sessions") for one in answers] == [0, 1]


def test_preview_tells_of_a_number_of_sessions_that_cannot_be(desk: Client, patient: Patient):
    page = post(desk, patient, headers={"HX-Request": "true"}, preview="1", sessions="9").content.decode()

    assert ("Write a whole number from 1 to 6." in page, "If you book" in page) == (True, False)


def test_picked_day_takes_the_place_of_the_typed_one(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    answer = post(desk, patient, pick="2026-03-11T11:30")

    assert answer.context["form"].instant == local("2026-03-11T11:30")
    assert (answer.context["page"].preflights[0].title, TreatmentSession.objects.count()) == (
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


def test_move_asks_why_and_keeps_it(desk: Client, session: TreatmentSession):
    refused = move(desk, session, reason="")
    move(desk, session)

    assert errors(refused) == {"reason": ["Say why."]}
    assert session.changes.get(kind="moved").reason == "asked by phone"


def test_move_to_another_room_alone(desk: Client, clinic: Clinic, session: TreatmentSession):
    room = clinic.rooms.create(name="Yew room")
    answer = move(desk, session, date="2026-03-12", time="10:00", room=room.pk)

    session.refresh_from_db()
    said = [str(one) for one in desk.get(answer.url).context["messages"]]
    assert (session.room, said) == (room, ["Saved. The time stays, so the patient is not told."])


def test_the_page_of_a_session_tells_its_history(desk: Client, clinic: Clinic, session: TreatmentSession):
    adelaide = make_provider(clinic, "Adelaide Fernsby")
    move(desk, session, provider=adelaide.pk)
    move(desk, session, provider=make_provider(clinic, "Bertram Holloway").pk, reason="")
    desk.post(f"/sessions/{session.pk}/cancel/", {"reason": "has moved away"})

    history = desk.get(f"/sessions/{session.pk}/").context["page"].history

    assert [(step.text, step.reason) for step in history] == [
        ("Booked for Thu 12 Mar, 10:00 am, Treatment room.", ""),
        (
            "Moved from Thu 12 Mar, 10:00 am to Fri 13 Mar, 11:00 am, with Adelaide Fernsby, Treatment room.",
            "asked by phone",
        ),
        ("Cancelled.", "has moved away"),
    ]
    assert {step.who for step in history} == {"Felix Underleaf"}


def test_move_page_begins_with_the_booked_time(desk: Client, session: TreatmentSession):
    form = desk.get(f"/sessions/{session.pk}/move/").context["form"]

    assert (form["date"].value().isoformat(), form["time"].value().isoformat()) == ("2026-03-12", "10:00:00")


def test_move_of_a_cancelled_session_leads_to_it_calmly(desk: Client, session: TreatmentSession):
    desk.post(f"/sessions/{session.pk}/cancel/", {"reason": "has moved away"})
    answer = move(desk, session)

    assert answer.url == f"/sessions/{session.pk}/"
    assert b"This session is already recorded as cancelled." in desk.get(answer.url).content
