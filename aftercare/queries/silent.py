"""Silent patients: a check-in was asked for and none has come. Silence is not reassurance.

The protocol's silence rules decide (PROTOCOL.md, "Reading the clocks"): their open flags are read. A patient
stands here until a check-in comes, a nurse has resolved the flag, or somebody has phoned.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from aftercare.models import CheckIn, Flag, Patient, User
from aftercare.models.flags import FlagQuerySet
from aftercare.queries.access import visible_patients
from aftercare.queries.records import current_version
from aftercare.queries.silent_tries import Try, tries_of, try_words, why_not_asked
from aftercare.queries.wording import Phone, When, phone, when

READ_AT_MOST, SHOWN_AT_MOST = 1000, 100
BAD, NEVER, FINE = "bad", "never", "fine"
WORST_FIRST = (BAD, NEVER, FINE)
SHAPES = {BAD: ("urgent", "urgent"), NEVER: ("ask", "ask"), FINE: ("", "check")}
"""The tone and the icon of what was heard last."""

Unanswered = Any
"""A flag of a silence rule with `last_at` and `last_advice` of the last check-in, None without one."""


@dataclass(frozen=True, slots=True)
class SilentRow:
    """A patient who has not reported by `due`, and what was heard last. `flag` is None for who reads none.
    `tries` say what was done since. How it goes can be asked, or `not_asked` says why not.
    """

    id: UUID
    name: str
    phone: Phone | None
    due: When
    heard: str
    heard_at: When | None
    tone: str
    icon: str
    flag: UUID | None
    tries: tuple[str, ...]
    not_asked: str


@dataclass(frozen=True, slots=True)
class SilentPage:
    """The list, the worst and then the oldest first. `more`: not all are shown."""

    rows: tuple[SilentRow, ...]
    more: str


def silent_page(*, user: User, now: datetime) -> SilentPage:
    """The silent patients of the clinic of `user`: four queries, three for who reads no flags.

    How the last report was is told to those only who may read it.
    """
    of_patient: dict[UUID, Unanswered] = {}
    for flag in _unanswered(user):
        of_patient.setdefault(flag.patient_id, flag)
    found = sorted(of_patient.values(), key=lambda flag: WORST_FIRST.index(_heard(flag, user)))
    shown = found[:SHOWN_AT_MOST]
    tries = tries_of(shown, user)
    more = _("The first %(count)d are shown. The others follow as these are reached.")
    return SilentPage(
        rows=tuple(_row(flag, tries, user, now) for flag in shown),
        more=more % {"count": SHOWN_AT_MOST} if len(found) > SHOWN_AT_MOST else "",
    )


def is_silent(*, patient: Patient) -> bool:
    """Whether a patient in care stands on the list."""
    return patient.in_care and _unanswered_flags().filter(patient=patient).exists()


def _unanswered(user: User) -> list[Unanswered]:
    """Those of the clinic's patients in care, the oldest first."""
    flags = _unanswered_flags().filter(
        clinic=user.clinic_id, patient__in=visible_patients(user=user).in_care()
    )
    return list(flags.select_related("patient__user").order_by("raised_at", "id")[:READ_AT_MOST])


def _unanswered_flags() -> FlagQuerySet:
    """The open flags of silence since which nobody has heard of the patient."""
    rules = [rule.id for rule in current_version().protocol.silence_rules]
    reports = CheckIn.objects.filter(patient=OuterRef("patient")).order_by("-at", "-id")
    return (
        Flag.objects.open()
        .filter(rule__in=rules)
        .annotate(
            last_at=Subquery(reports.values("at")[:1]), last_advice=Subquery(reports.values("advice")[:1])
        )
        .filter(
            Q(last_at=None) | Q(last_at__lte=F("raised_at")),
            Q(patient__reached_at=None) | Q(patient__reached_at__lt=F("raised_at")),
        )
    )


def _heard(flag: Unanswered, user: User) -> str:
    """What the last report was like, as far as `user` may know: bad is one that was answered with a card."""
    if flag.last_at is None:
        return NEVER
    return BAD if flag.last_advice and user.is_clinical else FINE


def _row(flag: Unanswered, tries: Mapping[UUID, Iterable[Try]], user: User, now: datetime) -> SilentRow:
    patient: Patient = flag.patient
    heard, zone = _heard(flag, user), user.clinic.tz
    mine = list(tries.get(patient.pk, ()))
    tone, icon = SHAPES[heard] if user.is_clinical or heard == NEVER else ("", "checkin")
    words = {
        BAD: _("Last report was bad"),
        NEVER: _("Never heard from"),
        FINE: _("Last report was fine") if user.is_clinical else _("Last report"),
    }
    return SilentRow(
        id=patient.pk,
        name=patient.user.full_name,
        phone=phone(patient.phone or None),
        due=when(flag.raised_at, zone, now),
        heard=words[heard],
        heard_at=None if flag.last_at is None else when(flag.last_at, zone, now),
        tone=tone,
        icon=icon,
        flag=flag.pk if user.is_clinical else None,
        tries=tuple(try_words(one, user, zone, now) for one in mine if one.at >= flag.raised_at),
        not_asked=why_not_asked(patient, mine, zone, now),
    )
