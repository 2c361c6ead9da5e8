"""The demonstration's mail sink."""

import smtplib
from pathlib import Path

from aiosmtpd.controller import Controller

from portal.local.ports import another_port
from portal.mail_sink import MailFolder, start_sink


def send(sink: Controller, text: str) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as client:
        client.sendmail("portal@example.org", ["mara@example.org"], f"Subject: {text}\r\n\r\n{text}\r\n")


def test_sink_keeps_each_message_as_a_file_in_order(tmp_path: Path) -> None:
    sink = start_sink(tmp_path, another_port(8025))

    send(sink, "first")
    send(sink, "second")
    sink.stop()

    kept = [path.read_text() for path in sorted(tmp_path.iterdir())]
    assert kept == ["Subject: first\n\nfirst\n", "Subject: second\n\nsecond\n"]


def test_sink_keeps_only_the_newest_messages(tmp_path: Path) -> None:
    sink = Controller(MailFolder(tmp_path, kept=2), hostname="127.0.0.1", port=another_port(8025))
    sink.start()

    for text in ("first", "second", "third"):
        send(sink, text)
    sink.stop()

    kept = [path.read_text().splitlines()[0] for path in sorted(tmp_path.iterdir())]
    assert kept == ["Subject: second", "Subject: third"]
