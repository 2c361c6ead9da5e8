"""Publish the shipped protocol document, or another."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from aftercare.domain.protocol_document import ProtocolError
from aftercare.management import SHIPPED_PROTOCOL
from aftercare.services.protocols import publish_protocol


class Command(BaseCommand):
    """`manage.py load_protocol [FILE]`: the same document twice is the same version."""

    help = "Publish a protocol document (the shipped one unless a file is named)."

    def add_arguments(self, parser: CommandParser) -> None:
        """One optional file."""
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED_PROTOCOL)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, validate, publish."""
        file: Path = options["file"]
        try:
            document = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error
        try:
            version, new = publish_protocol(document=document, at=timezone.now())
        except ProtocolError as error:
            raise CommandError(f"{file.name}: {error}") from error
        self.stdout.write(f"{version} {'published' if new else 'is published already'}")
