"""A patient's phone that sends the same check-in many times at once."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Barrier
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.utils import timezone

from aftercare.models import CheckIn, CheckInDraft, Patient
from tests.cast import complete
from tests.check_in_answers import walk
from tests.faults.house import EVERY_QUEUE, House

AT_ONCE = 50
CSRF = "c" * 32


def test_the_same_check_in_fifty_times_at_once_is_one(patient: Patient, house: House) -> None:
    complete(patient, timezone.now() - timedelta(hours=2))
    client = Client()
    client.force_login(patient.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    walk(client, timezone.now(), to="review", pain="3", pain__since="now")
    submission = str(CheckInDraft.objects.get().submission)
    form = {"submission": submission, "note": "slept well", "csrfmiddlewaretoken": CSRF}
    house.worker(EVERY_QUEUE)
    house.beat()
    port, together = house.web(), Barrier(AT_ONCE)

    def submit(_: int) -> tuple[int, str | None]:
        together.wait()
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connected:
            connected.request("POST", "/check-ins/new/review/", urlencode(form), headers)
            response = connected.getresponse()
            return response.status, response.getheader("Location")

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answered = set(threads.map(submit, range(AT_ONCE)))

    assert answered == {(302, f"/check-ins/{CheckIn.objects.get().pk}/")}
    assert house.broken(answered=[UUID(submission)]) == []
    assert CheckInDraft.objects.count() == 0
