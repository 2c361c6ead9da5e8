"""The hand-over at the end of a shift: what is open and who has it, what was done, what is promised next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.models import Clinic, Flag, FlagAction, User
from aftercare.models.flag_actions import FlagActionQuerySet
from aftercare.models.flags import FlagQuerySet
from aftercare.queries.flag_words import seen_words
from aftercare.queries.grammar import capitalized, within
from aftercare.queries.hand_over_next import Promise, load_promises
from aftercare.queries.nurse_flag_record import done_words, person_name
from aftercare.queries.on_call import OnCallNow, on_call_now
from aftercare.queries.time_left import time_left
from aftercare.queries.wording import When, format_brief, format_instant, when_brief

OPEN_AT_MOST, DONE_AT_MOST = 100, 200


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An open flag. `late`: nobody has acknowledged it in its time."""

    href: str
    severity: str
    severity_text: str
    patient: str
    rule: str
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """The open flags that one person has in hand, or nobody."""

    name: str
    rows: tuple[OpenRow, ...]


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One thing that was done about a flag."""

    when: When
    who: str
    what: str
    note: str
    patient: str
    rule: str
    href: str


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """The report of `span`; what is open and promised is told as it stands at `written`."""

    written: str
    span: str
    counts: str
    on_call: OnCallNow
    holders: tuple[Holder, ...]
    more_open: str
    done: tuple[DoneRow, ...]
    more_done: str
    promises: tuple[Promise, ...]


def load_hand_over(*, user: User, start: datetime, end: datetime, now: datetime) -> HandOverPage:
    """The report of `user`'s clinic over `[start, end)`. Eleven queries, whatever the number of rows."""
    clinic: Clinic = user.clinic
    zone = clinic.tz
    flags = Flag.objects.filter(clinic=clinic)
    done = FlagAction.objects.filter(flag__clinic=clinic).done_in(start, end)
    opened = list(_open_flags(flags)[: OPEN_AT_MOST + 1])
    shown = list(_done_rows(done, user, now))
    return HandOverPage(
        written=capitalized(format_instant(now, zone)),
        span=_("%(start)s to %(end)s")
        % {"start": capitalized(format_instant(start, zone)), "end": format_instant(end, zone)},
        counts=_counts(flags.raised_in(start, end).count(), done),
        on_call=on_call_now(clinic, now),
        holders=tuple(_by_holder(opened[:OPEN_AT_MOST], user, now)),
        more_open=_more(OPEN_AT_MOST) if len(opened) > OPEN_AT_MOST else "",
        done=tuple(shown[:DONE_AT_MOST]),
        more_done=_more(DONE_AT_MOST) if len(shown) > DONE_AT_MOST else "",
        promises=load_promises(clinic=clinic, now=now),
    )


def _more(count: int) -> str:
    return _("Only the first %(count)d are shown.") % {"count": count}


def _open_flags(flags: FlagQuerySet) -> FlagQuerySet:
    return flags.open().select_related("patient__user", "holder").with_evidence().most_pressing_first()


def _by_holder(flags: Sequence[Flag], user: User, now: datetime) -> Iterator[Holder]:
    """What nobody has comes first, then the reader's own, then the others by name."""
    rows: dict[User | None, list[OpenRow]] = {}
    for flag in flags:
        rows.setdefault(flag.holder, []).append(_open_row(flag, user.clinic, now))
    order = sorted(rows, key=lambda one: (one is not None, one != user, one.full_name if one else ""))
    for holder in order:
        name = _("Nobody") if holder is None else capitalized(person_name(holder, user))
        yield Holder(name, tuple(rows[holder]))


def _open_row(flag: Flag, clinic: Clinic, now: datetime) -> OpenRow:
    left = time_left(flag.raised_at, flag.due_at, now)
    late = flag.acknowledged_at is None and left.late
    if flag.snoozed_until is not None and flag.snoozed_until > now:
        state = _("put off until %(time)s") % {"time": format_brief(flag.snoozed_until, clinic.tz, now)}
    elif flag.acknowledged_at is not None:
        seen = seen_words(flag, list(flag.evidence.all()), clinic.tz, now)
        raised = _("raised %(time)s") % {"time": format_brief(flag.raised_at, clinic.tz, now)}
        state = f"{raised}, {within(seen)}"
    elif late:
        state = left.text
    else:
        state = _("not seen yet: %(left)s left") % {"left": left.text}
    return OpenRow(
        href=reverse("flag", args=[flag.pk]),
        severity=flag.severity,
        severity_text=str(flag.get_severity_display()),
        patient=flag.patient.user.full_name,
        rule=flag.rule_name,
        state=state,
        late=late,
    )


def _done_rows(done: FlagActionQuerySet, user: User, now: datetime) -> Iterator[DoneRow]:
    """What was done, in the order it was done."""
    rows = done.select_related("by", "to", "flag__patient__user").order_by("at", "id")
    zone = user.clinic.tz
    for action in rows[: DONE_AT_MOST + 1]:
        yield DoneRow(
            when=when_brief(action.at, zone, now),
            who=capitalized(person_name(action.by, user)),
            what=done_words(action, user, zone, now),
            note=action.note,
            patient=action.flag.patient.user.full_name,
            rule=action.flag.rule_name,
            href=reverse("flag", args=[action.flag_id]),
        )


def _counts(raised: int, done: FlagActionQuerySet) -> str:
    """What happened, in numbers: "3 flags rose. 2 acknowledged, 1 resolved, 4 calls, 1 message."."""
    kind = FlagAction.Kind
    found = done.aggregate(
        acknowledged=Count("pk", filter=Q(kind=kind.ACKNOWLEDGED)),
        resolved=Count("pk", filter=Q(kind=kind.RESOLVED)),
        calls=Count("pk", filter=Q(kind=kind.CALLED)),
        messages=Count("pk", filter=Q(kind=kind.REPLIED)),
    )
    rose = ngettext("%(count)d flag rose.", "%(count)d flags rose.", raised) % {"count": raised}
    parts = [
        _("%(count)d acknowledged") % {"count": found["acknowledged"]},
        _("%(count)d resolved") % {"count": found["resolved"]},
        ngettext("%(count)d call", "%(count)d calls", found["calls"]) % {"count": found["calls"]},
        ngettext("%(count)d message", "%(count)d messages", found["messages"]) % {"count": found["messages"]},
    ]
    return f"{rose} {', '.join(parts)}."
