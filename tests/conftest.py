from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from aftercare.models import Clinic, Patient, ProtocolVersion, User
from tests import cast
from tests.mail_host import MailHost

MEASURED = ("domain", "services")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Coverage watches the tests in these folders only: they alone must reach every branch of what they test.

    To watch doubles the time that a test takes.
    """
    coverage = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if coverage is None or item.path.parent.name in MEASURED:
        return (yield)
    coverage.pause()
    try:
        return (yield)
    finally:
        coverage.resume()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; at the end whoever still holds it lets go, or PostgreSQL would not drop it.

    A browser that leaves in the middle of a request can leave a connection of the live server behind.
    """
    yield
    others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM ({others}) AS others")  # noqa: S608 - no input


@pytest.fixture
def texts(settings) -> None:
    """The portal sends text messages."""
    settings.SMS_OFFERED = True


@pytest.fixture
def protocol_version(db: None) -> ProtocolVersion:
    return cast.publish_shipped()


@pytest.fixture
def clinic(protocol_version: ProtocolVersion) -> Clinic:
    return cast.make_clinic()


@pytest.fixture
def other_clinic(protocol_version: ProtocolVersion) -> Clinic:
    return cast.make_clinic("Lantern Quay", "America/Los_Angeles")


@pytest.fixture
def scheduler(clinic: Clinic) -> User:
    return cast.make_staff(clinic, "scheduler", "Felix Underleaf", "felix@juniper.example")


@pytest.fixture
def nurse(clinic: Clinic) -> User:
    return cast.make_staff(clinic, "nurse", "Odile Marrowby", "odile@juniper.example")


@pytest.fixture
def second_nurse(clinic: Clinic) -> User:
    return cast.make_staff(clinic, "nurse", "Ines Halloway", "ines@juniper.example")


@pytest.fixture
def administrator(clinic: Clinic) -> User:
    return cast.make_staff(clinic, "administrator", "Maud Fennimore", "maud@juniper.example")


@pytest.fixture
def stranger_nurse(other_clinic: Clinic) -> User:
    return cast.make_staff(other_clinic, "nurse", "Quill Ashdown", "quill@lantern.example")


@pytest.fixture
def stranger_scheduler(other_clinic: Clinic) -> User:
    return cast.make_staff(other_clinic, "scheduler", "Tobias Reedling", "tobias@lantern.example")


@pytest.fixture
def patient(clinic: Clinic, scheduler: User) -> Patient:
    return cast.make_patient(clinic, "Wren Applegarth", "wren@patients.example", scheduler)


@pytest.fixture
def other_patient(clinic: Clinic, scheduler: User) -> Patient:
    return cast.make_patient(clinic, "Hester Crumbwell", "hester@patients.example", scheduler)


@pytest.fixture
def foreign_patient(other_clinic: Clinic, stranger_scheduler: User) -> Patient:
    return cast.make_patient(other_clinic, "Una Willowherb", "una@patients.example", stranger_scheduler)


@pytest.fixture
def mail_host(settings) -> Iterator[MailHost]:
    """The mail host that mail goes to, as in production by SMTP."""
    with MailHost() as host:
        settings.EMAIL_BACKEND = "aftercare.notifications.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", host.port, 5
        yield host
