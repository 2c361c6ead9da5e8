"""`make run` as a newcomer meets it: in a copy of the project, on each way to have PostgreSQL and Redis."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest

from portal.local.programs import find_postgres, find_redis
from portal.local.state import PROJECT
from portal.services import ServiceError

pytestmark = [
    pytest.mark.portal,
    pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for processes in /proc"),
]

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 30


@pytest.fixture(scope="module", params=["local", "wheels"])
def way(request: pytest.FixtureRequest) -> str:
    try:
        find_postgres(request.param, Path("unused"), print)
        find_redis(request.param, Path("unused"), print)
    except ServiceError as error:
        pytest.skip(str(error))
    return request.param


@pytest.fixture(scope="module")
def clone(way: str) -> Iterator[Path]:
    """A copy of the project's files with this virtual environment, in a folder with a short path. The tests
    of one way share it, as a newcomer's runs do: whichever comes first seeds the demo.
    """
    folder = Path(mkdtemp(prefix="portal-", dir="/var/tmp"))
    folder.chmod(0o755)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=PROJECT, capture_output=True, check=True
    )
    for name in listed.stdout.decode().splitlines():
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    yield folder
    for pid in processes_in(folder):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


class Run:
    """One `make run`, in a process group of its own as in a terminal."""

    def __init__(self, clone: Path, way: str, port: int) -> None:
        self.output = clone / "output.txt"
        self.address = f"http://127.0.0.1:{port}"
        with self.output.open("wb") as output:
            self.make = subprocess.Popen(
                ["make", "run", f"PORT={port}"],
                cwd=clone,
                env={**newcomers_environ(), "AFTERCARE_SERVICES": way},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def await_page(self) -> float:
        """Seconds until the front page comes back; `readyz` must be content then."""
        started = time.monotonic()
        come = wait_until(
            lambda: self.make.poll() is not None or fetch(self.address + "/") != "", SECONDS_TO_ANSWER
        )
        assert come and self.make.poll() is None, self.output.read_text()
        answer = json.loads(fetch(self.address + "/readyz"))
        assert (answer["postgresql"], answer["redis"]) == ("ok", "ok")
        return time.monotonic() - started

    def await_tick(self) -> None:
        """Beat and the clinical worker are at work too."""
        assert wait_until(lambda: '"status": "ok"' in fetch(self.address + "/readyz"), SECONDS_TO_ANSWER)

    def await_words(self, words: str) -> None:
        assert wait_until(lambda: words in self.output.read_text(), SECONDS_TO_ANSWER), (
            self.output.read_text()
        )


def test_run_stopped_while_it_starts_leaves_no_process(clone: Path, way: str) -> None:
    for words in ("starting PostgreSQL", "starting Redis", "making the tables", "starting the web server"):
        run = Run(clone, way, free_port())
        run.await_words(words)
        os.killpg(run.make.pid, signal.SIGINT)
        assert_all_ended(clone, run)


def test_run_answers_keeps_its_data_and_leaves_no_process(clone: Path, way: str) -> None:
    port = free_port()

    first = Run(clone, way, port)
    first.await_page()
    first.await_words("The portal is at")
    first.await_tick()
    assert refusal_of_a_second(clone, port).startswith(
        f"[portal] The portal already runs from this folder: {first.address}"
    )
    os.killpg(first.make.pid, signal.SIGINT)
    assert_all_ended(clone, first)

    second = Run(clone, way, port)
    second.await_page()
    second.await_words("The portal is at")
    assert "seeding" not in second.output.read_text()
    second.make.terminate()
    assert_all_ended(clone, second)


def test_run_killed_outright_leaves_no_process_and_starts_again(clone: Path, way: str) -> None:
    port = free_port()

    killed = Run(clone, way, port)
    killed.await_page()
    killed.await_words("The portal is at")
    os.kill(supervisor_of(clone), signal.SIGKILL)
    assert_all_ended(clone, killed)

    again = Run(clone, way, port)
    again.await_page()
    os.killpg(again.make.pid, signal.SIGHUP)
    assert_all_ended(clone, again)


def test_run_restarts_a_worker_that_died(clone: Path, way: str) -> None:
    run = Run(clone, way, free_port())
    run.await_words("The portal is at")
    workers = [pid for pid in processes_in(clone) if "--quiet worker" in command_of(pid)]
    worker = next(pid for pid in workers if os.getpgid(pid) == pid)  # the others are its pool

    os.kill(worker, signal.SIGKILL)

    run.await_words("worker runs again")
    os.killpg(run.make.pid, signal.SIGINT)
    assert_all_ended(clone, run)


def assert_all_ended(clone: Path, run: Run) -> None:
    """Everything of this run is gone, within the time that a person would wait."""
    ended = wait_until(lambda: run.make.poll() is not None and not processes_in(clone), SECONDS_TO_END)
    left = [command_of(pid) for pid in processes_in(clone)]
    assert ended, f"still running: {left}\n{run.output.read_text()}"


def newcomers_environ() -> dict[str, str]:
    return {name: os.environ[name] for name in ("HOME", "PATH")}


def refusal_of_a_second(clone: Path, port: int) -> str:
    argv = ["make", "run", f"PORT={port}"]
    done = subprocess.run(
        argv, cwd=clone, env=newcomers_environ(), capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    return done.stdout


def supervisor_of(clone: Path) -> int:
    return next(
        pid
        for pid in processes_in(clone)
        if "portal.supervisor" in command_of(pid) and "make" not in command_of(pid)
    )


def processes_in(folder: Path) -> list[int]:
    """The processes whose working folder is in `folder`: all that a run starts."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink().is_relative_to(folder):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def fetch(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own http address
            return answer.read().decode()
    except OSError:
        return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return False
