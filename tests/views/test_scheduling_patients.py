"""The patients: invited, and one of them in full."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Invitation, Patient, Reminder, User
from aftercare.models.outgoing import State
from aftercare.services.care import set_care
from aftercare.services.invitations import issue_link, keep_sent, leave_unknown, take_back_link
from aftercare.services.people import renew_invitation
from tests.cast import MONDAY, book, complete, local, make_patient

PERSON = {
    "full_name": "Juno Larkspur",
    "email": "Juno@Patients.example",
    "birth_date": "1990-02-28",
    "phone": "212-555-0177",
    "mrn": "b-77",
    "zone": "America/Denver",
    "baseline_pain": "6",
    "baseline_limitation": "5",
    "allergies": "latex",
    "medicines": "lisinopril 10 mg",
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


def invite(desk: Client, **changed: str) -> HttpResponse:
    return desk.post("/patients/new/", {**PERSON, **changed})


# --- inviting


def test_invitation_makes_the_patient_and_an_e_mail_to_send(desk: Client, clinic):
    answer = invite(desk)

    patient = Patient.objects.get()
    stored = (patient.user.email, patient.zone, str(patient.phone), patient.baseline_pain, patient.clinic)
    assert stored == ("juno@patients.example", "America/Denver", "+12125550177", 6, clinic)
    assert (patient.allergies, patient.medicines) == ("latex", "lisinopril 10 mg")
    assert patient.baseline_limitation == 5
    assert (patient.mrn, patient.mrn_clinic) == ("B-77", clinic)
    assert answer.url == f"/patients/{patient.pk}/"
    assert Invitation.objects.unsent(MONDAY).count() == 1


def test_invitation_twice_makes_one_patient(desk: Client):
    first, again = invite(desk), invite(desk)

    assert (again.url, Patient.objects.count(), Invitation.objects.count()) == (first.url, 1, 1)


def test_invitation_begins_in_the_clinics_zone(desk: Client):
    form = desk.get("/patients/new/").context["form"]

    assert (form["zone"].value(), form.fields["zone"].choices[0]) == (
        "America/New_York",
        ("America/New_York", "New York"),
    )


def test_invitation_without_what_may_be_left_out(desk: Client):
    invite(desk, phone="", baseline_pain="", baseline_limitation="", allergies="", medicines="")

    patient = Patient.objects.get()
    assert (str(patient.phone), patient.baseline_pain, patient.baseline_limitation) == ("", None, None)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"full_name": " "}, {"full_name": ["Write the patient's name."]}),
        ({"email": "juno"}, {"email": ["This is no e-mail address. Write it like name@example.com."]}),
        (
            {"birth_date": "2026-03-03"},
            {"birth_date": ["The date of birth is still to come. Check the year."]},
        ),
        ({"birth_date": "1905-12-31"}, {"birth_date": ["This is more than 120 years ago. Check the year."]}),
        ({"birth_date": "1990-02-30"}, {"birth_date": ["There is no such date. Write it like 1974-05-03."]}),
        ({"mrn": "abc"}, {"mrn": ["There is no digit in this number. Write it like A-10234."]}),
        ({"phone": "12"}, {"phone": ["This is no phone number. Write it like 212-555-0168."]}),
        (
            {"zone": "Mars/Base"},
            {"zone": ["Select a valid choice. Mars/Base is not one of the available choices."]},
        ),
        (
            {"baseline_pain": "11"},
            {"baseline_pain": ["Select a valid choice. 11 is not one of the available choices."]},
        ),
    ],
)
def test_invitation_refused_beside_the_field(desk: Client, changed: dict, refusal: dict[str, list[str]]):
    answer = invite(desk, **changed)

    assert (dict(answer.context["form"].errors), User.objects.filter(role="patient").count()) == (refusal, 0)
    assert b"lisinopril 10 mg" in answer.content


@pytest.mark.parametrize("born", ["2026-03-02", "1906-01-01"])
def test_invitation_takes_every_age(desk: Client, born: str):
    assert invite(desk, birth_date=born).status_code == 302


def test_invitation_of_a_known_address_is_refused(desk: Client, patient: Patient, foreign_patient: Patient):
    known = {
        "email": ["Somebody with this e-mail address is in the portal already."],
    }
    own = invite(desk, email=patient.user.email.upper())
    foreign = invite(desk, email=foreign_patient.user.email)

    assert [dict(answer.context["form"].errors) for answer in (own, foreign)] == [known, known]


# --- whom the new one may be


def test_somebody_alike_is_shown_before_anything_is_saved(desk: Client, patient: Patient):
    answer = invite(desk, phone="(212) 555-0168")

    page = answer.content.decode()
    assert (Patient.objects.count(), page.count("Is this one of them?")) == (1, 1)
    assert page.count(f'href="/patients/{patient.pk}/" target="_blank"') == 1
    assert [page.count(typed) for typed in ("Juno Larkspur", "1990-02-28", "lisinopril 10 mg")] == [1, 1, 1]


def test_somebody_else_is_registered_all_the_same(desk: Client, patient: Patient):
    invite(desk, phone="(212) 555-0168", somebody_else=str(patient.pk))

    assert sorted(Patient.objects.values_list("user__full_name", flat=True)) == [
        "Juno Larkspur",
        "Wren Applegarth",
    ]


def test_a_change_that_makes_another_one_alike_is_asked_about_anew(
    desk: Client, patient: Patient, other_patient: Patient
):
    Patient.objects.filter(pk=other_patient.pk).update(phone="+12125550155")
    answer = invite(desk, phone="(212) 555-0155", somebody_else=str(patient.pk))

    page = answer.content.decode()
    assert (Patient.objects.count(), page.count("Hester Crumbwell"), page.count("checked")) == (2, 1, 0)


def test_what_no_two_may_share_is_refused_beside_its_field_with_whose_it_is(desk: Client, patient: Patient):
    Patient.objects.update(mrn="A-10234", mrn_clinic=patient.clinic)
    by_number = invite(desk, mrn=" a-10 234", somebody_else=str(patient.pk))
    by_address = invite(desk, email=patient.user.email, somebody_else=str(patient.pk))

    assert [dict(answer.context["form"].errors) for answer in (by_number, by_address)] == [
        {"mrn": ["Another patient has this record number already."]},
        {"email": ["Somebody with this e-mail address is in the portal already."]},
    ]
    pages = [answer.content.decode() for answer in (by_number, by_address)]
    assert [(page.count("Wren Applegarth"), page.count("This is somebody else")) for page in pages] == [
        (1, 0),
        (1, 0),
    ]


def test_another_clinics_patient_is_never_told_of(desk: Client, foreign_patient: Patient):
    invite(desk, phone="(212) 555-0168")

    assert Patient.objects.count() == 2


def test_address_of_a_new_link_only_opened_sends_none(desk: Client, patient: Patient):
    before = patient.user.invitations.count()

    answer = desk.get(f"/patients/{patient.pk}/invite/")

    assert (answer.status_code, answer.url) == (302, f"/patients/{patient.pk}/")
    assert patient.user.invitations.count() == before


def test_new_link_to_somebody_out_of_care_is_refused_in_words(desk: Client, patient: Patient):
    set_care(patient=patient, care="deceased", by=patient.invited_by, at=MONDAY)

    answer = desk.post(f"/patients/{patient.pk}/invite/", follow=True)

    told = [str(one) for one in answer.context["messages"]]
    assert told == ["No link was sent: the patient is no longer in your care."]


def test_new_link_takes_the_place_of_the_one_before(desk: Client, patient: Patient):
    renew_invitation(patient=patient, by=patient.invited_by, at=MONDAY - timedelta(days=1))
    answer = desk.post(f"/patients/{patient.pk}/invite/")

    assert (answer.url, [one.created_at for one in Invitation.objects.all()]) == (
        f"/patients/{patient.pk}/",
        [MONDAY],
    )


# --- one patient


def entry(desk: Client, patient: Patient) -> tuple[str, str, str, bool]:
    shown = desk.get(f"/patients/{patient.pk}/").context["page"].entry
    return shown.text, shown.when.text if shown.when else "", shown.after, shown.renewable


def test_patient_page_tells_what_became_of_the_invitation(desk: Client, patient: Patient):
    told = [entry(desk, patient)]
    invitation = renew_invitation(patient=patient, by=patient.invited_by, at=MONDAY)
    told.append(entry(desk, patient))
    issue_link(invitation=invitation, at=MONDAY)
    told.append(entry(desk, patient))
    keep_sent(invitation=invitation, at=MONDAY)
    told.append(entry(desk, patient))
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        told.append(entry(desk, patient))
    Invitation.objects.update(used_at=MONDAY)
    told.append(entry(desk, patient))

    assert told == [
        ("Not invited by e-mail yet", "", "", True),
        ("Invited, the e-mail is on its way", "", "", False),
        ("Invited, the e-mail is on its way", "", "", False),
        ("Invited, e-mail sent", "today, 10:00 am", "Not yet used.", True),
        ("Invited, but the link ran out", "today, 11:00 am", "", True),
        ("Came in by the link", "today, 10:00 am", "", False),
    ]


def test_patient_page_tells_of_an_invitation_that_did_not_go_out(desk: Client, patient: Patient):
    invitation = renew_invitation(patient=patient, by=patient.invited_by, at=MONDAY)
    issue_link(invitation=invitation, at=MONDAY)
    take_back_link(invitation=invitation, retry_at=MONDAY + timedelta(minutes=5), at=MONDAY)
    told = [entry(desk, patient)]
    take_back_link(invitation=invitation, retry_at=None, at=MONDAY)
    told.append(entry(desk, patient))

    assert told == [
        ("Invited, the e-mail has not gone out; next try", "today, 10:05 am", "", False),
        ("Invited, but the e-mail could not be delivered", "today, 10:00 am", "Call the patient.", True),
    ]


def test_patient_page_tells_of_an_invitation_of_which_nobody_knows_whether_it_arrived(
    desk: Client, patient: Patient
):
    invitation, told = renew_invitation(patient=patient, by=patient.invited_by, at=MONDAY), []
    for _ in range(2):
        issue_link(invitation=invitation, at=MONDAY)
        leave_unknown(invitation=invitation, retry_at=MONDAY)
        told.append(entry(desk, patient))

    unknown = "Invited; it is not known whether the e-mail arrived"
    assert told == [
        (unknown, "", "It is sent once more.", True),
        (unknown, "", "Send a new link, or call the patient.", True),
    ]


def test_patient_page_shows_who_it_is(desk: Client, clinic, scheduler: User):
    patient = make_patient(
        clinic, "Io Tamsin", "io@patients.example", scheduler, zone="America/Los_Angeles", allergies="latex"
    )
    page = desk.get(f"/patients/{patient.pk}/").context["page"]

    assert (page.zone, page.here.text, page.own_zone) == ("Los Angeles time", "Mon 2 Mar, 7:00 am", True)
    assert (page.born, page.phone.text, page.told.allergies.text) == ("3 May 1974", "(212) 555-0168", "latex")


def test_patient_page_tells_reminders_with_their_state(desk: Client, patient: Patient):
    book(patient, local("2026-03-09T10:00"), at=MONDAY - timedelta(hours=3))
    refused = Reminder.objects.due(MONDAY).get()
    for state in (State.CLAIMED, State.SENDING):
        refused.pass_to(state, at=MONDAY)
    refused.pass_to(State.FAILED, at=MONDAY, why=Reminder.Why.PROVIDER_REFUSED)
    page = desk.get(f"/patients/{patient.pk}/").context["page"]

    assert [(one.due.text, one.about, one.state) for one in page.coming] == [
        ("Thu 5 Mar, 9:00 am", "The pause starts tomorrow", "Planned"),
        ("Fri 6 Mar, 9:00 am", "The pause has started", "Planned"),
        ("Sun 8 Mar, 9:00 am", "Session tomorrow", "Planned"),
    ]
    assert [(one.about, one.state, one.why, one.tone) for one in page.gone] == [
        (
            "A session was booked, moved or cancelled",
            "Failed: call the patient",
            "The provider did not take it",
            "urgent",
        )
    ]


def test_patient_page_shows_ten_reminders_each_way(desk: Client, patient: Patient):
    complete(patient, MONDAY)
    rows = Reminder.objects.filter(state="planned").order_by("due_at")
    ahead = [(row.due_at, row.pk) for row in rows if row.due_at > MONDAY]
    page = desk.get(f"/patients/{patient.pk}/").context["page"]

    assert (len(ahead) > 10, len(page.coming)) == (True, 10)


def test_patient_page_draws_the_plan_once_there_is_a_session(desk: Client, patient: Patient):
    without = desk.get(f"/patients/{patient.pk}/").context["page"].picture
    complete(patient, MONDAY)
    drawn = desk.get(f"/patients/{patient.pk}/").context["page"].picture

    assert (without, [mark.number for mark in drawn.sessions]) == (None, [1])


def test_patient_page_counts_live_sessions_only(desk: Client, patient: Patient):
    complete(patient, MONDAY - timedelta(days=7))
    cancelled = book(patient, local("2026-03-04T10:00"), at=MONDAY)
    desk.post(f"/sessions/{cancelled.pk}/cancel/", {"reason": "has moved away"})
    book(patient, local("2026-03-09T10:00"), at=MONDAY)
    lines = desk.get(f"/patients/{patient.pk}/").context["page"].sessions

    assert [(line.number, line.state.text) for line in lines] == [
        (2, "Booked"),
        (0, "Cancelled"),
        (1, "Completed"),
    ]
