"""What a check-in is refused for, and the card that is shown all the same."""

from datetime import UTC, datetime, timedelta

import pytest

from aftercare.domain.triage import CheckIn, CheckInError, SymptomReport, at_once, check_report
from tests.domain.triage_story import shipped

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def heat(since: datetime | None = None, until: datetime | None = None) -> CheckIn:
    return CheckIn(AT, {"heat": SymptomReport(since, until)})


@pytest.mark.parametrize(
    "check_in",
    [
        CheckIn(AT, {}),
        heat(),
        heat(since=AT),
        heat(until=AT),
        heat(since=AT - HOUR, until=AT - HOUR),
        CheckIn(AT, {"pain": SymptomReport(score=0)}),
        CheckIn(AT, {"pain": SymptomReport(score=10)}),
        CheckIn(AT, {}, taken={"ice": None, "nsaids": AT, "sugar": AT - HOUR}),
        CheckIn(AT, {}, acetaminophen_mg_24h=0),
    ],
)
def test_check_in_that_can_be_true_is_accepted(check_in: CheckIn) -> None:
    check_report(shipped(), check_in)


@pytest.mark.parametrize(
    ("check_in", "field", "reason"),
    [
        (heat(since=AT + SECOND), "symptoms.heat.since", "is after the check-in"),
        (heat(until=AT + SECOND), "symptoms.heat.until", "is after the check-in"),
        (heat(since=AT - HOUR, until=AT - HOUR - SECOND), "symptoms.heat.until", "is before it began"),
        (
            CheckIn(AT, {"sneezing": SymptomReport()}),
            "symptoms.sneezing",
            "is not a symptom of this protocol",
        ),
        (CheckIn(AT, {"pain": SymptomReport()}), "symptoms.pain.score", "is missing"),
        (
            CheckIn(AT, {"pain": SymptomReport(score=11)}),
            "symptoms.pain.score",
            "must be a whole number from 0 to 10",
        ),
        (
            CheckIn(AT, {"pain": SymptomReport(score=-1)}),
            "symptoms.pain.score",
            "must be a whole number from 0 to 10",
        ),
        (
            CheckIn(AT, {"heat": SymptomReport(score=3)}),
            "symptoms.heat.score",
            "is not asked for this symptom",
        ),
        (CheckIn(AT, {}, acetaminophen_mg_24h=-1), "acetaminophen_mg_24h", "must not be negative"),
        (CheckIn(AT, {}, taken={"ice": AT + SECOND}), "taken.ice.at", "is after the check-in"),
        (CheckIn(AT, {}, taken={"coffee": None}), "taken.coffee", "is not a topic of this protocol"),
    ],
)
def test_check_in_that_cannot_be_true_is_refused_naming_the_field(
    check_in: CheckIn, field: str, reason: str
) -> None:
    with pytest.raises(CheckInError) as refused:
        check_report(shipped(), check_in)

    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert str(refused.value) == f"{field}: {reason}"


def test_at_once_rules_are_met_gravest_first_whatever_the_times() -> None:
    check_in = CheckIn(
        AT,
        {
            "discoloration": SymptomReport(),
            "rash": SymptomReport(since=AT + HOUR, until=AT - HOUR),
            "heat": SymptomReport(),
            "fainting": SymptomReport(),
        },
    )

    rules = [rule.id for rule in at_once(shipped(), check_in)]

    assert rules == ["circulation-emergency", "allergy-signs", "skin-discoloration"]


@pytest.mark.parametrize(
    ("score", "rules"), [(None, []), (-1, []), (6, []), (7, ["severe-pain"]), (10, ["severe-pain"]), (11, [])]
)
def test_at_once_counts_a_valid_score_of_pain_only(score: int | None, rules: list[str]) -> None:
    check_in = CheckIn(AT, {"pain": SymptomReport(score=score)})

    assert [rule.id for rule in at_once(shipped(), check_in)] == rules
