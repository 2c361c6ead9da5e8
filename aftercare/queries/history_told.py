"""One thing that is on record, told to one reader: the words that the pages of a history are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from aftercare.models import Patient, User


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the history of whom, in which zone and when; `people` are those known by id only."""

    user: User
    patient: Patient
    zone: ZoneInfo
    now: datetime
    people: Mapping[str, User] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in words. `who` is None for what the portal did by itself. `about` names the thing that
    `href` leads to; where it is empty, the words do.
    """

    who: User | None
    text: str
    href: str = ""
    about: str = ""
    note: str = ""
