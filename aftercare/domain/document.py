"""Reading a document of nested tables (TOML or JSON) key by key, so that nothing in it goes unnoticed.

Every refusal names the place: `rules.nsaids-pause.topic`, `check_ins[0].symptoms.heat.since`.
"""

import re
from collections.abc import Collection, Iterator
from datetime import time
from enum import Enum, StrEnum
from typing import NoReturn, TypeVar

from aftercare.domain.clinical_time import Duration

_CLOCK = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")

Choice = TypeVar("Choice", bound=StrEnum)


class Repeated(Enum):
    """Stands in a table where a key was given twice, for formats that would quietly keep the last."""

    KEY = "given twice"


class DocumentError(ValueError):
    """Something in a document cannot be taken. `key` is the path to it, `reason` says why."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


class Table:
    """One table of a document. Every method raises DocumentError for a value missing or of a wrong kind.

    Call `close` when all is read: keys that nobody asked for are refused. `path` is empty for the document
    itself, which errors then call `root`.
    """

    def __init__(self, values: object, path: str = "", root: str = "document") -> None:
        if not isinstance(values, dict):
            raise DocumentError(path or root, "must be an object with named values")
        self._values: dict[str, object] = values
        self._path = path
        self._asked: set[str] = set()

    def path_of(self, key: str) -> str:
        """Where `key` of this table stands in the document."""
        return f"{self._path}.{key}" if self._path else key

    def refuse(self, key: str, reason: str) -> NoReturn:
        """Raise DocumentError about `key` of this table."""
        raise DocumentError(self.path_of(key), reason)

    def close(self) -> None:
        """Refuse the first key that was never asked for."""
        for key in self._values:
            if key not in self._asked:
                self.refuse(key, "unknown key")

    def names(self) -> tuple[str, ...]:
        """The names given in this table, in order."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Whether an optional key was given."""
        self._asked.add(key)
        return key in self._values

    def value(self, key: str) -> object:
        """What stands under `key`, of any kind."""
        if not self.has(key):
            self.refuse(key, "missing")
        found = self._values[key]
        if found is Repeated.KEY:
            self.refuse(key, Repeated.KEY.value)
        return found

    def text(self, key: str) -> str:
        """A text that is not empty."""
        found = self.value(key)
        if not isinstance(found, str) or not found.strip():
            self.refuse(key, "must be a text")
        return found

    def integer(self, key: str, least: int | None = None, most: int | None = None) -> int:
        """A whole number from `least` to `most`; true and 1.0 are none."""
        found = self.value(key)
        if not isinstance(found, int) or isinstance(found, bool):
            self.refuse(key, "must be a whole number")
        if least is not None and found < least:
            self.refuse(key, f"must be {least} or more")
        if most is not None and found > most:
            self.refuse(key, f"must be {most} or less")
        return found

    def truth(self, key: str) -> bool:
        """True or false; false where it is not given."""
        found = self.value(key) if self.has(key) else False
        if not isinstance(found, bool):
            self.refuse(key, "must be true or false")
        return found

    def items(self, key: str) -> list[object]:
        """A list of anything."""
        found = self.value(key)
        if not isinstance(found, list):
            self.refuse(key, "must be a list")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one, none of them twice."""
        found = [text for text in self.items(key) if isinstance(text, str) and text.strip()]
        if not found or len(found) != len(self.items(key)) or len(set(found)) != len(found):
            self.refuse(key, "must be a list of different texts, at least one")
        return tuple(found)

    def integers(self, key: str, least: int) -> tuple[int, ...]:
        """A list of whole numbers, at least one, each larger than the one before and none below `least`."""
        found = [
            number for number in self.items(key) if isinstance(number, int) and not isinstance(number, bool)
        ]
        if not found or len(found) != len(self.items(key)) or found != sorted(set(found)) or found[0] < least:
            self.refuse(key, f"must be a list of rising whole numbers from {least}")
        return tuple(found)

    def table(self, key: str) -> "Table":
        """A table within this one."""
        return Table(self.value(key), self.path_of(key))

    def tables(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """The tables of a table of tables, each with its name."""
        group = self.table(key)
        for name in group.names():
            yield name, group.table(name)

    def listed_tables(self, key: str) -> Iterator["Table"]:
        """The tables of a list of tables, in order."""
        for index, values in enumerate(self.items(key)):
            yield Table(values, f"{self.path_of(key)}[{index}]")

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """One of the named values of `choices`."""
        found = self.one_of(key, [choice.value for choice in choices])
        return choices(found)

    def one_of(self, key: str, known: Collection[str]) -> str:
        """A text that is one of `known`."""
        found = self.text(key)
        if found not in known:
            self.refuse(key, f"{found!r} is not one of {', '.join(known)}")
        return found

    def duration(self, key: str) -> Duration:
        """A length of time such as PT6H, P7D or P3M."""
        text = self.text(key)
        try:
            return Duration.parse(text)
        except ValueError as error:
            self.refuse(key, str(error))

    def clock(self, key: str) -> time:
        """A time of day such as 09:00."""
        return read_clock(self.text(key), self.path_of(key))


def read_clock(text: object, path: str) -> time:
    """The time of day in `text`, such as 09:00; `path` names it in the error."""
    if not isinstance(text, str) or _CLOCK.fullmatch(text) is None:
        raise DocumentError(path, "must be a time of day such as 09:00")
    return time.fromisoformat(text)
