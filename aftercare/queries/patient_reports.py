"""What a patient told in a check-in, in the patient's own words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.check_in import CheckIn, SymptomReport
from aftercare.domain.protocol import Protocol
from aftercare.models import CheckIn as CheckInRow
from aftercare.models.check_ins import PAIN
from aftercare.queries.grammar import in_a_row, within
from aftercare.queries.records import as_domain
from aftercare.queries.wording import format_instant


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One thing that was told: a name and what was said of it."""

    name: str
    text: str


def told_lines(row: CheckInRow, protocol: Protocol, zone: ZoneInfo, now: datetime) -> tuple[ToldLine, ...]:
    """Everything that was told: symptoms in the protocol's order, then what was used, then the note."""
    return tuple(_told_lines(row, protocol, zone, now))


def _told_lines(row: CheckInRow, protocol: Protocol, zone: ZoneInfo, now: datetime) -> Iterator[ToldLine]:
    told = as_domain(row)
    names = {symptom.id: symptom.name for symptom in protocol.symptoms}
    order = [*names, *(name for name in told.symptoms if name not in names)]
    for name in sorted(told.symptoms, key=lambda one: (one != PAIN, order.index(one))):
        yield ToldLine(names.get(name, name), report_words(told.symptoms[name], zone, now) or _("yes"))
    if row.limitation_score is not None:
        yield limitation_line(row.limitation_score)
    yield from used_lines(told, protocol, zone, now)
    if row.note:
        yield ToldLine(_("Your note"), row.note)


def limitation_line(score: int | None) -> ToldLine:
    """How much the patient was kept from what is usual."""
    return ToldLine(_("Kept from what you usually do"), score_words(score))


def score_words(score: int | None) -> str:
    """A score that may have been left out: "3 of 10"."""
    return _("not told") if score is None else _("%(score)d of 10") % {"score": score}


def used_lines(told: CheckIn, protocol: Protocol, zone: ZoneInfo, now: datetime) -> Iterator[ToldLine]:
    """What was used: acetaminophen, always, then what else."""
    milligrams = {"mg": f"{told.acetaminophen_mg_24h:,}"}
    yield ToldLine(
        _("Tylenol"), _("%(mg)s mg in 24 hours") % milligrams if told.acetaminophen_mg_24h else _("none")
    )
    topics = {topic.id: topic.short_name for topic in protocol.topics}
    for topic, at in told.taken.items():
        time = _("used %(time)s") % {"time": format_instant(at, zone, now)} if at is not None else _("used")
        yield ToldLine(topics.get(topic, topic), time)


def report_words(report: SymptomReport, zone: ZoneInfo, now: datetime) -> str:
    """What was said of a symptom that is told: "4 of 10, since today, 8:00 am"; empty for nothing more."""
    parts = []
    if report.score is not None:
        parts.append(_("%(score)d of 10") % {"score": report.score})
    if report.since is not None:
        parts.append(_("since %(time)s") % {"time": format_instant(report.since, zone, now)})
    if report.until is not None:
        parts.append(_("over %(time)s") % {"time": format_instant(report.until, zone, now)})
    return ", ".join(parts)


def short_words(row: CheckInRow, protocol: Protocol) -> str:
    """A check-in in one line: "Pain 4 of 10, warm or hot skin and redness"."""
    names = {symptom.id: symptom.name for symptom in protocol.symptoms}
    others = [within(names.get(name, name)) for name in row.symptoms if name != PAIN]
    pain = _("Pain %(score)d of 10") % {"score": row.pain_score}
    return _("%(pain)s, %(others)s") % {"pain": pain, "others": in_a_row(others)} if others else pain
