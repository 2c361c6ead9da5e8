"""What to know of a patient before any session is booked: what is open in the record.

Schedulers are told that there is something and that a nurse should look, never what it is.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aftercare.domain.protocol import Severity, SymptomRule
from aftercare.models import Flag, User, Watch
from aftercare.queries.grammar import within
from aftercare.queries.preflight_remarks import Remark
from aftercare.queries.records import ClinicalRecord


def find_cautions(record: ClinicalRecord, user: User) -> tuple[Remark, ...]:
    """The open flags, running symptom clocks and overdue check-ins, as `user` may know them, and whether
    messages arrive. Two queries.

    The clock of a routine rule (every session starts that of pain) is no reason to ask a nurse.
    """
    flags = list(Flag.objects.open().filter(patient=record.patient).most_pressing_first())
    silences = {rule.id for rule in record.protocol.silence_rules}
    clocks = _running_clocks(record)
    out_of_care = [] if record.patient.in_care else [_out_of_care()]
    unreached = [] if record.patient.messages_arrive or out_of_care else [_unreached()]
    overdue = [flag for flag in flags if flag.rule in silences]
    taken = [flag for flag in flags if _taken_in_a_pause(flag, record)]
    others = [flag for flag in flags if flag not in overdue and flag not in taken]
    if not user.is_clinical:
        grave = any(rule.severity is not Severity.ROUTINE for rule in clocks)
        found = [_have_a_nurse_look()] if taken or others or grave else []
        overdue_words = [_overdue(_("Ask the patient to check in."))] if overdue else []
        return (*out_of_care, *unreached, *found, *overdue_words)
    return (
        *out_of_care,
        *unreached,
        *([_taken()] if taken else []),
        *([_open_flags(others)] if others else []),
        *([_clocks([rule.name for rule in clocks])] if clocks else []),
        *([_overdue(_("Its flag is open."))] if overdue else []),
    )


def _running_clocks(record: ClinicalRecord) -> list[SymptomRule]:
    """The symptom rules whose clocks run, each once."""
    rules = {rule.id: rule for rule in record.protocol.symptom_rules}
    running = Watch.objects.filter(patient=record.patient, rule__in=rules).order_by("due_at", "id")
    return [rules[rule] for rule in dict.fromkeys(watch.rule for watch in running)]


def _taken_in_a_pause(flag: Flag, record: ClinicalRecord) -> bool:
    """Whether a check-in within a pause told of an anti-inflammatory, and nobody has taken that on."""
    medicines = {rule.id for rule in record.protocol.medicine_rules if rule.topics}
    in_a_pause = any(pause.holds(flag.raised_at) for _session, pause in record.timeline.pauses)
    return flag.rule in medicines and flag.acknowledged_at is None and in_a_pause


def _out_of_care() -> Remark:
    text = _("Nothing can be booked until the patient is back in care.")
    return Remark("avoid", "urgent", _("No longer in your care."), text)


def _unreached() -> Remark:
    text = _("Tell them of any date by phone.")
    return Remark("urgent", "urgent", _("No message reaches this patient."), text)


def _have_a_nurse_look() -> Remark:
    text = _("Something in this patient's record is open.")
    return Remark("urgent", "urgent", _("Have a nurse look first."), text)


def _overdue(text: str) -> Remark:
    return Remark("urgent", "urgent", _("A check-in is overdue."), text)


def _taken() -> Remark:
    title = _("An anti-inflammatory was reported in the pause.")
    return Remark(
        "urgent", "urgent", title, _("Nobody has acknowledged it yet. Have a look before you book.")
    )


def _open_flags(flags: Sequence[Flag]) -> Remark:
    title = ngettext("A flag is open.", "%(count)d flags are open.", len(flags)) % {"count": len(flags)}
    names = dict.fromkeys(flag.rule_name for flag in flags)
    return Remark("urgent", "urgent", title, _("%(names)s.") % {"names": "; ".join(names)})


def _clocks(names: Sequence[str]) -> Remark:
    title = ngettext("A symptom clock runs.", "%(count)d symptom clocks run.", len(names))
    title %= {"count": len(names)}
    return Remark(
        "urgent",
        "urgent",
        title,
        _("It counts towards: %(names)s.") % {"names": "; ".join(within(name) for name in names)},
    )
