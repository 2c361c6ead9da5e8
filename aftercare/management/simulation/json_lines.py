"""One line of standard input as a table, read strictly: it is one or it is refused."""

import json
from typing import NoReturn

from aftercare.domain.document import DocumentError, Repeated, Table

LINE = "line"
"""What errors about a line as a whole are called."""


def read_line(raw: bytes) -> Table:
    """The JSON object in `raw`. Raises DocumentError (`line: ...`) for anything else."""
    try:
        values = json.loads(
            raw.rstrip(b"\r\n").decode(), object_pairs_hook=_as_object, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError:
        raise DocumentError(LINE, "is not UTF-8") from None
    except RecursionError:
        raise DocumentError(LINE, "is nested too deeply") from None
    except ValueError as error:
        raise DocumentError(LINE, f"is not JSON: {error}") from None
    return Table(values, root=LINE)


def _as_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object; a key given twice is marked, so that reading it is refused by its path."""
    values: dict[str, object] = {}
    for key, value in pairs:
        values[key] = Repeated.KEY if key in values else value
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
