"""Each figure drawn: its rows in the picture and in the table, and what it counts and what not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from aftercare.models import Flag
from aftercare.queries.figures_data import ALL, Completion, Counted, FiguresData, Worked
from aftercare.queries.figures_picture import Bar, Dot, Tick, share_bar, time_bar, time_dots, time_ticks
from aftercare.queries.wording import format_duration

FEWEST = 5
"""Of fewer no median and no share is told (clinic default)."""
FEWEST_FOR_90TH = 10
"""Of fewer the 90th percentile would be the longest of all (clinic default)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a figure, in the picture and in the table; `severity` may be empty."""

    label: str
    severity: str
    value: str
    cells: tuple[str, ...]
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `definition` says what counts; `columns` head the table, `ticks` mark the picture."""

    key: str
    title: str
    definition: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...] = ()


def draw_figures(data: FiguresData) -> Iterator[Figure]:
    """Every figure of which there is something to tell."""
    worked = [data.worked[one] for one in (*Flag.Severity.values, ALL) if one in data.worked]
    if data.counted:
        yield _by_rule(data.counted)
        yield _acknowledged(worked)
        yield _resolved(worked)
        yield _overdue(worked)
        yield _without_action(worked)
    if data.completion:
        yield _completion(data.completion)


def _by_rule(counted: Sequence[Counted]) -> Figure:
    most, total = max(one.count for one in counted), sum(one.count for one in counted)
    return Figure(
        "rules",
        _("Flags by rule"),
        _("Every flag raised in these days, open or resolved. A flag that rose again counts again."),
        (_("Rule"), _("Severity"), _("Flags"), _("Share")),
        tuple(
            Row(
                one.rule_name,
                one.severity,
                str(one.count),
                (severity_words(one.severity), str(one.count), percent(one.count, total)),
                (share_bar(one.count, most, one.severity),),
            )
            for one in counted
        ),
    )


def _acknowledged(worked: Sequence[Worked]) -> Figure:
    return Figure(
        "acknowledged",
        _("Time until a nurse acknowledged it"),
        _("From when a flag was raised. Those that still wait have no time yet and are told apart."),
        (_("Severity"), _("Acknowledged"), _("Median"), _("9 of 10 within"), _("Still wait")),
        tuple(_times(one, one.acknowledged, one.acknowledged_in) for one in worked),
        time_ticks(),
    )


def _resolved(worked: Sequence[Worked]) -> Figure:
    return Figure(
        "resolved",
        _("Time until it was resolved"),
        _("From when a flag was raised. Those that are open have no time yet and are told apart."),
        (_("Severity"), _("Resolved"), _("Median"), _("9 of 10 within"), _("Open")),
        tuple(_times(one, one.resolved, one.resolved_in) for one in worked),
        time_ticks(),
    )


def _times(one: Worked, count: int, times: list[float] | None) -> Row:
    median = timedelta(seconds=times[0]) if times and count >= FEWEST else None
    long = timedelta(seconds=times[1]) if times and count >= FEWEST_FOR_90TH else None
    words = [too_few() if time is None else format_duration(time) for time in (median, long)]
    return Row(
        severity_words(one.severity),
        one.severity,
        words[0],
        (str(count), *words, str(one.raised - count)),
        time_bar(median, long),
        time_dots(median, long),
    )


def _overdue(worked: Sequence[Worked]) -> Figure:
    return Figure(
        "overdue",
        _("Overdue"),
        _(
            "Flags acknowledged after their time, or not yet though it is over. A flag whose time still runs "
            "is not counted. Putting a flag off stops no clock."
        ),
        (_("Severity"), _("Counted"), _("Overdue"), _("Share")),
        tuple(_share(one, one.overdue, one.due) for one in worked),
    )


def _without_action(worked: Sequence[Worked]) -> Figure:
    return Figure(
        "without-action",
        _("Resolved without any action"),
        _(
            "Flags resolved as “No action needed” or “Self-care as in the plan”, with no call, no "
            "message and no question to the patient. Claiming, handing over or putting off is not an action."
        ),
        (_("Severity"), _("Resolved"), _("Without any action"), _("Share")),
        tuple(_share(one, one.without_action, one.resolved) for one in worked),
    )


def _share(one: Worked, count: int, of: int) -> Row:
    told = percent(count, of) if of >= FEWEST else too_few()
    return Row(
        severity_words(one.severity),
        one.severity,
        told,
        (str(of), str(count), told),
        (share_bar(count, of, one.severity),) if of >= FEWEST else (),
    )


def _completion(completion: Sequence[Completion]) -> Figure:
    return Figure(
        "completion",
        _("Check-ins by day of recovery"),
        _(
            "Asked: a message that asked for the check-in has left, and the time to answer is over. "
            "Answered: a check-in came on that date, or later while the question stood. Others do not count."
        ),
        (_("Day"), _("Asked"), _("Answered"), _("Share")),
        tuple(
            Row(
                day_words(one.day),
                "",
                told := percent(one.answered, one.asked) if one.asked >= FEWEST else too_few(),
                (str(one.asked), str(one.answered), told),
                (share_bar(one.answered, one.asked, ""),) if one.asked >= FEWEST else (),
            )
            for one in sorted(completion, key=lambda one: (one.day[0], int(one.day.partition("-")[2])))
        ),
    )


def day_words(day: str) -> str:
    """A day of recovery as reminders name it: "Day 3", "Month 4"; the day of the session itself is 0."""
    unit, _dash, number = day.partition("-")
    if day == "day-0":
        return _("Day of the session")
    return (_("Month %(number)s") if unit == "month" else _("Day %(number)s")) % {"number": number}


def severity_words(severity: str) -> str:
    """A severity, or all of them."""
    return _("All") if severity == ALL else str(Flag.Severity(severity).label)


def percent(count: int, of: int) -> str:
    """A share: "41%"."""
    return _("%(percent)d%%") % {"percent": round(100 * count / of)}


def too_few() -> str:
    """What is said in place of a figure of very few."""
    return _("too few")
