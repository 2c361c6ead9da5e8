"""Requests that no browser sends: answered with a page, never with an error of ours."""

import pytest
from django.test import Client

FORM = "application/x-www-form-urlencoded"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content_type", "body"),
    [(f"{FORM}; charset=utf-7", b"login=+AGE-"), ("multipart/form-data", b"x"), (FORM, b"a=1&" * 1001)],
)
def test_form_that_cannot_be_read_is_a_400_with_its_page(content_type: str, body: bytes) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get("/accounts/login/")

    answer = client.post("/accounts/login/", body, content_type=content_type)

    assert answer.status_code == 400
    assert b"That could not be read" in answer.content
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
