import pytest
import textstat

from aftercare.domain.protocol_document import load_protocol_text
from aftercare.queries.learn import Part, parts
from tests.cast import SHIPPED

AGE_11_GRADE = 6.0
"""The school year of a reader of 11, on the scale of the Automated Readability Index."""
PARTS = list(parts(load_protocol_text(SHIPPED.read_text())))


def text_of(part: Part) -> str:
    return " ".join([f"{part.title}", *part.lines, *(f"{sign}." for sign in part.signs)])


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.id)
def test_each_part_can_be_read_at_11(part: Part) -> None:
    assert textstat.automated_readability_index(text_of(part)) <= AGE_11_GRADE


def test_the_measure_tells_hard_words_from_easy_ones() -> None:
    hard = "Extracellular vesicles facilitate communication in degenerative musculoskeletal conditions."

    assert textstat.automated_readability_index(hard) > 2 * AGE_11_GRADE


def test_each_part_names_its_sources() -> None:
    assert [part.id for part in PARTS if not part.sources] == []


def test_what_is_not_known_and_not_approved_is_said() -> None:
    said = text_of(next(part for part in PARTS if part.id == "studied"))

    assert "The FDA has approved no exosome product." in said
    assert "Nobody knows yet what they do to the body over many years." in said
