"""What the clinic's figures are counted from: three statements over flags, one over check-ins asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max

from aftercare.models import Flag, FlagAction

HANDLING: Final = (
    FlagAction.Kind.CLAIMED,
    FlagAction.Kind.ACKNOWLEDGED,
    FlagAction.Kind.TAKEN_OVER,
    FlagAction.Kind.HANDED_OVER,
    FlagAction.Kind.SNOOZED,
    FlagAction.Kind.RESOLVED,
)
"""What moves a flag from hand to hand and closes it, and does nothing for the patient. Asking again does
something from the time on at which the patient is asked.
"""
NOTHING_DONE: Final = (Flag.Disposition.NO_ACTION_NEEDED, Flag.Disposition.SELF_CARE)

ALL = "all"

WORKED: Final = """
    WITH worked AS (
        SELECT
            severity, acknowledged_at, resolved_at, due_at,
            date_part('epoch', acknowledged_at - raised_at) AS seen_in,
            date_part('epoch', resolved_at - raised_at) AS closed_in,
            disposition = ANY(%(nothing_done)s) AND NOT EXISTS (
                SELECT FROM aftercare_flagaction AS done
                WHERE done.flag_id = flag.id AND done.kind <> ALL(%(handling)s) AND done.undone_at IS NULL
                    AND (done.until IS NULL OR done.until <= flag.resolved_at)
            ) AS without_action
        FROM aftercare_flag AS flag
        WHERE clinic_id = %(clinic)s AND raised_at >= %(since)s AND raised_at < %(now)s
            AND disposition <> 'entered-in-error'
    )
    SELECT
        coalesce(severity, 'all') AS severity, count(*) AS raised,
        count(acknowledged_at) AS acknowledged,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seen_in) AS acknowledged_in,
        count(resolved_at) AS resolved,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY closed_in) AS resolved_in,
        count(*) FILTER (WHERE acknowledged_at IS NOT NULL OR due_at < %(now)s) AS due,
        count(*) FILTER (WHERE coalesce(acknowledged_at, %(now)s) > due_at) AS overdue,
        count(*) FILTER (WHERE without_action) AS without_action
    FROM worked GROUP BY GROUPING SETS ((severity), ())
"""
"""Times are in seconds: PostgreSQL sorts numbers several times as fast as intervals."""

ANSWERED: Final = """
    WITH asked AS (
        SELECT DISTINCT ON (sent.patient_id, reason->>'key')
            sent.patient_id, reason->>'key' AS key, (reason->>'expires_at')::timestamptz AS until,
            date_trunc('day', sent.due_at AT TIME ZONE patient.zone) AT TIME ZONE patient.zone AS since
        FROM aftercare_reminder AS sent
        JOIN aftercare_patient AS patient ON patient.id = sent.patient_id
        JOIN aftercare_user AS person ON person.id = patient.user_id AND person.clinic_id = %(clinic)s
        CROSS JOIN LATERAL jsonb_array_elements(sent.reasons) AS reason
        WHERE sent.state = 'sent' AND sent.due_at >= %(since)s AND sent.due_at < %(now)s
            AND reason->>'reason' IN ('check-in', 'heat-check')
        ORDER BY sent.patient_id, reason->>'key', sent.due_at
    )
    SELECT
        CASE WHEN key LIKE 'heat-check:%%' THEN 'day-0' ELSE split_part(key, ':', 3) END AS day,
        count(*) AS asked,
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM aftercare_checkin AS report
            WHERE report.patient_id = asked.patient_id
                AND report.at >= asked.since AND report.at < asked.until
        )) AS answered
    FROM asked WHERE until <= %(now)s GROUP BY day
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many flags of one rule and severity."""

    rule_name: str
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class Worked:
    """How flags of one severity, or all, were worked. `*_in`: the median and the 90th percentile, seconds."""

    severity: str
    raised: int = 0
    acknowledged: int = 0
    acknowledged_in: list[float] | None = None
    resolved: int = 0
    resolved_in: list[float] | None = None
    due: int = 0
    overdue: int = 0
    without_action: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """How many check-ins were asked for on one day of recovery ("day-3", "month-4"), and how many came."""

    day: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class FiguresData:
    """All that is counted. `in_error` is how many flags were left out."""

    counted: tuple[Counted, ...]
    worked: Mapping[str, Worked]
    in_error: int
    completion: tuple[Completion, ...]


def count_figures(*, clinic_id: UUID, since: datetime, now: datetime) -> FiguresData:
    """What is counted of `[since, now)` in one clinic: four statements, whatever there is."""
    flags = Flag.objects.filter(clinic=clinic_id, raised_at__gte=since, raised_at__lt=now)
    in_error = Flag.Disposition.ENTERED_IN_ERROR
    counted = (
        flags.exclude(disposition=in_error)
        .values_list("severity", "gravity", "rule")
        .annotate(name=Max("rule_name"), count=Count("id"))
        .order_by("-gravity", "-count", "rule")
    )
    values = {
        "clinic": clinic_id,
        "since": since,
        "now": now,
        "nothing_done": [str(one) for one in NOTHING_DONE],
        "handling": [str(one) for one in HANDLING],
    }
    return FiguresData(
        counted=tuple(Counted(name, severity, count) for severity, _gravity, _rule, name, count in counted),
        worked={row["severity"]: Worked(**row) for row in _rows(WORKED, values)},
        in_error=flags.filter(disposition=in_error).count(),
        completion=tuple(Completion(**row) for row in _rows(ANSWERED, values)),
    )


def _rows(sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement, by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
