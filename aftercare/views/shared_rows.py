"""The rows of the queue, put together once for all nurses who read the same."""

from django.core.cache import caches
from django.http import HttpResponse
from django.template.loader import render_to_string

from aftercare.queries.nurse_queue import QueuePage
from aftercare.queries.nurse_queue_state import QueueState

KEPT = 120  # seconds


class SharedRows:
    """The rows of a page in a state, kept in the memory of this process.

    Those of the minute before are handed out once more, and put together anew once the answer is sent: no
    nurse waits because a minute is over.
    """

    def __init__(self, page: QueuePage, state: QueueState) -> None:
        self.page, self.state = page, state
        self.kept = caches["process"]
        self.are_old = False

    def rows(self) -> str:
        """As HTML."""
        minute, rows = self.kept.get(self.state.rows, ("", ""))
        if not rows:
            return self.put_together()
        if minute != self.state.minute:
            self.are_old = True
            self._keep(rows)  # whoever asks meanwhile need not put them together too
        return rows

    def put_together(self) -> str:
        """Anew, and keep them."""
        rows = render_to_string("nurse/_queue_flags.html", {"page": self.page})
        self._keep(rows)
        return rows

    def _keep(self, rows: str) -> None:
        self.kept.set(self.state.rows, (self.state.minute, rows), KEPT)


class ResponseWithRows(HttpResponse):
    """An answer with rows that are put together anew after it, where they are old."""

    def __init__(self, content: str, shared: SharedRows) -> None:
        super().__init__(content)
        self.shared = shared

    def close(self) -> None:
        """The answer is sent; nobody waits for what is done now."""
        if self.shared.are_old:
            self.shared.put_together()
        super().close()
