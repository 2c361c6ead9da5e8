"""What the picture of a plan is drawn from, and its drawing values: frozen, in percent strings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercare.domain.timeline import ProjectedWindow, Segment


@dataclass(frozen=True, slots=True)
class LaneSession:
    """A live session: its instant (UTC) and its place among the patient's live sessions, from 1."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class LaneSource:
    """What a lane is drawn from. `group` parts the lanes: a new one begins a little lower.

    `words` is the id of the place on the page that tells the same in words, empty for none.
    """

    name: str
    segments: Sequence[Segment]
    windows: Sequence[ProjectedWindow]
    group: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the width, in percent strings."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A thick bar. `kind` is free, go, ask or avoid; `pattern` the id of its pattern, empty for none."""

    x: str
    width: str
    kind: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Why:
    """A thin line of a reason; dashed for a pause."""

    x: str
    width: str
    y: str
    pause: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Words in a bar. `kind` as of the bar."""

    x: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A session's diamond and line."""

    x: str
    number: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week's line and its date; the text is empty where there is no room for it."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Now:
    """The line of now and its pill: `anchor` is start, middle or end."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One topic: its label, its small print, where it stands in words, and what is drawn."""

    name: str
    words: str
    until: str
    first: bool
    bars: tuple[Bar, ...]
    notes: tuple[Note, ...]
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything `_components/lanes.html` draws. `why` explains the thin lines, empty for none."""

    title: str
    weeks: tuple[Week, ...]
    pauses: tuple[Span, ...]
    sessions: tuple[Mark, ...]
    next_session: str
    session_note: Note | None
    lanes: tuple[Lane, ...]
    now: Now
    why: str
