"""A mail host on loopback that does as a test says, and keeps what it was handed. It is a real server."""

import socketserver
import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

DROP = "drop"
"""Instead of an answer: end the connection."""
STALL = "stall"
"""Instead of an answer: nothing, until the server stops."""


@dataclass(frozen=True, slots=True)
class Send:
    """One whole message that a host was handed, or a provider. `taken`: it said so."""

    message_id: str
    to: str
    at: datetime
    taken: bool


class MailHost(socketserver.ThreadingTCPServer):
    """Speaks SMTP (RFC 5321) while it is open. `script`: its answer, DROP or STALL, by step; a list is used
    up one by one. Steps are `connect`, `ehlo`, `mail`, `rcpt`, `data` (the command) and `body` (its end).

    `answers` are those to whole messages by recipient, used up first. `messages` are those that it took.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.script: dict[str, str | list[str]] = {}
        self.answers: defaultdict[str, list[str]] = defaultdict(list)
        self.seconds_a_message = 0.0
        self.sends: list[Send] = []
        self.messages: list[EmailMessage] = []
        self.connections = 0
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

    def answer(self, step: str, usual: str) -> str:
        said = self.script.get(step, usual)
        if isinstance(said, list):
            return said.pop(0) if said else usual
        return said

    def take(self, body: bytes, to: str) -> str:
        """Keep a whole message; returns what is said to it."""
        message = message_from_bytes(body, policy=policy.default)
        own = self.answers[to]
        answer = own.pop(0) if own else self.answer("body", "250 taken")
        self.closing.wait(self.seconds_a_message)
        taken = answer.startswith("250")
        self.sends.append(Send(str(message["Message-ID"]).strip(), to, datetime.now(UTC), taken))
        if taken:
            self.messages.append(message)
        return answer

    def forget(self) -> None:
        """Begin anew: nothing was sent, and everything is taken."""
        for kept in (self.script, self.answers, self.sends, self.messages):
            kept.clear()

    def __enter__(self) -> "MailHost":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()
        self.thread.join()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up, or are killed; that is what some tests are about."""


class _Conversation(socketserver.StreamRequestHandler):
    """One connection, command by command."""

    server: MailHost

    def handle(self) -> None:
        self.server.connections += 1
        self.to = ""
        if not self.say("connect", "220 ready") or self.said != "220":
            return
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            if not self.obey(command.lower(), rest):
                return

    def obey(self, command: str, rest: str) -> bool:
        """Do what one command asks for; whether the conversation goes on."""
        if command == "rcpt":
            self.to = rest.partition("<")[2].partition(">")[0]
        if command == "quit":
            self.say("quit", "221 bye")
            return False
        if command == "data":
            return self.say("data", "354 go ahead") and (self.said != "354" or self.read_body())
        return self.say(command, "250 ok")

    def read_body(self) -> bool:
        body = bytearray()
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            body += line.removeprefix(b".")
        return self.write(self.server.take(bytes(body), self.to))

    def say(self, step: str, usual: str) -> bool:
        return self.write(self.server.answer(step, usual))

    def write(self, answer: str) -> bool:
        if answer == STALL:
            self.server.closing.wait()
        if answer in (DROP, STALL):
            return False
        self.said = answer[:3]
        self.wfile.write(f"{answer}\r\n".encode())
        return self.said != "421"
