"""A wrong protocol document is refused with the key and the reason."""

from collections.abc import Iterator
from typing import Any

import pytest

from aftercare.domain.protocol_document import ProtocolError, load_protocol_text, parse_protocol
from tests.domain.plan_story import PROTOCOL, SHIPPED_TEXT, shipped_document

Path = tuple[str | int, ...]


def spoilt(path: Path, value: object) -> dict[str, Any]:
    """The shipped document with one value set, or left out if it is None."""
    document: Any = shipped_document()
    table = document
    for step in path[:-1]:
        table = table[step]
    if value is None:
        del table[path[-1]]
    else:
        table[path[-1]] = value
    return dict(document)


def refusal(document: object) -> tuple[str, str]:
    with pytest.raises(ProtocolError) as refused:
        parse_protocol(document)
    assert str(refused.value) == f"{refused.value.key}: {refused.value.reason}"
    return refused.value.key, refused.value.reason


def tables(table: dict[str, Any], path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    yield path, table
    for key, value in table.items():
        if isinstance(value, dict):
            yield from tables(value, (*path, key))
        for index, entry in enumerate(value if isinstance(value, list) else ()):
            if isinstance(entry, dict):
                yield from tables(entry, (*path, key, index))


def told(path: Path) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


EVERY_TABLE = list(tables(shipped_document()))
CLINICAL_TABLES = [
    path
    for path, _ in EVERY_TABLE
    if (len(path) > 1 and path[0] not in ("sources", "decisions")) or path in (("pause",), ("quiet_hours",))
]
NAMED_TABLES = ("sources", "topic_groups", "symptom_groups")


def test_shipped_document_is_taken() -> None:
    assert parse_protocol(shipped_document()) == PROTOCOL
    assert load_protocol_text(SHIPPED_TEXT) == PROTOCOL


@pytest.mark.parametrize("path", CLINICAL_TABLES, ids=told)
def test_clinical_value_without_source_is_refused(path: Path) -> None:
    assert refusal(spoilt((*path, "source"), None)) == (f"{told(path)}.source", "missing")


@pytest.mark.parametrize("path", CLINICAL_TABLES, ids=told)
def test_clinical_value_with_unknown_source_is_refused(path: Path) -> None:
    document = spoilt((*path, "source"), "aftercare, hearsay")

    assert refusal(document) == (f"{told(path)}.source", "unknown source 'hearsay'")


@pytest.mark.parametrize("number", range(1, 15))
def test_missing_decision_is_refused(number: int) -> None:
    assert refusal(spoilt(("decisions", str(number)), None)) == (f"decisions.{number}", "missing")


def test_decision_may_be_added_in_a_row() -> None:
    decision = shipped_document()["decisions"]["1"]

    protocol = parse_protocol(spoilt(("decisions", "15"), decision))

    assert [decision.number for decision in protocol.decisions] == list(range(1, 16))


@pytest.mark.parametrize(
    "path", [path for path, _ in EVERY_TABLE if not path or path[0] not in NAMED_TABLES], ids=told
)
def test_unknown_key_is_refused_at_every_depth(path: Path) -> None:
    table: dict[str, Any] = {"a": "b"}

    key, reason = refusal(spoilt((*path, "surprise"), table))

    assert key.startswith(told((*path, "surprise")))
    assert reason in ("unknown key", "missing")


@pytest.mark.parametrize("wrong", [1.5, [[]]], ids=["fraction", "list of lists"])
def test_value_of_a_wrong_kind_is_refused(wrong: object) -> None:
    paths = [(*path, key) for path, table in EVERY_TABLE for key in table]

    refused = [refusal(spoilt(path, wrong))[0].removesuffix("[0]") for path in paths]

    assert refused == [told(path) for path in paths]


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (
            ("id",),
            "Regenerative Injection",
            "an id is made of lower-case letters and digits, joined by hyphens",
        ),
        (("version",), 0, "must be 1 or more"),
        (("version",), True, "must be a whole number"),
        (("title",), "  ", "must be a text"),
        (("pause", "lasts"), "PT72H", "must be in days, such as P3D"),
        (("pause", "lasts"), "P0D", "must be in days, such as P3D"),
        (("quiet_hours", "start"), "9 pm", "must be a time of day such as 09:00"),
        (("quiet_hours", "end"), "24:00", "must be a time of day such as 09:00"),
        (
            ("topics", "ice", "resting"),
            "forbidden",
            "'forbidden' is not one of avoid, ask, continue, encouraged, allowed",
        ),
        (("topics", "ice", "synonyms"), [], "must be a list of different texts, at least one"),
        (("topics", "ice", "synonyms"), ["ice", "ice"], "must be a list of different texts, at least one"),
        (("topics", "ice", "synonyms"), ["ice", 1], "must be a list of different texts, at least one"),
        (("topics", "ice", "decision"), 15, "there is no decision 15"),
        (("topics", "ice", "decision"), 0, "must be 1 or more"),
        (
            ("rules", "ice-pause", "topic"),
            "snow",
            "'snow' is not one of " + ", ".join(t.id for t in PROTOCOL.topics),
        ),
        (("rules", "ice-pause", "window"), "before", "'before' is not one of after, pause"),
        (("rules", "ice-pause", "lasts"), "P3D", "unknown key"),
        (
            ("rules", "ice-first-week", "lasts"),
            "a week",
            "'a week' is not a duration such as PT6H, P7D or P3M",
        ),
        (("rules", "ice-first-week", "lasts"), "P0D", "must be longer than nothing"),
        (("rules", "ice-first-week", "lasts"), None, "missing"),
        (
            ("rules", "public-water-first-days", "lasts"),
            "P2D",
            "a restriction uses the longest of its ranges",
        ),
        (
            ("rules", "intense-exercise-four-weeks", "lasts"),
            "PT48H",
            "a restriction uses the longest of its ranges",
        ),
        (("symptoms", "pain", "scored"), "yes", "must be true or false"),
        (("symptom_rules", "severe-pain", "min_score"), 11, "must be 10 or less"),
        (("symptom_rules", "severe-pain", "min_score"), -1, "must be 0 or more"),
        (("symptom_rules", "allergy-signs", "min_score"), 1, "only for symptoms that have a score"),
        (("symptom_rules", "allergy-signs", "symptoms"), ["rash", "cough"], "unknown: 'cough'"),
        (
            ("symptom_rules", "allergy-signs", "severity"),
            "grave",
            "'grave' is not one of emergency, urgent, routine",
        ),
        (("symptom_rules", "allergy-signs", "clock"), "wall", "'wall' is not one of onset, session"),
        (("medicine_rules", "acetaminophen-over-limit", "limit_mg"), 0, "must be 1 or more"),
        (("medicine_rules", "anti-inflammatory-taken", "limit_mg"), 2500, "unknown key"),
        (("medicine_rules", "anti-inflammatory-taken", "topics"), ["snow"], "unknown: 'snow'"),
        (("silence_rules", "no-check-in-48h", "within"), None, "missing"),
        (("silence_rules", "no-check-in-48h", "every"), "PT0H", "must be longer than nothing"),
        (("silence_rules", "no-check-in-day-8", "asked_from"), "PT168H", "must be in days, such as P7D"),
        (("silence_rules", "no-check-in-48h", "by"), "P8D", "unknown key"),
        (("reminders", "check-in", "days"), [1, 1, 2], "must be a list of rising whole numbers from 1"),
        (("reminders", "check-in", "days"), [0, 1], "must be a list of rising whole numbers from 1"),
        (("reminders", "check-in", "days"), [True, 2], "must be a list of rising whole numbers from 1"),
        (("reminders", "check-in", "months"), [], "must be a list of rising whole numbers from 1"),
        (("reminders", "check-in", "delay"), "PT1H", "unknown key"),
        (("reminders", "appointment", "days_before"), 0, "must be 1 or more"),
        (("reminders", "recheck"), None, "missing"),
        (("decisions", "1", "sources"), ["hearsay"], "unknown: 'hearsay'"),
        (("decisions", "1", "held"), "", "must be a text"),
    ],
)
def test_wrong_value_is_refused_by_its_key(path: Path, value: object, reason: str) -> None:
    assert refusal(spoilt(path, value)) == (told(path), reason)


@pytest.mark.parametrize(
    ("direction", "least", "most"),
    [
        ("between", "P3D", "P3D"),
        ("between", "P4D", "P3D"),
        ("at-least", "P2D", "P3D"),
        ("at-most", "P4D", "P3D"),
    ],
)
def test_range_against_its_direction_is_refused(direction: str, least: str, most: str) -> None:
    stated = {"direction": direction, "min": least, "max": most, "source": "aftercare"}

    key, _ = refusal(spoilt(("rules", "public-water-first-days", "ranges"), [stated]))

    assert key == "rules.public-water-first-days.ranges[0].max"


@pytest.mark.parametrize("kind", ["symptom_rules", "medicine_rules", "silence_rules"])
def test_rule_id_of_another_kind_is_refused(kind: str) -> None:
    some_rule = next(iter(shipped_document()[kind].values()))

    assert refusal(spoilt((kind, "ice-pause"), some_rule)) == (
        f"{kind}.ice-pause",
        "another rule has this id",
    )


@pytest.mark.parametrize(
    "kind", ["topics", "rules", "symptoms", "symptom_rules", "topic_groups", "symptom_groups"]
)
def test_id_that_is_no_slug_is_refused(kind: str) -> None:
    entry = next(iter(shipped_document()[kind].values()))

    key, reason = refusal(spoilt((kind, "Ice Pause"), entry))

    assert key == f"{kind}.Ice Pause"
    assert reason == "an id is made of lower-case letters and digits, joined by hyphens"


@pytest.mark.parametrize("document", [None, [], "topics", 3])
def test_what_is_no_table_is_refused(document: object) -> None:
    assert refusal(document) == ("document", "must be an object with named values")


@pytest.mark.parametrize("text", ["id = ", "[rules.a]\n[rules.a]", "a = " + "[" * 5000])
def test_what_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError, match="document: is no TOML: ") as refused:
        load_protocol_text(text)

    assert refused.value.key == "document"
