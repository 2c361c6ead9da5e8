"""Every rule of the table, on both sides of its limit. The expected instants are worked out by hand."""

import pytest

from tests.domain.triage_story import Story, shipped, told

AT_ONCE = {
    "infection-signs": ["fever", "chills", "feeling-unwell", "discharge"],
    "allergy-emergency": ["breathing-difficulty", "throat-tightness", "face-swelling"],
    "allergy-signs": ["rash", "itching", "hives"],
    "circulation-emergency": ["chest-pain", "fainting"],
    "spine-emergency": ["saddle-numbness", "bladder-or-bowel-loss", "stiff-neck-headache"],
    "clot-signs": ["limb-swelling"],
    "nerve-signs": ["numbness", "weakness"],
    "cannot-use-limb": ["cannot-use-limb"],
    "skin-circulation": ["pale-or-dusky-skin"],
    "skin-discoloration": ["discoloration"],
}
SEVERITIES = {
    "heat-or-redness-over-6h": "urgent",
    "pain-over-7d": "routine",
    "severe-pain": "urgent",
    "infection-signs": "urgent",
    "swelling-over-3d": "urgent",
    "allergy-emergency": "emergency",
    "allergy-signs": "urgent",
    "circulation-emergency": "emergency",
    "spine-emergency": "emergency",
    "clot-signs": "urgent",
    "nerve-signs": "urgent",
    "cannot-use-limb": "urgent",
    "skin-circulation": "urgent",
    "skin-discoloration": "routine",
    "acetaminophen-over-limit": "urgent",
    "anti-inflammatory-taken": "routine",
    "no-check-in-48h": "routine",
    "no-check-in-day-8": "routine",
}
HEAT = "heat-or-redness-over-6h"


def test_protocol_has_the_rules_of_the_table() -> None:
    protocol = shipped()

    rules = (*protocol.symptom_rules, *protocol.medicine_rules, *protocol.silence_rules)

    assert {rule.id: rule.severity.value for rule in rules} == SEVERITIES


@pytest.mark.parametrize(
    ("rule", "symptom"), [(rule, one) for rule, names in AT_ONCE.items() for one in names]
)
def test_at_once_rule_flags_with_the_check_in_that_tells_of_it(rule: str, symptom: str) -> None:
    story = Story(["0 10:00"], [told("0 14:00", **{symptom: "0 13:00.."})])

    (flag,) = story.flags(rule, now="0 14:00")

    assert (story.text(flag.raised_at), flag.severity.value, flag.session) == ("0 14:00", SEVERITIES[rule], 0)


@pytest.mark.parametrize("rule", AT_ONCE)
def test_at_once_rule_flags_what_is_told_as_already_over(rule: str) -> None:
    story = Story(["0 10:00"], [told("0 14:00", **{AT_ONCE[rule][0]: "0 13:00..0 13:00"})])

    assert story.raised(rule, now="0 14:00") == [("0 14:00", 0)]


@pytest.mark.parametrize("rule", [*AT_ONCE, "severe-pain", HEAT, "swelling-over-3d", "pain-over-7d"])
def test_rule_is_silent_where_nothing_is_told(rule: str) -> None:
    story = Story(["0 10:00"], [told("0 14:00", pain=(0, ".."))])

    assert story.raised(rule, now="9 10:00") == []


def test_at_once_rule_leaves_no_watch() -> None:
    story = Story(["0 10:00"], [told("0 14:00", rash="..")])

    assert story.due("allergy-signs", now="0 14:00") == []


@pytest.mark.parametrize("symptom", ["heat", "redness"])
def test_heat_or_redness_for_exactly_six_hours_is_still_a_watch(symptom: str) -> None:
    story = Story(["0 10:00"], [told("0 14:00", **{symptom: "0 11:00.."})])

    assert story.raised(HEAT, now="0 17:00") == []
    assert story.due(HEAT, now="0 17:00") == [("0 17:00", 0)]


@pytest.mark.parametrize("symptom", ["heat", "redness"])
def test_heat_or_redness_flags_by_itself_once_six_hours_have_passed(symptom: str) -> None:
    story = Story(["0 10:00"], [told("0 14:00", **{symptom: "0 11:00.."})])

    assert story.raised(HEAT, now="0 17:00:01") == [("0 17:00", 0)]
    assert story.due(HEAT, now="0 17:00:01") == []


def test_heat_and_redness_run_on_one_clock() -> None:
    story = Story(["0 10:00"], [told("0 13:00", heat="0 11:00.."), told("0 15:00", redness="0 15:00..")])

    assert story.raised(HEAT, now="0 17:00:01") == [("0 17:00", 0)]


def test_heat_told_late_as_over_flags_after_more_than_six_hours() -> None:
    exactly = Story(["0 07:00"], [told("0 18:00", heat="0 08:00..0 14:00")])
    longer = Story(["0 07:00"], [told("0 18:00", heat="0 08:00..0 14:00:01")])

    assert exactly.raised(HEAT, now="0 18:00") == []
    assert longer.raised(HEAT, now="0 18:00") == [("0 18:00", 0)]


def test_swelling_for_exactly_three_days_is_still_a_watch() -> None:
    story = Story(["0 10:00"], [told("0 14:00", swelling="0 12:00..")])

    assert story.raised("swelling-over-3d", now="3 12:00") == []
    assert story.due("swelling-over-3d", now="3 12:00") == [("3 12:00", 0)]
    assert story.raised("swelling-over-3d", now="3 12:00:01") == [("3 12:00", 0)]


def test_pain_of_one_on_day_seven_is_still_a_watch() -> None:
    story = Story(["0 10:00"], [told("2 14:00", pain=(1, "2 09:00.."))])

    assert story.raised("pain-over-7d", now="7 10:00") == []
    assert story.due("pain-over-7d", now="7 10:00") == [("7 10:00", 0)]
    assert story.raised("pain-over-7d", now="7 10:00:01") == [("7 10:00", 0)]


def test_pain_of_zero_starts_no_clock() -> None:
    story = Story(["0 10:00"], [told("2 14:00", pain=(0, "2 09:00.."))])

    assert story.due("pain-over-7d", now="2 14:00") == []
    assert story.raised("pain-over-7d", now="7 10:00:01") == []


def test_pain_is_severe_from_seven() -> None:
    six = Story(["0 10:00"], [told("0 14:00", pain=(6, "0 12:00.."))])
    seven = Story(["0 10:00"], [told("0 14:00", pain=(7, "0 12:00.."))])

    assert six.raised("severe-pain", now="0 14:00") == []
    assert seven.raised("severe-pain", now="0 14:00") == [("0 14:00", 0)]


def test_severe_pain_that_eases_has_ended_though_pain_goes_on() -> None:
    story = Story(
        ["0 10:00"], [told("0 14:00", pain=(8, "0 12:00..")), told("0 18:00", pain=(3, "0 12:00.."))]
    )

    (severe,) = story.flags("severe-pain", now="0 18:00")

    assert severe.ended_at == story.instant("0 18:00")
    assert story.due("pain-over-7d", now="0 18:00") == [("7 10:00", 0)]


def test_times_of_pain_below_the_min_score_do_not_end_severe_pain_earlier() -> None:
    story = Story(
        ["0 10:00"], [told("0 14:00", pain=(8, "0 12:00..")), told("0 18:00", pain=(3, "..0 15:00"))]
    )

    (severe,) = story.flags("severe-pain", now="0 18:00")

    assert severe.ended_at == story.instant("0 18:00")


def test_acetaminophen_is_flagged_above_2500_mg() -> None:
    at_limit = Story(["0 10:00"], [told("1 10:00", mg=2500)])
    above = Story(["0 10:00"], [told("1 10:00", mg=2501)])

    assert at_limit.raised("acetaminophen-over-limit", now="1 10:00") == []
    assert above.raised("acetaminophen-over-limit", now="1 10:00") == [("1 10:00", 0)]
