"""One topic's plan as a small bar: on Today and when booking. Drawn by `_components/lane_mini.html`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.domain.protocol import Anchor, Status
from aftercare.domain.timeline import ProjectedWindow, Segment
from aftercare.queries.lane_picture import Bar, LaneSession, LaneSource, Mark, Why
from aftercare.queries.lane_scale import DAY, Scale, percent
from aftercare.queries.lane_words import status_word
from aftercare.queries.lanes import KINDS, ROWS_EM, choose_rows, draw_sessions, is_shown, overlaps, session_at
from aftercare.queries.wording import format_date, format_instant

LINE_GAP = 0.3  # percent; parts the thin lines
TICK_ROOM = 29  # percent; a date on a phone is about so wide
LEAST_DAYS = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A date beneath the bar; `anchor` is start, middle or end."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class MiniLane:
    """Everything `_components/lane_mini.html` draws; `label` says it in words. `now` may be empty."""

    label: str
    bars: tuple[Bar, ...]
    whys: tuple[Why, ...]
    sessions: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    now: str


def draw_mini(
    source: LaneSource, sessions: Sequence[LaneSession], zone: ZoneInfo, now: datetime | None = None
) -> MiniLane:
    """Draw one topic from the day before the first of `sessions` to the day after its last restriction ends.

    Give only the sessions to be shown, in order of time, at least one. What is allowed is the ground.
    """
    left = local_date(sessions[0].at, zone) - DAY
    ends = [segment.end for segment in source.segments if segment.end is not None]
    last = max([*ends, sessions[-1].at])
    days = max((local_date(last, zone) - left).days + 2, LEAST_DAYS)
    return draw_mini_on(Scale(left, days, zone), source, sessions, now)


def draw_mini_between(
    source: LaneSource, sessions: Sequence[LaneSession], zone: ZoneInfo, first: date, days: int
) -> MiniLane:
    """Draw one topic over given days, so that several bars can stand beneath one another."""
    return draw_mini_on(Scale(first, days, zone), source, sessions, None)


def draw_mini_on(
    scale: Scale, source: LaneSource, sessions: Sequence[LaneSession], now: datetime | None
) -> MiniLane:
    """Draw one topic on a scale that is given."""
    rows = choose_rows(sessions, scale)
    shown = [s for s in source.segments if s.status is not Status.ALLOWED and is_shown(s, scale)]
    in_view = [session for session in sessions if 0 <= scale.x(session.at) < 100]
    return MiniLane(
        label=say(source, scale.zone),
        bars=tuple(draw_plain_bar(segment, scale) for segment in shown),
        whys=tuple(why for segment in shown for why in draw_plain_whys(segment, source.windows, rows, scale)),
        sessions=draw_sessions(in_view, scale),
        ticks=draw_ticks(source, in_view, scale),
        now=percent(scale.x(now)) if now is not None and 0 <= scale.x(now) <= 100 else "",
    )


def draw_plain_bar(segment: Segment, scale: Scale) -> Bar:
    """A stretch as a bar, cut at the edges."""
    start = 0.0 if segment.start is None else max(scale.x(segment.start), 0.0)
    end = 100.0 if segment.end is None else min(scale.x(segment.end), 100.0)
    kind = KINDS[segment.status]
    return Bar(percent(start), percent(end - start), kind, "" if kind == "free" else f"p-{kind}")


def draw_plain_whys(
    segment: Segment, windows: Sequence[ProjectedWindow], rows: Mapping[datetime, str], scale: Scale
) -> list[Why]:
    """The reasons of one bar, in order of time; a single one is drawn too."""
    whys = []
    reasons = [window for window in windows if window.rule_id in segment.rules and overlaps(window, segment)]
    for window in sorted(reasons, key=lambda window: (window.start, window.rule_id)):
        start, end = max(scale.x(window.start), 0.0), min(scale.x(window.end), 100.0)
        if end - start > LINE_GAP:
            x, width = percent(start), percent(end - start - LINE_GAP)
            whys.append(
                Why(x, width, rows.get(session_at(window), ROWS_EM[0]), window.anchor is Anchor.PAUSE)
            )
    return whys


def draw_ticks(source: LaneSource, sessions: Sequence[LaneSession], scale: Scale) -> tuple[Tick, ...]:
    """The dates of the sessions and of the last end, as far as there is room; the last end comes first."""
    ends = [
        segment.end for segment in source.segments if segment.end is not None and scale.x(segment.end) <= 100
    ]
    wanted = ends[-1:] + [session.at for session in sessions]
    kept: list[datetime] = []
    for instant in wanted:
        if all(abs(scale.x(instant) - scale.x(other)) >= TICK_ROOM for other in kept):
            kept.append(instant)
    return tuple(draw_tick(instant, scale) for instant in sorted(kept))


def draw_tick(instant: datetime, scale: Scale) -> Tick:
    """One date, anchored so that it stays inside."""
    x = scale.x(instant)
    if x < TICK_ROOM / 4:
        return Tick("0%", format_date(instant, scale.zone), "start")
    if x > 100 - TICK_ROOM / 2:
        return Tick("100%", format_date(instant, scale.zone), "end")
    return Tick(percent(x), format_date(instant, scale.zone), "middle")


def say(source: LaneSource, zone: ZoneInfo) -> str:
    """The bar in words: "Fish oil: avoid from Mon 2 Mar, 10:00 am until Sat 14 Mar, 10:00 am"."""
    parts = []
    for segment in source.segments:
        if segment.status is Status.ALLOWED or segment.start is None or segment.end is None:
            continue
        parts.append(
            _("%(status)s from %(start)s until %(end)s")
            % {
                "status": status_word(segment.status).lower(),
                "start": format_instant(segment.start, zone),
                "end": format_instant(segment.end, zone),
            }
        )
    words = "; ".join(parts) or _("nothing to avoid")
    return _("%(topic)s: %(words)s") % {"topic": source.name, "words": words}
