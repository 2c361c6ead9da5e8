"""What the shipped protocol says, value by value, against the clinical agreement."""

import pytest

from aftercare.domain.clinical_time import Duration
from aftercare.domain.protocol import Direction, Reason
from tests.domain.plan_story import PROTOCOL

RESTING = {
    "nsaids": "allowed",
    "turmeric": "allowed",
    "fish-oil": "allowed",
    "ice": "allowed",
    "gel-packs": "avoid",
    "wraps": "allowed",
    "public-water": "allowed",
    "own-pool": "allowed",
    "sugar": "allowed",
    "smoking": "avoid",
    "intense-exercise": "allowed",
    "moderate-exercise": "encouraged",
    "light-exercise": "encouraged",
    "stretching": "encouraged",
    "acetaminophen": "allowed",
    "epsom-bath": "allowed",
    "opioids": "continue",
    "prescribed-blood-thinners": "ask",
}
WINDOWS = {
    "nsaids-first-week": ("nsaids", "avoid", "P7D"),
    "nsaids-pause": ("nsaids", "avoid", None),
    "turmeric-first-week": ("turmeric", "avoid", "P7D"),
    "turmeric-pause": ("turmeric", "avoid", None),
    "fish-oil-first-days": ("fish-oil", "avoid", "P5D"),
    "fish-oil-pause": ("fish-oil", "avoid", None),
    "ice-first-week": ("ice", "avoid", "P7D"),
    "ice-pause": ("ice", "avoid", None),
    "wraps-first-day": ("wraps", "avoid", "PT24H"),
    "public-water-first-days": ("public-water", "avoid", "P3D"),
    "sugar-two-weeks": ("sugar", "avoid", "P14D"),
    "intense-exercise-four-weeks": ("intense-exercise", "avoid", "P28D"),
    "moderate-exercise-first-week": ("moderate-exercise", "avoid", "P7D"),
    "stretching-first-week": ("stretching", "ask", "P7D"),
}
SYMPTOM_RULES = {
    "heat-or-redness-over-6h": ("heat redness", None, "onset", "PT6H", "urgent"),
    "pain-over-7d": ("pain", 1, "session", "P7D", "routine"),
    "severe-pain": ("pain", 7, "onset", None, "urgent"),
    "infection-signs": ("fever chills feeling-unwell discharge", None, "onset", None, "urgent"),
    "swelling-over-3d": ("swelling", None, "onset", "P3D", "urgent"),
    "allergy-emergency": (
        "breathing-difficulty throat-tightness face-swelling",
        None,
        "onset",
        None,
        "emergency",
    ),
    "allergy-signs": ("rash itching hives", None, "onset", None, "urgent"),
    "circulation-emergency": ("chest-pain fainting", None, "onset", None, "emergency"),
    "spine-emergency": (
        "saddle-numbness bladder-or-bowel-loss stiff-neck-headache",
        None,
        "onset",
        None,
        "emergency",
    ),
    "clot-signs": ("limb-swelling", None, "onset", None, "urgent"),
    "nerve-signs": ("numbness weakness", None, "onset", None, "urgent"),
    "cannot-use-limb": ("cannot-use-limb", None, "onset", None, "urgent"),
    "skin-circulation": ("pale-or-dusky-skin", None, "onset", None, "urgent"),
    "skin-discoloration": ("discoloration", None, "onset", None, "routine"),
}


def duration(text: str | None) -> Duration | None:
    return None if text is None else Duration.parse(text)


def test_topics_rest_as_agreed() -> None:
    assert {topic.id: topic.resting for topic in PROTOCOL.topics} == RESTING


def test_rules_restrict_as_agreed() -> None:
    found = {rule.id: (rule.topic, rule.status, rule.duration) for rule in PROTOCOL.rules}

    assert found == {
        rule: (topic, status, duration(lasts)) for rule, (topic, status, lasts) in WINDOWS.items()
    }
    assert PROTOCOL.pause == Duration(days=3)


def test_ranges_of_the_sources_are_kept() -> None:
    found = {
        rule.id: [(stated.direction, stated.least, stated.most) for stated in rule.ranges]
        for rule in PROTOCOL.rules
        if rule.ranges
    }

    assert found == {
        "public-water-first-days": [(Direction.BETWEEN, Duration(days=2), Duration(days=3))],
        "sugar-two-weeks": [(Direction.AT_LEAST, Duration(days=14), Duration(days=14))],
        "intense-exercise-four-weeks": [
            (Direction.BETWEEN, Duration(hours=24), Duration(hours=48)),
            (Direction.BETWEEN, Duration(days=21), Duration(days=28)),
        ],
    }


def test_symptom_rules_watch_as_agreed() -> None:
    found = {
        rule.id: (" ".join(rule.symptoms), rule.min_score, rule.clock, rule.longer_than, rule.severity)
        for rule in PROTOCOL.symptom_rules
    }

    assert found == {
        rule: (symptoms, score, clock, duration(limit), severity)
        for rule, (symptoms, score, clock, limit, severity) in SYMPTOM_RULES.items()
    }


def test_symptoms_asked_about_are_those_of_the_rules() -> None:
    watched = {symptom for rule in PROTOCOL.symptom_rules for symptom in rule.symptoms}

    assert {symptom.id for symptom in PROTOCOL.symptoms} == watched
    assert [symptom.id for symptom in PROTOCOL.symptoms if symptom.scored] == ["pain"]


def test_medicine_and_silence_rules_watch_as_agreed() -> None:
    medicines = [(rule.id, rule.limit_mg, rule.topics, rule.severity) for rule in PROTOCOL.medicine_rules]
    silences = [
        (rule.id, rule.every, rule.within, rule.asked_from, rule.by, rule.severity)
        for rule in PROTOCOL.silence_rules
    ]

    assert medicines == [
        ("acetaminophen-over-limit", 2500, (), "urgent"),
        ("anti-inflammatory-taken", None, ("nsaids", "turmeric", "fish-oil", "ice", "gel-packs"), "routine"),
    ]
    assert silences == [
        ("no-check-in-48h", Duration(hours=48), Duration(days=7), None, None, "routine"),
        ("no-check-in-day-8", None, None, Duration(days=7), Duration(days=8), "routine"),
    ]


def test_reminders_cover_every_reason_once() -> None:
    assert [rule.reason for rule in PROTOCOL.reminder_rules] == list(Reason)
    assert PROTOCOL.reminder_rule(Reason.RECHECK).expires_after == Duration(hours=12)


def test_decisions_are_the_fourteen_open_ones() -> None:
    assert [decision.number for decision in PROTOCOL.decisions] == list(range(1, 15))


@pytest.mark.parametrize(
    ("word", "topic"),
    [
        ("Advil", "nsaids"),
        ("Motrin", "nsaids"),
        ("ibuprofen", "nsaids"),
        ("Aleve", "nsaids"),
        ("naproxen", "nsaids"),
        ("aspirin", "nsaids"),
        ("curcumin", "turmeric"),
        ("omega-3", "fish-oil"),
        ("Tylenol", "acetaminophen"),
        ("paracetamol", "acetaminophen"),
        ("hot tub", "public-water"),
        ("soda", "sugar"),
        ("cardio", "intense-exercise"),
        ("warfarin", "prescribed-blood-thinners"),
    ],
)
def test_brand_and_plain_names_lead_to_their_topic(word: str, topic: str) -> None:
    assert topic in [found.id for found in PROTOCOL.topics if word in found.synonyms]


def test_rule_and_symptom_are_found_by_id() -> None:
    assert PROTOCOL.topic("ice").name == "Ice"
    assert PROTOCOL.symptom("fever").name == "Fever"
    with pytest.raises(KeyError):
        PROTOCOL.topic("snow")


def test_words_are_ordered_by_how_strict_and_how_grave_they_are() -> None:
    statuses = sorted({topic.resting for topic in PROTOCOL.topics}, key=lambda status: -status.strictness)
    severities = sorted(
        {rule.severity for rule in PROTOCOL.symptom_rules}, key=lambda severity: -severity.gravity
    )

    assert statuses == ["avoid", "ask", "continue", "encouraged", "allowed"]
    assert severities == ["emergency", "urgent", "routine"]
