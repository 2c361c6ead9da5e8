"""Everyone who signs in: patients and staff, told apart by role, each of one clinic."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftercare.models.clinics import Clinic
from aftercare.models.history import tracked


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A stored user; without a password one who signs in by code only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@tracked
class User(AbstractBaseUser, PermissionsMixin):
    """One person with one e-mail address, one role and one clinic.

    `email_undeliverable_at` is when a provider said that the address does not work; another one clears it, or
    whoever knows better. `email_complained_at` is when the person marked our e-mail as spam.
    """

    class Role(models.TextChoices):
        PATIENT = "patient", _("Patient")
        SCHEDULER = "scheduler", _("Scheduler")
        NURSE = "nurse", _("Nurse")
        ADMINISTRATOR = "administrator", _("Clinic administrator")

    CLINICAL_ROLES = (Role.NURSE, Role.ADMINISTRATOR)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    full_name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="people", verbose_name=_("clinic")
    )
    language = models.CharField(_("language"), max_length=8, default=settings.LANGUAGE_CODE)
    email_undeliverable_at = models.DateTimeField(_("e-mail refused at"), null=True, blank=True)
    email_complained_at = models.DateTimeField(_("e-mail marked as spam at"), null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "role", "clinic"]

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_email_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_role_known",
                condition=models.Q(role__in=["patient", "scheduler", "nurse", "administrator"]),
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "full_name", "id"], name="user_by_name"),
            GinIndex(  # as `icontains` asks
                OpClass(Upper("full_name"), name="gin_trgm_ops"),
                OpClass(Upper("email"), name="gin_trgm_ops"),
                name="user_names_by_part",
                fastupdate=False,  # people are looked for more often than they come
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The name, for Django and its apps."""
        return self.full_name

    @property
    def first_name(self) -> str:
        """The name a greeting uses."""
        return self.full_name.split()[0] if self.full_name.split() else self.email

    @property
    def is_patient(self) -> bool:
        """Whether this person is here as a patient."""
        return self.role == self.Role.PATIENT

    @property
    def is_clinical(self) -> bool:
        """Whether this person may read check-ins and flags."""
        return self.role in self.CLINICAL_ROLES

    @property
    def schedules(self) -> bool:
        """Whether this person may invite patients and book sessions."""
        return self.role in (self.Role.SCHEDULER, self.Role.ADMINISTRATOR)
