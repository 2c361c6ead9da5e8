"""The clinic's staff as its administrators see and change it, and the way in of somebody who was invited."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Clinic, Flag, Invitation, Patient, User
from aftercare.notifications.post import Post
from aftercare.queries.clinic_staff import staff_rows
from aftercare.services.flags import acknowledge_flag
from aftercare.services.invitations import deliver_invitations, issue_link, leave_unknown, take_back_link
from aftercare.services.staff import deactivate_staff, invite_staff
from tests.cast import MONDAY, complete, make_staff, report

ROSALIND = {"full_name": "Rosalind Teasel", "email": "Rosalind@Juniper.example", "role": "nurse"}
NEW = "another-word-of-nobody"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def office(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def rosalind(administrator: User) -> User:
    return invite_staff(**ROSALIND, by=administrator, at=MONDAY)


def deliver() -> str:
    """The address in the e-mail that goes out."""
    with Post() as post:
        deliver_invitations(
            ids=list(Invitation.objects.values_list("pk", flat=True)), post=post, now=lambda: MONDAY
        )
    return re.search(r"/invitations/\S+/", mail.outbox[-1].body).group()


def told(answer: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# --- who may


@pytest.mark.parametrize("page", ["{}/", "{}/invite/", "{}/deactivate/", "{}/reactivate/"])
def test_staff_pages_are_an_administrators(
    client: Client, nurse: User, scheduler: User, patient: Patient, page: str
) -> None:
    address = f"/clinic/staff/{page.format(nurse.pk)}"
    answers = [client.post(address).status_code]
    for user in (nurse, scheduler, patient.user):
        client.force_login(user)
        answers += [client.get(address).status_code, client.post(address).status_code]

    assert (answers, User.objects.get(pk=nurse.pk).is_active) == ([302] + [404] * 6, True)


@pytest.mark.parametrize("page", ["{}/", "{}/invite/", "{}/deactivate/", "{}/reactivate/"])
def test_another_clinics_staff_a_patient_and_nobody_are_no_pages(
    office: Client, stranger_nurse: User, patient: Patient, page: str
) -> None:
    people = (stranger_nurse.pk, patient.user.pk, UUID(int=7))
    answers = [office.post(f"/clinic/staff/{page.format(one)}", {"role": "nurse"}) for one in people]

    assert [answer.status_code for answer in answers] == [404] * 3


# --- the list


def test_list_tells_role_and_last_sign_in_with_whoever_has_left_at_the_end(
    office: Client, administrator: User, nurse: User, scheduler: User, stranger_nurse: User
) -> None:
    User.objects.filter(pk=scheduler.pk).update(last_login=MONDAY - timedelta(days=1))
    deactivate_staff(person=nurse, by=administrator, at=MONDAY)
    rows = office.get("/clinic/staff/").context["rows"]

    assert [(row.name, row.role, row.active, row.own, row.entry.text) for row in rows] == [
        ("Felix Underleaf", "Scheduler", True, False, "Last signed in"),
        ("Maud Fennimore", "Clinic administrator", True, True, "Last signed in"),
        ("Odile Marrowby", "Nurse", False, False, "Never signed in"),
    ]
    assert rows[0].entry.when.text == "Sun 1 Mar, 10:00 am"


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_is_constant(
    administrator: User, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        person = {**ROSALIND, "email": f"r{number}@juniper.example"}
        invite_staff(**person, by=administrator, at=MONDAY)

    with django_assert_num_queries(2):
        rows = staff_rows(user=administrator, now=MONDAY)

    assert len(rows) == count + 1


# --- inviting


def test_somebody_is_invited_with_a_role(office: Client) -> None:
    answer = office.post("/clinic/staff/new/", ROSALIND)

    person = User.objects.get(email="rosalind@juniper.example")
    assert (answer.url, person.role, person.invitations.count()) == ("/clinic/staff/", "nurse", 1)
    assert told(answer) == ["Invited. The e-mail with the link goes out within seconds."]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"full_name": " "}, {"full_name": ["Write the name."]}),
        ({"email": "rosalind"}, {"email": ["This is no e-mail address. Write it like name@example.com."]}),
        ({"role": ""}, {"role": ["Choose a role."]}),
        (
            {"role": "patient"},
            {"role": ["Select a valid choice. patient is not one of the available choices."]},
        ),
        (
            {"email": "maud@juniper.example"},
            {"email": ["Somebody with this e-mail address is in the portal already."]},
        ),
    ],
)
def test_an_invitation_is_refused_beside_its_field(office: Client, changed: dict, refusal: dict) -> None:
    answer = office.post("/clinic/staff/new/", {**ROSALIND, **changed})

    assert (dict(answer.context["form"].errors), User.objects.count()) == (refusal, 1)


def test_the_invited_one_chooses_a_password_and_signs_in_with_it(
    office: Client, rosalind: User, nurse: User
) -> None:
    link, visitor = deliver(), Client()
    welcome = visitor.get(link).content.decode()
    answer = visitor.post(link, {"password1": NEW, "password2": NEW})
    again = Client()
    signed_in = again.post("/accounts/login/", {"login": rosalind.email, "password": NEW})

    assert [welcome.count(words) for words in ("Welcome, Rosalind", "rosalind@juniper.example")] == [1, 1]
    assert (answer.url, visitor.get("/queue/").status_code) == ("/queue/", 200)
    assert (signed_in.status_code, again.get("/queue/").status_code) == (302, 200)
    assert "password" in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (("", ""), {"password1": ["Type a password."], "password2": ["Type the password again."]}),
        ((NEW, NEW + "x"), {"password2": ["The two passwords are not the same. Type the second one again."]}),
        (
            ("12345678", "12345678"),
            {"password1": ["This password is too common.", "This password is entirely numeric."]},
        ),
        (("rosalind", "rosalind"), {"password1": ["The password is too similar to the name."]}),
    ],
)
def test_a_password_that_is_not_taken_uses_nothing_up(
    rosalind: User, typed: tuple[str, str], errors: dict
) -> None:
    link, visitor = deliver(), Client()

    answer = visitor.post(link, {"password1": typed[0], "password2": typed[1]})

    assert dict(answer.context["form"].errors) == errors
    assert (Invitation.objects.get().used_at, "_auth_user_id" in visitor.session) == (None, False)


def test_a_bare_post_lets_no_staff_in(rosalind: User) -> None:
    link, visitor = deliver(), Client()

    visitor.post(link)

    assert "_auth_user_id" not in visitor.session


def test_a_used_link_says_so(rosalind: User) -> None:
    link, typed = deliver(), {"password1": NEW, "password2": NEW}
    Client().post(link, typed)
    second = Client()
    shown = [second.get(link).content.decode(), second.post(link, typed).content.decode()]

    assert [page.count("<h1>This link works no longer</h1>") for page in shown] == [1, 1]
    assert [page.count("with your e-mail address and your password") for page in shown] == [1, 1]
    assert "_auth_user_id" not in second.session


def test_a_link_that_is_taken_back_lets_nobody_in(office: Client, rosalind: User) -> None:
    link = deliver()
    office.post(f"/clinic/staff/{rosalind.pk}/deactivate/")
    answer = Client().post(link, {"password1": NEW, "password2": NEW})

    assert "This link works no longer" in answer.content.decode()


# --- one of the staff


def test_page_tells_what_became_of_the_invitation(office: Client, rosalind: User) -> None:
    def entry() -> tuple[str, str, bool]:
        found = office.get(f"/clinic/staff/{rosalind.pk}/").context["page"].row.entry
        return found.text, found.after, found.renewable

    invitation, heard = rosalind.invitations.get(), [entry()]
    for _ in range(2):
        issue_link(invitation=invitation, at=MONDAY)
        leave_unknown(invitation=invitation, retry_at=MONDAY)
        heard.append(entry())
    take_back_link(invitation=invitation, retry_at=None, at=MONDAY)
    heard.append(entry())

    unknown = "Invited; it is not known whether the e-mail arrived"
    assert heard == [
        ("Invited, the e-mail is on its way", "", False),
        (unknown, "It is sent once more.", True),
        (unknown, "Send a new link.", True),
        ("Invited, but the e-mail could not be delivered", "Is the address right?", True),
    ]


def test_an_administrator_sends_a_new_link(office: Client, rosalind: User) -> None:
    answer = office.post(f"/clinic/staff/{rosalind.pk}/invite/")

    assert (answer.url, rosalind.invitations.count()) == (f"/clinic/staff/{rosalind.pk}/", 1)
    assert told(answer) == [
        "A new link goes out within seconds. The one before does not work any more.",
    ]


def test_an_administrator_gives_another_role(office: Client, nurse: User) -> None:
    answer = office.post(f"/clinic/staff/{nurse.pk}/", {"role": "scheduler"})

    assert (answer.url, User.objects.get(pk=nurse.pk).role) == ("/clinic/staff/", "scheduler")


def test_an_administrator_lets_somebody_go_and_takes_them_back(office: Client, nurse: User) -> None:
    pages = [
        office.post(f"/clinic/staff/{nurse.pk}/{what}/", follow=True) for what in ("deactivate", "reactivate")
    ]

    assert [str(one) for page in pages for one in page.context["messages"]] == [
        "Odile Marrowby cannot sign in any more. What they have done stays on record.",
        "A link goes out to Odile Marrowby within seconds, to choose a new password.",
    ]


def test_an_address_that_is_only_opened_changes_nothing(office: Client, nurse: User) -> None:
    answer = office.get(f"/clinic/staff/{nurse.pk}/deactivate/")

    assert (answer.url, User.objects.get(pk=nurse.pk).is_active) == (f"/clinic/staff/{nurse.pk}/", True)


def test_page_tells_which_flags_stay(office: Client, nurse: User, patient: Patient) -> None:
    pages = [office.get(f"/clinic/staff/{nurse.pk}/").context["page"].flags]
    complete(patient, MONDAY)
    report(patient, MONDAY, pain=9)
    acknowledge_flag(flag=Flag.objects.get(), by=nurse, at=MONDAY)
    pages.append(office.get(f"/clinic/staff/{nurse.pk}/").context["page"].flags)

    assert pages == [
        "",
        "Odile Marrowby has 1 open flag in hand. It stays in the queue: a nurse takes it over.",
    ]


def test_nobody_locks_themselves_out(office: Client, administrator: User) -> None:
    address = f"/clinic/staff/{administrator.pk}/"
    page = office.get(address).content.decode()
    role = office.post(address, {"role": "nurse"})
    leave = office.post(f"{address}deactivate/")

    assert (page.count("This is you."), page.count('name="role"')) == (1, 0)
    assert role.context["form"].non_field_errors() == told(leave)
    assert told(leave) == ["Nothing was changed: another administrator has to do this for you."]
    assert User.objects.get().is_active is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["role", "deactivate"])
def test_two_administrators_who_remove_each_other_at_once_leave_one(
    clinic: Clinic, administrator: User, way: str
) -> None:
    other = make_staff(clinic, "administrator", "Silas Copperwood", "silas@juniper.example")
    together = Barrier(2)

    def remove(by: User, person: User) -> None:
        office = Client()
        office.force_login(by)
        together.wait()
        address = f"/clinic/staff/{person.pk}/"
        try:
            office.post(address, {"role": "nurse"}) if way == "role" else office.post(f"{address}deactivate/")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as offices:
        list(offices.map(remove, (administrator, other), (other, administrator)))

    assert User.objects.filter(role="administrator", is_active=True).count() == 1
