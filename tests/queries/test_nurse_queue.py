import uuid
from datetime import timedelta

import pytest

from aftercare.models import Clinic, Flag, Patient, User
from aftercare.queries.nurse_queue import QueuePage, load_queue
from aftercare.queries.nurse_queue_parts import COUNTED_AT_MOST, PARTS
from aftercare.queries.nurse_queue_state import QueueState, queue_state
from aftercare.queries.nurse_queue_words import Empty
from aftercare.queries.time_left import TimeLeft
from aftercare.services.flag_holding import claim_flag, snooze_flag
from aftercare.services.flags import acknowledge_flag, resolve_flag
from aftercare.services.triage import follow_up
from tests.cast import MONDAY, book, complete, local, make_patient, report
from tests.nurse_story import HOUR, MINUTE, NOW, chest_pain, clock_ran_out, told_of_heat


def load(user: User, show: str = "open", page: int = 1, now=NOW, rule: str = "") -> QueuePage:
    return load_queue(user=user, show=show, page=page, rule=rule, now=now)


def raise_flag(patient: Patient, rule: str = "skin-discoloration", **fields: object) -> Flag:
    told = {"severity": "routine", "gravity": 1, "raised_at": MONDAY, "episode": str(uuid.uuid4()), **fields}
    due = MONDAY + timedelta(days=3)
    return Flag(
        patient=patient,
        clinic=patient.user.clinic,
        rule=rule,
        rule_name=rule,
        due_at=due,
        escalate_at=due,
        **told,
    )


def raise_many(clinic: Clinic, scheduler: User, count: int) -> None:
    """A flag each of as many patients."""
    users = User.objects.bulk_create(
        User(full_name="Many", role="patient", clinic=clinic, email=f"{uuid.uuid4()}@patients.example")
        for _number in range(count)
    )
    invited = {"birth_date": MONDAY, "zone": clinic.zone, "invited_at": MONDAY, "invited_by": scheduler}
    patients = Patient.objects.bulk_create(Patient(user=user, **invited) for user in users)
    Flag.objects.bulk_create(
        raise_flag(patient, raised_at=MONDAY + number * MINUTE) for number, patient in enumerate(patients)
    )


def test_a_row_says_who_what_since_when_and_how_long_there_is(patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)

    (row,) = load(nurse).rows

    assert (row.id, row.href) == (flag.pk, f"/flags/{flag.pk}/")
    assert (row.severity, row.severity_text, row.patient) == ("urgent", "Urgent", "Wren Applegarth")
    assert row.where == "Right knee, day 0"
    assert row.rule == "Hot or red for more than 6 hours"
    assert row.detail == "Warm or hot skin, since 11:00 am"
    assert (row.raised.text, row.raised.datetime_attr) == ("7:00 pm", "2026-03-02T19:00-05:00")
    assert (row.left, row.state, row.nurse) == (TimeLeft("1 h", 36, False), "", "")


def two_flags(patient: Patient) -> tuple[Flag, Flag]:
    """Heat, urgent, and a change of the skin's colour, routine."""
    heat = told_of_heat(patient)
    skin = raise_flag(patient, raised_at=heat.raised_at)
    skin.save()
    return heat, skin


def test_a_patient_is_one_row_with_all_their_open_flags(patient: Patient, nurse: User) -> None:
    _heat, skin = two_flags(patient)

    (row,) = load(nurse).rows

    assert row.rule == "Hot or red for more than 6 hours"
    assert [(one.rule, one.severity, one.severity_text, one.href) for one in row.others] == [
        ("skin-discoloration", "routine", "Routine", f"/flags/{skin.pk}/")
    ]


def test_the_gravest_flag_gives_a_patient_their_place(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    two_flags(patient)
    Flag.objects.filter(patient=patient, gravity=1).update(raised_at=MONDAY - HOUR)
    chest_pain(other_patient)

    rows = load(nurse).rows

    assert [(row.patient, row.severity) for row in rows] == [
        ("Hester Crumbwell", "emergency"),
        ("Wren Applegarth", "urgent"),
    ]


def test_tabs_count_patients_and_the_page_says_so(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    two_flags(patient)
    chest_pain(other_patient)

    page = load(nurse)

    assert (page.tabs[0].count, page.counted) == ("2", "2 patients, 3 flags")


def test_what_is_done_about_another_flag_of_the_patient_is_said(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    _heat, skin = two_flags(patient)
    snooze_flag(
        flag=acknowledge_flag(flag=skin, by=second_nurse, at=NOW),
        until=NOW + 2 * HOUR,
        reason="Asleep",
        by=second_nurse,
        at=NOW,
    )

    (row,) = load(nurse).rows

    assert [one.state for one in row.others] == ["Put off until 10:00 pm, Ines Halloway"]


def test_another_flag_that_is_overdue_says_so(patient: Patient, nurse: User) -> None:
    _heat, skin = two_flags(patient)
    Flag.objects.filter(pk=skin.pk).update(due_at=NOW - HOUR)

    (row,) = load(nurse).rows

    assert [(one.state, one.late) for one in row.others] == [("1 h over", True)]


def test_in_a_part_the_flag_of_that_part_gives_the_place(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    heat, skin = two_flags(patient)
    acknowledge_flag(flag=heat, by=second_nurse, at=NOW)

    (row,) = load(nurse, "unclaimed").rows

    assert (row.id, [one.id for one in row.others]) == (skin.pk, [heat.pk])


def test_a_row_names_six_further_flags_and_says_how_many_there_are_besides(
    patient: Patient, nurse: User
) -> None:
    Flag.objects.bulk_create(raise_flag(patient) for _number in range(9))

    (row,) = load(nurse).rows

    assert (len(row.others), row.more, len(row.unseen.split())) == (6, "and 2 more", 7)


def test_the_buttons_name_what_nobody_has_and_what_is_not_seen(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    heat, skin = two_flags(patient)
    claim_flag(flag=heat, by=nurse, at=NOW)

    (own,) = load(nurse).rows
    (colleagues,) = load(second_nurse).rows

    assert (own.free, own.unseen) == (f"{skin.pk}", f"{heat.pk} {skin.pk}")
    assert (colleagues.free, colleagues.unseen) == (f"{skin.pk}", f"{skin.pk}")


def test_where_some_flags_were_seen_the_row_says_which_and_how_many_are_left(
    patient: Patient, nurse: User
) -> None:
    heat, skin = two_flags(patient)
    (before,) = load(nurse).rows
    acknowledge_flag(flag=heat, by=nurse, at=NOW)

    (after,) = load(nurse).rows

    assert (before.unseen_share, before.free_share, before.others[0].state) == ("", "", "")
    assert (after.unseen, after.unseen_share, after.free_share) == (f"{skin.pk}", "1 of 2", "1 of 2")
    assert (after.state, after.others[0].state) == ("Seen", "Not seen yet")


def test_what_somebody_has_who_was_let_go_stands_out(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    heat, skin = two_flags(patient)
    acknowledge_flag(flag=heat, by=second_nurse, at=NOW)
    acknowledge_flag(flag=skin, by=second_nurse, at=NOW)
    (before,) = load(nurse).rows
    User.objects.filter(pk=second_nurse.pk).update(is_active=False)

    (row,) = load(nurse).rows

    assert (before.is_left, before.others[0].is_left) == (False, False)
    assert (row.is_left, row.nurse) == (True, "Ines Halloway, no longer here")
    assert (row.others[0].is_left, row.others[0].state) == (True, "Seen, Ines Halloway, no longer here")


def test_a_seen_flag_of_ones_own_can_be_resolved_from_the_row(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    flag = acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)

    links = [load(who).rows[0].resolve_href for who in (nurse, second_nurse)]

    assert links == [f"/flags/{flag.pk}/#resolve", ""]


def test_a_row_says_how_it_is_since_the_check_in_before(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    report(patient, MONDAY + 2 * HOUR, pain=3)
    report(patient, MONDAY + 9 * HOUR, pain=4, heat=MONDAY + HOUR)

    (row,) = load(nurse).rows

    assert (row.heard.icon, row.heard.text) == ("worse", "Worse")
    assert row.heard.detail == "new: warm or hot skin; pain 4, was 3; 7:00 pm"


def test_a_clock_that_ran_out_says_that_nothing_was_heard_since(patient: Patient, nurse: User) -> None:
    clock_ran_out(patient)

    (row,) = load(nurse).rows

    assert (row.heard.text, row.heard.detail) == ("Not heard since", "3:00 pm")


def test_of_a_check_in_that_was_not_accepted_nothing_is_said(patient: Patient, nurse: User) -> None:
    raise_flag(patient, "severe-pain").save()

    (row,) = load(nurse).rows

    assert row.heard is None


def test_one_kind_of_flag_is_shown_alone(patient: Patient, other_patient: Patient, nurse: User) -> None:
    two_flags(patient)
    chest_pain(other_patient)

    page = load(nurse, "unclaimed", rule="skin-discoloration")

    assert [(row.patient, row.rule) for row in page.rows] == [("Wren Applegarth", "skin-discoloration")]
    assert (page.address, page.counted) == (
        "/queue/?show=unclaimed&rule=skin-discoloration",
        "1 patient, 1 flag",
    )
    assert page.tabs[0].href == "/queue/?rule=skin-discoloration"
    assert ("skin-discoloration", "Change of skin color") in page.rules


def test_where_there_is_no_flag_of_a_kind_the_page_says_so(patient: Patient, nurse: User) -> None:
    told_of_heat(patient)

    page = load(nurse, "mine", rule="skin-discoloration")

    assert page.empty == Empty(
        "No flag of this kind here",
        "Only this kind is shown: Change of skin color.",
        "/queue/?show=mine",
        "Show all kinds",
    )


def test_a_kind_that_the_protocol_does_not_have_shows_nothing_and_says_so(
    patient: Patient, nurse: User
) -> None:
    told_of_heat(patient)

    page = load(nurse, rule="of-long-ago")

    assert page.empty.text == "The protocol has no such kind any more."


def test_the_page_knows_the_emergencies_that_wait_whatever_it_shows(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    told_of_heat(patient)
    flag = chest_pain(other_patient)

    waiting = load(nurse, "mine").emergencies
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    seen = load(nurse, "mine").emergencies

    assert (waiting, seen) == (str(flag.pk), "")


def test_the_most_pressing_flag_comes_first(patient: Patient, other_patient: Patient, nurse: User) -> None:
    told_of_heat(patient)
    chest_pain(other_patient)

    rows = load(nurse).rows

    assert [row.severity for row in rows] == ["emergency", "urgent"]


def test_what_nobody_has_acknowledged_comes_before_what_was_seen_of_the_same_severity(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    later = told_of_heat(other_patient)
    Flag.objects.filter(pk=later.pk).update(raised_at=NOW)
    raise_flag(patient, raised_at=NOW).save()

    rows = load(nurse).rows

    assert [(row.patient, row.severity, row.state) for row in rows] == [
        ("Hester Crumbwell", "urgent", ""),
        ("Wren Applegarth", "urgent", "Seen"),
    ]


def test_at_its_due_time_a_flag_is_late(patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)

    (before,) = load(nurse, now=flag.due_at - MINUTE).rows
    (at_due,) = load(nurse, now=flag.due_at).rows

    assert (before.left, at_due.left) == (TimeLeft("1 min", 1, False), TimeLeft("Time is up", 0, True))


def test_an_acknowledged_flag_is_seen_and_says_by_whom(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)

    (own,) = load(nurse).rows
    (colleagues,) = load(second_nurse).rows

    assert (own.left, own.state, own.nurse) == (None, "Seen", "You")
    assert (colleagues.left, colleagues.state, colleagues.nurse) == (None, "Seen", "Odile Marrowby")


def test_a_flag_of_an_earlier_day_names_its_day(patient: Patient, nurse: User) -> None:
    told_of_heat(patient)

    (row,) = load(nurse, now=NOW + timedelta(days=1)).rows

    assert (row.raised.text, row.where) == ("Mon 2 Mar, 7:00 pm", "Right knee, day 1")


def test_days_are_counted_on_the_patients_clock(clinic: Clinic, scheduler: User, nurse: User) -> None:
    far = make_patient(clinic, "Una Far", "far@patients.example", scheduler, zone="Pacific/Auckland")
    told_of_heat(far)
    evening = local("2026-03-02T05:30") + timedelta(days=1)

    (row,) = load(nurse, now=evening).rows

    assert row.where == "Right knee, day 0"


def test_a_flag_told_before_the_first_session_has_no_day(patient: Patient, nurse: User) -> None:
    book(patient, MONDAY + timedelta(days=1), at=MONDAY)
    report(patient, NOW - HOUR, chest_pain=NOW - 2 * HOUR)

    (row,) = load(nurse).rows

    assert row.where == "before the first session"


def test_the_queue_holds_the_flags_of_the_own_clinic_only(
    patient: Patient, foreign_patient: Patient, nurse: User, stranger_nurse: User
) -> None:
    told_of_heat(patient)
    chest_pain(foreign_patient)

    here, there = load(nurse), load(stranger_nurse)

    assert [row.patient for row in here.rows] == ["Wren Applegarth"]
    assert [row.patient for row in there.rows] == ["Una Willowherb"]
    assert {tab.text: tab.count for tab in here.tabs if tab.count != "0"} == {"Open": "1", "Nobody's": "1"}


def test_mine_are_the_open_flags_that_the_nurse_acknowledged(
    patient: Patient, other_patient: Patient, nurse: User, second_nurse: User
) -> None:
    acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    acknowledge_flag(flag=chest_pain(other_patient), by=second_nurse, at=NOW)

    page = load(nurse, "mine")

    assert [row.patient for row in page.rows] == ["Wren Applegarth"]
    assert {tab.text: tab.count for tab in page.tabs if tab.count != "0"} == {"Open": "2", "Mine": "1"}
    assert [tab.text for tab in page.tabs if tab.current] == ["Mine"]


def test_the_other_parts_are_what_nobody_has_what_is_overdue_and_what_was_put_off(
    patient: Patient, other_patient: Patient, nurse: User
) -> None:
    put_off = acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    snooze_flag(flag=put_off, until=NOW + 2 * HOUR, reason="Asleep", by=nurse, at=NOW)
    free = chest_pain(other_patient)

    now = NOW + HOUR
    parts = {show: [row.id for row in load(nurse, show, now=now).rows] for show in PARTS[:5]}

    assert parts == {
        "open": [free.pk],
        "mine": [put_off.pk],
        "unclaimed": [free.pk],
        "overdue": [free.pk],
        "snoozed": [put_off.pk],
    }
    (row,) = load(nurse, "snoozed", now=now).rows
    assert (row.state, row.left) == ("Put off until 10:00 pm", None)


def test_what_was_put_off_comes_back_at_its_time(patient: Patient, nurse: User) -> None:
    flag = acknowledge_flag(flag=told_of_heat(patient), by=nurse, at=NOW)
    snooze_flag(flag=flag, until=NOW + HOUR, reason="Asleep", by=nurse, at=NOW)

    shown = [len(load(nurse, now=NOW + wait).rows) for wait in (HOUR - MINUTE, HOUR)]

    assert shown == [0, 1]


def test_a_claimed_flag_says_who_has_it_and_goes_on_counting(patient: Patient, nurse: User) -> None:
    claim_flag(flag=told_of_heat(patient), by=nurse, at=NOW)

    (row,) = load(nurse).rows

    assert (row.nurse, row.left, row.state) == ("You", TimeLeft("1 h", 36, False), "")


@pytest.mark.parametrize("show", PARTS)
def test_an_empty_part_says_so(nurse: User, show: str) -> None:
    page = load(nurse, show)

    assert page.rows == page.waiting == ()
    assert page.empty.title and page.empty.text and page.caption


def test_closed_today_says_what_became_of_it_and_who_closed_it(patient: Patient, nurse: User) -> None:
    resolve_flag(flag=told_of_heat(patient), disposition="advised-by-phone", by=nurse, at=NOW)

    page = load(nurse, "closed", now=NOW + HOUR)

    assert (page.closed, {tab.text for tab in page.tabs if tab.count != "0"}) == (True, {"Closed today"})
    assert [(row.left, row.state, row.nurse) for row in page.rows] == [
        (None, "Advised by phone, 8:00 pm", "You")
    ]


@pytest.mark.parametrize(("hour", "count"), [("2026-03-02T23:59", "1"), ("2026-03-03T00:00", "0")])
def test_closed_today_ends_at_the_clinics_midnight(
    patient: Patient, nurse: User, hour: str, count: str
) -> None:
    resolve_flag(flag=told_of_heat(patient), disposition="advised-by-phone", by=nurse, at=NOW)

    page = load(nurse, "closed", now=local(hour))

    assert (page.tabs[5].count, str(len(page.rows))) == (count, count)


def test_an_unknown_part_shows_the_open_flags(nurse: User) -> None:
    page = load(nurse, "nonsense")

    assert [tab.text for tab in page.tabs if tab.current] == ["Open"]


@pytest.mark.parametrize(
    ("show", "empty"),
    [
        ("open", "No open flags"),
        ("mine", "None of the open flags is yours"),
        ("closed", "No flag was closed today"),
        ("messages", "No message waits"),
    ],
)
def test_an_empty_part_says_so_in_its_own_words(nurse: User, show: str, empty: str) -> None:
    page = load(nurse, show)

    assert page.empty is not None
    assert (page.empty.title, page.rows, page.range_text) == (empty, (), "")


def test_a_page_holds_twenty_five_patients(clinic: Clinic, scheduler: User, nurse: User) -> None:
    raise_many(clinic, scheduler, 25)

    page = load(nurse)

    assert (len(page.rows), page.range_text, page.previous_href, page.next_href) == (25, "", "", "")


def test_the_twenty_sixth_patient_begins_a_second_page(clinic: Clinic, scheduler: User, nurse: User) -> None:
    raise_many(clinic, scheduler, 26)

    first, second = load(nurse), load(nurse, page=2)

    assert (len(first.rows), first.range_text) == (25, "1 to 25 of 26")
    assert (first.previous_href, first.next_href) == ("", "/queue/?page=2")
    assert (len(second.rows), second.range_text) == (1, "26 to 26 of 26")
    assert (second.previous_href, second.next_href, second.address) == ("/queue/", "", "/queue/?page=2")


def test_a_page_beyond_the_end_leads_back_to_the_first(nurse: User) -> None:
    page = load(nurse, "mine", page=3)

    words = ("Nothing on this page", "The list has become shorter.")
    assert page.empty == Empty(*words, "/queue/?show=mine", "To the first page")
    assert (page.previous_href, page.next_href) == ("/queue/?show=mine&page=2", "")


def test_counts_end_at_999(clinic: Clinic, scheduler: User, nurse: User) -> None:
    raise_many(clinic, scheduler, COUNTED_AT_MOST - 1)
    below = load(nurse)
    raise_many(clinic, scheduler, 1)

    at_cap = load(nurse, page=2)

    assert (below.tabs[0].count, at_cap.tabs[0].count) == ("999", "999+")
    assert at_cap.range_text == "26 to 50 of 999+"


def test_the_page_says_when_it_was_true(nurse: User) -> None:
    assert load(nurse).updated == "Mon 2 Mar, 8:00 pm, updated just now"


def test_the_clock_that_ran_out_by_itself_is_told(patient: Patient, nurse: User) -> None:
    clock_ran_out(patient)

    (row,) = load(nurse).rows

    assert row.detail == "Warm or hot skin, since 11:00 am; the clock ran out by itself"


def test_silence_says_since_when(patient: Patient, nurse: User) -> None:
    complete(patient, MONDAY)
    later = MONDAY + timedelta(days=2, hours=1)
    follow_up(patient=patient, at=later)

    (row,) = load(nurse, now=later).rows

    assert row.detail == "Nothing heard since Mon 2 Mar, 10:00 am"


def state_of(user: User, show: str = "open", now=NOW) -> QueueState:
    return queue_state(user=user, show=show, page=1, now=now)


def test_the_state_changes_with_what_is_done_and_with_the_minute(patient: Patient, nurse: User) -> None:
    flag = told_of_heat(patient)

    states = [state_of(nurse, now=now) for now in (NOW, NOW, NOW + MINUTE)]
    acknowledge_flag(flag=flag, by=nurse, at=NOW)
    states.append(state_of(nurse))
    report(patient, NOW, pain=1)
    states.append(state_of(nurse))

    assert (states[0] == states[1], len({one.name for one in states})) == (True, 4)
    assert (len({one.rows for one in states}), len({one.minute for one in states})) == (3, 2)


def test_the_state_is_another_for_another_page_and_another_nurse(nurse: User, second_nurse: User) -> None:
    states = [state_of(nurse), state_of(nurse, "mine"), state_of(second_nurse)]

    assert len({one.name for one in states}) == 3


def test_nurses_share_the_rows_of_what_neither_has(
    patient: Patient, other_patient: Patient, nurse: User, second_nurse: User
) -> None:
    told_of_heat(patient)
    told_of_heat(other_patient)
    nobodys = {state_of(one).rows for one in (nurse, second_nurse)}
    claim_flag(flag=Flag.objects.earliest("pk"), by=nurse, at=NOW)

    claimed = {state_of(one).rows for one in (nurse, second_nurse)}

    assert (len(nobodys), len(claimed), nobodys & claimed) == (1, 2, set())


def test_what_changes_on_another_page_is_told_with_the_next_minute(
    clinic: Clinic, scheduler: User, nurse: User
) -> None:
    raise_many(clinic, scheduler, 26)
    before = state_of(nurse)
    raise_flag(make_patient(clinic, "Last", "last@patients.example", scheduler), raised_at=NOW).save()

    states = [before, state_of(nurse), state_of(nurse, now=NOW + MINUTE)]

    assert [one.found for one in states] == [26, 26, 26]
    assert [one.name == before.name for one in states] == [True, True, False]


def test_an_emergency_on_another_page_is_told_at_once(clinic: Clinic, scheduler: User, nurse: User) -> None:
    raise_many(clinic, scheduler, 26)
    emergency = {"severity": "emergency", "gravity": 3}
    Flag.objects.update(**emergency)
    before = state_of(nurse)
    last = make_patient(clinic, "Last", "last@patients.example", scheduler)
    raise_flag(last, **emergency, raised_at=NOW).save()

    after = state_of(nurse)

    assert (after.rows == before.rows, after.name == before.name) == (True, False)


@pytest.mark.parametrize("show", PARTS)
def test_asking_whether_anything_has_changed_is_one_query(
    nurse: User, django_assert_num_queries, show: str
) -> None:
    with django_assert_num_queries(1):
        state_of(nurse, show)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("show", ["open", "mine", "closed"])
def test_the_number_of_queries_is_constant(
    clinic: Clinic, scheduler: User, nurse: User, django_assert_num_queries, rows: int, show: str
) -> None:
    for number in range(rows):
        told_of_heat(make_patient(clinic, f"Patient {number}", f"{number}@patients.example", scheduler))
    for flag in Flag.objects.all():
        if show != "open":
            acknowledge_flag(flag=flag, by=nurse, at=NOW)
        if show == "closed":
            resolve_flag(flag=flag, disposition="advised-by-phone", by=nurse, at=NOW)
    user = User.objects.select_related("clinic").get(pk=nurse.pk)
    load(user, show)  # the protocol is asked for once a process

    with django_assert_num_queries(4):
        page = load(user, show)

    assert len(page.rows) == rows
