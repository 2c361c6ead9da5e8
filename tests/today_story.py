"""Where a patient's course can stand when Today is opened: each is told, and returns the time of opening."""

from datetime import datetime, timedelta

from aftercare.models import Flag, Patient, User
from aftercare.services.care import set_care
from aftercare.services.flags import acknowledge_flag
from aftercare.services.sessions import cancel_session
from tests.cast import a_scheduler_of, book, complete, local, report

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FIRST = local("2026-03-02T10:00")


def invited(patient: Patient) -> datetime:
    return FIRST - timedelta(days=20)


def booked(patient: Patient) -> datetime:
    """The first session is booked, its pause still ahead."""
    book(patient, FIRST)
    return local("2026-02-24T09:00")


def in_pause(patient: Patient) -> datetime:
    book(patient, FIRST)
    return local("2026-02-28T09:00")


def the_day(patient: Patient) -> datetime:
    book(patient, FIRST)
    return local("2026-03-02T07:30")


def just_treated(patient: Patient) -> datetime:
    complete(patient, FIRST)
    return FIRST + 20 * MINUTE


def colliding(patient: Patient) -> datetime:
    """Day 3; the next session's pause begins before day 5."""
    complete(patient, FIRST)
    book(patient, local("2026-03-09T10:00"), at=FIRST + HOUR)
    report(patient, local("2026-03-04T09:00"), pain=3)
    return local("2026-03-05T08:30")


def between(patient: Patient) -> datetime:
    """Two sessions, far apart; only what always holds is restricted."""
    complete(patient, FIRST)
    book(patient, local("2026-05-04T10:00"), at=FIRST + HOUR)
    report(patient, local("2026-03-30T09:00"), pain=1)
    return local("2026-04-10T09:00")


def cancelled(patient: Patient) -> datetime:
    """The only session was cancelled."""
    now = local("2026-02-25T09:00")
    cancel_session(session=book(patient, FIRST), by=a_scheduler_of(patient), at=now - HOUR)
    return now


def past_month_4(patient: Patient) -> datetime:
    complete(patient, FIRST)
    report(patient, local("2026-07-02T09:00"), pain=2)
    return local("2026-07-20T09:00")


def all_done(patient: Patient) -> datetime:
    """Past month 9."""
    complete(patient, FIRST)
    report(patient, local("2026-12-02T09:00"), pain=0)
    return local("2026-12-14T09:00")


def unseen(patient: Patient) -> datetime:
    """A flag stands open that no nurse has seen."""
    complete(patient, FIRST)
    report(patient, local("2026-03-04T13:50"), swelling=local("2026-03-01T12:00"), fever=None)
    return local("2026-03-04T14:00")


def seen(patient: Patient, nurse: User) -> datetime:
    """The same, and a nurse has seen it."""
    unseen(patient)
    for flag in Flag.objects.filter(patient=patient):
        acknowledge_flag(flag=flag, by=nurse, at=local("2026-03-04T14:05"))
    return local("2026-03-04T14:20")


def left(patient: Patient) -> datetime:
    """The patient has left the clinic."""
    now = colliding(patient)
    set_care(patient=patient, care=Patient.Care.LEFT, by=a_scheduler_of(patient), at=now - HOUR)
    return now
