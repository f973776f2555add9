"""Asks OMDb about one title at a time, and not more often in a day than the key allows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import httpx
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import Facts, Finding, FrozenMap, MediaItem, Severity
from posteract_core.providers import FactSource, ProviderContext, Quota
from posteract_core.providers.answers import answering, json_of

from .answers import FAMILIES, facts_of
from .settings import OmdbSettings

WELL_KNOWN = "tt0133093"
"""What `doctor` asks about: The Matrix."""

_UNKNOWN_TITLE = ("not found", "incorrect imdb id", "error getting data", "conversion from string")
"""What is said of ids that OMDb does not have."""


class OmdbFacts(FactSource[OmdbSettings]):
    """Ratings, awards and the US content rating of films, shows and episodes with an IMDb id."""

    provides = frozenset({"rating.imdb", "rating.rt_critics", "rating.metacritic", "content_rating.US", *FAMILIES})
    batch_size = 1
    max_concurrency = 4

    def __init__(self, settings: OmdbSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.quota = Quota(
            context.instance,
            context.cache_folder / "quota.json",
            most=settings.daily_limit,
            remember=not context.dry_run,
        )

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return what OMDb has; one request for each title."""
        wanted = names & self.provides
        found: dict[MediaItem, Facts] = {}
        for item in items if wanted else ():
            if item.ids.imdb is not None and (answer := self._ask(item.ids.imdb)):
                known = facts_of(answer)
                if mine := FrozenMap({name: known[name] for name in wanted if name in known}):
                    found[item] = mine
        return found

    def check(self) -> Sequence[Finding]:
        """Return whether the key is taken; costs a question."""
        try:
            self._ask(WELL_KNOWN, {"attempts": 1})
        except ProviderError as error:
            return [Finding(subject="omdb", severity=Severity.ERROR, message=str(error), remedy=error.hint)]
        return [Finding(subject="omdb", severity=Severity.OK, message="the key is taken")]

    def _ask(self, imdb: str, extensions: Mapping[str, Any] | None = None) -> Mapping[str, Any] | None:
        """Return the answer about a title; None when OMDb does not know it."""
        me = self.context.instance
        self.quota.spend()
        with answering(me):
            response = self.http.get(
                "",
                params={"apikey": self.settings.api_key.get_secret_value(), "i": imdb, "plot": "short"},
                extensions={**(extensions or {})},
            )
        said = _error_of(response)
        if said is None:
            answer = json_of(response, me)
            if not isinstance(answer, dict):
                raise ProviderUnavailable(me, "answered with something else than a title")
            return answer
        lower = said.casefold()
        if "limit" in lower:
            raise self.quota.used_up()
        if "key" in lower:
            raise ProviderRejected(
                me,
                f"refused our key ({said})",
                hint="Check `api_key`; a new one works once you followed the link in its letter.",
            )
        if any(words in lower for words in _UNKNOWN_TITLE):
            return None
        raise ProviderUnavailable(me, f"does not answer: {said}")


def _error_of(response: httpx.Response) -> str | None:
    """Return what the answer says went wrong, which it may say with any status; None when it does not."""
    try:
        answer = json.loads(response.content)
    except ValueError:
        return None
    if isinstance(answer, dict) and str(answer.get("Response")).casefold() == "false":
        return str(answer.get("Error") or "no reason")
    return None
