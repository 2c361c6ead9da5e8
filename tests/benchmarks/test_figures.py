import pytest

from tests.benchmarks.figures import Figure, Mark, ratio
from tests.benchmarks.words import verdict


def test_figure_tells_median_and_range_of_its_rounds() -> None:
    figure = Figure("pace", "how fast", "a second", (5.0, 1.0, 9.0, 3.0, 7.0))

    told = (figure.median, figure.low, figure.high, figure.reached, verdict(figure))

    assert told == (5.0, 1.0, 9.0, None, "")


def test_ratio_compares_the_arms_of_one_round() -> None:
    ours, theirs = (10.0, 30.0, 20.0), (20.0, 30.0, 80.0)

    figure = ratio("ours", "ours against theirs", ours, theirs, Mark.at_least(0.5))

    assert figure.rounds == (0.5, 1.0, 0.25)
    assert (figure.median, figure.low, figure.high) == (0.5, 0.25, 1.0)


def test_ratio_of_unequal_rounds_is_refused() -> None:
    ours, theirs = (10.0, 30.0), (20.0,)

    with pytest.raises(ValueError, match="shorter"):
        ratio("ours", "ours against theirs", ours, theirs, Mark.at_least(1))


@pytest.mark.parametrize(
    ("mark", "median", "said"),
    [
        (Mark.at_least(0.7), 0.7, "reached"),
        (Mark.at_least(0.7), 0.69, "MISSED"),
        (Mark.at_most(1.2), 1.2, "reached"),
        (Mark.at_most(1.2), 1.21, "MISSED"),
    ],
)
def test_missed_mark_is_said(mark: Mark, median: float, said: str) -> None:
    figure = Figure("one", "one", "x", (median,), mark)

    words = verdict(figure)

    assert words == said


def test_figure_that_was_stored_is_read_back() -> None:
    figure = Figure("one", "one of them", "x", (1.0, 2.0, 4.0), Mark.at_most(3))

    stored = figure.to_store()

    assert Figure.read(stored) == figure
    assert (stored["median"], stored["mark"], stored["reached"]) == (2.0, {"at most": 3}, True)
