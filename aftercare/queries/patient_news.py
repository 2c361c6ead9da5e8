"""What a nurse has said or seen, and what waits for one, as Today tells it: what is not read yet leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from aftercare.queries.grammar import in_a_row, within
from aftercare.queries.patient_asked import clinic_asks
from aftercare.queries.patient_nurse import FlagOnRecord, NoteToPatient, NurseRecord
from aftercare.queries.records import ClinicalRecord
from aftercare.queries.wording import When, when

NOTE_SHOWN = timedelta(days=7)
SEEN_SHOWN = timedelta(days=3)
LONGEST_TEXT = 280  # characters; the rest is read under Messages


@dataclass(frozen=True, slots=True)
class News:
    """One notice: how it looks, bold words, the text, when it was. `unread` notes lead; `onward` says what
    the link to Messages is for, empty where none helps.
    """

    icon: str
    tone: str
    title: str
    text: str
    when: When
    unread: bool
    onward: str


def news_now(
    nurse: NurseRecord, record: ClinicalRecord, now: datetime, *, on_card: FlagOnRecord | None
) -> tuple[News, ...]:
    """What the clinic asks; the latest note, and the latest report that a nurse has seen, where they are
    recent; last a message of the patient's own that waits. Who has seen the flag `on_card` stands there.
    """
    notes = [note for note in nurse.notes if note.written_at <= now and _is_recent_note(note, now)]
    unread = [note for note in notes if note.read_at is None]
    latest = unread or notes
    note = latest[-1] if latest else None
    seen = [flag for flag in nurse.flags if flag != on_card and _is_recently_seen(flag, record, now)]
    flag = max(seen, key=lambda one: one.seen_at or now) if seen else None
    news = [
        News("checkin", "", title, text, when(at, record.patient.tz, now), unread=False, onward="")
        for title, text, at in clinic_asks(nurse, record, now)
    ]
    if note is not None:
        news.append(_note_news(note, record, now, others=len(unread) - 1))
    if flag is not None and (note is None or note.flag != flag.id):
        news.append(_seen_news(flag, record, now))
    if nurse.asked_at is not None and nurse.asked_at <= now:
        news.append(_waiting_news(nurse.asked_at, record, now))
    return tuple(news)


def _is_recent_note(note: NoteToPatient, now: datetime) -> bool:
    return note.read_at is None or now < note.written_at + NOTE_SHOWN


def _is_recently_seen(flag: FlagOnRecord, record: ClinicalRecord, now: datetime) -> bool:
    silence = {rule.id for rule in record.protocol.silence_rules}
    return (
        flag.seen_at is not None
        and flag.seen_at <= now < flag.seen_at + SEEN_SHOWN
        and flag.rule not in silence
    )


def _note_news(note: NoteToPatient, record: ClinicalRecord, now: datetime, others: int) -> News:
    text = note.body if len(note.body) <= LONGEST_TEXT else note.body[: LONGEST_TEXT - 1].rstrip() + "…"
    return News(
        icon="message" if note.read_at is None else "ok",
        tone="ok",
        title=_("%(name)s of the clinic wrote to you:") % {"name": note.written_by},
        text=text,
        when=when(note.written_at, record.patient.tz, now),
        unread=note.read_at is None,
        onward=_("Read your messages") if note.read_at is None or text != note.body or others > 0 else "",
    )


def _seen_news(flag: FlagOnRecord, record: ClinicalRecord, now: datetime) -> News:
    names = {symptom.id: within(symptom.name) for symptom in record.protocol.symptoms}
    told = in_a_row(names.get(symptom, symptom) for symptom in flag.symptoms)
    words = {"name": flag.seen_by, "what": told}
    title = (
        _("%(name)s of the clinic has seen your report of %(what)s.")
        if told
        else _("%(name)s of the clinic has seen your report.")
    )
    return News(
        icon="ok",
        tone="ok",
        title=title % words,
        text="",
        when=when(flag.seen_at or now, record.patient.tz, now),
        unread=False,
        onward=_("Write to us about it"),
    )


def _waiting_news(asked_at: datetime, record: ClinicalRecord, now: datetime) -> News:
    return News(
        icon="message",
        tone="",
        title=_("Your message waits for an answer."),
        text="",
        when=when(asked_at, record.patient.tz, now),
        unread=False,
        onward=_("Read your messages"),
    )
