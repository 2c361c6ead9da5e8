"""The portal's own Celery application, silenced: `celery --app tests.benchmarks.worker worker`."""

import django

from portal.celery import app

django.setup()

from tests.benchmarks.null_channel import silence  # noqa: E402 - needs the models

silence()

__all__ = ["app"]
