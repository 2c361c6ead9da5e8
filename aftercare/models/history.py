"""How a table is audited: PostgreSQL triggers keep every row it ever had, bulk changes included."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import DO_NOTHING, ForeignKey, Model

M = TypeVar("M", bound=type[Model])


def tracked(model: M) -> M:
    """Keep every insert, change and deletion of the rows of `model`. Each model has its own trackers."""
    events = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    decorated: M = pghistory.track(*events)(model)
    return decorated


def states_tracked(name: str) -> Callable[[M], M]:
    """Keep each state that a message of the model passes through, in a model of this name.

    One trigger for a whole statement: a claim moves a thousand rows at once. `merged_into` is kept as it was,
    and no index leads to it.
    """

    def track(model: M) -> M:
        merged_into: ForeignKey[Model | None] = ForeignKey(
            model, DO_NOTHING, related_name="+", null=True, blank=True, db_constraint=False, db_index=False
        )
        decorated: M = pghistory.track(
            pghistory.UpdateEvent(condition=pghistory.AnyChange("state")),
            fields=["state", "state_at", "state_reason", "attempts", "merged_into"],
            model_name=name,
            attrs={"merged_into": merged_into},
            obj_field=pghistory.ObjForeignKey(related_name="transitions"),
            context_field=None,
            level=pghistory.Statement,
        )(model)
        return decorated

    return track
