from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from aftercare.models import ProtocolVersion
from tests.cast import SHIPPED


def test_the_shipped_protocol_is_published_once(db: None) -> None:
    answers = StringIO()

    call_command("load_protocol", stdout=answers)
    call_command("load_protocol", stdout=answers)

    assert ProtocolVersion.objects.get().document == SHIPPED.read_text()
    assert answers.getvalue().splitlines() == [
        "regenerative-injection 3 published",
        "regenerative-injection 3 is published already",
    ]


def test_a_wrong_protocol_is_refused_with_its_key_and_not_stored(db: None, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SHIPPED.read_text().replace('topic = "nsaids"', 'topic = "nsaid"', 1))

    with pytest.raises(CommandError, match=r"wrong\.toml: rules\..*topic"):
        call_command("load_protocol", wrong)

    assert ProtocolVersion.objects.count() == 0


def test_a_file_that_is_not_there_is_said_plainly(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.toml"):
        call_command("load_protocol", tmp_path / "nowhere.toml")
