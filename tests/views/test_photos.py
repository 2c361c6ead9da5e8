"""One photo by its address: who may see it, and what else the answer carries."""

import io
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from aftercare.models import Message, Patient, Photo, RecordAccess, User
from tests.cast import MONDAY, complete, report
from tests.photo_story import ask_with_photos, keep, write_with_photo

INSIDERS = ["patient", "nurse", "second_nurse", "administrator"]
OUTSIDERS = ["scheduler", "stranger_nurse", "other_patient", "foreign_patient"]
ADDRESSES = ["", "small/"]


@pytest.fixture
def message(patient: Patient) -> Message:
    return ask_with_photos(patient)


def see(client: Client, who: Patient | User, photo: Photo, rest: str = "") -> HttpResponse:
    client.force_login(getattr(who, "user", who))
    return client.get(f"/photos/{photo.pk}/{rest}")


@pytest.mark.parametrize("rest", ADDRESSES)
@pytest.mark.parametrize("who", INSIDERS)
def test_a_photo_that_was_sent_is_seen_by_both_sides(
    client: Client, request: pytest.FixtureRequest, message: Message, who: str, rest: str
) -> None:
    answer = see(client, request.getfixturevalue(who), message.photos.get(), rest)

    image = Image.open(io.BytesIO(answer.content))
    assert (answer.status_code, image.format, image.size) == (200, "JPEG", (60, 40))


@pytest.mark.parametrize("rest", ADDRESSES)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_photo_is_not_there_for_outsiders(
    client: Client, request: pytest.FixtureRequest, message: Message, who: str, rest: str
) -> None:
    answer = see(client, request.getfixturevalue(who), message.photos.get(), rest)

    assert (answer.status_code, RecordAccess.objects.count()) == (404, 0)


@pytest.mark.parametrize("rest", ADDRESSES)
def test_a_stranger_is_asked_to_sign_in(client: Client, message: Message, rest: str) -> None:
    address = f"/photos/{message.photos.get().pk}/{rest}"

    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


def test_a_photo_of_a_check_in_is_seen_by_both_sides(client: Client, patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    keep(patient)
    Photo.objects.update(check_in=report(patient, MONDAY))

    answers = [see(client, who, Photo.objects.get()) for who in (patient, nurse)]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_a_photo_that_was_not_sent_is_there_for_its_owner_alone(
    client: Client, patient: Patient, nurse: User, second_nurse: User
) -> None:
    mine, nurses = keep(patient), keep(patient, nurse)

    people = (patient, nurse, second_nurse)
    answers = {photo: [see(client, who, photo).status_code for who in people] for photo in (mine, nurses)}

    assert answers == {mine: [200, 404, 404], nurses: [404, 200, 404]}


def test_a_photo_that_a_nurse_has_sent_is_seen_by_the_patient(
    client: Client, patient: Patient, nurse: User
) -> None:
    photo = write_with_photo(patient, nurse).photos.get()

    assert see(client, patient, photo).status_code == 200


def test_no_such_photo(client: Client, nurse: User) -> None:
    assert see(client, nurse, Photo(pk=uuid.UUID(int=1))).status_code == 404


def test_staff_leave_a_trace_of_what_they_see_and_patients_none(
    client: Client, message: Message, patient: Patient, nurse: User
) -> None:
    for who in (patient, nurse):
        see(client, who, message.photos.get())

    assert list(RecordAccess.objects.values_list("patient", "by", "what")) == [
        (patient.pk, nurse.pk, "photo")
    ]


@pytest.mark.parametrize("rest", ADDRESSES)
def test_the_answer_is_a_jpeg_and_nothing_else_and_kept_nowhere(
    client: Client, message: Message, patient: Patient, rest: str
) -> None:
    answer = see(client, patient, message.photos.get(), rest)

    assert {
        name: answer[name]
        for name in (
            "Content-Type",
            "X-Content-Type-Options",
            "Content-Disposition",
            "Content-Security-Policy",
            "Cache-Control",
        )
    } == {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": 'inline; filename="photo.jpg"',
        "Content-Security-Policy": "sandbox; script-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
    }


def test_a_photo_takes_no_post(client: Client, message: Message, patient: Patient) -> None:
    client.force_login(patient.user)

    assert client.post(f"/photos/{message.photos.get().pk}/").status_code == 405
