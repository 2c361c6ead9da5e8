"""Photos of the area at the last step of a check-in: added, refused, kept with the draft, sent."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from aftercare.models import CheckIn, CheckInDraft, Flag, Patient, Photo
from aftercare.services.photos import forget_unsent_photos
from tests.cast import MONDAY, complete
from tests.check_in_answers import fill_in, keep_quiet_day, walk
from tests.photo_story import a_file, colours, keep
from tests.pictures import png_header

HOUR = timedelta(hours=1)
LATER = MONDAY + 9 * HOUR
NOTE = "It looks like this."
NO_PHOTO = "This is not a photo. Please send a JPEG, PNG or WebP file."


@pytest.fixture
def at_review(client: Client, patient: Patient) -> Client:
    """The patient, signed in, has answered everything and looks it over."""
    complete(patient, MONDAY)
    client.force_login(patient.user)
    keep_quiet_day(patient, LATER)
    return client


def files(*numbers: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"knee-{number}.jpg", a_file(number)) for number in numbers]


def no_photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("knee.svg", b"<svg/>", content_type="image/jpeg")


def review(client: Client, *, by_htmx: bool = False, at=LATER, **sent: object) -> HttpResponse:
    """The last step as a browser sends it, of the draft that is open unless told."""
    draft = CheckInDraft.objects.get()
    itself = {"submission": str(draft.submission), "turn": str(draft.turn), "note": NOTE}
    headers = {"HX-Request": "true"} if by_htmx else {}
    with time_machine.travel(at, tick=False):
        return client.post("/check-ins/new/review/", itself | sent, headers=headers)


def look(client: Client, step: str = "review", at=LATER) -> HttpResponse:
    with time_machine.travel(at, tick=False):
        return client.get(f"/check-ins/new/{step}/", follow=True)


def sign_in_again(client: Client, patient: Patient) -> HttpResponse:
    """After the sign-in ran out: the last step, which stands there again."""
    with time_machine.travel(LATER, tick=False):
        client.force_login(patient.user)
        return client.get("/check-ins/new/review/", follow=True)


def page(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def removable(response: HttpResponse) -> list[str]:
    """The photos that a page shows, each with the button that removes it."""
    return re.findall(r'name="remove_photo" value="([^"]+)"', page(response))


def ids() -> list[str]:
    return [str(photo.pk) for photo in Photo.objects.oldest_first()]


def test_the_last_step_alone_offers_photos_of_the_area(at_review: Client) -> None:
    shown = {step: page(look(at_review, step)) for step in ("first", "area", "pain", "more", "review")}

    assert {step: text.count('type="file"') for step, text in shown.items()} == {
        "first": 0,
        "area": 0,
        "pain": 0,
        "more": 0,
        "review": 1,
    }
    assert '<label class="field__label" for="id_photos">Photos of your right knee' in shown["review"]
    assert 'enctype="multipart/form-data"' in shown["review"]
    assert shown["review"].index('id="id_photos"') < shown["review"].index('id="id_note"')


def test_photos_are_sent_with_the_check_in(at_review: Client) -> None:
    response = review(at_review, photos=files(0, 1))

    stored = CheckIn.objects.get()
    assert response.url == f"/check-ins/{stored.pk}/"
    assert (stored.note, colours(stored.photos.all())) == (NOTE, [0, 1])


def test_the_answer_shows_the_photos(at_review: Client) -> None:
    answer = review(at_review, photos=files(0))

    shown = page(at_review.get(answer.url))

    assert f'<a class="photos__whole" href="/photos/{ids()[0]}/">' in shown


def test_sent_twice_it_is_one_check_in_with_one_photo(at_review: Client) -> None:
    sent = fill_in(page(look(at_review)), {"note": NOTE})

    with time_machine.travel(LATER, tick=False):
        answers = [
            at_review.post("/check-ins/new/review/", sent | {"photos": files(0)}).url for _time in range(2)
        ]

    assert answers == [f"/check-ins/{CheckIn.objects.get().pk}/"] * 2
    assert Photo.objects.count() == 1


def test_adding_a_photo_sends_nothing_and_keeps_what_was_typed(at_review: Client) -> None:
    response = review(at_review, photos=files(0), add_photo="yes")

    assert removable(response) == ids()
    assert f"{NOTE}</textarea>" in page(response)
    assert CheckInDraft.objects.get().answers["review"] == {"note": NOTE}
    assert CheckIn.objects.count() == 0


def test_adding_a_photo_finds_no_fault_with_the_note(at_review: Client) -> None:
    response = review(at_review, photos=files(0), add_photo="yes", note="a" * 2001)

    assert (response.context["form"].errors, removable(response)) == ({}, ids())


def test_a_photo_can_be_removed_again(at_review: Client, patient: Patient) -> None:
    name = CheckInDraft.objects.get().submission
    stays, goes = (keep(patient, number=number, submission=name, at=LATER) for number in range(2))

    response = review(at_review, remove_photo=str(goes.pk))

    assert (removable(response), ids()) == ([str(stays.pk)], [str(stays.pk)])
    assert CheckIn.objects.count() == 0


def test_a_photo_of_another_day_is_not_among_them(at_review: Client, patient: Patient) -> None:
    keep(patient)

    assert removable(look(at_review)) == []


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (no_photo(), NO_PHOTO),
        (SimpleUploadedFile("knee.jpg", b"%PDF-1.7"), NO_PHOTO),
        (
            SimpleUploadedFile("knee.jpg", a_file() + b"\0" * (15 * 1024 * 1024)),
            "The file is larger than 15 MB. Please send a smaller photo.",
        ),
        (
            SimpleUploadedFile("knee.png", png_header(50_000, 50_000)),
            "The picture has more than 20 million points. Please send a smaller one.",
        ),
    ],
    ids=["svg", "no image", "too large", "pixel bomb"],
)
def test_a_photo_that_is_refused_keeps_the_rest_and_sends_nothing(
    at_review: Client, file: SimpleUploadedFile, why: str
) -> None:
    file.seek(0)

    response = review(at_review, photos=[file])

    assert response.context["form"].errors == {"photos": [why]}
    assert 'aria-describedby="id_photos_error id_photos_hint"' in page(response)
    assert f"{NOTE}</textarea>" in page(response)
    assert (CheckIn.objects.count(), Photo.objects.count()) == (0, 0)


def test_why_nothing_was_sent_stands_above_what_was_answered(at_review: Client) -> None:
    shown = page(review(at_review, photos=[no_photo()]))

    assert shown.index('class="errors') < shown.index('<h2 id="first">') < shown.index('id="id_photos"')


def test_the_page_leads_back_to_the_photos_where_it_came_for_them_alone(at_review: Client) -> None:
    photos = {
        "looked at": look(at_review),
        "added": review(at_review, photos=files(1), add_photo="yes"),
        "full": review(at_review, photos=files(2, 3), add_photo="yes"),
        "refused": review(at_review, photos=[no_photo()]),
    }

    focused = {when: re.findall(r"<(\w+)[^>]* autofocus", page(shown)) for when, shown in photos.items()}
    assert focused == {"looked at": [], "added": ["input"], "full": ["button"], "refused": []}


def test_what_was_refused_may_be_left_out(at_review: Client) -> None:
    review(at_review, photos=[no_photo()])

    response = review(at_review)

    assert response.url == f"/check-ins/{CheckIn.objects.get().pk}/"


def test_why_a_photo_is_refused_is_said_where_it_is_only_added(at_review: Client) -> None:
    response = review(at_review, photos=[no_photo()], add_photo="yes", note="a" * 2001)

    assert response.context["form"].errors == {"photos": [NO_PHOTO]}


@pytest.mark.parametrize("kept", [1, 3])
def test_the_last_step_takes_a_constant_number_of_queries(
    at_review: Client, patient: Patient, kept: int, django_assert_num_queries: object
) -> None:
    name = CheckInDraft.objects.get().submission
    for number in range(kept):
        keep(patient, number=number, submission=name, at=LATER)

    # those of every step, and the photos
    with time_machine.travel(LATER, tick=False), django_assert_num_queries(2 + 4 + 1):
        at_review.get("/check-ins/new/review/")


# --- added by the page itself


def test_htmx_gets_the_photos_alone_and_the_turn_stays(at_review: Client) -> None:
    turn = CheckInDraft.objects.get().turn

    response = review(at_review, by_htmx=True, photos=files(0), add_photo="yes")

    draft = CheckInDraft.objects.get()
    assert page(response).startswith('<div class="field flow" id="photos"')
    assert "Photos of your right knee" in page(response)
    assert removable(response) == ids()
    assert (draft.turn, draft.told["note"]) == (turn, NOTE)


def test_htmx_is_told_why_a_photo_is_refused(at_review: Client) -> None:
    shown = page(review(at_review, by_htmx=True, photos=[no_photo()], add_photo="yes"))

    assert shown.startswith('<div class="field flow field--error" id="photos"')
    assert NO_PHOTO in shown


def test_a_page_that_is_too_old_adds_no_photo(at_review: Client) -> None:
    response = review(at_review, by_htmx=True, photos=files(0), add_photo="yes", turn="0")

    assert (response.status_code, Photo.objects.count()) == (409, 0)


def test_a_page_that_saves_itself_touches_no_photo(at_review: Client) -> None:
    draft = CheckInDraft.objects.get()
    sent = {"submission": str(draft.submission), "turn": str(draft.turn), "note": NOTE, "photos": files(0)}

    with time_machine.travel(LATER, tick=False):
        response = at_review.post("/check-ins/new/review/", sent, headers={"X-Autosave": "1"})

    assert (response.status_code, Photo.objects.count()) == (204, 0)


# --- kept with the draft


def test_photos_stay_when_a_step_before_is_changed(at_review: Client) -> None:
    review(at_review, photos=files(0), add_photo="yes")

    sent = fill_in(page(look(at_review, "pain")), {"pain": "3"})
    with time_machine.travel(LATER, tick=False):
        at_review.post("/check-ins/new/pain/?change", sent)
    review(at_review)

    stored = CheckIn.objects.get()
    assert (stored.pain_score, colours(stored.photos.all())) == (3, [0])


def test_photos_stay_when_the_sign_in_runs_out(at_review: Client, patient: Patient) -> None:
    review(at_review, photos=files(0), add_photo="yes")
    at_review.logout()

    held = review(at_review, note="Still so.")
    shown = sign_in_again(at_review, patient)

    assert "photo that came with it" not in page(held)
    assert (removable(shown), len(ids())) == (ids(), 1)
    assert "Still so.</textarea>" in page(shown)


def test_a_photo_that_comes_signed_out_is_not_kept_and_the_page_says_so(
    at_review: Client, patient: Patient
) -> None:
    at_review.logout()

    held = review(at_review, photos=files(0))
    shown = sign_in_again(at_review, patient)

    assert "Only the photo that came with it could not be kept" in page(held)
    assert f"{NOTE}</textarea>" in page(shown)
    assert Photo.objects.count() == 0


def test_a_photo_that_the_page_adds_signed_out_is_refused_where_it_stands(at_review: Client) -> None:
    at_review.logout()

    response = review(at_review, by_htmx=True, photos=files(0), add_photo="yes")

    assert (response.status_code, response.content.strip(), Photo.objects.count()) == (401, b"", 0)


def test_photos_of_a_check_in_that_is_begun_again_are_forgotten(at_review: Client) -> None:
    review(at_review, photos=files(0), add_photo="yes")

    with time_machine.travel(LATER, tick=False):
        at_review.post("/check-ins/new/")
        walk(at_review, LATER, to="review")
    shown = look(at_review)
    forget_unsent_photos(at=LATER + 24 * HOUR)

    assert (removable(shown), Photo.objects.count()) == ([], 0)


def test_a_photo_for_a_draft_that_is_too_old_is_asked_for_again(at_review: Client) -> None:
    response = review(at_review, at=LATER + 6 * HOUR, photos=files(0))

    assert "Please answer again, as it is now." in page(response)
    assert (CheckIn.objects.count(), Photo.objects.count()) == (0, 0)


def test_nobody_adds_a_photo_to_the_draft_of_another(at_review: Client, other_patient: Patient) -> None:
    complete(other_patient, MONDAY)
    at_review.force_login(other_patient.user)

    review(at_review, photos=files(0), add_photo="yes")

    assert Photo.objects.count() == 0


# --- what does not wait


def test_an_emergency_is_flagged_before_a_photo_is_asked_for(client: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    client.force_login(patient.user)
    walk(client, LATER, to="review", chest_pain="yes", chest_pain__since="now")
    flagged = Flag.objects.get()

    shown = page(review(client, photos=[no_photo()]))

    assert (flagged.severity, Flag.objects.get(), CheckIn.objects.count()) == ("emergency", flagged, 0)
    assert shown.index("Call 911 now") < shown.index(NO_PHOTO)


def test_a_photo_that_comes_before_every_answer_is_kept(client: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    client.force_login(patient.user)
    walk(client, LATER, to="more")

    response = review(client, photos=files(0))

    assert response.url == "/check-ins/new/more/?change"
    assert (CheckIn.objects.count(), Photo.objects.count()) == (0, 1)
