"""Log lines that keep secrets: no address, no phone number, no link that lets one in, whoever logs them.

Our own lines hold ids, states and counts. But a refused request is logged with its path, PostgreSQL quotes
the row that broke a constraint, and a provider names the address that it would not take.
"""

import logging
import re

import structlog
from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor, WrappedLogger

SECRETS = (
    (re.compile(r"(/invitations/)[^/\s\"'?]+"), r"\1[link]"),
    (re.compile(r"(/calendar/)[^/\s\"'?]+"), r"\1[link]"),
    (re.compile(r"(/password/reset/key/)[^/\s\"'?]+"), r"\1[link]"),
    (re.compile(r"(/unsubscribe/)[^/\s\"'?]+"), r"\1[link]"),
    (re.compile(r"(with url: )\S+"), r"\1[link]"),  # where a browser's notifications are sent
    (re.compile(r"[\w.+%][\w.+%'-]*@[\w-]+(\.[\w-]+)+"), "[address]"),
    (re.compile(r"(?:\+|%2B)[1-9]\d{6,14}\b"), "[phone]"),
    # what PostgreSQL says of a row; it may run over lines
    (re.compile(r"(DETAIL:\s+).*?(?=\s*\n\s*\n(?:The above|During handling)|\Z)", re.DOTALL), r"\1[row]"),
)


def without_secrets(text: str) -> str:
    """`text` with what is secret blotted out."""
    for secret, instead in SECRETS:
        text = secret.sub(instead, text)
    return text


def discreet(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Every value of a line without secrets, what is no plain value as its text.

    This comes before the line is rendered: in finished JSON nobody could tell a letter from an escape.
    """
    plain = (bool, int, float, type(None))
    return {
        key: value if isinstance(value, plain) else without_secrets(str(value))
        for key, value in event.items()
    }


def refusal_in_a_line(record: logging.LogRecord) -> bool:
    """Let a request that was refused be one warning, no error with a traceback: any stranger can send one."""
    if record.name.startswith("django.security."):
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True


def plain_line(logger: WrappedLogger, name: str, event: EventDict) -> str:
    """What happened, what goes with it as `key=value`, and the traceback below."""
    happened, traceback = event.pop("event"), event.pop("exception", "")
    line = " ".join([str(happened), *(f"{key}={value}" for key, value in sorted(event.items()))])
    return f"{line}\n{traceback}" if traceback else line


class DiscreetFormatter(ProcessorFormatter):
    """The formatter of every record, structlog's or logging's own: as text in `fmt`, or as a JSON object."""

    def __init__(self, fmt: str = "%(message)s", *, json: bool = False) -> None:
        stamps: list[Processor] = [add_log_level, add_logger_name, TimeStamper(fmt="iso", utc=True)]
        renderer: Processor = JSONRenderer() if json else plain_line
        super().__init__(
            fmt=fmt,
            foreign_pre_chain=[merge_contextvars],
            processors=[
                *(stamps if json else ()),
                self.remove_processors_meta,
                format_exc_info,
                discreet,
                renderer,
            ],
        )


def send_structlog_through_logging() -> None:
    """Let structlog's lines go the way of all others, with what the request or the task has bound."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            merge_contextvars,
            structlog.stdlib.PositionalArgumentsFormatter(),
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
