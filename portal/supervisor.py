"""`make run`: the whole portal with one command, and nothing left of it after Ctrl-C.

One process starts the local services, prepares the database and keeps web, worker and beat running. However
it ends, what it started ends too: in order when it is asked to, by the kernel's hand when it is killed.
"""

import argparse
import os
import signal
import sys
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from portal.demo_logins import DEMO_LOGINS
from portal.local.owner import forking
from portal.local.ports import check_port
from portal.local.server import Server, last_lines, wait_until
from portal.processes import Keeper, PortalProcess, portal_processes
from portal.services import LocalServices, ServiceError, StateTakenError
from portal.sinks import Sinks

WEB_SECONDS = 60
LOOK_SECONDS = 0.5
SECOND_WISH_SECONDS = 1.0  # a terminal and `make` may both pass on one and the same wish to stop


def say(text: str) -> None:
    """One line of progress, at once; nobody may be reading any more."""
    with suppress(OSError):
        print("\n".join(f"[portal] {line}" for line in text.splitlines()), flush=True)


class Supervisor:
    """One run of the portal, from the first service to the last process ended."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.services: LocalServices | None = None
        self.sinks: Sinks | None = None
        self.processes: list[PortalProcess] = []
        self.asked_to_stop_at: float | None = None
        self.stopping = False

    def run(self) -> None:
        """Start everything, watch over it, and stop it all when asked to or when something fails.

        Raises:
            ServiceError: something could not be started.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)
        try:
            self.start()
            self.watch()
        except KeyboardInterrupt:
            say("stopping…")
        finally:
            self.stop()
        say("stopped")

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """The first wish to stop ends the work, wherever it is but in a fork; a second ends the waiting.

        Raised in a fork, an error would be dropped, with the lock of `logging` still held: `heed` sees to it.
        """
        now = time.monotonic()
        if self.asked_to_stop_at is None:
            self.asked_to_stop_at = now
            if not self.stopping and not forking.is_set():
                raise KeyboardInterrupt
        elif now - self.asked_to_stop_at > SECOND_WISH_SECONDS:
            for process in self.processes:
                process.kill()

    def heed(self) -> None:
        """End the work if that was wished for while a child was made."""
        if self.asked_to_stop_at is not None:
            raise KeyboardInterrupt

    def start(self) -> None:
        """Bring the portal up, in the order in which one part needs the other."""
        from django.conf import settings

        self.services = LocalServices(settings.STATE, settings.SERVICES, say=say)
        self.services.take_state(f"{self.address} (process {os.getpid()})")
        check_port(self.port)
        self.services.start(postgres=settings.LOCAL_POSTGRES, redis=settings.LOCAL_REDIS)
        self.heed()
        prepare()
        self.sinks = Sinks(settings.MAIL_FOLDER)
        environ = {**os.environ, **self.sinks.environ}
        self.processes = portal_processes(self.port, environ, settings.STATE.log)
        say("starting the web server, the workers and the beat…")
        for process in self.processes:
            process.start()
            self.heed()
        self.await_web(self.processes[0])
        announce(self.address, str(settings.STATE.log))

    def await_web(self, web: PortalProcess) -> None:
        """Return when a page comes back.

        Raises:
            ServiceError: none does; with the last lines of the web server's log.
        """
        came = wait_until(lambda: not web.is_alive() or answers(f"{self.address}/healthz"), WEB_SECONDS)
        if not (came and web.is_alive()):
            raise ServiceError(f"The web server did not start. The end of {web.log}:\n{last_lines(web.log)}")

    def watch(self) -> None:
        """Keep everything running until a signal comes."""
        servers: list[Server] = [*self.processes, *(self.services.servers if self.services else [])]
        keepers = [Keeper(server, say) for server in servers]
        while True:
            self.heed()
            time.sleep(LOOK_SECONDS)
            for keeper in keepers:
                keeper.look(time.monotonic())

    def stop(self) -> None:
        """End everything, what was started last first."""
        self.stopping = True
        for process in reversed(self.processes):
            process.stop()
        if self.sinks is not None:
            self.sinks.stop()
        if self.services is not None:
            self.services.stop()


def prepare() -> None:
    """Make the database ready, in this very process.

    Raises:
        ServiceError: that failed; with where the whole story is.
    """
    import django
    from django.conf import settings

    django.setup()
    from portal.preparation import prepare_database

    try:
        prepare_database(say)
    except Exception as error:
        log = settings.STATE.log / "preparation.log"
        log.write_text(traceback.format_exc())
        raise ServiceError(
            f"The database could not be made ready: {error}\nAll of it is in {log}. If this database is "
            "from an older version of the portal, `make reset` starts over."
        ) from error


def answers(address: str) -> bool:
    """Whether a page comes back from `address`."""
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own http address
            return True
    except (urllib.error.URLError, OSError):
        return False


def announce(address: str, logs: str) -> None:
    """Tell the newcomer where the portal is and who they can be there."""
    say(f"The portal is at {address}/  (Ctrl-C stops it; logs are in {logs})")
    say("Sign in as:")
    for role, email, password, shows in DEMO_LOGINS:
        way = f"password {password}" if password else f"a code by e-mail, read it at {address}/demo/mail/"
        say(f"  {role:<14} {email:<34} {way}\n  {'':<14} {shows}")


def read_port(arguments: Sequence[str]) -> int:
    """The port from the command line."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the web server's port on 127.0.0.1")
    port: int = parser.parse_args(arguments).port
    if not 1 <= port <= 65535:
        parser.error(f"PORT={port} is no port; choose one from 1024 to 65535")
    return port


def main(arguments: Sequence[str]) -> int:
    """Run the portal until it is stopped; the exit status says whether something went wrong."""
    port = read_port(arguments)
    os.environ["AFTERCARE_MODE"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    try:
        Supervisor(port).run()
    except StateTakenError as error:
        say(f"The portal already runs from this folder: {error.said}. Stop that one first, with Ctrl-C.")
        return 1
    except ServiceError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
