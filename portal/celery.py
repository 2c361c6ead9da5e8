"""The Celery application; its settings are the CELERY_ ones of portal.settings."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_prerun
from django.conf import settings
from django.db import close_old_connections
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


def log_like_the_rest(**about: Any) -> None:
    """Workers and beat log by LOGGING: with a receiver here, Celery leaves its own handlers away."""
    logging.config.dictConfig(settings.LOGGING)


def begin_like_a_request(**about: Any) -> None:
    """A connection that is too old, or was broken by the task before, is closed: this task opens another."""
    close_old_connections()


setup_logging.connect(log_like_the_rest)
task_prerun.connect(begin_like_a_request)
