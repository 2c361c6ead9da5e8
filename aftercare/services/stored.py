"""Storing what was said of a row: the same again changes nothing."""

from django.db.models import Model


def store_changes(row: Model, **said: object) -> set[str]:
    """Save what differs from the row as it is, or a new row as a whole; returns the names of what differs."""
    changed = {name for name, value in said.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, said[name])
    if row._state.adding:
        row.save()
    elif changed:
        row.save(update_fields=changed)
    return changed
