"""What The Movie Database knows besides pictures: its rating, where a title can be seen, who made it, for whom it is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from posteract_core.model import Brand, Facts, FrozenMap, ItemType, MediaItem, Rating
from posteract_core.providers import FactSource, ProviderContext

from .questions import KINDS, Questions
from .season_names import is_default
from .settings import TmdbSettings

APPENDED = {
    ItemType.MOVIE: "keywords,release_dates,watch/providers",
    ItemType.SHOW: "keywords,content_ratings,watch/providers",
}
"""What one question brings along."""

OFFERS = ("flatrate", "free", "ads")
"""Ways to see a title that count as streaming it, the best first; renting and buying do not."""

STATUS = {
    "Returning Series": "returning",
    "Ended": "ended",
    "Canceled": "cancelled",
    "In Production": "in_production",
    "Planned": "planned",
    "Pilot": "pilot",
}
"""TMDB's words for where a show stands, as the core names them."""


class TmdbFacts(FactSource[TmdbSettings]):
    """Facts of films and shows, one request for each; of the parts of a show nothing, and no request."""

    provides = frozenset(
        {
            "rating.tmdb",
            "streaming.*",
            "networks",
            "studios",
            "status",
            "next_episode",
            "content_rating.*",
            "keywords",
            "original_language",
            "origin_countries",
            "film_set",
            "tmdb.title",
            "tmdb.year",
            "tmdb.genres",
            "tmdb.type",
            "tmdb.votes",
            "tmdb.seasons",
        }
    )
    batch_size = 1
    max_concurrency = 8

    def __init__(self, settings: TmdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return what is known of each film and show; of others nothing."""
        found: dict[MediaItem, Facts] = {}
        for item in items:
            if item.type not in APPENDED or (ident := self._questions.id_of(item.type, item.ids)) is None:
                continue
            answer = self._questions.get(f"/{KINDS[item.type]}/{ident}", append=APPENDED[item.type])
            known = {
                name: value for name in names if answer and (value := self._fact(answer, name)) not in (None, (), "")
            }
            if known:
                found[item] = FrozenMap(known)
        return found

    def _fact(self, answer: Mapping[str, Any], name: str) -> Hashable | None:
        family, _, member = name.partition(".")
        match family:
            case "rating":
                votes = answer.get("vote_count") or 0
                return Rating(value=float(answer["vote_average"]), votes=votes) if votes else None
            case "streaming":
                return self._streaming(answer, member)
            case "networks" | "studios":
                return self._brands(answer.get("networks" if family == "networks" else "production_companies", ()))
            case "status":
                return STATUS.get(answer.get("status", ""))
            case "next_episode":
                return _date((answer.get("next_episode_to_air") or {}).get("air_date"))
            case "content_rating":
                return _certificate(answer, member)
            case "keywords":
                words = answer.get("keywords", {})
                listed = words.get("keywords") or words.get("results") or ()
                return tuple(word["name"].lower() for word in listed if word.get("name"))
            case "original_language":
                return str(answer.get("original_language") or "")
            case "origin_countries":
                return tuple(map(str, answer.get("origin_country") or ()))
            case "tmdb":
                return _own(answer, member)
            case "film_set":
                film_set = answer.get("belongs_to_collection") or {}
                return self._brand(film_set["name"], film_set.get("id"), None) if film_set.get("name") else None
            case _:
                return None

    def _streaming(self, answer: Mapping[str, Any], region: str) -> tuple[Brand, ...]:
        offers = answer.get("watch/providers", {}).get("results", {}).get(region, {})
        listed = [offer for way in OFFERS for offer in sorted(offers.get(way, ()), key=_priority)]
        brands = (self._brand(each["provider_name"], each.get("provider_id"), each.get("logo_path")) for each in listed)
        return tuple(dict.fromkeys(brands))

    def _brands(self, listed: Sequence[Mapping[str, Any]]) -> tuple[Brand, ...]:
        return tuple(self._brand(each["name"], each.get("id"), each.get("logo_path")) for each in listed)

    def _brand(self, name: str, ident: object, logo: str | None) -> Brand:
        return Brand(name=name, source=self.context.instance, id=str(ident or ""), logo=logo or "")


def _own(answer: Mapping[str, Any], name: str) -> Hashable | None:
    """Return what is TMDB's own word: `title`, `year`, `genres`, `votes`, of shows `type` (`scripted`, `talk_show` …).

    `seasons` of a show are pairs of number and name, of those that have more of a name than their number.
    """
    match name:
        case "title":
            return str(answer.get("title") or answer.get("name") or "")
        case "year":
            day = _date(answer.get("release_date") or answer.get("first_air_date"))
            return day.year if day else None
        case "genres":
            return tuple(str(genre["name"]) for genre in answer.get("genres") or () if genre.get("name"))
        case "votes":
            return int(answer.get("vote_count") or 0) or None
        case "seasons":
            seasons = answer.get("seasons") or ()
            named = [(each.get("season_number"), str(each.get("name") or "").strip()) for each in seasons]
            return tuple(
                (int(number), name)
                for number, name in named
                if name and number is not None and not is_default(int(number), name)
            )
        case "type":
            return str(answer.get("type") or "").lower().replace(" ", "_")
        case _:
            return None


def _priority(offer: Mapping[str, Any]) -> int:
    return int(offer.get("display_priority") or 0)


def _certificate(answer: Mapping[str, Any], country: str) -> str | None:
    """Return a country's certificate: of a film the first that is not empty, since releases without one are listed too."""
    for entry in answer.get("content_ratings", {}).get("results", ()):
        if entry.get("iso_3166_1") == country and entry.get("rating"):
            return str(entry["rating"])
    for entry in answer.get("release_dates", {}).get("results", ()):
        if entry.get("iso_3166_1") == country:
            return next((each["certification"] for each in entry["release_dates"] if each.get("certification")), None)
    return None


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
