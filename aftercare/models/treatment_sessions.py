"""A treatment session: booked, then completed, missed or cancelled; `at` is the instant all clocks use."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.domain.timeline import Session, SessionStatus
from aftercare.models.clinics import Clinic
from aftercare.models.history import tracked
from aftercare.models.patients import Patient
from aftercare.models.protocol_versions import ProtocolVersion
from aftercare.models.providers import Provider
from aftercare.models.rooms import Room
from aftercare.models.users import User

UNRECORDED_AFTER = timedelta(hours=2)
"""How long past its time a session that nobody has recorded is asked about. Source: PROTOCOL.md, "Time"."""


class TsTzRange(models.Func):
    """The half-open range of two instants, for the exclusion constraints."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def one_session_at_a_time(whose: str) -> ExclusionConstraint:
    """Nobody and no room is in two scheduled sessions at once, the buffer after each included.

    What a session lacks (no provider) is in none.
    """
    return ExclusionConstraint(
        name=f"session_{whose}_taken",
        expressions=[
            (whose, RangeOperators.EQUAL),
            (TsTzRange("scheduled_at", "buffer_ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
        ],
        condition=models.Q(status="scheduled"),
    )


class TreatmentSessionQuerySet(models.QuerySet["TreatmentSession"]):
    """Reusable filters over sessions."""

    def live(self) -> Self:
        """Completed or scheduled: sessions that shape a plan."""
        return self.filter(status__in=TreatmentSession.LIVE)

    def upcoming(self, at: datetime) -> Self:
        """Scheduled and later than `at`."""
        return self.filter(status=TreatmentSession.Status.SCHEDULED, at__gt=at)

    def performed(self, at: datetime) -> Self:
        """Completed, or scheduled and their time has come: they count as performed."""
        return self.live().filter(at__lte=at)

    def unrecorded(self, at: datetime) -> Self:
        """Scheduled, their time past, and nobody has said what happened."""
        return self.filter(status=TreatmentSession.Status.SCHEDULED, at__lte=at)


@tracked
class TreatmentSession(models.Model):
    """One session of one patient.

    `scheduled_at` is the booked start, `at` the instant everything counts from: the booked start until the
    session is completed, then the time the treatment ended. `recorded_*` say who told what became of it,
    `confirmed_*` who went through the allergies and medicines with the patient before it.
    Provider and room are taken from `scheduled_at` to `buffer_ends_at`; those of sessions from before a
    clinic named them are unknown. `performed_by` gave the treatment in the end, as a rule the provider.
    """

    class Status(models.TextChoices):
        SCHEDULED = SessionStatus.SCHEDULED.value, _("Scheduled")
        COMPLETED = SessionStatus.COMPLETED.value, _("Completed")
        CANCELLED = SessionStatus.CANCELLED.value, _("Cancelled")
        MISSED = SessionStatus.MISSED.value, _("Missed")

    class Treatment(models.TextChoices):
        EXOSOME = "exosome", _("Exosome")
        PRP = "prp", _("PRP")
        PRP_WITH_EXOSOME = "prp-with-exosome", _("PRP with exosome")

    LIVE = (Status.COMPLETED, Status.SCHEDULED)
    WITH_EXOSOME = (Treatment.EXOSOME, Treatment.PRP_WITH_EXOSOME)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sessions")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="sessions")
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.SCHEDULED)
    treatment = models.CharField(_("treatment"), max_length=24, choices=Treatment)
    dose_billion_vesicles = models.DecimalField(
        _("dose, billion vesicles"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="sessions", null=True, blank=True)
    scheduled_at = models.DateTimeField(_("scheduled at"))
    slot_ends_at = models.DateTimeField(_("slot ends at"))
    buffer_ends_at = models.DateTimeField(_("provider and room are free again at"))
    at = models.DateTimeField(_("at"))
    interval_reason = models.TextField(_("reason for a short interval"), blank=True)
    booked_at = models.DateTimeField(_("booked at"))
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    protocol_version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    performed_by = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(_("allergies and medicines confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = TreatmentSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            one_session_at_a_time("provider"),
            one_session_at_a_time("room"),
            one_session_at_a_time("patient"),
            models.CheckConstraint(
                name="session_scheduled_in_a_room",
                condition=~models.Q(status="scheduled") | models.Q(room__isnull=False),
            ),
            models.CheckConstraint(
                name="session_buffer_follows_slot",
                condition=models.Q(buffer_ends_at__gte=models.F("slot_ends_at")),
            ),
            models.UniqueConstraint(
                fields=["patient", "at"],
                name="session_patient_instant_unique",
                condition=models.Q(status__in=["scheduled", "completed"]),
            ),
            models.CheckConstraint(
                name="session_slot_has_length", condition=models.Q(slot_ends_at__gt=models.F("scheduled_at"))
            ),
            models.CheckConstraint(
                name="session_at_is_scheduled_until_completed",
                condition=models.Q(status="completed") | models.Q(at=models.F("scheduled_at")),
            ),
            models.CheckConstraint(
                name="session_completed_pins_protocol",
                condition=~models.Q(status="completed") | models.Q(protocol_version__isnull=False),
            ),
            models.CheckConstraint(
                name="session_recorded_by_somebody",
                condition=models.Q(status="scheduled", recorded_at__isnull=True, recorded_by__isnull=True)
                | (
                    ~models.Q(status="scheduled")
                    & models.Q(recorded_at__isnull=False, recorded_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="session_performed_once_completed",
                condition=models.Q(status="completed") | models.Q(performed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="session_confirmed_by_somebody",
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(status="completed", confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="session_dose_1_to_15",
                condition=models.Q(dose_billion_vesicles__isnull=True)
                | models.Q(dose_billion_vesicles__gte=1, dose_billion_vesicles__lte=15),
            ),
        ]
        indexes = [models.Index(fields=["clinic", "scheduled_at", "id"], name="session_by_clinic_and_time")]

    def __str__(self) -> str:
        return f"Session {self.pk}"

    @property
    def as_domain(self) -> Session:
        """This session as the domain reads it."""
        return Session(at=self.at, status=SessionStatus(self.status), key=str(self.pk))


class TreatedArea(models.Model):
    """A part of the body that a session treats, with its side where it has one."""

    class Area(models.TextChoices):
        KNEE = "knee", _("Knee")
        HIP = "hip", _("Hip")
        SHOULDER = "shoulder", _("Shoulder")
        ELBOW = "elbow", _("Elbow")
        ANKLE = "ankle", _("Ankle")
        WRIST = "wrist", _("Wrist")
        NECK = "neck", _("Neck")
        LOWER_BACK = "lower-back", _("Lower back")
        OTHER = "other", pgettext_lazy("treated area", "Other")

    class Side(models.TextChoices):
        LEFT = "left", pgettext_lazy("side of the body", "Left")
        RIGHT = "right", pgettext_lazy("side of the body", "Right")
        NONE = "", pgettext_lazy("side of the body", "Middle or not sided")

    session = models.ForeignKey(TreatmentSession, on_delete=models.CASCADE, related_name="areas")
    area = models.CharField(_("area"), max_length=16, choices=Area)
    side = models.CharField(_("side"), max_length=8, choices=Side, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "area", "side"], name="treated_area_once_a_session"),
            models.CheckConstraint(
                name="treated_area_known",
                condition=models.Q(
                    area__in=[
                        "knee",
                        "hip",
                        "shoulder",
                        "elbow",
                        "ankle",
                        "wrist",
                        "neck",
                        "lower-back",
                        "other",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="treated_area_side_known", condition=models.Q(side__in=["left", "right", ""])
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_side_display()} {self.get_area_display()}" if self.side else self.get_area_display()
        )
