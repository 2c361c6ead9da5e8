"""What lies where in a column of the schedule, the days of a clock change included."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.domain.clinical_time import start_of_day
from aftercare.queries.schedule_layout import Piece, Taken, cut, lay_out
from aftercare.queries.spans import Span
from tests.cast import NEW_YORK, local

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WINDOW = (EIGHT, EIGHT + 600 * MINUTE)


def span(start: int, end: int) -> Span:
    """Minutes after eight."""
    return EIGHT + start * MINUTE, EIGHT + end * MINUTE


def taken(start: int, end: int, free_at: int, name: str = "one") -> Taken[str]:
    return Taken(*span(start, end), EIGHT + free_at * MINUTE, name)


def shown(pieces: tuple[Piece[str], ...]) -> list[tuple[str, int, int]]:
    return [(one.kind, (one.start - EIGHT) // MINUTE, (one.end - EIGHT) // MINUTE) for one in pieces]


def test_an_empty_column_is_one_blank():
    assert shown(lay_out(WINDOW, [], [])) == [("blank", 0, 600)]


def test_a_session_is_followed_by_its_buffer_and_parted_from_the_next():
    pieces = lay_out(WINDOW, [taken(60, 90, 105), taken(105, 135, 135)], [])

    assert shown(pieces) == [
        ("blank", 0, 60),
        ("session", 60, 90),
        ("buffer", 90, 105),
        ("session", 105, 135),
        ("blank", 135, 600),
    ]


def test_of_two_grounds_the_first_lies_on_top_and_a_session_on_both():
    grounds = [("away", [span(0, 120)]), ("free", [span(60, 300)])]

    assert shown(lay_out(WINDOW, [taken(180, 210, 210)], grounds)) == [
        ("away", 0, 120),
        ("free", 120, 180),
        ("session", 180, 210),
        ("free", 210, 300),
        ("blank", 300, 600),
    ]


def test_sessions_that_overlap_stand_side_by_side():
    pieces = lay_out(WINDOW, [taken(0, 60, 60, "long"), taken(30, 90, 90), taken(60, 90, 90, "third")], [])

    assert shown(pieces) == [("beside", 0, 90), ("blank", 90, 600)]
    assert [shown(lane) for lane in pieces[0].lanes] == [
        [("session", 0, 60), ("session", 60, 90)],
        [("blank", 0, 30), ("session", 30, 90)],
    ]


def test_what_reaches_over_an_edge_is_cut_there():
    pieces = lay_out(WINDOW, [taken(-60, -30, 30), taken(590, 620, 640)], [])

    assert shown(pieces) == [("buffer", 0, 30), ("blank", 30, 590), ("session", 590, 600)]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-08", 23), ("2026-03-09", 24), ("2026-11-01", 25)])
def test_a_column_is_as_long_as_its_day(day: str, hours: int):
    first = date.fromisoformat(day)
    window = start_of_day(first, NEW_YORK), start_of_day(first + timedelta(days=1), NEW_YORK)
    over_the_change = Taken(local(f"{day}T00:30"), local(f"{day}T03:30"), local(f"{day}T03:30"), "night")
    pieces = lay_out(window, [over_the_change], [])

    session = next(one for one in pieces if one.kind == "session")
    assert sum((one.end - one.start for one in pieces), timedelta()) == timedelta(hours=hours)
    assert session.end - session.start == timedelta(hours=3 + hours - 24)


def test_a_stretch_is_cut_in_steps_whose_last_keeps_a_short_rest():
    parts = cut(span(0, 130), 30 * MINUTE, 20 * MINUTE)

    assert [((a - EIGHT) // MINUTE, (b - EIGHT) // MINUTE) for a, b in parts] == [
        (0, 30),
        (30, 60),
        (60, 90),
        (90, 130),
    ]


minutes = st.integers(-120, 720)
sessions = st.builds(
    lambda start, length, buffer: taken(start, start + length, start + length + buffer),
    minutes,
    st.integers(1, 480),
    st.integers(0, 60),
)
grounds = st.lists(
    st.tuples(
        st.sampled_from(["free", "away"]),
        st.lists(st.tuples(minutes, minutes).map(lambda pair: span(*sorted(pair))), max_size=4),
    ),
    max_size=3,
)


def parts_of(pieces: tuple[Piece[str], ...]) -> list[tuple[Piece[str], ...]]:
    return [pieces, *(lane for piece in pieces for lane in piece.lanes)]


@given(st.lists(sessions, max_size=8), grounds)
def test_no_two_pieces_of_a_column_overlap_and_none_is_missing(booked, lying):
    pieces = lay_out(WINDOW, booked, lying)

    for part in parts_of(pieces):
        assert all(one.start < one.end for one in part)
        assert all(one.end == other.start for one, other in itertools.pairwise(part))
    assert (pieces[0].start, pieces[-1].end) == WINDOW
    for piece in pieces:
        assert all((lane[0].start, lane[-1].end) == (piece.start, piece.end) for lane in piece.lanes)


@given(st.lists(sessions, max_size=8), grounds)
def test_every_session_of_a_column_is_drawn_once_and_for_its_own_time(booked, lying):
    pieces = lay_out(WINDOW, booked, lying)

    drawn = [(one.start, one.end) for part in parts_of(pieces) for one in part if one.kind == "session"]
    first, last = WINDOW
    assert sorted(drawn) == sorted(
        (max(one.start, first), min(one.end, last)) for one in booked if one.start < last and first < one.end
    )
