"""A provider that gave no answer: was it given anything?"""

import pytest
import requests

from aftercare.notifications.http import silent


@pytest.mark.parametrize(
    ("error", "unknown"),
    [
        (requests.ConnectTimeout(), False),
        (requests.exceptions.ProxyError(), False),
        (requests.ReadTimeout(), True),
        (requests.ConnectionError("Connection aborted."), True),
        (None, True),
    ],
)
def test_only_a_connection_that_never_was_has_handed_nothing_over(
    error: Exception | None, unknown: bool
) -> None:
    assert silent(error).unknown is unknown
