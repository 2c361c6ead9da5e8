"""The recall of a lot: everybody who was treated with it, in a list and in a file, each look on record."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from aftercare.models import Patient, ProductLot, RecordAccess, User
from aftercare.services.care import set_care
from tests.cast import MONDAY, complete, make_lot, make_patient, report

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


@pytest.fixture
def lot(scheduler: User) -> ProductLot:
    return make_lot(scheduler)


def recalled(client: Client, lot: ProductLot) -> list:
    return client.get(f"/lots/{lot.pk}/recall/").context["page"].rows


def exported(client: Client, lot: ProductLot) -> list[list[str]]:
    answer = client.get(f"/lots/{lot.pk}/recall.csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def treated(patient: Patient, other_patient: Patient, scheduler: User, lot: ProductLot) -> Patient:
    """Wren, twice treated with the lot and with a flag; Hester was treated with another one."""
    complete(patient, MONDAY - 30 * HOUR, lot)
    complete(patient, MONDAY - 4 * HOUR, lot)
    complete(other_patient, MONDAY - DAY, make_lot(scheduler, "FW-2"))
    report(patient, MONDAY - HOUR, fever=MONDAY - 2 * HOUR)
    return patient


def test_recall_lists_everybody_who_was_treated_with_the_lot(
    desk: Client, treated: Patient, lot: ProductLot
) -> None:
    (row,) = recalled(desk, lot)

    assert (row.name, [session.at.text for session in row.sessions]) == (
        "Wren Applegarth",
        ["Sun 1 Mar, 4:00 am", "today, 6:00 am"],
    )


def test_recall_tells_nurses_what_is_open_and_schedulers_that_something_is(
    client: Client, scheduler: User, nurse: User, administrator: User, treated: Patient, lot: ProductLot
) -> None:
    told = {}
    for user in (scheduler, nurse, administrator):
        client.force_login(user)
        (row,) = recalled(client, lot)
        page = client.get(f"/lots/{lot.pk}/recall/").content.decode()
        told[user.role] = row.flagged, [flag.name for flag in row.flags], "/flags/" in page

    flags = ["Signs of an infection"]
    assert told == {
        "scheduler": (True, [], False),
        "nurse": (True, flags, True),
        "administrator": (True, flags, True),
    }


def test_recall_names_the_gravest_flag_first_and_leads_to_it_and_to_the_patient(
    client: Client, nurse: User, treated: Patient, lot: ProductLot
) -> None:
    report(treated, MONDAY - HOUR / 2, fever=MONDAY - 2 * HOUR, chest_pain=MONDAY - HOUR)
    client.force_login(nurse)

    answer = client.get(f"/lots/{lot.pk}/recall/")

    (row,) = answer.context["page"].rows
    links = re.findall(r'href="(/(?:patients|flags)/[0-9a-f-]+/)"', answer.content.decode())
    assert [flag.severity for flag in row.flags] == ["emergency", "urgent"]
    assert links == [f"/patients/{treated.pk}/", *(f"/flags/{flag.id}/" for flag in row.flags)]


def test_export_holds_the_same_as_the_list(
    client: Client, scheduler: User, nurse: User, treated: Patient, lot: ProductLot
) -> None:
    client.force_login(nurse)
    of_nurse = exported(client, lot)
    client.force_login(scheduler)
    of_scheduler = exported(client, lot)

    columns = ["Lot", "Patient", "Date of birth", "Care", "Phone", "E-mail", "Session dates", "Treatments"]
    columns += ["Open flags"]
    what = "Exosome, right knee, 5 billion vesicles"
    wren = ["Fernwell exosomes, lot FW-1", "Wren Applegarth", "1974-05-03", "In our care", "(212) 555-0168"]
    wren += ["wren@patients.example"]
    wren += ["2026-03-01; 2026-03-02", f"{what}; {what}"]
    assert of_nurse == [columns, [*wren, "Signs of an infection (Urgent)"]]
    assert of_scheduler == [columns, [*wren, "Yes"]]


def test_export_is_a_file_of_no_cache(desk: Client, lot: ProductLot) -> None:
    answer = desk.get(f"/lots/{lot.pk}/recall.csv")

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/csv; charset=utf-8", "no-store")
    assert answer["Content-Disposition"] == 'attachment; filename="lot-recall-2026-03-02.csv"'


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_export_holds_no_formula(desk: Client, scheduler: User, lot: ProductLot, name: str) -> None:
    patient = make_patient(scheduler.clinic, name, "odd@patients.example", scheduler, phone="")
    complete(patient, MONDAY - DAY, lot)

    _, row = exported(desk, lot)

    assert row[1] == f"'{name}"
    assert (row[4], row[8]) == ("", "None")


def test_recall_tells_who_is_no_longer_in_care(
    desk: Client, scheduler: User, treated: Patient, lot: ProductLot
) -> None:
    set_care(patient=treated, care="deceased", by=scheduler, at=MONDAY)

    page = desk.get(f"/lots/{lot.pk}/recall/").content.decode()

    assert (page.count("<small>Deceased</small>"), exported(desk, lot)[1][3]) == (1, "Deceased")


@pytest.mark.parametrize(("what", "last"), [("lot recall", "recall/"), ("lot recall export", "recall.csv")])
def test_each_reading_and_each_export_is_on_record_for_each_patient(
    desk: Client,
    scheduler: User,
    treated: Patient,
    other_patient: Patient,
    lot: ProductLot,
    what: str,
    last: str,
) -> None:
    complete(other_patient, MONDAY - HOUR, lot)

    desk.get(f"/lots/{lot.pk}/{last}")

    traces = RecordAccess.objects.order_by("patient__user__full_name")
    assert [(one.patient, one.by, one.at, one.what) for one in traces] == [
        (other_patient, scheduler, MONDAY, what),
        (treated, scheduler, MONDAY, what),
    ]


def test_recall_of_a_lot_that_nobody_was_treated_with_says_so(desk: Client, lot: ProductLot) -> None:
    page = desk.get(f"/lots/{lot.pk}/recall/").content.decode()

    assert (page.count("Nobody was treated with this lot"), page.count("recall.csv")) == (1, 0)
    assert len(exported(desk, lot)) == 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("last", ["recall/", "recall.csv"])
def test_recall_takes_a_constant_number_of_queries(
    client: Client,
    scheduler: User,
    nurse: User,
    lot: ProductLot,
    count: int,
    last: str,
    django_assert_num_queries,
) -> None:
    for number in range(count):
        address = f"patient-{number}@patients.example"
        patient = make_patient(scheduler.clinic, f"Patient {number}", address, scheduler)
        complete(patient, MONDAY - DAY - number * HOUR, lot)
        report(patient, MONDAY - HOUR, fever=MONDAY - 2 * HOUR)
    client.force_login(nurse)

    # session, user; the lot, the patients, their sessions, areas and flags, the trace
    with django_assert_num_queries(2 + 6):
        client.get(f"/lots/{lot.pk}/{last}")
