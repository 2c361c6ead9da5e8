from datetime import timedelta

import pytest

from aftercare.domain.protocol_document import ProtocolError
from aftercare.models import Patient, ProtocolVersion
from aftercare.services.outreach import claim_due
from aftercare.services.protocols import publish_protocol
from aftercare.services.triage import renew_plan
from tests.cast import MONDAY, SHIPPED, a_later_version, book, complete, local

HOUR = timedelta(hours=1)
PUBLISHED = MONDAY + timedelta(days=3)
SECOND_VERSION = a_later_version()


def publish(document: str = SECOND_VERSION) -> tuple[ProtocolVersion, bool]:
    return publish_protocol(document=document, at=PUBLISHED)


def test_the_same_document_again_is_the_same_version(protocol_version: ProtocolVersion) -> None:
    assert publish(SHIPPED.read_text()) == (protocol_version, False)


def test_a_document_that_cannot_be_read_is_refused(protocol_version: ProtocolVersion) -> None:
    with pytest.raises(ProtocolError):
        publish("version = 2")

    assert ProtocolVersion.objects.count() == 1


def test_a_new_version_plans_those_again_whom_no_treatment_holds_to_an_older_one(
    patient: Patient, other_patient: Patient, foreign_patient: Patient
) -> None:
    complete(patient, MONDAY)
    book(other_patient, MONDAY + timedelta(days=14), at=MONDAY)

    publish()

    waiting = Patient.objects.to_replan(PUBLISHED).order_by("pk")
    assert list(waiting) == sorted([other_patient, foreign_patient], key=lambda one: one.pk)


def test_the_same_document_again_plans_nobody_again(patient: Patient) -> None:
    publish(SHIPPED.read_text())

    assert Patient.objects.to_replan(PUBLISHED).count() == 0


def test_a_plan_made_again_says_what_the_new_version_says(patient: Patient) -> None:
    book(patient, MONDAY + timedelta(days=14), at=MONDAY)
    publish(SECOND_VERSION.replace('clock = "09:00"', 'clock = "11:00"'))

    due = claim_due(at=PUBLISHED)
    renew_plan(patient=patient, at=PUBLISHED)

    appointment = patient.reminders.filter(state="planned").latest("due_at")
    assert (due.replans, appointment.due_at) == ([patient.pk], local("2026-03-15T11:00"))


def test_a_plan_that_nobody_made_again_is_asked_for_again_after_a_lease(patient: Patient) -> None:
    publish()

    asked = [claim_due(at=PUBLISHED + minutes * HOUR / 60).replans for minutes in (0, 1, 2)]

    assert asked == [[patient.pk], [], [patient.pk]]


def test_a_plan_that_was_made_again_is_asked_for_no_more(patient: Patient) -> None:
    publish()

    renew_plan(patient=patient, at=PUBLISHED)

    assert claim_due(at=PUBLISHED + HOUR).replans == []
