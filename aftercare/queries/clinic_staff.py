"""The clinic's staff for its administrators: who has which role, who came in when, who was let go."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Flag, User
from aftercare.queries.access import RecordNotFound
from aftercare.queries.invitations import Entry, entry_of
from aftercare.queries.wording import when


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One of the staff. `joined`: has a password; `own`: the reader. `entry`: when they came in last, or what
    became of their invitation.
    """

    id: UUID
    name: str
    email: str
    role: str
    active: bool
    joined: bool
    own: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class StaffPage:
    """One of the staff with what their leaving leaves: `flags` is empty where that is none."""

    row: StaffRow
    flags: str


def staff_rows(*, user: User, now: datetime) -> tuple[StaffRow, ...]:
    """The staff of `user`'s clinic, those who may sign in first, by name. Two queries."""
    staff = user.clinic.people.exclude(role=User.Role.PATIENT).prefetch_related("invitations")
    return tuple(_row(one, user, now) for one in staff.order_by("-is_active", "full_name", "id"))


def find_staff(*, user: User, person_id: UUID) -> User:
    """One of the staff of the reader's clinic. Raises RecordNotFound."""
    found = user.clinic.people.exclude(role=User.Role.PATIENT).filter(pk=person_id).first()
    if found is None:
        raise RecordNotFound
    return found


def staff_page(*, user: User, person: User, now: datetime) -> StaffPage:
    """The page of `person`. Two queries."""
    return StaffPage(row=_row(person, user, now), flags=_flags(person))


def _row(person: User, user: User, now: datetime) -> StaffRow:
    person.clinic = user.clinic  # the same one
    return StaffRow(
        id=person.pk,
        name=person.full_name,
        email=person.email,
        role=str(person.get_role_display()),
        active=person.is_active,
        joined=person.has_usable_password(),
        own=person.pk == user.pk,
        entry=_entry(person, now),
    )


def _entry(person: User, now: datetime) -> Entry:
    """When somebody came in last; of somebody who is still to come in, what became of the invitation."""
    awaited = person.is_active and not person.has_usable_password()
    if awaited:
        last = max(person.invitations.all(), key=lambda one: (one.created_at, one.pk), default=None)
        return entry_of(person, last, now)
    if person.last_login is None:
        return Entry(_("Never signed in"), None, "", renewable=False)
    return Entry(_("Last signed in"), when(person.last_login, person.clinic.tz, now), "", renewable=False)


def _flags(person: User) -> str:
    count = Flag.objects.open().filter(holder=person).count()
    if not count:
        return ""
    return ngettext(
        "%(name)s has %(count)d open flag in hand. It stays in the queue: a nurse takes it over.",
        "%(name)s has %(count)d open flags in hand. They stay in the queue: a nurse takes them over.",
        count,
    ) % {"count": count, "name": person.full_name}
