"""What the on-call contact was told of a flag, on the flag's own record."""

from datetime import datetime, timedelta

import pytest

from aftercare.models import Clinic, Escalation, Flag, Patient, User
from aftercare.models.outgoing import State
from aftercare.queries.nurse_escalations import out_of_reach
from aftercare.queries.nurse_flag_record import actions_of, flag_record, tries_of
from aftercare.services.escalations import escalate_overdue
from aftercare.services.flags import acknowledge_flag
from tests.cast import NEW_YORK
from tests.nurse_story import NOW, told_of_heat

MINUTE = timedelta(minutes=1)


@pytest.fixture
def flag(clinic: Clinic, patient: Patient, nurse: User) -> Flag:
    """Raised at 7:00 pm, to be acknowledged by 9:00 pm; the on-call contact has an address."""
    Clinic.objects.update(on_call_email="oncall@juniper.example")
    return told_of_heat(patient)


def tell(flag: Flag, *, after: timedelta = MINUTE) -> datetime:
    """The flag is overdue since `after`: its escalations are made."""
    at = Flag.objects.get(pk=flag.pk).escalate_at + after
    escalate_overdue(at=at)
    return at


def pass_all(*states: State) -> None:
    for row in Escalation.objects.filter(state="planned"):
        for state in states:
            row.pass_to(state, at=row.due_at)


def told(flag: Flag, user: User) -> list[tuple[str, str, str, str]]:
    found = Flag.objects.get(pk=flag.pk)
    record = flag_record(found, actions_of(found), tries_of(found), user, NEW_YORK, NOW + timedelta(days=1))
    return [(one.when.text, one.who, one.what, one.note) for one in record[1:]]


@pytest.mark.parametrize(
    ("states", "what"),
    [
        ((), "is telling the on-call contact by e-mail: on its way"),
        ((State.CLAIMED,), "is telling the on-call contact by e-mail: on its way"),
        ((State.CLAIMED, State.SENDING, State.SENT), "told the on-call contact by e-mail"),
        (
            (State.CLAIMED, State.SENDING, State.FAILED),
            "could not tell the on-call contact by e-mail",
        ),
        (
            (State.CLAIMED, State.SENDING, State.UNKNOWN),
            "does not know whether it told the on-call contact by e-mail",
        ),
        ((State.EXPIRED,), "could not tell the on-call contact by e-mail"),
    ],
)
def test_a_telling_is_on_record_with_what_became_of_it(
    flag: Flag, nurse: User, states: tuple[State, ...], what: str
) -> None:
    tell(flag)
    pass_all(*states)

    assert told(flag, nurse) == [("Mon 2 Mar, 9:01 pm", "The portal", what, "")]


def test_told_again_and_again_is_one_entry_that_names_the_times(flag: Flag, nurse: User) -> None:
    for _ in range(3):
        tell(flag)
        pass_all(State.CLAIMED, State.SENDING, State.SENT)

    assert told(flag, nurse) == [
        (
            "Mon 2 Mar, 9:01 pm",
            "The portal",
            "told the on-call contact by e-mail",
            "Again: Mon 2 Mar, 9:17 pm, Mon 2 Mar, 9:33 pm",
        )
    ]


def test_with_nobody_on_call_it_says_how_many_were_told(flag: Flag, nurse: User, administrator: User) -> None:
    Clinic.objects.update(on_call_email="")
    tell(flag)
    pass_all(State.CLAIMED, State.SENDING, State.SENT)

    assert [what for _when, _who, what, _note in told(flag, nurse)] == [
        "told 2 people of the clinic by e-mail"
    ]


def test_each_way_is_told_apart(flag: Flag, nurse: User, settings) -> None:
    settings.SMS_OFFERED = True
    Clinic.objects.update(on_call_phone="+12125550180")
    tell(flag)
    pass_all(State.CLAIMED, State.SENDING, State.SENT)

    assert [what for _when, _who, what, _note in told(flag, nurse)] == [
        "told the on-call contact by e-mail",
        "told the on-call contact by text message",
    ]


def test_what_was_answered_before_it_went_out_was_told_to_nobody(flag: Flag, nurse: User) -> None:
    at = tell(flag)
    acknowledge_flag(flag=flag, by=nurse, at=at)
    Escalation.objects.get().pass_to(State.SKIPPED, at=at, why="answered")

    assert [what for _when, _who, what, _note in told(flag, nurse)] == ["acknowledged it"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(
    flag: Flag, nurse: User, rows: int, django_assert_num_queries
) -> None:
    for _ in range(rows):
        tell(flag)
    fetched = Flag.objects.get(pk=flag.pk)

    with django_assert_num_queries(
        5
    ):  # what nurses did, the patient and the tries, the notes, the escalations
        flag_record(fetched, actions_of(fetched), tries_of(fetched), nurse, NEW_YORK, NOW)


# --- that the on-call contact cannot be reached, for the queue and the clinic's page

SENDING = (State.CLAIMED, State.SENDING)


def unreachable(at: datetime) -> str:
    return out_of_reach(Clinic.objects.get(name="Juniper Hollow"), at)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), False),
        ((*SENDING, State.SENT), False),
        ((*SENDING, State.UNKNOWN), False),
        ((*SENDING, State.FAILED), True),
        ((State.EXPIRED,), True),
    ],
)
def test_the_last_message_to_the_contact_decides_whether_it_can_be_reached(
    flag: Flag, states: tuple[State, ...], said: bool
) -> None:
    at = tell(flag)
    pass_all(*states)

    assert bool(unreachable(at)) == said


def test_it_is_told_by_which_way_and_when_the_contact_was_not_reached(flag: Flag, settings) -> None:
    settings.SMS_OFFERED = True
    Clinic.objects.update(on_call_phone="+12125550111")
    at = tell(flag)
    pass_all(*SENDING, State.FAILED)

    assert unreachable(at) == (
        "The last message by e-mail and by text message, 9:01 pm, did not arrive. "
        "Every nurse and administrator is told too. An administrator checks under Clinic who is on call."
    )


def test_a_later_message_that_arrived_ends_it_and_one_on_its_way_does_not(flag: Flag) -> None:
    tell(flag)
    pass_all(*SENDING, State.FAILED)
    at = tell(flag)
    on_its_way = unreachable(at)
    pass_all(*SENDING, State.SENT)

    assert (bool(on_its_way), unreachable(at)) == (True, "")


def test_another_contact_ends_it(flag: Flag) -> None:
    at = tell(flag)
    pass_all(*SENDING, State.FAILED)

    Clinic.objects.update(on_call_email="another@juniper.example")

    assert unreachable(at) == ""


@pytest.mark.parametrize(
    ("later", "said"), [(timedelta(days=30), True), (timedelta(days=30, seconds=1), False)]
)
def test_it_is_told_for_thirty_days(flag: Flag, later: timedelta, said: bool) -> None:
    at = tell(flag)
    pass_all(*SENDING, State.FAILED)

    assert bool(unreachable(at + later)) == said


@pytest.mark.parametrize(("contact", "queries"), [("oncall@juniper.example", 2), ("", 1)])
def test_it_takes_two_queries_where_a_contact_is_named(
    flag: Flag, contact: str, queries: int, django_assert_num_queries
) -> None:
    Clinic.objects.update(on_call_email=contact)
    clinic = Clinic.objects.get(name="Juniper Hollow")

    with django_assert_num_queries(queries):
        out_of_reach(clinic, NOW)
