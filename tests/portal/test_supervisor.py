import signal
from contextlib import suppress

import pytest

from portal.supervisor import Supervisor


def test_wish_to_stop_that_got_lost_is_heeded_all_the_same() -> None:
    supervisor = Supervisor(port=8000)
    with suppress(KeyboardInterrupt):  # as Python does with one that comes in the middle of a fork
        supervisor.on_signal(signal.SIGINT, None)

    with pytest.raises(KeyboardInterrupt):
        supervisor.watch()
