"""Time zones as people call them: by their city."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


def zone_city(key: str) -> str:
    """The city a zone is named after: "New York" of `America/New_York`."""
    return key.rsplit("/", 1)[-1].replace("_", " ")


def zone_name(zone: ZoneInfo) -> str:
    """A zone on a page: "New York time"."""
    return _("%(city)s time") % {"city": zone_city(zone.key)}
