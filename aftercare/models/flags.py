"""A flag: something in a patient's course that a nurse must see, and what was done about it."""

import uuid
from datetime import datetime, timedelta
from typing import Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.lookups import IsNull, LessThan
from django.utils.translation import gettext_lazy as _

from aftercare.domain.protocol import Severity
from aftercare.models.check_ins import CheckIn
from aftercare.models.clinics import Clinic
from aftercare.models.history import tracked
from aftercare.models.patients import Patient
from aftercare.models.treatment_sessions import TreatmentSession
from aftercare.models.users import User

ANSWER_WITHIN: Final = timedelta(hours=12)
"""How long "is it still so?" is worth asking. Source: PROTOCOL.md, Reminders, `recheck`."""


class FlagQuerySet(models.QuerySet["Flag"]):
    """Reusable filters over flags."""

    def open(self) -> Self:
        """Not resolved yet."""
        return self.filter(resolved_at__isnull=True)

    def unacknowledged(self) -> Self:
        """Open, and nobody has taken it on."""
        return self.open().filter(acknowledged_at__isnull=True)

    def snoozed(self, at: datetime) -> Self:
        """Open, and put off until later by whoever has it."""
        return self.open().filter(snoozed_until__gt=at)

    def at_hand(self, at: datetime) -> Self:
        """Open, and not put off."""
        return self.open().filter(models.Q(snoozed_until__isnull=True) | models.Q(snoozed_until__lte=at))

    def emergencies_waiting(self) -> Self:
        """Emergencies that nobody has acknowledged."""
        return self.unacknowledged().filter(severity=Severity.EMERGENCY.value)

    def overdue(self, at: datetime) -> Self:
        """Unacknowledged past their time."""
        return self.unacknowledged().filter(due_at__lt=at)

    def raised_in(self, start: datetime, end: datetime) -> Self:
        """Risen in `[start, end)`, open or not."""
        return self.filter(raised_at__gte=start, raised_at__lt=end)

    def to_escalate(self, at: datetime) -> Self:
        """Unacknowledged, and it is time to tell the on-call contact, for the first time or again."""
        return self.unacknowledged().filter(escalate_at__lt=at)

    def most_pressing_first(self) -> Self:
        """Gravest first; of these what nobody has acknowledged, whose time runs; pain no worse than before
        treatment after the others; then the oldest.
        """
        return self.order_by("-gravity", _seen(models.F), "at_baseline", "raised_at", "id")

    def first_of_each_patient(self) -> Self:
        """Of each patient's flags among these the most pressing one."""
        pressing = LessThan(_place(models.F), _place(models.OuterRef))
        return self.filter(~models.Exists(self.filter(pressing, patient=models.OuterRef("patient"))))

    def with_evidence(self) -> Self:
        """Each with the check-ins that it rests on at hand, in order of time."""
        return self.prefetch_related(models.Prefetch("evidence", CheckIn.objects.order_by("at", "id")))


def _place(reference: type[models.F]) -> models.Func:
    """What `most_pressing_first` orders by, as one value that can be compared."""
    return models.Func(
        -reference("gravity"),
        _seen(reference),
        reference("at_baseline"),
        reference("raised_at"),
        reference("id"),
        function="ROW",
        output_field=models.TextField(),
    )


def _seen(reference: type[models.F]) -> IsNull:
    """Whether somebody has acknowledged it."""
    return IsNull(reference("acknowledged_at"), False)


@tracked
class Flag(models.Model):
    """One flag of one rule and one episode.

    `raised_at` is when its limit had passed, `due_at` when a nurse must have acknowledged it; `escalate_at`
    is when the on-call contact is told that nobody has, moved on with each time it was. The `holder` has it
    in hand, which stops no clock; who acknowledged it holds it, until another does. The patient is asked
    again at `recheck_at`, which stands until a check-in has come since. A flag that rose again after it was
    resolved points to the `previous` one.
    """

    class Severity(models.TextChoices):
        EMERGENCY = Severity.EMERGENCY.value, _("Emergency")
        URGENT = Severity.URGENT.value, _("Urgent")
        ROUTINE = Severity.ROUTINE.value, _("Routine")

    class Disposition(models.TextChoices):
        SELF_CARE = "self-care", _("Self-care as in the plan")
        ADVISED_BY_PHONE = "advised-by-phone", _("Advised by phone")
        ADVISED_IN_WRITING = "advised-in-writing", _("Advised in a message")
        APPOINTMENT_MADE = "appointment-made", _("Visit booked")
        SEEN_IN_CLINIC = "seen-in-clinic", _("Seen in the clinic")
        PHYSICIAN_INFORMED = "physician-informed", _("Handed to the physician")
        SENT_TO_URGENT_CARE = "sent-to-urgent-care", _("Sent to urgent care")
        SENT_TO_EMERGENCY_CARE = "sent-to-emergency-care", _("Sent to emergency care")
        NO_ACTION_NEEDED = "no-action-needed", _("No action needed")
        ENTERED_IN_ERROR = "entered-in-error", _("Entered in error")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="flags")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="flags")
    rule = models.CharField(_("rule"), max_length=64)
    rule_name = models.CharField(_("what it is about"), max_length=120)
    episode = models.CharField(_("episode"), max_length=160)
    severity = models.CharField(_("severity"), max_length=16, choices=Severity)
    gravity = models.PositiveSmallIntegerField(_("gravity"))
    at_baseline = models.BooleanField(_("no worse than before treatment"), default=False)
    symptoms = ArrayField(
        models.CharField(max_length=64), verbose_name=_("symptoms told"), default=list, blank=True
    )
    session = models.ForeignKey(
        TreatmentSession, on_delete=models.PROTECT, related_name="flags", null=True, blank=True
    )
    onset_at = models.DateTimeField(_("onset at"), null=True, blank=True)
    raised_at = models.DateTimeField(_("raised at"))
    due_at = models.DateTimeField(_("to be acknowledged by"))
    escalate_at = models.DateTimeField(_("told to the on-call contact at"))
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    snoozed_until = models.DateTimeField(_("put off until"), null=True, blank=True)
    recheck_at = models.DateTimeField(_("asked again at"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    disposition = models.CharField(_("disposition"), max_length=32, choices=Disposition, blank=True)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="again", null=True, blank=True
    )
    evidence = models.ManyToManyField(CheckIn, related_name="flags", blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "rule", "episode"],
                name="flag_one_open_an_episode",
                condition=models.Q(resolved_at__isnull=True),
            ),
            models.CheckConstraint(
                name="flag_gravity_matches_severity",
                condition=models.Q(severity="emergency", gravity=3)
                | models.Q(severity="urgent", gravity=2)
                | models.Q(severity="routine", gravity=1),
            ),
            models.CheckConstraint(
                name="flag_acknowledged_by_somebody",
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="flag_acknowledged_has_a_holder",
                condition=models.Q(acknowledged_at__isnull=True) | models.Q(holder__isnull=False),
            ),
            models.CheckConstraint(
                name="flag_snoozed_is_acknowledged_and_no_emergency",
                condition=models.Q(snoozed_until__isnull=True)
                | (models.Q(acknowledged_at__isnull=False) & ~models.Q(severity="emergency")),
            ),
            models.CheckConstraint(
                name="flag_asked_again_is_no_emergency",
                condition=models.Q(recheck_at__isnull=True) | ~models.Q(severity="emergency"),
            ),
            models.CheckConstraint(
                name="flag_resolved_by_somebody_with_disposition",
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True, disposition="")
                | (
                    models.Q(
                        resolved_at__isnull=False, resolved_by__isnull=False, acknowledged_at__isnull=False
                    )
                    & ~models.Q(disposition="")
                ),
            ),
        ]
        indexes = [
            models.Index(
                "clinic",
                models.F("gravity").desc(),
                _seen(models.F),
                "at_baseline",
                "raised_at",
                "id",
                name="flag_open_most_pressing",
                condition=models.Q(resolved_at__isnull=True),
            ),
            models.Index(
                "clinic",
                models.F("gravity").desc(),
                _seen(models.F),
                "at_baseline",
                "raised_at",
                "id",
                name="flag_in_nobodys_hands",
                condition=models.Q(resolved_at__isnull=True, holder__isnull=True),
            ),
            models.Index(
                "clinic",
                "rule",
                models.F("gravity").desc(),
                _seen(models.F),
                "at_baseline",
                "raised_at",
                "id",
                name="flag_open_of_a_rule",
                condition=models.Q(resolved_at__isnull=True),
            ),
            models.Index(
                fields=["clinic", "patient"],
                include=["holder", "snoozed_until", "rule"],
                name="flag_open_of_a_patient",
                condition=models.Q(resolved_at__isnull=True),
            ),
            models.Index(
                fields=["holder", "clinic"],
                name="flag_open_of_a_holder",
                condition=models.Q(resolved_at__isnull=True, holder__isnull=False),
            ),
            models.Index(
                fields=["clinic", "patient"],
                include=["snoozed_until", "rule"],
                name="flag_put_off",
                condition=models.Q(resolved_at__isnull=True, snoozed_until__isnull=False),
            ),
            models.Index(
                fields=["clinic", "patient"],
                include=["due_at", "rule"],
                name="flag_unacknowledged",
                condition=models.Q(acknowledged_at__isnull=True, resolved_at__isnull=True),
            ),
            models.Index(
                fields=["clinic", "-raised_at", "-id"],
                name="flag_emergency_waiting",
                condition=models.Q(
                    severity="emergency", acknowledged_at__isnull=True, resolved_at__isnull=True
                ),
            ),
            models.Index(
                fields=["clinic", "-resolved_at", "id"],
                name="flag_latest_resolved",
                condition=models.Q(resolved_at__isnull=False),
            ),
            models.Index(
                fields=["escalate_at", "id"],
                name="flag_to_escalate",
                condition=models.Q(acknowledged_at__isnull=True, resolved_at__isnull=True),
            ),
            models.Index(fields=["clinic", "raised_at", "id"], name="flag_by_clinic_and_time"),
        ]

    def __str__(self) -> str:
        return f"Flag {self.pk}"

    @property
    def answer_by(self) -> datetime | None:
        """Until when an answer is waited for where the patient is asked again."""
        return None if self.recheck_at is None else self.recheck_at + ANSWER_WITHIN

    @property
    def question(self) -> str:
        """What names for good the question that it sends: by itself, or again when a nurse chose."""
        return f"{self.pk}" if self.recheck_at is None else f"{self.pk}@{self.recheck_at.isoformat()}"
