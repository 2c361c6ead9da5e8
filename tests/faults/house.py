"""Workers and beats as `make run` starts them, with a Redis and a mail host of their own."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from aftercare.models import Escalation, Invitation, Patient, Reminder, Watch
from portal.local.owner import choose_owner
from portal.local.programs import find_redis
from portal.local.redis import START_SECONDS, RedisServer
from portal.local.state import State
from portal.processes import PortalProcess
from tests.faults.checker import check
from tests.mail_host import MailHost
from tests.services_plugin import make_state_folder

PATIENCE_SECONDS = 60
"""How soon everything must be at rest again, whatever was done to it."""

SOON = timedelta(minutes=5)

EVERY_QUEUE = "clinical,escalations,outreach"


class RedisOnPort(RedisServer):
    """Redis as workers on other machines reach it: by address and port."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        argv = [str(self.program.path), "--bind", "127.0.0.1", "--port", str(self.port), "--dir", "/"]
        argv += ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        self.launch(self.owner, argv, stop_signal=signal.SIGTERM)
        self.await_ready(self.is_ready, START_SECONDS)

    def is_ready(self) -> bool:
        return self.command("PING").startswith(b"+PONG")

    def command(self, words: str) -> bytes:
        """What it answers to an inline command, nothing where it does not run."""
        return ask(self.port, words)


class House:
    """The processes of one test. Leases and pauses are short, so that a test may wait for them."""

    def __init__(self, folder: Path, redis: RedisOnPort, mail_host: MailHost) -> None:
        self.folder = folder
        self.redis = redis
        self.mail_host = mail_host
        self.processes: list[PortalProcess] = []
        self.environ = {
            "AFTERCARE_MODE": "demo",
            "AFTERCARE_STATE": str(folder),
            "DATABASE_URL": database_url(),
            "REDIS_URL": redis.url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail_host.port),
            "EMAIL_TIMEOUT": "3",
            "OUTREACH_TICK_SECONDS": "1",
            "OUTREACH_LEASE_SECONDS": "3",
            "OUTREACH_PAUSE_SECONDS": "1",
        }

    def worker(
        self, name: str, *, app: str = "portal", concurrency: int = 1, **environ: str
    ) -> PortalProcess:
        """Start a worker for the queues its name begins with: `outreach-2`, `clinical,outreach`."""
        queues = name.partition("-")[0]
        words = ["celery", "--app", app, "--quiet", "worker"]
        words += ["--concurrency", str(concurrency), "--queues", queues, "--hostname", f"{name}@%h"]
        return self.run(name, words, environ)

    def beat(self, name: str = "beat") -> PortalProcess:
        """Start a beat."""
        return self.run(name, ["celery", "--app", "portal", "--quiet", "beat", "--pidfile="], {})

    def web(self) -> int:
        """Start the web server; returns its port once it answers."""
        port = free_port()
        words = ["gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--preload"]
        words += ["--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
        self.run("web", words, {})
        until(lambda: ask(port, "GET /healthz HTTP/1.0\r\n"))
        return port

    def run(self, name: str, words: list[str], environ: Mapping[str, str]) -> PortalProcess:
        process = PortalProcess(name, words, {**self.environ, **environ}, self.folder)
        process.start()
        self.processes.append(process)
        return process

    def stop(self) -> None:
        """Kill every process that was started."""
        for process in self.processes:
            process.stop(hurry=True)

    def pool(self) -> list[int]:
        """The numbers of the processes in which the workers run their tasks."""
        parents = [str(one.process.pid) for one in self.processes if "worker" in one.words and one.process]
        found = subprocess.run(
            ["pgrep", "-P", ",".join(parents)], capture_output=True, text=True, check=False
        )
        return [int(number) for number in found.stdout.split()]

    def log(self, name: str) -> str:
        """What a process has written."""
        return (self.folder / f"{name}.log").read_text()

    def come_to_rest(self, seconds: float = PATIENCE_SECONDS) -> datetime:
        """Wait until nothing is due or in hand; returns when."""
        until(at_rest, seconds)
        return datetime.now(UTC)

    def broken(self, **more: object) -> list[str]:
        """What the checker says once all has come to rest."""
        return check(at=self.come_to_rest(), sends=self.mail_host.sends, **more)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, words: str) -> bytes:
    """What a server on loopback answers to a line, nothing where it does not run."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connected:
        connected.sendall(f"{words}\r\n".encode())
        return connected.recv(1024)
    return b""


def at_rest() -> bool:
    """Whether nothing waits for a tick or for a worker: neither what is due nor what is tried again soon."""
    now = datetime.now(UTC)
    outgoing = (Reminder, Escalation)
    waits = any(model.objects.due(now).exists() or model.objects.in_hand().exists() for model in outgoing)
    again = any(model.objects.filter(next_at__gt=now).exclude(state_reason="").exists() for model in outgoing)
    again = (
        again or Invitation.objects.being_sent().exists() or Invitation.objects.unsent(now + SOON).exists()
    )
    behind = Watch.objects.run_out(now).exists() or Patient.objects.to_replan(now).exists()
    return not (waits or again or behind)


def until(seen: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether it is seen before patience ends."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if seen():
            return True
        time.sleep(0.1)
    return False


def database_url() -> str:
    """The address of the database that this very test uses."""
    address, _, query = settings.DATABASE_URL.partition("?")
    return f"{address.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}?{query}"


@contextmanager
def open_house() -> Iterator[House]:
    """A house on the test's own database; whatever was started in it has ended when it closes."""
    folder = Path(make_state_folder())
    with ExitStack() as at_the_end:
        at_the_end.callback(shutil.rmtree, folder)
        redis = RedisOnPort(find_redis(settings.SERVICES, folder, print), State(folder), choose_owner())
        redis.log.parent.mkdir()
        at_the_end.callback(redis.stop, hurry=True)
        redis.start()
        house = House(folder, redis, at_the_end.enter_context(MailHost()))
        at_the_end.callback(house.stop)
        yield house
