"""The parts of a nurse's queue: which flags each holds, and how many patients stand in each."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Exists,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject

from aftercare.domain.clinical_time import local_date, start_of_day
from aftercare.models import CheckIn, Clinic, Flag, Holiday, Message, ProtocolVersion, TreatedArea, User
from aftercare.models.flags import FlagQuerySet
from aftercare.queries.prepared import prepared

ROWS_A_PAGE = 25
COUNTED_AT_MOST = 1000
"""Counting stops here, so that a long queue is not slower to open than a short one."""
EMERGENCIES_TOLD = 50
"""The latest ones that wait, by which a page knows that one is new."""

IN_A_ROW = (
    "rule",
    "rule_name",
    "severity",
    "symptoms",
    "onset_at",
    "raised_at",
    "due_at",
    "acknowledged_at",
    "snoozed_until",
    "recheck_at",
    "resolved_at",
    "disposition",
    "previous",
    "patient__baseline_pain",
    "patient__zone",
    "patient__user__full_name",
    "session__at",
    "holder__full_name",
    "holder__is_active",
    "resolved_by__full_name",
)
"""What a row tells of a flag: a list asks again so often that it reads nothing else."""
TOLD = ("at", "symptoms", "pain_score", "acetaminophen_mg_24h", "taken")
"""What it tells of a check-in."""

OPEN, MINE, FREE, OVERDUE, SNOOZED = "open", "mine", "unclaimed", "overdue", "snoozed"
CLOSED, MESSAGES = "closed", "messages"
OPEN_PARTS = (OPEN, MINE, FREE, OVERDUE, SNOOZED)
PARTS = (*OPEN_PARTS, CLOSED, MESSAGES)


class Asked(NamedTuple):
    """What is asked of a clinic's queue: by whom, when, since which midnight of the clinic things count as
    today's, which part and page of it, and of which rule alone.
    """

    clinic: UUID
    user: UUID
    now: datetime
    midnight: datetime
    show: str
    page: int
    rule: str

    @property
    def shown(self) -> slice:
        """The rows of the page, and one more, which says that there is a next page."""
        return slice((self.page - 1) * ROWS_A_PAGE, self.page * ROWS_A_PAGE + 1)

    @property
    def flags(self) -> FlagQuerySet:
        """The flags of the clinic, or of one rule."""
        flags = Flag.objects.filter(clinic=self.clinic)
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
        return self.flags.filter(resolved_at__gte=self.midnight)


def ask_for(*, user: User, show: str, page: int, rule: str, now: datetime) -> Asked:
    """A page of a part of the queue of `user`'s clinic: the open flags where `show` is no part, the first
    where `page` is no page.
    """
    zone = user.clinic.tz
    return Asked(
        clinic=user.clinic_id,
        user=user.pk,
        now=now,
        midnight=start_of_day(local_date(now, zone), zone),
        show=show if show in PARTS else OPEN,
        page=max(page, 1),
        rule=rule,
    )


def clinic_with_counts(asked: Asked) -> Any:
    """The clinic with the patients of each part counted (`part_*`), the flags of the part that is shown, the
    emergencies that wait, since when patients wait for an answer, holidays, the protocol that holds: one
    query.
    """
    clinic: Any = _clinic(*asked._replace(page=1))[0]  # no page changes what is counted
    clinic.holiday_dates = frozenset(clinic.off)
    clinic.part_messages = len(clinic.waiting_since)
    return clinic


@prepared
def _clinic(*given: Any) -> QuerySet[Clinic]:
    asked = Asked(*given)
    parts = {show: asked.part(show).values("patient").distinct() for show in OPEN_PARTS}
    flags = asked.part(asked.show) if asked.show in OPEN_PARTS else asked.closed
    waiting = Message.objects.waiting().of_clinic(asked.clinic).order_by().values("patient")
    since = waiting.annotate(since=Min("written_at")).order_by("since").values("since")[:COUNTED_AT_MOST]
    emergencies = Flag.objects.filter(clinic=asked.clinic).emergencies_waiting().order_by("-raised_at", "-id")
    versions = ProtocolVersion.objects.order_by("-published_at", "-version", "id")
    return Clinic.objects.filter(pk=asked.clinic).annotate(
        waiting_since=ArraySubquery(since),
        off=ArraySubquery(Holiday.objects.filter(clinic=OuterRef("pk")).order_by("date").values("date")),
        emergencies=ArraySubquery(emergencies.values("pk")[:EMERGENCIES_TOLD]),
        protocol_version_id=Subquery(versions.values("pk")[:1]),
        flag_count=_counted(flags.values("pk")),
        part_closed=_counted(asked.closed.values("pk")),
        **{f"part_{show}": _counted(part) for show, part in parts.items()},
    )


def _counted(ids: QuerySet[Any, Any]) -> Func:
    found = ArraySubquery(ids.order_by()[:COUNTED_AT_MOST])
    return Func(found, function="CARDINALITY", output_field=IntegerField())


def flags_of_page(asked: Asked) -> FlagQuerySet:
    """The flags that a page names, in no order: all open ones of its patients, or those that were closed."""
    if asked.show == CLOSED:
        closed = asked.closed.order_by("-resolved_at", "id").values("pk")[asked.shown]
        return Flag.objects.filter(pk__in=closed)
    first = asked.part(asked.show).first_of_each_patient().most_pressing_first()
    return Flag.objects.filter(clinic=asked.clinic, patient__in=first.values("patient")[asked.shown]).open()


def open_flags_of_page(asked: Asked) -> list[list[Any]]:
    """The open flags of the patients of a page, by patient: first the one that gives them their place, the
    most pressing of the part; then all others, those put off too.

    Two queries. With each flag are the last two check-ins of its patient and the areas of its session.
    """
    of_patient: dict[Any, list[Any]] = {}
    leads: dict[Any, Any] = {}
    for flag in _with_evidence(_open_flags(*asked)):
        of_patient.setdefault(flag.patient_id, []).append(flag)
        if flag.in_part:
            leads.setdefault(flag.patient_id, flag)
    return [[lead, *(one for one in of_patient[key] if one is not lead)] for key, lead in leads.items()]


@prepared
def _open_flags(*given: Any) -> FlagQuerySet:
    asked = Asked(*given)
    heard = CheckIn.objects.filter(patient=OuterRef("patient")).order_by("-at", "-id")
    told = JSONObject(at="at", pain="pain_score", symptoms="symptoms")
    return (
        _with_names(flags_of_page(asked))
        .annotate(
            in_part=Exists(asked.part(asked.show).filter(pk=OuterRef("pk"))),
            heard=ArraySubquery(heard.values(told=told)[:2]),
        )
        .most_pressing_first()
    )


def closed_flags_of_page(asked: Asked) -> list[list[Any]]:
    """The flags of a page of those closed today, the latest first, each on its own. Two queries."""
    return [[flag] for flag in _with_evidence(_closed_flags(*asked))]


@prepared
def _closed_flags(*given: Any) -> FlagQuerySet:
    asked = Asked(*given)
    return _with_names(flags_of_page(asked)).order_by("-resolved_at", "id")


def _with_names(flags: FlagQuerySet) -> FlagQuerySet:
    areas = TreatedArea.objects.filter(session=OuterRef("session")).order_by("pk")
    return (
        flags.select_related("patient__user", "session", "holder", "resolved_by")
        .only(*IN_A_ROW)
        .annotate(treated=ArraySubquery(areas.values(named=JSONObject(area="area", side="side"))))
    )


def _with_evidence(flags: list[Any]) -> list[Any]:
    """These flags, each with the check-ins it rests on, in order of time (`told`)."""
    evidence = CheckIn.objects.only(*TOLD).order_by("at", "id")
    prefetch_related_objects(flags, Prefetch("evidence", evidence, to_attr="told"))
    return flags
