import os
import signal
from pathlib import Path

import pytest

from portal.local.owner import spawn
from portal.supervisor import Supervisor


def test_wish_to_stop_that_comes_while_a_child_is_made_is_heeded_after_it(tmp_path: Path) -> None:
    supervisor = Supervisor(port=8000)
    wishes = [signal.SIGINT]
    os.register_at_fork(after_in_parent=lambda: wishes and signal.raise_signal(wishes.pop()))
    handler_before = signal.signal(signal.SIGINT, supervisor.on_signal)

    try:
        with (tmp_path / "log").open("wb") as log:
            child = spawn(["true"], log, signal.SIGTERM, environ={}, cwd=tmp_path)
    finally:
        signal.signal(signal.SIGINT, handler_before)

    assert child.wait() == 0
    with pytest.raises(KeyboardInterrupt):
        supervisor.watch()
