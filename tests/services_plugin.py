"""Starts PostgreSQL and Redis for the tests that need them, in a temporary folder, and stops them at the end.

An early plugin (`-p tests.services_plugin`), because pytest-django reads the settings before any conftest.py.
The addresses follow from the folder, so they are known long before the servers run; and these start only when
a collected test needs them (in two processes: always, before the workers do). `--without-servers` leaves out
every test that needs a server or a browser.
"""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest

from portal.local.state import POSTGRES_SOCKET, SOCKET_PATH_LIMIT, State, is_reachable
from portal.services import LocalServices

NEEDS_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "django_db_setup"}
NEEDS_BROWSER = {"page", "context", "browser"}
NEEDS_BY_MARK = ("django_db", "servers", "browser")
REDIS_DATABASES = 16

services_key = pytest.StashKey[LocalServices]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without-servers",
        action="store_true",
        help="leave out the tests that need PostgreSQL, Redis or a browser, and start no server",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ["AFTERCARE_MODE"] = "test"
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        os.environ["AFTERCARE_STATE"] = make_state_folder()
    elif "REDIS_URL" not in os.environ:
        # each worker has two Redis databases of its own, the broker's and the cache's
        number = 2 * int(worker.removeprefix("gw")) % REDIS_DATABASES
        state = State(Path(os.environ["AFTERCARE_STATE"]))
        os.environ["REDIS_URL"] = f"unix://{state.redis_socket}?db={number}"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.getoption("numprocesses", default=None) and not is_worker(session):
        start_services(session)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--without-servers"):
        left_out = [item for item in items if needs_servers(item) or item.get_closest_marker("portal")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish(session: pytest.Session) -> None:
    collecting_only = session.config.getoption("collectonly")
    if not is_worker(session) and not collecting_only and any(needs_servers(item) for item in session.items):
        start_services(session)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    services = config.stash.get(services_key, None)
    if services is not None:
        services.stop()
    if "PYTEST_XDIST_WORKER" not in os.environ and "AFTERCARE_STATE" in os.environ:
        shutil.rmtree(os.environ.pop("AFTERCARE_STATE"), ignore_errors=True)


def start_services(session: pytest.Session) -> None:
    from django.conf import settings

    if services_key in session.config.stash or session.config.getoption("--without-servers"):
        return
    signal.signal(signal.SIGTERM, interrupt)
    services = LocalServices(settings.STATE, settings.SERVICES, say=lambda line: None, durable=False)
    session.config.stash[services_key] = services
    services.take_state(f"the tests, process {os.getpid()}")
    services.start(
        postgres=settings.LOCAL_POSTGRES,
        redis=settings.LOCAL_REDIS,
    )


def interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """SIGTERM ends the tests as Ctrl-C does: the servers are stopped, the folder is removed."""
    raise KeyboardInterrupt


def is_worker(session: pytest.Session) -> bool:
    return hasattr(session.config, "workerinput")


def needs_servers(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & (NEEDS_DATABASE | NEEDS_BROWSER)) or any(
        map(item.get_closest_marker, NEEDS_BY_MARK)
    )


def make_state_folder() -> str:
    """A fresh folder whose sockets have short paths and that the servers' user can reach."""
    for place in (tempfile.gettempdir(), "/var/tmp", "/tmp"):
        folder = Path(place) / "aftercare-tests-12345678" / "run" / POSTGRES_SOCKET
        if len(bytes(folder)) < SOCKET_PATH_LIMIT and is_reachable(Path(place)):
            return tempfile.mkdtemp(prefix="aftercare-tests-", dir=place)
    raise pytest.UsageError("no folder for temporary files serves: see TMPDIR")
