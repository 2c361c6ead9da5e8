import pytest

from aftercare.domain.protocol_document import load_protocol_text
from aftercare.queries.can_i_match import find_symptoms, find_topics
from tests.cast import SHIPPED

PROTOCOL = load_protocol_text(SHIPPED.read_text())


def topics(question: str) -> list[str]:
    return [topic.id for topic in find_topics(PROTOCOL, question).topics]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Advil", ["nsaids"]),
        ("Can I take Advil?", ["nsaids"]),
        ("hot tub", ["public-water"]),
        ("hot tubs", ["public-water"]),
        ("go to the gym", ["intense-exercise"]),
        ("gummy bears", ["sugar"]),
        ("omega-3", ["fish-oil"]),
        ("warfarin", ["prescribed-blood-thinners"]),
        ("ice bath", ["ice"]),
        ("brisk walks", ["moderate-exercise"]),
        ("pain pill", ["nsaids", "acetaminophen"]),
        ("Tylenol with codeine", ["acetaminophen", "opioids"]),
        ("ibuprofen 800 mg", ["nsaids"]),
    ],
)
def test_names_brands_and_everyday_words_are_found(question: str, expected: list[str]) -> None:
    assert topics(question) == expected


@pytest.mark.parametrize(
    ("typed", "name", "topic"),
    [
        ("advli", "Advil", "nsaids"),
        ("ibuprofin", "ibuprofen", "nsaids"),
        ("acetominophen", "acetaminophen", "acetaminophen"),
        ("Eliquiss", "Eliquis", "prescribed-blood-thinners"),
    ],
)
def test_a_slip_of_the_finger_is_read_and_told(typed: str, name: str, topic: str) -> None:
    match = find_topics(PROTOCOL, typed)

    assert [one.id for one in match.topics] == [topic]
    assert match.read_as == ((typed.lower(), name),)


@pytest.mark.parametrize("question", ["beer", "Lipitor", "metformin", "sauna", "oil", "fish", "xyz"])
def test_what_the_protocol_does_not_name_is_unknown_and_never_guessed(question: str) -> None:
    match = find_topics(PROTOCOL, question)

    assert (match.topics, match.unknown) == ((), (question.lower(),))


@pytest.mark.parametrize("typed", ["ics", "gum", "alge"])
def test_a_short_word_must_be_exact(typed: str) -> None:
    assert topics(typed) == []


def test_three_slips_are_too_many() -> None:
    assert (topics("acetaminafin"), topics("acetaminaphin")) == ([], ["acetaminophen"])


def test_what_is_left_over_is_told_beside_what_is_known() -> None:
    match = find_topics(PROTOCOL, "Can I have Advil with kombucha?")

    assert ([one.id for one in match.topics], match.unknown) == (["nsaids"], ("kombucha",))


def test_a_question_of_fillers_alone_asks_nothing() -> None:
    match = find_topics(PROTOCOL, "Can I take it now?")

    assert (match.topics, match.unknown) == ((), ())


@pytest.mark.parametrize(
    ("question", "expected"),
    [("chest pain", ["chest-pain"]), ("I have a fever", ["fever"]), ("hot tub", []), ("", [])],
)
def test_a_symptom_named_in_full_is_something_to_report(question: str, expected: list[str]) -> None:
    assert [symptom.id for symptom in find_symptoms(PROTOCOL, question)] == expected
