"""Time zones as people call them: by their city."""

from collections import defaultdict
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LIKELY = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Halifax",
    "America/Toronto",
    "America/Vancouver",
    "America/Mexico_City",
    "America/Bogota",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)
"""Zones to choose from: those of the United States first, then one city for each part of the world."""

UNITED_STATES = LIKELY[:8]

REGIONS = {
    "America": gettext_lazy("North and South America"),
    "Europe": gettext_lazy("Europe"),
    "Africa": gettext_lazy("Africa"),
    "Asia": gettext_lazy("Asia"),
    "Australia": gettext_lazy("Australia"),
    "Pacific": gettext_lazy("Pacific Ocean"),
    "Atlantic": gettext_lazy("Atlantic Ocean"),
    "Indian": gettext_lazy("Indian Ocean"),
}


def zone_city(key: str) -> str:
    """The city a zone is named after: "New York" of `America/New_York`."""
    return key.rsplit("/", 1)[-1].replace("_", " ")


def zone_name(zone: ZoneInfo) -> str:
    """A zone on a page: "New York time"."""
    return _("%(city)s time") % {"city": zone_city(zone.key)}


def zone_choices(own: str, clinic: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every zone once, in groups: the likely ones first, of these `own` and then that of the clinic."""
    likely = dict.fromkeys([own, clinic, *UNITED_STATES])
    groups = [(_("Likely"), [(key, zone_city(key)) for key in likely])]
    for region, zones in _by_region().items():
        groups.append((str(REGIONS[region]), [one for one in zones if one[0] not in likely]))
    return groups


@cache
def _by_region() -> dict[str, list[tuple[str, str]]]:
    """The cities of each region by name; of two names for one city the fuller."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key in sorted(available_timezones(), key=lambda key: (key.count("/"), key)):
        region = key.split("/")[0]
        if region in REGIONS and "/" in key:
            found[region][zone_city(key)] = key
    return {region: [(found[region][city], city) for city in sorted(found[region])] for region in REGIONS}
