import uuid
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.models import Clinic, Flag, Message, Patient, RecordAccess, User
from aftercare.queries.access import open_flag
from aftercare.queries.nurse_flag import load_flag
from aftercare.services.checkins import raise_alarm
from aftercare.services.contact import ask_how_it_goes, log_call_to_patient
from aftercare.services.flags import acknowledge_flag, resolve_flag
from aftercare.services.triage import assess_patient
from tests.cast import MONDAY, a_report, book, complete, local, make_lot, make_patient, make_provider, report
from tests.nurse_story import HOUR, MINUTE, NOW, chest_pain, clock_ran_out, told_of_heat
from tests.photo_story import shown_with

SUBMISSION = "8d7c4f3e-0d44-4f0e-a2ad-5d5b8a1f9c01"


@pytest.fixture
def desk(client: Client, nurse: User) -> Client:
    client.force_login(nurse)
    return client


def get(client: Client, flag: Flag, now=NOW) -> HttpResponse:
    with time_machine.travel(now, tick=False):
        return client.get(f"/flags/{flag.pk}/")


def post(client: Client, flag: Flag, action: str, now=NOW, **data: str) -> HttpResponse:
    with time_machine.travel(now, tick=False):
        return client.post(f"/flags/{flag.pk}/{action}/", data, follow=True)


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_opening_a_flag_is_recorded(desk: Client, patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)

    get(desk, flag)

    access = RecordAccess.objects.get()
    assert (access.patient, access.by, access.at, access.what) == (patient, nurse, NOW, "flag")


def test_a_flag_says_what_since_when_and_by_when(desk: Client, patient: Patient) -> None:
    head = get(desk, told_of_heat(patient)).context["page"].head

    assert (head.rule, head.detail) == (
        "Hot or red for more than 6 hours",
        "Warm or hot skin, since 11:00 am",
    )
    assert (head.severity_text, head.raised.text, head.due.text) == (
        "Urgent",
        "today, 7:00 pm",
        "today, 9:00 pm",
    )
    assert (head.left.text, head.waits, head.open, head.refused) == ("1 h", True, True, False)
    assert head.told == "With the check-in of 7:00 pm the patient was told to call the clinic the same day."


def test_a_flag_says_who_the_patient_is(desk: Client, patient: Patient) -> None:
    patient.allergies, patient.baseline_pain, patient.baseline_limitation = "Latex", 6, 5
    patient.save()

    page = get(desk, told_of_heat(patient)).context["page"]

    assert (page.patient, page.patient_href) == ("Wren Applegarth", f"/patients/{patient.pk}/")
    assert (page.phone.href, page.phone.text) == ("tel:+1-212-555-0168", "(212) 555-0168")
    assert [(fact.term, fact.strong, fact.text) for fact in page.patient_facts] == [
        ("Born", "", "3 May 1974, 51 years old"),
        ("Treated", "Right knee", "Exosome, session 1 of 1, today, 10:00 am"),
        ("Given", "", "5 billion vesicles; no lot recorded"),
        ("Baseline", "", "pain 6 of 10, hindered 5 of 10"),
        ("Allergies", "", "Latex"),
        ("Medicines", "", "none recorded"),
    ]


def test_a_flag_says_who_performed_the_treatment(desk: Client, clinic: Clinic, patient: Patient) -> None:
    flag = told_of_heat(patient)
    patient.sessions.update(performed_by=make_provider(clinic, "Adelaide Fernsby"))

    page = get(desk, flag).context["page"]

    treated = next(fact for fact in page.patient_facts if fact.term == "Treated")
    assert treated.small == "Performed by Adelaide Fernsby, physician"


def test_a_flag_shows_what_the_patient_is_kept_from(desk: Client, patient: Patient) -> None:
    told_of_heat(patient)
    report(patient, NOW, limitation=4, heat=None)

    (evidence, *_before) = get(desk, patient.flags.get()).context["page"].evidence

    told = {fact.term: f"{fact.strong} {fact.text}" for fact in evidence.facts}
    assert told["Hindered"] == "4 of 10 in daily life"


def test_what_is_not_recorded_of_a_session_is_said(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)
    patient.sessions.update(dose_billion_vesicles=None)

    page = get(desk, flag).context["page"]

    told = [(fact.text, fact.small) for fact in page.patient_facts if fact.term in ("Treated", "Given")]
    assert told == [
        ("Exosome, session 1 of 1, today, 10:00 am", "Who performed it is not recorded"),
        ("dose not recorded; no lot recorded", ""),
    ]


def test_of_a_session_that_nobody_has_recorded_nothing_is_missed(desk: Client, patient: Patient) -> None:
    book(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, pain=4, rash=MONDAY + HOUR)

    page = get(desk, Flag.objects.get()).context["page"]

    told = [(fact.text, fact.small) for fact in page.patient_facts if fact.term in ("Treated", "Given")]
    assert told == [("Exosome, session 1 of 1, today, 10:00 am", ""), ("not recorded yet", "")]


@pytest.mark.parametrize("others", [0, 1, 3])
def test_others_treated_with_the_same_lot_are_a_signal(
    desk: Client,
    clinic: Clinic,
    scheduler: User,
    patient: Patient,
    nurse: User,
    others: int,
    django_assert_num_queries,
) -> None:
    lot = make_lot(scheduler, "A-17")
    complete(patient, MONDAY, lot)
    report(patient, MONDAY + 9 * HOUR, pain=4, heat=MONDAY + HOUR)
    flag = Flag.objects.get()
    for number in range(others + 1):
        other = make_patient(clinic, f"Other {number}", f"o{number}@patients.example", scheduler)
        complete(other, MONDAY - (number + 1) * timedelta(days=1), lot)
        if number < others:
            report(other, MONDAY + HOUR, rash=MONDAY, fever=MONDAY)
    opened = open_flag(user=nurse, flag_id=flag.pk, at=NOW)

    with django_assert_num_queries(13):
        page = load_flag(flag=opened, user=nurse, now=NOW)

    texts = {
        0: [],
        1: ["1 other patient treated with Fernwell exosomes, lot A-17 has an open flag."],
        3: ["3 other patients treated with Fernwell exosomes, lot A-17 have open flags."],
    }
    assert [signal.text for signal in page.lot_signals] == texts[others]
    assert {signal.href for signal in page.lot_signals} <= {f"/lots/{lot.pk}/recall/"}
    given = next(fact for fact in page.patient_facts if fact.term == "Given")
    assert given.text == "5 billion vesicles; Fernwell exosomes, lot A-17"


def test_earlier_flags_stand_beside_with_what_became_of_them(
    desk: Client, patient: Patient, nurse: User
) -> None:
    first = told_of_heat(patient)
    resolve_flag(flag=first, disposition="advised-by-phone", by=nurse, at=NOW - MINUTE)
    report(patient, NOW, pain=4, rash=NOW - HOUR)
    second = Flag.objects.exclude(pk=first.pk).get()

    pages = [get(desk, flag).context["page"] for flag in (first, second)]

    told = [[(line.rule, line.state, line.open) for line in page.other_flags] for page in pages]
    assert told == [
        [(second.rule_name, "Waits for a nurse", True)],
        [(first.rule_name, "Advised by phone, Odile Marrowby", False)],
    ]


def test_what_was_done_to_hear_from_a_silent_patient_is_on_the_flags_record(
    desk: Client, patient: Patient, nurse: User, scheduler: User
) -> None:
    complete(patient, NOW - timedelta(days=3))
    assess_patient(patient=patient, at=NOW - 2 * HOUR)
    flag = Flag.objects.get()
    ask_how_it_goes(patient=patient, by=scheduler, at=NOW - HOUR)
    call = {"outcome": "no-answer", "submission": uuid.UUID(SUBMISSION)}
    log_call_to_patient(patient=patient, **call, by=nurse, at=NOW - MINUTE)

    def lines() -> list[tuple[str, str]]:
        return [(entry.who, entry.what) for entry in get(desk, flag).context["page"].record]

    while_open = lines()
    resolve_flag(flag=flag, disposition="advised-by-phone", by=nurse, at=NOW - 2 * MINUTE)

    assert while_open == [
        ("The portal", "raised it"),
        ("Felix Underleaf", "asked the patient how it goes"),
        ("You", "called: no answer"),
    ]
    assert ("You", "called: no answer") not in lines()


def test_a_flag_shows_the_check_in_that_tells_of_it(desk: Client, patient: Patient) -> None:
    page = get(desk, told_of_heat(patient)).context["page"]

    (evidence,) = page.evidence
    told = {fact.term: f"{fact.strong} {fact.text}".strip() for fact in evidence.facts}
    assert evidence.when.text == "today, 7:00 pm"
    assert (told["Pain"], told["New"]) == ("4 of 10", "Warm or hot skin since 11:00 am")
    assert (told["Tylenol"], told["Took"]) == ("none", "nothing of what is asked about")
    assert (told["Note"], told["Card"]) == ("“It feels warm.”", "told to call the clinic the same day")


def test_a_flag_shows_the_latest_check_in_first_and_keeps_the_others(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)
    report(patient, NOW - 30 * MINUTE, pain=5, heat=None)

    page = get(desk, flag).context["page"]

    assert [one.when.text for one in page.evidence] == ["today, 7:30 pm"]
    assert [one.when.text for one in page.evidence_before] == ["today, 7:00 pm"]
    assert [(fact.term, fact.strong, fact.text) for fact in page.evidence[0].facts][:2] == [
        ("Pain", "5 of 10", "was 4"),
        ("Still", "Warm or hot skin", ""),
    ]


def test_an_open_flag_shows_the_last_check_in_too_where_that_does_not_tell_of_it(
    desk: Client, patient: Patient, nurse: User
) -> None:
    flag = told_of_heat(patient)
    report(patient, NOW - 30 * MINUTE, pain=2, note="It is cool again.")
    page = get(desk, flag).context["page"]

    resolve_flag(flag=flag, disposition="self-care", by=nurse, at=NOW)
    resolved = get(desk, flag).context["page"]

    told = {fact.term: f"{fact.strong} {fact.text}".strip() for fact in page.last.facts}
    assert (page.last.when.text, told["Pain"]) == ("today, 7:30 pm", "2 of 10 was 4")
    assert told["Note"] == "“It is cool again.”"
    assert [one.when.text for one in page.evidence] == ["today, 7:00 pm"]
    assert (resolved.last, len(resolved.evidence)) == (None, 1)


def test_a_flag_shows_the_photos_beside_the_answers_they_came_with(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)
    earlier, later = flag.evidence.get(), report(patient, NOW - 30 * MINUTE, pain=5, heat=None)
    ids = shown_with(earlier, 2), shown_with(later)

    response = get(desk, flag)

    page, shown = response.context["page"], response.content.decode()
    told = [[photo.id for photo in one.photos] for one in (*page.evidence_before, *page.evidence)]
    assert told == [*ids]
    assert [f'href="/photos/{one}/"' in shown for one in (*ids[0], *ids[1])] == [True] * 3


@pytest.mark.parametrize("check_ins", [1, 3])
def test_a_flag_takes_a_constant_number_of_queries(
    patient: Patient, nurse: User, check_ins: int, django_assert_num_queries
) -> None:
    flag = told_of_heat(patient)
    for number in range(1, check_ins):
        report(patient, NOW - number * MINUTE, heat=None)
    for check_in in flag.evidence.all():
        shown_with(check_in, 2)
    opened = open_flag(user=nurse, flag_id=flag.pk, at=NOW)

    # the record 3, the flags with their check-ins 2, the photos, the lots, what was told and done 6
    with django_assert_num_queries(13):
        page = load_flag(flag=opened, user=nurse, now=NOW)

    told = [len(one.photos) for one in (*page.evidence, *page.evidence_before)]
    assert told == [2] * check_ins


def test_a_note_about_a_flag_takes_no_photos(desk: Client, patient: Patient) -> None:
    shown = get(desk, told_of_heat(patient)).content.decode()

    assert shown.count('type="file"') == 0


def test_a_flag_shows_the_plan_of_now_and_what_happened_lately(desk: Client, patient: Patient) -> None:
    page = get(desk, told_of_heat(patient)).context["page"]

    assert [(item.name, item.until) for item in page.plan][:2] == [
        ("Advil, Aleve, aspirin", "avoid until Mon 9 Mar"),
        ("Turmeric", "avoid until Mon 9 Mar"),
    ]
    assert [event.text for event in page.lately] == [
        "Hot or red for more than 6 hours",
        "Check-in: pain 4 of 10, warm or hot skin",
        "Session 1: Right knee",
    ]
    assert page.trend.title == "Pain from 2 Mar to 2 Mar: 4. Sessions: 2 Mar."


def test_a_clock_that_ran_out_says_that_the_patient_is_asked(desk: Client, patient: Patient) -> None:
    flag = clock_ran_out(patient)

    head = get(desk, flag).context["page"].head

    assert head.detail == "Warm or hot skin, since 11:00 am; the clock ran out by itself"
    assert head.told == (
        "With the check-in of 3:00 pm the patient was shown no card. "
        "The question whether it is still so goes out by e-mail at 5:01 pm."
    )


def test_a_flag_of_a_refused_check_in_says_that_there_is_none_to_read(desk: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    raise_alarm(
        patient=patient,
        submission=uuid.UUID(SUBMISSION),
        partial=a_report(NOW - 5 * MINUTE, chest_pain=NOW + HOUR),
    )

    response = get(desk, Flag.objects.get())

    page = response.context["page"]
    assert (page.head.refused, page.evidence, page.trend) == (True, (), None)
    assert page.head.told == (
        "Before the check-in of 7:55 pm was complete the patient was told to call 911 at once."
    )
    assert "or its times are put right, there is no check-in to read here: call." in response.content.decode()


def test_times_name_their_zone_where_the_patient_is_elsewhere(desk: Client, patient: Patient) -> None:
    patient.zone = "America/Los_Angeles"
    patient.save()

    page = get(desk, told_of_heat(patient)).context["page"]

    assert (
        page.zone_note
        == "Times are New York time. The plan and the days are the patient's: Los Angeles time."
    )


def test_flags_of_one_episode_lead_to_one_another(desk: Client, patient: Patient, nurse: User) -> None:
    first = told_of_heat(patient)
    resolve_flag(flag=first, disposition="advised-by-phone", by=nurse, at=NOW)
    report(patient, NOW + HOUR, heat=None)
    again = Flag.objects.open().get()

    links = [get(desk, flag, NOW + 2 * HOUR).context["page"].head.links for flag in (first, again)]

    assert [[(link.href, link.text) for link in of_one] for of_one in links] == [
        [(f"/flags/{again.pk}/", "Raised again, 9:00 pm")],
        [(f"/flags/{first.pk}/", "Raised before, 7:00 pm")],
    ]


def test_acknowledging_leads_back_with_a_word(desk: Client, patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)

    response = post(desk, flag, "acknowledge")

    flag.refresh_from_db()
    assert response.redirect_chain == [(f"/flags/{flag.pk}/", 302)]
    assert said(response) == ["You have acknowledged this flag."]
    assert (flag.acknowledged_by, flag.acknowledged_at) == (nurse, NOW)
    assert response.context["page"].head.state == "Acknowledged by you, 8:00 pm"


def test_acknowledging_what_a_colleague_has_says_who(
    desk: Client, patient: Patient, second_nurse: User
) -> None:
    flag = told_of_heat(patient)
    acknowledge_flag(flag=flag, by=second_nurse, at=NOW - MINUTE)

    response = post(desk, flag, "acknowledge")

    flag.refresh_from_db()
    assert said(response) == ["Ines Halloway has acknowledged this flag already."]
    assert flag.acknowledged_by == second_nurse


def test_a_note_reaches_the_patient_once_however_often_it_is_sent(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)

    for _try in range(2):
        response = post(desk, flag, "reply", body="Keep it up.", submission=SUBMISSION)

    message = Message.objects.get()
    assert (message.patient, message.body, str(message.submission)) == (patient, "Keep it up.", SUBMISSION)
    assert said(response) == ["Your note is in the portal. The patient is told that something waits."]
    assert [(entry.who, entry.what, entry.note) for entry in response.context["page"].record] == [
        ("The portal", "raised it", ""),
        ("You", "wrote to the patient", "Keep it up."),
    ]


def test_an_empty_note_is_refused_beside_its_field(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)

    response = post(desk, flag, "reply", body="  ", submission=SUBMISSION)

    assert response.status_code == 200
    assert response.context["reply"].errors == {"body": ["Write what the patient should read."]}
    assert f'value="{SUBMISSION}"' in response.content.decode()
    assert Message.objects.count() == 0


def test_every_form_of_a_note_has_its_own_submission(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)

    submissions = {get(desk, flag).context["reply"]["submission"].value() for _try in range(2)}

    assert len(submissions) == 2


def test_resolving_keeps_what_became_of_it_and_the_note(desk: Client, patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)

    response = post(desk, flag, "resolve", disposition="seen-in-clinic", note="Looked at it.")

    flag.refresh_from_db()
    page = response.context["page"]
    assert said(response) == ["The flag is resolved. It stays on record."]
    assert (flag.resolved_by, flag.resolved_at, flag.disposition) == (nurse, NOW, "seen-in-clinic")
    assert (page.head.open, page.head.state) == (False, "Seen in the clinic, by you, 8:00 pm")
    assert [(entry.who, entry.what, entry.note) for entry in page.record][1:] == [
        ("You", "acknowledged it", ""),
        ("You", "resolved it: Seen in the clinic", "Looked at it."),
    ]


@pytest.mark.parametrize("disposition", ["", "made-up"])
def test_resolving_without_saying_what_became_of_it_is_refused(
    desk: Client, patient: Patient, disposition: str
) -> None:
    flag = told_of_heat(patient)

    response = post(desk, flag, "resolve", disposition=disposition, note="Looked at it.")

    flag.refresh_from_db()
    assert list(response.context["resolve"].errors) == ["disposition"]
    assert "Looked at it.</textarea>" in response.content.decode()
    assert flag.resolved_at is None


def test_resolving_what_a_colleague_has_resolved_says_who(
    desk: Client, patient: Patient, second_nurse: User
) -> None:
    flag = told_of_heat(patient)
    resolve_flag(flag=flag, disposition="no-action-needed", by=second_nurse, at=NOW - MINUTE)

    response = post(desk, flag, "resolve", disposition="seen-in-clinic", note="")

    flag.refresh_from_db()
    assert said(response) == ["Ines Halloway has resolved this flag already."]
    assert flag.disposition == "no-action-needed"


def test_a_note_that_came_too_late_is_shown_again(desk: Client, patient: Patient, second_nurse: User) -> None:
    flag = told_of_heat(patient)
    resolve_flag(flag=flag, disposition="no-action-needed", by=second_nurse, at=NOW - MINUTE)

    response = post(desk, flag, "resolve", disposition="seen-in-clinic", note="Looked at it.")

    assert response.redirect_chain == []
    assert said(response) == [
        "Ines Halloway has resolved this flag already.",
        "Your note was not stored: “Looked at it.”",
    ]
    assert response.context["page"].head.open is False


def test_resolving_twice_is_harmless(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)

    for _try in range(2):
        response = post(desk, flag, "resolve", disposition="seen-in-clinic", note="")

    assert said(response) == ["The flag is resolved. It stays on record."]
    assert [action.kind for action in flag.actions.order_by("id")] == ["acknowledged", "resolved"]


def test_one_button_is_filled_the_next_thing_to_do(desk: Client, patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)

    waiting = filled(get(desk, flag))
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    acknowledged = filled(get(desk, flag))
    resolve_flag(flag=flag, disposition="seen-in-clinic", by=nurse, at=NOW)
    resolved = filled(get(desk, flag))

    assert (waiting, acknowledged, resolved) == (["Acknowledge"], ["Resolve"], [])


def filled(response: HttpResponse) -> list[str]:
    pieces = response.content.decode().split('<button class="button" type="submit"')[1:]
    return [piece.split(">", 1)[1].split("<", 1)[0].strip() for piece in pieces]


def test_what_a_person_wrote_is_shown_as_text(desk: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 9 * HOUR, heat=MONDAY + HOUR, note="<script>alert(1)</script>")

    html = get(desk, Flag.objects.get()).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_an_emergency_says_what_the_patient_was_told(desk: Client, patient: Patient) -> None:
    head = get(desk, chest_pain(patient)).context["page"].head

    assert head.detail == "Chest pain, since 7:30 pm; was told to call 911"
    assert head.left.text == "10 min"


def test_the_flag_belongs_to_its_session_also_after_the_next(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)
    complete(patient, MONDAY + timedelta(days=7))

    page = get(desk, flag, MONDAY + timedelta(days=8)).context["page"]

    assert page.patient_facts[1].text == "Exosome, session 1 of 2, Mon 2 Mar, 10:00 am"


@pytest.mark.parametrize("role", ["nurse", "administrator"])
def test_the_patients_page_shows_the_course_to_clinical_staff(
    client: Client, patient: Patient, nurse: User, administrator: User, role: str
) -> None:
    flag = told_of_heat(patient)
    client.force_login({"nurse": nurse, "administrator": administrator}[role])

    with time_machine.travel(NOW, tick=False):
        response = client.get(f"/patients/{patient.pk}/")

    assert [line.href for line in response.context["course"].flags] == [f"/flags/{flag.pk}/"]
    assert f'href="/flags/{flag.pk}/"' in response.content.decode()


def test_the_patients_page_shows_no_course_to_schedulers(
    client: Client, patient: Patient, scheduler: User
) -> None:
    flag = told_of_heat(patient)
    client.force_login(scheduler)

    with time_machine.travel(NOW, tick=False):
        response = client.get(f"/patients/{patient.pk}/")

    assert response.context["course"] is None
    assert f"/flags/{flag.pk}/" not in response.content.decode()


def test_the_record_tells_that_the_patient_has_read_the_note(desk: Client, patient: Patient) -> None:
    flag = told_of_heat(patient)
    post(desk, flag, "reply", body="Keep it up.", submission=SUBMISSION)
    Message.objects.update(read_at=NOW + HOUR, read_by=patient.user)

    record = get(desk, flag, NOW + 2 * HOUR).context["page"].record

    assert [(entry.when.text, entry.who, entry.what) for entry in record][2:] == [
        ("Today, 9:00 pm", "The patient", "read the note")
    ]


@pytest.mark.parametrize(
    ("day", "text", "pause"),
    [
        ("09", "Mon 9 Mar, 10:00 am", "The pause before it starts Fri 6 Mar"),
        ("05", "Thu 5 Mar, 10:00 am", "In the pause before it since Mon 2 Mar"),
    ],
)
def test_the_next_session_is_told_with_the_pause_before_it(
    desk: Client, patient: Patient, day: str, text: str, pause: str
) -> None:
    flag = told_of_heat(patient)
    book(patient, local(f"2026-03-{day}T10:00"))

    facts = {fact.term: (fact.text, fact.small) for fact in get(desk, flag).context["page"].patient_facts}

    assert facts["Next"] == (text, pause)


def test_silence_of_which_the_patient_knows_nothing_says_so(desk: Client, patient: Patient) -> None:
    complete(patient, MONDAY)
    later = MONDAY + timedelta(days=2, minutes=1)
    assess_patient(patient=patient, at=later)

    page = get(desk, Flag.objects.get(), later).context["page"]

    assert (page.head.told, page.evidence) == ("The patient has not been told.", ())
