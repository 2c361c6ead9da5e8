from aftercare.models import Patient
from aftercare.services.calendars import close_calendar, open_calendar


def test_a_fresh_address_ends_the_one_before(patient: Patient) -> None:
    first = open_calendar(patient=patient, detailed=False).calendar_token
    second = open_calendar(patient=patient, detailed=True)

    assert first != second.calendar_token
    assert (second.calendar_detailed, Patient.objects.filter(calendar_token=first).exists()) == (True, False)


def test_a_closed_calendar_has_no_address(patient: Patient) -> None:
    open_calendar(patient=patient, detailed=True)

    closed = close_calendar(patient=patient)

    assert (closed.calendar_token, closed.calendar_detailed) == (None, False)
