"""The schedule as a grid: its columns, its blocks in words, and the nights on which the clocks change."""

from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from aftercare.models import Clinic, Patient, TreatmentSession, User
from aftercare.queries.access import named_sessions
from aftercare.queries.desk import load_desk, look_up
from aftercare.queries.schedule_ask import ScheduleAsk
from aftercare.queries.schedule_blocks import Block
from aftercare.queries.schedule_grid import Column, Grid, draw_grid
from aftercare.queries.schedule_hours import Scale
from tests.cast import MONDAY, book, local, make_provider

HOUR_EM = 5.6
TUESDAY = date(2026, 3, 3)


def grid(clinic: Clinic, day: date = TUESDAY, *, now: datetime = MONDAY, **asked: object) -> Grid:
    """The grid with every session of the clinic."""
    fresh = Clinic.objects.get(pk=clinic.pk)
    desk = load_desk(fresh, since=MONDAY - timedelta(days=365))
    desk = look_up(desk, (MONDAY - timedelta(days=365), MONDAY + timedelta(days=365)))
    ask = ScheduleAsk(day, **asked)
    sessions = named_sessions(user=User(clinic=fresh, role="scheduler")).order_by("scheduled_at")
    return draw_grid(ask, desk, [one for one in sessions if ask.shows(one)], now)


def hours(block: Block) -> float:
    return round(float(block.height.removesuffix("em")) / HOUR_EM, 2)


def blocks(column: Column) -> list[tuple[str, float, str]]:
    return [(one.kind, hours(one), one.text) for one in column.blocks]


def record_as(session: TreatmentSession, status: str) -> None:
    session.status, session.recorded_at, session.recorded_by = status, MONDAY, session.booked_by
    session.save()


# --- columns


def test_columns_are_the_providers_by_name_and_who_treated_before(clinic: Clinic, patient: Patient):
    gone = make_provider(clinic, "Zora Thimble")
    book(patient, local("2026-03-03T10:00"), at=MONDAY)
    gone.is_active = False
    gone.save()
    for name in ("Ambrose Larkmoor", "Adelaide Fernsby"):
        make_provider(clinic, name)

    found = grid(clinic).columns
    assert [column.name for column in found] == ["Adelaide Fernsby", "Ambrose Larkmoor", "Zora Thimble"]
    assert blocks(found[2]) == [
        ("off", 2.0, "Not active any more"),
        ("session", 0.5, "10:00 am"),
        ("off", 7.5, "Not active any more"),
    ]


def test_columns_by_room_and_one_for_what_has_no_provider(clinic: Clinic, patient: Patient):
    book(patient, local("2026-03-03T10:00"), at=MONDAY)
    make_provider(clinic, "Adelaide Fernsby")

    by = {asked: [column.name for column in grid(clinic, by=asked).columns] for asked in ("room", "provider")}
    assert by == {"room": ["Treatment room"], "provider": ["Adelaide Fernsby", "No provider named"]}


def test_the_column_of_a_chosen_provider_stands_alone(clinic: Clinic):
    chosen = make_provider(clinic, "Ambrose Larkmoor")
    make_provider(clinic, "Adelaide Fernsby")

    assert [column.name for column in grid(clinic, provider=chosen).columns] == ["Ambrose Larkmoor"]


def test_a_week_leaves_out_days_off_on_which_nothing_is_booked(clinic: Clinic, patient: Patient):
    book(patient, local("2026-03-07T10:00"), at=MONDAY)

    week = grid(clinic, view="week", by="room")
    assert [day.text for day in week.days] == [
        *("Mon 2 Mar", "Tue 3 Mar", "Wed 4 Mar", "Thu 5 Mar", "Fri 6 Mar", "Sat 7 Mar")
    ]


def test_a_clinic_without_rooms_has_one_column_in_which_nothing_is_free(clinic: Clinic):
    clinic.rooms.all().delete()

    assert [(column.name, blocks(column)) for column in grid(clinic, by="room").columns] == [
        ("No room named", [("blank", 10.0, "")])
    ]


# --- blocks


def test_a_column_tells_sessions_buffers_time_off_and_what_is_free(clinic: Clinic, patient: Patient):
    provider = make_provider(clinic, "Adelaide Fernsby")
    clinic.treatment_lengths.create(treatment="exosome", minutes=60, buffer_minutes=30)
    book(patient, local("2026-03-03T10:00"), at=MONDAY)
    provider.time_off.create(starts_at=local("2026-03-03T15:00"), ends_at=local("2026-03-04T09:00"))

    assert blocks(grid(clinic).columns[0]) == [
        *(("free", 0.5, text) for text in ("8:00 am", "8:30 am", "9:00 am", "9:30 am")),
        ("session", 1.0, "10:00 am"),
        ("buffer", 0.5, ""),
        ("free", 0.5, "11:30 am"),
        ("off", 1.0, "Not working"),
        *(("free", 0.5, text) for text in ("1:00 pm", "1:30 pm", "2:00 pm", "2:30 pm")),
        ("away", 2.0, "Away"),
        ("off", 1.0, "Not working"),
    ]


def test_a_session_says_who_what_and_where_and_leads_to_its_page(clinic: Clinic, patient: Patient):
    session = book(patient, local("2026-03-03T10:00"), at=MONDAY)
    block = next(one for one in grid(clinic).columns[0].blocks if one.kind == "session")

    assert (block.text, block.spoken, block.name, block.detail, block.href, block.state.text, block.void) == (
        *("10:00 am", "to 10:30 am", "Wren Applegarth", "Exosome, Treatment room"),
        *(f"/sessions/{session.pk}/", "Booked", False),
    )


@pytest.mark.parametrize(("status", "void"), [("missed", True), ("cancelled", True), ("scheduled", False)])
def test_a_session_that_does_not_take_place_is_drawn_otherwise(
    clinic: Clinic, patient: Patient, status: str, void: bool
):
    session = book(patient, local("2026-03-03T10:00"), at=MONDAY)
    if status != "scheduled":
        record_as(session, status)
    drawn = [one.void for one in grid(clinic, state="all").columns[0].blocks if one.kind == "session"]

    assert drawn == [void]


def test_a_time_that_was_cancelled_is_booked_again_beside_it(
    clinic: Clinic, patient: Patient, other_patient: Patient
):
    record_as(book(patient, local("2026-03-03T10:00"), at=MONDAY), "cancelled")
    book(other_patient, local("2026-03-03T10:00"), at=MONDAY)
    beside = [one for one in grid(clinic, state="all").columns[0].blocks if one.kind == "beside"]

    names = sorted(one.name for lane in beside[0].lanes for one in lane)
    assert (len(beside), names) == (1, ["Hester Crumbwell", "Wren Applegarth"])


@pytest.mark.parametrize(
    ("view", "texts"), [("day", ["8:00 am", "8:30 am", "9:00 am"]), ("week", ["8:00 am"])]
)
def test_a_free_stretch_is_one_link_in_a_week_and_several_on_a_day(
    clinic: Clinic, view: str, texts: list[str]
):
    provider = clinic.providers.create(name="Adelaide Fernsby")
    provider.hours.create(weekday=1, begins=time(8), ends=time(9, 40))
    found = [one for column in grid(clinic, view=view).columns for one in column.blocks if one.kind == "free"]

    assert [one.text for one in found] == texts


def test_a_free_stretch_begins_a_booking_by_ids_alone(clinic: Clinic):
    provider, room = make_provider(clinic, "Adelaide Fernsby"), clinic.rooms.get()
    addresses = [
        next(one.href for one in grid(clinic, **asked).columns[0].blocks if one.kind == "free")
        for asked in ({}, {"by": "room"}, {"by": "room", "provider": provider})
    ]

    time_of_it = {"date": ["2026-03-03"], "time": ["08:00"]}
    assert [parse_qs(urlsplit(one).query) for one in addresses] == [
        time_of_it | {"provider": [str(provider.pk)]},
        time_of_it | {"room": [str(room.pk)]},
        time_of_it | {"provider": [str(provider.pk)], "room": [str(room.pk)]},
    ]


# --- hours


def test_the_hours_are_the_clinics_and_more_where_a_session_is_outside_of_them(
    clinic: Clinic, patient: Patient
):
    usual = grid(clinic).days[0].ticks
    book(patient, local("2026-03-03T06:45"), at=MONDAY)
    book(patient, local("2026-03-03T19:00"), at=MONDAY)
    longer = grid(clinic).days[0].ticks

    ends = [(ticks[0].text, ticks[-1].text, len(ticks)) for ticks in (usual, longer)]
    assert ends == [("8 am", "5 pm", 10), ("6 am", "7 pm", 14)]


def test_now_is_drawn_where_it_is_in_sight(clinic: Clinic):
    nine = [grid(clinic, now=local(now)).columns[0].y_now for now in ("2026-03-03T09:00", "2026-03-03T18:00")]

    assert nine == ["5.6em", ""]


def test_a_session_over_midnight_is_drawn_on_both_days(clinic: Clinic, patient: Patient):
    book(patient, local("2026-03-03T23:45"), at=MONDAY)
    first, second = (
        [(hours(one), one.text, one.spoken) for one in column.blocks if one.kind == "session"]
        for column in (grid(clinic).columns[0], grid(clinic, date(2026, 3, 4)).columns[0])
    )

    told = "Tue 3 Mar, 11:45 pm", "to Wed 4 Mar, 12:15 am"
    assert (first, second) == ([(0.25, *told)], [(0.25, *told)])


@pytest.mark.parametrize(
    ("day", "note", "length", "total"),
    [
        ("2026-03-08", "Closed. Clocks go forward", 2.0, 17.0),
        ("2026-11-01", "Closed. Clocks go back", 4.0, 19.0),
    ],
)
def test_the_night_of_a_clock_change_is_as_long_as_it_is(
    clinic: Clinic, patient: Patient, day: str, note: str, length: float, total: float
):
    clinic.treatment_lengths.create(treatment="exosome", minutes=int(60 * length))
    book(patient, local(f"{day}T00:30"), at=MONDAY - timedelta(days=1))
    shown = grid(clinic, date.fromisoformat(day))
    column = shown.columns[0]

    scale = float(Scale.fit(timedelta(minutes=30)).hour_em)
    drawn = [round(float(one.height.removesuffix("em")) / scale, 2) for one in column.blocks]
    session = next(one for one in column.blocks if one.kind == "session")
    assert (shown.days[0].note, sum(drawn), session.text, session.spoken) == (
        *(note, total, "12:30 am", "to 3:30 am"),
    )


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2026-03-08", ["12 am", "1 am", "3 am", "4 am"]),
        ("2026-11-01", ["12 am", "1 am", "1 am", "2 am"]),
    ],
)
def test_in_a_week_with_a_clock_change_that_day_has_its_own_hours_before_it(
    clinic: Clinic, patient: Patient, day: str, begins: list[str]
):
    book(patient, local(f"{day}T00:30"), at=MONDAY)
    week = grid(clinic, date.fromisoformat(day), view="week", by="room")

    assert [[tick.text for tick in one.ticks[:4]] for one in week.days if one.side] == [
        ["12 am", "1 am", "2 am", "3 am"],
        begins,
    ]
    assert ([one.side for one in week.days], week.width) == ([True, *([False] * 4), True], "42.8rem")


def test_days_after_a_clock_change_have_the_usual_hours_before_them_again(clinic: Clinic, patient: Patient):
    clinic.zone = "Asia/Jerusalem"
    clinic.save()
    for at in ("2026-03-27T00:30", "2026-03-28T10:00"):
        book(patient, local(at, clinic.tz), at=MONDAY)
    week = grid(clinic, date(2026, 3, 27), view="week", by="room")

    assert [(one.text, one.ticks[2].text) for one in week.days if one.side] == [
        ("Mon 23 Mar", "2 am"),
        ("Fri 27 Mar", "3 am"),
        ("Sat 28 Mar", "2 am"),
    ]


def test_a_holiday_is_named(clinic: Clinic):
    clinic.holidays.create(date=TUESDAY, name="Founders' day")
    day = grid(clinic).days[0]

    assert (day.note, blocks(day.columns[0])) == ("Founders' day", [("closed", 10.0, "Closed")])


@pytest.mark.parametrize(("minutes", "hour_em"), [(60, 5.6), (15, 7.6), (5, 12.0)])
def test_an_hour_is_as_high_as_the_shortest_treatment_asks_for(minutes: int, hour_em: float):
    assert Scale.fit(timedelta(minutes=minutes)).hour_em == hour_em
