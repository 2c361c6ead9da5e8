"""Starts PostgreSQL and Redis for the tests that need them, in a temporary folder, and stops them at the end.

An early plugin (`-p tests.services_plugin`), because pytest-django reads the settings before any conftest.py.
"""

import os
import tempfile
from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    os.environ["AFTERCARE_MODE"] = "test"
    if "AFTERCARE_STATE" not in os.environ:
        os.environ["AFTERCARE_STATE"] = str(Path(tempfile.mkdtemp(prefix="aftercare-tests-")))
