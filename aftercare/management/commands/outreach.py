"""See how outreach stands."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from aftercare.management.outreach_report import as_json, as_text
from aftercare.queries.broker import ask_broker
from aftercare.queries.outreach_status import outreach_status


class Command(BaseCommand):
    """`manage.py outreach status`: the exit status is 1 when late, so that a monitor can call it."""

    help = "See how outreach stands: what is due, in hand, overdue, and whether the workers answer."

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand for each question."""
        questions = parser.add_subparsers(dest="question", required=True)
        status = questions.add_parser("status", help="one screen of counts; exit status 1 when late")
        status.add_argument("--json", action="store_true", help="the same as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask PostgreSQL, then Redis, and print."""
        now = timezone.now()
        try:
            status = outreach_status(now=now)
        except OperationalError as error:
            raise CommandError("PostgreSQL does not answer.") from error
        broker = ask_broker()
        if options["json"]:
            self.stdout.write(json.dumps(as_json(status, broker, now)))
        else:
            self.stdout.write("\n".join(as_text(status, broker, now)))
        if status.health.why_late:
            raise SystemExit(1)
