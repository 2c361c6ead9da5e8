"""The check-in: every symptom, pain, medicines, a note. It reads and judges; it saves nothing.

Warmth and redness are asked one by one, though one rule runs over both: a nurse must know which it was.
"""

import uuid
from datetime import UTC, datetime, timedelta
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from aftercare.domain.check_in import CheckIn, SymptomReport
from aftercare.forms.check_in_layout import lay_out
from aftercare.forms.check_in_questions import NONE_OF_THESE, Questions
from aftercare.forms.medicine_questions import MilligramsField
from aftercare.forms.symptom_questions import Reading
from aftercare.queries.check_in_start import CheckInStart

LONGEST_NOTE = 2000  # characters
LONGEST_OPEN = timedelta(days=30)
"""A form that says to be open for longer is not believed; a session does not last half as long."""


class CheckInForm(forms.Form):
    """One check-in of one patient. `start` says what is asked and by which clock.

    `report` holds what was told once the form is valid, `partial` what could be read of a refused one.
    See `opened` and `answered`.
    """

    submission = forms.UUIDField(widget=forms.HiddenInput)
    opened_at = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, start: CheckInStart, data: QueryDict | None = None) -> None:
        itself = {"submission": str(start.submission), "opened_at": start.opened_at.isoformat()}
        if data is not None:
            data = data.copy()
            for name, value in itself.items():
                data[name] = value
        super().__init__(data, initial=itself)
        self.asked = start
        self.questions = Questions.of(start)
        self.readings: dict[str, Reading] = {}
        self.fields |= self.questions.fields()
        self.fields["acetaminophen"] = MilligramsField()
        self.fields["note"] = forms.CharField(
            label=_("Anything you want to tell the nurse?"),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=LONGEST_NOTE,
            required=False,
        )
        self.helper = lay_out(self.questions)

    def clean(self) -> dict[str, object]:
        """Read every question; each puts its own errors beside its fields."""
        for question in self.questions.symptoms:
            self.readings[question.name] = question.read(self)
        self.taken = dict(filter(None, (question.read(self) for question in self.questions.medicines)))
        self._check_emergencies()
        return self.cleaned_data

    def _check_emergencies(self) -> None:
        none = bool(self.cleaned_data.get(NONE_OF_THESE))
        ticked = any(self.readings[question.name].report for question in self.questions.emergencies)
        if none and ticked:
            self.add_error(
                NONE_OF_THESE, _("You ticked “None of these” and another answer. Which one is right?")
            )
        if not none and not ticked and self.questions.emergencies:
            self.add_error(
                NONE_OF_THESE, _("Say whether any of these is happening, or tick “None of these”.")
            )

    @cached_property
    def report(self) -> CheckIn:
        """What was told, of a valid form."""
        told = {name: reading.report for name, reading in self.readings.items() if reading.report is not None}
        return self._check_in(told, self.taken)

    @cached_property
    def partial(self) -> CheckIn:
        """What could be read of a refused form. Signs that count at once stay without their times, others
        with times that cannot be read are left out.
        """
        told = {}
        for name, reading in self.readings.items():
            if reading.sound and reading.report is not None:
                told[name] = reading.report
            elif reading.report is not None and name in self.asked.counted_at_once:
                told[name] = SymptomReport(score=reading.report.score)
        return self._check_in(told, {})

    def _check_in(self, told: dict[str, SymptomReport], taken: dict[str, datetime | None]) -> CheckIn:
        milligrams = self.cleaned_data.get("acetaminophen")
        if milligrams is None:
            milligrams = self.fields["acetaminophen"].readable(self.data.get("acetaminophen", ""))
        return CheckIn(at=self.asked.now, symptoms=told, acetaminophen_mg_24h=milligrams or 0, taken=taken)


def read_submission(data: QueryDict) -> uuid.UUID | None:
    """The submission a sent form names, or None."""
    try:
        return uuid.UUID(data.get("submission", ""))
    except ValueError:
        return None


def read_opened_at(data: QueryDict, now: datetime) -> datetime | None:
    """When a sent form was opened, or None: not told, not readable, not past, or weeks ago."""
    try:
        opened_at = datetime.fromisoformat(data.get("opened_at", ""))
    except ValueError:
        return None
    if opened_at.tzinfo is None or not now - LONGEST_OPEN <= opened_at <= now:
        return None
    return opened_at.astimezone(UTC)
