"""The lots: who may, listed in the order of use, received once, put right, put aside with a reason."""

from datetime import date, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Patient, ProductLot, User
from aftercare.services.lots import quarantine_lot
from tests.cast import MONDAY, make_lot

DAY = timedelta(days=1)
TYPED = {
    "product": "Fernwell exosomes",
    "kind": "exosome",
    "number": "FW-1",
    "supplier": "Fernwell Laboratory",
    "expiry_date": "2027-03-02",
    "received_date": "2026-03-02",
    "storage_celsius": "-79.5",
}
READ_BY_STAFF = ["/lots/", "/lots/{lot}/", "/lots/{lot}/recall/", "/lots/{lot}/recall.csv"]
SCHEDULERS_ONLY = ["/lots/new/", "/lots/{lot}/edit/", "/lots/{lot}/quarantine/", "/lots/{lot}/release/"]


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


def answers(client: Client, user: User, patterns: list[str], lot: ProductLot) -> set[int]:
    client.force_login(user)
    addresses = [pattern.format(lot=lot.pk) for pattern in patterns]
    return {client.get(one).status_code for one in addresses}


# --- who may


def test_lots_are_read_by_staff_and_written_by_schedulers_and_administrators(
    client: Client, scheduler: User, administrator: User, nurse: User, lot: ProductLot
) -> None:
    everything = [*READ_BY_STAFF, *SCHEDULERS_ONLY]

    assert answers(client, scheduler, everything, lot) == {200}
    assert answers(client, administrator, everything, lot) == {200}
    assert answers(client, nurse, READ_BY_STAFF, lot) == {200}
    assert answers(client, nurse, SCHEDULERS_ONLY, lot) == {404}


@pytest.mark.parametrize("pattern", SCHEDULERS_ONLY)
def test_nothing_is_written_by_a_nurse(client: Client, nurse: User, lot: ProductLot, pattern: str) -> None:
    client.force_login(nurse)

    answer = client.post(pattern.format(lot=lot.pk), {**TYPED, "number": "FW-2", "reason": "No."})

    assert (answer.status_code, lot.events.count(), ProductLot.objects.count()) == (404, 1, 1)


def test_lots_are_no_pages_for_patients(client: Client, patient: Patient, lot: ProductLot) -> None:
    assert answers(client, patient.user, [*READ_BY_STAFF, *SCHEDULERS_ONLY], lot) == {404}


def test_another_clinics_lot_does_not_exist(
    client: Client, stranger_scheduler: User, stranger_nurse: User, lot: ProductLot
) -> None:
    of_the_lot = [*READ_BY_STAFF[1:], *SCHEDULERS_ONLY[1:]]

    assert answers(client, stranger_scheduler, of_the_lot, lot) == {404}
    assert answers(client, stranger_nurse, READ_BY_STAFF[1:], lot) == {404}
    assert client.get("/lots/").context["page"].none_at_all


def test_a_stranger_is_asked_to_sign_in(client: Client, lot: ProductLot) -> None:
    addresses = [pattern.format(lot=lot.pk) for pattern in [*READ_BY_STAFF, *SCHEDULERS_ONLY]]

    assert {client.get(one).url.split("?")[0] for one in addresses} == {"/accounts/login/"}


def test_nurses_are_offered_nothing_to_write(client: Client, nurse: User, lot: ProductLot) -> None:
    client.force_login(nurse)
    pages = client.get("/lots/").content.decode() + client.get(f"/lots/{lot.pk}/").content.decode()

    assert [way for way in ("/new/", "/edit/", "/quarantine/", "/release/") if way in pages] == []


# --- the list


def test_list_of_a_clinic_without_lots_says_what_to_do(desk: Client) -> None:
    page = desk.get("/lots/").content.decode()

    assert (page.count("No lot yet"), page.count('href="/lots/new/"')) == (1, 2)


def test_list_has_usable_lots_first_then_expired_then_quarantined_ones(desk: Client, scheduler: User) -> None:
    today = MONDAY.date()
    make_lot(scheduler, "in date", expiry_date=today + 31 * DAY)
    make_lot(scheduler, "soon", expiry_date=today + 30 * DAY)
    make_lot(scheduler, "last day", expiry_date=today)
    make_lot(scheduler, "expired", expiry_date=today - DAY)
    aside = make_lot(scheduler, "aside", expiry_date=today - 9 * DAY)
    quarantine_lot(lot=aside, reason="It arrived warm.", by=scheduler, at=MONDAY)

    rows = desk.get("/lots/").context["page"].rows

    assert [(row.number, row.state.text) for row in rows] == [
        ("last day", "Expires soon"),
        ("soon", "Expires soon"),
        ("in date", "In date"),
        ("expired", "Expired"),
        ("aside", "In quarantine"),
    ]


@pytest.mark.parametrize("search", ["fw-1", "LABORATORY fern", " fw\x00-1 ", "exosomes"])
def test_search_finds_by_product_number_or_supplier(
    desk: Client, scheduler: User, lot: ProductLot, search: str
) -> None:
    make_lot(scheduler, "PK-9", product="Plumb PRP kit", supplier="Ashlar")

    rows = desk.get("/lots/", {"q": search}).context["page"].rows

    assert [row.number for row in rows] == ["FW-1"]


def test_search_that_finds_nothing_leads_out(desk: Client, lot: ProductLot) -> None:
    page = desk.get("/lots/", {"q": "<b>nothing"}).content.decode()

    assert page.count("No lot is found for “&lt;b&gt;nothing”") == page.count("Show all lots") == 1


def test_list_has_25_a_page(desk: Client, scheduler: User) -> None:
    for number in range(26):
        make_lot(scheduler, f"FW-{number}")

    pages = [desk.get("/lots/", {"page": page}).context["page"] for page in ("1", "2")]

    assert [(len(page.rows), page.previous, page.next) for page in pages] == [(25, 0, 2), (1, 1, 0)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_constant_number_of_queries(
    desk: Client, scheduler: User, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        make_lot(scheduler, f"FW-{number}")

    with django_assert_num_queries(2 + 2):  # session, user; how many, the lots
        desk.get("/lots/")


# --- receiving and putting right


@pytest.mark.parametrize(
    ("expiry", "told"),
    [
        ("2026-03-02", "It can be chosen when a session is completed."),
        (
            "2026-03-01",
            "Fernwell exosomes, lot FW-1 expired on Sun 1 Mar. It cannot be recorded as used after that day.",
        ),
    ],
)
def test_receiving_says_whether_the_lot_can_be_used(desk: Client, expiry: str, told: str) -> None:
    answer = desk.post("/lots/new/", {**TYPED, "expiry_date": expiry}, follow=True)

    assert [str(one) for one in answer.context["messages"]] == [f"Saved. {told}"]


def test_a_lot_is_received_and_its_page_shows_it(desk: Client) -> None:
    answer = desk.post("/lots/new/", TYPED)

    lot = ProductLot.objects.get()
    page = desk.get(answer.url).context["page"]
    assert answer.url == f"/lots/{lot.pk}/"
    assert (page.number, page.expires.text, page.storage, page.treated) == (
        "FW-1",
        "Tue 2 Mar 2027",
        "\u221279.5\u00a0°C",
        "0 patients",
    )


def test_a_lot_sent_twice_is_one_lot(desk: Client) -> None:
    first, again = desk.post("/lots/new/", TYPED), desk.post("/lots/new/", TYPED)

    assert (again.url, ProductLot.objects.count()) == (first.url, 1)


def test_the_day_of_receipt_is_today_unless_told(desk: Client) -> None:
    form = desk.get("/lots/new/").context["form"]

    assert form["received_date"].value() == date(2026, 3, 2)


NO_CELSIUS = ["Write degrees Celsius as a number from -200 to 60, such as -80 or 4.5."]
NO_DATE = ["There is no such date. Write it like 2027-03-09."]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"product": " "}, {"product": ["Write the name of the product."]}),
        ({"kind": ""}, {"kind": ["Choose the kind."]}),
        ({"number": ""}, {"number": ["Write the lot number as it stands on the package."]}),
        ({"supplier": ""}, {"supplier": ["Write who supplied it."]}),
        ({"expiry_date": "2027-02-30"}, {"expiry_date": NO_DATE}),
        ({"received_date": "2026-03-03"}, {"received_date": ["This date is still to come."]}),
        ({"received_date": "1926-03-02"}, {"received_date": ["This date is too long ago. Check the year."]}),
        ({"expiry_date": "1999-12-31"}, {"expiry_date": ["This date is too long ago. Check the year."]}),
        (
            {"expiry_date": "2047-01-01"},
            {"expiry_date": ["This is more than 20 years ahead. Check the year."]},
        ),
        ({"received_date": "soon"}, {"received_date": NO_DATE}),
        ({"storage_celsius": "cold"}, {"storage_celsius": NO_CELSIUS}),
        ({"storage_celsius": "-200.1"}, {"storage_celsius": NO_CELSIUS}),
        ({"storage_celsius": "4.55"}, {"storage_celsius": NO_CELSIUS}),
        ({"storage_celsius": "60.1"}, {"storage_celsius": NO_CELSIUS}),
        ({"storage_celsius": "1e9"}, {"storage_celsius": NO_CELSIUS}),
        (
            {"number": "fw-0"},
            {"number": ["You keep a lot of this product with this number already."]},
        ),
    ],
)
def test_a_lot_is_refused_beside_the_field(
    desk: Client, scheduler: User, changed: dict, refusal: dict[str, list[str]]
) -> None:
    make_lot(scheduler, "FW-0")

    answer = desk.post("/lots/new/", {**TYPED, **changed})

    assert (dict(answer.context["form"].errors), ProductLot.objects.count()) == (refusal, 1)


def test_a_lot_is_put_right(desk: Client, lot: ProductLot) -> None:
    answer = desk.post(f"/lots/{lot.pk}/edit/", {**TYPED, "supplier": "Ashlar"})

    lot.refresh_from_db()
    assert (answer.url, lot.supplier) == (f"/lots/{lot.pk}/", "Ashlar")


def test_a_number_that_is_taken_is_refused_beside_the_field(
    desk: Client, scheduler: User, lot: ProductLot
) -> None:
    make_lot(scheduler, "FW-2")

    form = desk.post(f"/lots/{lot.pk}/edit/", {**TYPED, "number": "FW-2"}).context["form"]

    assert list(form.errors) == ["number"]


# --- quarantine


def aside(desk: Client, lot: ProductLot, deed: str, reason: str = "It arrived warm.") -> HttpResponse:
    return desk.post(f"/lots/{lot.pk}/{deed}/", {"reason": reason})


def test_a_lot_goes_into_quarantine_and_out_with_reasons(desk: Client, lot: ProductLot) -> None:
    aside(desk, lot, "quarantine")
    aside(desk, lot, "release", "It was checked.")

    page = desk.get(f"/lots/{lot.pk}/").context["page"]
    assert [(one.term, one.why, one.who, one.when.text) for one in page.decisions] == [
        ("Put in quarantine", "It arrived warm.", "Felix Underleaf", "today, 10:00 am"),
        ("Released", "It was checked.", "Felix Underleaf", "today, 10:00 am"),
    ]


@pytest.mark.parametrize("deed", ["quarantine", "release"])
def test_a_reason_is_needed(desk: Client, scheduler: User, lot: ProductLot, deed: str) -> None:
    form = aside(desk, lot, deed, " ").context["form"]

    lot.refresh_from_db()
    assert dict(form.errors) == {"reason": ["Write the reason: it stays with the lot."]}
    assert (lot.quarantined_at, lot.released_at) == (None, None)


def test_quarantine_twice_is_said_calmly(desk: Client, lot: ProductLot) -> None:
    aside(desk, lot, "quarantine")
    again = aside(desk, lot, "quarantine", "Twice.")

    lot.refresh_from_db()
    assert lot.quarantine_reason == "It arrived warm."
    assert "This lot is in quarantine already." in desk.get(again.url).content.decode()


def test_release_twice_is_said_calmly(desk: Client, lot: ProductLot) -> None:
    again = aside(desk, lot, "release")

    assert "This lot is not in quarantine." in desk.get(again.url).content.decode()
