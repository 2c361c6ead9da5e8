from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connections

from aftercare.models import Clinic, Escalation, Flag, FlagAction, OnCallShift, Patient, User
from aftercare.models.outgoing import State
from aftercare.services.escalations import escalate_overdue, on_call_contacts, take_escalation
from aftercare.services.flag_holding import claim_flag
from aftercare.services.flags import acknowledge_flag
from aftercare.services.outreach import claim_due
from tests.cast import MONDAY, complete, local, report

INSTANT = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
URGENT_UNTIL = MONDAY + timedelta(hours=2)
OVERDUE = URGENT_UNTIL + INSTANT

Told = list[tuple[datetime, str, int]]


@pytest.fixture
def flag(patient: Patient, nurse: User) -> Flag:
    """An urgent flag of Monday, to be acknowledged within two hours."""
    complete(patient, MONDAY)
    report(patient, MONDAY, pain=8)
    return Flag.objects.get()


@pytest.fixture
def routine(patient: Patient, nurse: User) -> Flag:
    """A routine flag of Monday, to be acknowledged by Tuesday 17:00."""
    complete(patient, MONDAY)
    report(patient, MONDAY, discoloration=MONDAY)
    return Flag.objects.get()


def told() -> Told:
    """Each message to on-call contacts: when, to whom, about how many flags."""
    rows = Escalation.objects.order_by("due_at", "recipient")
    return [(row.due_at, row.recipient, row.flags.count()) for row in rows]


def on_call(clinic: Clinic, **contact: str) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(**contact)


def ways(clinic: Clinic, at: datetime = OVERDUE) -> list[tuple[str, str]]:
    """By which ways somebody is told at `at`, and where."""
    return [(str(contact.channel), contact.to) for contact in on_call_contacts(clinic, at)]


def test_a_flag_is_escalated_once_its_time_has_passed_and_not_at_its_end(flag: Flag) -> None:
    escalate_overdue(at=URGENT_UNTIL)
    at_the_end = told()

    escalate_overdue(at=OVERDUE)

    assert (at_the_end, told()) == ([], [(OVERDUE, "odile@juniper.example", 1)])


def test_a_flag_nobody_acknowledges_is_told_again_every_interval(flag: Flag) -> None:
    escalate_overdue(at=OVERDUE)
    again_at = OVERDUE + 15 * MINUTE

    for at in (again_at, again_at + INSTANT, again_at + MINUTE):
        escalate_overdue(at=at)

    assert [at for at, _to, _count in told()] == [OVERDUE, again_at + INSTANT]


def test_an_escalation_is_of_no_use_once_the_next_one_is_due(flag: Flag) -> None:
    escalate_overdue(at=OVERDUE)

    assert Escalation.objects.get().expires_at == OVERDUE + 15 * MINUTE


def test_a_routine_flag_is_told_again_on_the_next_working_day(routine: Flag) -> None:
    tuesday, wednesday = local("2026-03-03T17:00"), local("2026-03-04T17:00")

    for at in (tuesday, tuesday + INSTANT, wednesday, wednesday + INSTANT):
        escalate_overdue(at=at)

    assert [at for at, _to, _count in told()] == [tuesday + INSTANT, wednesday + INSTANT]


@pytest.mark.parametrize("ends", ["acknowledged", "resolved"])
def test_a_flag_that_somebody_has_taken_on_is_not_escalated(flag: Flag, nurse: User, ends: str) -> None:
    flag.acknowledged_by, flag.acknowledged_at, flag.holder = nurse, URGENT_UNTIL, nurse
    if ends == "resolved":
        flag.resolved_by, flag.resolved_at, flag.disposition = nurse, URGENT_UNTIL, "no-action-needed"
    flag.save()

    escalate_overdue(at=OVERDUE)

    assert told() == []


def test_several_flags_of_a_clinic_are_told_in_one_message(
    flag: Flag, other_patient: Patient, clinic: Clinic
) -> None:
    on_call(clinic, on_call_email="night@juniper.example")
    complete(other_patient, MONDAY - timedelta(days=1))
    report(other_patient, MONDAY, pain=9)

    escalate_overdue(at=OVERDUE)

    assert told() == [(OVERDUE, "night@juniper.example", 2)]


def test_each_clinic_s_flags_are_told_to_its_own_contact(
    flag: Flag, foreign_patient: Patient, stranger_nurse: User
) -> None:
    complete(foreign_patient, MONDAY)
    report(foreign_patient, MONDAY, pain=9)

    escalate_overdue(at=OVERDUE)

    assert told() == [
        (OVERDUE, "odile@juniper.example", 1),
        (OVERDUE, "quill@lantern.example", 1),
    ]


@pytest.mark.parametrize(
    ("contact", "reached"),
    [
        ({"on_call_email": "night@juniper.example"}, [("email", "night@juniper.example")]),
        ({"on_call_phone": "+12125550111"}, [("sms", "+12125550111")]),
        (
            {"on_call_email": "night@juniper.example", "on_call_phone": "+12125550111"},
            [("email", "night@juniper.example"), ("sms", "+12125550111")],
        ),
        ({}, [("email", "maud@juniper.example"), ("email", "odile@juniper.example")]),
    ],
)
def test_the_on_call_contact_is_told_or_else_everybody_who_answers_flags(
    clinic: Clinic,
    nurse: User,
    administrator: User,
    scheduler: User,
    contact: dict,
    reached: list,
    settings,
) -> None:
    settings.SMS_OFFERED = True
    on_call(clinic, **contact)
    clinic.refresh_from_db()

    contacts = ways(clinic)

    assert contacts == reached


def test_a_phone_number_alone_is_no_contact_where_no_text_messages_are_sent(
    clinic: Clinic, nurse: User, settings
) -> None:
    settings.SMS_OFFERED = False
    on_call(clinic, on_call_phone="+12125550111")
    clinic.refresh_from_db()

    assert ways(clinic) == [("email", "odile@juniper.example")]


@pytest.mark.parametrize(
    ("state", "others"),
    [(State.SENT, []), (State.FAILED, [("email", "odile@juniper.example")])],
)
def test_where_the_last_message_did_not_arrive_everybody_who_answers_flags_is_told_too(
    clinic: Clinic, nurse: User, state: State, others: list
) -> None:
    on_call(clinic, on_call_email="night@juniper.example")
    clinic.refresh_from_db()
    told = {"recipient": "night@juniper.example", "expires_at": OVERDUE + 60 * MINUTE, "state_at": OVERDUE}
    last = clinic.escalations.create(due_at=OVERDUE, next_at=OVERDUE, **told)
    for one in (State.CLAIMED, State.SENDING, state):
        last.pass_to(one, at=OVERDUE)

    assert ways(clinic) == [("email", "night@juniper.example"), *others]


# --- the rota

NIGHT = {"name": "Isolde Penhallow", "email": "isolde@outside.example"}


def put_on_call(clinic: Clinic, **who: object) -> OnCallShift:
    """Somebody is on call for an hour from the instant at which the flag is overdue."""
    on_call(clinic, on_call_email="night@juniper.example")
    clinic.refresh_from_db()
    return clinic.on_call_shifts.create(starts_at=OVERDUE, ends_at=OVERDUE + 60 * MINUTE, **who)


@pytest.mark.parametrize(
    ("at", "reached"),
    [
        (OVERDUE - INSTANT, "night@juniper.example"),
        (OVERDUE, "isolde@outside.example"),
        (OVERDUE + 60 * MINUTE - INSTANT, "isolde@outside.example"),
        (OVERDUE + 60 * MINUTE, "night@juniper.example"),
    ],
)
def test_whoever_is_on_the_rota_is_told_and_in_a_gap_the_standing_contact(
    clinic: Clinic, at: datetime, reached: str
) -> None:
    put_on_call(clinic, **NIGHT)

    assert ways(clinic, at) == [("email", reached)]


def test_each_telling_asks_the_rota_anew(flag: Flag, clinic: Clinic, second_nurse: User) -> None:
    shift = put_on_call(clinic, **NIGHT)
    escalate_overdue(at=OVERDUE)
    later = {"starts_at": shift.ends_at, "ends_at": shift.ends_at + 60 * MINUTE}
    clinic.on_call_shifts.create(user=second_nurse, **later)

    escalate_overdue(at=shift.ends_at)

    names = Escalation.objects.order_by("due_at").values_list("recipient", "name")
    assert list(names) == [
        ("isolde@outside.example", "Isolde Penhallow"),
        ("ines@juniper.example", "Ines Halloway"),
    ]


def test_one_of_the_staff_is_told_by_text_message_too_where_a_phone_is_named(
    clinic: Clinic, second_nurse: User, texts: None
) -> None:
    put_on_call(clinic, user=second_nurse, phone="+12125550111")

    assert ways(clinic) == [("email", "ines@juniper.example"), ("sms", "+12125550111")]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "scheduler"}])
def test_for_staff_who_take_on_no_flags_any_more_the_standing_contact_is_told(
    clinic: Clinic, second_nurse: User, change: dict
) -> None:
    put_on_call(clinic, user=second_nurse)
    User.objects.filter(pk=second_nurse.pk).update(**change)

    assert ways(clinic) == [("email", "night@juniper.example")]


def test_for_an_outsider_whom_no_message_can_reach_the_standing_contact_is_told(
    clinic: Clinic, settings
) -> None:
    settings.SMS_OFFERED = False
    put_on_call(clinic, name="Isolde Penhallow", phone="+12125550111")

    assert ways(clinic) == [("email", "night@juniper.example")]


# --- "I have it"


@pytest.fixture
def told_of_two(flag: Flag, other_patient: Patient) -> Escalation:
    """One message about an urgent flag of each of two patients."""
    complete(other_patient, MONDAY - timedelta(days=1))
    report(other_patient, MONDAY, pain=9)
    escalate_overdue(at=OVERDUE)
    return Escalation.objects.get()


def done(told: Escalation) -> list[tuple[str, str, str]]:
    """What was done about each flag of a message: to whom it happened, what, by whom."""
    rows = FlagAction.objects.filter(flag__escalations=told).order_by("flag__patient__user__full_name", "id")
    return [(row.flag.patient.user.full_name.split()[0], row.kind, row.by.full_name) for row in rows]


def test_whoever_has_it_acknowledges_every_flag_that_was_told(told_of_two: Escalation, nurse: User) -> None:
    taken = take_escalation(escalation=told_of_two, by=nurse, at=OVERDUE + MINUTE)

    assert (taken, done(told_of_two)) == (
        2,
        [("Hester", "acknowledged", "Odile Marrowby"), ("Wren", "acknowledged", "Odile Marrowby")],
    )


def test_what_somebody_has_it_is_told_no_more(told_of_two: Escalation, nurse: User) -> None:
    take_escalation(escalation=told_of_two, by=nurse, at=OVERDUE + MINUTE)

    escalate_overdue(at=OVERDUE + timedelta(hours=1))

    assert len(told()) == 1


def test_what_another_has_claimed_is_taken_over(
    told_of_two: Escalation, flag: Flag, nurse: User, second_nurse: User
) -> None:
    claim_flag(flag=flag, by=second_nurse, at=OVERDUE)

    take_escalation(escalation=told_of_two, by=nurse, at=OVERDUE + MINUTE)

    assert [kind for who, kind, by in done(told_of_two) if who == "Wren"] == [
        "claimed",
        "taken-over",
        "acknowledged",
    ]


def test_what_another_has_acknowledged_stays_theirs_and_twice_takes_nothing(
    told_of_two: Escalation, flag: Flag, nurse: User, second_nurse: User
) -> None:
    acknowledge_flag(flag=flag, by=second_nurse, at=OVERDUE)
    taken = [take_escalation(escalation=told_of_two, by=nurse, at=OVERDUE + MINUTE) for _ in range(2)]

    flag.refresh_from_db()
    assert (taken, flag.holder) == ([1, 0], second_nurse)


def test_whoever_no_longer_works_here_is_not_told(clinic: Clinic, nurse: User, second_nurse: User) -> None:
    User.objects.filter(pk=nurse.pk).update(is_active=False)

    assert ways(clinic) == [("email", "ines@juniper.example")]


def test_a_clinic_that_nobody_answers_for_holds_up_no_other(
    patient: Patient, foreign_patient: Patient, stranger_nurse: User
) -> None:
    for who in (patient, foreign_patient):
        complete(who, MONDAY)
        report(who, MONDAY, pain=8)

    escalate_overdue(at=OVERDUE)

    assert told() == [(OVERDUE, "quill@lantern.example", 1)]


def test_a_tick_escalates_and_claims_in_one_go(flag: Flag) -> None:
    due = claim_due(at=OVERDUE)

    escalation = Escalation.objects.get()
    assert (due.escalations, escalation.state) == ([escalation.pk], "claimed")


def test_a_flag_acknowledged_late_is_told_no_more(flag: Flag, nurse: User) -> None:
    escalate_overdue(at=OVERDUE)
    acknowledge_flag(flag=flag, by=nurse, at=OVERDUE + MINUTE)

    escalate_overdue(at=OVERDUE + timedelta(hours=1))

    assert len(told()) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_ticks_at_once_only_one_escalates(flag: Flag, while_locked: Callable) -> None:
    while_locked(flag, lambda: escalate_overdue(at=OVERDUE))
    during = told()

    escalate_overdue(at=OVERDUE)

    assert (during, len(told())) == ([], 1)


@pytest.fixture
def while_locked() -> Callable[[Flag, Callable[[], None]], None]:
    """Does something while another tick holds the row of a flag."""

    def do(flag: Flag, what: Callable[[], None]) -> None:
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT id FROM aftercare_flag WHERE id = %s FOR UPDATE", [flag.pk])
                what()
                cursor.execute("ROLLBACK")  # a connection that is only closed lets go a little later
        finally:
            other.close()

    return do
