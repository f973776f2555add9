"""Missing shows to Sonarr."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from posteract_core.errors import ConfigError, ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ItemType
from posteract_core.providers.arr.client import Arr
from posteract_core.providers.arr.missing import ArrMissing
from posteract_core.providers.arr.options import as_flag, as_name, keys_of, one_of

from .api import api
from .settings import SonarrSettings

MONITOR = {
    "all": "all", "true": "all", "future": "future", "missing": "missing", "existing": "existing", "pilot": "pilot",
    "first": "firstSeason", "latest": "latestSeason", "none": "none", "false": "none",
}  # fmt: skip
TYPES = {"standard": "standard", "daily": "daily", "anime": "anime"}


class SonarrMissing(ArrMissing[SonarrSettings]):
    """`sonarr_add_missing` and what goes with it."""

    name = "sonarr"
    title = "Sonarr"
    takes = ItemType.SHOW
    keys = keys_of(
        "sonarr",
        monitor=one_of(MONITOR),
        series=one_of(TYPES),
        season=as_flag,
        cutoff_search=as_flag,
        language=as_name,
    )
    path = "series"
    exclusions = "importlistexclusion"
    service = "tvdb"
    terms = ("tvdb", "imdb", "tmdb")

    def api(self) -> Arr:
        """Return what asks and tells Sonarr."""
        return api(self.settings, self.context)

    def common(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is sent with every show."""
        monitor = self.option(options, "monitor")
        return {
            "monitored": monitor != "none",
            "seriesType": self.option(options, "series"),
            "seasonFolder": self.option(options, "season"),
            "addOptions": {
                "monitor": monitor,
                "searchForMissingEpisodes": self.option(options, "search"),
                "searchForCutoffUnmetEpisodes": self.option(options, "cutoff_search"),
            },
            **self._language(self.option(options, "language") or ""),
        }

    def _language(self, wanted: str) -> dict[str, int]:
        """Return the profile of languages, which Sonarr 3 wants to be told; later ones have none, or one called `Deprecated`."""
        try:
            profiles = self.arr.ask_list("languageprofile")
        except (ProviderRejected, ProviderUnavailable):
            raise
        except ProviderError:
            return {}
        profiles = [profile for profile in profiles if profile.get("name") != "Deprecated"]
        names = {str(profile.get("name") or "").casefold(): profile["id"] for profile in profiles}
        if wanted.casefold() in names:
            return {"languageProfileId": names[wanted.casefold()]}
        if wanted and len(names) > 1:
            there = ", ".join(str(profile.get("name")) for profile in profiles)
            raise ConfigError(
                f"sonarr_language: Sonarr has no language profile {wanted!r}", hint=f"There are: {there}."
            )
        return {"languageProfileId": profiles[0]["id"]} if profiles else {}
