"""What a care card says of each rule, in a patient's words. An unnamed rule has its severity's words.

The facts are the protocol's (see fixtures/protocols); no sentence here names a limit of its own.
"""

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Protocol, Severity
from aftercare.queries.grammar import in_a_row, within
from aftercare.queries.patient_matters import Matter
from aftercare.queries.protocol_words import duration_words


def why_words(matter: Matter, protocol: Protocol) -> str:
    """Why the card stands: one or two sentences."""
    words = {
        Severity.EMERGENCY: emergency_words,
        Severity.URGENT: urgent_words,
        Severity.ROUTINE: routine_words,
    }[matter.severity](matter.rule)
    return words % {"limit": limit_words(matter.rule, protocol), "mg": mg_limit(matter.rule, protocol)}


def emergency_words(rule: str) -> str:
    """Of an emergency: that help is needed at once."""
    begin = {
        "allergy-emergency": _("This can be a severe allergic reaction. It needs help at once."),
        "circulation-emergency": _("Chest pain or fainting needs help at once."),
        "spine-emergency": _("This can be a sign that the spine is in danger. It needs help at once."),
    }.get(rule, _("What you told us needs help at once."))
    end = _("Do not wait for a reply from us, and do not drive yourself.")
    return _("%(begin)s %(end)s") % {"begin": begin, "end": end}


def urgent_words(rule: str) -> str:
    """Of an urgent matter: why a nurse should hear of it today."""
    return {
        "heat-or-redness-over-6h": _(
            "The area has been warm or red for more than %(limit)s. "
            "Speak to a nurse, even if it feels a little better."
        ),
        "severe-pain": _(
            "Pain this strong must be looked at. Speak to a nurse, even if it feels a little better."
        ),
        "infection-signs": _(
            "What you told us can be a sign of an infection. Speak to a nurse, do not wait it out."
        ),
        "swelling-over-3d": _("The swelling has lasted more than %(limit)s. A nurse should hear about it."),
        "allergy-signs": _(
            "This can be an allergic reaction. Speak to a nurse. "
            "Is it hard to breathe, or does your face swell? Call 911."
        ),
        "clot-signs": _(
            "A swollen arm or leg must be looked at soon. "
            "Is it hard to breathe, or does your chest hurt? Call 911."
        ),
        "nerve-signs": _("Numbness or weakness must be looked at soon. Speak to a nurse."),
        "cannot-use-limb": _("An arm or leg that you cannot use must be looked at soon. Speak to a nurse."),
        "skin-circulation": _("Pale, grey or blue skin must be looked at soon. Speak to a nurse."),
        "acetaminophen-over-limit": _(
            "You told us of more than %(mg)s mg of acetaminophen (Tylenol) in 24 hours. "
            "That much can harm the liver. Speak to a nurse before you take any more of it."
        ),
    }.get(rule, _("A nurse should hear about this today."))


def routine_words(rule: str) -> str:
    """Of a routine matter: what a nurse will look at."""
    return {
        "pain-over-7d": _(
            "You still have pain more than %(limit)s after your session. A nurse takes a look at it."
        ),
        "skin-discoloration": _("A change of skin color should be looked at. A nurse gets back to you."),
        "anti-inflammatory-taken": _("You used something that your plan asks you to leave off for now."),
        "no-check-in-48h": _(
            "We have not heard from you. Please check in: a nurse wants to know how you are."
        ),
        "no-check-in-day-8": _(
            "We have not heard from you. Please check in: a nurse wants to know how you are."
        ),
    }.get(rule, _("A nurse takes a look at what you told us."))


def limit_words(rule_id: str, protocol: Protocol) -> str:
    """How long a symptom rule waits: "6 hours"; empty for a rule that waits for nothing."""
    for rule in protocol.symptom_rules:
        if rule.id == rule_id and rule.longer_than is not None:
            return duration_words(rule.longer_than)
    return ""


def mg_limit(rule_id: str, protocol: Protocol) -> str:
    """The most acetaminophen in a day: "2,500"; empty for another rule."""
    limits = [rule.limit_mg for rule in protocol.medicine_rules if rule.id == rule_id and rule.limit_mg]
    return f"{limits[0]:,}" if limits else ""


def told_words(matter: Matter, protocol: Protocol) -> str:
    """What the patient told: "warm or hot skin and redness", "pain 8 of 10", "ice"."""
    if matter.symptoms:
        names = {symptom.id: symptom.name for symptom in protocol.symptoms}
        return in_a_row(_symptom(name, names.get(name, name), matter) for name in matter.symptoms)
    if matter.told is None:
        return ""
    rule = next((one for one in protocol.medicine_rules if one.id == matter.rule), None)
    if rule is None:
        return ""
    if rule.limit_mg is not None:
        return _("%(mg)s mg in 24 hours") % {"mg": f"{matter.told.acetaminophen_mg_24h:,}"}
    return in_a_row(within(topic.short_name) for topic in protocol.topics if topic.id in matter.told.taken)


def _symptom(symptom: str, name: str, matter: Matter) -> str:
    report = matter.told.symptoms.get(symptom) if matter.told is not None else None
    if report is not None and report.score is not None:
        return _("pain %(score)d of 10") % {"score": report.score}
    return within(name)
