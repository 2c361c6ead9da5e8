import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from portal.local.postgres import PostgresServer
from portal.local.state import State
from portal.services import LocalServices
from tests.faults.house import House, open_house
from tests.services_plugin import make_state_folder


@pytest.fixture
def house(transactional_db: None) -> Iterator[House]:
    with open_house() as house:
        yield house


@pytest.fixture
def own_postgres(transactional_db: None, settings) -> Iterator[PostgresServer]:
    """A PostgreSQL that a test may kill; the test's own connection leads to it."""
    state, usual = State(Path(make_state_folder())), dict(connection.settings_dict)
    with LocalServices(state, settings.SERVICES, say=print) as services:
        try:
            services.take_state("a fault test")
            services.start(redis=False)
            connection.close()
            settings.DATABASE_URL = state.database_url
            connection.settings_dict.update(HOST=str(state.run), NAME="postgres")
            call_command("migrate", verbosity=0)
            yield services.servers[0]
        finally:
            connection.close()
            connection.settings_dict.update(usual)
            services.stop(hurry=True)
            shutil.rmtree(state.folder)
