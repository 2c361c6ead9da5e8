import pytest

from aftercare.domain.clinical_time import Duration
from aftercare.domain.protocol import Direction, SourceRange
from aftercare.queries.protocol_words import duration_words, range_words, window_words


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (Duration(hours=1), "1 hour"),
        (Duration(hours=24), "24 hours"),
        (Duration(days=1), "1 day"),
        (Duration(days=7), "7 days"),
        (Duration(months=1), "1 month"),
        (Duration(months=9), "9 months"),
    ],
)
def test_a_length_keeps_its_unit(duration: Duration, words: str) -> None:
    assert duration_words(duration) == words


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        (Direction.BETWEEN, "prp says 2 days to 3 days"),
        (Direction.AT_LEAST, "prp says at least 2 days"),
        (Direction.AT_MOST, "prp says at most 3 days"),
    ],
)
def test_a_range_reads_as_its_source_means_it(direction: Direction, words: str) -> None:
    one = SourceRange(Duration(days=2), Duration(days=3), direction, "prp")

    assert range_words(one) == words


def test_a_window_without_a_length_is_the_pause() -> None:
    assert window_words(None) == "in the pause before a session"
