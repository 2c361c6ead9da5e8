"""The desk's settings: stored whole, tracked, nothing taken away from under a session."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.apps import apps

from aftercare.models import Clinic, Patient, Provider, User
from aftercare.services.providers import (
    DeskRefused,
    ProviderSettings,
    keep_lengths,
    keep_provider,
    keep_room,
)
from tests.cast import MONDAY, book, make_provider

HOUR = timedelta(hours=1)
MORNING, AFTERNOON = (time(8), time(12)), (time(13), time(17))
ADELAIDE = ProviderSettings(
    name="Adelaide Fernsby",
    title="physician",
    hours=[(0, MORNING), (0, AFTERNOON), (2, MORNING)],
    time_off=[(MONDAY, MONDAY + HOUR, "a course")],
)


def hours_of(provider: Provider) -> list[tuple]:
    return list(provider.hours.order_by("weekday", "begins").values_list("weekday", "begins", "ends"))


def on_record(model: str) -> int:
    return apps.get_model("aftercare", f"{model}Event").objects.count()


def keep(by: User, settings: ProviderSettings = ADELAIDE, provider: Provider | None = None) -> Provider:
    return keep_provider(clinic=by.clinic, settings=settings, provider=provider, by=by, at=MONDAY)


def test_a_provider_is_stored_with_hours_and_time_off(administrator: User, nurse: User) -> None:
    provider = keep(administrator, replace(ADELAIDE, user=nurse))

    provider.refresh_from_db()
    assert (provider.name, provider.title, provider.user) == ("Adelaide Fernsby", "physician", nurse)
    assert hours_of(provider) == [(0, *MORNING), (0, *AFTERNOON), (2, *MORNING)]
    assert provider.time_off.get().note == "a course"


def test_the_same_again_changes_nothing(administrator: User) -> None:
    provider = keep(administrator)
    before = on_record("Provider"), on_record("WorkingHours"), on_record("TimeOff")

    keep(administrator, provider=provider)

    assert (on_record("Provider"), on_record("WorkingHours"), on_record("TimeOff")) == before


def test_what_is_no_longer_said_goes_and_time_off_that_is_over_stays(administrator: User) -> None:
    provider = keep(administrator)
    provider.time_off.create(starts_at=MONDAY - 2 * HOUR, ends_at=MONDAY, note="over")

    keep(administrator, replace(ADELAIDE, title="", hours=[(2, MORNING)], time_off=[]), provider)

    assert (provider.title, hours_of(provider)) == ("", [(2, *MORNING)])
    assert [one.note for one in provider.time_off.all()] == ["over"]


def test_a_name_is_taken_once_a_clinic(administrator: User) -> None:
    keep(administrator)

    with pytest.raises(DeskRefused) as provider:
        keep(administrator, replace(ADELAIDE, name="adelaide fernsby"))
    with pytest.raises(DeskRefused) as room:
        keep_room(clinic=administrator.clinic, name="treatment ROOM", by=administrator, at=MONDAY)

    assert (provider.value.field, room.value.field) == ("name", "name")


def test_a_provider_with_sessions_to_come_stays_active(
    administrator: User, clinic: Clinic, patient: Patient
) -> None:
    provider = make_provider(clinic, "Adelaide Fernsby")
    book(patient, MONDAY + HOUR, at=MONDAY)

    with pytest.raises(DeskRefused) as refusal:
        keep(administrator, replace(ADELAIDE, is_active=False), provider)
    clinic.sessions.update(status="cancelled", recorded_at=MONDAY, recorded_by=administrator)
    keep(administrator, replace(ADELAIDE, is_active=False), provider)

    assert (refusal.value.field, refusal.value.reason) == (
        "is_active",
        "There is 1 session to come. Move it first.",
    )
    provider.refresh_from_db()
    assert not provider.is_active


def test_a_room_with_sessions_to_come_stays_in_use(
    administrator: User, clinic: Clinic, patient: Patient
) -> None:
    room = clinic.rooms.get()
    book(patient, MONDAY + HOUR, at=MONDAY)
    leave = {"clinic": clinic, "room": room, "name": room.name, "is_active": False, "by": administrator}

    with pytest.raises(DeskRefused) as refusal:
        keep_room(**leave, at=MONDAY)

    assert refusal.value.field == "is_active"
    assert not keep_room(**leave, at=MONDAY + HOUR).is_active


def test_a_room_is_stored_and_renamed(administrator: User, clinic: Clinic) -> None:
    new = keep_room(clinic=clinic, name="Yew room", by=administrator, at=MONDAY)
    keep_room(clinic=clinic, room=new, name="Ash room", by=administrator, at=MONDAY)

    assert sorted(clinic.rooms.values_list("name", "is_active")) == [
        ("Ash room", True),
        ("Treatment room", True),
    ]


def test_lengths_are_stored_and_what_is_no_longer_said_goes(administrator: User, clinic: Clinic) -> None:
    clinic.treatment_lengths.create(treatment="exosome", minutes=20)
    usual = {"slot_minutes": 40, "shortest_interval_days": 14}
    said = {**usual, "lengths": {"prp": (45, 15)}, "by": administrator, "at": MONDAY}

    for _ in range(2):
        keep_lengths(clinic=clinic, **said)

    stored = clinic.treatment_lengths.values_list("treatment", "minutes", "buffer_minutes")
    assert list(Clinic.objects.values(*usual)) == [usual]
    assert list(stored) == [("prp", 45, 15)]
    assert on_record("TreatmentLength") == 3
