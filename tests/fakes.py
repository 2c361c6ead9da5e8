"""Providers on loopback that do as a test says, spoken to by HTTP. They are real servers."""

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from py_vapid.utils import b64urlencode

from tests.mail_host import DROP, STALL


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
