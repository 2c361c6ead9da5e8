"""The parts of a nurse's queue: which flags each holds, and how many patients stand in each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, IntegerField, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import JSONObject

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.models import CheckIn, Clinic, Flag, Holiday, Message, ProtocolVersion, TreatedArea, User
from aftercare.models.flags import FlagQuerySet

ROWS_A_PAGE = 50
COUNTED_AT_MOST = 1000
"""Counting stops here, so that a long queue is not slower to open than a short one."""
EMERGENCIES_TOLD = 50
"""The latest ones that wait, by which a page knows that one is new."""

OPEN, MINE, FREE, OVERDUE, SNOOZED = "open", "mine", "unclaimed", "overdue", "snoozed"
CLOSED, MESSAGES = "closed", "messages"
OPEN_PARTS = (OPEN, MINE, FREE, OVERDUE, SNOOZED)
PARTS = (*OPEN_PARTS, CLOSED, MESSAGES)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the queue: by whom, which part and page of it, of one rule alone, and when."""

    user: User
    show: str
    page: int
    rule: str
    now: datetime

    @property
    def shown(self) -> slice:
        """The rows of the page, and one more, which says that there is a next page."""
        return slice((self.page - 1) * ROWS_A_PAGE, self.page * ROWS_A_PAGE + 1)

    @property
    def flags(self) -> FlagQuerySet:
        """The flags of the clinic, or of one rule."""
        flags = Flag.objects.filter(clinic=self.user.clinic_id)
        return flags.filter(rule=self.rule) if self.rule else flags

    def part(self, show: str) -> FlagQuerySet:
        """The open flags of one part."""
        if show == MINE:
            return self.flags.open().filter(holder=self.user)
        if show == FREE:
            return self.flags.at_hand(self.now).filter(holder__isnull=True)
        if show == OVERDUE:
            return self.flags.overdue(self.now)
        if show == SNOOZED:
            return self.flags.snoozed(self.now)
        return self.flags.at_hand(self.now)

    @property
    def closed(self) -> FlagQuerySet:
        """The flags resolved since the clinic's midnight."""
        zone = self.user.clinic.tz
        return self.flags.filter(resolved_at__gte=start_of_day(local_date(self.now, zone), zone))


def clinic_with_counts(asked: Asked) -> Any:
    """The clinic with the patients of each part counted (`part_*`), the flags of the part that is shown, the
    emergencies that wait, since when patients wait for an answer, holidays, the protocol that holds: one
    query.
    """
    clinic_id = asked.user.clinic_id
    parts = {show: asked.part(show).values("patient").distinct() for show in OPEN_PARTS}
    flags = asked.part(asked.show) if asked.show in OPEN_PARTS else asked.closed
    waiting = Message.objects.waiting().of_clinic(clinic_id).order_by().values("patient")
    since = waiting.annotate(since=Min("written_at")).order_by("since").values("since")[:COUNTED_AT_MOST]
    emergencies = Flag.objects.filter(clinic=clinic_id).emergencies_waiting().order_by("-raised_at", "-id")
    versions = ProtocolVersion.objects.order_by("-published_at", "-version", "id")
    clinic: Any = Clinic.objects.annotate(
        waiting_since=ArraySubquery(since),
        off=ArraySubquery(Holiday.objects.filter(clinic=OuterRef("pk")).order_by("date").values("date")),
        emergencies=ArraySubquery(emergencies.values("pk")[:EMERGENCIES_TOLD]),
        protocol_version_id=Subquery(versions.values("pk")[:1]),
        flag_count=_counted(flags.values("pk")),
        part_closed=_counted(asked.closed.values("pk")),
        **{f"part_{show}": _counted(part) for show, part in parts.items()},
    ).get(pk=clinic_id)
    clinic.holiday_dates = frozenset(clinic.off)
    clinic.part_messages = len(clinic.waiting_since)
    return clinic


def _counted(ids: QuerySet[Any, Any]) -> Func:
    found = ArraySubquery(ids.order_by()[:COUNTED_AT_MOST])
    return Func(found, function="CARDINALITY", output_field=IntegerField())


def open_flags_of_page(asked: Asked) -> list[list[Any]]:
    """The open flags of the patients of a page, by patient: first the one that gives them their place, the
    most pressing of the part; then all others, those put off too.

    Two queries. With each flag are the last two check-ins of its patient and the areas of its session.
    """
    part = asked.part(asked.show)
    patients = part.first_of_each_patient().most_pressing_first().values("patient")[asked.shown]
    flags = Flag.objects.filter(clinic=asked.user.clinic_id, patient__in=patients).open()
    heard = CheckIn.objects.filter(patient=OuterRef("patient")).order_by("-at", "-id")
    told = JSONObject(at="at", pain="pain_score", symptoms="symptoms")
    found: Any = _with_names(flags).annotate(
        in_part=Exists(part.filter(pk=OuterRef("pk"))), heard=ArraySubquery(heard.values(told=told)[:2])
    )
    of_patient: dict[Any, list[Any]] = {}
    leads: dict[Any, Any] = {}
    for flag in found.most_pressing_first():
        of_patient.setdefault(flag.patient_id, []).append(flag)
        if flag.in_part:
            leads.setdefault(flag.patient_id, flag)
    return [[lead, *(one for one in of_patient[key] if one is not lead)] for key, lead in leads.items()]


def closed_flags_of_page(asked: Asked) -> list[list[Any]]:
    """The flags of a page of those closed today, the latest first, each on its own. Two queries."""
    flags = _with_names(asked.closed).order_by("-resolved_at", "id")
    return [[flag] for flag in flags[asked.shown]]


def _with_names(flags: FlagQuerySet) -> FlagQuerySet:
    areas = TreatedArea.objects.filter(session=OuterRef("session")).order_by("pk")
    return (
        flags.select_related("patient__user", "session", "holder", "resolved_by")
        .prefetch_related(Prefetch("evidence", CheckIn.objects.order_by("at", "id")))
        .annotate(treated=ArraySubquery(areas.values(named=JSONObject(area="area", side="side"))))
    )
