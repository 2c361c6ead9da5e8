"""A text in which each line says one thing."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.utils.translation import gettext as _

T = TypeVar("T")


def read_lines(text: str, read: Callable[[str], T]) -> list[T]:
    """What `read` makes of each line that is not empty; its ValueError says what is wrong with one.

    Raises ValidationError naming every line that is wrong.
    """
    found, problems = [], []
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line:
            continue
        try:
            found.append(read(line))
        except ValueError as error:
            told = {"number": number, "line": line[:40], "what": error}
            problems.append(_("Line %(number)d, “%(line)s”: %(what)s.") % told)
    if problems:
        raise forms.ValidationError(problems)
    return found
