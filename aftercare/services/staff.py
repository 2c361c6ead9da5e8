"""The clinic's staff: invited with a role, let in once by a link, given another role, let go and taken back.

One change of a clinic's staff at a time, made by somebody who is an administrator at that moment and not the
one it is about: so whatever happens at once, an administrator is left.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aftercare.models import Clinic, Flag, Invitation, User
from aftercare.services.people import revoke_links, send_link, use_link
from aftercare.services.stored import store_changes


class StaffRefused(ValueError):
    """A change of the staff that is not made. `field` names the form's field, `reason` says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@transaction.atomic
def invite_staff(*, full_name: str, email: str, role: str, by: User, at: datetime) -> User:
    """A new member of `by`'s clinic, and an invitation on its way. Raises StaffRefused and stores neither."""
    with _changing_staff(by, at):
        try:
            with transaction.atomic():
                person = User.objects.create_user(email, full_name=full_name, role=role, clinic=by.clinic)
        except IntegrityError as error:
            taken = _("Somebody with this e-mail address is in the portal already.")
            raise StaffRefused("email", taken) from error
        send_link(person, by=by, at=at)
    return person


@transaction.atomic
def renew_staff_invitation(*, person: User, by: User, at: datetime) -> Invitation:
    """Send a fresh link; those sent before stop working. Raises StaffRefused: who has come in needs none, and
    who was let go gets none.
    """
    with _changing_staff(by, at):
        locked = _other(person, by)
        if not locked.is_active or locked.has_usable_password():
            raise StaffRefused(
                "person", _("No link was sent: only somebody who has yet to come in needs one.")
            )
        revoke_links(locked)
        return send_link(locked, by=by, at=at)


@transaction.atomic
def join_staff(*, token: str, password: str, at: datetime) -> User:
    """The member of staff whom a link lets in, once, and who signs in with `password` from now on.

    Raises InvitationRefused for a used, outdated or unknown link.
    """
    person = use_link(User.objects.exclude(role=User.Role.PATIENT), token=token, at=at)
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


@transaction.atomic
def change_role(*, person: User, role: str, by: User, at: datetime) -> None:
    """Give somebody another role, from the next page on. Raises StaffRefused."""
    with _changing_staff(by, at):
        store_changes(_other(person, by), role=role)


@transaction.atomic
def deactivate_staff(*, person: User, by: User, at: datetime) -> None:
    """Let somebody go: every session ends at once, no link and no password lets them in. Raises StaffRefused.

    What they have done, and the flags that they have acknowledged, stay as they are; a flag that they only
    claimed is nobody's again.
    """
    with _changing_staff(by, at):
        locked = _other(person, by)
        if locked.is_active:
            revoke_links(locked)
            locked.is_active = False
            locked.set_unusable_password()  # another one: no session of before comes to life again later
            locked.save(update_fields=["is_active", "password"])
            Flag.objects.open().filter(holder=locked, acknowledged_at__isnull=True).update(holder=None)


@transaction.atomic
def reactivate_staff(*, person: User, by: User, at: datetime) -> None:
    """Take somebody back: a link goes out by which they choose a new password. Raises StaffRefused."""
    with _changing_staff(by, at):
        locked = _other(person, by)
        if not locked.is_active:
            store_changes(locked, is_active=True)
            send_link(locked, by=by, at=at)


@contextmanager
def _changing_staff(by: User, at: datetime) -> Iterator[None]:
    """Alone with the clinic's staff, on record as `by`, who must be an administrator still."""
    Clinic.objects.select_for_update().get(pk=by.clinic_id)
    if not User.objects.filter(pk=by.pk, role=User.Role.ADMINISTRATOR, is_active=True).exists():
        raise StaffRefused("person", _("Nothing was changed: you are no longer an administrator."))
    with pghistory.context(by=str(by.pk), at=at.isoformat()):
        yield


def _other(person: User, by: User) -> User:
    if person.pk == by.pk:
        raise StaffRefused("role", _("Nothing was changed: another administrator has to do this for you."))
    return User.objects.select_for_update().get(pk=person.pk)
