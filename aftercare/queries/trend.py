"""Pain over time above the plan, the check-ins and the flags: drawing values for `_components/trend.html`.

The drawing is 368 units wide: the days lie between 62 and 366. Scores run from 108 (0) up to 8 (10);
the key stands above.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.queries.wording import format_day_month

LEFT, RIGHT = 62, 366
SCORE_0_Y, SCORE_10_Y = 108, 8
DAY = timedelta(days=1)
DAYS_AT_MOST = 28
TICKS_AT_MOST = 9


@dataclass(frozen=True, slots=True)
class Dot:
    """One score; the latest is the biggest."""

    x: str
    y: str
    radius: int


@dataclass(frozen=True, slots=True)
class Level:
    """A line across, and what the key says of it."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A pause."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class FlagMark:
    """A flag: `x` is the left of its icon, 16 wide."""

    x: str
    severity: str


@dataclass(frozen=True, slots=True)
class DayTick:
    """A date beneath."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything `_components/trend.html` draws; `title` says it in words."""

    title: str
    line: str
    dots: tuple[Dot, ...]
    limit: Level | None
    baseline: Level | None
    sessions: tuple[str, ...]
    pauses: tuple[Stretch, ...]
    flags: tuple[FlagMark, ...]
    days: tuple[DayTick, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The dates drawn, both included."""

    first: date
    last: date
    zone: ZoneInfo

    def x(self, instant: datetime) -> float:
        """Where an instant lies, by the wall clock."""
        local = instant.astimezone(self.zone).replace(tzinfo=None)
        share = (local - datetime.combine(self.first, time())) / DAY / self.days
        return LEFT + share * (RIGHT - LEFT)

    @property
    def days(self) -> int:
        """How many dates are drawn."""
        return (self.last - self.first).days + 1

    def holds(self, instant: datetime) -> bool:
        """Whether an instant is in the drawing."""
        return self.first <= local_date(instant, self.zone) <= self.last


def draw_trend(
    scores: Sequence[tuple[datetime, int]],
    *,
    sessions: Sequence[datetime],
    pauses: Sequence[tuple[datetime, datetime]] = (),
    flags: Sequence[tuple[datetime, str]] = (),
    baseline: int | None = None,
    limit: int | None = 7,
    zone: ZoneInfo,
    now: datetime,
) -> Trend:
    """Draw the scores (0-10, in order of time) of at most the last 28 dates up to now.

    `flags` are instants with a severity; `limit` is the score from which pain counts as severe.
    """
    span = choose_span([at for at, _score in scores] + list(sessions), zone, now)
    scores = [(at, score) for at, score in scores if span.holds(at)]
    shown = [at for at in sessions if span.holds(at)]
    return Trend(
        title=say(scores, shown, baseline, span),
        line=" ".join(f"{span.x(at):.1f},{score_y(score)}" for at, score in scores),
        dots=tuple(
            Dot(f"{span.x(at):.1f}", str(score_y(score)), 6 if index == len(scores) - 1 else 4)
            for index, (at, score) in enumerate(scores)
        ),
        limit=None if limit is None else draw_level(limit, _("severe from %(score)d")),
        baseline=None if baseline is None else draw_level(baseline, _("baseline %(score)d")),
        sessions=tuple(f"{span.x(at):.1f}" for at in shown),
        pauses=draw_pauses(pauses, span),
        flags=tuple(FlagMark(f"{span.x(at) - 8:.1f}", severity) for at, severity in flags if span.holds(at)),
        days=draw_days(span),
    )


def choose_span(instants: Sequence[datetime], zone: ZoneInfo, now: datetime) -> Span:
    """From the first of what is drawn to today, at most 28 dates."""
    today = local_date(now, zone)
    first = min([local_date(at, zone) for at in instants if at <= now] + [today])
    return Span(max(first, today - (DAYS_AT_MOST - 1) * DAY), today, zone)


def score_y(score: int) -> int:
    """The height of a score."""
    return SCORE_0_Y - score * (SCORE_0_Y - SCORE_10_Y) // 10


def draw_level(score: int, text: str) -> Level:
    """A line across at a score. Its words stand in the key, where no line and no dot crosses them."""
    return Level(str(score_y(score)), text % {"score": score})


def draw_pauses(pauses: Sequence[tuple[datetime, datetime]], span: Span) -> tuple[Stretch, ...]:
    """The pauses, cut at the edges."""
    edges = [(max(span.x(start), LEFT), min(span.x(end), RIGHT)) for start, end in pauses]
    return tuple(Stretch(f"{start:.1f}", f"{end - start:.1f}") for start, end in edges if start < end)


def draw_days(span: Span) -> tuple[DayTick, ...]:
    """The dates there is room for, each at its noon; the month is named where it begins."""
    step = -(-span.days // TICKS_AT_MOST)
    ticks = []
    month = 0
    for index in range(0, span.days, step):
        day = span.first + index * DAY
        x = LEFT + (index + 0.5) / span.days * (RIGHT - LEFT)
        ticks.append(DayTick(f"{x:.1f}", format_day_month(day) if day.month != month else str(day.day)))
        month = day.month
    return tuple(ticks)


def say(
    scores: Sequence[tuple[datetime, int]], sessions: Sequence[datetime], baseline: int | None, span: Span
) -> str:
    """The drawing in words."""
    values = ", ".join(str(score) for _at, score in scores) or _("none reported")
    dates = {"first": format_day_month(span.first), "last": format_day_month(span.last), "scores": values}
    words = [_("Pain from %(first)s to %(last)s: %(scores)s.") % dates]
    if baseline is not None:
        words.append(_("Baseline %(score)d.") % {"score": baseline})
    if sessions:
        days = ", ".join(format_day_month(local_date(at, span.zone)) for at in sessions)
        words.append(_("Sessions: %(dates)s.") % {"dates": days})
    return " ".join(words)
