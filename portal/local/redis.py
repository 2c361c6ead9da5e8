"""One Redis server of this project. It keeps nothing on disk: whatever it held is rebuilt from PostgreSQL."""

import contextlib
import signal
import socket

from portal.local.owner import Owner
from portal.local.programs import RedisProgram
from portal.local.server import Server
from portal.local.state import State

START_SECONDS = 20
STOP_SECONDS = 5


class RedisServer(Server):
    """A Redis (or Valkey) of this project's own, on a socket that only its user and root may use."""

    name = "Redis"

    def __init__(self, program: RedisProgram, state: State, owner: Owner) -> None:
        super().__init__(state.log / "redis.log")
        self.program = program
        self.owner = owner
        self.socket = state.redis_socket

    @property
    def title(self) -> str:
        """What messages call it."""
        return f"Redis ({self.program.origin})"

    def start(self) -> None:
        """Start the server; return when it answers.

        Raises:
            ServiceError: it did not; nothing is left running.
        """
        self.socket.unlink(missing_ok=True)
        argv = [str(self.program.path), "--port", "0", "--daemonize", "no", "--dir", str(self.socket.parent)]
        argv += ["--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        argv += ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
        self.launch(self.owner, argv, stop_signal=signal.SIGTERM)
        self.await_ready(self.is_ready, START_SECONDS)

    def stop(self, *, hurry: bool = False) -> None:
        """End the server."""
        self.end(signal.SIGKILL if hurry else signal.SIGTERM, STOP_SECONDS)

    def is_ready(self) -> bool:
        """Whether it answers a PING."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False
