"""The plan as a picture: a resolved timeline becomes frozen drawing values for `_components/lanes.html`.

The thick bar of a lane is what holds; the thin lines beneath it are the reasons, drawn only where several
windows make one bar: each session has its row, turn by turn, the earliest shown session the upper one. Pure
functions; nothing is worked out in the template.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.domain.protocol import Anchor
from aftercare.domain.timeline import ProjectedWindow, Segment
from aftercare.queries.lane_picture import (
    Bar,
    Lane,
    LaneSession,
    LaneSource,
    Mark,
    Note,
    Now,
    Picture,
    Span,
    Week,
    Why,
)
from aftercare.queries.lane_scale import DAYS_SHOWN, Scale, choose_scale, percent
from aftercare.queries.lane_words import RESTRICTIVE, fits, note_texts, until_line
from aftercare.queries.wording import format_date, format_day_month, format_instant

GAP = 0.12  # percent; parts neighbours
OVERHANG_DAYS = 1.25  # a bar that goes on is drawn so far past the edge, so that its round corner is not seen
ROWS_EM = ("1.95em", "2.22em")  # the two rows of reasons
PILL_HALF = 17.6  # percent; half of the now pill (4 em) on a phone: nearer to an edge it is anchored there
KINDS = {"avoid": "avoid", "ask": "ask", "continue": "free", "encouraged": "go", "allowed": "free"}


def draw_lanes(
    sources: Sequence[LaneSource], sessions: Sequence[LaneSession], zone: ZoneInfo, now: datetime
) -> Picture:
    """Draw the plan around now, a lane for each source. `sessions`: the live ones, in order of time."""
    scale = choose_scale(sessions, zone, now)
    marks = draw_sessions(sessions, scale)
    rows = choose_rows(sessions, scale)
    pauses = find_pauses(sources, scale)
    lanes = tuple(
        draw_lane(source, rows, scale, now, first=index == 0 or source.group != sources[index - 1].group)
        for index, source in enumerate(sources)
    )
    coming = next((session for session in sessions if session.at > now), None)
    return Picture(
        title=_("Four weeks at a glance") if scale.days == DAYS_SHOWN else _("Eight weeks at a glance"),
        weeks=draw_weeks(scale),
        pauses=tuple(Span(percent(start), percent(end - start)) for start, end in pauses),
        sessions=marks,
        next_session=""
        if coming is None
        else _("next %(date)s") % {"date": format_date(coming.at, zone, now)},
        session_note=None if coming is None else draw_session_note(coming, pauses, scale, now),
        lanes=lanes,
        now=draw_now(scale, now),
        why=why_text([mark.number for mark in marks]) if any(lane.whys for lane in lanes) else "",
    )


def draw_lane(
    source: LaneSource, rows: Mapping[datetime, str], scale: Scale, now: datetime, *, first: bool
) -> Lane:
    """Draw one topic: a bar for every stretch in the picture, the notes that fit, the reasons."""
    shown = [segment for segment in source.segments if is_shown(segment, scale)]
    return Lane(
        name=source.name,
        words=source.words,
        until=until_line(source.segments, scale.zone, now),
        first=first,
        bars=tuple(draw_bar(segment, scale) for segment in shown),
        notes=draw_notes(shown, scale, now),
        whys=tuple(why for segment in shown for why in draw_whys(segment, source.windows, rows, scale)),
    )


def is_shown(segment: Segment, scale: Scale) -> bool:
    """Whether any part of a stretch lies in the picture."""
    after_left = segment.end is None or scale.x(segment.end) > 0
    return after_left and (segment.start is None or scale.x(segment.start) < 100)


def draw_bar(segment: Segment, scale: Scale) -> Bar:
    """A stretch as a bar; past an edge it overhangs."""
    overhang = OVERHANG_DAYS / scale.days * 100
    start = 0.0 if segment.start is None else max(scale.x(segment.start), -overhang)
    end = 100.0 if segment.end is None else min(scale.x(segment.end), 100 + overhang)
    kind = KINDS[segment.status]
    pattern = "" if kind == "free" else f"p-{kind}"
    return Bar(percent(start + GAP), percent(max(end - start - 2 * GAP, GAP)), kind, pattern)


def draw_notes(shown: Sequence[Segment], scale: Scale, now: datetime) -> tuple[Note, ...]:
    """The first note that fits into each stretch from now on; it begins at now or where the stretch does."""
    ahead = [segment for segment in shown if segment.end is None or segment.end > now]
    notes = []
    told = True
    for segment in ahead:
        start = scale.x(now if segment.start is None else max(segment.start, now))
        end = 100.0 if segment.end is None else scale.x(segment.end)
        arrow = " →" if end > 100 else ""
        texts = note_texts(segment, told=told, alone=len(ahead) == 1, zone=scale.zone, now=now)
        text = next((text for text in texts if fits(text + arrow, min(end, 100) - start)), None)
        if text is not None:
            notes.append(Note(percent(start), KINDS[segment.status], text + arrow))
        told = text is not None and segment.status in RESTRICTIVE
    return tuple(notes)


def draw_whys(
    segment: Segment, windows: Sequence[ProjectedWindow], rows: Mapping[datetime, str], scale: Scale
) -> tuple[Why, ...]:
    """The reasons of one bar, clipped to the picture; none where a single window makes it."""
    reasons = [window for window in windows if window.rule_id in segment.rules and overlaps(window, segment)]
    if len(reasons) < 2:
        return ()
    whys = []
    for window in sorted(reasons, key=lambda window: (window.anchor, window.start)):
        start, end = max(scale.x(window.start), 0.0), min(scale.x(window.end), 100.0)
        if end - start > 2 * GAP:
            x, width = percent(start + GAP), percent(end - start - 2 * GAP)
            whys.append(
                Why(x, width, rows.get(session_at(window), ROWS_EM[0]), window.anchor is Anchor.PAUSE)
            )
    return tuple(whys)


def overlaps(window: ProjectedWindow, segment: Segment) -> bool:
    """Whether a window and a stretch share any time."""
    starts = segment.end is None or window.start < segment.end
    return starts and (segment.start is None or segment.start < window.end)


def session_at(window: ProjectedWindow) -> datetime:
    """The instant of the session a window belongs to: a pause ends at it, every other window begins at it."""
    return window.end if window.anchor is Anchor.PAUSE else window.start


def choose_rows(sessions: Sequence[LaneSession], scale: Scale) -> dict[datetime, str]:
    """The row of each session's reasons: turn by turn, the earliest session shown has the upper one."""
    first = next((index for index, session in enumerate(sessions) if scale.x(session.at) >= 0), 0)
    return {session.at: ROWS_EM[(index - first) % len(ROWS_EM)] for index, session in enumerate(sessions)}


def why_text(numbers: Sequence[int]) -> str:
    """The legend's words on the thin lines, for the sessions shown."""
    above, below = numbers[::2], numbers[1::2]
    if len(numbers) < 2:
        return _("Why: a line for each reason")
    if len(numbers) == 2:
        return _("Why: session %(first)d above, session %(second)d below") % {
            "first": above[0],
            "second": below[0],
        }
    lists = {"above": ", ".join(map(str, above)), "below": ", ".join(map(str, below))}
    return _("Why: sessions %(above)s above, %(below)s below") % lists


def find_pauses(sources: Sequence[LaneSource], scale: Scale) -> list[tuple[float, float]]:
    """Where the pauses lie in the picture, from and to in percent; all topics share them."""
    windows = {(w.start, w.end) for source in sources for w in source.windows if w.anchor is Anchor.PAUSE}
    spans = [(max(scale.x(start), 0.0), min(scale.x(end), 100.0)) for start, end in sorted(windows)]
    return [(start, end) for start, end in spans if start < end]


def draw_sessions(sessions: Sequence[LaneSession], scale: Scale) -> tuple[Mark, ...]:
    """The sessions in the picture."""
    return tuple(
        Mark(percent(scale.x(session.at)), session.number)
        for session in sessions
        if 0 <= scale.x(session.at) < 100
    )


def draw_session_note(
    session: LaneSession, pauses: Sequence[tuple[float, float]], scale: Scale, now: datetime
) -> Note | None:
    """The next session in words beside its diamond, where there is room before the pause after it."""
    x = scale.x(session.at)
    room = min([start for start, _end in pauses if start > x] + [100.0]) - x
    time = format_instant(session.at, scale.zone, now)
    text = _("Session %(number)d, %(time)s") % {"number": session.number, "time": time}
    return Note(percent(x), "free", text) if fits(text + "  ", room) else None


def draw_weeks(scale: Scale) -> tuple[Week, ...]:
    """A line a week, from the day after the left edge on; in eight weeks every second has its date."""
    step = 1 if scale.days == DAYS_SHOWN else 2
    days = [scale.left + timedelta(days=1 + 7 * week) for week in range(scale.days // 7)]
    return tuple(
        Week(percent(scale.x_of_day(day)), "" if index % step else format_day_month(day))
        for index, day in enumerate(days)
    )


def draw_now(scale: Scale, now: datetime) -> Now:
    """The line of now; near an edge its pill is anchored there, so that it is never cut off."""
    x = scale.x(now)
    anchor = "start" if x < PILL_HALF else "end" if x > 100 - PILL_HALF else "middle"
    text = _("Now, %(date)s") % {"date": format_day_month(local_date(now, scale.zone))}
    return Now(percent(x), text, anchor)
