"""A patient's record as the domain reads it: the protocol that holds, the sessions, the check-ins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from aftercare.domain.protocol import Protocol
from aftercare.domain.timeline import Session, Timeline, resolve
from aftercare.domain.triage import Assessment, CheckIn, SymptomReport, assess
from aftercare.models import CheckIn as CheckInRow
from aftercare.models import Patient, ProtocolVersion, TreatmentSession
from aftercare.models.check_ins import PAIN


class NoProtocolPublished(LookupError):
    """The portal holds no protocol yet: `manage.py load_protocol` publishes the shipped one."""


@dataclass(frozen=True)
class ClinicalRecord:
    """Everything of one patient that the plan and the triage need, rows and domain values side by side.

    `sessions` and `check_ins` are the domain's values, in the order of `session_rows` and `check_in_rows`
    (by time). `provisional` check-ins are read after the stored ones.
    """

    patient: Patient
    protocol: Protocol
    session_rows: Sequence[TreatmentSession]
    check_in_rows: Sequence[CheckInRow] = field(default=())
    provisional: tuple[CheckIn, ...] = ()

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions as the domain reads them."""
        return tuple(row.as_domain for row in self.session_rows)

    @cached_property
    def check_ins(self) -> tuple[CheckIn, ...]:
        """The check-ins as the domain reads them, the provisional ones last."""
        return (*(as_domain(row) for row in self.check_in_rows), *self.provisional)

    @cached_property
    def timeline(self) -> Timeline:
        """The resolved plan."""
        return resolve(self.protocol, self.sessions, self.patient.tz)

    @cached_property
    def _assessments(self) -> dict[datetime, Assessment]:
        return {}

    def assess(self, now: datetime) -> Assessment:
        """Flags, watches and advice as known at `now`; worked out once, for all parts of a page."""
        if now not in self._assessments:
            self._assessments[now] = assess(
                self.protocol, self.sessions, self.check_ins, now, self.patient.tz
            )
        return self._assessments[now]

    def with_provisional(self, check_in: CheckIn) -> "ClinicalRecord":
        """This record as it would be with a check-in that is not stored."""
        return replace(self, provisional=(check_in,))


def load_record(*, patient: Patient, with_check_ins: bool = True) -> ClinicalRecord:
    """The record of `patient`, in three queries, or two without the check-ins. Raises NoProtocolPublished."""
    sessions = list(
        patient.sessions.select_related("protocol_version").prefetch_related("areas").order_by("at", "id")
    )
    return ClinicalRecord(
        patient=patient,
        protocol=protocol_of(sessions),
        session_rows=sessions,
        check_in_rows=list(patient.check_ins.order_by("at", "id")) if with_check_ins else (),
    )


def protocol_of(sessions: Iterable[TreatmentSession]) -> Protocol:
    """The protocol the latest completed session was pinned to, else the current one."""
    pinned = [one.protocol_version for one in sessions if one.protocol_version is not None]
    return (pinned[-1] if pinned else current_version()).protocol


def current_version() -> ProtocolVersion:
    """The protocol version published last. Raises NoProtocolPublished."""
    version = ProtocolVersion.objects.order_by("-published_at", "-version", "id").first()
    if version is None:
        raise NoProtocolPublished("publish a protocol first: manage.py load_protocol")
    return version


def as_domain(row: CheckInRow) -> CheckIn:
    """A stored check-in as the domain reads it; its key is the submission it came with."""
    symptoms = {
        name: SymptomReport(
            since=_instant(told["since"]),
            until=_instant(told["until"]),
            score=row.pain_score if name == PAIN else None,
        )
        for name, told in row.symptoms.items()
    }
    return CheckIn(
        at=row.at,
        symptoms=symptoms,
        acetaminophen_mg_24h=row.acetaminophen_mg_24h,
        taken={topic: _instant(at) for topic, at in row.taken.items()},
        key=str(row.submission),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
