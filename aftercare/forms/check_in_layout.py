"""How the check-in is laid out: emergencies first, then by name what is asked every time, then the rest."""

from django.utils.translation import gettext as _

from aftercare.forms.check_in_questions import NONE_OF_THESE, Questions
from aftercare.forms.layout import CalmHelper, Choices, Fieldset, Group, Include, Question, Submit


class Symptoms(Group):
    """Boxes to tick in a grid; one that is open takes the whole width."""

    template = "symptoms"


def lay_out(questions: Questions) -> CalmHelper:
    """The helper of a check-in form."""
    return CalmHelper(
        "submission",
        "opened_at",
        Fieldset(
            _("First, is any of this happening?"),
            Include("patient/_call_911.html"),
            *(question.part() for question in questions.emergencies),
            Choices(NONE_OF_THESE),
        ),
        *(question.part() for question in questions.asked),
        questions.pain.part(),
        Fieldset(
            _("Anything else?"),
            Symptoms(*(question.part() for question in questions.others)),
            hint=_("Tick all that you have, or had since your last check-in."),
        ),
        Fieldset(
            _("Did you use any of these since your last check-in?"),
            Symptoms(*(question.part() for question in questions.medicines)),
            hint=_(
                "Only what you chose yourself. What a doctor prescribed does not count here: do not stop it, "
                "ask us."
            ),
        ),
        Question("acetaminophen", sheet=True, short=True),
        Question("note", sheet=True, optional=True),
        Submit(_("Send check-in")),
    )
