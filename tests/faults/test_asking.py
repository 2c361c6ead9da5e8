"""Several of the staff ask one silent patient at the same moment: the patient is asked once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connection

from aftercare.models import ContactTry, Patient, User
from aftercare.services.contact import AskingRefused, ask_how_it_goes
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, complete

NOW = MONDAY + timedelta(days=3)


def test_who_ask_at_once_ask_once(transactional_db: None, patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    follow_up(patient=patient, at=NOW)
    together = Barrier(4)

    def ask(_number: int) -> bool:
        together.wait()
        try:
            ask_how_it_goes(patient=patient, by=nurse, at=NOW)
        except AskingRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as staff:
        asked = list(staff.map(ask, range(4)))

    assert (sorted(asked), ContactTry.objects.count()) == ([False, False, False, True], 1)
    assert sum("how-are-you" in str(one.reasons) for one in patient.reminders.all()) == 1
