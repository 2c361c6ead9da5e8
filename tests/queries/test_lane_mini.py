"""One topic as a small bar: fish oil, sessions on 2 and 9 Mar 2026, 10:00 New York; 15 days from 1 Mar."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from aftercare.domain.protocol import Anchor, Status
from aftercare.domain.timeline import ProjectedWindow, Segment
from aftercare.queries.lane_mini import Tick, draw_mini, draw_mini_between
from aftercare.queries.lane_picture import Bar, LaneSession, LaneSource, Mark, Why

NEW_YORK = ZoneInfo("America/New_York")
RULES = ("fish-oil-first-days", "fish-oil-pause")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


FIRST, SECOND, END = at("2026-03-02T10:00"), at("2026-03-09T10:00"), at("2026-03-14T10:00")
SESSIONS = [LaneSession(FIRST, 1), LaneSession(SECOND, 2)]


def window(rule, anchor, start, end):
    return ProjectedWindow(rule, "fish-oil", Status.AVOID, anchor, start, end, 0)


FISH_OIL = LaneSource(
    "Fish oil",
    [
        Segment(Status.ALLOWED, None, FIRST, ()),
        Segment(Status.AVOID, FIRST, END, RULES),
        Segment(Status.ALLOWED, END, None, ()),
    ],
    [
        window(RULES[0], Anchor.AFTER, FIRST, at("2026-03-07T10:00")),
        window(RULES[1], Anchor.PAUSE, at("2026-03-06T00:00"), SECOND),
        window(RULES[0], Anchor.AFTER, SECOND, END),
    ],
)


def test_bar_and_reasons():
    mini = draw_mini(FISH_OIL, SESSIONS, NEW_YORK, at("2026-03-05T08:10"))

    assert (mini.bars, mini.whys, mini.sessions, mini.now) == (
        (Bar("9.44%", "80.00%", "avoid", "p-avoid"),),
        (
            Why("9.44%", "33.03%", "1.95em", pause=False),
            Why("33.33%", "22.48%", "2.22em", pause=True),
            Why("56.11%", "33.03%", "2.22em", pause=False),
        ),
        (Mark("9.44%", 1), Mark("56.11%", 2)),
        "28.94%",
    )


def test_dates_beneath():
    mini = draw_mini(FISH_OIL, SESSIONS, NEW_YORK)

    assert mini.ticks == (
        Tick("9.44%", "Mon 2 Mar", "middle"),
        Tick("56.11%", "Mon 9 Mar", "middle"),
        Tick("100%", "Sat 14 Mar", "end"),
    )


def test_dates_that_would_overlap_are_left_out():
    mini = draw_mini_between(FISH_OIL, SESSIONS, NEW_YORK, date(2026, 3, 1), 28)

    assert [tick.text for tick in mini.ticks] == ["Mon 2 Mar", "Sat 14 Mar"]


def test_bars_beneath_one_another_share_their_days():
    mini = draw_mini_between(FISH_OIL, SESSIONS, NEW_YORK, date(2026, 3, 1), 24)

    assert (mini.bars, mini.now) == ((Bar("5.90%", "50.00%", "avoid", "p-avoid"),), "")


def test_label_says_it_in_words():
    mini = draw_mini(FISH_OIL, SESSIONS, NEW_YORK)

    assert mini.label == "Fish oil: avoid from Mon 2 Mar, 10:00 am until Sat 14 Mar, 10:00 am"


def test_topic_that_is_never_restricted_says_so():
    mini = draw_mini(LaneSource("Tylenol", [Segment(Status.ALLOWED, None, None, ())], []), SESSIONS, NEW_YORK)

    assert (mini.label, mini.bars) == ("Tylenol: nothing to avoid", ())


def test_session_that_is_not_shown_still_explains_its_reason():
    mini = draw_mini(FISH_OIL, SESSIONS[1:], NEW_YORK)

    assert [why.y for why in mini.whys] == ["1.95em", "1.95em"]
