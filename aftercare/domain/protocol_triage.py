"""What a nurse must see, read from a protocol document: rules on symptoms, on medicines and on silence."""

from collections.abc import Iterator

from aftercare.domain.clinical_time import Duration
from aftercare.domain.document import Table
from aftercare.domain.protocol_names import Names, check_known
from aftercare.domain.triage_rules import MedicineRule, SilenceRule, SymptomRule
from aftercare.domain.vocabulary import Clock, Severity

_HIGHEST_SCORE = 10  # PROTOCOL.md, "Symptoms and triage": a whole number 0-10


def read_symptom_rules(document: Table, names: Names) -> tuple[SymptomRule, ...]:
    """The rules on symptoms. `longer_than` of PT0H means at once."""
    return tuple(
        SymptomRule(
            id=rule_id,
            name=table.text("name"),
            symptoms=_read_symptoms(table, names),
            min_score=_read_min_score(table, names),
            clock=table.choice("clock", Clock),
            longer_than=_read_limit(table),
            severity=table.choice("severity", Severity),
            source=names.source(table),
            decision=names.decision(table),
        )
        for rule_id, table in _rule_tables(document, "symptom_rules", names)
    )


def read_medicine_rules(document: Table, names: Names) -> tuple[MedicineRule, ...]:
    """The rules on what was taken: with `limit_mg` or with `topics`."""
    return tuple(
        MedicineRule(
            id=rule_id,
            name=table.text("name"),
            limit_mg=table.integer("limit_mg", least=1) if not table.has("topics") else None,
            topics=_read_topics(table, names) if table.has("topics") else (),
            severity=table.choice("severity", Severity),
            source=names.source(table),
        )
        for rule_id, table in _rule_tables(document, "medicine_rules", names)
    )


def read_silence_rules(document: Table, names: Names) -> tuple[SilenceRule, ...]:
    """The rules on silence: with `every` and `within`, or with `asked_from` and `by`."""
    rules = []
    for rule_id, table in _rule_tables(document, "silence_rules", names):
        repeats = table.has("every")
        rules.append(
            SilenceRule(
                id=rule_id,
                name=table.text("name"),
                every=_read_length(table, "every") if repeats else None,
                within=_read_length(table, "within") if repeats else None,
                asked_from=None if repeats else _read_day(table, "asked_from"),
                by=None if repeats else _read_length(table, "by"),
                severity=table.choice("severity", Severity),
                source=names.source(table),
            )
        )
    return tuple(rules)


def _rule_tables(document: Table, key: str, names: Names) -> Iterator[tuple[str, Table]]:
    """Each rule of a kind with its id; a rule's table is closed once the next one is asked for."""
    for rule_id, table in document.tables(key):
        names.add_rule(rule_id, document.table(key))
        yield rule_id, table
        table.close()


def _read_symptoms(table: Table, names: Names) -> tuple[str, ...]:
    symptoms = table.texts("symptoms")
    check_known(symptoms, names.symptoms, table, "symptoms")
    return symptoms


def _read_topics(table: Table, names: Names) -> tuple[str, ...]:
    topics = table.texts("topics")
    check_known(topics, names.topics, table, "topics")
    return topics


def _read_min_score(table: Table, names: Names) -> int | None:
    if not table.has("min_score"):
        return None
    if not set(table.texts("symptoms")) <= set(names.scored_symptoms):
        table.refuse("min_score", "only for symptoms that have a score")
    return table.integer("min_score", least=0, most=_HIGHEST_SCORE)


def _read_limit(table: Table) -> Duration | None:
    limit = table.duration("longer_than")
    return limit if limit.nominal_hours else None


def _read_length(table: Table, key: str) -> Duration:
    length = table.duration(key)
    if not length.nominal_hours:
        table.refuse(key, "must be longer than nothing")
    return length


def _read_day(table: Table, key: str) -> Duration:
    day = table.duration(key)
    if not day.days:
        table.refuse(key, "must be in days, such as P7D")
    return day
