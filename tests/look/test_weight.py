"""What a phone loads on its first visit: bytes are the same everywhere, so a limit can be held."""

import re
from datetime import timedelta

import time_machine
from django.test import Client

from aftercare.models import Patient
from portal.static_files import PortalStaticFilesStorage
from tests.cast import MONDAY, book, complete, report

DAY = timedelta(days=1)
LIMIT = 60_000


def size_of(collected: PortalStaticFilesStorage, name: str) -> int:
    """As WhiteNoise sends it: compressed where that is smaller."""
    stored = collected.stored_name(name)
    return collected.size(f"{stored}.gz" if collected.exists(f"{stored}.gz") else stored)


def test_first_visit_to_today_weighs_less_than_60_kb(
    client: Client, patient: Patient, collected: PortalStaticFilesStorage
) -> None:
    complete(patient, MONDAY)
    book(patient, MONDAY + 7 * DAY)
    report(patient, MONDAY + DAY, pain=6, heat=MONDAY + DAY / 2, note="Warm when I touch it.")
    client.force_login(patient.user)

    with time_machine.travel(MONDAY + 3 * DAY, tick=False):
        page = client.get("/today/").content

    names = sorted(set(re.findall(r'/static/([^"#]+)', page.decode())))
    assert len(page) + sum(size_of(collected, name) for name in names) < LIMIT
    assert [name.rsplit(".", 1)[1] for name in names] == ["css", "svg", "svg", "js", "js", "js"]
