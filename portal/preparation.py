"""What a database needs before the portal can serve from it: tables, the protocol, and the demo clinic."""

import importlib
import io
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

DemoLogin = tuple[str, str, str | None, str]


def prepare_database(say: Callable[[str], None]) -> None:
    """Bring the tables up to date, load the protocol, and seed the demo clinic where nobody lives yet.

    Needs `django.setup()` before. What is there already is left alone, so a second call does next to nothing.
    """
    try:
        if has_unapplied_migrations():
            say("making the tables…")
            call_command("migrate", interactive=False, verbosity=0)
        with transaction.atomic():  # a demo clinic is there whole or not at all
            call_if_present("load_protocol")
            if not get_user_model().objects.exists():
                say("seeding the demo clinic…")
                call_if_present("seed_demo")
    finally:
        connections.close_all()


def has_unapplied_migrations() -> bool:
    """Whether `migrate` would do something."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def call_if_present(command: str) -> None:
    """Run one of the app's management commands, quietly."""
    if command in get_commands():
        call_command(command, stdout=io.StringIO())


def demo_logins() -> list[DemoLogin]:
    """The people of the demo clinic whom a newcomer can be: role, e-mail, password or None, what to see."""
    try:
        module = importlib.import_module("aftercare.management.commands.seed_demo")
    except ModuleNotFoundError:
        return []
    return list(module.DEMO_LOGINS)
