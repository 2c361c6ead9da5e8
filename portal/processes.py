"""The portal's own processes under the supervisor, and the care that each of them runs."""

import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from portal.local.owner import ServiceError, spawn
from portal.local.server import Server, last_lines
from portal.local.state import PROJECT

STOP_SECONDS = 10
STEADY_SECONDS = 60  # a process that ran so long starts again with the shortest pause
LONGEST_PAUSE_SECONDS = 30.0


class PortalProcess(Server):
    """One Python program of the portal: web, worker or beat."""

    def __init__(self, name: str, words: Sequence[str], environ: Mapping[str, str], log_folder: Path) -> None:
        super().__init__(log_folder / f"{name}.log")
        self.name = name
        self.words = words
        self.environ = environ

    def start(self) -> None:
        """Start the program; it is not waited for.

        It is killed where its supervisor dies: to finish first it might wait for servers that are gone too.
        """
        with self.log.open("ab") as log:
            argv = [sys.executable, "-m", *self.words]
            self.process = spawn(argv, log, signal.SIGKILL, environ=self.environ, cwd=PROJECT)

    def stop(self, *, hurry: bool = False) -> None:
        """Let it finish what it has in hand, or not when in a hurry."""
        self.end(signal.SIGKILL if hurry else signal.SIGTERM, STOP_SECONDS)


def portal_processes(port: int, environ: Mapping[str, str], log_folder: Path) -> list[PortalProcess]:
    """Web, a worker for each queue, and beat, in the order in which they start."""
    web = gunicorn("portal.wsgi", port, workers=2)
    celery = ["celery", "--app", "portal", "--quiet"]
    worker = [*celery, "worker", "--concurrency"]
    clinical = [*worker, "1", "--queues", "clinical", "--hostname", "clinical@%h"]
    escalations = [*worker, "1", "--queues", "escalations", "--hostname", "escalations@%h"]
    outreach = [*worker, "2", "--queues", "outreach", "--hostname", "outreach@%h"]
    beat = [*celery, "beat", "--pidfile="]
    workers = {
        "clinical-worker": clinical,
        "escalations-worker": escalations,
        "outreach-worker": outreach,
    }
    lines = {"web": web, **workers, "beat": beat}
    return [PortalProcess(name, line, environ, log_folder) for name, line in lines.items()]


def gunicorn(application: str, port: int, *, workers: int) -> list[str]:
    """The web server, as the words of a command."""
    words = ["gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--preload"]
    return [
        *words,
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--graceful-timeout",
        "5",
        "--no-control-socket",
    ]


class Keeper:
    """Starts again what has ended, after a pause that grows from 1 s to 30 s while it keeps ending."""

    def __init__(self, server: Server, say: Callable[[str], None]) -> None:
        self.server = server
        self.say = say
        self.pause = 1.0
        self.started_at = time.monotonic()
        self.due_at: float | None = None

    def look(self, now: float) -> None:
        """See whether it runs, and do what is due; `now` is monotonic time in seconds."""
        if self.server.is_alive():
            return
        if self.due_at is None:
            self.plan(now)
        elif now >= self.due_at:
            self.start(now)

    def plan(self, now: float) -> None:
        """Say that it ended, and set the time at which it starts again."""
        if now - self.started_at > STEADY_SECONDS:
            self.pause = 1.0
        self.say(
            f"{self.server.title} ended; it starts again in {self.pause:.0f} s. The end of {self.server.log}:"
        )
        self.say(last_lines(self.server.log))
        self.due_at = now + self.pause
        self.pause = min(2 * self.pause, LONGEST_PAUSE_SECONDS)

    def start(self, now: float) -> None:
        """Clear away what the last one left, its children above all, and start it again."""
        self.server.stop(hurry=True)
        self.due_at = None
        self.started_at = now
        try:
            self.server.start()
            self.say(f"{self.server.title} runs again")
        except ServiceError as error:
            self.say(str(error))
