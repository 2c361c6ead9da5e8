"""What was done with a session, in words: booked, moved, ended; by whom, when and why."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.models import SessionChange, TreatmentSession
from aftercare.queries.wording import When, format_instant, when

Kind = SessionChange.Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, by whom and when; `reason` may be empty."""

    text: str
    who: str
    when: When
    reason: str


def session_history(session: TreatmentSession, now: datetime) -> tuple[Step, ...]:
    """The session's history in the clinic's zone, the first step first. One query."""
    zone = session.clinic.tz
    changes = list(session.changes.select_related("by", "provider", "room").order_by("at", "id"))
    before: list[SessionChange | None] = [None, *changes]
    return tuple(
        Step(
            _words(change, earlier, zone, now), change.by.full_name, when(change.at, zone, now), change.reason
        )
        for change, earlier in zip(changes, before, strict=False)
    )


def _words(change: SessionChange, before: SessionChange | None, zone: ZoneInfo, now: datetime) -> str:
    time = format_instant(change.session_at, zone, now)
    if change.kind in (Kind.CANCELLED, Kind.MISSED):
        return f"{change.get_kind_display()}."
    if change.kind == Kind.COMPLETED:
        return _("Completed: the treatment ended %(time)s.") % {"time": time}
    if change.kind == Kind.BOOKED or before is None:
        return _with_place(_("Booked for %(time)s") % {"time": time}, change)
    if change.session_at == before.session_at:
        return _with_place(_("The same time, %(time)s") % {"time": time}, change)
    earlier = format_instant(before.session_at, zone, now)
    return _with_place(_("Moved from %(earlier)s to %(time)s") % {"earlier": earlier, "time": time}, change)


def _with_place(text: str, change: SessionChange) -> str:
    """The words with whom and where the session is, as far as it is known."""
    return ", ".join([text, *place_words(change)]) + "."


def place_words(of: SessionChange | TreatmentSession) -> list[str]:
    """Who treats and where: "with Adelaide Fernsby", "Room 2"; what is not known is not there."""
    provider = [_("with %(name)s") % {"name": of.provider.name}] if of.provider else []
    return [*provider, *([of.room.name] if of.room else [])]
