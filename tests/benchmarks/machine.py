"""What the figures were measured on: they mean nothing without it."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import connection

PACKAGES = ("celery", "Django", "psycopg2-binary", "redis")


def machine_facts(state: Path) -> dict[str, Any]:
    """Hardware, versions, date, and where PostgreSQL writes (on tmpfs a commit costs nothing)."""
    server = redis.Redis.from_url(settings.REDIS_URL).info("server")
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": first_of("/proc/cpuinfo", "model name") or platform.processor(),
        "memory": first_of("/proc/meminfo", "MemTotal"),
        "kernel": f"{platform.system()} {platform.release()}",
        "load_before": os.getloadavg()[0],
        "file_system": file_system_of(state),
        "PostgreSQL": setting("server_version"),
        "fsync": setting("fsync"),
        "Redis": server.get("valkey_version") or server["redis_version"],
        "Python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def setting(name: str) -> str:
    """A setting of the PostgreSQL that is measured."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def first_of(file: str, key: str) -> str:
    """The first value of a key in one of the kernel's files, empty where there is none."""
    lines = Path(file).read_text().splitlines() if Path(file).exists() else []
    pairs = (line.partition(":") for line in lines)
    return next((value.strip() for name, _, value in pairs if name.strip() == key), "")


def file_system_of(folder: Path) -> str:
    """The kind of file system that a folder is on, empty where `stat` does not tell."""
    done = subprocess.run(
        ["stat", "--file-system", "--format=%T", str(folder)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
