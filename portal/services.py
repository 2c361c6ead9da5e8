"""PostgreSQL and Redis for one's own machine: found or started, and stopped again.

The order: `DATABASE_URL` and `REDIS_URL` where they are set (the settings read them, and nothing is started);
else this machine's own programs; else the wheels in requirements.txt. `AFTERCARE_SERVICES` forces a way.
"""

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from portal.local.owner import Owner, ServiceError, choose_owner
from portal.local.postgres import PostgresServer
from portal.local.programs import WAYS, Way, find_postgres, find_redis
from portal.local.redis import RedisServer
from portal.local.server import Server
from portal.local.state import State

__all__ = ["LocalServices", "ServiceError", "StateTakenError"]


class StateTakenError(ServiceError):
    """Another process uses the state folder; `said` is what that process wrote down about itself."""

    def __init__(self, said: str) -> None:
        super().__init__(f"The state folder is in use: {said}")
        self.said = said


class LocalServices:
    """The local services of one state folder; as a context manager they are stopped at its end.

    `durable=False` trades safety against a power cut for speed: right for tests, wrong for a demonstration
    whose data should survive.
    """

    def __init__(self, state: State, way: str, *, say: Callable[[str], None], durable: bool = True) -> None:
        self.state = state
        self.way = checked_way(way)
        self.say = say
        self.durable = durable
        self.servers: list[Server] = []
        self.lock: IO[str] | None = None

    def __enter__(self) -> Self:
        """Nothing is started yet; `start` does."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop whatever was started."""
        self.stop()

    def take_state(self, about: str) -> None:
        """Make the state folder and hold it against other processes; `about` tells them who does.

        Raises:
            StateTakenError: another process holds it.
            ServiceError: the folder belongs to somebody else.
        """
        make_private(self.state.folder, passable=os.getuid() == 0)
        for folder in (self.state.log, self.state.mail):
            make_private(folder)
        lock = (self.state.folder / "lock").open("a+")
        lock.seek(0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            said = lock.read().strip()
            lock.close()
            raise StateTakenError(said) from None
        for log in self.state.log.glob("*.log"):
            log.unlink()
        lock.truncate(0)
        lock.write(f"{about}\n")
        lock.flush()
        self.lock = lock

    def start(self, *, postgres: bool = True, redis: bool = True) -> None:
        """Start what is asked for; when one fails, the other is stopped again.

        Raises:
            ServiceError: with what was wrong and what to do.
        """
        owner = choose_owner()
        owner.take(self.state.run)
        try:
            if postgres:
                self.start_server(self.postgres(owner))
            if redis:
                self.start_server(self.redis(owner))
        except BaseException:
            self.stop()
            raise

    def postgres(self, owner: Owner) -> PostgresServer:
        """The PostgreSQL server, not started."""
        programs = find_postgres(self.way, self.state.folder, self.say)
        for other in sorted(self.state.folder.glob("pg[0-9][0-9]")):
            if (
                other.name != f"pg{programs.major}"
                and not (self.state.folder / f"pg{programs.major}").exists()
            ):
                self.say(
                    f"an earlier run kept its data with PostgreSQL {other.name[2:]}, which stays in {other}"
                )
        return PostgresServer(programs, self.state, owner, durable=self.durable)

    def redis(self, owner: Owner) -> RedisServer:
        """The Redis server, not started."""
        return RedisServer(find_redis(self.way, self.state.folder, self.say), self.state, owner)

    def start_server(self, server: PostgresServer | RedisServer) -> None:
        """Start one server and keep it to be stopped."""
        self.say(f"starting {server.title}…")
        self.servers.append(server)
        server.start()

    def stop(self, *, hurry: bool = False) -> None:
        """Stop the servers, the last started first, and let the state folder go."""
        while self.servers:
            self.servers.pop().stop(hurry=hurry)
        if self.lock is not None:
            with suppress(OSError):
                self.lock.truncate(0)
            self.lock.close()
            self.lock = None


def checked_way(way: str) -> Way:
    """The value of AFTERCARE_SERVICES, if it is one.

    Raises:
        ServiceError: it is not.
    """
    for known in WAYS:
        if way == known:
            return known
    raise ServiceError(f"AFTERCARE_SERVICES is {way!r}; it must be one of: {', '.join(WAYS)}.")


def make_private(folder: Path, *, passable: bool = False) -> None:
    """Make a folder that only we may look into; others may pass through it, if `passable`, to what they own.

    Raises:
        ServiceError: it is there and belongs to somebody else.
    """
    folder.mkdir(exist_ok=True, parents=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise ServiceError(
            f"{folder} belongs to somebody else; remove it, or move the project to another folder."
        )
    folder.chmod(0o711 if passable else 0o700)
