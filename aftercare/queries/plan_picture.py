"""The picture of one patient's plan, drawn from the record: the topics that a session restricts."""

from datetime import datetime

from aftercare.models import TreatmentSession
from aftercare.queries.lane_picture import LaneSession, LaneSource, Picture
from aftercare.queries.lanes import draw_lanes
from aftercare.queries.records import ClinicalRecord


def plan_picture(record: ClinicalRecord, now: datetime) -> Picture | None:
    """A lane for each topic with a rule, in the patient's zone; None without a live session."""
    live = [row for row in record.session_rows if row.status in TreatmentSession.LIVE]
    if not live:
        return None
    timeline = record.timeline
    sources = [
        LaneSource(topic.short_name, timeline.segments(topic.id), timeline.windows(topic.id), topic.group)
        for topic in record.protocol.topics
        if timeline.windows(topic.id)
    ]
    sessions = [LaneSession(row.at, number) for number, row in enumerate(live, start=1)]
    return draw_lanes(sources, sessions, record.patient.tz, now)
