"""The names a protocol document has defined so far, so that nothing refers to what is not there."""

import re
from dataclasses import dataclass, field

from aftercare.domain.document import Table

NO_SLUG = "an id is made of lower-case letters and digits, joined by hyphens"
_SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass
class Names:
    """What later tables of a document may refer to. Filled while it is read, from the top down."""

    sources: tuple[str, ...] = ()
    decisions: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    scored_symptoms: tuple[str, ...] = ()
    rules: set[str] = field(default_factory=set)

    def source(self, table: Table) -> str:
        """The required `source` of a table: known ids, parted by commas."""
        text = table.text("source")
        for source in text.split(", "):
            if source not in self.sources:
                table.refuse("source", f"unknown source {source!r}")
        return text

    def decision(self, table: Table) -> int | None:
        """The optional `decision` of a table: the number of one in the document."""
        if not table.has("decision"):
            return None
        number = table.integer("decision", least=1)
        if number not in self.decisions:
            table.refuse("decision", f"there is no decision {number}")
        return number

    def add_rule(self, rule_id: str, group: Table) -> None:
        """Take a new rule id of the table `group`; ids are unique over all kinds of rules."""
        check_slug(rule_id, group)
        if rule_id in self.rules:
            group.refuse(rule_id, "another rule has this id")
        self.rules.add(rule_id)


def is_slug(name: str) -> bool:
    """Whether `name` can be an id."""
    return _SLUG.fullmatch(name) is not None


def check_slug(name: str, table: Table) -> None:
    """Refuse a name of `table` that is not made of lower-case words joined by hyphens."""
    if not is_slug(name):
        table.refuse(name, NO_SLUG)


def check_known(names: tuple[str, ...], known: tuple[str, ...], table: Table, key: str) -> None:
    """Refuse the first of `names`, read from `key` of `table`, that is not known."""
    for name in names:
        if name not in known:
            table.refuse(key, f"unknown: {name!r}")
