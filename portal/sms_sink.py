"""Where the demonstration's text messages go: a server on loopback that speaks what we use of Twilio's API.

Each text becomes a file beside the e-mails (portal/mail_sink.py), so that the same page shows both.
"""

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from portal.mail_sink import MailFolder

LARGEST_REQUEST_BYTES = 10_000

Answer = tuple[int, dict[str, object]]
"""A status and what is said with it, as JSON."""
TAKEN: Answer = (HTTPStatus.CREATED, {"status": "queued"})
NO_SUCH_ACCOUNT: Answer = (HTTPStatus.UNAUTHORIZED, {"code": 20003})
NOT_FOUND: Answer = (HTTPStatus.NOT_FOUND, {"code": 20404})
INCOMPLETE: Answer = (HTTPStatus.BAD_REQUEST, {"code": 21604})


class SmsSink(ThreadingHTTPServer):
    """Takes every text of one account, in a thread of its own; `stop()` ends it.

    Whoever wants another provider sets `answer`, which is given the form of a text and is asked first.
    """

    daemon_threads = True

    def __init__(self, folder: MailFolder, account: str, token: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.folder = folder
        self.path = f"/2010-04-01/Accounts/{account}/Messages.json"
        self.authorization = "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()
        self.answer: Callable[[dict[str, str]], Answer] = lambda form: TAKEN
        self.thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> "SmsSink":
        """Begin to serve."""
        self.thread.start()
        return self

    def stop(self) -> None:
        """Serve no more."""
        self.shutdown()
        self.server_close()
        self.thread.join()

    def take(self, form: dict[str, str]) -> Answer:
        """Keep one text, if it is one."""
        sender = form.get("From") or form.get("MessagingServiceSid")
        if not (sender and form.get("To") and form.get("Body")):
            return INCOMPLETE
        answer = self.answer(form)
        if answer == TAKEN:
            self.folder.keep(as_mail(sender, form["To"], form["Body"]))
        return answer


class _Conversation(BaseHTTPRequestHandler):
    server: SmsSink
    protocol_version = "HTTP/1.1"
    timeout = 30  # seconds

    def do_POST(self) -> None:
        size = min(int(self.headers.get("Content-Length") or 0), LARGEST_REQUEST_BYTES)
        form = dict(parse_qsl(self.rfile.read(size).decode("utf-8", "replace")))
        if self.path != self.server.path:
            self.say(NOT_FOUND)
        elif self.headers.get("Authorization") != self.server.authorization:
            self.say(NO_SUCH_ACCOUNT)
        else:
            self.say(self.server.take(form))

    def say(self, answer: Answer) -> None:
        status, told = answer
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # whoever asked may be gone by now
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: a log of the demonstration would name every number."""


def as_mail(sender: str, to: str, body: str) -> bytes:
    """A text in the form of an e-mail, which the page of the demonstration's mail can read."""
    mail = EmailMessage()
    mail["Subject"] = _("Text message")
    mail["From"] = sender
    mail["To"] = to
    mail.set_content(body)
    return mail.as_bytes()
