"""Staff pages: the database's time for each, in a clinic with many years behind it and in one that has begun.

Both treat as many a day, so both show as many rows: what differs is what lies behind them.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import md5
from statistics import median
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection
from django.test import Client

from aftercare.models import Clinic, Patient, User
from tests import cast
from tests.benchmarks import record_rows, rows
from tests.benchmarks.figures import Figure, Mark
from tests.benchmarks.grown import compare
from tests.benchmarks.rounds import Progress
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import PATTERN, Stand

PAGES = {
    "the schedule, a day": "/schedule/",
    "the schedule, a week": "/schedule/?view=week",
    "the schedule, an agenda": "/schedule/?view=agenda",
    "the patients": "/patients/",
    "a search of the patients": "/patients/?found=1",
    "a patient": "/patients/{patient}/",
    "booking a session": "/sessions/new/?patient={patient}",
    "whom messages do not reach": "/outreach/",
    "the lots": "/lots/",
    "the figures": "/figures/",
    "the history of a record": f"/patients/{UUID(md5(b'patient 0').hexdigest())}/history/",  # noqa: S324 - a name
}
"""Every page by what it is called; of each patient one is meant. A further one is one line."""
ADDRESS = "wren.77@patients.example"
"""Of the patient that is meant. It is looked for by its beginning, which is nobody else's."""
ADMINISTRATOR = "maud@juniper.example"
FEW = 100  # patients of the clinic that has begun
SESSIONS_EACH = 10
REQUESTS = 10


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return 2 + 2 * len(PAGES) * (1 + sizes.rounds)


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """Milliseconds that the statements of one request take, all of them, as the portal waits for them."""
    both = (FEW, sizes.patients)
    words = [f"{patients:,} patients and {patients * SESSIONS_EACH:,} sessions" for patients in both]
    for patients, made in zip(both, words, strict=True):
        progress.step(f"{made} are made")
        use_clinic(stand, patients)
    small, grown = zip(both, words, strict=True)
    asked, marks = partial(database_time, stand), dict.fromkeys(PAGES, Mark.at_most(1.5))
    yield from compare("staff", PAGES, small, grown, asked, marks, sizes.rounds, progress)


def use_clinic(stand: Stand, patients: int) -> None:
    """Work on the database of a clinic with so many patients; it is filled the first time."""
    template = "template0" if patients == FEW else PATTERN
    if not stand.use(f"staff_{patients}", template):
        return
    if template != PATTERN:
        call_command("migrate", interactive=False, verbosity=0)
        rows.add_patients(patients)
    cast.make_staff(Clinic.objects.get(), "administrator", "Maud Fennimore", ADMINISTRATOR)
    rows.add_sessions(patients * SESSIONS_EACH, patients)
    # a change leaves history, which rows made in PostgreSQL have not
    Patient.objects.filter(user__email=ADDRESS).update(phone="+12125550177")
    record_rows.add_flags(patients * SESSIONS_EACH, patients)
    record_rows.add_accesses(patients // 2)


def database_time(stand: Stand, patients: int, path: str) -> float:
    """Milliseconds in the database for one request of the clinic with so many patients."""
    use_clinic(stand, patients)
    client = signed_in(ADMINISTRATOR)
    client.post("/patients/", {"q": ADDRESS.split("@")[0] + "@"})
    return time_of(path.format(patient=Patient.objects.get(user__email=ADDRESS).pk), client)


def signed_in(email: str) -> Client:
    """A browser of this person."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=email))
    return client


def time_of(path: str, client: Client) -> float:
    """Milliseconds in the database for one request, the median of some; the first is not counted."""
    times = []
    for _number in range(REQUESTS + 1):
        spent: list[float] = []
        with connection.execute_wrapper(partial(clocked, spent)):
            answer = client.get(path)
        assert answer.status_code == 200
        times.append(1000 * sum(spent))
    return median(times[1:])


def clocked(spent: list[float], execute: Callable[..., Any], *statement: Any) -> Any:
    """Sends one statement and writes down what it took."""
    started = time.perf_counter()
    answer = execute(*statement)
    spent.append(time.perf_counter() - started)
    return answer
