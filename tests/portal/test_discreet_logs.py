"""Log lines without addresses and links, whoever wrote them."""

import io
import logging

import pytest
from django.conf import settings

from portal.discreet_logs import DiscreetFormatter


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
        ("{'wren.o'b+x@patients.example': (550, b'no')}", "{'[address]': (550, b'no')}"),
        ("Key (lower(email))=(wren@a-b.example) exists", "Key (lower(email))=([address]) exists"),
        ("reminder 0b8f: sent", "reminder 0b8f: sent"),
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
