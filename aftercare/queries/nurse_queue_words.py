"""What the parts of a nurse's queue are called, and what they say of themselves, the empty ones too."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.queries.nurse_queue_parts import (
    CLOSED,
    COUNTED_AT_MOST,
    FREE,
    MESSAGES,
    MINE,
    OPEN,
    OVERDUE,
    ROWS_A_PAGE,
    SNOOZED,
)


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands where there is no flag; `href` and `action` lead to where there may be some."""

    title: str
    text: str
    href: str = ""
    action: str = ""


def part_names() -> dict[str, str]:
    """The parts in their order."""
    return {
        OPEN: _("Open"),
        MINE: _("Mine"),
        FREE: _("Nobody's"),
        OVERDUE: _("Overdue"),
        SNOOZED: _("Put off"),
        CLOSED: _("Closed today"),
        MESSAGES: _("Messages"),
    }


def caption(show: str) -> str:
    """What a part holds, and in which order."""
    return {
        OPEN: _("Patients with open flags, most pressing first"),
        MINE: _("Patients with open flags that you have in hand, most pressing first"),
        FREE: _("Patients with open flags that nobody has in hand, most pressing first"),
        OVERDUE: _("Patients with flags that nobody acknowledged in time, most pressing first"),
        SNOOZED: _("Patients with flags that were put off, most pressing first"),
        CLOSED: _("Flags closed today, the latest first"),
        MESSAGES: _("Patients who wait for an answer, the longest first"),
    }[show]


def count_text(count: int) -> str:
    """A capped count: "12", "999+"."""
    return str(count) if count < COUNTED_AT_MOST else f"{COUNTED_AT_MOST - 1}+"


def counted_words(show: str, rows: int, flags: int) -> str:
    """What the number of a part counts: "12 patients, 15 flags"."""
    patients = ngettext("%(count)s patient", "%(count)s patients", rows) % {"count": count_text(rows)}
    if show == MESSAGES:
        return patients
    found = ngettext("%(count)s flag", "%(count)s flags", flags) % {"count": count_text(flags)}
    return found if show == CLOSED else _("%(patients)s, %(flags)s") % {"patients": patients, "flags": found}


def range_text(page: int, rows: int, count: str) -> str:
    """Which of them are shown: "51 to 73 of 73"; empty while all fit on one page."""
    first = (page - 1) * ROWS_A_PAGE + 1
    if not rows or count == str(rows):
        return ""
    return _("%(first)d to %(last)d of %(count)s") % {
        "first": first,
        "last": first + rows - 1,
        "count": count,
    }


def nothing_here(show: str) -> Empty:
    """Calm words where there is nothing; never that all is well."""
    title, text = {
        OPEN: (_("No open flags"), _("New ones appear here by themselves, also when a clock runs out.")),
        MINE: (
            _("None of the open flags is yours"),
            _("A flag is yours once you have claimed or acknowledged it."),
        ),
        FREE: (_("Somebody has each of the open flags"), _("What nobody has in hand stands here.")),
        OVERDUE: (_("No flag is overdue"), _("What nobody acknowledges in time stands here.")),
        SNOOZED: (_("No flag is put off"), _("What was put off comes back to the open ones by itself.")),
        CLOSED: (_("No flag was closed today"), _("What you resolve stands here until midnight.")),
        MESSAGES: (_("No message waits"), _("What patients write stands here until it is answered.")),
    }[show]
    return Empty(title, text)
