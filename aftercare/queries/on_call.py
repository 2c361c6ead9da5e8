"""Who is on call: now, next, and by the rota; where nobody is, who is told in their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aftercare.models import Clinic, OnCallShift, User
from aftercare.queries.access import RecordNotFound
from aftercare.queries.grammar import capitalized
from aftercare.queries.prepared import prepared
from aftercare.queries.wording import format_instant

SHOWN_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class OnCallNow:
    """Who is on call at this hour and who after that, each in a sentence."""

    now: str
    next: str


@dataclass(frozen=True, slots=True)
class OnCallRow:
    """A stretch of the rota: a shift, or a gap between shifts (`id` is None). `note` may be empty."""

    id: UUID | None
    who: str
    times: str
    note: str
    current: bool


@dataclass(frozen=True, slots=True)
class OnCallPage:
    """The rota from now on. `standing` is told while nobody is on it; who `may_edit` it keeps it."""

    on_call: OnCallNow
    rows: tuple[OnCallRow, ...]
    standing: str
    may_edit: bool


@prepared
def shifts_at(clinic: UUID, at: datetime) -> QuerySet[OnCallShift]:
    """The shift that covers `at` with its person; none where the rota has a gap."""
    return OnCallShift.objects.filter(clinic=clinic).covering(at).select_related("user")


def on_call_now(clinic: Clinic, now: datetime) -> OnCallNow:
    """Who is on call now and next. One query."""
    return _now_and_next(clinic, list(_from_now_on(clinic, now)[:2]), now)


def on_call_page(user: User, now: datetime) -> OnCallPage:
    """The rota of the reader's clinic with its gaps. One query."""
    shifts = list(_from_now_on(user.clinic, now)[:SHOWN_AT_MOST])
    return OnCallPage(
        on_call=_now_and_next(user.clinic, shifts, now),
        rows=tuple(_rows(user.clinic, shifts, now)),
        standing=standing_words(user.clinic),
        may_edit=user.role == User.Role.ADMINISTRATOR,
    )


def find_shift(user: User, shift_id: UUID, now: datetime) -> OnCallShift:
    """A shift of the reader's clinic that is not over. Raises RecordNotFound."""
    found = user.clinic.on_call_shifts.not_over(now).select_related("clinic", "user")
    shift = found.filter(pk=shift_id).first()
    if shift is None:
        raise RecordNotFound
    return shift


def standing_words(clinic: Clinic) -> str:
    """Who is told where nobody is on the rota: "Isolde Penhallow"."""
    named = clinic.on_call_name or clinic.on_call_email or clinic.on_call_phone
    return str(named or _("every nurse and administrator"))


def _from_now_on(clinic: Clinic, now: datetime) -> QuerySet[OnCallShift]:
    return (
        OnCallShift.objects.filter(clinic=clinic)
        .not_over(now)
        .select_related("user")
        .order_by("starts_at", "id")
    )


def _now_and_next(clinic: Clinic, shifts: Sequence[OnCallShift], now: datetime) -> OnCallNow:
    zone = clinic.tz
    running = shifts[0] if shifts and shifts[0].starts_at <= now else None
    after = shifts[1:] if running else shifts
    if running is None:
        words = _("Nobody is on the rota now: %(who)s is told.") % {"who": standing_words(clinic)}
    else:
        told = {"who": running.person, "time": format_instant(running.ends_at, zone, now)}
        words = _("%(who)s is on call until %(time)s.") % told
    if not after:
        return OnCallNow(words, _("Nobody is on the rota after that."))
    told = {"who": after[0].person, "time": format_instant(after[0].starts_at, zone, now)}
    return OnCallNow(words, _("Next: %(who)s, from %(time)s.") % told)


def _rows(clinic: Clinic, shifts: Sequence[OnCallShift], now: datetime) -> Iterator[OnCallRow]:
    """Every shift, and before each one the gap that it leaves."""
    covered = now
    for shift in shifts:
        if shift.starts_at > covered:
            yield _gap(clinic, covered, shift.starts_at, now)
        yield _shift(clinic, shift, now)
        covered = shift.ends_at
    if len(shifts) < SHOWN_AT_MOST:
        yield _gap(clinic, covered, None, now)


def _shift(clinic: Clinic, shift: OnCallShift, now: datetime) -> OnCallRow:
    times = _("%(start)s to %(end)s") % {
        "start": format_instant(shift.starts_at, clinic.tz, now),
        "end": format_instant(shift.ends_at, clinic.tz, now),
    }
    note = _("From outside: is told that something waits, and cannot see what.") if not shift.user else ""
    if not shift.stands:
        note = _("Does not take on flags any more: %(who)s is told.") % {"who": standing_words(clinic)}
    return OnCallRow(shift.pk, shift.person, capitalized(times), note, shift.starts_at <= now)


def _gap(clinic: Clinic, start: datetime, end: datetime | None, now: datetime) -> OnCallRow:
    told = {"start": format_instant(start, clinic.tz, now)}
    if end is None:
        times = _("from %(start)s on") % told
    else:
        times = _("%(start)s to %(end)s") % {**told, "end": format_instant(end, clinic.tz, now)}
    note = capitalized(_("%(who)s is told.") % {"who": standing_words(clinic)})
    return OnCallRow(None, _("Nobody on the rota"), capitalized(times), note, start == now)
