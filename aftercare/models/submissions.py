"""How the same form sent twice is told from a form that was changed and sent again.

A browser's Back button brings a sent form back as it was, the name of its submission included. What is sent
then with other answers must never be taken for the one before: the other answer may be the emergency.
"""

from collections.abc import Iterator
from uuid import UUID, uuid5


def names_of_form(submission: UUID) -> Iterator[UUID]:
    """The names under which one form is stored: its own, then one for each time it came with other
    answers.
    """
    while True:
        yield submission
        submission = uuid5(submission, "changed")
