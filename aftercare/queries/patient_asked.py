"""What the clinic asks a patient now: is it still so, or how does it go. A check-in answers both."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from aftercare.models.flags import ANSWER_WITHIN
from aftercare.queries.grammar import in_a_row, within
from aftercare.queries.patient_clocks import time_words
from aftercare.queries.patient_nurse import FlagOnRecord, NurseRecord
from aftercare.queries.records import ClinicalRecord

NUDGE_SHOWN = timedelta(days=7)

Asked = tuple[str, str, datetime]
"""The question, what to do about it, and when it was asked."""


def clinic_asks(nurse: NurseRecord, record: ClinicalRecord, now: datetime) -> Iterator[Asked]:
    """The questions that no check-in has answered: of each flag that a nurse asks about, else how it goes."""
    if not record.patient.in_care:
        return
    heard_at = record.check_in_rows[-1].at if record.check_in_rows else None
    rechecks = [
        (flag, flag.recheck_at)
        for flag in nurse.flags
        if flag.recheck_at is not None and flag.recheck_at <= now and flag.resolved_at is None
    ]
    for flag, asked_at in rechecks:
        yield _("We ask: is it still so?"), _still_so(flag, asked_at, record, now), asked_at
    nudged_at = nurse.nudged_at
    if rechecks or nudged_at is None or not nudged_at <= now < nudged_at + NUDGE_SHOWN:
        return
    if heard_at is None or heard_at < nudged_at:
        yield _("We ask: how is it going?"), _("Please check in."), nudged_at


def _still_so(flag: FlagOnRecord, asked_at: datetime, record: ClinicalRecord, now: datetime) -> str:
    """What was told, and until when an answer is waited for while that is to come."""
    names = {symptom.id: within(symptom.name) for symptom in record.protocol.symptoms}
    told = in_a_row(names.get(symptom, symptom) for symptom in flag.symptoms)
    parts = [_("You told us of %(what)s.") % {"what": told}] if told else []
    ends_at = asked_at + ANSWER_WITHIN
    if now < ends_at:
        time = {"time": time_words(ends_at, record.patient.tz, now)}
        parts.append(_("Please check in, at the latest %(time)s.") % time)
    else:
        parts.append(_("Please check in."))
    return " ".join(parts)
