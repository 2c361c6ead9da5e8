"""A patient's record as the domain reads it: the protocol that holds, the sessions, the check-ins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import QuerySet

from aftercare.domain.protocol import Protocol
from aftercare.domain.timeline import Session, Timeline, resolve
from aftercare.domain.triage import Assessment, CheckIn, SymptomReport, assess
from aftercare.models import CheckIn as CheckInRow
from aftercare.models import Patient, ProtocolVersion, TreatmentSession
from aftercare.models.check_ins import PAIN
from aftercare.queries.prepared import prepared


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

    def with_session(self, session: TreatmentSession) -> "ClinicalRecord":
        """This record as it would be with a session that is not stored."""
        rows = sorted([*self.session_rows, session], key=lambda row: row.at)
        return replace(self, session_rows=rows)

    def with_provisional(self, check_in: CheckIn) -> "ClinicalRecord":
        """This record as it would be with a check-in that is not stored."""
        return replace(self, provisional=(check_in,))


def load_record(*, patient: Patient, with_check_ins: bool = True) -> ClinicalRecord:
    """The record of `patient`, in three queries, or two without the check-ins. Raises NoProtocolPublished."""
    sessions = _sessions(patient.pk)
    check_ins = _check_ins(patient.pk) if with_check_ins else []
    for row in (*sessions, *check_ins):
        row.patient = patient  # type: ignore[attr-defined]  # sessions and check-ins both have one
    return ClinicalRecord(patient, protocol_of(sessions), sessions, check_ins)


@prepared
def _sessions(patient_id: UUID) -> QuerySet[TreatmentSession]:
    return TreatmentSession.objects.filter(patient=patient_id).order_by("at", "id").prefetch_related("areas")


@prepared
def _check_ins(patient_id: UUID) -> QuerySet[CheckInRow]:
    return CheckInRow.objects.filter(patient=patient_id).order_by("at", "id")


def protocol_of(sessions: Iterable[TreatmentSession]) -> Protocol:
    """The protocol the latest completed session was pinned to, else the current one."""
    pinned = [one.protocol_version_id for one in sessions if one.protocol_version_id is not None]
    return pinned_protocol(pinned[-1]) if pinned else current_version().protocol


@lru_cache(maxsize=32)
def pinned_protocol(version_id: UUID) -> Protocol:
    """The protocol of a version, which never changes: asked for once a process."""
    return ProtocolVersion.objects.get(pk=version_id).protocol


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
