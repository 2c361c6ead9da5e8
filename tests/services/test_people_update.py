"""A patient's details put right: the plan follows the clock, the link follows the address."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from aftercare.domain.clinical_time import QuietHours
from aftercare.models import Invitation, Patient, Reminder, User, Watch
from aftercare.models.outgoing import State
from aftercare.services.invitations import issue_link, take_back_link
from aftercare.services.people import (
    InvitationRefused,
    NewPatient,
    accept_invitation,
    renew_invitation,
    update_patient,
)
from tests.cast import MONDAY, NEW_YORK, book, complete, let_go_out, local

CHICAGO = "America/Chicago"
NIGHT = QuietHours(time(21), time(8))
LATER = MONDAY + timedelta(minutes=1)


def on_record(patient: Patient) -> NewPatient:
    """The patient's details as they are stored."""
    stored = Patient.objects.select_related("user").get(pk=patient.pk)
    return NewPatient(
        full_name=stored.user.full_name,
        email=stored.user.email,
        birth_date=stored.birth_date,
        zone=stored.zone,
        phone=str(stored.phone),
        mrn=stored.mrn,
        baseline_pain=stored.baseline_pain,
        baseline_limitation=stored.baseline_limitation,
        allergies=stored.allergies,
        medicines=stored.medicines,
    )


def update(patient: Patient, quiet: QuietHours = NIGHT, at: datetime = LATER, **changed: object):
    person = replace(on_record(patient), **changed)
    return update_patient(patient=patient, person=person, quiet_hours=quiet, by=patient.invited_by, at=at)


def revision(patient: Patient) -> int:
    return Patient.objects.get(pk=patient.pk).plan_revision


def planned(patient: Patient, zone: ZoneInfo = NEW_YORK) -> list[str]:
    """When the planned reminders are due, on the clock of `zone`."""
    rows = Reminder.objects.filter(patient=patient, state="planned").order_by("due_at")
    return [f"{row.due_at.astimezone(zone):%a %-d %b %H:%M}" for row in rows]


def send(patient: Patient) -> str:
    """A link that went out to the patient."""
    token = issue_link(
        invitation=renew_invitation(patient=patient, by=patient.invited_by, at=MONDAY), at=MONDAY
    )
    assert token is not None
    return token


# --- what is stored


def test_every_detail_is_stored(patient: Patient):
    right = NewPatient(
        full_name="Wren Appleyard",
        email="Wren.Appleyard@Patients.example",
        birth_date=date(1975, 4, 2),
        zone=CHICAGO,
        phone="+13125550123",
        mrn="A-10234",
        baseline_pain=7,
        baseline_limitation=8,
        allergies="latex",
        medicines="lisinopril 10 mg",
    )

    update_patient(
        patient=patient,
        person=right,
        quiet_hours=QuietHours(time(20, 30), time(7)),
        by=patient.invited_by,
        at=LATER,
    )

    stored = Patient.objects.get(pk=patient.pk)
    assert on_record(patient) == replace(right, email="wren.appleyard@patients.example")
    assert (stored.quiet_from, stored.quiet_until) == (time(20, 30), time(7))


def test_details_may_be_emptied(patient: Patient):
    update(patient, baseline_pain=7, allergies="latex", medicines="lisinopril")

    update(patient, phone="", baseline_pain=None, allergies="", medicines="")

    stored = on_record(patient)
    assert (stored.phone, stored.baseline_pain, stored.allergies, stored.medicines) == ("", None, "", "")


def test_a_record_number_is_the_clinics_own_and_may_be_taken_away(patient: Patient):
    update(patient, mrn="a-10234")
    given = Patient.objects.get(pk=patient.pk)
    update(patient, mrn="")
    taken = Patient.objects.get(pk=patient.pk)

    assert (given.mrn, given.mrn_clinic) == ("A-10234", patient.clinic)
    assert (taken.mrn, taken.mrn_clinic) == ("", None)
    kept = patient.events.order_by("pgh_id").values_list("mrn", flat=True)
    assert list(kept) == ["", "A-10234", ""]


def test_a_record_number_of_another_patient_is_refused_and_nothing_is_stored(
    patient: Patient, other_patient: Patient
):
    update(other_patient, mrn="A-10234")

    with pytest.raises(InvitationRefused) as refused:
        update(patient, mrn="A-10234", full_name="Wren Miller")

    assert (refused.value.field, refused.value.reason) == (
        "mrn",
        "Another patient has this record number already.",
    )
    assert on_record(patient).full_name == "Wren Applegarth"


def test_same_details_again_change_nothing(patient: Patient):
    changes = {"zone": CHICAGO, "email": "wren.a@patients.example", "allergies": "latex"}
    sent = update(patient, **changes)
    before = (revision(patient), list(Invitation.objects.all()))

    again = update(patient, at=LATER + timedelta(seconds=1), **changes)

    assert (sent is not None, again) == (True, None)
    assert (revision(patient), list(Invitation.objects.all())) == before


# --- the plan


@pytest.mark.parametrize(
    ("changed", "quiet"),
    [
        ({"zone": CHICAGO}, NIGHT),
        ({}, QuietHours(time(22), time(8))),
        ({}, QuietHours(time(21), time(9))),
        ({}, QuietHours(time(0), time(0))),
    ],
)
def test_zone_or_quiet_hours_plan_anew(patient: Patient, changed: dict[str, str], quiet: QuietHours):
    update(patient, quiet, **changed)

    assert revision(patient) == 1


def test_other_details_leave_the_plan_alone(patient: Patient):
    update(
        patient,
        full_name="Wren A.",
        birth_date=date(1975, 1, 1),
        baseline_pain=7,
        allergies="latex",
        medicines="none",
    )

    assert revision(patient) == 0


def test_reminders_move_to_the_same_hours_of_the_new_zone(patient: Patient):
    book(patient, local("2026-03-09T10:00"), at=MONDAY - timedelta(hours=3))
    for reminder in Reminder.objects.due(LATER):
        let_go_out(reminder, MONDAY)
    before = planned(patient)

    update(patient, zone=CHICAGO)

    told = ["Thu 5 Mar 09:00", "Fri 6 Mar 09:00", "Sun 8 Mar 09:00"]
    assert (before, planned(patient, ZoneInfo(CHICAGO))) == (told, told)
    assert planned(patient) == ["Thu 5 Mar 10:00", "Fri 6 Mar 10:00", "Sun 8 Mar 10:00"]


def test_reminders_keep_out_of_the_new_quiet_hours(patient: Patient):
    book(patient, local("2026-03-09T10:00"), at=MONDAY - timedelta(hours=3))
    for reminder in Reminder.objects.due(LATER):
        let_go_out(reminder, MONDAY)

    update(patient, QuietHours(time(21), time(9, 30)))

    assert [text.split()[-1] for text in planned(patient)] == ["09:30", "09:30", "09:30"]


def test_clocks_run_on_the_new_zones_days(patient: Patient):
    complete(patient, MONDAY)
    before = set(Watch.objects.values_list("rule", "due_at"))

    update(patient, zone="Pacific/Honolulu")

    after = set(Watch.objects.values_list("rule", "due_at"))
    assert ({rule for rule, _ in after} == {rule for rule, _ in before}, after == before) == (True, False)


# --- the address


@pytest.mark.parametrize(
    "taken", ["hester@patients.example", "Hester@Patients.Example", "una@patients.example"]
)
def test_somebody_elses_address_is_refused_and_nothing_is_stored(
    patient: Patient, other_patient: Patient, foreign_patient: Patient, taken: str
):
    send(patient)
    before = on_record(patient)

    with pytest.raises(InvitationRefused) as refused:
        update(patient, email=taken, full_name="Wren A.", zone=CHICAGO, allergies="latex")

    assert (refused.value.field, refused.value.reason) == (
        "email",
        "Somebody with this e-mail address is in the portal already.",
    )
    assert (on_record(patient), revision(patient)) == (before, 0)
    assert Invitation.objects.get().created_at == MONDAY


def test_new_address_gets_a_fresh_invitation_and_the_old_link_stops(patient: Patient):
    old = send(patient)

    invitation = update(patient, email="wren.a@patients.example")

    assert list(Invitation.objects.all()) == list(Invitation.objects.unsent(LATER)) == [invitation]
    assert (invitation.user.email, invitation.created_by) == ("wren.a@patients.example", patient.invited_by)
    with pytest.raises(InvitationRefused):
        accept_invitation(token=old, at=LATER)
    fresh = issue_link(invitation=invitation, at=LATER)
    assert accept_invitation(token=fresh, at=LATER) == patient.user


def test_new_address_takes_the_place_of_one_that_the_mail_host_refused(patient: Patient):
    send(patient)
    take_back_link(invitation=Invitation.objects.get(), retry_at=None, at=MONDAY)

    update(patient, email="wren.a@patients.example")

    assert Invitation.objects.unsent(LATER).get().undeliverable_at is None


@pytest.mark.parametrize("email", ["wren@patients.example", "Wren@Patients.Example"])
def test_same_address_keeps_its_link(patient: Patient, email: str):
    token = send(patient)

    sent = update(patient, email=email, full_name="Wren A.")

    assert sent is None
    assert accept_invitation(token=token, at=LATER) == patient.user


def test_patient_who_came_in_is_not_invited_again(patient: Patient):
    accept_invitation(token=send(patient), at=MONDAY)

    sent = update(patient, email="wren.a@patients.example")

    assert (sent, Invitation.objects.get().used_at) == (None, MONDAY)
    assert on_record(patient).email == "wren.a@patients.example"


def test_unused_link_in_the_old_mailbox_of_a_patient_who_came_in_stops_working(patient: Patient):
    accept_invitation(token=send(patient), at=MONDAY)
    spare = send(patient)

    update(patient, email="wren.a@patients.example")

    with pytest.raises(InvitationRefused):
        accept_invitation(token=spare, at=LATER)


def test_other_patients_invitations_are_left_alone(patient: Patient, other_patient: Patient):
    theirs = send(other_patient)

    update(patient, email="wren.a@patients.example")

    assert accept_invitation(token=theirs, at=LATER) == User.objects.get(email="hester@patients.example")


def test_a_new_address_ends_the_sessions_that_began_by_the_old_one(patient: Patient, client: Client):
    client.force_login(patient.user)
    before = client.get("/today/").status_code

    update(patient, email="wren.a@patients.example")

    assert (before, client.get("/today/").status_code) == (200, 302)


def test_other_changes_leave_sessions_alone(patient: Patient, client: Client):
    client.force_login(patient.user)

    update(patient, full_name="Wren A.")

    assert client.get("/today/").status_code == 200


def test_what_the_old_address_did_not_take_goes_to_the_new_one_while_it_is_of_use(patient: Patient) -> None:
    book(patient, local("2026-03-09T10:00"), at=MONDAY)
    told = patient.reminders.get(due_at=MONDAY)
    for state in (State.CLAIMED, State.SENDING):
        told.pass_to(state, at=MONDAY)
    told.pass_to(State.FAILED, at=MONDAY, why=Reminder.Why.ADDRESS_REFUSED)
    User.objects.filter(pk=patient.user.pk).update(email_undeliverable_at=MONDAY)

    update(patient, email="wren@new.example")

    again = patient.reminders.get(state="planned", due_at=LATER)
    assert again.keys == told.keys
    patient.user.refresh_from_db()
    assert patient.user.email_undeliverable_at is None
