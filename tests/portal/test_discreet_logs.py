"""Log lines without addresses and links, whoever wrote them."""

import io
import json
import logging

import pytest
import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.discreet_logs import DiscreetFormatter
from portal.request_log import RequestLogMiddleware


@pytest.fixture
def log():
    """A logger and what it has written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(DiscreetFormatter("%(levelname)s %(message)s"))
    logger = logging.Logger("tried")
    logger.addHandler(handler)
    return logger, written


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("Not Found: /invitations/AbC-d_9/", "Not Found: /invitations/[link]/"),
        ("Not Found: /calendar/AbC-d_9/plan.ics", "Not Found: /calendar/[link]/plan.ics"),
        ("Forbidden: /invitations/AbC-d_9?x=1", "Forbidden: /invitations/[link]?x=1"),
        (
            "Gone: /accounts/password/reset/key/1a-abc-def/",
            "Gone: /accounts/password/reset/key/[link]/",
        ),
        ("Not Found: /unsubscribe/0b8f-1c:AbC-d_9/", "Not Found: /unsubscribe/[link]/"),
        ("{'wren.o'b+x@patients.example': (550, b'no')}", "{'[address]': (550, b'no')}"),
        ("Key (lower(email))=(wren@a-b.example) exists", "Key (lower(email))=([address]) exists"),
        ("Gone: /unsubscribe/AbC:d_9/", "Gone: /unsubscribe/[link]/"),
        (
            "Max retries exceeded with url: /send/AbC (refused)",
            "Max retries exceeded with url: [link] (refused)",
        ),
        ("The 'To' number +12125550168 is not valid", "The 'To' number [phone] is not valid"),
        ("POST /Messages?To=%2B12125550168&x=1", "POST /Messages?To=[phone]&x=1"),
        (
            "violates a check\nDETAIL:  Failing row contains (7, hot\nand red).\n",
            "violates a check\nDETAIL:  [row]",
        ),
        (
            "reminder 0b8f: sent at 2026-03-02 10:00:00+00:00",
            "reminder 0b8f: sent at 2026-03-02 10:00:00+00:00",
        ),
    ],
)
def test_line_is_written_without_its_secret(log, line: str, written: str):
    logger, out = log

    logger.warning("%s", line)

    assert out.getvalue() == f"WARNING {written}\n"


def test_traceback_is_written_without_its_secret(log):
    logger, out = log

    try:
        raise ValueError("no such person: wren@patients.example")
    except ValueError:
        logger.exception("failed")

    assert "ValueError: no such person: [address]" in out.getvalue()
    assert "patients.example" not in out.getvalue().replace('raise ValueError("no such person: ', "")


def test_console_of_the_portal_writes_this_way():
    assert settings.LOGGING["formatters"]["line"]["()"] == "portal.discreet_logs.DiscreetFormatter"
    formatters = [type(handler.formatter) for handler in logging.getLogger().handlers]
    assert DiscreetFormatter in formatters


def test_refused_request_is_a_warning_without_a_traceback():
    console = next(
        one for one in logging.getLogger().handlers if isinstance(one.formatter, DiscreetFormatter)
    )
    error = (SuspiciousOperation, SuspiciousOperation("forged"), None)
    name = "django.security.SuspiciousOperation"
    record = logging.LogRecord(name, logging.ERROR, "", 0, "forged", (), error)

    passed = console.filter(record)

    line = console.format(record)
    assert (bool(passed), line.split(" ", 2)[2]) == (True, f"WARNING {name}: forged")


def test_json_line_is_written_without_its_secret_and_can_be_read():
    formatter = DiscreetFormatter(json=True)
    record = logging.LogRecord(
        "tried", logging.INFO, "", 0, "to\nwren@patients.example\n'%s'", ("a\\b",), None
    )

    line = json.loads(formatter.format(record))

    assert (line["event"], line["level"], line["logger"]) == ("to\n[address]\n'a\\b'", "info", "tried")


def test_json_line_holds_its_traceback_without_its_secret(log):
    logger, out = log
    logger.handlers[0].setFormatter(DiscreetFormatter(json=True))

    try:
        raise ValueError("no such person: " + "wren@patients.example")
    except ValueError:
        logger.exception("failed")

    line = json.loads(out.getvalue())
    assert line["event"] == "failed"
    assert line["exception"].splitlines()[-1] == "ValueError: no such person: [address]"


def test_line_of_structlog_is_written_with_what_goes_with_it(log):
    logger, out = log
    line = structlog.wrap_logger(logger)

    with structlog.contextvars.bound_contextvars(request_id="0b8f"):
        line.warning("refused", sent=2, to=ValueError("wren@patients.example"))

    assert out.getvalue() == "WARNING refused request_id=0b8f sent=2 to=[address]\n"


def test_line_of_a_request_has_its_path_but_neither_query_nor_link_nor_person(caplog, rf: RequestFactory):
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=404)

    RequestLogMiddleware(view)(rf.get("/invitations/AbC/?q=swelling"))

    line = caplog.records[-1].msg
    assert line.pop("request_id")
    assert line == {"event": "request_finished", "code": 404, "request": "GET /invitations/[link]/"}
