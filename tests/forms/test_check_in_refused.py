import pytest
from django.http import QueryDict

from aftercare.domain.triage import CheckIn, SymptomReport
from aftercare.forms.check_in_sent import NOBODYS, read_sent
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
    assert read_sent(QueryDict(f"submission={text}"), "area").of == NOBODYS


@pytest.mark.parametrize(("text", "turn"), [("3", 3), ("", -1), ("-2", -1), ("1e9", -1), ("9" * 40, -1)])
def test_a_turn_that_is_none_is_before_all(text: str, turn: int) -> None:
    assert read_sent(QueryDict(f"turn={text}"), "area").turn == turn


def test_what_is_sent_is_kept_as_typed_within_bounds() -> None:
    data = QueryDict(mutable=True)
    data.update({"heat": "perhaps", "note": "a\x00" * 12_000, "Not a name": "x", "csrfmiddlewaretoken": "c"})

    assert read_sent(data, "review").answers == {"heat": "perhaps", "note": "a" * 10_000}


def test_more_fields_than_any_step_has_are_not_kept() -> None:
    data = QueryDict("&".join(f"field-{number}=x" for number in range(300)))

    assert len(read_sent(data, "area").answers) == 200


def test_signs_of_danger_are_read_by_themselves() -> None:
    form = sent(none_of_these=None, chest_pain="yes", pain="9", acetaminophen="9000")

    assert form.emergencies == CheckIn(at=NOW, symptoms={"chest-pain": SymptomReport()})
