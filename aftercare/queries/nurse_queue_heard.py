"""How a patient is since the check-in before: what the last two say, in a word with its shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Protocol
from aftercare.models.check_ins import PAIN
from aftercare.queries.flag_words import symptom_words
from aftercare.queries.wording import format_brief


@dataclass(frozen=True, slots=True)
class Heard:
    """The word with its icon and tone, and beneath what it rests on."""

    icon: str
    tone: str
    text: str
    detail: str


def heard(
    reports: Sequence[dict[str, Any]], raised_at: datetime, protocol: Protocol, zone: ZoneInfo, now: datetime
) -> Heard:
    """Of the last two check-ins, the later one first. Where none came since the last flag was raised, at
    `raised_at`, that is what counts.

    Worse is more pain or a symptom that was not there; better is less pain or one that is gone, and nothing
    worse.
    """
    if not reports:
        return Heard("unheard", "urgent", _("Never heard from"), "")
    last, *before = reports
    time = {"time": format_brief(datetime.fromisoformat(last["at"]), zone, now)}
    if datetime.fromisoformat(last["at"]) < raised_at:
        return Heard("unheard", "urgent", _("Not heard since"), time["time"])
    if not before:
        return Heard("same", "", _("First check-in"), time["time"])
    new, gone = (symptom_words(protocol, names) for names in _came_and_went(last, before[0]))
    change = last["pain"] - before[0]["pain"]
    words = [
        _("new: %(symptoms)s") % {"symptoms": new} if new else "",
        _("pain %(now)d, was %(before)d") % {"now": last["pain"], "before": before[0]["pain"]}
        if change
        else "",
        _("gone: %(symptoms)s") % {"symptoms": gone} if gone else "",
        time["time"],
    ]
    detail = "; ".join(word for word in words if word)
    if new or change > 0:
        return Heard("worse", "urgent", _("Worse"), detail)
    if gone or change < 0:
        return Heard("better", "ok", _("Better"), detail)
    return Heard("same", "", _("The same"), detail)


def _came_and_went(last: dict[str, Any], before: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The symptoms that are there since the check-in before, and those that are not any more."""
    there, was = _present(last), _present(before)
    return [one for one in there if one not in was], [one for one in was if one not in there]


def _present(report: dict[str, Any]) -> list[str]:
    return [name for name, times in report["symptoms"].items() if name != PAIN and not times["until"]]
