import pytest

from aftercare.models import Patient
from aftercare.queries.note_texts import BODIES, note_body, note_texts


def test_each_text_that_is_offered_has_its_words(patient: Patient) -> None:
    bodies = [note_body(text.key, patient) for text in note_texts()]

    assert [text.key for text in note_texts()] == list(BODIES)
    assert all(bodies) and not any("%" in body for body in bodies)


def test_the_number_to_call_is_the_clinics(patient: Patient) -> None:
    assert note_body("call-us", patient).startswith("Please call us today: (212) 555-0142.")


@pytest.mark.parametrize("key", ["", "nonsense"])
def test_a_name_that_is_none_begins_nothing(patient: Patient, key: str) -> None:
    assert note_body(key, patient) == ""
