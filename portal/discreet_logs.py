"""Log lines that keep secrets: no e-mail address and no single-use link, whoever logs them.

Our own lines hold ids only. But a refused request is logged with its path, PostgreSQL names the value that
broke a constraint, and SMTP the address it would not take.
"""

import logging
import re

SECRETS = (
    (re.compile(r"(/invitations/)[^/\s\"'?]+"), r"\1[link]"),
    (re.compile(r"(/calendar/)[^/\s\"'?]+"), r"\1[link]"),
    (re.compile(r"(/password/reset/key/)[^/\s\"'?]+"), r"\1[link]"),
    (re.compile(r"[\w.+%][\w.+%'-]*@[\w-]+(\.[\w-]+)+"), "[address]"),
)


class DiscreetFormatter(logging.Formatter):
    """logging's own formatter, with what is secret blotted out of the finished line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, its traceback included, without secrets."""
        line = super().format(record)
        for secret, instead in SECRETS:
            line = secret.sub(instead, line)
        return line
