"""The patient's own page: in which ways we write, on whose clock, and what was sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from aftercare.models import Channel, Patient, Reminder
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.reminder_words import told_words, way_words
from aftercare.queries.told import own_answers
from aftercare.queries.wording import When, when
from aftercare.queries.zones import zone_name

SENT_SHOWN = 50
UNFOLDED = 5
"""How many of them are shown at once; the others may stay folded."""


@dataclass(frozen=True, slots=True)
class Way:
    """A channel that is offered, and where it leads: "wren@patients.example"."""

    channel: Channel
    label: str
    to: str


@dataclass(frozen=True, slots=True)
class SentLine:
    """One message that left or was tried, and by which channel. `trouble`: empty where all went well."""

    about: str
    when: When
    how: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Devices:
    """Notifications: the key that a browser needs to ask for them, and the browsers that show them already.

    `endpoints` are separated by spaces; the page's own script finds its browser among them.
    """

    key: str
    endpoints: str


@dataclass(frozen=True, slots=True)
class AboutRow:
    """What is on record about the patient, and the page where it is changed: the name of its address."""

    term: str
    text: str
    small: str
    page: str


@dataclass(frozen=True, slots=True)
class MePage:
    """All that the page shows; the form is made from `ways`. `texts_end`: text messages are wanted, and
    cannot be had any more. `devices`: None where none are offered.
    """

    name: str
    in_care: bool
    about: tuple[AboutRow, ...]
    ways: tuple[Way, ...]
    email: str
    email_refused: bool
    notified: bool
    texts_end: bool
    devices: Devices | None
    latest: tuple[SentLine, ...]
    earlier: tuple[SentLine, ...]
    contact: Contact


def me_page(*, patient: Patient, now: datetime) -> MePage:
    """The page of `patient` at `now`."""
    sent = sent_lines(patient=patient, now=now)
    return MePage(
        name=patient.user.full_name,
        in_care=patient.in_care,
        about=tuple(_about(patient, now)),
        ways=tuple(_ways(patient)),
        email=patient.user.email,
        email_refused=patient.user.email_undeliverable_at is not None,
        notified=patient.by_push,
        texts_end=patient.by_sms and not patient.texts_arrive,
        devices=_devices(patient) if settings.WEB_PUSH_OFFERED else None,
        latest=sent[:UNFOLDED],
        earlier=sent[UNFOLDED:],
        contact=contact_now(clinic=patient.clinic, zone=patient.tz, now=now),
    )


def _about(patient: Patient, now: datetime) -> Iterator[AboutRow]:
    own, unsaid = own_answers(patient=patient, now=now), _("You have not told us yet")
    clock = _("Your times are shown in it: a 9:00 am reminder comes at 9:00 am there.")
    yield AboutRow(_("Time zone"), zone_name(patient.tz), clock, "me_zone")
    yield AboutRow(_("Allergies"), own.allergies.text or unsaid, own.allergies.said, "me_health")
    yield AboutRow(_("Current medicines"), own.medicines.text or unsaid, own.medicines.said, "me_health")
    score = patient.baseline_pain
    pain = _("Not on record") if score is None else _("%(score)d of 10") % {"score": score}
    yield AboutRow(_("Pain before treatment"), pain, "", "me_pain")


def _ways(patient: Patient) -> Sequence[Way]:
    email = Way(Channel.EMAIL, _("E-mail"), patient.user.email)
    if patient.texts_arrive:
        return [email, Way(Channel.SMS, _("Text message"), patient.phone.as_national)]
    return [email]


def _devices(patient: Patient) -> Devices:
    endpoints = patient.push_subscriptions.order_by("pk").values_list("endpoint", flat=True)
    return Devices(settings.WEB_PUSH_PUBLIC_KEY, " ".join(endpoints))


def sent_lines(*, patient: Patient, now: datetime) -> tuple[SentLine, ...]:
    """The latest messages to `patient` that left or were tried, the newest first."""
    tried_in_vain = Q(state=Reminder.State.EXPIRED, attempts__gt=0)
    ended = Q(state__in=[Reminder.State.SENT, Reminder.State.FAILED, Reminder.State.UNKNOWN])
    rows = patient.reminders.filter(ended | tried_in_vain).order_by("-state_at", "-id")[:SENT_SHOWN]
    return tuple(_line(row, patient, now) for row in rows)


def _line(row: Reminder, patient: Patient, now: datetime) -> SentLine:
    return SentLine(
        about=told_words(reason["reason"] for reason in row.reasons),
        when=when(row.state_at, patient.tz, now),
        how=way_words(row.channel),
        trouble=_trouble(row),
    )


def _trouble(row: Reminder) -> str:
    if row.state == Reminder.State.SENT:
        return ""
    return _("May not have arrived") if row.unknowns else _("Did not arrive")
