from datetime import datetime

import pytest
from django.http import QueryDict

from aftercare.domain.triage import CheckIn, SymptomReport
from aftercare.forms.check_in import read_opened_at, read_submission
from tests.cast import local
from tests.check_in_forms import NOW, sent


def test_the_rest_of_a_refused_form_keeps_signs_that_count_at_once_without_their_times() -> None:
    form = sent(fever="yes", pain="8", pain__since="other", heat="yes", acetaminophen="3000")

    assert not form.is_valid()
    assert form.partial == CheckIn(
        at=NOW,
        symptoms={"fever": SymptomReport(), "pain": SymptomReport(score=8)},
        acetaminophen_mg_24h=3000,
    )


def test_the_rest_of_a_refused_form_keeps_other_signs_with_times_that_can_be_read() -> None:
    form = sent(heat="yes", heat__since="night", pain="11", swelling="yes")

    assert not form.is_valid()
    assert form.partial.symptoms == {"heat": SymptomReport(since=local("2026-03-05T00:00"))}


def test_too_many_milligrams_to_accept_still_count_for_the_card() -> None:
    form = sent(acetaminophen="60000")

    assert not form.is_valid()
    assert form.partial.acetaminophen_mg_24h == 50_001


@pytest.mark.parametrize("text", ["", "x", "123"])
def test_a_submission_that_is_none_is_not_read(text: str) -> None:
    assert read_submission(QueryDict(f"submission={text}")) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-03-05T13:00:00Z", local("2026-03-05T08:00")),
        ("2026-03-05T13:15:00Z", None),
        ("0001-01-01T00:00:00+00:00", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("2026-03-05T08:00:00", None),
        ("then", None),
        ("", None),
    ],
)
def test_when_a_form_was_opened_must_be_an_instant_that_is_past(text: str, told: datetime | None) -> None:
    assert read_opened_at(QueryDict(f"opened_at={text}"), NOW) == told
