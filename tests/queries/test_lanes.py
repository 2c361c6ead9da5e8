"""The picture of the plan, against numbers worked out by hand.

Sessions on Mon 2 and Mon 9 Mar 2026, 10:00 New York. The left edge is Sun 1 Mar, 00:00; 28 days are shown, so
a day is 3.5714% wide and session 1, 1.41667 days in, lies at 5.06%.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from aftercare.domain.protocol import Anchor, Status
from aftercare.domain.timeline import ProjectedWindow, Segment
from aftercare.queries.lane_picture import (
    Bar,
    LaneSession,
    LaneSource,
    Mark,
    Note,
    Now,
    Span,
    Week,
    Why,
)
from aftercare.queries.lane_scale import Scale
from aftercare.queries.lanes import draw_lanes, draw_now

NEW_YORK = ZoneInfo("America/New_York")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


NOW = at("2026-03-05T08:10")
FIRST, SECOND = at("2026-03-02T10:00"), at("2026-03-09T10:00")
SESSIONS = [LaneSession(FIRST, 1), LaneSession(SECOND, 2)]
PAUSE_START = at("2026-03-06T00:00")


def segments(*ends, resting=Status.ALLOWED, restricted=Status.AVOID, rules=()):
    """Resting, restricted, resting ... changing at each of the instants."""
    edges = [None, *ends, None]
    return [
        Segment(
            restricted if index % 2 else resting, edges[index], edges[index + 1], rules if index % 2 else ()
        )
        for index in range(len(edges) - 1)
    ]


def after(rule, start, end, status=Status.AVOID):
    return ProjectedWindow(rule, "topic", status, Anchor.AFTER, start, end, 0)


def pause(rule, start=PAUSE_START, end=SECOND):
    return ProjectedWindow(rule, "topic", Status.AVOID, Anchor.PAUSE, start, end, 1)


def draw(source, now=NOW, sessions=SESSIONS):
    return draw_lanes([source], sessions, NEW_YORK, now).lanes[0]


NSAIDS = LaneSource(
    "Advil, Aleve, aspirin",
    segments(FIRST, at("2026-03-16T10:00"), rules=("nsaids-first-week", "nsaids-pause")),
    [
        after("nsaids-first-week", FIRST, SECOND),
        after("nsaids-first-week", SECOND, at("2026-03-16T10:00")),
        pause("nsaids-pause"),
    ],
)
FISH_OIL = LaneSource(
    "Fish oil",
    segments(FIRST, at("2026-03-14T10:00"), rules=("fish-oil-first-days", "fish-oil-pause")),
    [
        after("fish-oil-first-days", FIRST, at("2026-03-07T10:00")),
        after("fish-oil-first-days", SECOND, at("2026-03-14T10:00")),
        pause("fish-oil-pause"),
    ],
)
WRAPS = LaneSource(
    "Wraps",
    segments(FIRST, at("2026-03-03T10:00"), SECOND, at("2026-03-10T10:00"), rules=("wraps-first-day",)),
    [
        after("wraps-first-day", FIRST, at("2026-03-03T10:00")),
        after("wraps-first-day", SECOND, at("2026-03-10T10:00")),
    ],
)
HARD = LaneSource(
    "Hard exercise",
    segments(FIRST, at("2026-04-06T10:00"), rules=("four-weeks",)),
    [
        after("four-weeks", FIRST, at("2026-03-30T10:00")),
        after("four-weeks", SECOND, at("2026-04-06T10:00")),
    ],
)


def test_bars_are_drawn_with_a_gap_between_neighbours():
    lane = draw(NSAIDS)

    assert lane.bars == (
        Bar("0.12%", "4.82%", "free", ""),
        Bar("5.18%", "49.76%", "avoid", "p-avoid"),
        Bar("55.18%", "44.70%", "free", ""),
    )


def test_reasons_stand_in_the_row_of_their_session_and_the_pause_is_dashed():
    lane = draw(NSAIDS)

    assert lane.whys == (
        Why("5.18%", "24.76%", "1.95em", pause=False),
        Why("30.18%", "24.76%", "2.22em", pause=False),
        Why("17.98%", "11.96%", "2.22em", pause=True),
    )


def test_reasons_of_the_fish_oil_collision_leave_no_gap():
    lane = draw(FISH_OIL)

    assert (lane.bars[1], lane.whys) == (
        Bar("5.18%", "42.62%", "avoid", "p-avoid"),
        (
            Why("5.18%", "17.62%", "1.95em", pause=False),
            Why("30.18%", "17.62%", "2.22em", pause=False),
            Why("17.98%", "11.96%", "2.22em", pause=True),
        ),
    )


def test_bar_of_a_single_window_has_no_reasons():
    lane = draw(WRAPS)

    assert lane.whys == ()


def test_note_begins_at_now_and_the_next_stretch_is_named():
    lane = draw(NSAIDS)

    assert lane.notes == (
        Note("15.50%", "avoid", "Avoid until Mon 16 Mar, 10:00 am"),
        Note("55.06%", "free", "Fine"),
    )


def test_note_is_shortened_where_the_bar_is():
    lane = draw(FISH_OIL)

    assert lane.notes == (
        Note("15.50%", "avoid", "Until Sat 14 Mar, 10:00 am"),
        Note("47.92%", "free", "Fine"),
    )


def test_end_that_has_no_room_in_its_bar_is_told_in_the_next():
    lane = draw(WRAPS)

    assert lane.notes == (
        Note("15.50%", "free", "Fine"),
        Note("33.63%", "free", "Fine from Tue 10 Mar, 10:00 am"),
    )


def test_bar_that_goes_on_overhangs_and_its_note_has_an_arrow():
    lane = draw(HARD)

    assert (lane.bars[-1], lane.notes, lane.whys) == (
        Bar("5.18%", "99.16%", "avoid", "p-avoid"),
        (Note("15.50%", "avoid", "Avoid until Mon 6 Apr, 10:00 am →"),),
        (Why("5.18%", "94.70%", "1.95em", pause=False), Why("30.18%", "69.70%", "2.22em", pause=False)),
    )


def test_stretching_asks_first_and_is_good_afterwards():
    week = segments(FIRST, at("2026-03-16T10:00"), resting=Status.ENCOURAGED, restricted=Status.ASK)
    lane = draw(LaneSource("Stretching", week, []))

    assert (lane.until, [bar.kind for bar in lane.bars], [note.text for note in lane.notes]) == (
        "ask first until Mon 16 Mar",
        ["go", "ask", "go"],
        ["Ask first until Mon 16 Mar, 10:00 am", "Good for you"],
    )


def test_topic_without_a_rule_is_one_bar():
    lane = draw(LaneSource("Tylenol", segments(), []))

    assert (lane.until, lane.bars, lane.notes) == (
        "fine throughout",
        (Bar("0.12%", "99.76%", "free", ""),),
        (Note("15.50%", "free", "Fine all the way"),),
    )


def test_until_names_only_the_time_today():
    pools = segments(FIRST, at("2026-03-05T10:00"))
    lane = draw(LaneSource("Pools", pools, []))

    assert lane.until == "avoid until 10:00 am"


def test_window_is_over_at_its_very_end():
    pools = LaneSource("Pools", segments(FIRST, at("2026-03-05T10:00")), [])

    before = draw(pools, now=at("2026-03-05T09:59"))
    after_it = draw(pools, now=at("2026-03-05T10:00"))

    assert (before.until, after_it.until) == ("avoid until 10:00 am", "fine throughout")


def test_first_lane_of_each_group_stands_lower():
    sources = [
        LaneSource(name, segments(), [], group) for name, group in [("a", "x"), ("b", "x"), ("c", "y")]
    ]

    picture = draw_lanes(sources, SESSIONS, NEW_YORK, NOW)

    assert [lane.first for lane in picture.lanes] == [True, False, True]


def test_ground_of_the_picture():
    picture = draw_lanes([NSAIDS], SESSIONS, NEW_YORK, NOW)

    assert (
        picture.title,
        picture.weeks,
        picture.pauses,
        picture.sessions,
        picture.next_session,
        picture.now,
    ) == (
        "Four weeks at a glance",
        (Week("3.57%", "2 Mar"), Week("28.57%", "9 Mar"), Week("53.57%", "16 Mar"), Week("78.57%", "23 Mar")),
        (Span("17.86%", "12.20%"),),
        (Mark("5.06%", 1), Mark("30.06%", 2)),
        "next Mon 9 Mar",
        Now("15.50%", "Now, 5 Mar", "start"),
    )


def test_next_session_is_named_beside_its_diamond():
    picture = draw_lanes([NSAIDS], SESSIONS, NEW_YORK, NOW)

    assert picture.session_note == Note("30.06%", "free", "Session 2, Mon 9 Mar, 10:00 am")


def test_now_pill_near_the_left_edge_is_anchored_there():
    early = draw_lanes([NSAIDS], SESSIONS, NEW_YORK, at("2026-03-05T22:00"))
    later = draw_lanes([NSAIDS], SESSIONS, NEW_YORK, at("2026-03-05T23:00"))

    assert (early.now, later.now) == (
        Now("17.56%", "Now, 5 Mar", "start"),
        Now("17.71%", "Now, 5 Mar", "middle"),
    )


def test_now_pill_near_the_right_edge_is_anchored_there():
    scale = Scale(date(2026, 3, 1), 28, NEW_YORK)

    early, later = (draw_now(scale, at(now)) for now in ("2026-03-24T01:00", "2026-03-24T02:00"))

    assert (early, later) == (
        Now("82.29%", "Now, 24 Mar", "middle"),
        Now("82.44%", "Now, 24 Mar", "end"),
    )


def test_legend_explains_the_rows_of_two_and_of_three_sessions():
    three = [*SESSIONS, LaneSession(at("2026-03-16T10:00"), 3)]

    texts = [draw_lanes([NSAIDS], sessions, NEW_YORK, NOW).why for sessions in (SESSIONS, three)]

    assert texts == ["Why: session 1 above, session 2 below", "Why: sessions 1, 3 above, 2 below"]


def test_legend_says_nothing_of_reasons_where_none_are_drawn():
    picture = draw_lanes([WRAPS], SESSIONS, NEW_YORK, NOW)

    assert picture.why == ""


def test_without_sessions_everything_rests():
    picture = draw_lanes([LaneSource("Tylenol", segments(), [])], [], NEW_YORK, NOW)

    assert (picture.sessions, picture.next_session, picture.session_note, picture.now) == (
        (),
        "",
        None,
        Now("4.79%", "Now, 5 Mar", "start"),
    )


def test_day_of_23_hours_is_as_wide_as_any_other():
    """Clocks go forward on Sun 8 Mar: 00:00 to 00:00 is 23 hours, and one day of the picture."""
    night = segments(at("2026-03-08T00:00"), at("2026-03-09T00:00"))
    lane = draw(LaneSource("Night", night, []))

    assert lane.bars[1] == Bar("25.12%", "3.33%", "avoid", "p-avoid")
