"""The restrictions of a protocol document, read: which topic, which status, from when and for how long."""

from aftercare.domain.clinical_time import Duration
from aftercare.domain.document import Table
from aftercare.domain.protocol import Rule, SourceRange
from aftercare.domain.protocol_names import Names
from aftercare.domain.vocabulary import Anchor, Direction, Status


def read_pause(document: Table, names: Names) -> Duration:
    """How many dates before a session its pause begins."""
    table = document.table("pause")
    pause = table.duration("lasts")
    if not pause.days:
        table.refuse("lasts", "must be in days, such as P3D")
    names.source(table)
    table.close()
    return pause


def read_rules(document: Table, names: Names) -> tuple[Rule, ...]:
    """The rules, in the order of the document."""
    rules = []
    for rule_id, table in document.tables("rules"):
        names.add_rule(rule_id, document.table("rules"))
        rules.append(_read_rule(rule_id, table, names))
        table.close()
    return tuple(rules)


def _read_rule(rule_id: str, table: Table, names: Names) -> Rule:
    anchor = table.choice("window", Anchor)
    ranges = table.listed_tables("ranges") if table.has("ranges") else ()
    stated = tuple(_read_range(entry, names) for entry in ranges)
    return Rule(
        id=rule_id,
        topic=table.one_of("topic", names.topics),
        status=table.choice("status", Status),
        anchor=anchor,
        duration=_read_duration(table, stated) if anchor is Anchor.AFTER else None,
        source=names.source(table),
        decision=names.decision(table),
        ranges=stated,
    )


def _read_duration(table: Table, ranges: tuple[SourceRange, ...]) -> Duration:
    duration = table.duration("lasts")
    if not duration.nominal_hours:
        table.refuse("lasts", "must be longer than nothing")
    if ranges and duration != max((entry.most for entry in ranges), key=lambda most: most.nominal_hours):
        table.refuse("lasts", "a restriction uses the longest of its ranges")
    return duration


def _read_range(table: Table, names: Names) -> SourceRange:
    direction = table.choice("direction", Direction)
    least = table.duration("min")
    most = table.duration("max")
    rising = least.nominal_hours < most.nominal_hours
    if rising != (direction is Direction.BETWEEN) or least.nominal_hours > most.nominal_hours:
        table.refuse("max", "must be longer than min in a range between two lengths, else the same")
    found = SourceRange(least, most, direction, names.source(table))
    table.close()
    return found
