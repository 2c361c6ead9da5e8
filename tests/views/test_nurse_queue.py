import re
import uuid
from datetime import datetime

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from aftercare.models import Clinic, Escalation, Flag, FlagAction, Patient, RecordAccess, User
from aftercare.services.flags import acknowledge_flag
from tests.cast import make_patient
from tests.nurse_story import HOUR, MINUTE, NOW, chest_pain, told_of_heat


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
    assert 'hx-get="/queue/" hx-trigger="every 10s, refresh"' in html
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

    html = client.get("/queue/", headers={"HX-Request": "true"}).content.decode()

    assert "No open flags" in html
    assert "well" not in html


@pytest.mark.parametrize(
    ("headers", "count"), [({}, 7), ({"HX-Request": "true"}, 8)], ids=["the page", "the list"]
)
@pytest.mark.parametrize("patients", [1, 3])
def test_the_queue_costs_five_queries_and_one_for_what_has_changed(
    client: Client,
    clinic: Clinic,
    scheduler: User,
    nurse: User,
    django_assert_num_queries,
    patients: int,
    headers: dict,
    count: int,
) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(on_call_email="night@juniper.example")
    for number in range(patients):
        told_of_heat(make_patient(clinic, f"Patient {number}", f"{number}@patients.example", scheduler))
    client.force_login(nurse)
    client.get("/queue/")  # the protocol is asked for once a process

    with (
        time_machine.travel(NOW, tick=False),
        django_assert_num_queries(count),  # the session and the user besides
    ):
        response = client.get("/queue/", headers=headers)

    assert len(response.context["page"].rows) == patients


def ask_again(client: Client, state: str, address: str = "/queue/", now: datetime = NOW) -> HttpResponse:
    with time_machine.travel(now, tick=False):
        return client.get(address, headers={"HX-Request": "true", "If-None-Match": state})


def test_where_nothing_has_changed_nothing_is_sent(
    client: Client, nurse: User, patient: Patient, django_assert_num_queries
) -> None:
    told_of_heat(patient)
    client.force_login(nurse)
    state = ask_again(client, "")["ETag"]

    with django_assert_num_queries(3):  # the session, the user, the state
        answer = ask_again(client, state)

    assert (answer.status_code, answer.content) == (304, b"")


def test_rows_that_two_nurses_read_alike_are_put_together_once(
    client: Client, nurse: User, second_nurse: User, patient: Patient, django_assert_num_queries
) -> None:
    flag = told_of_heat(patient)
    client.force_login(nurse)
    second_client = Client()
    second_client.force_login(second_nurse)
    first = ask_again(client, "").content.decode()

    with django_assert_num_queries(5):  # without the flags and their check-ins
        second = ask_again(second_client, "").content.decode()

    tokens = [re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', one) for one in (first, second)]
    assert first.partition("<table")[2] == second.partition("<table")[2] != ""
    assert f"flag-{flag.pk}" in second
    assert len({one and one[1] for one in tokens}) == 2


def test_rows_of_the_minute_before_are_handed_out_once_and_put_together_after_the_answer(
    client: Client, nurse: User, patient: Patient
) -> None:
    told_of_heat(patient)
    client.force_login(nurse)

    minutes = [0, 1, 1, 4]
    answers = [ask_again(client, "", now=NOW + minute * MINUTE).content.decode() for minute in minutes]

    told = [re.search(r'<td class="queue__left"><span class="nowrap">\s*([^<]+)<', one) for one in answers]
    assert [one and one[1] for one in told] == ["1 h", "1 h", "59 min", "56 min"]


def test_rows_with_a_flag_of_ones_own_are_read_by_nobody_else(
    client: Client, nurse: User, second_nurse: User, patient: Patient
) -> None:
    acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    client.force_login(nurse)
    second_client = Client()
    second_client.force_login(second_nurse)

    own, others = ask_again(client, ""), ask_again(second_client, "")

    assertContains(own, "#resolve")
    assertContains(others, nurse.full_name)
    assertNotContains(others, "#resolve")


def test_what_has_changed_is_sent(
    client: Client, nurse: User, patient: Patient, other_patient: Patient
) -> None:
    told_of_heat(patient)
    client.force_login(nurse)
    state = ask_again(client, "")["ETag"]
    chest_pain(other_patient)

    answer = ask_again(client, state)

    assert (answer.status_code, len(answer.context["page"].rows)) == (200, 2)


def test_a_page_that_is_opened_is_always_whole(client: Client, nurse: User) -> None:
    client.force_login(nurse)
    state = ask_again(client, "")["ETag"]

    with time_machine.travel(NOW, tick=False):
        answer = client.get("/queue/", headers={"If-None-Match": state})

    assert (answer.status_code, answer.has_header("ETag")) == (200, False)


def test_the_kind_that_is_shown_is_kept_in_the_address(client: Client, nurse: User) -> None:
    client.force_login(nurse)

    html = client.get("/queue/?show=mine&rule=severe-pain").content.decode()

    assert 'hx-get="/queue/?show=mine&amp;rule=severe-pain"' in html
    assert '<option value="severe-pain" selected>Severe pain, 7 or more of 10</option>' in html


def told_of_two(patient: Patient) -> tuple[Flag, Flag]:
    """An urgent and a routine flag of one patient."""
    heat = told_of_heat(patient)
    skin = Flag.objects.get(pk=heat.pk)
    skin.pk, skin.rule, skin.severity, skin.gravity = uuid.uuid4(), "skin-discoloration", "routine", 1
    skin.save(force_insert=True)
    return heat, skin


@pytest.mark.parametrize(
    ("action", "kind", "said"),
    [
        ("claim", "claimed", "You have 2 flags of Wren Applegarth in hand. Their time runs on."),
        ("acknowledge", "acknowledged", "You have acknowledged 2 flags of Wren Applegarth."),
    ],
)
def test_the_flags_of_a_row_are_one_decision_and_lead_back_to_it(
    client: Client, nurse: User, patient: Patient, action: str, kind: str, said: str
) -> None:
    heat, skin = told_of_two(patient)
    client.force_login(nurse)

    with time_machine.travel(NOW, tick=False):
        answer = client.post(f"/queue/{action}/?show=unclaimed", {"flags": f"{heat.pk} {skin.pk}"})

    assert answer.url == f"/queue/?show=unclaimed#flag-{heat.pk}"
    assert [one.kind for one in FlagAction.objects.all()] == [kind, kind]
    assert said in client.get("/queue/").content.decode()


def test_one_of_two_nurses_is_told_who_has_it_and_the_rest_is_done(
    client: Client, nurse: User, second_nurse: User, patient: Patient
) -> None:
    heat, skin = told_of_two(patient)
    acknowledge_flag(flag=heat, by=second_nurse, at=NOW)
    client.force_login(nurse)

    with time_machine.travel(NOW, tick=False):
        client.post("/queue/acknowledge/", {"flags": f"{heat.pk} {skin.pk}"})

    by = [Flag.objects.get(pk=flag.pk).acknowledged_by for flag in (heat, skin)]
    assert by == [second_nurse, nurse]
    assert "Ines Halloway has acknowledged this flag already." in client.get("/queue/").content.decode()


def test_what_came_since_the_row_was_shown_is_not_acknowledged(
    client: Client, nurse: User, patient: Patient
) -> None:
    heat, skin = told_of_two(patient)
    client.force_login(nurse)

    with time_machine.travel(NOW, tick=False):
        client.post("/queue/acknowledge/", {"flags": str(skin.pk)})

    assert [Flag.objects.get(pk=flag.pk).acknowledged_at for flag in (heat, skin)] == [None, NOW]


@pytest.mark.parametrize("named", ["", "nonsense", str(uuid.UUID(int=1))])
def test_a_button_that_names_no_flag_finds_nothing(client: Client, nurse: User, named: str) -> None:
    client.force_login(nurse)

    assert client.post("/queue/claim/", {"flags": named}).status_code == 404


def test_flags_of_two_patients_are_not_done_at_once(
    client: Client, nurse: User, patient: Patient, other_patient: Patient
) -> None:
    flags = told_of_heat(patient), chest_pain(other_patient)
    client.force_login(nurse)

    answer = client.post("/queue/claim/", {"flags": " ".join(str(flag.pk) for flag in flags)})

    assert (answer.status_code, FlagAction.objects.count()) == (404, 0)


def test_a_flag_of_another_clinic_is_not_there(
    client: Client, stranger_nurse: User, patient: Patient
) -> None:
    flag = told_of_heat(patient)
    client.force_login(stranger_nurse)

    answer = client.post("/queue/claim/", {"flags": str(flag.pk)})

    assert (answer.status_code, FlagAction.objects.count()) == (404, 0)


def test_opening_the_flags_of_a_row_is_on_record(client: Client, nurse: User, patient: Patient) -> None:
    heat, skin = told_of_two(patient)
    client.force_login(nurse)

    client.post("/queue/claim/", {"flags": f"{heat.pk} {skin.pk}"})

    assert [(one.patient, one.by, one.what) for one in RecordAccess.objects.all()] == [
        (patient, nurse, "flag")
    ]


@pytest.mark.parametrize("action", ["claim", "acknowledge"])
def test_whoever_comes_back_to_an_action_by_its_address_is_led_to_the_queue(
    client: Client, nurse: User, action: str
) -> None:
    client.force_login(nurse)

    answer = client.get(f"/queue/{action}/")

    assert (answer.status_code, answer.url) == (302, "/queue/")


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
