"""What the two local servers have in common: a process with a log, a wait for readiness, an end."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from portal.local.owner import Owner, ServiceError

LOG_LINES_SHOWN = 12


class Server:
    """One server process that writes to one log file."""

    name: str

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def title(self) -> str:
        """What messages call it."""
        return self.name

    def start(self) -> None:
        """Start the server; return when it answers.

        Raises:
            ServiceError: it did not; nothing is left running.
        """
        raise NotImplementedError

    def stop(self, *, hurry: bool = False) -> None:
        """End the server, without ceremony when in a hurry."""
        raise NotImplementedError

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def launch(self, owner: Owner, argv: Sequence[str], stop_signal: signal.Signals) -> None:
        """Start the process; what it says is added to its log."""
        with self.log.open("ab") as log:
            self.process = owner.spawn(argv, log, stop_signal)

    def await_ready(self, is_ready: Callable[[], bool], seconds: float) -> None:
        """Return when the server answers; end it where it does not.

        Raises:
            ServiceError: it ended or did not answer in time; with the last lines of its log.
        """
        try:
            if wait_until(lambda: is_ready() or not self.is_alive(), seconds) and self.is_alive():
                return
        except BaseException:
            self.end(signal.SIGKILL, 5)
            raise
        self.end(signal.SIGKILL, 5)
        raise ServiceError(f"{self.title} did not start. The end of {self.log}:\n{last_lines(self.log)}")

    def end(self, stop_signal: signal.Signals, seconds: float) -> None:
        """Ask the process to end, kill it with all its children if it has not after `seconds`."""
        if self.process is None:
            return
        if self.is_alive():
            self.process.send_signal(stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.kill()
        self.process.wait()
        self.process = None

    def kill(self) -> None:
        """Kill the process and all its children at once; it is not waited for."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait for something to be so, for `seconds` at the most; whether it came to be."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def last_lines(log: Path) -> str:
    """The end of a log file, indented for a message."""
    lines = log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:] if log.exists() else []
    return "\n".join(f"    {line}" for line in lines) or "    (nothing)"
