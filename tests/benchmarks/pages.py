"""Pages: what one costs the processor against a bare Django "hello", and how often it asks PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from django.test import Client

from aftercare.models import User
from tests.benchmarks import web
from tests.benchmarks.figures import Figure, Mark, ratio
from tests.benchmarks.rounds import Progress, interleaved, warm_up
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.stand import Stand
from tests.benchmarks.statements import counted

HELLO = "hello: Django's handler and one view, no middleware, no database"
FRAMED = "the same view behind the portal's middleware, signed in"
PAGES = {"Today": "/today/", "Plan": "/plan/"}
NURSE = "odile@juniper.example"
ASKED = {"Today": ("/today/", web.PATIENT), "Plan": ("/plan/", web.PATIENT), "the queue": ("/queue/", NURSE)}


def steps(sizes: Sizes) -> int:
    """How many steps `measure` takes."""
    return 1 + (2 + len(PAGES)) * (1 + sizes.rounds)


def measure(stand: Stand, sizes: Sizes, progress: Progress) -> Iterator[Figure]:
    """Milliseconds of CPU for one request, under the server of production with one worker."""
    progress.step("the demo clinics and the static files are there")
    web.open_demo(stand)
    with ExitStack() as servers:
        bare = servers.enter_context(web.serve(stand, "tests.benchmarks.bare"))
        site = servers.enter_context(web.serve(stand, "tests.benchmarks.site"))
        wren = web.sign_in(web.PATIENT)
        pages = {
            name: partial(site.cpu_ms, path, wren, sizes.requests)
            for name, path in {FRAMED: "/hello/", **PAGES}.items()
        }
        arms = {HELLO: partial(bare.cpu_ms, "/hello/", {}, 5 * sizes.requests), **pages}
        warm_up(arms, progress)
        found = interleaved(arms, sizes.rounds, progress)
    for name, values in found.items():
        yield Figure(f"pages.{name}", f"CPU of one request, {name}", "ms", values)
    for name in PAGES:
        yield ratio(
            f"pages.{name}.ratio", f"CPU of {name} against hello", found[name], found[HELLO], Mark.at_most(12)
        )
    for name, (path, email) in ASKED.items():
        what = f"queries of {name}, besides those for the session and the user"
        yield Figure(f"pages.{name}.queries", what, "", (queries(path, email),), Mark.at_most(5))


def queries(path: str, email: str) -> float:
    """How often a page asks PostgreSQL, without the two questions of who asks."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=email))
    with counted() as kinds:
        client.get(path)
    return kinds.total() - 2
