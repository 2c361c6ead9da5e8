"""The clinic's staff: who lets whom in and go, what ends with that, and who is always left."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pghistory.models import Context

from aftercare.models import Channel, Flag, Invitation, Patient, User
from aftercare.queries.nurse_queue import load_queue
from aftercare.services.escalations import on_call_contacts
from aftercare.services.flag_holding import claim_flag
from aftercare.services.flags import acknowledge_flag
from aftercare.services.invitations import issue_link
from aftercare.services.people import INVITATION_DAYS, InvitationRefused, accept_invitation, renew_invitation
from aftercare.services.staff import (
    StaffRefused,
    change_role,
    deactivate_staff,
    invite_staff,
    join_staff,
    reactivate_staff,
    renew_staff_invitation,
)
from tests.cast import MONDAY, PASSWORD, complete, make_staff, report

SECOND = timedelta(seconds=1)
END = MONDAY + timedelta(days=INVITATION_DAYS)
NEW = "another-word-of-nobody"


@pytest.fixture
def second_administrator(administrator: User) -> User:
    return make_staff(administrator.clinic, "administrator", "Silas Copperwood", "silas@juniper.example")


def invite(by: User, **changed: str) -> User:
    person = {"full_name": "Rosalind Teasel", "email": "Rosalind@Juniper.example", "role": "nurse"}
    return invite_staff(**{**person, **changed}, by=by, at=MONDAY)


def link(person: User) -> str:
    token = issue_link(invitation=person.invitations.get(), at=MONDAY)
    assert token is not None
    return token


def stored(person: User) -> User:
    return User.objects.get(pk=person.pk)


# --- coming in


def test_inviting_makes_one_of_the_clinics_staff_who_has_no_password_yet(administrator: User) -> None:
    person = stored(invite(administrator))

    assert (person.email, person.full_name, person.role) == (
        "rosalind@juniper.example",
        "Rosalind Teasel",
        "nurse",
    )
    assert (person.clinic, person.has_usable_password()) == (administrator.clinic, False)
    sent = person.invitations.get()
    assert (sent.created_by, sent.expires_at) == (administrator, END)
    assert list(Invitation.objects.unsent(MONDAY).of_people_we_write_to()) == [sent]


def test_an_address_that_is_in_the_portal_is_refused_and_nothing_is_stored(
    administrator: User, foreign_patient: Patient
) -> None:
    with pytest.raises(StaffRefused) as refused:
        invite(administrator, email=foreign_patient.user.email.upper())

    assert str(refused.value) == "email: Somebody with this e-mail address is in the portal already."
    assert Invitation.objects.count() == 0


def test_a_link_lets_in_once_and_keeps_the_password(administrator: User) -> None:
    token = link(invite(administrator))

    person = join_staff(token=token, password=NEW, at=END - SECOND)
    with pytest.raises(InvitationRefused):
        join_staff(token=token, password="again", at=END - SECOND)

    assert stored(person).check_password(NEW)


def test_a_link_that_ran_out_lets_nobody_in(administrator: User) -> None:
    token = link(invite(administrator))

    with pytest.raises(InvitationRefused):
        join_staff(token=token, password=NEW, at=END)


def test_a_link_of_the_staff_is_none_for_a_patient_and_the_other_way_round(
    administrator: User, patient: Patient
) -> None:
    renew_invitation(patient=patient, by=administrator, at=MONDAY)

    with pytest.raises(InvitationRefused):
        accept_invitation(token=link(invite(administrator)), at=MONDAY)
    with pytest.raises(InvitationRefused):
        join_staff(token=link(patient.user), password=NEW, at=MONDAY)


def test_a_new_link_takes_the_place_of_the_one_before(administrator: User) -> None:
    person = invite(administrator)
    before = link(person)

    renew_staff_invitation(person=person, by=administrator, at=MONDAY)

    with pytest.raises(InvitationRefused):
        join_staff(token=before, password=NEW, at=MONDAY)
    assert join_staff(token=link(person), password=NEW, at=MONDAY) == person


def test_whoever_has_come_in_or_was_let_go_gets_no_link(administrator: User, nurse: User) -> None:
    gone = invite(administrator)
    deactivate_staff(person=gone, by=administrator, at=MONDAY)

    for person in (nurse, gone):
        with pytest.raises(StaffRefused, match="No link was sent"):
            renew_staff_invitation(person=person, by=administrator, at=MONDAY)

    assert Invitation.objects.count() == 0


# --- another role, leaving, coming back


def test_another_role_holds_from_the_next_page_on(administrator: User, nurse: User, client: Client) -> None:
    client.force_login(nurse)
    before = client.get("/queue/").status_code

    change_role(person=nurse, role="scheduler", by=administrator, at=MONDAY)

    assert (before, client.get("/queue/").status_code, client.get("/patients/new/").status_code) == (
        200,
        404,
        200,
    )


def test_leaving_ends_every_session_at_once_and_the_password_with_it(
    administrator: User, nurse: User, client: Client
) -> None:
    client.force_login(nurse)

    deactivate_staff(person=nurse, by=administrator, at=MONDAY)

    assert (client.get("/queue/").status_code, stored(nurse).check_password(PASSWORD)) == (302, False)


def test_a_session_of_before_stays_over_when_somebody_comes_back(
    administrator: User, nurse: User, client: Client
) -> None:
    client.force_login(nurse)
    deactivate_staff(person=nurse, by=administrator, at=MONDAY)

    reactivate_staff(person=nurse, by=administrator, at=MONDAY)
    join_staff(token=link(nurse), password=PASSWORD, at=MONDAY)

    assert client.get("/queue/").status_code == 302


def test_leaving_takes_the_link_back_and_coming_back_sends_one(administrator: User) -> None:
    person = invite(administrator)
    before = link(person)
    deactivate_staff(person=person, by=administrator, at=MONDAY)

    with pytest.raises(InvitationRefused):
        join_staff(token=before, password=NEW, at=MONDAY)
    reactivate_staff(person=person, by=administrator, at=MONDAY)

    assert join_staff(token=link(person), password=NEW, at=MONDAY) == person


def test_leaving_and_coming_back_twice_change_nothing(administrator: User, nurse: User) -> None:
    for service in (deactivate_staff, deactivate_staff, reactivate_staff, reactivate_staff):
        service(person=nurse, by=administrator, at=MONDAY)

    assert (stored(nurse).is_active, nurse.invitations.count()) == (True, 1)


def test_flags_of_whoever_has_left_stay_in_the_queue(
    administrator: User, nurse: User, patient: Patient
) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY, pain=9)
    acknowledge_flag(flag=Flag.objects.get(), by=nurse, at=MONDAY)

    deactivate_staff(person=nurse, by=administrator, at=MONDAY)

    (row,) = load_queue(user=administrator, show="open", page=1, now=MONDAY).rows
    assert (row.patient, row.state, row.nurse) == (
        "Wren Applegarth",
        "Seen",
        "Odile Marrowby, no longer here",
    )


def test_a_flag_that_was_only_claimed_is_nobodys_again(
    administrator: User, nurse: User, patient: Patient
) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY, pain=9)
    claim_flag(flag=Flag.objects.get(), by=nurse, at=MONDAY)

    deactivate_staff(person=nurse, by=administrator, at=MONDAY)

    (row,) = load_queue(user=administrator, show="unclaimed", page=1, now=MONDAY).rows
    assert (row.patient, row.nurse) == ("Wren Applegarth", "")


def test_who_has_left_is_told_of_no_late_flag(administrator: User, nurse: User) -> None:
    deactivate_staff(person=nurse, by=administrator, at=MONDAY)

    assert on_call_contacts(administrator.clinic, MONDAY) == [
        (Channel.EMAIL, "maud@juniper.example", "Maud Fennimore")
    ]


def test_every_change_is_on_record_with_who_made_it(administrator: User, nurse: User) -> None:
    change_role(person=nurse, role="scheduler", by=administrator, at=MONDAY)
    deactivate_staff(person=nurse, by=administrator, at=MONDAY)

    kept = stored(nurse).events.order_by("pgh_id").values_list("role", "is_active", "pgh_context")
    assert [(role, active) for role, active, _context in kept] == [
        ("nurse", True),
        ("scheduler", True),
        ("scheduler", False),
    ]
    told = [Context.objects.get(pk=context).metadata for _role, _active, context in list(kept)[1:]]
    assert [(one["by"], one["at"]) for one in told] == [(str(administrator.pk), MONDAY.isoformat())] * 2


# --- an administrator is always left

CHANGES: list[Callable[..., object]] = [
    lambda **who: change_role(role="nurse", **who),
    deactivate_staff,
    reactivate_staff,
    renew_staff_invitation,
]


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_changes_their_own(administrator: User, change: Callable[..., object]) -> None:
    with pytest.raises(StaffRefused, match="another administrator has to do this for you"):
        change(person=administrator, by=administrator, at=MONDAY)

    assert (stored(administrator).role, stored(administrator).is_active) == ("administrator", True)


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_is_no_administrator_any_more_changes_nobody(
    administrator: User, second_administrator: User, nurse: User, change: Callable[..., object]
) -> None:
    change_role(person=second_administrator, role="scheduler", by=administrator, at=MONDAY)

    with pytest.raises(StaffRefused, match="you are no longer an administrator"):
        change(person=nurse, by=second_administrator, at=MONDAY)

    assert (stored(nurse).role, stored(nurse).is_active) == ("nurse", True)


def test_whoever_is_no_administrator_any_more_invites_nobody(administrator: User, nurse: User) -> None:
    with pytest.raises(StaffRefused, match="you are no longer an administrator"):
        invite(nurse)


def test_one_administrator_lets_the_other_go(administrator: User, second_administrator: User) -> None:
    deactivate_staff(person=administrator, by=second_administrator, at=MONDAY)

    assert stored(administrator).is_active is False
