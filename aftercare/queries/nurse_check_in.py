"""A check-in as a nurse reads it: what is new, what goes on, what is over, what is not, what was taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Protocol
from aftercare.models import CheckIn
from aftercare.models.check_ins import PAIN
from aftercare.queries.flag_words import mg_words
from aftercare.queries.grammar import capitalized, within
from aftercare.queries.photos import PhotoLine, photo_lines
from aftercare.queries.wording import When, format_brief, format_brief_after, when


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what holds: `strong` in bold, then `text`, then `small`. Each may be empty."""

    term: str
    strong: str = ""
    text: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class CheckInFacts:
    """One check-in in full."""

    when: When
    facts: tuple[Fact, ...]
    photos: tuple[PhotoLine, ...]


@dataclass(frozen=True)
class CheckInReader:
    """Reads check-ins with one protocol's names and one clock."""

    protocol: Protocol
    zone: ZoneInfo
    now: datetime

    def read(self, check_in: CheckIn, before: CheckIn | None) -> CheckInFacts:
        """All that a check-in tells, compared with the one before it."""
        facts = (
            self._pain(check_in, before),
            *self._limitation(check_in, before),
            *self._symptoms(check_in, before),
            Fact(_("Tylenol"), text=_mg_or_none(check_in.acetaminophen_mg_24h)),
            Fact(_("Took"), text=self._taken(check_in) or _("nothing of what is asked about")),
            *([Fact(_("Note"), text=_("“%(note)s”") % {"note": check_in.note})] if check_in.note else []),
            Fact(_("Card"), text=advice_words(check_in.advice)),
        )
        photos = photo_lines(check_in.photos.all(), self.zone, self.now)
        return CheckInFacts(when(check_in.at, self.zone, self.now), facts, photos)

    def line(self, check_in: CheckIn) -> str:
        """A check-in on one line: "pain 5 of 10, warm or hot skin, redness (over)"."""
        told = [_("pain %(score)d of 10") % {"score": check_in.pain_score}]
        for symptom, times in _told(check_in).items():
            name = within(self._name(symptom))
            told.append(_("%(symptom)s (over)") % {"symptom": name} if times["until"] else name)
        return ", ".join(told)

    def _pain(self, check_in: CheckIn, before: CheckIn | None) -> Fact:
        score = _("%(score)d of 10") % {"score": check_in.pain_score}
        was = "" if before is None else _("was %(score)d") % {"score": before.pain_score}
        times = self._times(check_in.symptoms.get(PAIN, {}))
        return Fact(_("Pain"), strong=score, text=", ".join(part for part in (was, times) if part))

    def _limitation(self, check_in: CheckIn, before: CheckIn | None) -> Iterable[Fact]:
        """How much the patient is kept from what is usual, where that was told."""
        if check_in.limitation_score is None:
            return
        text = _("in daily life")
        if before is not None and before.limitation_score is not None:
            text = _("in daily life, was %(score)d") % {"score": before.limitation_score}
        score = _("%(score)d of 10") % {"score": check_in.limitation_score}
        yield Fact(_("Hindered"), strong=score, text=text)

    def _symptoms(self, check_in: CheckIn, before: CheckIn | None) -> Iterable[Fact]:
        """New, still, over, in this order, one line a symptom; then all that is not, on one line."""
        told = _told(check_in)
        present_before = {} if before is None else _present(before)
        present = [one for one in self._order(told) if not told[one]["until"]]
        yield from (self._fact(_("New"), one, told[one]) for one in present if one not in present_before)
        yield from (self._fact(_("Still"), one, told[one]) for one in present if one in present_before)
        yield from (self._fact(_("Over"), one, told[one]) for one in self._order(told) if told[one]["until"])
        absent = [s.name for s in self.protocol.symptoms if s.id not in told and not s.scored]
        yield Fact(_("No"), small="; ".join(map(within, absent)))

    def _fact(self, term: str, symptom: str, times: dict[str, str | None]) -> Fact:
        return Fact(term, strong=self._name(symptom), text=self._times(times))

    def _times(self, times: dict[str, str | None]) -> str:
        """When a symptom began and was over, as told: "since 9:30 am", "from 8:00 am to 4:00 pm"."""
        begun, ended = _instant(times.get("since")), _instant(times.get("until"))
        since = "" if begun is None else format_brief(begun, self.zone, self.now)
        if ended is None:
            return _("since %(since)s") % {"since": since} if since else ""
        until = format_brief_after(begun, ended, self.zone, self.now)
        if since:
            return _("from %(since)s to %(until)s") % {"since": since, "until": until}
        return _("until %(until)s") % {"until": until}

    def _taken(self, check_in: CheckIn) -> str:
        names = {topic.id: topic.short_name for topic in self.protocol.topics}
        used = [
            _("%(what)s at %(time)s")
            % {"what": names.get(topic, topic), "time": format_brief(at, self.zone, self.now)}
            if at
            else names.get(topic, topic)
            for topic, at in ((topic, _instant(at)) for topic, at in check_in.taken.items())
        ]
        return ", ".join(used)

    def _name(self, symptom: str) -> str:
        return next((one.name for one in self.protocol.symptoms if one.id == symptom), symptom)

    def _order(self, told: Iterable[str]) -> list[str]:
        """The symptoms that were told, in the order of the protocol, those it does not know last."""
        places = {symptom.id: place for place, symptom in enumerate(self.protocol.symptoms)}
        return sorted(told, key=lambda one: (places.get(one, len(places)), one))


def advice_words(advice: str) -> str:
    """What the card said that the patient was shown with a check-in."""
    words = {
        "emergency": _("told to call 911 at once"),
        "urgent": _("told to call the clinic the same day"),
        "routine": _("told that a nurse looks at it, and when to call"),
    }
    return words.get(advice, _("shown no card"))


def _instant(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _told(check_in: CheckIn) -> dict[str, dict[str, str | None]]:
    """The symptoms of a check-in, without the scored one, which stands on its own."""
    return {name: times for name, times in check_in.symptoms.items() if name != PAIN}


def _present(check_in: CheckIn) -> dict[str, dict[str, str | None]]:
    return {name: times for name, times in _told(check_in).items() if not times["until"]}


def _mg_or_none(milligrams: int) -> str:
    return capitalized(mg_words(milligrams)) if milligrams else _("none")
