import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from aftercare.models import CheckIn, CheckInDraft, Patient
from aftercare.models.check_in_drafts import DRAFT_LASTS
from aftercare.services.check_in_drafts import begin_draft, keep_step
from aftercare.services.checkins import raise_alarm, record_check_in
from tests.cast import MONDAY, a_report, complete

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def begun(patient: Patient, **answers: str) -> CheckInDraft:
    """A draft begun on Monday, with one step kept where something was answered."""
    draft = begin_draft(patient=patient, at=MONDAY).draft
    if not answers:
        return draft
    kept = keep_step(patient=patient, submission=draft.submission, step="area", answers=answers, at=MONDAY)
    assert kept is not None
    return kept


def test_a_draft_that_is_open_is_gone_on_with(patient: Patient) -> None:
    draft = begun(patient, heat="no")

    again = begin_draft(patient=patient, at=MONDAY + DRAFT_LASTS - SECOND)

    assert (again.draft.submission, again.draft.told) == (draft.submission, {"heat": "no"})
    assert again.given_up_of is None


def test_a_draft_that_grew_too_old_gives_way_to_a_new_one(patient: Patient) -> None:
    draft = begun(patient, heat="no")

    fresh = begin_draft(patient=patient, at=MONDAY + DRAFT_LASTS)

    assert fresh.given_up_of == MONDAY
    assert fresh.draft.submission != draft.submission
    assert CheckInDraft.objects.values_list("answers", "turn", "opened_at").get() == (
        {},
        0,
        MONDAY + DRAFT_LASTS,
    )


def test_a_draft_is_given_up_when_the_patient_starts_again(patient: Patient) -> None:
    draft = begun(patient, heat="no")

    fresh = begin_draft(patient=patient, afresh=True, at=MONDAY + HOUR)

    assert (fresh.draft.submission != draft.submission, fresh.draft.told, fresh.given_up_of) == (
        True,
        {},
        None,
    )


def test_a_draft_in_which_nothing_was_answered_begins_when_it_is_opened_again(patient: Patient) -> None:
    draft = begun(patient)

    again = begin_draft(patient=patient, at=MONDAY + HOUR).draft

    assert (again.submission, again.opened_at) == (draft.submission, MONDAY + HOUR)


def test_a_step_is_kept_as_it_was_typed_and_counts_a_turn(patient: Patient) -> None:
    draft = begun(patient, heat="perhaps")

    keep_step(
        patient=patient, submission=draft.submission, step="pain", answers={"pain": "11"}, at=MONDAY + HOUR
    )

    stored = CheckInDraft.objects.get()
    assert stored.answers == {"area": {"heat": "perhaps"}, "pain": {"pain": "11"}}
    assert (stored.turn, stored.updated_at) == (2, MONDAY + HOUR)


def test_a_step_that_is_answered_again_replaces_what_it_said(patient: Patient) -> None:
    draft = begun(patient, heat="yes", heat_since="now")

    keep_step(patient=patient, submission=draft.submission, step="area", answers={"heat": "no"}, at=MONDAY)

    assert CheckInDraft.objects.get().told == {"heat": "no"}


@pytest.mark.parametrize(("turn", "kept"), [(1, True), (0, False), (2, False)])
def test_what_saves_itself_is_kept_in_its_own_turn_only(patient: Patient, turn: int, kept: bool) -> None:
    draft = begun(patient, heat="no")

    answer = keep_step(
        patient=patient, submission=draft.submission, step="pain", answers={"pain": "3"}, turn=turn, at=MONDAY
    )

    assert (answer is not None, CheckInDraft.objects.get().turn) == (kept, 1)


def test_nothing_is_kept_in_another_draft(patient: Patient, other_patient: Patient) -> None:
    draft = begun(patient, heat="no")

    of_another = keep_step(
        patient=other_patient, submission=draft.submission, step="area", answers={}, at=MONDAY
    )
    of_none = keep_step(patient=patient, submission=uuid.uuid4(), step="area", answers={}, at=MONDAY)
    too_late = keep_step(
        patient=patient, submission=draft.submission, step="area", answers={}, at=MONDAY + DRAFT_LASTS
    )

    assert (of_another, of_none, too_late) == (None, None, None)
    assert CheckInDraft.objects.get().told == {"heat": "no"}


def test_a_check_in_that_is_stored_ends_its_draft_and_no_other(
    patient: Patient, other_patient: Patient
) -> None:
    complete(patient, MONDAY - HOUR)
    draft, other = begun(patient, heat="no"), begun(other_patient, heat="no")

    record_check_in(patient=patient, submission=draft.submission, report=a_report(MONDAY))

    assert list(CheckInDraft.objects.all()) == [other]


def test_a_draft_knows_the_gravest_card_that_was_shown(patient: Patient) -> None:
    complete(patient, MONDAY - HOUR)
    draft = begun(patient, heat="no")

    raise_alarm(patient=patient, submission=draft.submission, partial=a_report(MONDAY, pain=8))

    assert CheckInDraft.objects.get().advice == "urgent"


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_finish_one_draft_at_once_make_one_check_in(patient: Patient) -> None:
    complete(patient, MONDAY - HOUR)
    draft = begun(patient, heat="no")

    def finish(_: int) -> uuid.UUID | None:
        try:
            kept = keep_step(
                patient=patient, submission=draft.submission, step="review", answers={"note": ""}, at=MONDAY
            )
            if kept is None:
                return None
            return record_check_in(patient=patient, submission=draft.submission, report=a_report(MONDAY)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as hands:
        made = set(hands.map(finish, range(30))) - {None}

    assert made == {CheckIn.objects.get().pk}
    assert CheckInDraft.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_begin_at_once_begin_one_draft(patient: Patient) -> None:
    def begin(_: int) -> uuid.UUID:
        try:
            return begin_draft(patient=patient, at=MONDAY).draft.submission
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as hands:
        begun_ones = set(hands.map(begin, range(16)))

    assert begun_ones == {CheckInDraft.objects.get().submission}
