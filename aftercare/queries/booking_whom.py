"""Whose session it is going to be: the patients in care, found as in the list of patients."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from aftercare.domain.clinical_time import local_date
from aftercare.models import User
from aftercare.queries.access import visible_patients
from aftercare.queries.patient_search import patients_sought
from aftercare.queries.patient_sought import read_sought
from aftercare.queries.session_words import born_words

AT_MOST = 25
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Person:
    """A patient to choose."""

    id: UUID
    name: str
    born: str


@dataclass(frozen=True, slots=True)
class WhomPage:
    """The first patients by name that are found; `more`: there are others, in words."""

    search: str
    people: tuple[Person, ...]
    more: str


def whom_page(*, user: User, search: str, now: datetime) -> WhomPage:
    """The patients a session can be booked for. One query."""
    search = search.replace("\x00", "").strip()[:LONGEST_SEARCH]  # PostgreSQL knows no NUL
    sought = read_sought(search, local_date(now, user.clinic.tz))
    found = patients_sought(visible_patients(user=user).in_care(), sought)
    people = [
        Person(one.pk, one.user.full_name, born_words(one.birth_date))
        for one in found.order_by("user__full_name", "id")[: AT_MOST + 1]
    ]
    more = _("The first %(count)d by name. Search for the others.") % {"count": AT_MOST}
    return WhomPage(search, tuple(people[:AT_MOST]), more if len(people) > AT_MOST else "")
