"""What a check-in starts from: what is asked, on whose clock, and what was told last time."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.domain.protocol import Protocol
from aftercare.domain.triage import CheckIn
from aftercare.models import CheckInDraft, Patient
from aftercare.queries.patient_words import areas_now
from aftercare.queries.records import ClinicalRecord, as_domain, load_record
from aftercare.queries.wording import format_brief, format_instant, format_time


@dataclass(frozen=True, slots=True)
class CheckInStart:
    """What one form is made from. `now`: the check-in's own time. `opened_at`: when the draft was begun.

    `previous` is the last check-in before this one, and `may_send` whether there is any session.
    """

    submission: uuid.UUID
    turn: int
    protocol: Protocol
    zone: ZoneInfo
    opened_at: datetime
    now: datetime
    previous: CheckIn | None
    areas: str
    may_send: bool

    @property
    def present_last_time(self) -> Mapping[str, datetime | None]:
        """The symptoms present at the last check-in, each with when it began as it was told then."""
        if self.previous is None:
            return {}
        return {
            name: told.since
            for name, told in self.previous.symptoms.items()
            if told.until is None and told.score != 0
        }

    @property
    def counted_at_once(self) -> frozenset[str]:
        """The symptoms with a rule for which no time must pass."""
        return frozenset(
            name for rule in self.protocol.symptom_rules if rule.at_once for name in rule.symptoms
        )

    @property
    def medicine_topics(self) -> tuple[str, ...]:
        """What the form asks whether it was used."""
        return tuple(topic for rule in self.protocol.medicine_rules for topic in rule.topics)

    @property
    def heading(self) -> str:
        """What is asked, in one sentence."""
        words = {"areas": self.areas, "time": format_time(self.opened_at, self.zone)}
        return _("How are things with your %(areas)s at %(time)s? It takes about a minute.") % words

    def told_last_time(self, symptom: str) -> str:
        """What was said about a symptom that was present: when, and since when."""
        if self.previous is None:
            return ""
        told = {"time": format_instant(self.previous.at, self.zone, self.now)}
        since = self.present_last_time.get(symptom)
        if since is None:
            return _("You had it at your last check-in, %(time)s.") % told
        told["since"] = format_instant(since, self.zone, self.now)
        return _("You had it at your last check-in, %(time)s, and it began %(since)s.") % told


def open_draft(*, patient: Patient, now: datetime) -> CheckInDraft | None:
    """The draft that `patient` may go on with. It has come with the record: no query."""
    draft: CheckInDraft | None = getattr(patient, "check_in_draft", None)
    return draft if draft is not None and draft.is_open(now) else None


def begun_words(*, patient: Patient, now: datetime) -> str:
    """When the check-in was begun that waits to be finished; empty where none does."""
    draft = open_draft(patient=patient, now=now)
    if draft is None or not draft.answers:
        return ""
    return format_brief(draft.opened_at, patient.tz, now)


def sent_today(record: ClinicalRecord, now: datetime) -> str:
    """The time of the last check-in, where it was sent on this day of the patient's; else empty."""
    zone = record.patient.tz
    sent_at = record.check_in_rows[-1].at if record.check_in_rows else None
    if sent_at is None or local_date(sent_at, zone) != local_date(now, zone):
        return ""
    return format_time(sent_at, zone)


def start_check_in(*, patient: Patient, draft: CheckInDraft, now: datetime) -> CheckInStart:
    """What the form of a draft is made from."""
    record = load_record(patient=patient, with_check_ins=False)
    last = patient.check_ins.exclude(submission=draft.submission).order_by("-at", "-id").first()
    return CheckInStart(
        submission=draft.submission,
        turn=draft.turn,
        protocol=record.protocol,
        zone=patient.tz,
        opened_at=draft.opened_at.replace(second=0, microsecond=0),
        now=now,
        previous=None if last is None else as_domain(last),
        areas=areas_now(record.session_rows, now),
        may_send=bool(record.session_rows),
    )
