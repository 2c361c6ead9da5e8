"""Providers on loopback that do as a test says: a mail host, and a push service. They are real servers."""

import json
import socketserver
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from py_vapid.utils import b64urlencode

DROP = "drop"
"""Instead of an answer: end the connection."""
STALL = "stall"
"""Instead of an answer: nothing, until the server stops."""


class MailHost(socketserver.ThreadingTCPServer):
    """Speaks SMTP (RFC 5321). `script`: its answer, DROP or STALL, by step; a list is used up one by one.

    Steps are `connect`, `ehlo`, `mail`, `rcpt`, `data` (the command) and `body` (its end). `taken` is what it
    may deliver, as (Message-ID, to, time); `messages` are the same, whole.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SmtpConversation)
        self.script: dict[str, str | list[str]] = {}
        self.taken: list[tuple[str, str, datetime]] = []
        self.messages: list[EmailMessage] = []
        self.connections = 0
        self.stopped = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def start(self) -> "MailHost":
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()
        return self

    def stop(self) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()

    def answer(self, step: str, usual: str) -> str:
        said = self.script.get(step, usual)
        if isinstance(said, list):
            return said.pop(0) if said else usual
        return said

    def take(self, body: bytes, to: str) -> None:
        message = message_from_bytes(body, policy=policy.default)
        self.messages.append(message)
        self.taken.append((str(message["Message-ID"]), to, datetime.now(UTC)))

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up; that is what some tests are about."""


class _SmtpConversation(socketserver.StreamRequestHandler):
    server: MailHost

    def handle(self) -> None:
        self.server.connections += 1
        self.to = ""
        if not self.say("connect", "220 ready"):
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
        body = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            body += line.removeprefix(b".")
        answer = self.server.answer("body", "250 taken")
        if answer[0] not in "45":
            self.server.take(body, self.to)
        return self.write(answer)

    def say(self, step: str, usual: str) -> bool:
        return self.write(self.server.answer(step, usual))

    def write(self, answer: str) -> bool:
        if answer == STALL:
            self.server.stopped.wait()
        if answer in (DROP, STALL):
            return False
        self.said = answer[:3]
        self.wfile.write(f"{answer}\r\n".encode())
        return self.said != "421"


class Api(ThreadingHTTPServer):
    """A provider's API that gives one `answer` to each POST: a status and JSON, DROP or STALL."""

    daemon_threads = True

    def __init__(self, answer: tuple[int, object] | str) -> None:
        super().__init__(("127.0.0.1", 0), _ApiConversation)
        self.answer = answer
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> "Api":
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()
        return self

    def stop(self) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()


class _ApiConversation(BaseHTTPRequestHandler):
    server: Api

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.server.answer
        if answer == STALL:
            self.server.stopped.wait()
        if answer in (DROP, STALL):
            return
        status, told = answer
        body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        self.send_response(int(status))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the tests' output is theirs."""


@dataclass(frozen=True)
class Push:
    """One notification as a push service took it, opened with the browser's key."""

    shown: dict[str, str]
    ttl: str
    topic: str
    signed_by: str


class PushService(ThreadingHTTPServer):
    """Speaks web push (RFC 8030, 8291, 8292) for one browser. `statuses`: by path, 0 is silence, else 201."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _PushConversation)
        self.browser = ec.generate_private_key(ec.SECP256R1())
        self.secret = b"sixteen bytes it"
        self.statuses: dict[str, int] = {}
        self.taken: list[Push] = []
        self.asked: list[str] = []
        self.stopped = threading.Event()

    @property
    def keys(self) -> dict[str, str]:
        """What a browser tells of itself when it subscribes."""
        point = self.browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": b64urlencode(point), "auth": b64urlencode(self.secret)}

    def endpoint(self, path: str = "/browser") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def start(self) -> "PushService":
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()
        return self

    def stop(self) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()


class _PushConversation(BaseHTTPRequestHandler):
    server: PushService

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.statuses.get(self.path, 201)
        if status == 0:  # silence
            self.server.stopped.wait()
            return
        if status == 201:
            self.take(body)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Location", self.server.endpoint("/elsewhere"))
        self.end_headers()

    def take(self, body: bytes) -> None:
        assert Vapid.verify(self.headers["Authorization"])
        opened = http_ece.decrypt(body, private_key=self.server.browser, auth_secret=self.server.secret)
        self.server.taken.append(
            Push(
                shown=json.loads(opened),
                ttl=self.headers["TTL"],
                topic=self.headers["Topic"],
                signed_by=self.headers["Authorization"].partition("k=")[2],
            )
        )

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the tests' output is theirs."""
