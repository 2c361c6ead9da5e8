"""Finding and starting PostgreSQL and Redis on one's own machine."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg2
import pytest

from portal.local import programs
from portal.local.owner import choose_owner
from portal.local.ports import check_port
from portal.local.postgres import PostgresServer
from portal.local.programs import PostgresPrograms, find_postgres, find_redis
from portal.local.state import POSTGRES_ROLE, PROJECT, State, find_state
from portal.services import LocalServices, ServiceError, StateTakenError


def quiet(line: str) -> None:
    """Nobody listens."""


@pytest.fixture
def state() -> Iterator[State]:
    """A state folder with a short path that the services' user can reach."""
    folder = Path(mkdtemp(prefix="aftercare-", dir="/var/tmp"))
    folder.chmod(0o711)
    yield State(folder)
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def installation(
    folder: Path, version: str, *, extensions: tuple[str, ...] = programs.EXTENSIONS, without: str = ""
) -> Path:
    """A folder that looks like an installed PostgreSQL."""
    (folder / "bin").mkdir(parents=True)
    (folder / "share" / "extension").mkdir(parents=True)
    for extension in extensions:
        (folder / "share" / "extension" / f"{extension}.control").touch()
    for name in {"initdb", "postgres", "pg_ctl"} - {without}:
        program = folder / "bin" / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder / "bin"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with no PostgreSQL but those that a test installs under this folder."""
    place = Path(mkdtemp(prefix="machine-", dir="/var/tmp"))
    place.chmod(0o755)
    monkeypatch.setattr(programs, "POSTGRES_PLACES", (f"{place}/postgresql/*/bin",))
    monkeypatch.setenv("PATH", "/nowhere")
    yield place
    subprocess.run(["/bin/rm", "-rf", str(place)], check=True)


def test_postgres_of_the_machine_goes_before_the_wheel_and_the_newest_before_the_others(
    machine: Path,
) -> None:
    installation(machine / "postgresql" / "9", "9.6.24")
    installation(machine / "postgresql" / "14", "14.2")
    newest = installation(machine / "postgresql" / "16", "16.1")

    found = find_postgres("auto", machine, quiet)

    assert found == PostgresPrograms(newest, 16, "local programs")


def test_postgres_on_path_is_found_through_its_link(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = installation(machine / "elsewhere", "17.0")
    (machine / "shims").mkdir()
    (machine / "shims" / "postgres").symlink_to(real / "postgres")
    monkeypatch.setenv("PATH", str(machine / "shims"))

    found = find_postgres("local", machine, quiet)

    assert found.folder == real


@pytest.mark.parametrize(
    ("version", "extensions", "reason"),
    [
        ("13.9", programs.EXTENSIONS, "its version is 13, 14 or newer is needed"),
        ("15.1", (), "the extension btree_gist is missing (a package called contrib may hold it)"),
        ("15.1", ("btree_gist",), "the extension pg_trgm is missing (a package called contrib may hold it)"),
    ],
)
def test_postgres_that_does_not_serve_is_passed_over_with_its_reason(
    machine: Path, version: str, extensions: tuple[str, ...], reason: str
) -> None:
    folder = installation(machine / "postgresql" / "1", version, extensions=extensions)
    said: list[str] = []

    found = find_postgres("auto", machine, said.append)

    assert said == [f"PostgreSQL in {folder} is passed over: {reason}"]
    assert found.origin == "from the wheel"


def test_postgres_with_a_program_missing_is_no_postgres(machine: Path) -> None:
    installation(machine / "postgresql" / "15", "15.1", without="initdb")

    with pytest.raises(ServiceError, match="AFTERCARE_SERVICES=local, but this machine has no PostgreSQL"):
        find_postgres("local", machine, quiet)


def test_wheels_are_used_when_they_are_asked_for(machine: Path) -> None:
    installation(machine / "postgresql" / "15", "15.1")

    found = find_postgres("wheels", machine, quiet)

    assert (found.major, found.origin) == (18, "from the wheel")
    assert find_redis("wheels", machine, quiet).origin == "from the wheel"


def test_services_refuse_an_unknown_way(state: State) -> None:
    with pytest.raises(ServiceError, match="AFTERCARE_SERVICES is 'docker'; it must be one of: auto, local"):
        LocalServices(state, "docker", say=quiet)


def test_state_folder_is_in_the_project_where_the_services_can_reach_it() -> None:
    project = Path("/var/tmp")

    assert find_state(project).folder == project / ".local"


def test_state_folder_is_elsewhere_when_a_socket_in_it_would_have_too_long_a_path() -> None:
    project = Path("/var/tmp") / ("x" * 80)

    found = find_state(project).folder

    assert found.parent == Path("/var/tmp")
    assert found.name.startswith(f"aftercare-{os.getuid()}-")


def test_state_folder_is_held_by_one_process_at_a_time(state: State) -> None:
    with LocalServices(state, "auto", say=quiet) as first, LocalServices(state, "auto", say=quiet) as second:
        first.take_state("the first")

        with pytest.raises(StateTakenError) as refusal:
            second.take_state("the second")

    assert refusal.value.said == "the first"


def test_port_that_is_taken_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(ServiceError) as refusal:
            check_port(port)

    assert str(refusal.value).startswith(
        f"Port {port} is taken by another program. Choose another one: make run PORT="
    )


def test_data_folder_of_another_postgres_is_explained(state: State) -> None:
    state.log.mkdir()
    (state.folder / "pg15").mkdir()
    (state.folder / "pg15" / "PG_VERSION").write_text("14\n")
    server = PostgresServer(PostgresPrograms(Path("/none"), 15, "here"), state, choose_owner(), durable=False)

    with pytest.raises(ServiceError, match="was written by PostgreSQL 14, and PostgreSQL 15"):
        server.start()


def test_data_folder_that_is_not_whole_is_explained(state: State) -> None:
    state.log.mkdir()
    (state.folder / "pg15").mkdir()
    server = PostgresServer(PostgresPrograms(Path("/none"), 15, "here"), state, choose_owner(), durable=False)

    with pytest.raises(ServiceError, match="is no whole data folder of PostgreSQL"):
        server.start()


@pytest.mark.servers
def test_services_start_answer_and_stop(state: State) -> None:
    with LocalServices(state, "auto", say=quiet, durable=False) as services:
        services.take_state("a test")
        services.start()
        running = [server.is_alive() for server in services.servers]

    assert running == [True, True]
    assert processes_of(state) == []


@pytest.mark.servers
def test_log_of_postgres_tells_an_error_without_the_values(state: State) -> None:
    with LocalServices(state, "auto", say=quiet, durable=False) as services:
        services.take_state("a test")
        services.start(redis=False)
        there = psycopg2.connect(host=services.servers[0].sockets, dbname="postgres", user=POSTGRES_ROLE)
        with contextlib.closing(there), there.cursor() as cursor, pytest.raises(psycopg2.Error):
            cursor.execute("CREATE TABLE person (name text UNIQUE)")
            cursor.execute("INSERT INTO person VALUES ('Wren Appleyard'), ('Wren Appleyard')")

    log = (state.log / "postgresql.log").read_text()
    assert "duplicate key value violates unique constraint" in log
    assert "Wren" not in log


@pytest.mark.servers
def test_postgres_starts_again_over_what_a_killed_one_left(state: State) -> None:
    with LocalServices(state, "auto", say=quiet, durable=False) as services:
        services.take_state("a test")
        services.start(redis=False)
        services.servers[0].kill()
        wait_until(lambda: not services.servers[0].is_alive())
        lock = next(state.folder.glob("pg*/postmaster.pid"))
        lock.write_text(lock.read_text().replace(lock.read_text().split()[0], str(os.getpid()), 1))

        services.servers[0].start()

        assert services.servers[0].is_alive()


@pytest.mark.servers
def test_postgres_that_does_not_start_stops_redis_and_shows_its_log(state: State) -> None:
    with LocalServices(state, "auto", say=quiet, durable=False) as services:
        services.take_state("a test")
        services.start()
        services.stop()
        services.take_state("a test")
        config = next(state.folder.glob("pg*/postgresql.conf"))
        config.write_text("nonsense\n")

        with pytest.raises(ServiceError) as failure:
            services.start()

    assert "did not start. The end of" in str(failure.value)
    assert "syntax error in file" in str(failure.value)
    assert processes_of(state) == []


@pytest.mark.servers
@pytest.mark.skipif(sys.platform != "linux", reason="the leash is Linux's")
def test_services_end_with_the_process_that_started_them(state: State) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from portal.services import LocalServices; from portal.local.state import State\n"
        "services = LocalServices(State(Path(sys.argv[1])), 'auto', say=print, durable=False)\n"
        "services.take_state('a test'); services.start(); print('ready', flush=True); time.sleep(60)\n"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", program, str(state.folder)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    while starter.stdout.readline().strip() != "ready":
        assert starter.poll() is None

    starter.send_signal(signal.SIGKILL)
    starter.communicate()

    assert wait_until(lambda: processes_of(state) == [])


@pytest.mark.servers
def test_another_user_of_the_machine_is_turned_away(state: State) -> None:
    with LocalServices(state, "auto", say=quiet, durable=False) as services:
        services.take_state("a test")
        services.start()

        assert state.run.stat().st_mode & 0o777 == 0o700
        assert state.redis_socket.stat().st_mode & 0o777 == 0o700
        rules = next(state.folder.glob("pg*/pg_hba.conf")).read_text()

    assert rules == "local all all peer map=portal\n"


def processes_of(state: State) -> list[str]:
    """The processes that know this state folder."""
    listed = subprocess.run(["ps", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(state.folder) in line]


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()
