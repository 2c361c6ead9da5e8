"""What a database needs before the portal can serve from it: tables, the protocol, and the demo clinic."""

import io
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor


def prepare_database(say: Callable[[str], None]) -> None:
    """Bring the tables up to date, load the protocol, and seed the demo clinic where nobody lives yet.

    Needs `django.setup()` before. What is there already is left alone, so a second call does next to nothing.
    """
    try:
        if has_unapplied_migrations():
            say("making the tables…")
            call_command("migrate", interactive=False, verbosity=0)
        with transaction.atomic():  # a demo clinic is there whole or not at all
            call_command("load_protocol", stdout=io.StringIO())
            if not get_user_model().objects.exists():
                say("seeding the demo clinic…")
                call_command("seed_demo", stdout=io.StringIO())
    finally:
        connections.close_all()


def has_unapplied_migrations() -> bool:
    """Whether `migrate` would do something."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
