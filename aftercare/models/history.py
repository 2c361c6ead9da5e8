"""How a clinical table is audited: PostgreSQL triggers keep every row it ever had, bulk changes included."""

from typing import TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def tracked(model: M) -> M:
    """Keep every insert, change and deletion of the rows of `model`. Each model has its own trackers."""
    events = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    decorated: M = pghistory.track(*events)(model)
    return decorated
