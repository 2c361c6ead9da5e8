"""What to expect, short and calm, on the days on which it helps. Source: PROTOCOL.md, "Expectations".

Nothing is ever called a failed treatment, and no result is promised.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

SORE_DAYS = 3  # "soreness for a few days is normal (3 days)"
RESULTS_ASKED_FROM_DAY = 14
RESULTS_BEGIN_DAY = 90  # "results usually begin at 3-4 months"
MONTH_4_DAY = 120
MONTH_9_DAY = 270
LAST_DAY = 400  # "often best near 9 months"; a booster is a question after a year


@dataclass(frozen=True, slots=True)
class Expectation:
    """A heading and its sentences."""

    title: str
    lines: tuple[str, ...]


def expectation(day: int | None, *, exosome: bool) -> Expectation | None:
    """What to say on `day` after the latest session (None before the first); None where nothing helps."""
    if day is None:
        lines = [_("After a session, being sore for a few days is normal."), _results_begin()]
        return Expectation(_("What to expect"), (*lines, *_investigational(exosome)))
    if day <= SORE_DAYS:
        return Expectation(_("What is normal now"), _first_days())
    if day < RESULTS_ASKED_FROM_DAY or day > LAST_DAY:
        return None
    if day < RESULTS_BEGIN_DAY:
        lines = [_("It is too early to tell how well the treatment works."), _results_begin()]
    elif day < MONTH_4_DAY:
        lines = [_results_begin(), _some_see_none()]
    else:
        lines = [_results_go_on(), _some_see_none(), _ask_about_more()]
    return Expectation(_("How results come"), (*lines, *_investigational(exosome)))


def _first_days() -> tuple[str, ...]:
    return (
        _("Being sore for a few days is normal."),
        _(
            "A little redness, swelling, warmth or small bumps usually settle in a few days. "
            "Tell us about them: we watch how long they last."
        ),
    )


def _results_begin() -> str:
    return _("Results usually begin after 3 to 4 months. They are often best after about 9 months.")


def _results_go_on() -> str:
    return _("Results are often best after about 9 months.")


def _some_see_none() -> str:
    return _("Some people see no clear change.")


def _ask_about_more() -> str:
    return _("Some people need more than one session. Talk to us about what you notice.")


def _investigational(exosome: bool) -> tuple[str, ...]:
    if not exosome:
        return ()
    return (
        _(
            "Exosome products are still being studied. "
            "None is approved by the FDA, and long-term effects are not known."
        ),
    )
