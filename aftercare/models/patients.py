"""The patient's record: whose it is, on whose clock, and what was known before the first session."""

import uuid
from datetime import datetime, time
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Reverse, Upper
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from aftercare.domain.clinical_time import QuietHours
from aftercare.models.history import tracked
from aftercare.models.outgoing import Channel
from aftercare.models.users import User

if TYPE_CHECKING:
    from aftercare.models.clinics import Clinic
    from aftercare.models.product_lots import ProductLot


class PatientQuerySet(models.QuerySet["Patient"]):
    """Reusable filters over patients."""

    def of_clinic(self, clinic_id: uuid.UUID) -> Self:
        """Patients of one clinic."""
        return self.filter(user__clinic_id=clinic_id)

    def locked(self, patient_id: uuid.UUID) -> "Patient":
        """One patient with the clinic, locked to the end of the transaction: one change at a time."""
        return self.select_for_update(of=("self",)).select_related("user__clinic").get(pk=patient_id)

    def to_replan(self, at: datetime) -> Self:
        """Patients whose plan is to be made again by `at`."""
        return self.filter(replan_at__lte=at)

    def treated_with(self, lot: "ProductLot") -> Self:
        """Patients in one of whose sessions `lot` was used."""
        return self.filter(pk__in=lot.uses.values("session__patient"))

    def in_care(self) -> Self:
        """Patients whom the clinic still looks after."""
        return self.filter(care=Patient.Care.ACTIVE)


@tracked
class Patient(models.Model):
    """One patient of the clinic of its user.

    `plan_revision` grows with every change of the plan; `replan_at` asks the tick for a re-planning. `by_*`
    are the ways in which the patient wants routine messages. `*_told_*` say who told it last, the patient or
    one of the staff: no text, but told, is "none known". `reached_*` say who last reached by phone somebody
    whom messages did not reach, `email_confirmed_*` who last said that a refused address does work.
    `mrn` is the medical record number that `mrn_clinic` has given, both or neither.
    `calendar_digest` is what is kept of the calendar's private address, null while there is none;
    `calendar_detailed` lets its titles tell what changes.
    """

    class Care(models.TextChoices):
        ACTIVE = "active", _("In our care")
        LEFT = "left", _("Left the clinic")
        DECEASED = "deceased", _("Deceased")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="patient", verbose_name=_("person")
    )
    birth_date = models.DateField(_("date of birth"))
    phone = PhoneNumberField(_("phone"), blank=True)
    mrn = models.CharField(_("record number"), max_length=32, blank=True)
    mrn_clinic = models.ForeignKey(
        "aftercare.Clinic", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    zone = models.CharField(_("time zone"), max_length=64)
    quiet_from = models.TimeField(_("quiet from"), default=time(21))
    quiet_until = models.TimeField(_("quiet until"), default=time(8))
    baseline_pain = models.PositiveSmallIntegerField(
        _("pain before the first session, 0-10"), null=True, blank=True
    )
    baseline_limitation = models.PositiveSmallIntegerField(
        _("kept from what is usual before the first session, 0-10"), null=True, blank=True
    )
    allergies = models.TextField(_("allergies"), blank=True)
    allergies_told_at = models.DateTimeField(_("allergies told at"), null=True, blank=True)
    allergies_told_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    medicines = models.TextField(_("current medicines"), blank=True)
    medicines_told_at = models.DateTimeField(_("current medicines told at"), null=True, blank=True)
    medicines_told_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    by_email = models.BooleanField(_("messages by e-mail"), default=True)
    by_sms = models.BooleanField(_("messages by text message"), default=False)
    by_push = models.BooleanField(_("messages as notifications"), default=False)
    care = models.CharField(_("care"), max_length=16, choices=Care, default=Care.ACTIVE)
    care_ended_at = models.DateTimeField(_("care ended at"), null=True, blank=True)
    care_ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reached_at = models.DateTimeField(_("reached by phone at"), null=True, blank=True)
    reached_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    email_confirmed_at = models.DateTimeField(_("e-mail address confirmed at"), null=True, blank=True)
    email_confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    calendar_digest = models.CharField(
        _("SHA-256 of the calendar's token"), max_length=64, unique=True, null=True, blank=True
    )
    calendar_detailed = models.BooleanField(_("calendar tells what changes"), default=False)
    plan_revision = models.PositiveIntegerField(_("plan revision"), default=0)
    replan_at = models.DateTimeField(_("to be planned again at"), null=True, blank=True)
    invited_at = models.DateTimeField(_("invited at"))
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )

    objects = PatientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mrn_clinic", "mrn"], name="patient_mrn_once_a_clinic"),
            models.CheckConstraint(
                name="patient_mrn_of_a_clinic",
                condition=models.Q(mrn="", mrn_clinic__isnull=True)
                | (models.Q(mrn_clinic__isnull=False) & ~models.Q(mrn="")),
            ),
            models.CheckConstraint(name="patient_mrn_upper_case", condition=models.Q(mrn=Upper("mrn"))),
            models.CheckConstraint(
                name="patient_baseline_pain_0_to_10",
                condition=models.Q(baseline_pain__isnull=True) | models.Q(baseline_pain__lte=10),
            ),
            models.CheckConstraint(
                name="patient_baseline_limitation_0_to_10",
                condition=models.Q(baseline_limitation__isnull=True) | models.Q(baseline_limitation__lte=10),
            ),
            models.CheckConstraint(
                name="patient_allergies_told_by_somebody",
                condition=models.Q(allergies_told_at__isnull=True, allergies_told_by__isnull=True)
                | models.Q(allergies_told_at__isnull=False, allergies_told_by__isnull=False),
            ),
            models.CheckConstraint(
                name="patient_medicines_told_by_somebody",
                condition=models.Q(medicines_told_at__isnull=True, medicines_told_by__isnull=True)
                | models.Q(medicines_told_at__isnull=False, medicines_told_by__isnull=False),
            ),
            models.CheckConstraint(
                name="patient_care_ended_by_somebody",
                condition=models.Q(care="active", care_ended_at__isnull=True, care_ended_by__isnull=True)
                | models.Q(
                    care__in=["left", "deceased"], care_ended_at__isnull=False, care_ended_by__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="patient_reached_by_somebody",
                condition=models.Q(reached_at__isnull=True, reached_by__isnull=True)
                | models.Q(reached_at__isnull=False, reached_by__isnull=False),
            ),
            models.CheckConstraint(
                name="patient_email_confirmed_by_somebody",
                condition=models.Q(email_confirmed_at__isnull=True, email_confirmed_by__isnull=True)
                | models.Q(email_confirmed_at__isnull=False, email_confirmed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["replan_at", "id"],
                name="patient_to_be_planned_again",
                condition=models.Q(replan_at__isnull=False),
            ),
            models.Index(fields=["birth_date"], name="patient_by_birth_date"),
            models.Index(
                fields=["care", "user"], name="patient_out_of_care", condition=~models.Q(care="active")
            ),
            # as somebody looks for one: by the last digits, and by the first characters
            models.Index(OpClass(Reverse("phone"), name="text_pattern_ops"), name="patient_by_phones_end"),
            models.Index(fields=["mrn"], opclasses=["varchar_pattern_ops"], name="patient_by_mrn"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def clinic(self) -> "Clinic":
        """The clinic that treats this patient."""
        return self.user.clinic

    @property
    def tz(self) -> ZoneInfo:
        """The time zone on whose wall clock the patient's days are counted."""
        return ZoneInfo(self.zone)

    @property
    def quiet_hours(self) -> QuietHours:
        """When no message is to disturb the patient, on the patient's own clock."""
        return QuietHours(self.quiet_from, self.quiet_until)

    @property
    def in_care(self) -> bool:
        """Whether the clinic still looks after this patient."""
        return self.care == self.Care.ACTIVE

    @property
    def channels(self) -> list[Channel]:
        """The ways in which this patient wants routine messages and can have them.

        Whoever wants text messages only, and can have none, is written to by e-mail.
        """
        by_sms = self.by_sms and self.texts_arrive
        by_email = self.by_email or (self.by_sms and not by_sms and not self.by_push)
        wanted = {Channel.EMAIL: by_email, Channel.SMS: by_sms, Channel.PUSH: self.by_push}
        return [channel for channel, wants in wanted.items() if wants]

    @property
    def messages_arrive(self) -> bool:
        """Whether this patient wants messages in a way that is not known to fail."""
        works = self.user.email_undeliverable_at is None
        return any(works or channel != Channel.EMAIL for channel in self.channels)

    @property
    def texts_arrive(self) -> bool:
        """Whether text messages can be had: the portal sends them, and there is a phone."""
        return settings.SMS_OFFERED and bool(self.phone)

    def local(self, instant: datetime) -> datetime:
        """`instant` with the patient's own offset."""
        return instant.astimezone(self.tz)
