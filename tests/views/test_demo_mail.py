"""The demonstration's mail: there in demo mode and from this machine only, harmless whatever it holds."""

from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives

from portal.mail_sink import MailFolder
from portal.sms_sink import as_mail
from tests.cast import MONDAY

LIST = "/demo/mail/"
NANOSECONDS = 10**9


@pytest.fixture
def folder(settings, tmp_path: Path, db: None) -> Path:
    settings.DEMO_MODE = True
    settings.MAIL_FOLDER = tmp_path
    return tmp_path


def keep(folder: Path, subject: str, body: str = "Hello", minutes_ago: int = 0, html: str = "") -> str:
    """A message as the sink keeps it; its name."""
    message = EmailMultiAlternatives(subject, body, "portal@portal.example", ["wren@patients.example"])
    if html:
        message.attach_alternative(html, "text/html")
    came = (int(MONDAY.timestamp()) - 60 * minutes_ago) * NANOSECONDS
    name = f"{came:020d}-{len(list(folder.iterdir())):08x}"
    (folder / f"{name}.eml").write_bytes(message.message().as_bytes())
    return name


def test_list_shows_the_newest_first(client, folder: Path):
    keep(folder, "older", minutes_ago=7)
    keep(folder, "newer")

    with time_machine.travel(MONDAY, tick=False):
        letters = client.get(LIST).context["letters"]

    assert [(one.subject, one.to, one.came) for one in letters] == [
        ("newer", "wren@patients.example", "just now"),
        ("older", "wren@patients.example", "7 min ago"),
    ]


def test_empty_list_says_what_to_do(client, folder: Path):
    page = client.get(LIST)

    assert page.status_code == 200
    assert "No mail yet" in page.content.decode()


def test_list_without_a_folder_is_empty(client, folder: Path, settings):
    settings.MAIL_FOLDER = folder / "not-there"

    assert client.get(LIST).context["letters"] == ()


def test_message_is_shown_as_text_with_its_links(client, folder: Path):
    name = keep(folder, "An invitation", "Open http://127.0.0.1:8000/invitations/abc/\n\nHéllo — you")

    page = client.get(f"{LIST}{name}/").content.decode()

    assert 'href="http://127.0.0.1:8000/invitations/abc/"' in page
    assert "Héllo — you" in page
    assert "/accounts/login/" in page


def test_message_shows_no_html_as_html(client, folder: Path):
    name = keep(folder, "<b>Bold</b>", "<script>alert(1)</script>", html="<p>The other part</p>")

    page = client.get(f"{LIST}{name}/").content.decode()

    assert "<script>alert" not in page
    assert "<b>Bold" not in page
    assert "The other part" not in page


def test_message_of_html_alone_says_so(client, folder: Path):
    name = keep(folder, "x")
    (folder / f"{name}.eml").write_bytes(b"Content-Type: text/html\r\n\r\n<p>only</p>\r\n")

    letter = client.get(f"{LIST}{name}/").context["letter"]

    assert (letter.subject, letter.text) == ("(no subject)", "This message has no plain text.")


def test_message_in_an_unknown_alphabet_is_shown_all_the_same(client, folder: Path):
    name = keep(folder, "x")
    (folder / f"{name}.eml").write_bytes(b"Content-Type: text/plain; charset=klingon\r\n\r\nnuqneH \xff\r\n")

    answer = client.get(f"{LIST}{name}/")

    assert answer.status_code == 200
    assert "nuqneH" in answer.content.decode()


def test_text_message_is_shown_among_the_mails(client, folder: Path):
    MailFolder(folder).keep(as_mail("+12125550100", "+12125550168", "Something is waiting – for you"))

    (letter,) = client.get(LIST).context["letters"]
    page = client.get(f"{LIST}{letter.name}/").content.decode()

    assert (letter.subject, letter.sender, letter.to) == ("Text message", "+12125550100", "+12125550168")
    assert "Something is waiting – for you" in page


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "..%2f..%2fsecret",
        "%2e%2e%2fsecret",
        "secret",
        "00000000000000000000-00000000",
        "0000000000000000000-000000000",
        "00000000000000000000-0000000G",
        "00000000000000000000-00000000%0a",
    ],
)
def test_other_names_read_no_file(client, folder: Path, name: str):
    (folder.parent / "secret.eml").write_text("Subject: secret\n\nsecret\n")
    (folder / "secret.eml").write_text("Subject: secret\n\nsecret\n")

    assert client.get(f"{LIST}{name}/").status_code == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_may_read(client, folder: Path, address: str):
    assert client.get(LIST, REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("address", ["10.0.0.7", "192.0.2.1", "::2", "::ffff:10.0.0.7", "", "unix:"])
def test_another_machine_may_not(client, folder: Path, address: str):
    name = keep(folder, "x")

    assert client.get(LIST, REMOTE_ADDR=address).status_code == 404
    assert client.get(f"{LIST}{name}/", REMOTE_ADDR=address).status_code == 404


def test_another_machine_may_not_by_claiming_to_be_this_one(client, folder: Path):
    claimed = client.get(LIST, REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "127.0.0.1"})
    passed_on = client.get(LIST, REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "192.0.2.1"})

    assert (claimed.status_code, passed_on.status_code) == (404, 404)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"])
def test_nobody_reads_by_way_of_a_proxy(client, folder: Path, header: str):
    assert client.get(LIST, headers={header: "127.0.0.1"}).status_code == 404


def test_there_is_no_such_page_outside_the_demo(client, folder: Path, settings):
    settings.DEMO_MODE = False
    name = keep(folder, "x")

    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}{name}/").status_code == 404


def test_mail_is_kept_in_no_cache(client, folder: Path):
    assert client.get(LIST)["Cache-Control"] == "no-store"
