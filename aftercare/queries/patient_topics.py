"""The topics of a patient's plan at one time: what holds, until when, and what a patient is told of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Anchor, Status, Topic
from aftercare.domain.timeline import ProjectedWindow, Segment, Timeline
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.wording import format_date

HINT_WHILE_FREE = ("ice",)
"""Topics with rules whose hint says how to do it, not what to leave: it is shown while they are free."""

SAID_ON_TODAY = (
    "nsaids",
    "fish-oil",
    "acetaminophen",
    "ice",
    "wraps",
    "epsom-bath",
    "sugar",
    "opioids",
    "prescribed-blood-thinners",
)
"""Topics whose hint a patient needs at hand: doses, what counts, what a doctor prescribed."""

MEDICINES = "medicines"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a topic on one line of `_components/marks.html`."""

    icon: str
    tone: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TopicNow:
    """A topic with the segment that holds at `now` and whether any rule of the protocol ever changes it."""

    topic: Topic
    segment: Segment
    ruled: bool

    @property
    def status(self) -> Status:
        """What holds."""
        return self.segment.status

    @property
    def hint(self) -> str:
        """The topic's hint where it fits what holds: most tell what to leave, some how to do it."""
        if not self.ruled:
            return self.topic.hint
        if self.topic.resting is not Status.ALLOWED:
            return self.topic.hint if self.status is self.topic.resting else ""
        free = self.status is Status.ALLOWED
        return self.topic.hint if free == (self.topic.id in HINT_WHILE_FREE) else ""

    @property
    def short_hint(self) -> str:
        """The hint where Today has room for it."""
        return self.hint if self.topic.id in SAID_ON_TODAY else ""


def topics_now(record: ClinicalRecord, now: datetime) -> tuple[TopicNow, ...]:
    """Every topic in the protocol's order."""
    ruled = {rule.topic for rule in record.protocol.rules}
    return tuple(
        TopicNow(topic, record.timeline.segment_at(topic.id, now), topic.id in ruled)
        for topic in record.protocol.topics
    )


def windows_of(timeline: Timeline, topic_id: str, segment: Segment) -> list[ProjectedWindow]:
    """The windows that make a segment, in order of time."""
    return [
        window
        for window in timeline.windows(topic_id)
        if window.status is segment.status
        and (segment.start is None or segment.start < window.end)
        and (segment.end is None or window.start < segment.end)
    ]


@dataclass(frozen=True, slots=True)
class Bridge:
    """A gap that a patient may expect and that is none: the pause begins before the first window is over."""

    first: ProjectedWindow
    pause: ProjectedWindow
    until: datetime | None


def find_bridge(record: ClinicalRecord, topic_id: str, segment: Segment, now: datetime) -> Bridge | None:
    """The bridge in a restriction that holds now, until its session has taken place, or None."""
    windows = windows_of(record.timeline, topic_id, segment)
    for pause in windows:
        if pause.anchor is not Anchor.PAUSE or pause.end <= now:
            continue
        for first in windows:
            if (
                first.anchor is Anchor.AFTER
                and pause.start <= first.end < pause.end
                and first.start < pause.start
            ):
                return Bridge(first, pause, segment.end)
    return None


def bridge_words(bridge: Bridge, record: ClinicalRecord, number: int) -> str:
    """Why there is no gap, for the patient who counts days. `number` is the coming session's."""
    zone = record.patient.tz
    words = {
        "end": format_date(bridge.first.end, zone),
        "pause": format_date(bridge.pause.start, zone),
        "number": number,
    }
    text = _(
        "Do not restart on %(end)s. "
        "The pause before session %(number)d begins on %(pause)s, so there is no gap."
    )
    return text % words
