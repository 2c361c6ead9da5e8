"""Fifty nurses watch the queue of a clinic with a hundred thousand open flags, while check-ins come.

Each nurse's page asks again every ten seconds, as the real one does, and is told where nothing has changed.
In the same seconds, as often, a bare Django is asked for its "hello".
"""

import json
import math
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median

from aftercare.models import CheckIn, Flag
from tests.benchmarks import web
from tests.benchmarks.arrivals import SEVERE_EACH
from tests.benchmarks.figures import Figure, Mark, ratio
from tests.benchmarks.flag_rows import NURSES
from tests.benchmarks.queue import use_queue
from tests.benchmarks.rounds import Progress
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import Stand

ASKED_EVERY = 10  # seconds
CHECK_INS_A_MINUTE = 200
FIRST_TREATED = 320
"""From here on the patients' sessions are over and recorded (`rows.add_sessions`)."""
WORKERS = 2


@dataclass
class Seen:
    """What the nurses of one round saw: the seconds of each answer, and how many said: no change."""

    hello: list[float] = field(default_factory=list)
    queue: list[float] = field(default_factory=list)
    unchanged: int = 0


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return 1 + sizes.watched_rounds


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """The 99th percentile of both, and whether each check-in that had to raise a flag has raised one."""
    progress.step(f"{sizes.flags:,} open flags are there")
    database = use_queue(stand, sizes.flags)
    web.collect(stand)
    headers = [web.sign_in(f"nurse.{number}@juniper.example") for number in range(NURSES)]
    arriving = CHECK_INS_A_MINUTE * sizes.watched_seconds // 60
    rounds, took, before = [], [], (CheckIn.objects.count(), severe())
    with (
        web.serve(stand, "tests.benchmarks.bare") as bare,
        web.serve(stand, "tests.benchmarks.site", database, WORKERS) as site,
    ):
        for number in range(sizes.watched_rounds):
            progress.step(f"nurses watch, round {number + 1} of {sizes.watched_rounds}")
            words = [FIRST_TREATED + number * arriving, arriving, 60 / CHECK_INS_A_MINUTE]
            arrivals = subprocess.Popen(
                [sys.executable, "-m", "tests.benchmarks.arrivals", *map(str, words)],
                env=stand.environ(database),
                stdout=subprocess.PIPE,
            )
            rounds.append(watch(bare.port, site.port, headers, sizes.watched_seconds))
            took += json.loads(arrivals.communicate()[0])
    yield from paces(rounds, took)
    sent = arriving * sizes.watched_rounds
    due = sizes.watched_rounds * math.ceil(arriving / SEVERE_EACH)
    yield from counts(sent, due, before)


def watch(hello_port: int, queue_port: int, headers: list[dict[str, str]], seconds: int) -> Seen:
    """All nurses at once, spread over the ten seconds."""
    seen = Seen()
    until = time.monotonic() + seconds
    nurses = [
        threading.Thread(
            target=one_nurse, args=(hello_port, queue_port, each, number * ASKED_EVERY / NURSES, until, seen)
        )
        for number, each in enumerate(headers)
    ]
    for nurse in nurses:
        nurse.start()
    for nurse in nurses:
        nurse.join()
    return seen


def one_nurse(
    hello_port: int, queue_port: int, headers: dict[str, str], wait: float, until: float, seen: Seen
) -> None:
    """One page that asks again and again, and beside it a hello."""
    state = ""
    time.sleep(wait)
    while (begun := time.monotonic()) < until:
        asked = {**headers, "HX-Request": "true", "If-None-Match": state}
        status, state, took = ask(queue_port, "/queue/", asked)
        seen.queue.append(took)
        seen.unchanged += status == 304
        seen.hello.append(ask(hello_port, "/hello/", {})[2])
        time.sleep(max(0, begun + ASKED_EVERY - time.monotonic()))


def ask(port: int, path: str, headers: dict[str, str]) -> tuple[int, str, float]:
    """What is answered, the state it names, and the seconds until all of it was there."""
    started = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={**web.HEADERS, **headers, "Connection": "close"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status in (200, 304), answer.status
    return answer.status, answer.getheader("ETag", ""), time.monotonic() - started


def paces(rounds: list[Seen], took: list[float]) -> Iterator[Figure]:
    """How long nurses waited, and how long patients did."""
    hello = tuple(slowest_of_99(each.hello) for each in rounds)
    queue = tuple(slowest_of_99(each.queue) for each in rounds)
    yield Figure("watch.hello", "while nurses watch: hello, 99th percentile", "ms", hello)
    yield Figure("watch.queue", "while nurses watch: the queue, 99th percentile", "ms", queue)
    middle = tuple(1000 * median(each.queue) for each in rounds)
    yield Figure("watch.queue.median", "while nurses watch: the queue, median", "ms", middle)
    share = tuple(each.unchanged / len(each.queue) for each in rounds)
    yield Figure("watch.unchanged", "while nurses watch: share told that nothing has changed", "", share)
    what = "while nurses watch: the queue's 99th percentile against hello's"
    yield ratio("watch.ratio", what, queue, hello, Mark.at_most(10))
    stored = (slowest_of_99(took) / 2,)
    yield Figure("watch.check-in", "meanwhile a check-in, 99th percentile", "ms", stored)


def counts(sent: int, due: int, before: tuple[int, int]) -> Iterator[Figure]:
    """What is on record, against what was sent."""
    stored, raised = CheckIn.objects.count() - before[0], severe() - before[1]
    yield Figure("watch.check-ins", "check-ins that came while nurses watched, each sent twice", "", (sent,))
    yield Figure(
        "watch.lost", "of the flags they had to raise, lost", "", (max(due - raised, 0),), Mark.at_most(0)
    )
    doubled = max(stored - sent, 0) + max(raised - due, 0)
    yield Figure("watch.doubled", "check-ins and flags that are there twice", "", (doubled,), Mark.at_most(0))


def severe() -> int:
    """The flags of severe pain."""
    return Flag.objects.filter(rule="severe-pain").count()


def slowest_of_99(seconds: list[float]) -> float:
    """The 99th percentile, in milliseconds."""
    return 1000 * sorted(seconds)[math.ceil(0.99 * len(seconds)) - 1]
