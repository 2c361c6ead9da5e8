"""Which questions a check-in asks: made from the protocol and from what was told last time."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from aftercare.domain.protocol import Symptom
from aftercare.forms.limitation_question import LimitationQuestion
from aftercare.forms.medicine_questions import MedicineQuestion, medicine_field
from aftercare.forms.symptom_questions import NO, OVER, YES, Asked, PainScale, SymptomQuestion, Ticked
from aftercare.forms.when_questions import SAME, UNKNOWN, Moment, WhenQuestion, likely_moments
from aftercare.models.check_ins import PAIN
from aftercare.queries.check_in_start import CheckInStart
from aftercare.queries.wording import format_instant

EMERGENCY_GROUP = "emergency"
NONE_OF_THESE, NOTHING_ELSE = "none-of-these", "nothing-else"
ALWAYS_ASKED = ("heat", "redness")
"""Asked by name every time: their clock of six hours is the shortest."""


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one form, in the order in which they stand. `urgent`: the signs of danger that were
    present last time; `emergencies`: the others. `asked`: what else is asked by name.
    """

    start: CheckInStart
    urgent: tuple[Asked, ...]
    emergencies: tuple[Ticked, ...]
    asked: tuple[Asked, ...]
    pain: PainScale
    limitation: LimitationQuestion
    others: tuple[Ticked, ...]
    medicines: tuple[MedicineQuestion, ...]

    @classmethod
    def of(cls, start: CheckInStart) -> "Questions":
        """The questions for a patient at one time."""
        maker = _Maker(start)
        by_name = {symptom.id: symptom for symptom in start.protocol.symptoms}
        named = [*start.present_last_time, *ALWAYS_ASKED]
        named = [name for name in dict.fromkeys(named) if name in by_name and not by_name[name].scored]
        urgent = [name for name in named if by_name[name].group == EMERGENCY_GROUP]
        calm = [name for name in by_name if name in named and name not in urgent]
        rest = [one for one in start.protocol.symptoms if one.id not in named and not one.scored]
        return cls(
            start=start,
            urgent=tuple(maker.asked(by_name[name]) for name in urgent),
            emergencies=tuple(maker.ticked(one) for one in rest if one.group == EMERGENCY_GROUP),
            asked=tuple(maker.asked(by_name[name]) for name in calm),
            pain=maker.pain(by_name[PAIN]),
            limitation=LimitationQuestion(start.areas),
            others=tuple(maker.ticked(one) for one in rest if one.group != EMERGENCY_GROUP),
            medicines=tuple(maker.medicine(topic) for topic in start.medicine_topics),
        )

    @property
    def symptoms(self) -> tuple[SymptomQuestion, ...]:
        """All that ask about a symptom."""
        return (*self.urgent, *self.emergencies, *self.asked, self.pain, *self.others)

    @property
    def emergency_names(self) -> frozenset[str]:
        """The signs of danger that are asked about."""
        return frozenset(question.name for question in (*self.urgent, *self.emergencies))

    def fields(self, told: Container[str]) -> dict[str, forms.Field]:
        """The fields of all questions; for times only of what was ticked, by the names in `told`."""
        fields: dict[str, forms.Field] = {}
        for question in (*self.symptoms, self.limitation, *self.medicines):
            fields |= question.fields()
        for question in (*self.emergencies, *self.others):
            if question.name in told:
                fields |= question.when_fields()
        return fields | {name: _none_box() for name in (NONE_OF_THESE, NOTHING_ELSE)}


class _Maker:
    """Makes the questions of one form; the likely times are worked out once."""

    def __init__(self, start: CheckInStart) -> None:
        self.start = start
        self.moments = likely_moments(start.opened_at, start.zone)

    def ticked(self, symptom: Symptom) -> Ticked:
        # In an emergency nobody is held up by a question of time.
        initial = UNKNOWN if symptom.group == EMERGENCY_GROUP else ""
        return Ticked(symptom.id, symptom.name, self.since(symptom, initial), self.until(symptom))

    def asked(self, symptom: Symptom) -> Asked:
        again = symptom.id in self.start.present_last_time
        return Asked(
            name=symptom.id,
            subject=symptom.name,
            since=self.since(symptom, SAME if again else ""),
            until=self.until(symptom),
            legend=self._legend(symptom, again),
            hint=self.start.told_last_time(symptom.id) if again else "",
            words=_words_again() if again else _words(),
        )

    def pain(self, symptom: Symptom) -> PainScale:
        again = symptom.id in self.start.present_last_time
        hint = _("0 is no pain. 10 is the worst you can imagine.")
        if self.start.previous is not None:
            asked = _("Count from your last check-in, %(time)s.") % {
                "time": self._time(self.start.previous.at)
            }
            hint = f"{hint} {asked}"
        # Pain is told every time and mostly goes on: its beginning is asked, and need not be known.
        times = self.since(symptom, SAME if again else UNKNOWN), self.until(symptom)
        return PainScale(symptom.id, symptom.name, *times, hint=hint)

    def since(self, symptom: Symptom, initial: str) -> WhenQuestion:
        return self._when(
            f"{symptom.id}_since",
            symptom,
            _("%(symptom)s: when did it start?") % {"symptom": symptom.name},
            _("say when it started."),
            moments=(*self._same(symptom), *self.moments) if initial == SAME else self.moments,
            initial=initial,
        )

    def until(self, symptom: Symptom) -> WhenQuestion:
        legend = _("%(symptom)s: when was it over?") % {"symptom": symptom.name}
        name = f"{symptom.id}_until"
        return self._when(
            name, symptom, legend, _("say when it was over."), knows=False, moments=self.moments
        )

    def medicine(self, topic: str) -> MedicineQuestion:
        subject = self.start.protocol.topic(topic).short_name
        used = WhenQuestion(
            name=f"{medicine_field(topic)}_when",
            subject=subject,
            legend=_("%(what)s: when was it, the last time?") % {"what": subject},
            moments=self.moments,
            missing=_("say when you used it, or choose “I don't know”."),
            zone=self.start.zone,
            initial=UNKNOWN,
        )
        return MedicineQuestion(topic, subject, used)

    def _when(
        self,
        name: str,
        symptom: Symptom,
        legend: str,
        missing: str,
        moments: tuple[Moment, ...],
        **more: object,
    ) -> WhenQuestion:
        return WhenQuestion(
            name=name,
            subject=symptom.name,
            legend=legend,
            moments=moments,
            missing=missing,
            zone=self.start.zone,
            hint=_("Your best guess is fine."),
            **more,
        )

    def _same(self, symptom: Symptom) -> tuple[Moment, ...]:
        since = self.start.present_last_time[symptom.id]
        note = self._time(since) if since is not None else ""
        return (Moment(SAME, _("As I told you"), note, since),)

    def _legend(self, symptom: Symptom, again: bool) -> str:
        if again:
            return _("%(symptom)s: is it still there?") % {"symptom": symptom.name}
        return {
            "heat": _("Is the skin warm or hot at your %(areas)s?"),
            "redness": _("Is the skin red at your %(areas)s?"),
        }[symptom.id] % {"areas": self.start.areas}

    def _time(self, instant: datetime) -> str:
        return format_instant(instant, self.start.zone, self.start.now)


def _none_box() -> forms.Field:
    box = forms.CheckboxInput(attrs={"value": YES, "data-none": True})
    return forms.BooleanField(label=_("None of these"), required=False, widget=box)


def _words() -> tuple[tuple[str, str], ...]:
    return ((YES, _("Yes, now")), (OVER, _("It was, but it is over")), (NO, _("No")))


def _words_again() -> tuple[tuple[str, str], ...]:
    """Of something that was there: it goes on or is over. A plain "no" would leave its end open."""
    return ((YES, _("Yes, it is still there")), (OVER, _("No, it is over")))
