"""Queries whose SQL is put together once a process.

Django takes several times as long over the SQL of a query as over asking it and reading the rows. What a page
asks of a record is the same for every patient but for the id.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

SOMEBODY = UUID(int=0)
"""Stands in the SQL for the id that is asked about; no row has it."""

Statement = tuple[str, list[Any]]


def prepared(make: Callable[[UUID], QuerySet[Any, Any]]) -> Callable[[UUID], Statement]:
    """The SQL of `make(id)` and its parameters, as `raw` and cursors take them.

    `make` must build the same query whatever the id, and only a query over one table can be read by `raw`.
    """

    @cache
    def put_together() -> tuple[str, tuple[Any, ...]]:
        sql, params = make(SOMEBODY).query.sql_with_params()
        return sql, params

    @wraps(make)
    def about(key: UUID) -> Statement:
        sql, params = put_together()
        return sql, [key if one == SOMEBODY else one for one in params]

    return about
