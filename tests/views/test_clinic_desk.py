"""The desk's settings: whose they are, what is stored, what is refused beside which field."""

import pytest
import time_machine
from django.test import Client

from aftercare.models import Clinic, Patient, Provider, User
from tests.cast import MONDAY, book, local, make_patient, make_provider

PAGES = [
    "",
    "hours/",
    "staff/",
    "staff/new/",
    "providers/",
    "providers/new/",
    "rooms/",
    "rooms/new/",
    "treatments/",
]
HOURS = {f"hours_{weekday}": "8:00-12:00, 13:00-17:00" for weekday in range(5)}
TYPED = {"name": "Adelaide Fernsby", "title": "physician", "time_off": "", **HOURS}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def office(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_is_an_administrators(
    client: Client, nurse: User, scheduler: User, patient: Patient, administrator: User, page: str
) -> None:
    answers = [client.get(f"/clinic/{page}").status_code]
    for user in (nurse, scheduler, patient.user, administrator):
        client.force_login(user)
        answers.append(client.get(f"/clinic/{page}").status_code)

    assert answers == [302, 404, 404, 404, 200]


def test_another_clinics_provider_and_room_do_not_exist(office: Client, other_clinic: Clinic) -> None:
    provider = make_provider(other_clinic, "Jasper Tidewell")
    room = other_clinic.rooms.get()

    found = [office.get(f"/clinic/providers/{provider.pk}/"), office.get(f"/clinic/rooms/{room.pk}/")]

    assert [answer.status_code for answer in found] == [404, 404]


def test_the_overview_says_how_everything_stands(office: Client, clinic: Clinic) -> None:
    make_provider(clinic, "Adelaide Fernsby")

    page = office.get("/clinic/").context["page"]

    assert [(one.title, one.text) for one in page.sections] == [
        ("Hours, phones and response times", "Monday to Friday 8:00 am to 6:00 pm"),
        (
            "Who is on call",
            "Nobody is on the rota now: every nurse and administrator is told. "
            "Nobody is on the rota after that.",
        ),
        ("Providers", "1 treats at present."),
        ("Rooms", "1 in use."),
        ("Staff", "1 works here."),
        (
            "How long treatments take, and how far apart",
            "Usually 30 minutes. At least 7 days between two sessions.",
        ),
        ("Figures", "Flags, how soon they were seen to, and check-ins."),
    ]


def test_the_overview_of_an_empty_clinic_says_what_that_means(office: Client, clinic: Clinic) -> None:
    clinic.rooms.update(is_active=False)

    page = office.get("/clinic/").context["page"]

    assert [one.text for one in page.sections[2:4]] == [
        "Nobody is named: sessions are booked by room alone.",
        "None in use: no session can be booked.",
    ]


def test_a_new_provider_works_in_the_clinics_hours_until_told_otherwise(office: Client) -> None:
    form = office.get("/clinic/providers/new/").context["form"]

    hours = [form[f"hours_{weekday}"].value() for weekday in range(7)]
    assert hours == ["08:00-18:00"] * 5 + [None, None]


def test_a_provider_is_stored_and_shown_again_as_typed(office: Client, clinic: Clinic, nurse: User) -> None:
    time_off = "2026-03-09 to 2026-03-13 Family\n2026-04-01 13:00 to 17:00\n2026-05-04"
    answer = office.post("/clinic/providers/new/", {**TYPED, "user": nurse.pk, "time_off": time_off})

    provider = Provider.objects.get()
    form = office.get(f"/clinic/providers/{provider.pk}/").context["form"]
    away = provider.time_off.order_by("starts_at").values_list("starts_at", "ends_at", "note")
    assert (answer.url, provider.user, provider.hours.count()) == ("/clinic/providers/", nurse, 10)
    assert list(away) == [
        (local("2026-03-09T00:00"), local("2026-03-14T00:00"), "Family"),
        (local("2026-04-01T13:00"), local("2026-04-01T17:00"), ""),
        (local("2026-05-04T00:00"), local("2026-05-05T00:00"), ""),
    ]
    assert form["hours_0"].value() == "08:00-12:00, 13:00-17:00"
    assert form["time_off"].value() == (
        "2026-03-09 to 2026-03-13 Family\n2026-04-01 13:00 to 2026-04-01 17:00\n2026-05-04"
    )


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": ""}, {"name": ["Write the name."]}),
        ({"name": "bertram holloway"}, {"name": ["There is one of this name already. Choose another."]}),
        ({"hours_0": "mornings"}, {"hours_0": ["Write the hours like 8:00-12:00, 13:00-17:00."]}),
        ({"hours_0": "8:00-25:00"}, {"hours_0": ["Write the hours like 8:00-12:00, 13:00-17:00."]}),
        (
            {"hours_0": "13:00-5:00"},
            {"hours_0": ["The hours end after they begin. Write the afternoon like 13:00-17:00."]},
        ),
        ({"hours_0": "8:00-12:00, 11:59-13:00"}, {"hours_0": ["These hours overlap."]}),
        (
            {"time_off": "next week\n2026-02-30\n\n2026-03-10 to 2026-03-09\n2026-03-10 " + "x" * 121},
            {
                "time_off": [
                    "Line 1, “next week”: begin with a date such as 2026-12-24.",
                    "Line 2, “2026-02-30”: there is no such date or time.",
                    "Line 4, “2026-03-10 to 2026-03-09”: it ends before it begins.",
                    f"Line 5, “2026-03-10 {'x' * 29}”: the note may have 120 letters at most.",
                ]
            },
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    office: Client, clinic: Clinic, changed: dict, refusal: dict
) -> None:
    make_provider(clinic, "Bertram Holloway")
    answer = office.post("/clinic/providers/new/", {**TYPED, **changed})

    assert (errors(answer), Provider.objects.count()) == (refusal, 1)


def test_only_staff_who_are_nobody_else_can_be_chosen(
    office: Client, clinic: Clinic, nurse: User, scheduler: User, patient: Patient, stranger_nurse: User
) -> None:
    clinic.providers.create(name="Felix Underleaf", user=scheduler)

    form = office.get("/clinic/providers/new/").context["form"]

    assert [user.full_name for user in form.fields["user"].queryset] == ["Maud Fennimore", "Odile Marrowby"]


def test_a_provider_with_sessions_to_come_cannot_be_made_inactive_and_they_are_listed(
    office: Client, clinic: Clinic, patient: Patient
) -> None:
    provider = make_provider(clinic, "Adelaide Fernsby")
    session = book(patient, local("2026-03-12T10:00"), at=MONDAY)
    answer = office.post(f"/clinic/providers/{provider.pk}/", TYPED)

    assert errors(answer) == {"is_active": ["There is 1 session to come. Move it first."]}
    assert f"/sessions/{session.pk}/" in answer.content.decode()


def test_time_off_over_a_booked_session_is_stored_and_the_session_is_marked(
    office: Client, clinic: Clinic, patient: Patient
) -> None:
    provider = make_provider(clinic, "Adelaide Fernsby")
    book(patient, local("2026-03-12T10:00"), at=MONDAY)
    away = {**TYPED, "is_active": "on", "time_off": "2026-03-12"}

    page = office.post(f"/clinic/providers/{provider.pk}/", away, follow=True).context

    assert [str(one) for one in page["messages"]] == [
        "Saved. 1 session to come does not fit any more: see below."
    ]
    assert [one.why for one in page["to_come"]] == [
        "Adelaide Fernsby is away until Fri 13 Mar, start of the day."
    ]


def test_rooms_are_added_renamed_and_taken_out_of_use(office: Client, clinic: Clinic) -> None:
    office.post("/clinic/rooms/new/", {"name": "Yew room"})
    room = clinic.rooms.get(name="Yew room")
    office.post(f"/clinic/rooms/{room.pk}/", {"name": "Ash room"})

    room.refresh_from_db()
    assert (room.name, room.is_active) == ("Ash room", False)


def test_a_room_with_sessions_to_come_stays_in_use(office: Client, clinic: Clinic, patient: Patient) -> None:
    book(patient, local("2026-03-12T10:00"), at=MONDAY)
    answer = office.post(f"/clinic/rooms/{clinic.rooms.get().pk}/", {"name": "Treatment room"})

    assert errors(answer) == {"is_active": ["There is 1 session to come. Move it first."]}


def test_lengths_are_stored_and_shown_again(office: Client, clinic: Clinic) -> None:
    usual = {"slot_minutes": "40", "shortest_interval_days": "14"}
    office.post("/clinic/treatments/", {**usual, "prp_minutes": "60", "exosome_buffer": "10"})

    form = office.get("/clinic/treatments/").context["form"]
    stored = clinic.treatment_lengths.order_by("treatment").values_list(
        "treatment", "minutes", "buffer_minutes"
    )
    assert list(stored) == [("exosome", 40, 10), ("prp", 60, 0)]
    assert [form[name].value() for name in (*usual, "prp_minutes", "prp-with-exosome_minutes")] == [
        40,
        14,
        60,
        None,
    ]


@pytest.mark.parametrize(
    "typed",
    [
        {"slot_minutes": "0"},
        {"slot_minutes": ""},
        {"prp_buffer": "481"},
        {"shortest_interval_days": "-1"},
        {"shortest_interval_days": "a week"},
    ],
)
def test_a_length_that_cannot_be_is_refused(office: Client, clinic: Clinic, typed: dict) -> None:
    answer = office.post(
        "/clinic/treatments/", {"slot_minutes": "30", "shortest_interval_days": "7", **typed}
    )

    assert (len(errors(answer)), clinic.treatment_lengths.count()) == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_every_page_takes_a_constant_number_of_queries(
    office: Client, clinic: Clinic, scheduler: User, count: int, django_assert_num_queries
) -> None:
    provider = make_provider(clinic, "Adelaide Fernsby")
    for number in range(count):
        make_provider(clinic, f"Provider {number}")
        clinic.rooms.create(name=f"Room {number}")
        other = make_patient(clinic, f"Patient {number}", f"p{number}@patients.example", scheduler)
        book(other, local(f"2026-03-09T1{number + 3}:00"), at=MONDAY)

    with django_assert_num_queries(4):
        office.get("/clinic/providers/")
    with django_assert_num_queries(3):
        office.get("/clinic/rooms/")
    with django_assert_num_queries(8):
        office.get(f"/clinic/providers/{provider.pk}/")
