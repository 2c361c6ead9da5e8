"""Drafts of check-ins: begun, kept step by step. Sending one is `record_check_in`, which ends it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aftercare.models import CheckInDraft, Patient


@dataclass(frozen=True, slots=True)
class Begun:
    """The draft to go on with, and when the one was begun whose answers were given up as too old for it."""

    draft: CheckInDraft
    given_up_of: datetime | None = None


@transaction.atomic
def begin_draft(*, patient: Patient, afresh: bool = False, at: datetime) -> Begun:
    """The draft of `patient`: the one that is open, else a new one; `afresh` gives up the open one."""
    Patient.objects.locked(patient.pk)
    found = CheckInDraft.objects.filter(patient=patient).first()
    if found is not None and found.answers and found.is_open(at) and not afresh:
        return Begun(found)
    if found is not None and not found.answers:
        found.opened_at = found.updated_at = at
        found.save()
        return Begun(found)
    fresh = CheckInDraft(patient=patient, opened_at=at, updated_at=at)
    if found is None:
        fresh.save(force_insert=True)
        return Begun(fresh)
    fresh.save(force_update=True)
    return Begun(fresh, None if afresh else found.opened_at)


@transaction.atomic
def keep_step(
    *,
    patient: Patient,
    submission: uuid.UUID,
    step: str,
    answers: Mapping[str, str],
    turn: int | None = None,
    at: datetime,
) -> CheckInDraft | None:
    """Keep what was typed at one step, whatever it is; None where no such draft is open.

    `turn` is told by a page that saves itself: of an earlier turn than the draft's it keeps nothing.
    """
    drafts = CheckInDraft.objects.select_for_update().filter(patient=patient, submission=submission)
    draft = drafts.first()
    if draft is None or not draft.is_open(at) or turn not in (None, draft.turn):
        return None
    draft.answers[step] = dict(answers)
    draft.updated_at = at
    draft.turn += turn is None
    draft.save()
    return draft
