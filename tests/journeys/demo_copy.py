"""The demo as it was opened a moment ago, put back as rows: opening it takes seconds, each journey needs one.

It tells of hours and minutes, and is opened anew once its copy is two minutes old.
"""

import time
from dataclasses import dataclass, field
from io import BytesIO

from django.core.management import call_command
from django.db import connection, transaction

from tests.faults.course import FROM_MIGRATIONS

FRESH_FOR = 120  # seconds; the next thing that happens in the demo by itself is five minutes away


@dataclass
class DemoCopy:
    """The rows of each table and the last value of each sequence, as of `opened_at` on a monotonic clock."""

    opened_at: float = -FRESH_FOR
    rows: dict[str, bytes] = field(default_factory=dict)
    sequences: list[tuple[str, int]] = field(default_factory=list)

    def open(self) -> None:
        """Have the demo in the database, which is empty."""
        if time.monotonic() - self.opened_at < FRESH_FOR:
            self.put_back()
            return
        self.opened_at = time.monotonic()
        call_command("load_protocol", verbosity=0)
        call_command("seed_demo", verbosity=0)
        self.take()

    def take(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
            self.sequences = cursor.fetchall()
            for table in connection.introspection.table_names(cursor):
                found = BytesIO()
                cursor.copy_expert(f'COPY "{table}" TO STDOUT', found)
                if table not in FROM_MIGRATIONS:
                    self.rows[table] = found.getvalue()

    def put_back(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger writes history again
            for table, rows in self.rows.items():
                cursor.copy_expert(f'COPY "{table}" FROM STDIN', BytesIO(rows))
            for name, value in self.sequences:
                cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [name, value])
