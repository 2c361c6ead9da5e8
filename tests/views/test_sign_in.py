"""Coming in and going out: codes for patients, passwords for staff, nothing that tells who exists."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from aftercare.models import Patient, User
from tests.cast import MONDAY, PASSWORD

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
RESET = "/accounts/password/reset/"
NEW_PASSWORD = "quite-another-meadow-71"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def ask_for_code(client: Client, email: str, **more: str) -> HttpResponse:
    return client.post(CODE, {"email": email, **more})


def code_in_mail() -> str:
    return re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE).group()


def wrong(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def who_is_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def sign_in_by_password(client: Client, user: User, password: str = PASSWORD) -> HttpResponse:
    return client.post(LOGIN, {"login": user.email, "password": password})


# --- patients, by code


def test_login_page_offers_a_code_and_a_password(client, db):
    page = client.get(LOGIN).content.decode()

    assert page.count("E-mail me a code") == 1
    assert page.count("Sign in with a password") == 1
    assert page.count('class="button button--big"') == 1


def test_code_brings_a_patient_in(client, patient: Patient):
    asked = ask_for_code(client, patient.user.email)
    entered = client.post(CONFIRM, {"code": code_in_mail()})

    assert asked.url == CONFIRM
    assert entered.url == "/"
    assert who_is_in(client) == str(patient.user.pk)


def test_code_may_be_typed_without_its_dash_and_the_address_in_capitals(client, patient: Patient):
    ask_for_code(client, patient.user.email.upper())
    client.post(CONFIRM, {"code": f" {code_in_mail().replace('-', '')} "})

    assert who_is_in(client) == str(patient.user.pk)


def test_code_field_suits_a_phone(client, patient: Patient):
    ask_for_code(client, patient.user.email)

    field = re.search(r'<input[^>]*name="code"[^>]*>', client.get(CONFIRM).content.decode()).group()

    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field


def test_sign_in_leads_to_the_page_that_was_asked_for(client, patient: Patient):
    asked = ask_for_code(client, patient.user.email, next="/plan/")
    entered = client.post(CONFIRM, {"code": code_in_mail(), "next": "/plan/"})

    assert asked.url == f"{CONFIRM}?next=%2Fplan%2F"
    assert entered.url == "/plan/"


def test_sign_in_never_leads_elsewhere(client, patient: Patient):
    ask_for_code(client, patient.user.email, next="https://elsewhere.example/")
    entered = client.post(CONFIRM, {"code": code_in_mail(), "next": "https://elsewhere.example/"})

    assert entered.url == "/"


def test_wrong_code_says_how_many_tries_are_left(client, patient: Patient):
    ask_for_code(client, patient.user.email)
    code = code_in_mail()

    first = client.post(CONFIRM, {"code": wrong(code)}).context["verify_form"].errors["code"]
    second = client.post(CONFIRM, {"code": wrong(code)}).context["verify_form"].errors["code"]

    assert first == ["This is not the code in our newest e-mail. You can try 2 more times."]
    assert second == ["This is not the code in our newest e-mail. You can try once more."]


def test_third_wrong_code_ends_it_and_keeps_the_way(client, patient: Patient):
    ask_for_code(client, patient.user.email)
    code = code_in_mail()

    answers = [client.post(CONFIRM, {"code": wrong(code), "next": "/plan/"}) for _ in range(3)]
    late = client.post(CONFIRM, {"code": code})

    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert answers[2].url == f"{LOGIN}?next=%2Fplan%2F"
    assert late.url == LOGIN
    assert who_is_in(client) is None


def test_empty_code_costs_no_try(client, patient: Patient):
    ask_for_code(client, patient.user.email)
    code = code_in_mail()

    for _ in range(5):
        client.post(CONFIRM, {"code": ""})
    client.post(CONFIRM, {"code": code})

    assert who_is_in(client) == str(patient.user.pk)


@pytest.mark.parametrize(("seconds", "inside"), [(599, True), (601, False)])
def test_code_works_for_ten_minutes(client, patient: Patient, seconds: int, inside: bool):
    with time_machine.travel(MONDAY, tick=False) as clock:
        ask_for_code(client, patient.user.email)
        clock.shift(timedelta(seconds=seconds))
        client.post(CONFIRM, {"code": code_in_mail()})
        came_in = who_is_in(client) is not None

    assert came_in is inside


def test_old_code_has_a_way_out(client, patient: Patient):
    with time_machine.travel(MONDAY, tick=False) as clock:
        ask_for_code(client, patient.user.email)
        clock.shift(timedelta(minutes=11))
        answer = client.post(CONFIRM, {"code": code_in_mail()}, follow=True)

    assert answer.redirect_chain == [(LOGIN, 302)]
    assert "Ask for a new one." in answer.content.decode()


def test_code_of_another_browser_has_a_way_out(client, db):
    answer = client.get(f"{CONFIRM}?next=/plan/")

    assert answer.url == f"{LOGIN}?next=%2Fplan%2F"


def test_new_code_replaces_the_first(client, patient: Patient):
    ask_for_code(client, patient.user.email)
    first = code_in_mail()

    client.post(CONFIRM, {"action": "resend"})
    client.post(CONFIRM, {"code": first})
    refused = who_is_in(client)
    client.post(CONFIRM, {"code": code_in_mail()})

    assert refused is None
    assert who_is_in(client) == str(patient.user.pk)


def test_login_page_is_no_trap_while_a_code_is_awaited(client, patient: Patient, nurse: User):
    ask_for_code(client, patient.user.email)

    page = client.get(LOGIN)
    sign_in_by_password(client, nurse)

    assert page.status_code == 200
    assert CONFIRM in page.content.decode()
    assert who_is_in(client) == str(nurse.pk)


def test_code_mail_names_clinic_code_and_phone(client, patient: Patient):
    ask_for_code(client, patient.user.email)

    letter = mail.outbox[-1]
    assert letter.to == [patient.user.email]
    assert letter.subject == f"{code_in_mail()} is your code to sign in"
    assert "Juniper Hollow portal" in letter.body
    assert "(212) 555-0142" in letter.body
    assert [kind for _, kind in letter.alternatives] == ["text/html"]


def test_code_is_asked_for_three_times_a_minute_at_most(client, patient: Patient):
    for _ in range(3):
        ask_for_code(client, patient.user.email)

    fourth = ask_for_code(client, patient.user.email)

    assert fourth.context["code_form"].errors["email"] == [
        "Too many tries. Wait a few minutes, then try again."
    ]
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type your e-mail address."),
        ("wren", "Type a whole e-mail address, such as name@example.org."),
    ],
)
def test_address_that_is_none_is_asked_for_again(client, db, typed: str, said: str):
    answer = ask_for_code(client, typed)

    assert answer.context["code_form"].errors["email"] == [said]
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_limit_for_an_address_holds_whichever_way_the_requests_come(patient: Patient):
    for number in range(3):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(CODE, {"email": patient.user.email})

    fourth = Client(REMOTE_ADDR="192.0.2.9").post(CODE, {"email": patient.user.email.upper()})

    assert fourth.status_code == 200
    assert len(mail.outbox) == 3


# --- staff, by password


def test_password_brings_staff_in(client, nurse: User):
    answer = sign_in_by_password(client, nurse)

    assert answer.url == "/"
    assert who_is_in(client) == str(nurse.pk)
    assert client.session.get_expire_at_browser_close() is True


def test_password_keeps_the_way(client, nurse: User):
    answer = client.post(LOGIN, {"login": nurse.email, "password": PASSWORD, "next": "/queue/"})

    assert answer.url == "/queue/"


def test_patient_has_no_way_in_by_password(client, patient: Patient):
    patient.user.set_password(PASSWORD)
    patient.user.save()

    answer = sign_in_by_password(client, patient.user)

    assert answer.status_code == 200
    assert who_is_in(client) is None


def test_code_is_no_way_in_for_staff(client, nurse: User):
    answer = ask_for_code(client, nurse.email)

    assert answer.url == CONFIRM
    assert re.search(r"\d{4}-\d{4}", mail.outbox[-1].body) is None
    assert "staff sign in with a password" in mail.outbox[-1].body


def test_sixth_wrong_password_in_five_minutes_is_not_even_tried(client, nurse: User):
    for _ in range(5):
        sign_in_by_password(client, nurse, "wrong")

    answer = sign_in_by_password(client, nurse)

    assert answer.context["form"].non_field_errors() == [
        "Too many tries. Wait a few minutes, then try again."
    ]
    assert who_is_in(client) is None


def test_too_many_requests_get_a_page_of_ours(client, db):
    for _ in range(30):
        client.post(LOGIN, {})

    answer = client.post(LOGIN, {})

    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()


# --- nobody learns who exists


def seen(response: HttpResponse, email: str) -> tuple[int, str, str]:
    """What a stranger sees, but for the address and the CSRF token."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, getattr(response, "url", ""), text.replace(email, "")


def test_code_page_is_the_same_for_every_address(patient: Patient, nurse: User):
    emails = [patient.user.email, nurse.email, "nobody@nowhere.example"]
    clients = [Client() for _ in emails]

    asked = {seen(ask_for_code(c, email), email) for c, email in zip(clients, emails, strict=True)}
    shown = {seen(c.get(CONFIRM), email) for c, email in zip(clients, emails, strict=True)}
    tried = {seen(c.post(CONFIRM, {"code": "00"}), email) for c, email in zip(clients, emails, strict=True)}

    assert (len(asked), len(shown), len(tried), len(mail.outbox)) == (1, 1, 1, 3)


def test_password_page_is_the_same_for_every_address(patient: Patient, nurse: User):
    emails = [patient.user.email, nurse.email, "nobody@nowhere.example"]

    shown = {seen(Client().post(LOGIN, {"login": e, "password": "wrong"}), e) for e in emails}

    assert len(shown) == 1


def test_reset_page_is_the_same_for_every_address(patient: Patient, nurse: User):
    emails = [patient.user.email, nurse.email, "nobody@nowhere.example"]

    shown = {seen(Client().post(RESET, {"email": email}), email) for email in emails}

    assert (len(shown), len(mail.outbox)) == (1, 3)


def test_unknown_address_gets_a_mail_that_names_no_clinic(client, patient: Patient):
    ask_for_code(client, "nobody@nowhere.example")

    assert mail.outbox[-1].to == ["nobody@nowhere.example"]
    assert "Juniper" not in mail.outbox[-1].body
    assert "Nobody comes in with it." in mail.outbox[-1].body


# --- people who may not come in any more


def test_deactivated_patient_gets_no_code(client, patient: Patient):
    User.objects.filter(pk=patient.user.pk).update(is_active=False)

    ask_for_code(client, patient.user.email)

    assert "Nobody comes in with it." in mail.outbox[-1].body


def test_patient_deactivated_after_the_code_was_sent_stays_out(client, patient: Patient):
    ask_for_code(client, patient.user.email)
    User.objects.filter(pk=patient.user.pk).update(is_active=False)

    answer = client.post(CONFIRM, {"code": code_in_mail()})

    assert answer.url == "/accounts/inactive/"
    assert who_is_in(client) is None


def test_code_in_a_mailbox_that_is_the_patients_no_more_lets_nobody_in(client, patient: Patient):
    ask_for_code(client, patient.user.email)
    User.objects.filter(pk=patient.user.pk).update(email="another@patients.example")

    answer = client.post(CONFIRM, {"code": code_in_mail()})

    assert answer.url == "/accounts/login/"
    assert who_is_in(client) is None


def test_new_code_is_not_sent_to_a_mailbox_that_is_the_patients_no_more(client, patient: Patient):
    ask_for_code(client, patient.user.email)
    User.objects.filter(pk=patient.user.pk).update(email="another@patients.example")

    client.post(CONFIRM, {"action": "resend"})

    assert len(mail.outbox) == 1


def test_deactivated_nurse_stays_out(client, nurse: User):
    User.objects.filter(pk=nurse.pk).update(is_active=False)

    answer = sign_in_by_password(client, nurse)

    assert answer.url == "/accounts/inactive/"
    assert client.get(answer.url).status_code == 200
    assert who_is_in(client) is None


def test_deactivated_nurse_is_out_with_the_next_page(client, nurse: User):
    sign_in_by_password(client, nurse)
    User.objects.filter(pk=nurse.pk).update(is_active=False)

    answer = client.get("/accounts/password/change/")

    assert answer.url == "/accounts/login/?next=/accounts/password/change/"


# --- a new password


def test_staff_choose_a_new_password_by_mail(client, nurse: User):
    client.post(RESET, {"email": nurse.email})
    link = urlsplit(re.search(r"http\S+", mail.outbox[-1].body).group()).path

    form_address = client.get(link).url
    shown = client.get(form_address)
    kept = client.post(form_address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    sign_in_by_password(client, nurse, NEW_PASSWORD)

    assert shown.status_code == 200
    assert kept.url == reverse("account_reset_password_from_key_done")
    assert client.get(LOGIN).status_code == 302
    assert who_is_in(client) == str(nurse.pk)
    assert mail.outbox[-1].subject == "Your password was changed"


def test_used_reset_link_says_so(client, nurse: User):
    client.post(RESET, {"email": nurse.email})
    link = urlsplit(re.search(r"http\S+", mail.outbox[-1].body).group()).path
    client.post(client.get(link).url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    again = client.get(link)

    assert "This link works no longer" in again.content.decode()


def test_patient_gets_no_link_to_a_password(client, patient: Patient):
    client.post(RESET, {"email": patient.user.email})

    assert "/password/reset/" not in mail.outbox[-1].body
    assert "You need none" in mail.outbox[-1].body


def test_staff_change_their_password(client, nurse: User):
    sign_in_by_password(client, nurse)

    shown = client.get("/accounts/password/change/")
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    nurse.refresh_from_db()
    assert shown.status_code == 200
    assert nurse.check_password(NEW_PASSWORD) is True
    assert who_is_in(client) == str(nurse.pk)


def test_patient_has_no_password_page(client, patient: Patient):
    client.force_login(patient.user)

    assert client.get("/accounts/password/change/").status_code == 404


# --- what is closed, and going out


def test_nobody_signs_up(client, db):
    shown = client.get("/accounts/signup/")
    sent = client.post("/accounts/signup/", {"email": "new@nowhere.example", "password1": NEW_PASSWORD})

    assert "By invitation only" in shown.content.decode()
    assert "By invitation only" in sent.content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    ["email/", "confirm-email/", "password/set/", "reauthenticate/", "login/code/none/", "2fa/"],
)
def test_pages_that_are_not_offered_are_not_there(client, nurse: User, address: str):
    client.force_login(nurse)

    assert client.get(f"/accounts/{address}").status_code == 404


def test_accounts_alone_leads_to_sign_in(client, db):
    assert client.get("/accounts/").url == LOGIN


def test_sign_out_asks_first_and_leads_to_the_front_page(client, nurse: User):
    client.force_login(nurse)

    asked = client.get("/accounts/logout/")
    still_in = who_is_in(client)
    done = client.post("/accounts/logout/", follow=True)

    assert asked.status_code == 200
    assert still_in == str(nurse.pk)
    assert done.redirect_chain == [("/", 302)]
    assert "You are signed out." in done.content.decode()
    assert who_is_in(client) is None


# --- mail that does not go out


def test_mail_host_down_is_told_alike_and_logged_without_the_address(patient: Patient, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    emails = [patient.user.email, "nobody@nowhere.example"]
    clients = [Client() for _ in emails]

    for client, email in zip(clients, emails, strict=True):
        ask_for_code(client, email)
    shown = {seen(c.get(CONFIRM), email) for c, email in zip(clients, emails, strict=True)}

    assert len(shown) == 1
    assert "Our e-mail did not go out." in shown.pop()[2]
    assert [r.getMessage() for r in caplog.records if r.name == "aftercare.accounts"] == [
        "account/email/login_code was not sent: ConnectionRefusedError",
        "account/email/unknown_account was not sent: ConnectionRefusedError",
    ]
