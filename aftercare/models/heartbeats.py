"""A heartbeat: when a part of the portal that nobody watches was last seen at work."""

from datetime import datetime

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class HeartbeatManager(models.Manager["Heartbeat"]):
    """Takes and tells heartbeats."""

    def beat(self, name: str, *, at: datetime) -> None:
        """`name` was at work at `at`; of two at once the later one stays."""
        sql = """
            INSERT INTO aftercare_heartbeat (name, at) VALUES (%s, %s)
            ON CONFLICT (name) DO UPDATE SET at = greatest(aftercare_heartbeat.at, excluded.at)
        """
        with connection.cursor() as cursor:
            cursor.execute(sql, [name, at])


class Heartbeat(models.Model):
    """One row for each part."""

    TICK = "tick"

    name = models.CharField(_("name"), max_length=32, primary_key=True)
    at = models.DateTimeField(_("at"))

    objects = HeartbeatManager()

    def __str__(self) -> str:
        return self.name
