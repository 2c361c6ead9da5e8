"""The words of a plan: what a status is called, until when it holds, and which note fits into a bar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.domain.timeline import Segment
from aftercare.queries.wording import When, format_date, format_instant, format_time, remembered, when

LETTER_PX = 7.2  # a letter of a note, at the size the notes have
PERCENT_PX = 7.3  # one percent of the narrowest picture that has its notes inside
NOTE_INDENT_PX = 8

RESTRICTIVE = ("avoid", "ask")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the plan in words: `text`, then `when` where the line names a time."""

    text: str
    when: When | None = None


@remembered
def status_word(status: str) -> str:
    """What a status is called at the start of a sentence."""
    return {
        "avoid": _("Avoid"),
        "ask": _("Ask first"),
        "continue": _("Keep taking"),
        "encouraged": _("Good for you"),
        "allowed": _("Fine"),
    }[status]


@remembered
def status_until(status: str) -> str:
    """The same, before the time at which it ends."""
    return {
        "avoid": _("Avoid until"),
        "ask": _("Ask first until"),
        "continue": _("Keep taking until"),
        "encouraged": _("Good for you until"),
        "allowed": _("Fine until"),
    }[status]


@remembered
def status_throughout(status: str) -> str:
    """The same, where it never ends."""
    return {
        "avoid": _("Avoid always"),
        "ask": _("Ask first, always"),
        "continue": _("Keep taking it"),
        "encouraged": _("Good for you all the way"),
        "allowed": _("Fine all the way"),
    }[status]


@remembered
def status_after(status: str) -> str:
    """The same, for the last stretch of several."""
    return {
        "avoid": _("Avoid after that"),
        "ask": _("Ask first after that"),
        "continue": _("Keep taking after that"),
        "encouraged": _("Good for you after that"),
        "allowed": _("Fine after that"),
    }[status]


def segment_at(segments: Iterable[Segment], now: datetime) -> Segment | None:
    """The stretch that holds at an instant; periods are half-open."""
    for segment in segments:
        if (segment.start is None or segment.start <= now) and (segment.end is None or now < segment.end):
            return segment
    return None


def until_line(segments: Iterable[Segment], zone: ZoneInfo, now: datetime) -> str:
    """What holds now and until when, in small print: "avoid until Mon 16 Mar"; today its time."""
    segment = segment_at(segments, now)
    if segment is None:
        return ""
    if segment.end is None:
        return _small_throughout(segment.status)
    today = local_date(segment.end, zone) == local_date(now, zone)
    time = format_time(segment.end, zone) if today else format_date(segment.end, zone, now)
    return _small_until(segment.status) % {"time": time}


@remembered
def _small_throughout(status: str) -> str:
    return {
        "avoid": _("avoid always"),
        "ask": _("ask first, always"),
        "continue": _("keep taking"),
        "encouraged": _("good for you throughout"),
        "allowed": _("fine throughout"),
    }[status]


@remembered
def _small_until(status: str) -> str:
    return {
        "avoid": _("avoid until %(time)s"),
        "ask": _("ask first until %(time)s"),
        "continue": _("keep taking until %(time)s"),
        "encouraged": _("good for you until %(time)s"),
        "allowed": _("fine until %(time)s"),
    }[status]


def plan_lines(segments: Sequence[Segment], zone: ZoneInfo, now: datetime) -> tuple[PlanLine, ...]:
    """What holds from now on, line by line: "Avoid until ...", "Fine after that"."""
    ahead = [segment for segment in segments if segment.end is None or segment.end > now]
    lines = []
    for segment in ahead:
        if segment.end is not None:
            lines.append(PlanLine(status_until(segment.status), when(segment.end, zone, now)))
        elif len(ahead) > 1:
            lines.append(PlanLine(status_after(segment.status)))
        else:
            lines.append(PlanLine(status_throughout(segment.status)))
    return tuple(lines)


def fits(text: str, room_percent: float) -> bool:
    """Whether a note can be read inside a bar of this width."""
    return NOTE_INDENT_PX + LETTER_PX * len(text) <= PERCENT_PX * room_percent


def note_texts(
    segment: Segment, *, told: bool, alone: bool, zone: ZoneInfo, now: datetime
) -> tuple[str, ...]:
    """The notes a stretch could carry, the longest first.

    `told`: the time at which it begins has been read already (in the stretch before it, or it is past).
    `alone`: nothing else is ahead.
    """
    word = status_word(segment.status)
    if alone and segment.end is None:
        return (status_throughout(segment.status), word)
    notes: list[str] = []
    if not told and segment.start is not None and segment.status not in RESTRICTIVE:
        begin = {"status": word, "time": format_instant(segment.start, zone, now)}
        notes.append(_("%(status)s from %(time)s") % begin)
    if segment.end is not None:
        end = format_instant(segment.end, zone, now)
        notes.append(_("%(status)s %(time)s") % {"status": status_until(segment.status), "time": end})
        if segment.status in RESTRICTIVE:
            notes.append(_("Until %(time)s") % {"time": end})
            notes.append(_("Until %(time)s") % {"time": format_date(segment.end, zone, now)})
    if segment.status not in RESTRICTIVE or segment.end is None:
        notes.append(word)
    return tuple(notes)
