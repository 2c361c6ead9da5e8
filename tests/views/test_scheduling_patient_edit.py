"""The page that puts a patient's details right."""

from datetime import time, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Invitation, Patient, RecordAccess, User
from aftercare.services.invitations import issue_link, take_back_link
from aftercare.services.people import renew_invitation
from tests.cast import MONDAY, book, local, make_patient

DETAILS = {
    "full_name": "Wren Applegarth",
    "email": "wren@patients.example",
    "birth_date": "1974-05-03",
    "phone": "212-555-0168",
    "mrn": "",
    "zone": "America/New_York",
    "quiet_from": "21:00",
    "quiet_until": "08:00",
    "baseline_pain": "",
    "baseline_limitation": "",
    "allergies": "",
    "medicines": "",
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MONDAY, tick=False):
        yield MONDAY


@pytest.fixture
def desk(client: Client, scheduler: User) -> Client:
    client.force_login(scheduler)
    return client


def edit(desk: Client, patient: Patient, **changed: str) -> HttpResponse:
    return desk.post(f"/patients/{patient.pk}/edit/", {**DETAILS, **changed})


def told(answer: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def refuse_mail(patient: Patient) -> None:
    """The mail host refuses the invitation of `patient` for good."""
    invitation = renew_invitation(patient=patient, by=patient.invited_by, at=MONDAY)
    issue_link(invitation=invitation, at=MONDAY)
    take_back_link(invitation=invitation, retry_at=None, at=MONDAY)


def test_form_begins_with_what_is_on_record(desk: Client, clinic, scheduler: User):
    patient = make_patient(
        clinic,
        "Io Tamsin",
        "io@patients.example",
        scheduler,
        zone="Pacific/Apia",
        baseline_pain=0,
        baseline_limitation=0,
        allergies="latex",
    )
    form = desk.get(f"/patients/{patient.pk}/edit/").context["form"]

    assert {name: str(form[name].value()) for name in DETAILS} == {
        "full_name": "Io Tamsin",
        "email": "io@patients.example",
        "birth_date": "1974-05-03",
        "phone": "+12125550168",
        "mrn": "",
        "zone": "Pacific/Apia",
        "quiet_from": "21:00:00",
        "quiet_until": "08:00:00",
        "baseline_pain": "0",
        "baseline_limitation": "0",
        "allergies": "latex",
        "medicines": "",
    }
    assert form.fields["zone"].choices[:2] == [
        ("America/New_York", "New York"),
        ("Pacific/Apia", "Apia"),
    ]


def test_form_sent_as_it_was_shown_changes_nothing(desk: Client, patient: Patient):
    answer = edit(desk, patient)

    assert (answer.url, told(answer)) == (f"/patients/{patient.pk}/", ["Saved."])
    assert (Patient.objects.get().plan_revision, Invitation.objects.count()) == (0, 0)


def test_opening_the_details_leaves_a_trace(desk: Client, patient: Patient, scheduler: User):
    desk.get(f"/patients/{patient.pk}/edit/")

    assert list(RecordAccess.objects.values_list("patient", "by", "what")) == [
        (patient.pk, scheduler.pk, "details")
    ]


def test_changes_are_stored_and_the_plan_follows(desk: Client, patient: Patient):
    book(patient, local("2026-03-09T10:00"), at=MONDAY)
    before = patient.reminders.filter(state="planned").order_by("due_at").last().due_at
    edit(
        desk,
        patient,
        full_name="Wren Appleyard",
        zone="America/Denver",
        quiet_from="20:30",
        phone="212-555-0177",
        baseline_pain="6",
        medicines="lisinopril 10 mg",
    )

    stored = Patient.objects.select_related("user").get()
    assert (stored.user.full_name, stored.zone, stored.quiet_from) == (
        "Wren Appleyard",
        "America/Denver",
        time(20, 30),
    )
    assert (str(stored.phone), stored.baseline_pain, stored.medicines) == (
        "+12125550177",
        6,
        "lisinopril 10 mg",
    )
    after = patient.reminders.filter(state="planned").order_by("due_at").last().due_at
    assert (stored.plan_revision, after - before) == (2, timedelta(hours=2))


def test_equal_quiet_hours_mean_none(desk: Client, patient: Patient):
    edit(desk, patient, quiet_from="00:00", quiet_until="00:00")

    assert Patient.objects.get().quiet_hours.span_at(local("2026-03-03T02:00"), patient.tz) is None


def test_corrected_address_gets_a_new_invitation(desk: Client, patient: Patient):
    refuse_mail(patient)
    answer = edit(desk, patient, email="Wren.A@patients.example")

    assert told(answer) == ["Saved. A new invitation goes to wren.a@patients.example within seconds."]
    assert Invitation.objects.unsent(MONDAY).get().user.email == "wren.a@patients.example"


def test_form_sent_twice_invites_once(desk: Client, patient: Patient):
    first, again = (edit(desk, patient, email="wren.a@patients.example") for _ in range(2))

    assert (again.url, Invitation.objects.count()) == (first.url, 1)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"full_name": " "}, {"full_name": ["Write the patient's name."]}),
        ({"email": "wren"}, {"email": ["This is no e-mail address. Write it like name@example.com."]}),
        (
            {"email": "HESTER@patients.example"},
            {"email": ["Somebody with this e-mail address is in the portal already."]},
        ),
        (
            {"birth_date": "2026-03-03"},
            {"birth_date": ["The date of birth is still to come. Check the year."]},
        ),
        ({"phone": "12"}, {"phone": ["This is no phone number. Write it like 212-555-0168."]}),
        ({"quiet_from": ""}, {"quiet_from": ["Say when the quiet hours begin."]}),
        ({"quiet_until": ""}, {"quiet_until": ["Say when the quiet hours end."]}),
        ({"quiet_from": "25:00"}, {"quiet_from": ["There is no such time. Write it like 21:00."]}),
        ({"quiet_until": "eight"}, {"quiet_until": ["There is no such time. Write it like 21:00."]}),
    ],
)
def test_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    desk: Client, patient: Patient, other_patient: Patient, changed: dict[str, str], refusal: dict
):
    answer = edit(desk, patient, **{"allergies": "penicillin, hives", "zone": "America/Denver", **changed})

    form = answer.context["form"]
    typed = {name: form[name].value() for name in ("allergies", "zone", *changed)}
    stored = Patient.objects.get(pk=patient.pk)
    assert (answer.status_code, dict(form.errors)) == (200, refusal)
    assert typed == {"allergies": "penicillin, hives", "zone": "America/Denver", **changed}
    assert (stored.allergies, stored.zone, stored.user.email) == ("", "America/New_York", patient.user.email)
    assert b"penicillin, hives" in answer.content


def test_patient_page_leads_to_the_details(desk: Client, patient: Patient):
    before = desk.get(f"/patients/{patient.pk}/").content.decode()
    refuse_mail(patient)
    after = desk.get(f"/patients/{patient.pk}/").content.decode()
    way = f'href="/patients/{patient.pk}/edit/"'

    assert [(page.count(way), page.count("Correct the address")) for page in (before, after)] == [
        (1, 0),
        (2, 1),
    ]


def test_patient_page_offers_a_nurse_no_change(client: Client, nurse: User, patient: Patient):
    refuse_mail(patient)
    client.force_login(nurse)
    page = client.get(f"/patients/{patient.pk}/").content.decode()

    assert page.count("/edit/") == 0


def test_invitation_page_says_how_long_the_link_works(desk: Client):
    page = desk.get("/patients/new/").content.decode()

    assert page.count("a link that works once, for 7 days.") == 1
