"""What a protocol document is about, read: sources, decisions, topics and symptoms with their groups."""

from aftercare.domain.document import Table
from aftercare.domain.protocol import Decision, Group, Source, Symptom, Topic
from aftercare.domain.protocol_names import Names, check_known, check_slug
from aftercare.domain.vocabulary import Status

_DECISIONS = 14  # PROTOCOL.md, "Decisions": these are open in every version; a version may add more


def read_sources(document: Table) -> tuple[Source, ...]:
    """The sources: an id and what it is, one a line."""
    table = document.table("sources")
    return tuple(Source(name, table.text(name)) for name in table.names())


def read_decisions(document: Table, names: Names) -> tuple[Decision, ...]:
    """The decisions, numbered from 1 without a gap."""
    group = document.table("decisions")
    count = max(_DECISIONS, sum(name.isdecimal() for name in group.names()))
    decisions = tuple(
        _read_decision(number, group.table(str(number)), names) for number in range(1, count + 1)
    )
    group.close()
    return decisions


def _read_decision(number: int, table: Table, names: Names) -> Decision:
    sources = table.texts("sources")
    check_known(sources, names.sources, table, "sources")
    decision = Decision(number, table.text("title"), table.text("question"), table.text("held"), sources)
    table.close()
    return decision


def read_groups(document: Table, key: str) -> tuple[Group, ...]:
    """Headings: an id and its words, one a line, in the order in which they are shown."""
    table = document.table(key)
    for name in table.names():
        check_slug(name, table)
    return tuple(Group(name, table.text(name)) for name in table.names())


def read_topics(document: Table, groups: tuple[Group, ...], names: Names) -> tuple[Topic, ...]:
    """The topics, in the order in which they are shown."""
    group_ids = [group.id for group in groups]
    topics = []
    for topic_id, table in document.tables("topics"):
        check_slug(topic_id, document.table("topics"))
        topics.append(
            Topic(
                id=topic_id,
                name=table.text("name"),
                short_name=table.text("short_name"),
                group=table.one_of("group", group_ids),
                synonyms=table.texts("synonyms"),
                resting=table.choice("resting", Status),
                hint=table.text("hint"),
                source=names.source(table),
                decision=names.decision(table),
            )
        )
        table.close()
    return tuple(topics)


def read_symptoms(document: Table, groups: tuple[Group, ...], names: Names) -> tuple[Symptom, ...]:
    """The symptoms, in the order in which the check-in form asks."""
    group_ids = [group.id for group in groups]
    symptoms = []
    for symptom_id, table in document.tables("symptoms"):
        check_slug(symptom_id, document.table("symptoms"))
        symptoms.append(
            Symptom(
                id=symptom_id,
                name=table.text("name"),
                group=table.one_of("group", group_ids),
                source=names.source(table),
                scored=table.truth("scored"),
            )
        )
        table.close()
    return tuple(symptoms)
