from datetime import time, timedelta

import pytest

from aftercare.domain.clinical_time import QuietHours
from aftercare.models import Channel, Patient, PushSubscription
from aftercare.models.outgoing import State, Why
from aftercare.services.plans import announcement, replan
from aftercare.services.preferences import (
    DEVICES_AT_MOST,
    PushRefused,
    UnsubscribeRefused,
    forget_push_subscription,
    save_push_subscription,
    set_preferences,
    set_zone,
    stop_routine_email,
    unsubscribe_token,
)
from tests.cast import MONDAY, complete, local

ENDPOINT = "https://push.example/send/abc"
P256DH = "BA" + "x" * 85
AUTH = "y" * 22
NIGHT = QuietHours(time(21), time(8))


def listen(patient: Patient, endpoint: str = ENDPOINT, p256dh: str = P256DH, auth: str = AUTH) -> None:
    save_push_subscription(patient=patient, endpoint=endpoint, p256dh=p256dh, auth=auth, at=MONDAY)
    patient.refresh_from_db()


def treat(patient: Patient) -> None:
    """A session has ended; what its booking told is past."""
    complete(patient, MONDAY)
    patient.reminders.filter(due_at__lte=MONDAY).delete()


def planned_by(patient: Patient) -> set[str]:
    """The channels by which something is planned."""
    return set(patient.reminders.filter(state=State.PLANNED).values_list("channel", flat=True))


def test_preferences_are_kept_and_the_plan_follows_them(patient: Patient, texts: None) -> None:
    treat(patient)
    late = QuietHours(time(23, 30), time(11))

    set_preferences(patient=patient, channels=[Channel.SMS, Channel.PUSH], quiet_hours=late, at=MONDAY)

    patient.refresh_from_db()
    morning = patient.reminders.filter(state=State.PLANNED, due_at__gte=local("2026-03-03T00:00"))
    assert (patient.channels, patient.quiet_hours) == ([Channel.SMS, Channel.PUSH], late)
    assert planned_by(patient) == {"sms", "push"}
    assert morning.order_by("due_at", "id").first().due_at == local("2026-03-03T11:00")


def test_without_a_channel_only_what_an_event_brings_is_sent_by_email(patient: Patient) -> None:
    treat(patient)
    set_preferences(patient=patient, channels=[], quiet_hours=NIGHT, at=MONDAY)

    replan(patient=patient, at=MONDAY, announce=[announcement("message", 1, MONDAY)])

    planned = patient.reminders.filter(state=State.PLANNED)
    told = [(row.channel, [one["reason"] for one in row.reasons]) for row in planned]
    assert told == [("email", ["message"])]


def test_a_link_stops_routine_email_as_often_as_it_is_used(patient: Patient) -> None:
    treat(patient)
    token = unsubscribe_token(patient)

    stopped = stop_routine_email(token=token, at=MONDAY)
    revision = Patient.objects.get(pk=patient.pk).plan_revision
    again = stop_routine_email(token=token, at=MONDAY)

    assert (stopped, again.by_email, again.plan_revision) == (patient, False, revision)
    assert planned_by(patient) == set()
    reasons = patient.reminders.filter(state=State.CANCELLED).values_list("state_reason", flat=True)
    assert Why.CHANNEL_OFF in set(reasons)


@pytest.mark.parametrize("tamper", [lambda _: "", lambda _: "x:y", lambda token: token + "x"])
def test_a_link_that_was_tampered_with_stops_nothing(patient: Patient, tamper) -> None:
    token = tamper(unsubscribe_token(patient))

    with pytest.raises(UnsubscribeRefused):
        stop_routine_email(token=token, at=MONDAY)

    patient.refresh_from_db()
    assert patient.by_email


def test_a_link_of_nobody_stops_nothing(patient: Patient) -> None:
    with pytest.raises(UnsubscribeRefused):
        stop_routine_email(token=unsubscribe_token(Patient()), at=MONDAY)


def test_a_browser_that_listens_is_sent_notifications(patient: Patient) -> None:
    treat(patient)

    listen(patient)

    stored = PushSubscription.objects.get()
    assert (stored.patient, stored.endpoint, stored.created_at) == (patient, ENDPOINT, MONDAY)
    assert patient.channels == [Channel.EMAIL, Channel.PUSH]
    assert planned_by(patient) == {"email", "push"}


def test_the_same_browser_again_changes_its_keys_only(patient: Patient) -> None:
    listen(patient)
    revision = patient.plan_revision

    listen(patient, auth="z" * 22)

    stored = PushSubscription.objects.get()
    assert (stored.auth, stored.created_at, patient.plan_revision) == ("z" * 22, MONDAY, revision)


def test_a_browser_of_another_patient_goes_over_to_who_asks_last(
    patient: Patient, other_patient: Patient
) -> None:
    listen(patient)
    listen(patient, "https://push.example/send/second")

    listen(other_patient)

    patient.refresh_from_db()
    assert PushSubscription.objects.get(endpoint=ENDPOINT).patient == other_patient
    assert (patient.by_push, other_patient.by_push) == (True, True)


def test_whose_only_browser_goes_over_is_sent_no_notifications(
    patient: Patient, other_patient: Patient
) -> None:
    treat(patient)
    listen(patient)

    listen(other_patient)

    patient.refresh_from_db()
    assert (patient.by_push, planned_by(patient)) == (False, {"email"})


def test_with_the_last_browser_notifications_end(patient: Patient) -> None:
    second = "https://push.example/send/second"
    listen(patient)
    listen(patient, second)

    wanted = []
    for endpoint in (ENDPOINT, second, second):
        forget_push_subscription(patient=patient, endpoint=endpoint, at=MONDAY)
        wanted.append(Patient.objects.get(pk=patient.pk).by_push)

    assert wanted == [True, False, False]
    assert PushSubscription.objects.count() == 0


def test_all_browsers_are_forgotten_at_once(patient: Patient, other_patient: Patient) -> None:
    listen(patient)
    listen(patient, "https://push.example/send/second")
    listen(other_patient, "https://push.example/send/other")

    forget_push_subscription(patient=patient, at=MONDAY)

    patient.refresh_from_db()
    assert (patient.by_push, PushSubscription.objects.get().patient) == (False, other_patient)


def test_nobody_forgets_the_browser_of_another(patient: Patient, other_patient: Patient) -> None:
    listen(patient)

    forget_push_subscription(patient=other_patient, endpoint=ENDPOINT, at=MONDAY)

    assert PushSubscription.objects.get().patient == patient


@pytest.mark.parametrize(
    "endpoint",
    ["https://push.example/x", "https://PUSH.example:443/x?y=1", "https://a.b-c.example/" + "x" * 978],
)
def test_an_address_on_the_internet_is_taken(patient: Patient, endpoint: str) -> None:
    listen(patient, endpoint)

    assert PushSubscription.objects.get().endpoint == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://push.example/x",
        "https://push.example",
        "https://push.example:8443/x",
        "https://me@push.example/x",
        "https://push.example\\@elsewhere.example/x",
        "https://push.example/x y",
        "https://push.example/x\n",
        "https://redis/x",
        "https://localhost/x",
        "https://app.localhost/x",
        "https://db.INTERNAL/x",
        "https://127.0.0.1/x",
        "https://127.1/x",
        "https://2130706433/x",
        "https://8.8.8.8/x",
        "https://[::1]/x",
        "https://a.b-c.example/" + "x" * 979,
    ],
)
def test_an_address_elsewhere_is_refused(patient: Patient, endpoint: str) -> None:
    with pytest.raises(PushRefused):
        listen(patient, endpoint)

    assert (PushSubscription.objects.count(), Patient.objects.get(pk=patient.pk).by_push) == (0, False)


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": P256DH[:-1]},
        {"p256dh": P256DH + "x"},
        {"p256dh": "BQ" + "x" * 85},
        {"p256dh": P256DH[:-1] + "+"},
        {"auth": AUTH[:-1]},
        {"auth": AUTH + "=="},
        {"auth": "é" * 22},
    ],
)
def test_keys_of_another_kind_are_refused(patient: Patient, keys: dict[str, str]) -> None:
    with pytest.raises(PushRefused):
        listen(patient, **keys)

    assert PushSubscription.objects.count() == 0


def test_another_time_zone_moves_the_plan_and_the_clocks(patient: Patient) -> None:
    treat(patient)

    set_zone(patient=patient, zone="America/Phoenix", at=MONDAY)

    morning = patient.reminders.filter(state=State.PLANNED, due_at__gte=local("2026-03-03T00:00"))
    assert morning.order_by("due_at", "id").first().due_at == local("2026-03-03T11:00")
    silence = patient.watches.order_by("-due_at").values_list("due_at", flat=True).first()
    assert silence == local("2026-03-10T11:00")


def test_the_same_time_zone_again_plans_nothing_anew(patient: Patient) -> None:
    set_zone(patient=patient, zone=patient.zone, at=MONDAY)

    assert Patient.objects.get(pk=patient.pk).plan_revision == patient.plan_revision


def test_of_more_than_ten_browsers_the_oldest_goes(patient: Patient) -> None:
    for number in range(DEVICES_AT_MOST + 1):
        save_push_subscription(
            patient=patient,
            endpoint=f"{ENDPOINT}{number}",
            p256dh=P256DH,
            auth=AUTH,
            at=MONDAY + timedelta(minutes=number),
        )

    kept = PushSubscription.objects.order_by("created_at").values_list("endpoint", flat=True)
    assert list(kept) == [f"{ENDPOINT}{number}" for number in range(1, DEVICES_AT_MOST + 1)]


@pytest.mark.parametrize(
    ("wanted", "channels"),
    [
        ({"by_email": False, "by_sms": True}, ["email"]),
        ({"by_email": False, "by_sms": True, "by_push": True}, ["push"]),
        ({"by_email": False}, []),
    ],
)
def test_who_wants_texts_only_is_written_to_by_email_where_none_can_be_sent(
    patient: Patient, wanted: dict, channels: list
) -> None:
    Patient.objects.filter(pk=patient.pk).update(**wanted)

    patient.refresh_from_db()
    assert patient.channels == channels


def test_who_wants_texts_only_and_has_no_phone_is_written_to_by_email(patient: Patient, texts: None) -> None:
    patient.by_email, patient.by_sms = False, True
    by_phone = patient.channels
    patient.phone = ""

    assert (by_phone, patient.channels) == ([Channel.SMS], [Channel.EMAIL])


def test_the_way_out_of_email_holds_for_what_was_to_come_by_text(patient: Patient) -> None:
    patient.by_email, patient.by_sms = False, True
    patient.save()

    stop_routine_email(token=unsubscribe_token(patient), at=MONDAY)

    patient.refresh_from_db()
    assert patient.channels == []
