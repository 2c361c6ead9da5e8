"""The picture of one patient's plan, drawn from the record: for the patient and for staff."""

from collections.abc import Iterable
from datetime import datetime

from aftercare.domain.protocol import Topic
from aftercare.models import TreatmentSession
from aftercare.queries.lane_picture import LaneSession, LaneSource, Picture
from aftercare.queries.lanes import draw_lanes
from aftercare.queries.records import ClinicalRecord


def plan_picture(
    record: ClinicalRecord, topics: Iterable[Topic], now: datetime, *, in_words: bool = False
) -> Picture | None:
    """A lane for each of `topics`, in the patient's zone; None without a live session.

    `in_words`: the page tells each topic in words too, at `words_id`, and its lane leads there.
    """
    sessions = lane_sessions(record)
    if not sessions:
        return None
    timeline = record.timeline
    sources = [
        LaneSource(
            topic.short_name,
            timeline.segments(topic.id),
            timeline.windows(topic.id),
            topic.group,
            words_id(topic) if in_words else "",
        )
        for topic in topics
    ]
    return draw_lanes(sources, sessions, record.patient.tz, now)


def words_id(topic: Topic) -> str:
    """The id of the place on the page that tells of a topic in words."""
    return f"words-{topic.id}"


def lane_sessions(record: ClinicalRecord) -> list[LaneSession]:
    """The live sessions with their numbers, in order of time."""
    live = [row for row in record.session_rows if row.status in TreatmentSession.LIVE]
    return [LaneSession(row.at, number) for number, row in enumerate(live, start=1)]


def restricted_topics(record: ClinicalRecord) -> list[Topic]:
    """The topics that a session of this patient restricts at any time."""
    return [topic for topic in record.protocol.topics if record.timeline.windows(topic.id)]
