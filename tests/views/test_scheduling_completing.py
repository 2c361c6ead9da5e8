"""Completing a session: which lots are offered and refused, what its page and the patient's plan tell."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Clinic, LotUse, Patient, Provider, TreatmentSession, User
from aftercare.services.lots import quarantine_lot
from tests.cast import MONDAY, NEW_YORK, book, make_lot, make_provider

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


@pytest.fixture
def session(patient: Patient) -> TreatmentSession:
    return book(patient, MONDAY)


def at(now: datetime) -> time_machine.travel:
    return time_machine.travel(now, tick=False)


def status(session: TreatmentSession) -> str:
    session.refresh_from_db()
    return session.status


def complete(desk: Client, session: TreatmentSession, **changed: object) -> HttpResponse:
    typed = {"date": "2026-03-02", "time": "10:40", "treatment": "prp", "areas": ["knee:left"], **changed}
    return desk.post(f"/sessions/{session.pk}/complete/", typed)


def test_complete_offers_the_lots_that_were_usable_when_the_session_was_booked_for(
    desk: Client, scheduler: User, stranger_scheduler: User, session: TreatmentSession
):
    make_lot(scheduler, "FW-1", expiry_date="2026-03-01")
    last_day = make_lot(scheduler, "FW-2", expiry_date="2026-03-02")
    quarantine_lot(lot=make_lot(scheduler, "FW-3"), reason="It arrived warm.", by=scheduler, at=MONDAY)
    kit = make_lot(scheduler, "PK-1", kind="prp-kit")
    make_lot(stranger_scheduler)

    with at(MONDAY + 24 * HOUR):
        form = desk.get(f"/sessions/{session.pk}/complete/").context["form"]

    assert [value for value, _ in form.fields["lots"].choices] == [str(last_day.pk), str(kit.pk)]


def test_complete_asks_for_no_lot_where_none_is_kept(desk: Client, session: TreatmentSession):
    with at(MONDAY + HOUR):
        answer = desk.get(f"/sessions/{session.pk}/complete/")

    assert ("lots" in answer.context["form"].fields, b"/lots/" in answer.content.split(b"<main")[1]) == (
        False,
        False,
    )


def test_complete_says_so_where_no_lot_can_be_used(desk: Client, scheduler: User, session: TreatmentSession):
    make_lot(scheduler, expiry_date="2026-03-01")

    with at(MONDAY + HOUR):
        answer = complete(desk, session, treatment="exosome", dose_billion_vesicles="5")

    assert answer.context["form"].non_field_errors() == ["Choose the exosome lot that was used."]
    assert answer.content.decode().count("No lot can be recorded as used.") == 1


def test_complete_asks_who_performed_it_and_the_booked_provider_stands_there(
    desk: Client, clinic: Clinic, patient: Patient
):
    ambrose = make_provider(clinic, "Ambrose Larkmoor")
    session = book(patient, MONDAY)
    make_provider(clinic, "Cordelia Wraybourne")
    Provider.objects.update(is_active=False)
    adelaide = make_provider(clinic, "Adelaide Fernsby")

    with at(MONDAY + HOUR):
        form = desk.get(f"/sessions/{session.pk}/complete/").context["form"]

    assert form["performed_by"].value() == ambrose.pk
    assert form.fields["performed_by"].choices == [
        ("", "Choose"),
        (str(adelaide.pk), "Adelaide Fernsby, physician"),
        (str(ambrose.pk), "Ambrose Larkmoor, physician"),
    ]


def test_complete_asks_nobody_where_no_providers_are_named(desk: Client, session: TreatmentSession):
    with at(MONDAY + HOUR):
        form = desk.get(f"/sessions/{session.pk}/complete/").context["form"]

    assert [name for name in form.fields if name == "performed_by"] == []


def test_complete_wants_to_know_who_performed_it(desk: Client, clinic: Clinic, patient: Patient):
    make_provider(clinic, "Adelaide Fernsby")
    session = book(patient, MONDAY)

    with at(MONDAY + HOUR):
        nobody = complete(desk, session, performed_by="")
        unknown = complete(desk, session, performed_by="nobody")

    assert [dict(answer.context["form"].errors) for answer in (nobody, unknown)] == [
        {"performed_by": ["Choose who performed it."]},
        {"performed_by": ["Choose one of the list: this one is not there any more."]},
    ]
    assert status(session) == "scheduled"


def test_session_page_names_who_performed_it_and_who_was_booked_where_it_was_another(
    desk: Client, clinic: Clinic, patient: Patient
):
    adelaide, ambrose = (make_provider(clinic, name) for name in ("Adelaide Fernsby", "Ambrose Larkmoor"))
    sessions = [book(patient, MONDAY), book(patient, MONDAY + 4 * HOUR, at=MONDAY - HOUR)]

    with at(MONDAY + 5 * HOUR):
        for session, by in zip(sessions, (adelaide, ambrose), strict=True):
            complete(desk, session, time=f"{session.at.astimezone(NEW_YORK):%H:%M}", performed_by=by.pk)
        pages = [desk.get(f"/sessions/{session.pk}/").context["page"] for session in sessions]

    assert [(page.provider, page.performed_by) for page in pages] == [
        ("", "Adelaide Fernsby, physician"),
        ("Adelaide Fernsby, physician", "Ambrose Larkmoor, physician"),
    ]


def test_complete_keeps_what_was_used_and_who_asked_the_patient(
    desk: Client, scheduler: User, patient: Patient, session: TreatmentSession
):
    lot = make_lot(scheduler)
    told = {"lots": [str(lot.pk)], "confirmed": "on", "baseline_pain": "6", "baseline_limitation": "5"}

    with at(MONDAY + HOUR):
        answer = complete(desk, session, treatment="exosome", dose_billion_vesicles="7.5", **told)
        page = desk.get(answer.url).context["page"]

    patient.refresh_from_db()
    assert (page.dose, [one.text for one in page.lots]) == (
        "7.5 billion vesicles",
        ["Fernwell exosomes, lot FW-1"],
    )
    confirmed = page.confirmed_by, page.confirmed_at.text, page.unconfirmed
    assert confirmed == ("Felix Underleaf", "today, 11:00 am", False)
    assert (patient.baseline_pain, patient.baseline_limitation) == (6, 5)


def test_complete_without_the_tick_is_shown_as_not_confirmed(desk: Client, session: TreatmentSession):
    with at(MONDAY + HOUR):
        answer = complete(desk, session)
        page = desk.get(answer.url).context["page"]

    assert (page.confirmed_by, page.confirmed_at, page.unconfirmed) == ("", None, True)


def test_complete_shows_allergies_and_medicines_and_asks_for_pain_that_is_not_known(
    desk: Client, patient: Patient, session: TreatmentSession
):
    Patient.objects.filter(pk=patient.pk).update(allergies="latex", medicines="lisinopril 10 mg")

    with at(MONDAY + HOUR):
        asked = desk.get(f"/sessions/{session.pk}/complete/")
        Patient.objects.filter(pk=patient.pk).update(baseline_pain=4)
        known = desk.get(f"/sessions/{session.pk}/complete/")

    page = asked.content.decode()
    assert ("latex" in page, "lisinopril 10 mg" in page) == (True, True)
    start = {"baseline_pain", "baseline_limitation"}
    assert [start & set(one.context["form"].fields) for one in (asked, known)] == [start, set()]


def test_complete_with_a_lot_that_was_put_aside_meanwhile_is_refused_beside_the_field(
    desk: Client, scheduler: User, session: TreatmentSession
):
    lot, _ = make_lot(scheduler), make_lot(scheduler, "FW-2")
    quarantine_lot(lot=lot, reason="It arrived warm.", by=scheduler, at=MONDAY)
    told = {"treatment": "exosome", "dose_billion_vesicles": "5"}

    with at(MONDAY + HOUR):
        aside = complete(desk, session, **told, lots=[str(lot.pk)])
        unknown = complete(desk, session, **told, lots=["nothing"])

    assert [dict(answer.context["form"].errors) for answer in (aside, unknown)] == [
        {
            "lots": [
                "Fernwell exosomes, lot FW-1 is in quarantine. "
                "If it was used before that, release it first and say so."
            ]
        },
        {"lots": ["There is no such lot. Choose from the list."]},
    ]
    assert (status(session), LotUse.objects.count()) == ("scheduled", 0)


def test_the_patient_has_the_plan_as_soon_as_the_session_is_completed(
    desk: Client, client: Client, patient: Patient, session: TreatmentSession
):
    with at(MONDAY + HOUR):
        complete(desk, session)
        client.force_login(patient.user)
        page = client.get("/plan/").context["page"]

    wraps = next(row for row in page.rows if row.id.endswith("wraps"))
    assert (wraps.lines[0].text, wraps.lines[0].when.text) == ("Avoid until", "Tue 3 Mar, 10:40 am")


@pytest.mark.parametrize("count", [1, 3])
def test_complete_takes_a_constant_number_of_queries(
    desk: Client, scheduler: User, session: TreatmentSession, count: int, django_assert_num_queries
):
    for number in range(count):
        make_lot(scheduler, f"FW-{number}")

    # session, user; the record with its trace; lots, sessions, told, providers; areas twice, uses, history
    with at(MONDAY + HOUR), django_assert_num_queries(2 + 4 + 4 + 4):
        desk.get(f"/sessions/{session.pk}/complete/")


@pytest.mark.parametrize("count", [1, 3])
def test_session_page_takes_a_constant_number_of_queries(
    desk: Client, scheduler: User, session: TreatmentSession, count: int, django_assert_num_queries
):
    lots = [str(make_lot(scheduler, f"FW-{number}").pk) for number in range(count)]

    with at(MONDAY + HOUR):
        complete(desk, session, lots=lots)
        desk.get(f"/sessions/{session.pk}/")  # the word on what happened is told once
        # session, user; the record with its trace; areas, lots, protocol, history
        with django_assert_num_queries(2 + 4 + 4):
            desk.get(f"/sessions/{session.pk}/")
