"""What may stand in a message: who it is from, that something waits, a link, a telephone number."""

import re
import uuid
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string

from aftercare.domain.protocol_document import load_protocol_text
from aftercare.domain.vocabulary import Reason
from aftercare.models import Channel, Patient, TreatedArea, TreatmentSession, User
from aftercare.notifications.channel import Letter
from aftercare.notifications.post import Post
from aftercare.queries.wording import Phone
from tests.cast import SHIPPED

TEMPLATES = Path(settings.BASE_DIR) / "templates"
MAILS = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("messages", "account/email")
    for path in (TEMPLATES / folder).iterdir()
    if path.stem.endswith(("_subject", "_body", "_message", "_sms", "_push"))
)
UNSAID = {
    *("symptom", "treatment", "injection", "therapy", "exosome", "surgery", "recovery", "healing", "body"),
    *("medicine", "drug", "pill", "doctor", "nurse", "appointment", "session", "visit", "result"),
    *("avoid", "pause", "restriction", "flag", "urgent", "emergency", "protocol"),
}
"""Words besides those of the protocol that would tell a stranger what the portal is about."""


def words_of_the_protocol() -> set[str]:
    """Every name that the protocol, the sessions and the reminders have for something about health."""
    protocol = load_protocol_text(SHIPPED.read_text())
    words = {word for topic in protocol.topics for word in (topic.name, topic.short_name, *topic.synonyms)}
    words |= {topic.id.replace("-", " ") for topic in protocol.topics}
    words |= {symptom.name for symptom in protocol.symptoms}
    words |= {symptom.id.replace("-", " ") for symptom in protocol.symptoms}
    words |= {str(label) for label in TreatmentSession.Treatment.labels}
    words |= {str(label) for label in TreatedArea.Area.labels} - {"Other"}
    words |= {reason.value.replace("-", " ") for reason in Reason}
    return words | UNSAID


def said(words: set[str], text: str) -> list[str]:
    """Which of the words stand in a text, as whole words."""
    spaced = re.sub(r"[^a-z0-9']+", " ", text.lower())
    plain = {re.sub(r"[^a-z0-9']+", " ", word.lower()).strip() for word in words}
    return sorted(word for word in plain if re.search(rf"(?<!\w){re.escape(word)}s?(?!\w)", spaced))


def context_for(patient: Patient, person: User | None) -> dict[str, object]:
    """All that any of the messages is given."""
    return {
        "patient": patient,
        "clinic": patient.clinic,
        "waiting": 2,
        "phone": Phone("tel:+1-212-555-0142", "(212) 555-0142"),
        "written_at": "Tue 3 Mar, 9:00 am New York time",
        "unsubscribe_url": "http://portal.example/",
        "stops": True,
        "user": patient.user,
        "person": person,
        "url": "http://portal.example/",
        "code": "1234-5678",
        "minutes": 10,
        "sign_in_url": "http://portal.example/",
        "reset_url": "http://portal.example/",
        "password_reset_url": "http://portal.example/",
    }


def test_every_kind_of_message_is_looked_at():
    forms = Counter(path.rsplit("_", 1)[1] for path in MAILS)
    assert forms["subject.txt"] == 9
    assert forms["body.txt"] + forms["message.txt"] == forms["body.html"] + forms["message.html"] == 9
    assert (forms["sms.txt"], forms["push.txt"]) == (2, 1)


def test_the_search_finds_what_it_should():
    found = said(
        words_of_the_protocol(), "Is your Knee still hot? No ibuprofen, or fish-oil before the sessions."
    )

    assert {"knee", "ibuprofen", "fish oil", "session"} <= set(found)


@pytest.mark.parametrize("template", MAILS)
def test_no_message_says_a_word_about_health(template: str, patient: Patient, nurse: User):
    words = words_of_the_protocol()

    for person in (patient.user, nurse, None) if "unknown" in template else (patient.user,):
        text = render_to_string(template, context_for(patient, person))
        assert said(words, re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)) == []


@pytest.mark.parametrize("template", [path for path in MAILS if path.endswith(".html")])
def test_html_of_a_mail_fetches_nothing_and_follows_the_readers_colours(template: str, patient: Patient):
    text = render_to_string(template, context_for(patient, patient.user))

    assert re.findall(r"<(?:img|script|link|iframe)\b|\sstyle=|url\(|#[0-9a-f]{3,6}\b", text) == []
    assert 'name="color-scheme" content="light dark"' in text


@pytest.mark.parametrize("template", ["reminder", "invitation"])
def test_mail_says_who_it_is_from_what_to_do_and_whom_to_call(template: str, patient: Patient):
    send(template, patient)

    letter = mail.outbox[0]
    (html, kind), *others = letter.alternatives
    assert (letter.to, kind, others) == ([patient.user.email], "text/html", [])
    assert letter.subject.startswith("Juniper Hollow")
    for text in (letter.body, html):
        assert "Juniper Hollow" in text
        assert "http://portal.example/here/" in text
        assert "(212) 555-0142" in text
        assert "(212) 555-0199" in text


def test_escalation_reads_like_this(patient: Patient):
    send("escalation", patient)

    assert mail.outbox[0].subject == "Juniper Hollow: 2 matters wait past their time"
    assert mail.outbox[0].body.strip() == (
        "2 matters wait past their time in the Juniper Hollow portal. See what waits, and take it on:\n"
        "\n"
        "http://portal.example/here/\n"
        "\n"
        "You are asked to sign in. No account here? Call (212) 555-0142.\n"
        "\n"
        "Written Tue 3 Mar, 9:00 am New York time.\n"
        "\n"
        "Please do not answer this e-mail: nobody reads what is sent to its address."
    )


def test_escalation_counts_one_matter_as_one(patient: Patient):
    context = context_for(patient, None) | {"waiting": 1}

    subject = render_to_string("messages/escalation_subject.txt", context)
    text = render_to_string("messages/escalation_sms.txt", context)

    assert subject.strip() == "Juniper Hollow: 1 matter waits past its time"
    assert text.startswith("1 matter waits past its time in the Juniper Hollow portal.")


def test_reminder_reads_like_this(patient: Patient):
    send("reminder", patient)

    assert mail.outbox[0].subject == "Juniper Hollow: something is waiting for you"
    assert mail.outbox[0].body.strip() == (
        "Hello Wren,\n"
        "\n"
        "something is waiting for you in the Juniper Hollow portal. Open it here:\n"
        "\n"
        "http://portal.example/here/\n"
        "\n"
        "Written Tue 3 Mar, 9:00 am New York time.\n"
        "\n"
        "Any question? Call Juniper Hollow: (212) 555-0142\n"
        "When the clinic is closed: (212) 555-0199\n"
        "\n"
        "No more e-mail of this kind: http://portal.example/stop/\n"
        "\n"
        "Please do not answer this e-mail: nobody reads what is sent to its address."
    )


@pytest.mark.parametrize("template", ["reminder", "invitation"])
def test_names_are_written_as_they_are(template: str, patient: Patient):
    patient.user.full_name = "D'Arcy <b>"
    patient.user.clinic.name = "Smith & O'Hara"

    send(template, patient)

    letter = mail.outbox[0]
    assert letter.subject.count("Smith & O'Hara") == 1
    assert "Smith & O'Hara" in letter.body
    assert "Hello D'Arcy," in letter.body
    assert "Smith &amp; O&#x27;Hara" in letter.alternatives[0][0]


def send(template: str, patient: Patient) -> None:
    context = context_for(patient, None) | {"url": "http://portal.example/here/"}
    letter = Letter(
        id=uuid.uuid4(),
        channel=Channel.EMAIL,
        to=patient.user.email,
        template=template,
        sender=patient.clinic.name,
        language="en-us",
        zone=patient.zone,
        message_id="<1@portal.example>",
        unsubscribe_url="http://portal.example/stop/",
        context=context,
    )
    with Post() as post:
        post.ready(Channel.EMAIL)
        post.send(letter)
