"""A protocol document (TOML) read and validated: the only way to a `Protocol`.

The document is kept pleasant for a clinician: tables named by their ids. A wrong one is refused with the key
and the reason; nothing in it is ignored.
"""

import tomllib

from aftercare.domain.clinical_time import QuietHours
from aftercare.domain.document import DocumentError, Table
from aftercare.domain.protocol import Protocol
from aftercare.domain.protocol_names import NO_SLUG, Names, is_slug
from aftercare.domain.protocol_reminders import read_reminder_rules
from aftercare.domain.protocol_restrictions import read_pause, read_rules
from aftercare.domain.protocol_subjects import (
    read_decisions,
    read_groups,
    read_sources,
    read_symptoms,
    read_topics,
)
from aftercare.domain.protocol_triage import read_medicine_rules, read_silence_rules, read_symptom_rules


class ProtocolError(DocumentError):
    """A protocol document cannot be taken. `key` is the path, such as `rules.nsaids-pause.topic`."""


def load_protocol_text(text: str) -> Protocol:
    """The protocol in a TOML text. Raises ProtocolError, also for what is no TOML."""
    try:
        mapping = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProtocolError("document", f"is no TOML: {error}") from None
    return parse_protocol(mapping)


def parse_protocol(mapping: object) -> Protocol:
    """The protocol in a mapping as TOML gives it. Raises ProtocolError with the key and the reason."""
    try:
        document = Table(mapping)
        protocol = _read(document)
        document.close()
    except DocumentError as error:
        raise ProtocolError(error.key, error.reason) from None
    return protocol


def _read(document: Table) -> Protocol:
    names = Names()
    sources = read_sources(document)
    names.sources = tuple(source.id for source in sources)
    decisions = read_decisions(document, names)
    names.decisions = tuple(decision.number for decision in decisions)
    topic_groups = read_groups(document, "topic_groups")
    topics = read_topics(document, topic_groups, names)
    names.topics = tuple(topic.id for topic in topics)
    symptom_groups = read_groups(document, "symptom_groups")
    symptoms = read_symptoms(document, symptom_groups, names)
    names.symptoms = tuple(symptom.id for symptom in symptoms)
    names.scored_symptoms = tuple(symptom.id for symptom in symptoms if symptom.scored)
    return Protocol(
        id=_read_id(document),
        version=document.integer("version", least=1),
        title=document.text("title"),
        sources=sources,
        pause=read_pause(document, names),
        quiet_hours=_read_quiet_hours(document, names),
        topic_groups=topic_groups,
        topics=topics,
        rules=read_rules(document, names),
        symptom_groups=symptom_groups,
        symptoms=symptoms,
        symptom_rules=read_symptom_rules(document, names),
        medicine_rules=read_medicine_rules(document, names),
        silence_rules=read_silence_rules(document, names),
        reminder_rules=read_reminder_rules(document, names),
        decisions=decisions,
    )


def _read_id(document: Table) -> str:
    protocol_id = document.text("id")
    if not is_slug(protocol_id):
        document.refuse("id", NO_SLUG)
    return protocol_id


def _read_quiet_hours(document: Table, names: Names) -> QuietHours:
    table = document.table("quiet_hours")
    quiet_hours = QuietHours(table.clock("start"), table.clock("end"))
    names.source(table)
    table.close()
    return quiet_hours
