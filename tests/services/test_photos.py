import uuid
from datetime import timedelta

import pytest

from aftercare.models import CheckIn, Message, Patient, Photo, PhotoImage, User
from aftercare.services.checkins import record_check_in
from aftercare.services.outreach import claim_due
from aftercare.services.photos import PHOTOS_A_DAY, keep_photo, remove_photo
from aftercare.services.pictures import PictureRefused
from tests.cast import MONDAY, a_report, complete
from tests.photo_story import FORM, ask_with_photos, colours, keep, write_with_photo
from tests.pictures import upload
from tests.thread_story import HOUR, ask, opened, write

DAY = timedelta(days=1)


def test_a_photo_is_kept_for_the_form_it_was_added_to(patient: Patient) -> None:
    photo = keep(patient, number=3)

    stored = Photo.objects.select_related("image").get()
    assert (stored, stored.patient, stored.submission, stored.added_by) == (
        photo,
        patient,
        FORM,
        patient.user,
    )
    assert (stored.added_at, stored.message, stored.check_in) == (MONDAY, None, None)
    assert (stored.width_pixels, stored.height_pixels) == (60, 40)
    assert (stored.size_bytes, colours(Photo.objects.all())) == (len(stored.image.jpeg), [3])


def test_the_same_picture_added_twice_to_a_form_is_one_photo(patient: Patient) -> None:
    first, again = keep(patient), keep(patient, at=MONDAY + HOUR)

    assert (again, Photo.objects.count(), PhotoImage.objects.count()) == (first, 1, 1)


def test_the_same_picture_in_another_form_or_of_another_is_another_photo(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    keep(patient)
    keep(patient, submission=uuid.uuid4())
    keep(patient, nurse)
    keep(other_patient)

    assert Photo.objects.count() == 4


def test_what_is_no_picture_is_refused_and_not_kept(patient: Patient) -> None:
    with pytest.raises(PictureRefused):
        keep_photo(patient=patient, upload=upload(b"<svg/>"), submission=FORM, by=patient.user, at=MONDAY)

    assert Photo.objects.count() == 0


def test_three_photos_go_with_a_form_and_a_fourth_is_refused(patient: Patient) -> None:
    for number in range(3):
        keep(patient, number=number)

    with pytest.raises(PictureRefused) as refusal:
        keep(patient, number=3)

    assert (refusal.value.reason, Photo.objects.count()) == ("Send at most 3 photos at a time.", 3)


def test_so_many_photos_a_day_and_no_more(patient: Patient, other_patient: Patient, nurse: User) -> None:
    for _photo in range(PHOTOS_A_DAY):
        keep(patient, submission=uuid.uuid4())

    with pytest.raises(PictureRefused) as refusal:
        keep(patient, at=MONDAY + DAY - timedelta(seconds=1))

    told = "You have added 20 photos since yesterday. Please add more tomorrow."
    assert refusal.value.reason == told
    assert [keep(patient, nurse).added_by, keep(other_patient).patient] == [nurse, other_patient]
    assert keep(patient, at=MONDAY + DAY).added_at == MONDAY + DAY


def test_a_photo_that_was_not_sent_can_be_taken_back(patient: Patient) -> None:
    photo, other = keep(patient), keep(patient, number=1)

    removed = remove_photo(patient=patient, photo_id=photo.pk, by=patient.user)

    assert (removed, list(Photo.objects.all()), PhotoImage.objects.count()) == (True, [other], 1)


def test_nobody_takes_back_what_was_sent_or_what_another_has_added(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    sent = ask_with_photos(patient).photos.get()
    nurses, others = keep(patient, nurse), keep(other_patient)

    removed = [
        remove_photo(patient=patient, photo_id=photo.pk, by=patient.user) for photo in (sent, nurses, others)
    ]

    assert (removed, Photo.objects.count()) == ([False, False, False], 3)


def test_a_message_takes_the_photos_of_its_form_along(patient: Patient, nurse: User) -> None:
    elsewhere = keep(patient, submission=uuid.uuid4()), keep(patient, nurse)
    for number in (2, 1):
        keep(patient, number=number, at=MONDAY - number * HOUR)

    message = ask(patient, submission=FORM)

    assert (colours(message.photos), set(Photo.objects.unsent())) == ([2, 1], set(elsewhere))


def test_a_nurses_note_takes_photos_along(patient: Patient, nurse: User) -> None:
    note = write_with_photo(patient, nurse)

    assert [photo.added_by for photo in note.photos.all()] == [nurse]


def test_a_message_with_photos_submitted_twice_is_one(patient: Patient) -> None:
    keep(patient)
    first = ask(patient, submission=FORM)

    keep(patient)
    again = ask(patient, submission=FORM, hours=2)

    assert (again, Message.objects.count(), Photo.objects.count()) == (first, 1, 1)


def test_a_photo_added_to_a_form_that_was_sent_is_another_message(patient: Patient, nurse: User) -> None:
    keep(patient)
    first = ask(patient, submission=FORM)
    opened(patient, nurse)

    keep(patient, number=1)
    second = ask(patient, submission=FORM, hours=2)

    assert (second.body, second.read_at) == (first.body, None)
    assert (colours(first.photos), colours(second.photos)) == ([0], [1])


def test_a_check_in_takes_the_photos_of_its_form_along(patient: Patient) -> None:
    complete(patient, MONDAY)
    keep(patient)
    told = {"patient": patient, "submission": FORM, "report": a_report(MONDAY + HOUR)}

    first = record_check_in(**told)
    keep(patient, number=1, at=MONDAY + HOUR)
    again = record_check_in(**told)

    assert (first, CheckIn.objects.count()) == (again, 1)
    assert (colours(first.photos), Photo.objects.unsent().count()) == ([0, 1], 0)


def test_a_tick_forgets_what_nobody_has_sent_for_a_day(patient: Patient) -> None:
    keep(patient)
    late = keep(patient, number=1, at=MONDAY + timedelta(seconds=1))
    sent = ask_with_photos(patient).photos.get()

    claim_due(at=MONDAY + DAY)

    assert set(Photo.objects.all()) == {late, sent}
    assert set(PhotoImage.objects.values_list("photo", flat=True)) == {late.pk, sent.pk}


def test_a_form_that_is_sent_after_its_photos_were_forgotten_is_sent_without(
    patient: Patient, nurse: User
) -> None:
    keep(patient, nurse)
    claim_due(at=MONDAY + 2 * DAY)

    note = write(patient, nurse, submission=FORM, hours=50)

    assert note.photos.count() == 0
