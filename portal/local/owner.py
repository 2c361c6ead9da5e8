"""As whom the local services run, and the leash that ends them when whoever started them is gone."""

import ctypes
import os
import pwd
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1  # linux/prctl.h
libc = ctypes.CDLL(None)  # loaded here: nothing may be loaded between fork and exec
forking = threading.Event()  # set while a child is made: what a signal's handler raises then is lost


class ServiceError(Exception):
    """A local service cannot be had; the message says what to do about it."""


@dataclass(frozen=True)
class Owner:
    """The operating system's user that the services run as, and that their files belong to."""

    name: str
    uid: int
    gid: int

    def take(self, folder: Path) -> Path:
        """Make `folder`, if need be, and give it to this user; nobody else may enter. Returns it."""
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder

    @property
    def identity(self) -> dict[str, int | list[int]]:
        """What subprocess needs to start a program as this user; nothing when that is who we are."""
        if self.uid == os.getuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def spawn(
        self, argv: Sequence[str], log: IO[bytes], stop_signal: signal.Signals
    ) -> subprocess.Popen[bytes]:
        """Start a server as this user, on a leash, writing to `log`."""
        return spawn(argv, log, stop_signal, environ={}, cwd=Path("/"), identity=self.identity)

    def run(self, argv: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run a program as this user to its end, with its output kept."""
        done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603 - our own list, no shell
            argv,
            cwd="/",
            env=bare_environ({}),
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **self.identity,  # type: ignore[call-overload]
        )
        return done


def choose_owner() -> Owner:
    """Ourselves; or, for root, `postgres` or `nobody`, since PostgreSQL refuses to run as root.

    Raises:
        ServiceError: there is no such user, or we have no name (both servers need one).
    """
    names = ("postgres", "nobody") if os.getuid() == 0 else (our_name(),)
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServiceError(
        "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it as."
    )


def our_name() -> str:
    """The name of the user we are.

    Raises:
        ServiceError: the system does not know one.
    """
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        raise ServiceError(
            f"User number {os.getuid()} has no name on this system, and PostgreSQL needs one. Add the user, "
            "or set DATABASE_URL and REDIS_URL to servers that run elsewhere."
        ) from None


def spawn(
    argv: Sequence[str],
    log: IO[bytes],
    stop_signal: signal.Signals,
    *,
    environ: Mapping[str, str],
    cwd: Path,
    identity: Mapping[str, object] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl-C reaches the supervisor alone.

    The kernel sends it `stop_signal` when the process that started it dies, however that dies (Linux only).
    """
    forking.set()
    try:
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # noqa: S603 - no shell
            argv,
            cwd=cwd,
            env=bare_environ(environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=leash(os.getpid(), stop_signal),
            **(identity or {}),
        )
    finally:
        forking.clear()


def leash(parent: int, stop_signal: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec to be told of its parent's death."""

    def fasten() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if hasattr(libc, "prctl"):
            libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
            if os.getppid() != parent:  # it died before the leash was on
                os._exit(1)

    return fasten


def bare_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child: what it is given, and enough of ours to run programs."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_MESSAGES": "C", **environ}
