"""Web push, with a push service that opens what it is given and checks who signed it."""

from collections.abc import Iterator

import pytest
from py_vapid import Vapid

from aftercare.models import Channel, Patient, PushSubscription
from aftercare.notifications.vapid import public_key
from tests.cast import MONDAY
from tests.fakes import Push, PushService
from tests.notifications.letters import a_letter, post_letter

PRIVATE_KEY = "3KzvKasA2SoCxsp0iIG_o9B0Ozvl1XDwI63JRKNIWBM"


@pytest.fixture
def service(settings) -> Iterator[PushService]:
    settings.WEB_PUSH_PRIVATE_KEY = PRIVATE_KEY
    settings.WEB_PUSH_CONTACT, settings.WEB_PUSH_OFFERED = "mailto:it@juniper.example", True
    service = PushService().start()
    yield service
    service.stop()


def subscribe(patient: Patient, service: PushService, path: str = "/browser", **changes: str) -> None:
    told = {"endpoint": service.endpoint(path), **service.keys, **changes}
    PushSubscription.objects.create(patient=patient, created_at=MONDAY, **told)


def notify(patient: Patient) -> str:
    return post_letter(a_letter(patient, Channel.PUSH))


def test_browser_shows_who_it_is_from_and_that_something_waits(service: PushService, patient: Patient):
    subscribe(patient, service)
    letter = a_letter(patient, Channel.PUSH)

    outcome = post_letter(letter)

    shown = {
        "title": "Juniper Hollow",
        "body": "Something is waiting for you in the portal.",
        "url": "https://portal.example",
        "tag": letter.id.hex,
    }
    signed_by = public_key(PRIVATE_KEY)
    assert outcome == "sent"
    assert service.taken == [Push(shown=shown, ttl="43200", topic=letter.id.hex, signed_by=signed_by)]


def test_every_browser_is_told(service: PushService, patient: Patient):
    subscribe(patient, service, "/phone")
    subscribe(patient, service, "/desk")

    assert notify(patient) == "sent"
    assert service.asked == ["/phone", "/desk"]


@pytest.mark.parametrize("status", [404, 410])
def test_browser_that_is_gone_is_forgotten(status: int, service: PushService, patient: Patient):
    subscribe(patient, service, "/gone")
    subscribe(patient, service, "/desk")
    service.statuses["/gone"] = status

    outcome = notify(patient)

    left = patient.push_subscriptions.values_list("endpoint", flat=True)
    assert (outcome, list(left)) == ("sent", [service.endpoint("/desk")])


def test_patient_without_a_browser_cannot_be_reached(service: PushService, patient: Patient):
    subscribe(patient, service, "/gone")
    service.statuses["/gone"] = 410

    outcomes = [notify(patient), notify(patient)]

    assert outcomes == ["address-refused: permanent", "address-refused: permanent"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (202, "sent"),
        (400, "provider-refused: permanent"),
        (401, "provider-refused: retry"),
        (403, "provider-refused: retry"),
        (413, "provider-refused: permanent"),
        (429, "provider-refused: retry"),
        (500, "provider-refused: retry"),
        (503, "provider-refused: retry"),
        (0, "outcome-unknown: unknown"),
    ],
)
def test_answer_of_the_push_service_decides(
    status: int, outcome: str, service: PushService, patient: Patient, settings
):
    settings.PROVIDER_TIMEOUT = (1, 0.3)
    subscribe(patient, service)
    service.statuses["/browser"] = status

    assert notify(patient) == outcome
    assert patient.push_subscriptions.count() == 1


@pytest.mark.parametrize("status", [302, 307, 308])
def test_push_service_cannot_lead_elsewhere(status: int, service: PushService, patient: Patient):
    subscribe(patient, service)
    service.statuses["/browser"] = status

    assert notify(patient) == "provider-refused: permanent"
    assert service.asked == ["/browser"]


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ({"/phone": 403, "/desk": 429}, "provider-refused: retry"),
        ({"/phone": 410, "/desk": 503}, "provider-refused: retry"),
        ({"/phone": 410, "/desk": 403}, "provider-refused: retry"),
        ({"/phone": 410, "/desk": 413}, "provider-refused: permanent"),
        ({"/phone": 410, "/desk": 404}, "address-refused: permanent"),
        ({"/phone": 503, "/desk": 0}, "outcome-unknown: unknown"),
    ],
)
def test_the_browser_that_may_yet_be_reached_decides(
    statuses: dict[str, int], outcome: str, service: PushService, patient: Patient, settings
):
    settings.PROVIDER_TIMEOUT = (1, 0.3)
    subscribe(patient, service, "/phone")
    subscribe(patient, service, "/desk")
    service.statuses = statuses

    assert notify(patient) == outcome


def test_push_service_that_cannot_be_reached_was_given_nothing(service: PushService, patient: Patient):
    subscribe(patient, service, endpoint="http://127.0.0.1:1/browser")

    assert notify(patient) == "provider-silent: retry"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"p256dh": "c2hvcnQ"}, "provider-refused: permanent"),
        ({"p256dh": "BA" + 85 * "A"}, "address-refused: permanent"),
        ({"endpoint": "https://"}, "address-refused: permanent"),
    ],
)
def test_subscription_that_is_none_is_refused(
    changes: dict[str, str], outcome: str, service: PushService, patient: Patient
):
    subscribe(patient, service, **changes)

    assert notify(patient) == outcome


def test_only_hosts_with_a_certificate_are_written_to(service: PushService, patient: Patient, settings):
    settings.WEB_PUSH_ALLOW_HTTP = False
    subscribe(patient, service)

    assert notify(patient) == "address-refused: permanent"
    assert service.asked == []


def test_notification_is_refused_for_good_where_web_push_is_not_set_up(
    service: PushService, patient: Patient, settings
):
    settings.WEB_PUSH_OFFERED = False
    subscribe(patient, service)

    assert notify(patient) == "provider-refused: permanent"


def test_key_may_be_given_as_pem_with_its_line_breaks_escaped():
    key = Vapid()
    key.generate_keys()
    pem = key.private_pem().decode()

    assert public_key(pem) == public_key(pem.replace("\n", "\\n"))
    assert len(public_key(pem)) == 87


@pytest.mark.parametrize(
    "text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
)
def test_what_is_no_key_is_refused(text: str):
    with pytest.raises(ValueError):
        public_key(text)
