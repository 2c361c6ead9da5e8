"""Words put together into a sentence: in a row, within it, at its start."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

PROPER_NAMES = ("Advil", "Tylenol", "Epsom")


def in_a_row(words: Iterable[str]) -> str:
    """Words in a row: "ice, turmeric and fish oil"."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return _("%(first)s and %(last)s") % {"first": ", ".join(listed[:-1]), "last": listed[-1]}


def within(text: str) -> str:
    """A name within a sentence: its first letter small, unless it is a proper name."""
    return text if text.startswith(PROPER_NAMES) else text[:1].lower() + text[1:]


def capitalized(text: str) -> str:
    """A text at the start of a sentence: its first letter large."""
    return text[:1].upper() + text[1:]
