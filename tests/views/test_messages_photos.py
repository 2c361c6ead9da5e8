"""Photos in the thread: added, kept whatever becomes of the rest, removed, sent, shown."""

import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Message, Patient, Photo, User
from aftercare.uploads import NoLongerThanAllowed
from tests.cast import MONDAY
from tests.photo_story import FORM, a_file, ask_with_photos, colours, keep
from tests.thread_story import HOUR

NOW = MONDAY + 3 * HOUR
SENT = {"body": "It looks like this.", "submission": str(FORM)}


def files(*numbers: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"knee-{number}.jpg", a_file(number)) for number in numbers]


def no_photo(name: str = "x.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"<svg/>", content_type="image/jpeg")


def go(client: Client, user: User, address: str = "/messages/", **data: object) -> HttpResponse:
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        return client.post(address, data, follow=True) if data else client.get(address)


def form_of(response: HttpResponse):
    return response.context.get("form") or response.context["reply"]


def kept(response: HttpResponse) -> list[str]:
    return [photo.id for photo in form_of(response).fields["photos"].photos.kept]


def ids() -> list[str]:
    return [str(photo.pk) for photo in Photo.objects.oldest_first()]


def test_a_patient_sends_photos_with_a_message(client: Client, patient: Patient) -> None:
    response = go(client, patient.user, **SENT, photos=files(0, 1))

    line = response.context["page"].earlier[0]
    assert (line.body, [photo.id for photo in line.photos]) == (SENT["body"], ids())
    assert colours(Photo.objects.all()) == [0, 1]
    assert [photo.alt for photo in line.photos] == [
        "Photo 1 of 2, Mon 2 Mar, 1:00 pm",
        "Photo 2 of 2, Mon 2 Mar, 1:00 pm",
    ]
    assert kept(response) == []


def test_a_nurse_sends_a_photo_with_a_note(client: Client, patient: Patient, nurse: User) -> None:
    address = f"/patients/{patient.pk}/messages/"

    response = go(client, nurse, address, **SENT, photos=files(0))

    assert [photo.alt for photo in response.context["page"].earlier[0].photos] == [
        "Photo of Mon 2 Mar, 1:00 pm"
    ]
    assert Message.objects.get().photos.get().added_by == nurse


def test_sent_twice_it_is_one_message_with_one_photo(client: Client, patient: Patient) -> None:
    for _time in range(2):
        go(client, patient.user, **SENT, photos=files(0))

    assert (Message.objects.count(), Photo.objects.count()) == (1, 1)


def test_a_photo_is_kept_where_the_words_are_missing(client: Client, patient: Patient) -> None:
    refused = go(client, patient.user, **{**SENT, "body": ""}, photos=files(0))
    sent = go(client, patient.user, **SENT)

    assert form_of(refused).errors == {"body": ["Write what you want to ask or tell."]}
    assert kept(refused) == ids()
    assert [photo.id for photo in sent.context["page"].earlier[0].photos] == ids()


def test_a_photo_that_is_refused_keeps_the_words_and_sends_nothing(client: Client, patient: Patient) -> None:
    response = go(client, patient.user, **SENT, photos=[no_photo()])

    assert form_of(response).errors == {
        "photos": ["This is not a photo. Please send a JPEG, PNG or WebP file."]
    }
    assert f"{SENT['body']}</textarea>" in response.content.decode()
    assert (Message.objects.count(), Photo.objects.count()) == (0, 0)


def test_of_several_the_refused_one_is_named_and_the_others_are_kept(
    client: Client, patient: Patient
) -> None:
    response = go(client, patient.user, **SENT, photos=[no_photo(), *files(1)])

    assert form_of(response).errors == {
        "photos": ["x.svg: This is not a photo. Please send a JPEG, PNG or WebP file."]
    }
    assert (kept(response), len(ids())) == (ids(), 1)


def test_of_four_photos_three_are_kept(client: Client, patient: Patient) -> None:
    response = go(client, patient.user, **SENT, photos=files(0, 1, 2, 3))

    assert form_of(response).errors == {"photos": ["Send at most 3 photos at a time."]}
    assert len(kept(response)) == 3


def test_more_files_than_any_form_has_are_not_even_read(client: Client, patient: Patient) -> None:
    assert go(client, patient.user, **SENT, photos=files(*range(11))).status_code == 400


def test_a_file_that_is_too_large_is_refused_beside_the_words(client: Client, patient: Patient) -> None:
    endless = SimpleUploadedFile("endless.jpg", a_file() + b"\0" * (15 * 1024 * 1024))

    response = go(client, patient.user, **SENT, photos=[endless])

    assert form_of(response).errors == {
        "photos": ["The file is larger than 15 MB. Please send a smaller photo."]
    }
    assert f"{SENT['body']}</textarea>" in response.content.decode()


def test_of_a_file_that_never_ends_no_more_is_taken_in_than_shows_it() -> None:
    handler, limit, part = NoLongerThanAllowed(), 15 * 1024 * 1024, b"0" * 1024

    taken = [handler.receive_data_chunk(part, start) for start in (0, limit, limit + 1)]

    assert (taken, handler.file_complete(limit)) == ([part, part, None], None)


@pytest.mark.parametrize("who", ["patient", "nurse"])
def test_adding_a_photo_sends_nothing_and_finds_no_fault(
    client: Client, request: pytest.FixtureRequest, patient: Patient, who: str
) -> None:
    user = getattr(request.getfixturevalue(who), "user", request.getfixturevalue(who))
    address = "/messages/" if user.is_patient else f"/patients/{patient.pk}/messages/"

    response = go(client, user, address, body="", submission=str(FORM), add_photo="yes", photos=files(0))

    assert (form_of(response).errors, kept(response)) == ({}, ids())
    assert (Message.objects.count(), form_of(response)["submission"].value()) == (0, str(FORM))


def test_a_photo_can_be_removed_again(client: Client, patient: Patient) -> None:
    stays, goes = keep(patient), keep(patient, number=1)

    response = go(client, patient.user, **SENT, remove_photo=str(goes.pk))

    assert (kept(response), ids(), Message.objects.count()) == ([str(stays.pk)], [str(stays.pk)], 0)
    assert f"{SENT['body']}</textarea>" in response.content.decode()


def test_with_three_photos_there_is_no_room_for_more(client: Client, patient: Patient) -> None:
    for number in range(3):
        keep(patient, number=number)

    shown = go(client, patient.user, body="", submission=str(FORM)).content.decode()

    assert re.findall(r"<input[^>]*type=\"file\"[^>]*\sdisabled", shown) != []
    assert (shown.count('name="remove_photo"'), shown.count('name="add_photo"')) == (3, 0)


def test_a_form_without_its_name_keeps_nothing(client: Client, patient: Patient) -> None:
    response = go(client, patient.user, body="Hello.", submission="x", photos=files(0))

    assert (list(form_of(response).errors), Photo.objects.count()) == (["submission"], 0)


@pytest.mark.parametrize("who", ["patient", "nurse"])
def test_htmx_gets_the_photos_alone_and_reads_no_message(
    client: Client, request: pytest.FixtureRequest, patient: Patient, nurse: User, who: str
) -> None:
    ask_with_photos(patient)
    user = getattr(request.getfixturevalue(who), "user", request.getfixturevalue(who))
    address = "/messages/" if user.is_patient else f"/patients/{patient.pk}/messages/"
    client.force_login(user)

    data = {**SENT, "add_photo": "yes", "photos": files(5)}
    shown = client.post(address, data, headers={"HX-Request": "true"}).content.decode()

    photo = Photo.objects.unsent().get()
    assert shown.strip().startswith('<div class="field flow"')
    assert re.findall(r'src="([^"]+)"', shown) == [f"/photos/{photo.pk}/small/"]
    assert Message.objects.get().read_at is None


def test_outsiders_add_nothing(
    client: Client, patient: Patient, scheduler: User, stranger_nurse: User
) -> None:
    address = f"/patients/{patient.pk}/messages/"

    answers = [
        go(client, who, address, **SENT, add_photo="yes", photos=files(0))
        for who in (scheduler, stranger_nurse)
    ]

    assert ([answer.status_code for answer in answers], Photo.objects.count()) == ([404, 404], 0)


def test_no_word_of_a_file_is_in_a_log(client: Client, patient: Patient, caplog) -> None:
    go(client, patient.user, **SENT, photos=[no_photo("swollen-knee.svg")])

    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [text for text in logged if "swollen" in text] == []


def test_a_photo_of_nobody_is_not_removed(client: Client, patient: Patient) -> None:
    response = go(client, patient.user, **SENT, remove_photo=str(uuid.UUID(int=1)))

    assert (response.status_code, kept(response)) == (200, [])


def test_signed_out_the_page_that_adds_a_photo_stays_as_it_is(client: Client, db: None) -> None:
    data = {**SENT, "add_photo": "yes", "photos": files(0)}

    answer = client.post("/messages/", data, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content, Photo.objects.count()) == (401, b"", 0)
