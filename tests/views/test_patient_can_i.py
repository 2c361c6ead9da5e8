import pytest
import time_machine
from django.test import Client

from aftercare.models import Patient
from tests.cast import MONDAY, complete, local

NOW = local("2026-03-05T09:00")


@pytest.fixture
def phone(client: Client, patient: Patient) -> Client:
    complete(patient, MONDAY)
    client.force_login(patient.user)
    return client


@time_machine.travel(NOW, tick=False)
def test_the_answer_stands_in_a_whole_page_without_scripts(phone: Client) -> None:
    response = phone.get("/can-i/", {"q": "Advil"})

    assert next(template.name for template in response.templates) == "patient/can_i.html"
    assert response.context["page"].answers[0].verdict == "No, not now"


@time_machine.travel(NOW, tick=False)
def test_the_answer_comes_alone_while_one_types(phone: Client) -> None:
    response = phone.get("/can-i/", {"q": "Advil"}, headers={"HX-Request": "true"})

    assert next(template.name for template in response.templates) == "patient/_can_i_answer.html"


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("typed", ["", "   ", "\x00", "é" * 400, "<script>alert(1)</script>", "%", "'"])
def test_whatever_is_typed_has_an_answer(phone: Client, typed: str) -> None:
    response = phone.get("/can-i/", {"q": typed})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_question_is_cut_to_what_the_box_takes(phone: Client) -> None:
    response = phone.get("/can-i/", {"q": "b" * 400})

    assert len(response.context["page"].question) == 120


@time_machine.travel(NOW, tick=False)
def test_today_asks_the_same_page(phone: Client) -> None:
    page = phone.get("/today/").content.decode()

    assert page.count('action="/can-i/"') == 1
