"""How a call to a patient who went silent ended: each outcome is a button of its own."""

from django import forms

from aftercare.models import FlagAction

Outcome = FlagAction.CallOutcome
OUTCOMES = [
    (one.value, one.label)
    for one in (Outcome.REACHED, Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.WRONG_NUMBER)
]


class SilentCallForm(forms.Form):
    """An outcome. `submission` names the page it was sent from, so that sent twice it is one call."""

    outcome = forms.ChoiceField(choices=OUTCOMES)
    submission = forms.UUIDField()
