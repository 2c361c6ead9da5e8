"""Who is perhaps registered already: the patients of the clinic whom a new one's details resemble."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Reverse, Upper
from django.utils.translation import gettext as _

from aftercare.models import Patient, User
from aftercare.queries.access import visible_patients
from aftercare.queries.grammar import capitalized, in_a_row
from aftercare.queries.session_words import born_words
from aftercare.queries.wording import Phone, phone
from aftercare.services.people import NewPatient

AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Alike:
    """One patient whom the new one may be; `why` says what is the same, `care` is empty for one in care.
    `unique`: the same is something that no two patients may have.
    """

    id: UUID
    name: str
    why: str
    born: str
    email: str
    phone: Phone | None
    mrn: str
    care: str
    unique: bool


def patients_alike(*, user: User, person: NewPatient) -> tuple[Alike, ...]:
    """The patients of `user`'s clinic with the same date of birth and a name that shares a word, or almost;
    with the same phone, record number or e-mail address. Two queries.
    """
    patients = visible_patients(user=user).alias(
        phone_backwards=Reverse("phone"), name=Upper("user__full_name")
    )
    same = Q(birth_date=person.birth_date) & _shares_a_word(person.full_name)
    if person.phone:
        same |= Q(phone_backwards=person.phone[::-1])  # the index is there for the last digits
    if person.mrn:
        same |= Q(mrn=person.mrn.upper())
    of_record = patients.filter(same).order_by("user__full_name", "user")
    of_address = patients.filter(
        user__email=person.email.lower()
    )  # apart: no index serves two tables at once
    found: dict[UUID, Patient] = {one.pk: one for one in (*of_address, *of_record[:AT_MOST])}
    return tuple(_alike(patient, person) for patient in found.values())


def _shares_a_word(name: str) -> Q:
    shared = Q()
    for word in name.upper().split():
        shared |= Q(name__trigram_word_similar=word)
    return shared


def _alike(patient: Patient, person: NewPatient) -> Alike:
    return Alike(
        id=patient.pk,
        name=patient.user.full_name,
        why=capitalized(in_a_row(_same(patient, person))),
        born=born_words(patient.birth_date),
        email=patient.user.email,
        phone=phone(patient.phone or None),
        mrn=patient.mrn,
        care="" if patient.in_care else str(patient.get_care_display()),
        unique=_same_number(patient, person) or _same_address(patient, person),
    )


def _same(patient: Patient, person: NewPatient) -> Iterator[str]:
    if patient.birth_date == person.birth_date:
        yield _("the same date of birth")
    if person.phone and patient.phone == person.phone:
        yield _("the same phone number")
    if _same_number(patient, person):
        yield _("the same record number")
    if _same_address(patient, person):
        yield _("the same e-mail address")


def _same_number(patient: Patient, person: NewPatient) -> bool:
    return bool(person.mrn) and patient.mrn == person.mrn.upper()


def _same_address(patient: Patient, person: NewPatient) -> bool:
    return bool(patient.user.email == person.email.lower())
