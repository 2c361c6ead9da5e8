"""A mail host on loopback that does what a test tells it, and keeps a log of what it was handed."""

import socketserver
import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy

from tests.faults.checker import Send


@dataclass(frozen=True)
class Answer:
    """What the host does with one whole message: wait, hang up or say a code."""

    code: int = 250
    stall_seconds: float = 0
    hang_up: bool = False


TAKEN = Answer()


class MailHost(socketserver.ThreadingTCPServer):
    """Takes every message, unless `answers` has another answer left for its recipient.

    `greeting` is what it says to whoever connects: 421 turns everybody away.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.greeting = 220
        self.seconds_a_message = 0.0
        self.answers: defaultdict[str, list[Answer]] = defaultdict(list)
        self.sends: list[Send] = []
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def taken(self) -> list[Send]:
        return [one for one in self.sends if one.taken]

    def taken_to(self, address: str) -> list[Send]:
        return [one for one in self.taken if one.to == address]

    def __enter__(self) -> "MailHost":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()
        self.thread.join()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up in the middle was killed by a test."""


class Conversation(socketserver.StreamRequestHandler):
    """One connection, command by command (RFC 5321)."""

    server: MailHost

    def handle(self) -> None:
        self.say(self.server.greeting)
        if self.server.greeting == 220:
            self.converse()

    def converse(self) -> None:
        to = ""
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            if command.upper() == "RCPT":
                to = rest.partition("<")[2].partition(">")[0]
            if command.upper() == "DATA":
                self.say(354)
                if not self.take(to):
                    return
            elif command.upper() == "QUIT":
                self.say(221)
                return
            else:
                self.say(250)

    def take(self, to: str) -> bool:
        """Read one message and answer it; whether the conversation goes on."""
        text = bytearray()
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            text += line
        if not line:
            return False
        message_id = message_from_bytes(bytes(text), policy=policy.default)["Message-ID"]
        answers = self.server.answers[to]
        answer = answers.pop(0) if answers else TAKEN
        self.server.closing.wait(answer.stall_seconds or self.server.seconds_a_message)
        taken = answer.code == 250 and not answer.hang_up
        self.server.sends.append(Send(str(message_id).strip(), to, datetime.now(UTC), taken))
        if not answer.hang_up:
            self.say(answer.code)
        return not answer.hang_up and answer.code != 421

    def say(self, code: int) -> None:
        self.wfile.write(f"{code} as the test says\r\n".encode())
