"""Today wherever a patient's course stands: what leads, what is left out, and that it is never empty."""

import re

import pytest
import time_machine
from django.test import Client

from aftercare.models import Patient, User
from tests import today_story as story

PHONE = "(212) 555-0142"


def words(client: Client, patient: Patient, now) -> str:
    """All that can be read on the page at `now`."""
    with time_machine.travel(now, tick=False):
        client.force_login(patient.user)
        page = client.get("/today/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").split())


@pytest.mark.parametrize(
    ("tell", "told", "untold"),
    [
        (story.invited, ["Your aftercare", "No session is planned"], ["Check in", "cancelled", "Fine now"]),
        (
            story.booked,
            ["Your first session is on Mon 2 Mar, 10:00 am", "The pause before your session begins."],
            ["You are in the pause", "We have not heard from you"],
        ),
        (story.in_pause, ["You are in the pause before your next session."], ["What is normal now"]),
        (story.the_day, ["Your first session is today, 10:00 am"], ["is on today"]),
        (
            story.just_treated,
            ["Session day", "Your treatment ended at 10:00 am.", "What is normal now"],
            ["We have not heard from you", "cancelled"],
        ),
        (
            story.colliding,
            ["Day 3", "Do not restart on Sat 7 Mar. The pause before session 2 begins on Fri 6 Mar"],
            ["Your treatment ended"],
        ),
        (
            story.between,
            ["Day 39", "Session Mon 4 May, 10:00 am", "Gel packs", "Not restricted by your treatment until"],
            ["Until Sat", "You are in the pause", "Your plan has run its course"],
        ),
        (
            story.cancelled,
            ["Your session of Mon 2 Mar, 10:00 am is cancelled.", "No session is planned"],
            ["Fine now"],
        ),
        (
            story.past_month_4,
            ["Day 140", "Talk to us about what you notice.", "Nothing has a date any more."],
            ["Your plan has run its course", "failed"],
        ),
        (
            story.all_done,
            ["Day 287", "Your plan has run its course", "Write to us", "Your check-ins"],
            ["failed", "We have not heard from you"],
        ),
        (
            story.unseen,
            ["Call the clinic today", "A nurse has been told too, and has until 3:50 pm to answer."],
            ["has seen"],
        ),
        (
            story.left,
            ["You are no longer in our care.", "Call us", "Do not restart on Sat 7 Mar."],
            ["Please check in", "a nurse asks", "Your plan has run its course"],
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_today_says_what_holds(client: Client, patient: Patient, tell, told: list, untold: list) -> None:
    page = words(client, patient, tell(patient))

    assert [one for one in told if one not in page] == []
    assert [one for one in untold if one in page] == []
    assert PHONE in page


def test_who_has_seen_it_is_said_once(client: Client, patient: Patient, nurse: User) -> None:
    page = words(client, patient, story.seen(patient, nurse))

    assert "Odile Marrowby of the clinic has seen this (today, 2:05 pm)." in page
    assert page.count("Odile Marrowby") == 1


def test_a_session_to_come_is_not_called_off_by_one_that_is_cancelled(
    client: Client, patient: Patient
) -> None:
    now = story.cancelled(patient)
    story.book(patient, story.FIRST + story.HOUR, at=now)

    assert "cancelled" not in words(client, patient, now)


def test_after_a_session_a_cancelled_one_is_told_until_its_day(client: Client, patient: Patient) -> None:
    now = story.colliding(patient)
    second = patient.sessions.get(status="scheduled")
    story.cancel_session(session=second, by=patient.invited_by, at=now)

    told = "Your session of Mon 9 Mar, 10:00 am is cancelled."
    assert told in words(client, patient, now)
    assert told not in words(client, patient, second.at)


def test_days_without_a_session_or_a_pause_are_not_drawn(client: Client, patient: Patient) -> None:
    page = words(client, patient, story.past_month_4(patient))

    assert "Fri 17" not in page


def test_who_has_died_is_not_signed_in(client: Client, patient: Patient) -> None:
    now = story.colliding(patient)
    story.set_care(patient=patient, care=Patient.Care.DECEASED, by=patient.invited_by, at=now)
    client.force_login(patient.user)

    assert client.get("/today/").status_code == 302
