"""Measure, and tell it: JSON to standard output or a file, the same in words to standard error."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from portal.services import ServiceError
from tests.benchmarks.rounds import Progress
from tests.benchmarks.sizes import FULL, QUICK, USUAL, Sizes
from tests.benchmarks.stand import Stand
from tests.benchmarks.words import markdown, table
from tests.services_plugin import interrupt

COMPARISONS = ("statements", "dispatch", "tick", "memory", "pages", "staff", "queue", "watch", "weight")
"""Modules of this package, each with `steps(sizes)` and `measure(stand, sizes, progress)`."""

INTENTS = (
    "Each message has an intent of its own, committed before it is sent, which carries the record of the one "
    "before it: one statement and one commit for each reminder, in the portal as in raw psycopg2."
)
NOTES = {"statements": INTENTS, "dispatch": INTENTS}
"""What a reader of a comparison's figures must know."""
QUICK_NOTE = "This was a quick run: it shows that the benchmarks work. Its figures are not to be quoted."


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--quick", action="store_const", dest="sizes", const=QUICK, help="under a minute: see it work"
    )
    size.add_argument(
        "--full", action="store_const", dest="sizes", const=FULL, help="with 10 million rows too"
    )
    parser.add_argument(
        "--only", nargs="+", choices=COMPARISONS, default=COMPARISONS, help="these comparisons"
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the JSON here, not to standard output"
    )
    parser.add_argument("--progress", choices=("bar", "lines", "none"), help="on standard error")
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="measure nothing: print this JSON as a table"
    )
    parser.set_defaults(sizes=USUAL)
    return parser.parse_args(arguments)


def run(sizes: Sizes, names: Sequence[str], progress: Progress) -> dict[str, Any]:
    """Measure the comparisons of these names."""
    started = time.monotonic()
    with Stand() as stand:
        from tests.benchmarks.machine import machine_facts

        machine = machine_facts(stand.state.folder)
        modules = [import_module(f"tests.benchmarks.{name}") for name in names]
        progress.steps = 1 + sum(module.steps(sizes) for module in modules)
        progress.step("the tables and the patients are made")
        stand.make_pattern(sizes.patients)
        figures = [figure for module in modules for figure in module.measure(stand, sizes, progress)]
    progress.end()
    notes = dict.fromkeys(NOTES[name] for name in names if name in NOTES)
    return {
        "machine": machine,
        "rounds": sizes.rounds,
        "seconds": round(time.monotonic() - started),
        "figures": [figure.to_store() for figure in figures],
        "notes": [*notes, *([QUICK_NOTE] if sizes is QUICK else [])],
    }


def main(arguments: Sequence[str]) -> int:
    """Run; a mark that is missed is said, and no failure: the exit status is 0."""
    options = read_options(arguments)
    if options.markdown:
        print("\n".join(markdown(json.loads(options.markdown.read_text()))))
        return 0
    signal.signal(signal.SIGTERM, interrupt)
    show = options.progress or ("bar" if sys.stderr.isatty() else "none")
    try:
        result = run(options.sizes, options.only, Progress(0, show))
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    text = json.dumps(result, indent=2)
    if options.json:
        options.json.write_text(f"{text}\n")
    else:
        print(text)
    print("\n".join(table(result)), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
