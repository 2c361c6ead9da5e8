"""What a scheduler asks for when a session is booked or moved, as far as the form tells it yet."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from aftercare.queries.desk import Wish


@dataclass(frozen=True, slots=True)
class Asked:
    """A treatment, with whom and where, at `times` if they can be read; `moved`: the session that moves."""

    times: tuple[datetime, ...] = ()
    treatment: str = ""
    wish: Wish = field(default_factory=Wish)
    moved: UUID | None = None

    @property
    def at(self) -> datetime | None:
        """The first time that is asked for."""
        return self.times[0] if self.times else None

    @property
    def key(self) -> str:
        """The moved session as the domain names it, or nothing."""
        return str(self.moved or "")
