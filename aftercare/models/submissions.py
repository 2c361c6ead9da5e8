"""How the same form sent twice is told from a form that was changed and sent again.

A browser's Back button brings a sent form back as it was, the name of its submission included. What is sent
then with other answers must never be taken for the one before: the other answer may be the emergency.
"""

from uuid import UUID, uuid5


def name_when_changed(submission: UUID) -> UUID:
    """The name under which a form is stored that comes again with other answers than `submission` told."""
    return uuid5(submission, "changed")
