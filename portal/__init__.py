"""The Django project around the aftercare app: settings, addresses, tasks, and the services it stands on."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
