"""What stands around every page: the ways to go, the title, and error pages that need nothing."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from phonenumber_field.phonenumber import PhoneNumber

from aftercare.models import Clinic
from aftercare.templatetags.look import icon, nav_items, tied
from tests.cast import local

PAGE = '{% extends "base.html" %}{% block title %}Today{% endblock %}{% block content %}Hello{% endblock %}'


def someone(role):
    clinic = Clinic(
        name="Juniper Hollow",
        zone="America/New_York",
        phone=PhoneNumber.from_string("+12125550142", region="US"),
        out_of_hours_phone=PhoneNumber.from_string("+12125550199", region="US"),
    )
    clinic.holiday_dates = frozenset()
    return SimpleNamespace(is_authenticated=True, full_name="Wren Applegarth", role=role, clinic=clinic)


def render(user, path="/today/"):
    request = RequestFactory().get(path)
    request.user = user
    return engines["django"].from_string(PAGE).render({}, request)


@pytest.mark.parametrize(
    ("role", "hrefs"),
    [
        ("patient", ["/today/", "/plan/", "/check-ins/new/", "/messages/", "/me/"]),
        (
            "nurse",
            [
                *("/queue/", "/hand-over/", "/patients/", "/outreach/"),
                *("/figures/", "/protocol/", "/clinic/on-call/"),
            ],
        ),
        ("scheduler", ["/patients/", "/schedule/", "/lots/", "/outreach/", "/protocol/", "/clinic/on-call/"]),
        (
            "administrator",
            ["/queue/", "/patients/", "/schedule/", "/lots/", "/outreach/", "/protocol/", "/clinic/"],
        ),
    ],
)
def test_nav_leads_each_role_to_its_pages(role, hrefs):
    items = nav_items(role, "/")

    assert [item.href for item in items] == hrefs


@pytest.mark.parametrize(
    ("role", "path", "marks"),
    [
        ("patient", "/check-ins/new/", ["", "", "page", "", ""]),
        ("patient", "/check-ins/", ["", "", "true", "", ""]),
        ("patient", "/progress/", ["", "", "", "", ""]),
        ("nurse", "/flags/1/", ["true", "", "", "", "", "", ""]),
        ("scheduler", "/sessions/new/", ["", "true", "", "", "", ""]),
    ],
)
def test_nav_marks_where_one_is(role, path, marks):
    items = nav_items(role, path)

    assert [item.current for item in items] == marks


def test_title_ends_with_the_clinic():
    html = render(someone("patient"))

    assert html.count("<title>Today - Juniper Hollow</title>") == 1


@pytest.mark.parametrize(
    ("hour", "number"),
    [
        ("07:59:59", "+1-212-555-0199"),
        ("08:00", "+1-212-555-0142"),
        ("17:59:59", "+1-212-555-0142"),
        ("18:00", "+1-212-555-0199"),
    ],
)
def test_patient_can_call_whoever_answers_at_this_hour(time_machine, hour, number):
    time_machine.move_to(local(f"2026-03-03T{hour}"), tick=False)

    html = render(someone("patient"))

    assert html.count("tel:") - html.count("tel:911") == html.count(f'href="tel:{number}"') == 1


def test_staff_are_not_offered_to_call_their_own_clinic():
    html = render(someone("nurse"))

    assert html.count("tel:") == 0


def test_sign_out_is_a_form_that_posts():
    html = render(someone("patient"))

    assert html.count('<form method="post" action="/accounts/logout/">') == 1


def test_stranger_sees_neither_nav_nor_sign_out():
    html = render(AnonymousUser())

    assert (html.count("<nav"), html.count("<form")) == (0, 0)


@pytest.mark.parametrize(("demo", "banners"), [(True, 1), (False, 0)])
def test_demo_banner_is_there_in_demo_mode_only(settings, demo, banners):
    settings.DEMO_MODE = demo

    html = render(someone("patient"))

    assert html.count('href="/demo/mail/"') == banners


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_no_request(name):
    html = get_template(f"{name}.html").render()

    assert html.count("<h1>") == 1


def test_icon_is_hidden_from_screen_readers_and_toned():
    html = icon("check", "ok")

    assert html == (
        '<svg class="icon tone-ok" aria-hidden="true"><use href="/static/img/icons.svg#check"/></svg>'
    )


def test_dates_times_and_phone_numbers_do_not_break_at_the_end_of_a_line():
    sentence = (
        "Until Sat 14 Mar, 10:00 am, from Mon 2 Mar, 12:00 noon, call (212) 555-0142. On day 5 The pause."
    )

    assert tied(sentence) == (
        "Until Sat\u00a014\u00a0Mar, 10:00\u00a0am, from Mon\u00a02\u00a0Mar, 12:00\u00a0noon, "
        "call (212)\u00a0555-0142. On day 5 The pause."
    )
