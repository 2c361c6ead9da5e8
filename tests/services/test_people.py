"""Patients coming in: invited once, let in once, and only with a link that is still good."""

from datetime import UTC, date, datetime, timedelta

import pytest

from aftercare.models import Invitation, Patient, User
from aftercare.models.invitations import digest_of
from aftercare.services.care import set_care
from aftercare.services.invitations import issue_link, take_back_link
from aftercare.services.outreach import LEASE
from aftercare.services.people import (
    INVITATION_DAYS,
    InvitationRefused,
    NewPatient,
    accept_invitation,
    invite_patient,
    renew_invitation,
)
from tests.cast import MONDAY

SECOND = timedelta(seconds=1)
END = MONDAY + timedelta(days=INVITATION_DAYS)


def new_patient(**fields: object) -> NewPatient:
    details = {
        "full_name": "Bram Thistledown",
        "email": "bram@patients.example",
        "birth_date": date(1980, 1, 31),
        "zone": "America/Chicago",
    }
    return NewPatient(**{**details, **fields})


def link_for(patient: Patient, by: User, at: datetime = MONDAY) -> str:
    token = issue_link(invitation=renew_invitation(patient=patient, by=by, at=at), at=at)
    assert token is not None
    return token


def test_inviting_makes_a_patient_of_the_schedulers_clinic(scheduler: User):
    person = new_patient(phone="+12125550107", baseline_pain=4, allergies="latex", medicines="none")

    patient = invite_patient(person=person, by=scheduler, at=MONDAY)

    patient.refresh_from_db()
    assert (patient.user.email, patient.user.full_name) == ("bram@patients.example", "Bram Thistledown")
    assert (patient.user.role, patient.clinic) == ("patient", scheduler.clinic)
    assert patient.user.has_usable_password() is False
    assert (patient.zone, patient.birth_date, patient.phone) == (
        "America/Chicago",
        date(1980, 1, 31),
        "+12125550107",
    )
    assert (patient.baseline_pain, patient.allergies, patient.medicines) == (4, "latex", "none")
    assert (patient.invited_by, patient.invited_at) == (scheduler, MONDAY)


def test_inviting_puts_one_invitation_on_its_way(scheduler: User):
    patient = invite_patient(person=new_patient(), by=scheduler, at=MONDAY)

    invitation = patient.user.invitations.get()
    assert (invitation.created_by, invitation.created_at, invitation.expires_at) == (scheduler, MONDAY, END)
    assert (invitation.sent_at, invitation.used_at, invitation.token_digest) == (None, None, None)
    assert list(Invitation.objects.unsent(MONDAY)) == [invitation]


def test_inviting_with_a_record_number_of_another_patient_is_refused_and_stores_nothing(scheduler: User):
    invite_patient(person=new_patient(mrn="A-10234"), by=scheduler, at=MONDAY)
    second = new_patient(email="juno@patients.example", mrn="a-10234")

    with pytest.raises(InvitationRefused) as refused:
        invite_patient(person=second, by=scheduler, at=MONDAY)

    assert refused.value.field == "mrn"
    assert User.objects.filter(role="patient").count() == 1


@pytest.mark.parametrize("email", ["wren@patients.example", "WREN@Patients.Example"])
def test_inviting_an_address_that_is_in_the_portal_is_refused_and_stores_nothing(
    patient: Patient, scheduler: User, email: str
):
    with pytest.raises(InvitationRefused) as refused:
        invite_patient(person=new_patient(email=email), by=scheduler, at=MONDAY)

    assert refused.value.field == "email"
    assert refused.value.reason == "Somebody with this e-mail address is in the portal already."
    assert str(refused.value) == f"email: {refused.value.reason}"
    assert Patient.objects.count() == 1
    assert Invitation.objects.count() == 0


def test_link_is_kept_as_its_digest_only(patient: Patient, scheduler: User):
    token = link_for(patient, scheduler)

    invitation = Invitation.objects.get()
    assert invitation.token_digest == digest_of(token)
    assert (invitation.sent_at, invitation.leased_until) == (None, MONDAY + LEASE)
    assert len(token) == 43


def test_link_is_issued_once(patient: Patient, scheduler: User):
    invitation = renew_invitation(patient=patient, by=scheduler, at=MONDAY)

    first = issue_link(invitation=invitation, at=MONDAY)
    second = issue_link(invitation=invitation, at=MONDAY)

    assert first is not None
    assert second is None


def test_link_taken_back_lets_nobody_in_and_may_be_issued_again(patient: Patient, scheduler: User):
    token = link_for(patient, scheduler)
    invitation = Invitation.objects.get()

    take_back_link(invitation=invitation, retry_at=MONDAY, at=MONDAY)
    with pytest.raises(InvitationRefused):
        accept_invitation(token=token, at=MONDAY)
    again = issue_link(invitation=invitation, at=MONDAY)

    assert again is not None
    assert accept_invitation(token=again, at=MONDAY) == patient.user


def test_used_link_is_not_taken_back(patient: Patient, scheduler: User):
    token = link_for(patient, scheduler)
    accept_invitation(token=token, at=MONDAY)

    take_back_link(invitation=Invitation.objects.get(), retry_at=MONDAY, at=MONDAY)

    assert Invitation.objects.get().token_digest == digest_of(token)


def test_accepting_lets_in_once(patient: Patient, scheduler: User):
    token = link_for(patient, scheduler)

    user = accept_invitation(token=token, at=MONDAY)
    with pytest.raises(InvitationRefused) as refused:
        accept_invitation(token=token, at=MONDAY)

    assert user == patient.user
    assert refused.value.reason == "This link has been used already or is too old."
    assert Invitation.objects.get().used_at == MONDAY


def test_accepting_works_until_the_end_and_not_at_it(patient: Patient, scheduler: User):
    token = link_for(patient, scheduler)

    with pytest.raises(InvitationRefused):
        accept_invitation(token=token, at=END)

    assert accept_invitation(token=token, at=END - SECOND) == patient.user


def test_accepting_an_unknown_link_is_refused(patient: Patient, scheduler: User):
    link_for(patient, scheduler)

    with pytest.raises(InvitationRefused):
        accept_invitation(token="nothing-of-ours", at=MONDAY)


def test_accepting_for_somebody_who_may_not_sign_in_is_refused(patient: Patient, scheduler: User):
    token = link_for(patient, scheduler)
    User.objects.filter(pk=patient.user.pk).update(is_active=False)

    with pytest.raises(InvitationRefused):
        accept_invitation(token=token, at=MONDAY)


def test_renewing_stops_the_links_before_it(patient: Patient, scheduler: User):
    first = link_for(patient, scheduler)
    second = link_for(patient, scheduler, at=MONDAY + SECOND)

    with pytest.raises(InvitationRefused):
        accept_invitation(token=first, at=MONDAY + SECOND)

    assert accept_invitation(token=second, at=MONDAY + SECOND) == patient.user


def test_renewing_keeps_the_record_of_a_used_link(patient: Patient, scheduler: User):
    accept_invitation(token=link_for(patient, scheduler), at=MONDAY)

    renew_invitation(patient=patient, by=scheduler, at=MONDAY + SECOND)

    used = Invitation.objects.filter(used_at__isnull=False)
    assert (used.count(), Invitation.objects.count()) == (1, 2)


def test_nobody_out_of_care_is_sent_a_new_link(patient: Patient, scheduler: User):
    set_care(patient=patient, care="left", by=scheduler, at=MONDAY)

    with pytest.raises(InvitationRefused) as refusal:
        renew_invitation(patient=patient, by=scheduler, at=MONDAY)

    told = "No link was sent: the patient is no longer in your care."
    assert (refusal.value.reason, Invitation.objects.count()) == (told, 0)


def test_invitation_that_ran_out_is_not_sent(patient: Patient, scheduler: User):
    renew_invitation(patient=patient, by=scheduler, at=MONDAY)

    assert Invitation.objects.unsent(END - SECOND).count() == 1
    assert Invitation.objects.unsent(END).count() == 0


def test_address_is_kept_in_small_letters(scheduler: User):
    patient = invite_patient(
        person=new_patient(email="Bram@Patients.Example"), by=scheduler, at=datetime(2026, 1, 5, tzinfo=UTC)
    )

    assert patient.user.email == "bram@patients.example"
