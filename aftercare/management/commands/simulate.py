"""Ask a protocol what it says: JSON Lines on standard input, one answer a line on standard output."""

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aftercare.domain.document import DocumentError
from aftercare.domain.protocol import Protocol
from aftercare.domain.protocol_document import ProtocolError, load_protocol_text
from aftercare.management import SHIPPED_PROTOCOL
from aftercare.management.simulation.answers import ANSWERS, Answer
from aftercare.management.simulation.json_lines import read_line

REFUSED_LINES_STATUS = 2


class Command(BaseCommand):
    """Reads no database and writes none. Each answer is flushed: it can be asked line by line."""

    help = "Answer questions about a protocol: one JSON object a line in, one out. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The kind of question, and which protocol to ask."""
        parser.add_argument("kind", choices=ANSWERS)
        parser.add_argument("--protocol", type=Path, default=SHIPPED_PROTOCOL, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line; one that cannot be taken gets its error, and the exit status is 2."""
        try:
            refused = self._answer_all(options["kind"], self._load(options["protocol"]))
        except BrokenPipeError:  # whoever reads has had enough, as `head` has
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if refused:
            raise CommandError(f"Lines refused: {refused}.", returncode=REFUSED_LINES_STATUS)

    def _answer_all(self, kind: str, protocol: Protocol) -> int:
        """Answer line by line; returns how many were refused."""
        refused = 0
        for raw in sys.stdin.buffer:
            answer = self._answer(kind, protocol, raw)
            refused += "error" in answer
            self.stdout.write(json.dumps(answer))
            self.stdout.flush()
        return refused

    def _load(self, path: Path) -> Protocol:
        try:
            return load_protocol_text(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ProtocolError) as error:
            raise CommandError(f"{path}: {error}") from error

    def _answer(self, kind: str, protocol: Protocol, raw: bytes) -> Answer:
        try:
            return ANSWERS[kind](protocol, read_line(raw))
        except DocumentError as error:
            return {"error": str(error)}
