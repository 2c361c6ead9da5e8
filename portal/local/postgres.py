"""One PostgreSQL server of this project: its data folder, its start and its end.

It listens on a socket only, in a folder that nobody else may enter, and asks the kernel who connects
(`peer`): there is no password to lose, and another user of this machine is turned away twice.
"""

import contextlib
import locale
import os
import shutil
import signal
import subprocess
from pathlib import Path

from portal.local.owner import Owner, ServiceError, our_name
from portal.local.programs import PostgresPrograms
from portal.local.server import Server, wait_until
from portal.local.state import POSTGRES_ROLE, POSTGRES_SOCKET, State

START_SECONDS = 60  # recovery after a crash may take its time
STOP_SECONDS = 15
DISCREET = ("log_min_error_statement=panic", "log_error_verbosity=terse")
"""A refused statement and its detail hold names, addresses and health: the log tells the error alone."""
FAST_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresServer(Server):
    """A PostgreSQL of this project's own, with its data in the state folder."""

    name = "PostgreSQL"

    def __init__(self, programs: PostgresPrograms, state: State, owner: Owner, *, durable: bool) -> None:
        super().__init__(state.log / "postgresql.log")
        self.programs = programs
        self.owner = owner
        self.sockets = state.run
        self.data = state.folder / f"pg{programs.major}"
        self.durable = durable

    @property
    def title(self) -> str:
        """What messages call it."""
        return f"PostgreSQL {self.programs.major} ({self.programs.origin})"

    def start(self) -> None:
        """Make the data folder if there is none, and start the server; return when it takes connections.

        Raises:
            ServiceError: it did not; nothing is left running.
        """
        if not self.data.exists():
            self.make_data()
        self.check_data()
        self.clear_stale_lock()
        self.allow_ourselves()
        options = [f"unix_socket_directories={self.sockets}", "unix_socket_permissions=0700"]
        options += ["listen_addresses=", *DISCREET, *(() if self.durable else FAST_NOT_SAFE)]
        argv = [str(self.programs.folder / "postgres"), "-D", str(self.data)]
        argv += [word for option in options for word in ("-c", option)]
        self.launch(self.owner, argv, stop_signal=signal.SIGINT)
        self.await_ready(self.is_ready, START_SECONDS)

    def stop(self, *, hurry: bool = False) -> None:
        """Disconnect everybody, write everything down and end; without the writing when in a hurry."""
        self.end(signal.SIGQUIT if hurry else signal.SIGINT, STOP_SECONDS)

    def is_ready(self) -> bool:
        """Whether it takes connections, by the line that it writes into its lock file for pg_ctl."""
        with contextlib.suppress(OSError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            ours = self.process is not None and lines[:1] == [str(self.process.pid)]  # it may be empty still
            return ours and len(lines) >= 8 and lines[7].strip() == "ready"
        return False

    def make_data(self) -> None:
        """Make the data folder under another name first: one that bears the real name is whole.

        Raises:
            ServiceError: initdb failed; the message holds what it said.
        """
        making = self.owner.take(self.data.with_name(f"{self.data.name}.new"))
        shutil.rmtree(making)
        self.owner.take(making)
        argv = [str(self.programs.folder / "initdb"), "-D", str(making), f"--username={POSTGRES_ROLE}"]
        argv += ["--auth=peer", "--encoding=UTF8", f"--locale={utf8_locale()}"]
        argv += [] if self.durable else ["--no-sync"]
        done = self.owner.run(argv)
        if done.returncode != 0:
            raise ServiceError(
                f"{self.title}: its data folder could not be made. initdb said:\n{done.stdout}"
            )
        making.rename(self.data)

    def check_data(self) -> None:
        """See that the data folder is whole and of this major version.

        Raises:
            ServiceError: it is not.
        """
        try:
            major = (self.data / "PG_VERSION").read_text().strip()
        except OSError:
            raise ServiceError(
                f"{self.data} is no whole data folder of PostgreSQL. `make reset` starts over."
            ) from None
        if major != str(self.programs.major):
            raise ServiceError(
                f"{self.data} was written by PostgreSQL {major}, and {self.title} cannot read it. "
                "`make reset` starts over."
            )

    def allow_ourselves(self) -> None:
        """Let the one user that runs the portal in, as the portal's role, and nobody else."""
        hba, ident = self.data / "pg_hba.conf", self.data / "pg_ident.conf"
        hba.write_text("local all all peer map=portal\n")
        ident.write_text(f'portal "{our_name()}" {POSTGRES_ROLE}\n')

    def clear_stale_lock(self) -> None:
        """Deal with what a server that was killed left: a lock file, perhaps a server still on its way out.

        The caller holds the state folder's own lock, so no other portal uses this data.
        """
        lock = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(lock.read_text().splitlines()[0])
            if not is_server_of(pid, self.data):
                lock.unlink()  # the number may be another program's by now, which would mislead PostgreSQL
                return
            os.kill(pid, signal.SIGINT)
            wait_until(lambda: not lock.exists(), STOP_SECONDS)

    @property
    def socket(self) -> Path:
        """The socket it listens on."""
        return self.sockets / POSTGRES_SOCKET


def is_server_of(pid: int, data: Path) -> bool:
    """Whether a process is a PostgreSQL server on this data folder."""
    done = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - POSIX's ps
    return str(data) in done.stdout


def utf8_locale() -> str:
    """A locale that knows letters beyond ASCII and sorts the same everywhere; plain C where there is none."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"
