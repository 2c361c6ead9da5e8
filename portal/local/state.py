"""Where this project keeps what the local services write, and the addresses that follow from it.

Nothing here starts or creates anything: the settings ask for addresses on every `manage.py` call.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's own limit is 107, and PostgreSQL appends a name of its own
POSTGRES_SOCKET = ".s.PGSQL.5432"
POSTGRES_ROLE = "portal"
POSTGRES_DATABASE = "postgres"


@dataclass(frozen=True)
class State:
    """One state folder and the places inside it."""

    folder: Path

    @property
    def run(self) -> Path:
        """Sockets; only the services' own user and ours may enter."""
        return self.folder / "run"

    @property
    def log(self) -> Path:
        """What every process of `make run` writes."""
        return self.folder / "log"

    @property
    def mail(self) -> Path:
        """The messages that the demonstration's SMTP sink took, one file each."""
        return self.folder / "mail"

    @property
    def redis_socket(self) -> Path:
        """The socket that Redis listens on."""
        return self.run / "redis.sock"

    @property
    def database_url(self) -> str:
        """The address of the local PostgreSQL: a socket, no password (the kernel tells it who asks)."""
        return f"postgresql://{POSTGRES_ROLE}@/{POSTGRES_DATABASE}?host={self.run}"

    @property
    def redis_url(self) -> str:
        """The address of the local Redis."""
        return f"unix://{self.redis_socket}?db=0"


def find_state(project: Path = PROJECT) -> State:
    """The project's own `.local` folder, or one in /var/tmp where `.local` could not serve.

    It could not if the services' user cannot reach it (a project under /root, with services that run as
    `postgres`), or if the path of a socket in it would be too long for the kernel.
    """
    inside = State(project / ".local")
    if len(bytes(inside.run / POSTGRES_SOCKET)) < SOCKET_PATH_LIMIT and is_reachable(project):
        return inside
    name = hashlib.sha256(bytes(project)).hexdigest()[:12]
    return State(Path("/var/tmp") / f"aftercare-{os.getuid()}-{name}")  # noqa: S108 - its owner is checked


def is_reachable(folder: Path) -> bool:
    """Whether the user that the services run as may pass through `folder` and all folders above it."""
    if os.getuid() != 0:
        return True
    return all(place.stat().st_mode & stat.S_IXOTH for place in [folder, *folder.parents])
