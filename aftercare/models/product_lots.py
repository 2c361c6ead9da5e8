"""A lot of a product as it was received, and the sessions it was used in."""

import uuid
from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftercare.models.clinics import Clinic
from aftercare.models.history import tracked
from aftercare.models.treatment_sessions import TreatmentSession
from aftercare.models.users import User

EXPIRING_DAYS = 30
"""How long before its last day a lot is marked as expiring (clinic default)."""

COLDEST_CELSIUS, WARMEST_CELSIUS = -200, 60
"""From liquid nitrogen to a van in the sun: anything else is a slip of the keyboard."""


class ProductLotQuerySet(models.QuerySet["ProductLot"]):
    """Reusable filters over lots."""

    def quarantined(self) -> Self:
        """Put aside, and not released since."""
        return self.filter(quarantined_at__isnull=False, released_at__isnull=True)

    def usable(self, day: date) -> Self:
        """In date on `day` and not in quarantine."""
        in_date = self.filter(expiry_date__gte=day)
        return in_date.filter(models.Q(quarantined_at__isnull=True) | models.Q(released_at__isnull=False))

    def matching(self, text: str) -> Self:
        """Lots whose product, number or supplier holds every word of `text`."""
        found = self
        for word in text.split():
            found = found.filter(
                models.Q(product__icontains=word)
                | models.Q(number__icontains=word)
                | models.Q(supplier__icontains=word)
            )
        return found


@tracked
class ProductLot(models.Model):
    """One lot of one product in one clinic. Its last day is `expiry_date`, on the clinic's calendar.

    `quarantined_*` tell of the last quarantine and `released_*` of its end, if it has ended; the quarantines
    before are in the history. `storage_celsius` is the temperature in which it arrived.
    """

    class Kind(models.TextChoices):
        EXOSOME = "exosome", _("Exosome")
        PRP_KIT = "prp-kit", _("PRP kit")
        OTHER = "other", pgettext_lazy("kind of product", "Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="lots")
    product = models.CharField(_("product"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    number = models.CharField(_("lot number"), max_length=64)
    supplier = models.CharField(_("supplier"), max_length=120)
    expiry_date = models.DateField(_("expiry date"))
    storage_celsius = models.DecimalField(
        _("storage temperature on receipt, °C"), max_digits=4, decimal_places=1
    )
    received_date = models.DateField(_("received on"))
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    quarantined_at = models.DateTimeField(_("quarantined at"), null=True, blank=True)
    quarantined_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    quarantine_reason = models.TextField(_("reason for the quarantine"), blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    release_reason = models.TextField(_("reason for the release"), blank=True)

    objects = ProductLotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "clinic", Lower("product"), Lower("number"), name="lot_once_a_clinic_and_product"
            ),
            models.CheckConstraint(
                name="lot_kind_known", condition=models.Q(kind__in=["exosome", "prp-kit", "other"])
            ),
            models.CheckConstraint(
                name="lot_storage_celsius_plausible",
                condition=models.Q(
                    storage_celsius__gte=COLDEST_CELSIUS, storage_celsius__lte=WARMEST_CELSIUS
                ),
            ),
            models.CheckConstraint(
                name="lot_quarantined_by_somebody_with_reason",
                condition=models.Q(
                    quarantined_at__isnull=True, quarantined_by__isnull=True, quarantine_reason=""
                )
                | (
                    models.Q(quarantined_at__isnull=False, quarantined_by__isnull=False)
                    & ~models.Q(quarantine_reason="")
                ),
            ),
            models.CheckConstraint(
                name="lot_released_by_somebody_with_reason",
                condition=models.Q(released_at__isnull=True, released_by__isnull=True, release_reason="")
                | (
                    models.Q(
                        released_at__isnull=False, released_by__isnull=False, quarantined_at__isnull=False
                    )
                    & ~models.Q(release_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.number}"

    @property
    def in_quarantine(self) -> bool:
        """Whether it was put aside and not released since."""
        return self.quarantined_at is not None and self.released_at is None


@tracked
class LotUse(models.Model):
    """A lot that a completed session used. The database takes only a lot that was usable when it ended."""

    session = models.ForeignKey(TreatmentSession, on_delete=models.PROTECT, related_name="lot_uses")
    lot = models.ForeignKey(ProductLot, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "lot"], name="lot_use_once_a_session"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_a_usable_lot",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                # The lock waits for a quarantine that is being recorded, and the other way round.
                func="""
                    PERFORM FROM aftercare_productlot WHERE id = NEW.lot_id FOR SHARE;
                    IF NOT EXISTS (
                        SELECT FROM aftercare_productlot AS lot
                        JOIN aftercare_treatmentsession AS treated
                            ON treated.id = NEW.session_id AND treated.clinic_id = lot.clinic_id
                        JOIN aftercare_clinic AS clinic ON clinic.id = lot.clinic_id
                        WHERE lot.id = NEW.lot_id AND treated.status = 'completed'
                            AND lot.expiry_date >= (treated.at AT TIME ZONE clinic.zone)::date
                            AND (lot.quarantined_at IS NULL OR lot.released_at IS NOT NULL)
                    ) THEN
                        RAISE EXCEPTION 'the use of a lot violates check constraint "lot_use_of_a_usable_lot"'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_use_of_a_usable_lot';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} in {self.session_id}"
