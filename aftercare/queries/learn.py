"""The page "Learn": the treatment in plain words, each part with its sources. It awaits a clinician.

Reading age 11: short sentences, everyday words; a test measures it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aftercare.domain.protocol import Protocol
from aftercare.models import Patient
from aftercare.queries.patient_contact import Contact, contact_now
from aftercare.queries.records import current_version


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to know: a question, its answer in short paragraphs, signs to look for, the sources."""

    id: str
    title: str
    lines: tuple[str, ...]
    signs: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learn:
    """Everything the page shows."""

    parts: tuple[Part, ...]
    contact: Contact


def learn_page(*, patient: Patient, now: datetime) -> Learn:
    """The page for `patient`, whose clinic's number stands beneath."""
    contact = contact_now(clinic=patient.clinic, zone=patient.tz, now=now)
    return Learn(tuple(parts(current_version().protocol)), contact)


def parts(protocol: Protocol) -> Iterable[Part]:
    """The parts in the order in which a patient asks."""
    titles = {source.id: source.title for source in protocol.sources}
    for key, title, lines, signs, sources in _texts():
        yield Part(key, title, lines, signs, tuple(titles[source] for source in sources))


Text = tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _texts() -> Iterable[Text]:
    """Id, title, paragraphs, signs, and the short ids of the sources."""
    yield from (_what(), _dose(), _results(), _first_days())
    yield from (_infection(), _allergy(), _needle(), _studied())


def _what() -> Text:
    lines = (
        _(
            "PRP is made from your own blood. We take some blood and spin it. "
            "The part that helps you heal goes back in."
        ),
        _("Exosomes are tiny parts that cells send out. They carry messages from one cell to the next."),
        _("Either one is put into the sore place with a needle. Some people get both at once."),
        _("You go home the same day. The hope is less pain and better healing. Nobody can promise that."),
    )
    return "what", _("What was done?"), lines, (), ("overview", "prp")


def _dose() -> Text:
    lines = (
        _(
            "Exosomes are counted in billions. One session uses 1 to 15 billion. "
            "Your doctor chose yours for you."
        ),
        _("More is not always better. That is why we keep days between your sessions."),
    )
    return "dose", _("How much did I get?"), lines, (), ("overview", "expectations", "side-effects")


def _results() -> Text:
    lines = (
        _(
            "Healing is slow. Most people who feel better begin to after 3 to 4 months. "
            "It is often best at about 9 months."
        ),
        _(
            "One session is enough for some people. Others need more, or one again later. "
            "Some feel no change."
        ),
    )
    return "results", _("When will I feel better?"), lines, (), ("expectations", "prp")


def _first_days() -> Text:
    lines = (
        _(
            "The place will be sore for a few days. "
            "It can be a bit red, warm or swollen, or have small bumps."
        ),
        _("This should fade in a few days. Tell us about it in a check-in. We watch how long it lasts."),
        _("Warm or red for more than 6 hours? Sore for more than 7 days? Then we want to see it."),
    )
    return "first-days", _("What is normal at first?"), lines, (), ("aftercare", "side-effects")


def _infection() -> Text:
    lines = (_("A needle can let germs in. It is rare. Call us the same day if you see one of these:"),)
    signs = (
        _("fever or chills"),
        _("you feel ill all over"),
        _("skin that gets more red, warm and sore"),
        _("swelling that does not go down"),
        _("fluid that comes out of the small wound"),
    )
    return "infection", _("How do I see an infection?"), lines, signs, ("side-effects",)


def _allergy() -> Text:
    lines = (
        _("An allergy is rare too. Call us the same day if you get a rash, an itch or hives."),
        _("Is it hard to breathe? Is your throat tight, or does your face swell? Call 911 now."),
    )
    return "allergy", _("What if I am allergic?"), lines, (), ("side-effects", "safety note")


def _needle() -> Text:
    lines = (_("Any needle can hurt a nerve, a blood vessel or the tissue. Call us the same day for these:"),)
    signs = (
        _("a leg or arm that swells"),
        _("a part that feels numb or weak"),
        _("skin that turns pale, gray, blue or spotted"),
    )
    return "needle", _("What else can a needle do?"), lines, signs, ("prp", "safety note")


def _studied() -> Text:
    lines = (
        _("Exosomes are still being tested. The FDA has approved no exosome product."),
        _("Nobody knows yet what they do to the body over many years."),
        _("You may ask us where ours come from, how they are kept cold and how they are tested."),
    )
    return "studied", _("Is it approved?"), lines, (), ("side-effects",)
