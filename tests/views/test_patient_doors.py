"""Who may open a patient's pages: the patient whose they are, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from aftercare.models import Patient, User
from tests.cast import MONDAY, complete, report

OWN_PAGES = ("today", "plan", "can_i", "progress", "learn", "check_in_list", "check_in_new", "messages", "me")


@pytest.mark.parametrize("name", OWN_PAGES)
@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))

    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={reverse(name)}")


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_is_told_to_be_lost(client: Client) -> None:
    response = client.post(reverse("messages"), {"body": "May I swim?"}, follow=True)

    told = " ".join(str(message) for message in response.context["messages"])
    assert response.redirect_chain == [("/accounts/login/?next=/messages/", 302)]
    assert "was not saved, and nobody has seen it. If it is an emergency, call 911 now." in told


@pytest.mark.django_db
def test_a_page_that_was_only_opened_loses_nothing(client: Client) -> None:
    response = client.get(reverse("check_in_new"), follow=True)

    assert list(response.context["messages"]) == []


@pytest.mark.parametrize("name", OWN_PAGES)
@pytest.mark.parametrize("role", ["scheduler", "nurse", "administrator", "stranger_nurse"])
def test_staff_find_no_such_page(
    client: Client, request: pytest.FixtureRequest, name: str, role: str
) -> None:
    user: User = request.getfixturevalue(role)
    client.force_login(user)

    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("role", ["other_patient", "foreign_patient", "nurse", "stranger_nurse"])
def test_nobody_else_finds_a_patients_check_in(
    client: Client, request: pytest.FixtureRequest, patient: Patient, role: str
) -> None:
    complete(patient, MONDAY)
    stored = report(patient, MONDAY + timedelta(hours=1))
    other = request.getfixturevalue(role)
    client.force_login(other.user if isinstance(other, Patient) else other)

    assert client.get(reverse("check_in", args=[stored.pk])).status_code == 404


def test_a_stranger_to_a_check_in_is_asked_to_sign_in(client: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    stored = report(patient, MONDAY + timedelta(hours=1))

    assert client.get(reverse("check_in", args=[stored.pk])).status_code == 302


@pytest.mark.parametrize("name", ["today", "plan", "check_in_list"])
def test_pages_to_read_take_nothing(client: Client, patient: Patient, name: str) -> None:
    client.force_login(patient.user)

    assert client.post(reverse(name)).status_code == 405
