"""The only door to a patient's data: whose record a person may open, and the trace that opening it leaves.

Whatever may not be seen does not exist: every refusal is a 404.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from aftercare.models import (
    CheckIn,
    Escalation,
    Flag,
    Holiday,
    Patient,
    Photo,
    ProductLot,
    RecordAccess,
    TreatmentSession,
    User,
)
from aftercare.models.invitations import digest_of
from aftercare.models.patients import PatientQuerySet
from aftercare.models.treatment_sessions import TreatmentSessionQuerySet
from aftercare.queries.prepared import prepared


class RecordNotFound(Http404):
    """There is no such record for this person."""

    def __init__(self) -> None:
        super().__init__(_("We cannot find that page."))


def visible_patients(*, user: User) -> PatientQuerySet:
    """The patients whose records `user` may open: oneself, or for staff everyone of the same clinic."""
    patients = Patient.objects.select_related("user__clinic")
    if user.is_patient:
        return patients.filter(user=user)
    return patients.of_clinic(user.clinic_id)


def visible_sessions(*, user: User) -> TreatmentSessionQuerySet:
    """The sessions `user` may see: one's own, or for staff those of the clinic."""
    sessions = TreatmentSession.objects.select_related("patient__user")
    if user.is_patient:
        return sessions.filter(patient__user=user)
    return sessions.filter(clinic_id=user.clinic_id)


def named_sessions(*, user: User) -> TreatmentSessionQuerySet:
    """The same with `patient_name` alone of the patient.

    By a subquery: where many are shown, PostgreSQL would join them by reading the whole table of patients.
    """
    name = User.objects.filter(patient=OuterRef("patient")).values("full_name")
    return visible_sessions(user=user).select_related(None).annotate(patient_name=Subquery(name))


def own_record(*, user: User) -> Patient:
    """The record of the patient who is signed in. Raises RecordNotFound for anyone else.

    Every page tells when the clinic is open: its holidays come along in the same query, and so does a
    check-in that was begun.
    """
    if not user.is_patient:
        raise RecordNotFound
    found = _patient_of(user.pk)
    if not found:
        raise RecordNotFound
    patient = found[0]
    patient.user = user  # found with the clinic when the request came in
    patient.clinic.holiday_dates = frozenset(patient.holidays)  # type: ignore[attr-defined]  # annotated
    return patient


@prepared
def _patient_of(user_id: UUID) -> QuerySet[Patient]:
    holidays = Holiday.objects.filter(clinic=OuterRef("user__clinic")).order_by("date")
    patients = Patient.objects.filter(user=user_id).select_related("check_in_draft")
    return patients.annotate(holidays=ArraySubquery(holidays.values("date")))


def open_record(
    *, user: User, patient_id: UUID, what: str, at: datetime, which: UUID | None = None
) -> Patient:
    """The record `patient_id`, opened by one of the staff; leaves a RecordAccess. Raises RecordNotFound."""
    if user.is_patient:
        raise RecordNotFound
    patient = visible_patients(user=user).filter(pk=patient_id).first()
    if patient is None:
        raise RecordNotFound
    RecordAccess.objects.create(patient=patient, by=user, at=at, what=what, which=which)
    return patient


def open_records(*, user: User, patients: PatientQuerySet, what: str, at: datetime) -> list[Patient]:
    """Those of `patients` whose records one of the staff may open, all at once; a RecordAccess for each."""
    if user.is_patient:
        raise RecordNotFound
    found = list(patients.of_clinic(user.clinic_id))
    RecordAccess.objects.bulk_create(
        RecordAccess(patient=patient, by=user, at=at, what=what) for patient in found
    )
    return found


def open_lot(*, user: User, lot_id: UUID) -> ProductLot:
    """A lot that the clinic of one of the staff keeps. Raises RecordNotFound."""
    if user.is_patient:
        raise RecordNotFound
    staff = "received_by", "quarantined_by", "released_by"
    lot = ProductLot.objects.select_related(*staff).filter(clinic_id=user.clinic_id, pk=lot_id).first()
    if lot is None:
        raise RecordNotFound
    return lot


def open_session(*, user: User, session_id: UUID, at: datetime) -> TreatmentSession:
    """A session of one of the clinic's patients, opened by one of the staff. Raises RecordNotFound."""
    found = TreatmentSession.objects.filter(pk=session_id).values_list("patient_id", flat=True).first()
    if found is None:
        raise RecordNotFound
    open_record(user=user, patient_id=found, what="session", at=at, which=session_id)
    return TreatmentSession.objects.select_related(
        "patient__user__clinic", "clinic", "provider", "room", "performed_by", "confirmed_by"
    ).get(pk=session_id)


def open_flag(*, user: User, flag_id: UUID, at: datetime, what: str = "flag") -> Flag:
    """A flag of one of the clinic's patients, opened by clinical staff. Raises RecordNotFound."""
    found = Flag.objects.filter(pk=flag_id).values_list("patient_id", flat=True).first()
    if found is None or not user.is_clinical:
        raise RecordNotFound
    open_record(user=user, patient_id=found, what=what, at=at, which=flag_id)
    return Flag.objects.select_related(
        *("patient__user__clinic", "clinic", "session", "previous", "again"),
        *("holder", "acknowledged_by", "resolved_by"),
    ).get(pk=flag_id)


def open_flags(*, user: User, flag_ids: Sequence[UUID], at: datetime) -> list[Flag]:
    """Flags of one of the clinic's patients, opened together by clinical staff, in the order they are named.
    Raises RecordNotFound where one is not there, or not of the same patient.
    """
    found = {flag.pk: flag for flag in Flag.objects.filter(pk__in=flag_ids)}
    patients = {flag.patient_id for flag in found.values()}
    if len(patients) != 1 or len(found) != len(set(flag_ids)) or not user.is_clinical:
        raise RecordNotFound
    patient = open_record(user=user, patient_id=patients.pop(), what="flag", at=at)
    for flag in found.values():
        flag.patient = patient
    return [found[flag_id] for flag_id in dict.fromkeys(flag_ids)]


def open_escalation(*, user: User, escalation_id: UUID, at: datetime) -> Escalation:
    """What an on-call contact of the clinic was told, opened by clinical staff; a RecordAccess for each
    patient it is about. Raises RecordNotFound.
    """
    escalations = Escalation.objects.filter(clinic_id=user.clinic_id)
    found: Escalation | None = escalations.filter(pk=escalation_id).first()
    if found is None or not user.is_clinical:
        raise RecordNotFound
    patients = visible_patients(user=user).filter(flags__escalations=found).distinct()
    open_records(user=user, patients=patients, what="escalation", at=at)
    return found


def colleagues(*, user: User) -> QuerySet[User]:
    """Whoever else takes on flags in the clinic of `user`, by name."""
    clinical = User.objects.filter(clinic_id=user.clinic_id, role__in=User.CLINICAL_ROLES, is_active=True)
    return clinical.exclude(pk=user.pk).order_by("full_name")


def calendar_record(*, token: str) -> Patient:
    """The record that the private address of a calendar names. Raises RecordNotFound for any other."""
    named = {"calendar_digest": digest_of(token), "user__is_active": True}
    patient = Patient.objects.select_related("user__clinic").filter(**named).first()
    if patient is None:
        raise RecordNotFound
    return patient


def own_check_in(*, user: User, check_in_id: UUID) -> CheckIn:
    """One check-in of the patient who is signed in. Raises RecordNotFound."""
    check_in = CheckIn.objects.filter(pk=check_in_id, patient=own_record(user=user)).first()
    if check_in is None:
        raise RecordNotFound
    return check_in


def open_photo(*, user: User, photo_id: UUID, at: datetime) -> Photo:
    """A photo of the patient who is signed in, or of one of the clinic's patients, opened by clinical staff.
    One that was not sent is there for nobody but whoever added it. Raises RecordNotFound.
    """
    photo = Photo.objects.seen_by(user).filter(pk=photo_id).first()
    if photo is None or not (user.is_clinical or photo.patient == own_record(user=user)):
        raise RecordNotFound
    if user.is_clinical:
        open_record(user=user, patient_id=photo.patient_id, what="photo", at=at, which=photo_id)
    return photo
