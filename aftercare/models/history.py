"""How a table is audited: PostgreSQL triggers keep every row it ever had, bulk changes included."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def tracked(model: M) -> M:
    """Keep every insert, change and deletion of the rows of `model`. Each model has its own trackers."""
    events = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    decorated: M = pghistory.track(*events)(model)
    return decorated


def states_tracked(name: str) -> Callable[[M], M]:
    """Keep each state that a message of the model passes through, in a model of this name.

    One trigger for a whole statement: a claim moves a thousand rows at once.
    """

    def track(model: M) -> M:
        decorated: M = pghistory.track(
            pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
            fields=["state", "state_at", "state_reason", "attempts"],
            model_name=name,
            obj_field=pghistory.ObjForeignKey(related_name="transitions"),
            context_field=None,
            level=pghistory.Statement,
        )(model)
        return decorated

    return track
