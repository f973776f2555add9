"""Missing films to Radarr."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from posteract_core.model import ItemType
from posteract_core.providers.arr.client import Arr
from posteract_core.providers.arr.missing import ArrMissing
from posteract_core.providers.arr.options import keys_of, one_of

from .api import api
from .settings import RadarrSettings

MONITOR = {
    "movie": "movieOnly",
    "true": "movieOnly",
    "collection": "movieAndCollection",
    "none": "none",
    "false": "none",
}
AVAILABILITY = {"announced": "announced", "cinemas": "inCinemas", "released": "released"}


class RadarrMissing(ArrMissing[RadarrSettings]):
    """`radarr_add_missing` and what goes with it."""

    name = "radarr"
    title = "Radarr"
    takes = ItemType.MOVIE
    keys = keys_of("radarr", monitor=one_of(MONITOR), availability=one_of(AVAILABILITY))
    path = "movie"
    exclusions = "exclusions"
    service = "tmdb"
    terms = ("tmdb", "imdb")

    def api(self) -> Arr:
        """Return what asks and tells Radarr."""
        return api(self.settings, self.context)

    def common(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is sent with every film."""
        monitor = self.option(options, "monitor")
        return {
            "monitored": monitor != "none",
            "minimumAvailability": self.option(options, "availability"),
            "addOptions": {"monitor": monitor, "searchForMovie": self.option(options, "search")},
        }
