"""How patients say how and when to write to them."""

from datetime import time

import pytest
from crispy_forms.utils import render_crispy_form

from aftercare.domain.clinical_time import QuietHours
from aftercare.forms.me import MeForm
from aftercare.models import Channel, Patient
from aftercare.queries.patient_me import me_page
from tests.cast import MONDAY

HOURS = {"quiet": "hours", "quiet_from": "22:00", "quiet_until": "07:30"}


def form_of(patient: Patient, data: dict | None = None) -> MeForm:
    return MeForm(data, patient=patient, page=me_page(patient=patient, now=MONDAY))


def offered(patient: Patient) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in form_of(patient).fields["channels"].choices]


def test_text_messages_are_offered_where_they_can_be_sent(patient: Patient, texts: None) -> None:
    assert offered(patient) == [("email", "E-mail"), ("sms", "Text message")]


def test_text_messages_are_not_offered_where_nothing_sends_them(patient: Patient) -> None:
    assert offered(patient) == [("email", "E-mail")]


def test_text_messages_are_not_offered_without_a_phone(patient: Patient, texts: None) -> None:
    patient.phone = ""

    assert offered(patient) == [("email", "E-mail")]


def test_what_is_not_offered_is_refused(patient: Patient) -> None:
    form = form_of(patient, {"channels": ["sms"], **HOURS})

    assert list(form.errors) == ["channels"]


def test_channels_and_quiet_hours_are_read(patient: Patient, texts: None) -> None:
    form = form_of(patient, {"channels": ["email", "sms"], **HOURS})

    assert form.is_valid()
    assert form.chosen == [Channel.EMAIL, Channel.SMS]
    assert form.quiet_hours == QuietHours(time(22), time(7, 30))


def test_no_channel_at_all_may_be_chosen(patient: Patient) -> None:
    form = form_of(patient, HOURS)

    assert form.is_valid()
    assert form.chosen == []


def test_notifications_stay_as_they_are(patient: Patient) -> None:
    patient.by_push = True
    form = form_of(patient, HOURS)

    assert form.is_valid()
    assert form.chosen == [Channel.PUSH]


@pytest.mark.parametrize(
    ("notified", "told"),
    [(False, "still come by e-mail."), (True, "Tick none, and reminders come as notifications only.")],
)
def test_what_no_channel_means_is_told_before_it_is_chosen(
    patient: Patient, notified: bool, told: str
) -> None:
    patient.by_push = notified

    html = render_crispy_form(form_of(patient))

    assert html.index(told) < html.index('value="email"')


def test_addresses_are_shown_in_full_to_their_owner(patient: Patient, texts: None) -> None:
    html = render_crispy_form(form_of(patient))

    assert "<small>wren@patients.example</small>" in html
    assert "<small>(212)\u00a0555-0168</small>" in html


def test_without_quiet_hours_nobody_looks_at_the_times(patient: Patient) -> None:
    form = form_of(patient, {"quiet": "none", "quiet_from": "25:99", "quiet_until": ""})

    assert form.is_valid()
    assert form.quiet_hours.start == form.quiet_hours.end


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, ["quiet", "quiet_from", "quiet_until"]),
        ({**HOURS, "quiet": ""}, ["quiet"]),
        ({**HOURS, "quiet": "sometimes"}, ["quiet"]),
        ({**HOURS, "quiet_from": ""}, ["quiet_from"]),
        ({**HOURS, "quiet_until": "25:99"}, ["quiet_until"]),
        ({**HOURS, "quiet_until": "22:00"}, ["quiet_until"]),
    ],
)
def test_quiet_hours_that_cannot_be_read_are_refused(patient: Patient, given: dict, errors: list) -> None:
    assert list(form_of(patient, given).errors) == errors


def test_the_form_begins_with_what_is_on_record(patient: Patient) -> None:
    patient.quiet_from, patient.quiet_until = time(22), time(7)

    initial = form_of(patient).initial

    assert initial == {
        "channels": ["email"],
        "quiet": "hours",
        "quiet_from": time(22),
        "quiet_until": time(7),
    }


def test_whoever_has_no_quiet_hours_is_offered_the_usual_ones(patient: Patient) -> None:
    patient.quiet_from = patient.quiet_until = time(0)

    initial = form_of(patient).initial

    assert (initial["quiet"], initial["quiet_from"], initial["quiet_until"]) == ("none", time(21), time(8))
