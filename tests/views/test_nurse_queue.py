import time_machine
from django.test import Client

from aftercare.models import Clinic, Escalation, Patient, User
from tests.nurse_story import HOUR, NOW, chest_pain, told_of_heat


def test_the_queue_is_a_page_with_a_list_that_refreshes_itself(
    client: Client, nurse: User, patient: Patient
) -> None:
    flag = told_of_heat(patient)
    client.force_login(nurse)

    with time_machine.travel(NOW, tick=False):
        response = client.get("/queue/")

    html = response.content.decode()
    assert response.templates[0].name == "nurse/flag_list.html"
    assert f'id="flag-{flag.pk}" href="/flags/{flag.pk}/"' in html
    assert 'hx-get="/queue/" hx-trigger="every 30s"' in html
    assert response["Cache-Control"] == "no-store"


def test_the_refresh_gets_the_list_alone(client: Client, nurse: User, patient: Patient) -> None:
    told_of_heat(patient)
    client.force_login(nurse)

    with time_machine.travel(NOW, tick=False):
        response = client.get("/queue/?show=open", headers={"HX-Request": "true"})

    assert response.templates[0].name == "nurse/_queue.html"
    assert response.content.decode().count("<html") == 0
    assert len(response.context["page"].rows) == 1


def test_the_queue_keeps_the_part_and_the_page_in_its_address(client: Client, nurse: User) -> None:
    client.force_login(nurse)

    page = client.get("/queue/?show=mine&page=2").context["page"]

    assert page.address == "/queue/?show=mine&page=2"


def test_a_page_that_is_no_number_is_the_first(client: Client, nurse: User) -> None:
    client.force_login(nurse)

    addresses = [
        client.get(f"/queue/?page={number}").context["page"].address
        for number in ("x", "-1", "0", "", "²", "9" * 30)
    ]

    assert addresses == ["/queue/"] * 6


def test_the_administrator_sees_the_queue_too(client: Client, administrator: User, patient: Patient) -> None:
    told_of_heat(patient)
    client.force_login(administrator)

    page = client.get("/queue/").context["page"]

    assert [row.patient for row in page.rows] == ["Wren Applegarth"]


def test_an_empty_queue_never_says_that_all_is_well(client: Client, nurse: User) -> None:
    client.force_login(nurse)

    html = client.get("/queue/").content.decode()

    assert "No open flags" in html
    assert "well" not in html


def test_the_whole_page_costs_seven_queries(
    client: Client, nurse: User, patient: Patient, other_patient: Patient, django_assert_num_queries
) -> None:
    told_of_heat(patient)
    chest_pain(other_patient)
    client.force_login(nurse)

    with (
        time_machine.travel(NOW, tick=False),
        django_assert_num_queries(7),
    ):  # the session and the user besides
        response = client.get("/queue/")

    assert len(response.context["page"].rows) == 2


def test_queue_and_clinic_say_that_the_on_call_contact_is_out_of_reach(
    client: Client, administrator: User, clinic: Clinic
) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(on_call_email="night@juniper.example")
    told = {"recipient": "night@juniper.example", "expires_at": NOW + HOUR, "state_at": NOW}
    client.force_login(administrator)
    said = "The on-call contact could not be reached."

    with time_machine.travel(NOW, tick=False):
        before = [said in client.get(path).content.decode() for path in ("/queue/", "/clinic/")]
        Escalation.objects.create(clinic=clinic, due_at=NOW, state="failed", **told)
        after = [said in client.get(path).content.decode() for path in ("/queue/", "/clinic/")]

    assert (before, after) == ([False, False], [True, True])
