from aftercare.models import Patient
from aftercare.models.invitations import digest_of
from aftercare.services.calendars import close_calendar, open_calendar


def test_a_fresh_address_ends_the_one_before(patient: Patient) -> None:
    first = open_calendar(patient=patient, detailed=False)
    second = open_calendar(patient=patient, detailed=True)

    patient.refresh_from_db()
    assert first != second
    assert (patient.calendar_digest, patient.calendar_detailed) == (digest_of(second), True)


def test_an_address_is_kept_nowhere_but_as_its_digest(patient: Patient) -> None:
    token = open_calendar(patient=patient, detailed=False)

    kept = {event.calendar_digest for event in patient.events.all()}
    assert (len(token), kept) == (43, {None, digest_of(token)})


def test_a_closed_calendar_has_no_address(patient: Patient) -> None:
    open_calendar(patient=patient, detailed=True)

    close_calendar(patient=patient)

    patient.refresh_from_db()
    assert (patient.calendar_digest, patient.calendar_detailed) == (None, False)
