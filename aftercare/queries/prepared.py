"""Queries whose SQL is put together once a process.

Django takes several times as long over the SQL of a query as over asking it and reading the rows. What a page
asks is the same each time but for ids and times.
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

Given = ParamSpec("Given")
Row = TypeVar("Row")

STAND_INS: dict[type, Callable[[int], Any]] = {
    UUID: lambda place: UUID(int=place),
    datetime: lambda place: datetime.min.replace(microsecond=place, tzinfo=UTC),
}
"""What stands in the SQL for an id or a time that is given, by its place; no row has it."""


def prepared(make: Callable[Given, QuerySet[Any, Row]]) -> Callable[Given, list[Row]]:
    """The rows of `make(...)`, whose SQL is the same whatever ids and times are given. Anything else that is
    given may be seen in the SQL, and has one of its own.

    `make` may only hand the ids and times on to its query, and is called with others in their place.
    """

    @lru_cache(maxsize=64)
    def put_together(*given: Any) -> tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]]:
        stood_in = [
            STAND_INS[one](place) if one in STAND_INS else one for place, one in enumerate(given, start=1)
        ]
        asked = make(*stood_in)  # type: ignore[call-arg]  # as many as were given
        compiler = asked.query.get_compiler(asked.db)
        return asked, compiler, *compiler.as_sql()

    @wraps(make)
    def ask(*given: Given.args, **none: Given.kwargs) -> list[Row]:
        kinds: list[Any] = [type(one) if type(one) in STAND_INS else one for one in given]
        pattern, compiler, sql, params = put_together(*kinds)
        values = {
            STAND_INS[kind](place): one
            for place, (kind, one) in enumerate(zip(kinds, given, strict=True), start=1)
            if kind in STAND_INS
        }
        filled = tuple(values.get(one, one) if type(one) in STAND_INS else one for one in params)
        ready = copy(compiler)
        ready.connection = connections[pattern.db]  # that of this thread
        ready.as_sql = lambda: (sql, filled)
        asked = pattern.all()
        asked.query.get_compiler = lambda *using, **options: ready  # type: ignore[method-assign]
        return list(asked)

    return ask
