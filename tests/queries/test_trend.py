"""Pain over time: two days from Wed 4 Mar 2026, New York; a day is 152 units wide, from 62 on."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aftercare.queries.trend import DayTick, Dot, FlagMark, Level, Stretch, draw_trend

NEW_YORK = ZoneInfo("America/New_York")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


NOW = at("2026-03-05T18:00")
SCORES = [(at("2026-03-04T12:00"), 5), (at("2026-03-05T12:00"), 8)]


def draw(scores=SCORES, **given):
    return draw_trend(scores, **{"sessions": [at("2026-03-04T00:00")], "zone": NEW_YORK, "now": NOW, **given})


def test_scores_are_a_line_with_the_latest_dot_bigger():
    trend = draw()

    assert (trend.line, trend.dots) == (
        "138.0,58 290.0,28",
        (Dot("138.0", "58", 4), Dot("290.0", "28", 6)),
    )


def test_limit_and_baseline_are_lines_across():
    trend = draw(baseline=4)

    assert (trend.limit, trend.baseline) == (
        Level("38", "severe from 7"),
        Level("68", "baseline 4"),
    )


def test_limit_may_be_left_out():
    assert draw(limit=None).limit is None


def test_pauses_are_cut_at_the_edges_and_flags_centred():
    trend = draw(
        pauses=[
            (at("2026-03-03T00:00"), at("2026-03-04T12:00")),
            (at("2026-03-09T00:00"), at("2026-03-12T00:00")),
        ],
        flags=[(at("2026-03-05T12:00"), "urgent"), (at("2026-02-01T12:00"), "routine")],
    )

    assert (trend.pauses, trend.flags) == ((Stretch("62.0", "76.0"),), (FlagMark("282.0", "urgent"),))


def test_month_is_named_where_it_begins():
    trend = draw()

    assert trend.days == (DayTick("138.0", "4 Mar"), DayTick("290.0", "5"))


def test_title_says_it_in_words():
    assert draw(baseline=4).title == "Pain from 4 Mar to 5 Mar: 5, 8. Baseline 4. Sessions: 4 Mar."


def test_without_scores_the_drawing_says_so():
    trend = draw(scores=[], sessions=[])

    assert (trend.title, trend.line, trend.dots) == ("Pain from 5 Mar to 5 Mar: none reported.", "", ())


def test_only_the_last_28_dates_are_drawn():
    scores = [(NOW - timedelta(days=28), 1), (NOW - timedelta(days=27), 2), (NOW, 3)]

    trend = draw(scores, sessions=[])

    assert (len(trend.dots), len(trend.days)) == (2, 7)
