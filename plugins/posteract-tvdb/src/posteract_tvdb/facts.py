"""What TheTVDB knows besides pictures: where a show stands, when it goes on, who shows it, for whom it is."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from posteract_core.model import Brand, Facts, FrozenMap, ItemType, MediaItem
from posteract_core.providers import FactSource, ProviderContext

from .questions import Questions
from .settings import TvdbSettings

PATHS = {ItemType.MOVIE: "/movies/{id}/extended", ItemType.SHOW: "/series/{id}/extended"}
"""One question for all that is asked of a title."""

OF_SHOWS = frozenset({"status", "next_episode", "networks"})
"""What films do not have."""

STATUS = {"Continuing": "returning", "Ended": "ended", "Upcoming": "planned"}
"""TheTVDB's words for where a show stands, as the core names them."""

COUNTRIES = {
    "usa": "US", "gbr": "GB", "deu": "DE", "fra": "FR", "aus": "AU", "nzl": "NZ", "can": "CA", "irl": "IE", "nld": "NL",
    "bel": "BE", "esp": "ES", "prt": "PT", "ita": "IT", "swe": "SE", "nor": "NO", "dnk": "DK", "fin": "FI", "jpn": "JP",
    "kor": "KR", "bra": "BR", "mex": "MX", "ind": "IN", "sgp": "SG", "zaf": "ZA", "pol": "PL", "hun": "HU", "rus": "RU",
    "tur": "TR",
}  # fmt: skip
"""ISO 3166-1's codes of three letters, which TheTVDB uses, and of two."""


class TvdbFacts(FactSource[TvdbSettings]):
    """Facts of films and shows, one request for each; of the parts of a show nothing, and no request."""

    provides = frozenset(
        {
            "status",
            "next_episode",
            "networks",
            "studios",
            "content_rating.*",
            "tvdb.title",
            "tvdb.status",
            "tvdb.genres",
        }
    )
    batch_size = 1
    max_concurrency = 4

    def __init__(self, settings: TvdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._questions = Questions(self.http, settings, context.instance)

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return what is known of each film and show; of others nothing."""
        found: dict[MediaItem, Facts] = {}
        for item in items:
            if item.type not in PATHS or (ident := self._questions.id_of(item.type, item.ids)) is None:
                continue
            record = self._questions.get(PATHS[item.type].format(id=ident))
            asked = names if item.type is ItemType.SHOW else names - OF_SHOWS
            known = {name: value for name in asked if record and (value := _fact(record, name)) not in (None, (), "")}
            if known:
                found[item] = FrozenMap(known)
        return found


def _fact(record: Mapping[str, Any], name: str) -> Hashable | None:
    family, _, member = name.partition(".")
    match family:
        case "status":
            return STATUS.get(str((record.get("status") or {}).get("name", "")))
        case "next_episode":
            return _day(record.get("nextAired"))
        case "tvdb":
            return _own(record, member)
        case "networks":
            return _brands([record.get("originalNetwork"), record.get("latestNetwork")])
        case "studios":
            companies = record.get("companies")
            return _brands(
                companies.get("studio") or companies.get("production") or () if isinstance(companies, Mapping) else ()
            )
        case "content_rating":
            ratings = record.get("contentRatings") or ()
            return next(
                (str(each["name"]) for each in ratings if COUNTRIES.get(str(each.get("country")).lower()) == member),
                None,
            )
        case _:
            return None


def _own(record: Mapping[str, Any], name: str) -> Hashable | None:
    """Return what is TheTVDB's own word: `title`, `status`, `genres`."""
    match name:
        case "title":
            return str(record.get("name") or "")
        case "status":
            return str((record.get("status") or {}).get("name") or "").lower()
        case "genres":
            return tuple(str(genre["name"]) for genre in record.get("genres") or () if genre.get("name"))
        case _:
            return None


def _brands(companies: Iterable[Any]) -> tuple[Brand, ...]:
    names = [str(each["name"]) for each in companies if isinstance(each, Mapping) and each.get("name")]
    return tuple(Brand(name=name) for name in dict.fromkeys(names))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
