"""The plan in words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from aftercare.domain.protocol import Status
from aftercare.domain.timeline import Segment
from aftercare.queries.lane_words import PlanLine, fits, plan_lines, until_line
from aftercare.queries.wording import When

NEW_YORK = ZoneInfo("America/New_York")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


NOW = at("2026-03-05T08:10")
POOLS = [
    Segment(Status.ALLOWED, None, at("2026-03-02T10:00"), ()),
    Segment(Status.AVOID, at("2026-03-02T10:00"), at("2026-03-05T10:00"), ("pools",)),
    Segment(Status.ALLOWED, at("2026-03-05T10:00"), at("2026-03-09T10:00"), ()),
    Segment(Status.AVOID, at("2026-03-09T10:00"), at("2026-03-12T10:00"), ("pools",)),
    Segment(Status.ALLOWED, at("2026-03-12T10:00"), None, ()),
]


def test_plan_lines_tell_what_holds_from_now_on():
    lines = plan_lines(POOLS, NEW_YORK, NOW)

    assert lines == (
        PlanLine("Avoid until", When("2026-03-05T10:00-05:00", "today, 10:00 am")),
        PlanLine("Fine until", When("2026-03-09T10:00-04:00", "Mon 9 Mar, 10:00 am")),
        PlanLine("Avoid until", When("2026-03-12T10:00-04:00", "Thu 12 Mar, 10:00 am")),
        PlanLine("Fine after that"),
    )


def test_plan_lines_leave_out_what_ends_now():
    lines = plan_lines(POOLS, NEW_YORK, at("2026-03-12T10:00"))

    assert lines == (PlanLine("Fine all the way"),)


def test_what_is_to_be_kept_taking_is_told_without_an_end():
    lines = plan_lines([Segment(Status.CONTINUE, None, None, ())], NEW_YORK, NOW)

    assert lines == (PlanLine("Keep taking it"),)


@pytest.mark.parametrize(
    ("status", "throughout", "until"),
    [
        (Status.AVOID, "avoid always", "avoid until Mon 9 Mar"),
        (Status.ASK, "ask first, always", "ask first until Mon 9 Mar"),
        (Status.CONTINUE, "keep taking", "keep taking until Mon 9 Mar"),
        (Status.ENCOURAGED, "good for you throughout", "good for you until Mon 9 Mar"),
        (Status.ALLOWED, "fine throughout", "fine until Mon 9 Mar"),
    ],
)
def test_until_line_of_every_status(status, throughout, until):
    endless = [Segment(status, None, None, ())]
    bounded = [Segment(status, None, at("2026-03-09T10:00"), ())]

    lines = [until_line(one, NEW_YORK, NOW) for one in (endless, bounded)]

    assert lines == [throughout, until]


def test_note_fits_up_to_the_last_pixel():
    """Ten letters take 8 + 72 px; a percent is 7.3 px."""
    assert (fits("x" * 10, 80 / 7.3), fits("x" * 10, 79.9 / 7.3)) == (True, False)
