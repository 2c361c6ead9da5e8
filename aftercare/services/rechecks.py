"""Asking a patient again, "is it still so?": when a clock ran out, and at a time that a nurse chose.

A check-in from the chosen time on answers, whatever it tells. Without one the flag is back among the others
once the time to answer is over, even where it was put off. A resolved flag asks nothing, nor does one of a
patient who is no longer in care.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from aftercare.domain.protocol import Severity
from aftercare.models import Flag, FlagAction, Patient, Reminder, Watch
from aftercare.models.flags import ANSWER_WITHIN
from aftercare.queries.records import ClinicalRecord
from aftercare.services.plans import News, replan

RECHECK = "recheck"
"""Why the portal writes then; also the clock of a flag about which the patient is asked again."""


def ask_about(*, patient: Patient, flags: Iterable[Flag], at: datetime) -> None:
    """Ask about `flags`, for which it is time: about an urgent one at once, else outside quiet hours.

    The question counts from when a nurse chose to have it asked, else from `at`.
    """
    urgent: list[News] = []
    routine: list[News] = []
    for flag in flags:
        news = News(RECHECK, _key(flag), (flag.recheck_at or at) + ANSWER_WITHIN)
        (urgent if flag.gravity > Severity.ROUTINE.gravity else routine).append(news)
    replan(patient=patient, at=at, announce=routine, announce_now=urgent)


def withdraw_question(*, flag: Flag, at: datetime) -> None:
    """What nobody needs to be asked any more is not sent, where it was due and has not left."""
    if flag.recheck_at is not None and flag.recheck_at <= at:
        replan(patient=flag.patient, at=at, withdraw={_key(flag)})


def start_clock(flag: Flag) -> None:
    """Let the clock of a flag run out when it is time to ask, now where that is past; none where nothing is
    asked.
    """
    Watch.objects.filter(patient=flag.patient, rule=RECHECK, episode=str(flag.pk)).delete()
    if flag.recheck_at is not None:
        _clock(flag, flag.recheck_at).save()


def settle_rechecks(*, record: ClinicalRecord, at: datetime) -> list[Watch]:
    """Ask what is due, take what was answered and what nobody has answered; returns the clocks that run on.

    The record's patient is locked.
    """
    patient = record.patient
    heard_at = record.check_in_rows[-1].at if record.check_in_rows else None
    due, clocks = [], []
    for flag, asked_at in _asked(patient):
        if not patient.in_care or (heard_at is not None and heard_at >= asked_at):
            _end(flag, at)
        elif at > asked_at + ANSWER_WITHIN:
            _note_silence(flag, asked_at)
        else:
            waits = at < asked_at
            if not waits and not _is_asked(flag):
                due.append(flag)
            clocks.append(_clock(flag, asked_at if waits else asked_at + ANSWER_WITHIN))
    if due:
        ask_about(patient=patient, flags=due, at=at)
    return clocks


def _asked(patient: Patient) -> Iterator[tuple[Flag, datetime]]:
    """The open flags of a patient about which a nurse asks again, and when."""
    for flag in Flag.objects.open().filter(patient=patient).order_by("id"):
        if flag.recheck_at is not None:
            flag.patient = patient
            yield flag, flag.recheck_at


def _clock(flag: Flag, due_at: datetime) -> Watch:
    return Watch(patient=flag.patient, rule=RECHECK, episode=str(flag.pk), due_at=due_at)


def _end(flag: Flag, at: datetime) -> None:
    """Answered, or not to be asked any more: the flag is to be looked at."""
    withdraw_question(flag=flag, at=at)
    flag.recheck_at = flag.snoozed_until = None
    flag.save(update_fields=["recheck_at", "snoozed_until"])


def _note_silence(flag: Flag, asked_at: datetime) -> None:
    """No answer came: once, the flag is brought back and that is put on record."""
    asked = flag.actions.filter(kind=FlagAction.Kind.ASKED_AGAIN, until=asked_at, undone_at__isnull=True)
    if asked.filter(unanswered_at__isnull=True).update(unanswered_at=asked_at + ANSWER_WITHIN):
        flag.snoozed_until = None
        flag.save(update_fields=["snoozed_until"])


def _key(flag: Flag) -> str:
    return f"{RECHECK}:{flag.question}"


def _is_asked(flag: Flag) -> bool:
    about = [{"key": _key(flag)}]
    sent = Reminder.objects.filter(patient=flag.patient, reasons__contains=about)
    return sent.exclude(state=Reminder.State.CANCELLED).exists()
