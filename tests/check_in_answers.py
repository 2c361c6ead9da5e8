"""A check-in as a patient's browser sends it, step by step."""

import re
from datetime import datetime

import time_machine
from django.http import HttpResponse
from django.test import Client

from aftercare.forms.check_in import CheckInForm
from aftercare.models import Patient
from aftercare.queries.check_in_start import start_check_in
from aftercare.services.check_in_drafts import begin_draft, keep_step

NEW = "/check-ins/new/"
NONE_BOXES = ("none-of-these", "nothing-else")
AN_INPUT = re.compile(r'<(?:input|textarea)[^>]* name="([^"]+)"[^>]*>')
A_HIDDEN = re.compile(r'<input type="hidden" name="(submission|turn)" value="([^"]*)"')
ONWARD = re.compile(r'<a class="button button--quiet button--big" href="(/check-ins/new/[^"]+)"')


def answers(**changes: str | None) -> dict[str, str]:
    """A quiet check-in. A change replaces an answer, None leaves it out.

    Underscores at a double place (`fever__since`) stand for one, single ones for hyphens.
    """
    told = {
        "none-of-these": "yes",
        "heat": "no",
        "redness": "no",
        "pain": "0",
        "nothing-else": "yes",
        "acetaminophen": "0",
        "note": "",
    }
    for name, value in changes.items():
        field = "_".join(part.replace("_", "-") for part in name.split("__"))
        if value is None:
            told.pop(field, None)
        else:
            told[field] = value
    return told


def fill_in(page: str, told: dict[str, str]) -> dict[str, str]:
    """What is sent of a page: its own hidden fields, and those of `told` that it asks for.

    Where another box of the same page is ticked, "None of these" is not.
    """
    asked = [name for name in AN_INPUT.findall(page) if name in told]
    if any(told[name] == "yes" and name not in NONE_BOXES and f"{name}_since" not in page for name in asked):
        asked = [name for name in asked if name not in NONE_BOXES]
    return dict(A_HIDDEN.findall(page)) | {name: told[name] for name in asked}


def keep_quiet_day(patient: Patient, at: datetime) -> None:
    """The draft of a quiet check-in, answered up to its last step."""
    draft = begin_draft(patient=patient, at=at).draft
    told = answers()
    for step in CheckInForm(start_check_in(patient=patient, draft=draft, now=at), told).steps:
        asked = {name: told[name] for name in step.fields if name in told}
        keep_step(patient=patient, submission=draft.submission, step=step.name, answers=asked, at=at)


def walk(client: Client, at: datetime, *, to: str = "", **changes: str | None) -> HttpResponse:
    """A whole check-in at `at`, page by page, cards read and left; the last answer.

    That is the redirection to its answer, the page of the step `to` before it is filled in, or a page that
    does not let go on.
    """
    told = answers(**changes)
    with time_machine.travel(at, tick=False):
        page = client.get(NEW, follow=True)
        for _step in range(10):
            where = page.request["PATH_INFO"]
            if where == f"{NEW}{to}/":
                return page
            answer = client.post(where, fill_in(page.content.decode(), told))
            onward = ONWARD.search(answer.content.decode())
            if answer.status_code == 302 and not answer.url.startswith(NEW):
                return answer
            if answer.status_code == 200 and onward is None:
                return answer
            page = client.get(onward[1] if onward else answer.url, follow=True)
    raise AssertionError("the check-in has no end")
