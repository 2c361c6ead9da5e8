"""The stand: PostgreSQL and Redis of this run alone, its databases, and real workers on them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import django
from django.core.management import call_command
from django.db import connection

from portal.local.owner import ServiceError
from portal.local.server import wait_until
from portal.local.state import POSTGRES_DATABASE, POSTGRES_ROLE, State
from portal.processes import PortalProcess
from portal.services import LocalServices
from tests.services_plugin import make_state_folder

PATTERN = "pattern"
WORKER_SECONDS = 60


class Stand:
    """As a context manager: everything it started ends with it, and its folder is removed."""

    def __init__(self) -> None:
        self.state = State(Path(make_state_folder()))
        way = os.environ.get("AFTERCARE_SERVICES", "auto")
        self.services = LocalServices(self.state, way, say=lambda line: None, durable=True)
        self.databases: set[str] = set()

    def __enter__(self) -> Self:
        for name in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(name, None)  # it fills and empties what it measures: never anybody's own
        os.environ |= {
            "AFTERCARE_MODE": "demo",
            "AFTERCARE_STATE": str(self.state.folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        try:
            self.services.take_state(f"the benchmarks, process {os.getpid()}")
            self.services.start()
            django.setup()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the servers and forget all of it."""
        self.services.stop(hurry=True)
        shutil.rmtree(self.state.folder, ignore_errors=True)

    def make_pattern(self, patients: int) -> None:
        """The database that all others are copies of: the portal's tables, a clinic, its patients."""
        from tests.benchmarks.rows import add_patients

        self.create(PATTERN, "template0")
        self.enter(PATTERN)
        call_command("migrate", interactive=False, verbosity=0)
        add_patients(patients)

    def use(self, name: str, template: str = PATTERN) -> bool:
        """Work on a database from now on; whether it was made just now, as a copy of its template."""
        made = name not in self.databases
        if made:
            self.create(name, template)
            self.databases.add(name)
        self.enter(name)
        return made

    def create(self, name: str, template: str) -> None:
        """Make one database; nobody may be in its template."""
        self.enter(POSTGRES_DATABASE)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    def enter(self, name: str) -> None:
        """Let Django's connection be one to this database."""
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()

    @contextmanager
    def worker(self, database: str, queues: str = "outreach") -> Iterator[int]:
        """A worker with one process, as `make run` starts it but silenced; gives the number of its parent."""
        words = ["celery", "--app", "tests.benchmarks.worker", "--quiet", "worker", "--loglevel", "INFO"]
        words += ["--concurrency", "1", "--queues", queues, "--hostname", f"{database}@%h"]
        worker = PortalProcess(f"worker-{database}", words, self.environ(database), self.state.log)
        worker.start()
        try:
            self.await_worker(worker)
            assert worker.process is not None
            yield worker.process.pid
        finally:
            worker.stop()

    def environ(self, database: str) -> dict[str, str]:
        """What a process of the portal on this database is told besides its words."""
        return {
            **{name: value for name, value in os.environ.items() if name.startswith("AFTERCARE_")},
            "DATABASE_URL": f"postgresql://{POSTGRES_ROLE}@/{database}?host={self.state.run}",
            "REDIS_URL": self.state.redis_url,
        }

    def await_worker(self, worker: PortalProcess) -> None:
        """Return when the worker takes work.

        Raises:
            ServiceError: it does not; with the end of its log.
        """
        from portal.celery import app

        def answers() -> bool:
            return not worker.is_alive() or bool(app.control.ping(timeout=0.5))

        if not (wait_until(answers, WORKER_SECONDS) and worker.is_alive()):
            raise ServiceError(f"The worker did not start:\n{worker.log.read_text()[-2000:]}")
