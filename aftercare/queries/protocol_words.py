"""Windows, limits and lengths of the protocol in words: "for 7 days from the session"."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.clinical_time import Duration
from aftercare.domain.protocol import (
    Clock,
    Direction,
    Reason,
    ReminderRule,
    SilenceRule,
    SourceRange,
    SymptomRule,
)
from aftercare.queries.wording import format_clock, remembered


@remembered
def duration_words(duration: Duration) -> str:
    """A length in its one unit: "24 hours", "7 days", "3 months"."""
    if duration.hours:
        return ngettext("%(count)d hour", "%(count)d hours", duration.hours) % {"count": duration.hours}
    if duration.months:
        return ngettext("%(count)d month", "%(count)d months", duration.months) % {"count": duration.months}
    return ngettext("%(count)d day", "%(count)d days", duration.days) % {"count": duration.days}


def window_words(duration: Duration | None) -> str:
    """When a restriction holds, around a session; without a duration it is one of the pause."""
    if duration is None:
        return _("in the pause before a session")
    return _("for %(length)s from the session") % {"length": duration_words(duration)}


def range_words(one: SourceRange) -> str:
    """How a source words a length: "overview: 24 hours to 48 hours"."""
    words = {
        "source": one.source,
        "least": duration_words(one.least),
        "most": duration_words(one.most),
    }
    patterns = {
        Direction.BETWEEN: _("%(source)s says %(least)s to %(most)s"),
        Direction.AT_LEAST: _("%(source)s says at least %(least)s"),
        Direction.AT_MOST: _("%(source)s says at most %(most)s"),
    }
    return patterns[one.direction] % words


def limit_words(rule: SymptomRule) -> str:
    """From when on a symptom is flagged: "at once", "longer than 6 hours, from when it began"."""
    if rule.longer_than is None:
        return _("at once")
    length = {"length": duration_words(rule.longer_than)}
    if rule.clock is Clock.SESSION:
        return _("longer than %(length)s, from the session") % length
    return _("longer than %(length)s, from when it began") % length


def silence_words(rule: SilenceRule) -> str:
    """From when on silence is flagged."""
    if rule.every is not None and rule.within is not None:
        words = {"every": duration_words(rule.every), "within": duration_words(rule.within)}
        return _("for %(every)s, in the first %(within)s after a session") % words
    words = {
        "start": duration_words(rule.asked_from or Duration()),
        "end": duration_words(rule.by or Duration()),
    }
    return _("from 00:00 on the date %(start)s after a session until %(end)s after it") % words


def reminder_due_words(rule: ReminderRule) -> str:
    """When a reminder is due."""
    words = {
        "clock": format_clock(rule.clock),
        "delay": duration_words(rule.delay),
        "earliest": duration_words(rule.earliest),
        "minutes": rule.minutes_before_quiet,
        "settled": duration_words(rule.settled_for),
        "days": ", ".join(map(str, rule.days)),
        "months": ", ".join(map(str, rule.months)),
        "before": duration_words(Duration(days=rule.days_before)),
    }
    patterns = {
        Reason.PLAN_READY: _("%(delay)s after a session is completed"),
        Reason.HEAT_CHECK: _(
            "%(delay)s after a session is completed; in quiet hours %(minutes)d minutes before they begin, "
            "if that is at least %(earliest)s after the session"
        ),
        Reason.CHECK_IN: _("at %(clock)s on days %(days)s and in months %(months)s after a session"),
        Reason.PLAN_CHANGE: _(
            "at %(clock)s on a date on which something becomes less strict, "
            "if nothing stricter follows within %(settled)s"
        ),
        Reason.PAUSE_TOMORROW: _("at %(clock)s, %(before)s before the pause starts"),
        Reason.PAUSE_START: _("at %(clock)s on the first date of the pause"),
        Reason.APPOINTMENT: _("at %(clock)s, %(before)s before a session"),
        Reason.RECHECK: _("the moment a clock of triage runs out"),
    }
    return patterns[rule.reason] % words


def reminder_end_words(rule: ReminderRule) -> str:
    """Until when a reminder is worth sending."""
    after = _("%(length)s later") % {"length": duration_words(rule.expires_after)}
    words = {
        Reason.CHECK_IN: _("the end of the date; in months %(after)s") % {"after": after},
        Reason.PLAN_CHANGE: _("the end of the date"),
        Reason.PAUSE_TOMORROW: _("the start of the pause"),
        Reason.PAUSE_START: _("the session"),
        Reason.APPOINTMENT: _("the session"),
    }
    return words.get(rule.reason, after)
