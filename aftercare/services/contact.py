"""Contact: a patient who was not heard from is asked how it goes, or phoned; all of it on record."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aftercare.models import ContactTry, FlagAction, Patient, User
from aftercare.models.contact_tries import ASKED_EVERY
from aftercare.queries.silent import is_silent
from aftercare.queries.wording import format_instant
from aftercare.services.plans import announcement, replan


class AskingRefused(ValueError):
    """A question that is not sent. `reason` says why to a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def ask_how_it_goes(*, patient: Patient, by: User, at: datetime) -> ContactTry:
    """Ask a silent patient to check in, outside quiet hours. Raises AskingRefused: too soon after the last
    time, where the patient is not silent any more, or where no message would arrive.
    """
    locked = Patient.objects.locked(patient.pk)
    last = locked.contact_tries.asked().latest_first().select_related("by").first()
    if last is not None and at < last.at + ASKED_EVERY:
        told = {
            "patient": locked.user.full_name,
            "name": last.by.full_name,
            "time": format_instant(last.at, by.clinic.tz, at),
            "next": format_instant(last.at + ASKED_EVERY, by.clinic.tz, at),
        }
        raise AskingRefused(
            _("%(name)s has asked %(patient)s: %(time)s. The next time is possible from %(next)s.") % told
        )
    if not is_silent(patient=locked):
        raise AskingRefused(_("%(name)s is not silent any more.") % {"name": locked.user.full_name})
    if not locked.messages_arrive:
        raise AskingRefused(_("No message reaches %(name)s. Please call.") % {"name": locked.user.full_name})
    tried = ContactTry.objects.create(patient=locked, kind=ContactTry.Kind.ASKED, at=at, by=by)
    replan(patient=locked, at=at, announce=[announcement("how-are-you", tried.pk, at)])
    return tried


@transaction.atomic
def log_call_to_patient(
    *, patient: Patient, outcome: str, submission: uuid.UUID, by: User, at: datetime
) -> ContactTry:
    """Put a call to a patient and its outcome on record. The same submission is one call."""
    locked = Patient.objects.locked(patient.pk)
    told = {"kind": ContactTry.Kind.CALLED, "outcome": outcome, "at": at, "by": by}
    call, new = locked.contact_tries.get_or_create(submission=submission, defaults=told)
    if new and outcome == FlagAction.CallOutcome.REACHED:
        record_reached(patient=locked, by=by, at=at)
    return call


@transaction.atomic
def record_reached(*, patient: Patient, by: User, at: datetime) -> None:
    """`by` has spoken to the patient at `at`; what came later than that stays."""
    locked = Patient.objects.locked(patient.pk)
    if locked.reached_at is None or locked.reached_at < at:
        locked.reached_at, locked.reached_by = at, by
        locked.save(update_fields=["reached_at", "reached_by"])
