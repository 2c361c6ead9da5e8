"""A run in words: for whoever started it, and as a table for docs/performance.md."""

from collections.abc import Iterator
from typing import Any

from tests.benchmarks.figures import Figure

FACTS = (
    "date",
    "cores",
    "processor",
    "memory",
    "kernel",
    "file_system",
    "PostgreSQL",
    "Redis",
    "Python",
    "celery",
)


def plain(number: float) -> str:
    """A number with three digits that count."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def verdict(figure: Figure) -> str:
    """Whether a figure reached its mark; empty where it has none."""
    return {None: "", True: "reached", False: "MISSED"}[figure.reached]


def cells(figure: Figure) -> tuple[str, str, str, str, str]:
    """What, median with its unit, range, mark, verdict."""
    span = f"{plain(figure.low)} to {plain(figure.high)}" if len(figure.rounds) > 1 else ""
    mark = "" if figure.mark is None else str(figure.mark)
    unit = "×" if figure.unit == "x" else f" {figure.unit}"
    return figure.what, f"{plain(figure.median)}{unit}", span, mark, verdict(figure)


def table(result: dict[str, Any]) -> Iterator[str]:
    """The run as lines of text."""
    yield caption(result)
    for stored in result["figures"]:
        what, middle, span, mark, reached = cells(Figure.read(stored))
        yield f"{what}: {middle}" + (f" ({span})" if span else "") + (f"; {mark}: {reached}" if mark else "")
    yield from result["notes"]


def markdown(result: dict[str, Any]) -> Iterator[str]:
    """The run as a table in Markdown."""
    yield caption(result)
    yield ""
    yield "| what | median | range | mark | |"
    yield "|---|---|---|---|---|"
    for stored in result["figures"]:
        yield f"| {' | '.join(cells(Figure.read(stored)))} |"
    for note in result["notes"]:
        yield ""
        yield note


def caption(result: dict[str, Any]) -> str:
    """On what it was measured, and how often."""
    facts = ", ".join(f"{name.replace('_', ' ')} {result['machine'][name]}" for name in FACTS)
    return f"Medians of {result['rounds']} interleaved rounds; {facts}."
