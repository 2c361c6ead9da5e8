import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from aftercare.forms.check_in_steps import STEPS
from aftercare.models import CheckIn, CheckInDraft, Flag, Patient, User
from aftercare.models.check_in_drafts import DRAFT_LASTS
from aftercare.services.flags import reply_to_patient
from tests.cast import MONDAY, book, complete, report
from tests.check_in_answers import walk

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATER = MONDAY + 9 * HOUR


@pytest.fixture
def signed_in(client: Client, patient: Patient) -> Client:
    client.force_login(patient.user)
    return client


def send(client: Client, at=LATER, **changes: str | None) -> HttpResponse:
    return walk(client, at, **changes)


def post(client: Client, step: str, at=LATER, *, quietly: bool = False, **sent: str) -> HttpResponse:
    """One step alone, of the draft that is open unless told."""
    headers = {"X-Autosave": "1"} if quietly else {}
    sent = {
        "_".join(part.replace("_", "-") for part in name.split("__")): text for name, text in sent.items()
    }
    draft = CheckInDraft.objects.first()
    itself = {"submission": str(draft.submission), "turn": str(draft.turn)} if draft else {}
    with time_machine.travel(at, tick=False):
        return client.post(f"/check-ins/new/{step}/", itself | sent, headers=headers)


def get(client: Client, step: str, at=LATER) -> HttpResponse:
    with time_machine.travel(at, tick=False):
        return client.get(f"/check-ins/new/{step}/", follow=True)


def page(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_a_check_in_is_stored_and_leads_to_its_answer(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    response = send(signed_in, pain="3", pain__since="now", note="slept well")

    stored = CheckIn.objects.get()
    assert (response.status_code, response.url) == (302, f"/check-ins/{stored.pk}/")
    assert (stored.at, stored.pain_score, stored.note) == (LATER, 3, "slept well")


def test_a_patient_with_a_booked_session_may_check_in(signed_in: Client, patient: Patient) -> None:
    book(patient, MONDAY + 7 * DAY, at=MONDAY)

    assert send(signed_in).status_code == 302


def test_a_patient_without_any_session_is_told_to_call(signed_in: Client, patient: Patient) -> None:
    with time_machine.travel(LATER, tick=False):
        shown = page(signed_in.get(reverse("check_in_new")))

    assert "You have no session with us yet" in shown
    assert "(212) 555-0199" in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]


def test_an_address_that_is_no_check_in_is_not_found(signed_in: Client) -> None:
    assert signed_in.get(reverse("check_in", args=[uuid.uuid4()])).status_code == 404


def test_the_answers_are_looked_over_before_they_are_sent(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    shown = page(walk(signed_in, LATER, to="review", swelling="yes", swelling__since="now", pain="3"))

    told = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", shown)
    assert told == [
        ("Signs of danger", "none"),
        ("Warm or hot skin", "no"),
        ("Redness", "no"),
        ("Pain", "3 of 10"),
        ("Kept from what you usually do", "not told"),
        ("Swelling", "yes"),
        ("Swelling", "since today, 7:00 pm"),
        ("Tylenol", "none"),
    ]
    assert re.findall(r"/check-ins/new/(\w+)/\?change", shown) == [
        "first",
        "area",
        "pain",
        "more",
        "times",
        "medicines",
    ]


def test_what_the_patient_is_kept_from_is_looked_over_and_sent(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    shown = page(walk(signed_in, LATER, to="review", limitation="0"))

    answer = walk(signed_in, LATER)

    assert "<dt>Kept from what you usually do</dt><dd>0 of 10</dd>" in shown
    assert answer.url == f"/check-ins/{CheckIn.objects.get().pk}/"
    assert CheckIn.objects.get().limitation_score == 0


def test_what_the_patient_was_kept_from_last_time_is_asked_anew(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER - HOUR, limitation="7")

    shown = page(walk(signed_in, LATER, to="pain"))

    assert re.findall(r'name="limitation" value="7"[^>]*>', shown) == [
        'name="limitation" value="7" id="id_limitation_7">'
    ]


def test_what_the_patient_was_kept_from_can_be_taken_back(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="review", limitation="7")

    offered = re.findall(r'name="limitation" value="unsaid"[^>]*>', page(get(signed_in, "pain")))
    post(signed_in, "pain", pain="0", limitation="unsaid")

    assert offered == ['name="limitation" value="unsaid" id="id_limitation_11">']
    assert "<dt>Kept from what you usually do</dt><dd>not told</dd>" in page(get(signed_in, "review"))


def test_a_score_that_is_none_is_put_right_beside_the_pain(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    shown = page(walk(signed_in, LATER, limitation="12"))

    assert '<a href="#id_limitation_0">What you usually do: choose a number from 0 to 10.</a>' in shown


def test_the_area_is_asked_about_by_its_name(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    shown = page(walk(signed_in, LATER, to="area"))

    assert "Is the skin warm or hot at your right knee?" in shown
    assert "Step 2 of 6" in shown


def test_times_are_asked_of_what_was_ticked_alone(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    shown = page(walk(signed_in, LATER, to="times", swelling="yes"))

    assert re.findall(r"<legend>(\w+: when did it start\?)</legend>", shown) == [
        "Swelling: when did it start?"
    ]
    assert "Step 5 of 7" in shown


def test_a_step_that_is_refused_keeps_what_was_typed(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    shown = page(walk(signed_in, LATER, used_ice="yes", acetaminophen="two & more"))

    assert "Tylenol: write a whole number of mg, for example 1000." in shown
    assert 'value="two &amp; more"' in shown
    assert CheckInDraft.objects.get().answers["medicines"]["acetaminophen"] == "two & more"


def test_the_error_summary_leads_to_the_control(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    shown = page(walk(signed_in, LATER, heat="yes"))

    assert '<a href="#id_heat_since_0">Warm or hot skin: say when it started.</a>' in shown


def test_an_answer_is_changed_from_the_last_step_and_back(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="review", pain="3")

    with time_machine.travel(LATER, tick=False):
        itself = {"submission": str(CheckInDraft.objects.get().submission)}
        answer = signed_in.post("/check-ins/new/pain/?change", {**itself, "pain": "4"})

    assert answer.url == "/check-ins/new/review/"
    assert "<dd>4 of 10</dd>" in page(get(signed_in, "review"))


@pytest.mark.parametrize(
    ("changes", "step", "card"),
    [
        ({"chest_pain": "yes"}, "first", "Call 911 now"),
        ({"fever": "yes", "heat": None}, "more", "Call the clinic today"),
        ({"pain": "8", "pain__since": "other"}, "pain", "Call the clinic today"),
        ({"acetaminophen": "2501"}, "medicines", "Call the clinic today"),
        ({"heat": "yes", "heat__since": "morning", "redness": None}, "area", "Call the clinic today"),
    ],
)
def test_a_card_is_in_the_answer_to_the_step_that_calls_for_it(
    signed_in: Client, patient: Patient, changes: dict[str, str], step: str, card: str
) -> None:
    complete(patient, MONDAY - DAY)
    at = MONDAY + 7 * HOUR
    with time_machine.travel(at, tick=False):
        signed_in.get(reverse("check_in_new"))

    response = post(signed_in, step, at, **{name: text for name, text in changes.items() if text})

    assert response.status_code == 200
    assert f'<h2 id="care-title">{card}</h2>' in page(response)
    assert CheckIn.objects.count() == 0


def test_an_emergency_is_flagged_at_its_step_and_the_finished_check_in_raises_no_second_flag(
    signed_in: Client, patient: Patient
) -> None:
    complete(patient, MONDAY)

    walk(signed_in, LATER, to="pain", chest_pain="yes")
    raised = list(Flag.objects.values_list("rule", "raised_at"))
    sent = walk(signed_in, LATER + HOUR, chest_pain="yes")

    assert raised == [("circulation-emergency", LATER)]
    assert list(Flag.objects.values_list("rule", "raised_at")) == raised
    assert (sent.url, CheckIn.objects.count()) == (f"/check-ins/{CheckIn.objects.get().pk}/", 1)


def test_what_was_shown_once_stops_nobody_again(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="more", pain="8", pain__since="now")

    answer = post(signed_in, "more", fever="yes")

    assert answer.url == "/check-ins/new/times/"
    assert sorted(Flag.objects.values_list("rule", flat=True)) == ["infection-signs", "severe-pain"]


def test_a_card_claims_no_nurse_was_told_before_one_was(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    shown = page(walk(signed_in, MONDAY + 8 * HOUR, heat="yes", heat__since="morning", redness="perhaps"))

    assert "Do not wait for a reply from us: call." in shown
    assert "has been told too" not in shown
    assert Flag.objects.count() == 0


def test_what_saves_itself_is_kept_and_says_nothing(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="pain")

    answer = post(signed_in, "pain", quietly=True, pain="8", pain__since="other")

    assert (answer.status_code, answer.content) == (204, b"")
    assert CheckInDraft.objects.get().answers["pain"] == {"pain": "8", "pain_since": "other"}
    assert Flag.objects.count() == 0


def test_a_sign_of_danger_that_saves_itself_shows_the_card_and_is_flagged(
    signed_in: Client, patient: Patient
) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="first")

    answer = post(signed_in, "first", quietly=True, chest_pain="yes")

    assert "Call 911 now" in page(answer)
    assert "<html" not in page(answer)
    assert Flag.objects.get().rule == "circulation-emergency"


def test_what_saves_itself_late_is_older_and_not_kept(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="pain")
    turn = str(CheckInDraft.objects.get().turn)
    post(signed_in, "pain", pain="3")

    answer = post(signed_in, "pain", quietly=True, pain="2", turn=turn)

    assert answer.status_code == 409
    assert CheckInDraft.objects.get().answers["pain"] == {"pain": "3"}


def test_danger_ticked_on_a_page_left_open_overnight_shows_the_card(
    signed_in: Client, patient: Patient
) -> None:
    complete(patient, MONDAY)
    get(signed_in, "first")
    morning = LATER + DRAFT_LASTS + HOUR

    answer = post(signed_in, "first", morning, quietly=True, chest_pain="yes")

    assert (answer.status_code, "Call 911 now" in page(answer)) == (409, True)
    assert "<html" not in page(answer)


def test_a_check_in_is_gone_on_with_where_it_was_left(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="more", pain="3", pain__since="now")

    with time_machine.travel(LATER + HOUR, tick=False):
        resumed = signed_in.get(reverse("check_in_new"))
    back = page(get(signed_in, "pain", LATER + HOUR))

    assert resumed.url == "/check-ins/new/more/"
    assert 'name="pain" value="3" id="id_pain_3" checked' in back
    assert "You began at 7:00 pm." in back


@pytest.mark.parametrize(
    ("after", "kept"), [(DRAFT_LASTS - timedelta(seconds=1), True), (DRAFT_LASTS, False)]
)
def test_a_draft_is_gone_on_with_for_six_hours(
    signed_in: Client, patient: Patient, after: timedelta, kept: bool
) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="more")

    with time_machine.travel(LATER + after, tick=False):
        shown = page(signed_in.get(reverse("check_in_new"), follow=True))

    assert ("Anything else?" in shown) is kept
    assert ("You began a check-in" in shown) is not kept


def test_starting_again_forgets_what_was_told(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="more")

    with time_machine.travel(LATER, tick=False):
        answer = signed_in.post(reverse("check_in_new"))

    assert (answer.url, CheckInDraft.objects.get().answers) == ("/check-ins/new/first/", {})


def test_a_step_before_anything_was_begun_leads_to_the_beginning(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    assert get(signed_in, "pain").request["PATH_INFO"] == "/check-ins/new/first/"


@pytest.mark.parametrize("step", ["review", "times"])
def test_a_step_that_cannot_be_shown_yet_leads_to_what_is_missing(
    signed_in: Client, patient: Patient, step: str
) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="pain")

    assert get(signed_in, step).request["PATH_INFO"] == "/check-ins/new/pain/"


def test_no_check_in_is_sent_with_an_answer_missing(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="medicines")

    answer = post(signed_in, "review", note="typed & kept")

    assert answer.url == "/check-ins/new/medicines/?change"
    assert (CheckIn.objects.count(), CheckInDraft.objects.get().told["note"]) == (0, "typed & kept")


def test_a_missing_answer_never_withholds_a_card(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY - DAY)
    walk(signed_in, MONDAY + HOUR, to="medicines", heat="yes", heat__since="waking")

    shown = page(post(signed_in, "review", MONDAY + 3 * HOUR, note=""))

    assert "Call the clinic today" in shown
    assert 'href="/check-ins/new/medicines/?change"' in shown


def test_the_draft_is_gone_once_the_check_in_is_stored(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)

    send(signed_in)

    assert CheckInDraft.objects.count() == 0


def test_the_same_check_in_sent_twice_is_one(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="review")
    itself = {"submission": str(CheckInDraft.objects.get().submission), "note": "once"}

    first = post(signed_in, "review", **itself)
    second = post(signed_in, "review", LATER + HOUR, **itself)

    assert (first.url, CheckIn.objects.count()) == (second.url, 1)


def test_a_note_that_comes_after_the_check_in_was_sent_begins_another(
    signed_in: Client, patient: Patient
) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="review")
    itself = {"submission": str(CheckInDraft.objects.get().submission)}
    post(signed_in, "review", **itself, note="once")

    shown = page(post(signed_in, "review", **itself, note="and worse"))

    assert "That page was from an earlier check-in." in shown
    assert CheckInDraft.objects.get().told == {"note": "and worse"}


def test_a_page_of_an_earlier_check_in_counts_for_the_card_and_is_asked_again(
    signed_in: Client, patient: Patient
) -> None:
    complete(patient, MONDAY)

    shown = page(post(signed_in, "first", submission=str(uuid.uuid4()), chest_pain="yes"))

    assert "Call 911 now" in shown
    assert "That page was from an earlier check-in." in shown
    assert Flag.objects.get().rule == "circulation-emergency"
    assert CheckInDraft.objects.get().answers == {}


def test_what_was_present_last_time_is_asked_by_name(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, swelling=MONDAY + HOUR)

    shown = page(walk(signed_in, LATER))

    assert "<legend>Swelling: is it still there?</legend>" in shown
    assert "Swelling: choose one of the answers." in shown
    assert 'name="swelling_since" value="same" id="id_swelling_since_0" checked' in shown


def test_a_sign_of_danger_of_last_time_is_asked_by_name_first(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, chest_pain=MONDAY + HOUR)

    shown = page(walk(signed_in, LATER))

    assert "Step 1 of 6" in shown
    assert "Chest pain: choose one of the answers." in shown


def test_a_patient_without_any_session_is_shown_the_card_and_nothing_is_stored(
    signed_in: Client, patient: Patient
) -> None:
    response = post(signed_in, "first", breathing_difficulty="yes")

    assert response.status_code == 200
    assert '<h2 id="care-title">Call 911 now</h2>' in page(response)
    assert "You have no session with us yet" in page(response)
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("letters", [2001, 5000])
def test_a_note_that_is_too_long_is_refused_and_kept(
    signed_in: Client, patient: Patient, letters: int
) -> None:
    complete(patient, MONDAY)

    response = send(signed_in, note="a" * letters)

    assert (response.status_code, CheckIn.objects.count()) == (200, 0)
    assert f">\n{'a' * letters}</textarea>" in response.content.decode()


@pytest.mark.parametrize("check_ins", [1, 3])
def test_a_step_takes_a_constant_number_of_queries(
    signed_in: Client, patient: Patient, check_ins: int, django_assert_num_queries: object
) -> None:
    complete(patient, MONDAY)
    for hours in range(check_ins):
        report(patient, MONDAY + (1 + hours) * HOUR)
    walk(signed_in, LATER, to="area")

    with time_machine.travel(LATER, tick=False), django_assert_num_queries(2 + 4):
        signed_in.get("/check-ins/new/area/")


def test_every_step_is_a_small_page(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="review", swelling="yes", swelling__since="now")

    sizes = {step: len(get(signed_in, step).content) for step in STEPS}

    assert max(sizes.values()) < 30_000
    assert sum(sizes.values()) / len(sizes) < 20_000


@pytest.mark.parametrize("role", ["other_patient", "nurse"])
def test_a_draft_of_somebody_else_is_out_of_reach(
    client: Client, request: pytest.FixtureRequest, patient: Patient, role: str
) -> None:
    complete(patient, MONDAY)
    client.force_login(patient.user)
    walk(client, LATER, to="more", pain="7")
    before = CheckInDraft.objects.values().get()
    other = request.getfixturevalue(role)
    if isinstance(other, Patient):
        complete(other, MONDAY)
    client.force_login(other.user if isinstance(other, Patient) else other)

    with time_machine.travel(LATER, tick=False):
        client.post("/check-ins/new/pain/", {"submission": str(before["submission"]), "pain": "1"})

    assert CheckInDraft.objects.filter(patient=patient).values().get() == before


def test_the_card_says_until_when_a_nurse_answers(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    at = MONDAY + 2 * HOUR

    answer = send(signed_in, at, fever="yes", fever__since="now")
    with time_machine.travel(at, tick=False):
        shown = page(signed_in.get(answer.url))

    assert '<h2 id="care-title">Call the clinic today</h2>' in shown
    assert "A nurse has been told too, and has until 2:00 pm to answer. Do not wait for that: call." in shown
    assert "(212) 555-0142" in shown


def test_out_of_hours_the_card_names_the_nurse_on_call(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    at = MONDAY + 10 * HOUR

    answer = send(signed_in, at, fever="yes", fever__since="now")
    with time_machine.travel(at, tick=False):
        shown = page(signed_in.get(answer.url))

    assert '<h2 id="care-title">Call our nurse on call now</h2>' in shown
    assert '<a class="button button--big" href="tel:+1-212-555-0199">' in shown


def test_an_address_that_is_no_step_is_not_found(signed_in: Client) -> None:
    assert signed_in.get("/check-ins/new/nowhere/").status_code == 404


def test_what_a_nurse_wrote_about_a_check_in_stands_on_its_page(
    signed_in: Client, patient: Patient, nurse: User
) -> None:
    complete(patient, MONDAY)
    stored = report(patient, MONDAY + HOUR, fever=MONDAY)
    reply_to_patient(
        flag=Flag.objects.get(), body="Rest.", submission=uuid.uuid4(), by=nurse, at=MONDAY + 2 * HOUR
    )

    shown = page(signed_in.get(f"/check-ins/{stored.pk}/"))

    assert "<b>Odile Marrowby</b>" in shown
    assert "<p>Rest.</p>" in shown


def test_a_page_grown_too_old_leads_on_with_the_check_in(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="pain")

    signed_in.handler.enforce_csrf_checks = True
    answer = post(signed_in, "pain", pain="3")

    assert answer.status_code == 403
    assert "What you typed is kept for an hour." in page(answer)
    assert '<a class="button button--big" href="/check-ins/new/pain/">Go on with the check-in</a>' in page(
        answer
    )
    assert 'name="pain" value="3" id="id_pain_3" checked' in page(get(signed_in, "pain"))


def test_danger_ticked_on_a_page_grown_too_old_shows_the_card(signed_in: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    get(signed_in, "first")

    signed_in.handler.enforce_csrf_checks = True
    quiet = post(signed_in, "first", quietly=True, chest_pain="yes")
    sent = post(signed_in, "first", chest_pain="yes")

    assert (quiet.status_code, "Call 911 now" in page(quiet), "<html" in page(quiet)) == (409, True, False)
    assert page(sent).index("Call 911 now") < page(sent).index("Go on with the check-in")


def test_a_page_grown_too_old_of_another_persons_check_in_is_not_kept(
    client: Client, patient: Patient, other_patient: Patient
) -> None:
    complete(patient, MONDAY)
    client.force_login(patient.user)
    walk(client, LATER, to="pain")
    client.force_login(other_patient.user)

    client.handler.enforce_csrf_checks = True
    answer = post(client, "pain", pain="3")

    assert "What you answered on the last page could not be kept" in page(answer)
    assert "held_check_in_step" not in client.session


def test_a_check_in_whose_cookies_are_gone_is_there_after_signing_in(
    signed_in: Client, patient: Patient
) -> None:
    complete(patient, MONDAY)
    walk(signed_in, LATER, to="review")
    signed_in.cookies.clear()

    signed_in.handler.enforce_csrf_checks = True
    held = page(post(signed_in, "review", note="It looks odd."))
    with time_machine.travel(LATER, tick=False):
        signed_in.force_login(patient.user)

    assert "What you typed is kept for an hour." in held
    assert "It looks odd.</textarea>" in page(get(signed_in, "review"))


def test_any_other_form_grown_too_old_was_not_saved(signed_in: Client, patient: Patient) -> None:
    signed_in.handler.enforce_csrf_checks = True

    answer = signed_in.post("/messages/", {"body": "Hello"})

    assert "What you sent just now was not saved." in page(answer)
