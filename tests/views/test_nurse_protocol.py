import pytest
from django.test import Client

from aftercare.models import User


def page_for(client: Client, user: User):
    client.force_login(user)
    return client.get("/protocol/").context["page"]


@pytest.fixture
def staff(scheduler: User, nurse: User, administrator: User) -> dict[str, User]:
    return {"scheduler": scheduler, "nurse": nurse, "administrator": administrator}


@pytest.mark.parametrize("role", ["scheduler", "nurse", "administrator"])
def test_all_staff_read_the_protocol(client: Client, staff: dict[str, User], role: str) -> None:
    page = page_for(client, staff[role])

    assert (page.title, page.version) == ("Aftercare for regenerative injections", 3)
    assert page.published.text == "Sun 2 Mar 2025, 10:00 am"


def test_fourteen_decisions_are_open(client: Client, nurse: User) -> None:
    client.force_login(nurse)

    response = client.get("/protocol/")

    assert [one.number for one in response.context["page"].decisions] == list(range(1, 15))
    assert response.content.decode().count("awaits a clinician's signature") == 14
    assert response.content.decode().count("<b>Open</b>") == 14


def test_every_topic_names_its_windows_and_their_source(client: Client, nurse: User) -> None:
    topics = {topic.name: topic for group in page_for(client, nurse).groups for topic in group.topics}

    fish_oil = topics["Fish oil and omega-3"]
    assert [(rule.status, rule.window, rule.source) for rule in fish_oil.rules] == [
        ("Avoid", "for 5 days from the session", "aftercare"),
        ("Avoid", "in the pause before a session", "aftercare"),
    ]
    assert (fish_oil.resting, fish_oil.decision) == ("Fine", "decision 2")
    hard = topics["Hard exercise: running, weights, sport"]
    assert hard.rules[0].ranges == "overview says 24 hours to 48 hours; overview says 21 days to 28 days"
    assert topics["Sugar and sweet drinks"].rules[0].ranges == "aftercare says at least 14 days"


def test_every_rule_of_triage_names_its_limit(client: Client, nurse: User) -> None:
    rules = {rule.name: rule for rule in page_for(client, nurse).triage}

    assert len(rules) == 18
    assert {name: rules[name].limit for name in list(rules)[:3]} == {
        "Hot or red for more than 6 hours": "longer than 6 hours, from when it began",
        "Still in pain more than 7 days after a session": "longer than 7 days, from the session",
        "Severe pain, 7 or more of 10": "at once",
    }
    assert rules["Severe pain, 7 or more of 10"].about == "pain, 7 or more of 10"
    assert [rules[name].limit for name in list(rules)[-2:]] == [
        "for 48 hours, in the first 7 days after a session",
        "from 00:00 on the date 7 days after a session until 8 days after it",
    ]


def test_every_line_names_its_source(client: Client, nurse: User) -> None:
    page = page_for(client, nurse)

    topics = [topic for group in page.groups for topic in group.topics]
    lines = [*topics, *(rule for topic in topics for rule in topic.rules), *page.triage, *page.reminders]
    assert [line for line in lines if not line.source] == []


def test_every_reminder_says_when_it_is_due_and_how_long_it_is_worth_sending(
    client: Client, nurse: User
) -> None:
    reminders = {one.name: (one.due, one.ends) for one in page_for(client, nurse).reminders}

    assert reminders == {
        "The plan is ready": ("1 hour after a session is completed", "24 hours later"),
        "Check-in after six hours": (
            "6 hours after a session is completed; in quiet hours 30 minutes before they begin, "
            "if that is at least 1 hour after the session",
            "24 hours later",
        ),
        "Time to check in": (
            "at 9:00 am on days 1, 2, 3, 4, 5, 6, 7, 14, 28 and in months 3, 4, 9 after a session",
            "the end of the date; in months 7 days later",
        ),
        "Something is allowed again": (
            "at 9:00 am on a date on which something becomes less strict, "
            "if nothing stricter follows within 24 hours",
            "the end of the date",
        ),
        "The pause starts tomorrow": ("at 9:00 am, 1 day before the pause starts", "the start of the pause"),
        "The pause has started": ("at 9:00 am on the first date of the pause", "the session"),
        "Session tomorrow": ("at 9:00 am, 1 day before a session", "the session"),
        "Is it still so?": ("the moment a clock of triage runs out", "12 hours later"),
    }


def test_the_page_costs_three_queries(client: Client, nurse: User, django_assert_num_queries) -> None:
    client.force_login(nurse)

    with django_assert_num_queries(3):  # the session, the user with the clinic, the version
        client.get("/protocol/")
