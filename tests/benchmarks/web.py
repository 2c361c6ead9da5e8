"""The web server of production with one worker, a visitor who asks it for pages, and what that cost it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from aftercare.models import User
from portal.local.owner import ServiceError
from portal.local.ports import another_port
from portal.local.server import wait_until
from portal.processes import PortalProcess, gunicorn
from tests.benchmarks.memory import children
from tests.benchmarks.stand import Stand

START_SECONDS = 30
DATABASE = "pages"
PATIENT = "wren@patients.example"
"""Of the demo: two sessions, three check-ins, a flag that rose and was answered, messages."""

PRODUCTION = {
    "AFTERCARE_MODE": "production",
    "ALLOWED_HOSTS": "127.0.0.1",
    "PORTAL_URL": "https://portal.invalid",
    "EMAIL_HOST": "mail.invalid",
    "DEFAULT_FROM_EMAIL": "aftercare@portal.invalid",
    "TRUST_FORWARDED_PROTO": "true",
}
HEADERS = {"X-Forwarded-Proto": "https", "Accept-Language": "en-US,en;q=0.9"}
"""As a browser's request comes from the proxy in front, for which each request is a connection of its own."""


@dataclass(frozen=True)
class Web:
    """A running server: where it listens, and the process that answers."""

    port: int
    pid: int

    def get(self, path: str, headers: Mapping[str, str]) -> bytes:
        """The body of a page. Raises ServiceError where it is not 200."""
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path, headers={**HEADERS, **headers, "Connection": "close"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise ServiceError(f"{path} answers {answer.status}")
        return body

    def cpu_ms(self, path: str, headers: Mapping[str, str], requests: int) -> float:
        """Milliseconds of CPU, in user and kernel, that the server spends on one request."""
        before = cpu_seconds(self.pid)
        for _ in range(requests):
            self.get(path, headers)
        return (cpu_seconds(self.pid) - before) / requests * 1000


def cpu_seconds(pid: int) -> float:
    """What a process with all its threads has used until now, by the kernel's own count (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serve(stand: Stand, application: str, database: str = DATABASE, workers: int = 1) -> Iterator[Web]:
    """Workers that serve `application` on a database, the demo's unless told."""
    port = another_port(20_000)
    environ = {**stand.environ(database), **PRODUCTION, "SECRET_KEY": settings.SECRET_KEY}
    server = PortalProcess(
        f"web-{application}", gunicorn(application, port, workers=workers), environ, stand.state.log
    )
    server.start()
    try:
        process = server.process
        assert process is not None
        wait_until(lambda: not server.is_alive() or bool(children(process.pid)), START_SECONDS)
        if not server.is_alive():
            raise ServiceError(f"The web server did not start:\n{server.log.read_text()[-2000:]}")
        yield Web(port, children(process.pid)[0])
    finally:
        server.stop()


def open_demo(stand: Stand) -> None:
    """The demo clinics in a database of their own, and the static files as production has them."""
    if stand.use(DATABASE, "template0"):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_protocol", verbosity=0)
        call_command("seed_demo", verbosity=0)
        collect(stand)


def collect(stand: Stand) -> None:
    """Hashed, joined and compressed."""
    storage = {"BACKEND": "portal.static_files.PortalStaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": storage}
    with override_settings(STATIC_ROOT=stand.state.folder / "static", STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)


def sign_in(email: str) -> dict[str, str]:
    """The headers of somebody who is signed in."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    name = settings.SESSION_COOKIE_NAME
    return {"Cookie": f"{name}={client.cookies[name].value}"}
