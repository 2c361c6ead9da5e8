"""The floor: the engine's own statements through psycopg2 and one connection. No Celery, no Django.

They are caught from the engine just before it would have sent them, so they are the same by construction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg2
from django.db import connection

from aftercare.models import Reminder
from aftercare.models.outgoing import Outcome, State
from aftercare.services.delivery import deliver_reminders
from aftercare.services.outreach import CHUNK, CLAIM_AT_MOST, LEASE


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL as psycopg2 takes it, and the values it was caught with."""

    sql: str
    values: Any


class Caught(Exception):
    """Raised in place of a statement."""


def caught(call: Callable[[], object]) -> Statement:
    """The first statement that `call` would send."""
    seen: list[Statement] = []

    def catch(execute: object, sql: str, values: Any, many: bool, context: object) -> None:
        seen.append(Statement(sql, values))
        raise Caught

    try:
        with connection.execute_wrapper(catch):
            call()
    except Caught:
        pass
    return seen[0]


class RawEngine:
    """Claims a thousand, reads a hundred, and for each commits an intent, which records the one before."""

    def __init__(self) -> None:
        one, at, messages = uuid4(), now(), Reminder.objects.all()
        sent = Outcome(one, 1, State.SENT, at)
        self.claim = caught(lambda: messages.claim(at=at, lease=LEASE, at_most=CLAIM_AT_MOST))
        self.intend = caught(lambda: messages.intend(message_id=one, at=at, lease=LEASE))
        self.intend_and_record = caught(
            lambda: messages.intend(message_id=one, at=at, lease=LEASE, done=sent)
        )
        self.record = caught(lambda: messages.record(sent))
        self.read = caught(lambda: deliver_reminders(ids=[uuid4() for _ in range(CHUNK)], post=None, now=now))

    def run(self) -> None:
        """Send everything that is due."""
        parameters = connection.get_connection_params()
        driver = psycopg2.connect(**{key: parameters[key] for key in ("dbname", "user", "host")})
        driver.autocommit = True
        try:
            with driver.cursor() as cursor:
                while ids := self.claimed(cursor):
                    for start in range(0, len(ids), CHUNK):
                        self.send(cursor, ids[start : start + CHUNK])
        finally:
            driver.close()

    def claimed(self, cursor: Any) -> list[UUID]:
        at = now()
        cursor.execute(self.claim.sql, self.claim.values | {"at": at, "until": at + LEASE})
        return [row[0] for row in cursor.fetchall()]

    def send(self, cursor: Any, ids: Sequence[UUID]) -> None:
        cursor.execute(self.read.sql, (*ids, *ids[-1:] * (CHUNK - len(ids))))
        cursor.fetchall()
        done: dict[str, Any] = {}
        for one in ids:
            at = now()
            statement = self.intend_and_record if done else self.intend
            cursor.execute(
                statement.sql, statement.values | done | {"id": one, "at": at, "until": at + LEASE}
            )
            attempt = cursor.fetchone()[0]
            done = {"done_id": one, "done_attempt": attempt, "done_at": now()}
        cursor.execute(self.record.sql, self.record.values | done)
        cursor.fetchall()


def now() -> datetime:
    return datetime.now(UTC)
