"""Ports on 127.0.0.1: is one free, and which other one is."""

import errno
import socket
from contextlib import suppress

from portal.local.owner import ServiceError


def check_port(port: int) -> None:
    """See that the web server will get its port, before anything is started.

    Raises:
        ServiceError: it will not; with how to choose another.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is taken by another program" if taken else f"cannot be used ({error.strerror})"
            raise ServiceError(
                f"Port {port} {reason}. Choose another one: make run PORT={another_port(port)}"
            ) from None


def another_port(port: int) -> int:
    """A port to suggest: the next one above that is free."""
    for candidate in range(max(port, 1024) + 1, 65536):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", candidate))
            return candidate
    return 8000
