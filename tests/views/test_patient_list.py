"""The list of patients: who is in it, how somebody is found, and what stands in no address."""

import logging
from datetime import date, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Clinic, Patient, User
from aftercare.services.care import set_care
from tests.cast import MONDAY, book, complete, local, make_patient, report


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


def search(desk: Client, text: str, care: str = "") -> HttpResponse:
    return desk.post("/patients/", {"q": text, "care": care}, follow=True)


def names(answer: HttpResponse) -> list[str]:
    return [row.name for row in answer.context["page"].rows]


def test_list_of_an_empty_clinic_says_what_to_do(desk: Client):
    page = desk.get("/patients/").content.decode()

    assert (page.count("No patient yet"), page.count('href="/patients/new/"')) == (1, 2)


def test_list_shows_who_it_is_with_the_last_and_the_next_session(desk: Client, patient: Patient):
    Patient.objects.update(mrn="A-10234", mrn_clinic=patient.clinic)
    complete(patient, MONDAY - timedelta(days=7))
    book(patient, local("2026-03-09T10:00"))
    (row,) = desk.get("/patients/").context["page"].rows

    assert (row.name, row.born, row.mrn) == ("Wren Applegarth", "3 May 1974", "A-10234")
    assert (row.phone.href, row.phone.text) == ("tel:+1-212-555-0168", "(212) 555-0168")
    assert (row.last_session.text, row.next_session.text) == ("Mon 23 Feb, 10:00 am", "Mon 9 Mar, 10:00 am")


def test_list_says_what_is_open(
    desk: Client, client: Client, patient: Patient, other_patient: Patient, nurse: User
):
    complete(patient, MONDAY - timedelta(hours=20))
    report(patient, MONDAY - timedelta(hours=1), fever=MONDAY - timedelta(hours=2))
    book(other_patient, MONDAY - timedelta(hours=2))
    for_scheduler = desk.get("/patients/").context["page"].rows
    client.force_login(nurse)
    for_nurse = client.get("/patients/").context["page"].rows

    assert [[one.text for one in row.open] for row in for_scheduler] == [["Session to record"], []]
    assert [[one.text for one in row.open] for row in for_nurse] == [["Session to record"], ["1 open flag"]]


@pytest.mark.parametrize("text", ["wren", "APPLE wren", "wren@patients", "  wren  ", "wr\x00en"])
def test_search_finds_by_name_or_e_mail(desk: Client, patient: Patient, other_patient: Patient, text: str):
    assert names(search(desk, text)) == ["Wren Applegarth"]


def test_search_that_finds_nobody_leads_out(desk: Client, patient: Patient):
    page = search(desk, "<b>nobody").content.decode()

    assert (page.count("Nobody is found for “&lt;b&gt;nobody”"), page.count("Show all patients")) == (1, 1)


def test_search_that_finds_nobody_offers_the_names_that_are_like_it(desk: Client, patient: Patient):
    answer = search(desk, "Wren Appelgart")

    assert names(answer) == ["Wren Applegarth"]
    assert "Nobody is found for “Wren Appelgart”. These names are like it:" in answer.content.decode()


def test_search_finds_in_the_own_clinic_only(desk: Client, foreign_patient: Patient):
    Patient.objects.update(mrn="A-10234", mrn_clinic=foreign_patient.clinic)
    typed = ("Una", "Unna Wilowherb", "3 May 1974", "555-0168", "A-10234", "una@patients.example")

    assert [names(search(desk, text)) for text in typed] == [[]] * 6


def test_what_was_typed_stands_in_the_box_and_in_no_address(desk: Client, patient: Patient, caplog):
    with caplog.at_level(logging.INFO):
        answer = search(desk, "Wren Applegarth")
    logged = [line for line in map(logging.LogRecord.getMessage, caplog.records) if "SELECT" not in line]

    assert answer.redirect_chain == [("/patients/?found=1", 302)]
    assert answer.context["page"].search == "Wren Applegarth"
    assert [line for line in logged if "Applegarth" in line] == []


def test_a_search_can_be_come_back_to_and_is_over_on_the_list_of_all(
    desk: Client, patient: Patient, other_patient: Patient
):
    search(desk, "wren")

    shown = [names(desk.get(address)) for address in ("/patients/?found=1", "/patients/")]
    assert shown == [["Wren Applegarth"], ["Hester Crumbwell", "Wren Applegarth"]]


def test_an_empty_search_leads_to_the_list_of_all(desk: Client, patient: Patient):
    assert search(desk, " ").redirect_chain == [("/patients/", 302)]


@pytest.mark.parametrize(
    ("care", "found"),
    [("", ["Hester Crumbwell", "Wren Applegarth"]), ("left", ["Wren Applegarth"]), ("deceased", [])],
)
def test_list_and_search_are_narrowed_by_care(
    desk: Client, patient: Patient, other_patient: Patient, care: str, found: list[str]
):
    set_care(patient=patient, care="left", by=patient.invited_by, at=MONDAY)

    assert names(desk.get(f"/patients/?care={care}")) == found
    assert names(search(desk, "@patients.example", care)) == found


def test_list_says_who_is_out_of_care(desk: Client, patient: Patient):
    set_care(patient=patient, care="left", by=patient.invited_by, at=MONDAY)
    (row,) = desk.get("/patients/").context["page"].rows

    assert row.open[0].text == "Left the clinic"


def test_a_list_narrowed_to_nobody_is_no_empty_clinic(desk: Client, patient: Patient):
    page = desk.get("/patients/?care=deceased")

    assert (page.context["page"].none_at_all, page.content.decode().count("Nobody here")) == (False, 1)


def test_list_has_25_a_page_and_goes_on_after_the_last_one(desk: Client, clinic: Clinic, scheduler: User):
    people = [("Same Name", number) for number in range(20)] + [
        (f"Two {number}", number) for number in range(6)
    ]
    for name, number in people:
        make_patient(
            clinic, name, f"{name[0]}{number}@patients.example", scheduler, birth_date=date(1990, 1, 1)
        )
    first = desk.get("/patients/").context["page"]
    second = desk.get(first.next_href).context["page"]
    gone = desk.get("/patients/?after=nobody").context["page"]

    shown = [(len(page.rows), page.first_href, bool(page.next_href), page.found) for page in (first, second)]
    assert shown == [(25, "", True, ""), (1, "/patients/", False, "")]
    assert len({row.id for row in (*first.rows, *second.rows)}) == 26
    assert gone == first


def test_a_search_has_pages_too(desk: Client, clinic: Clinic, scheduler: User):
    for number in range(26):
        make_patient(clinic, f"Person {number:02}", f"person{number}@patients.example", scheduler)
    first = search(desk, "person", "active").context["page"]
    second = desk.get(first.next_href).context["page"]

    assert (second.search, [row.name for row in second.rows]) == ("person", ["Person 25"])
    assert second.first_href == "/patients/?found=1&care=active"
