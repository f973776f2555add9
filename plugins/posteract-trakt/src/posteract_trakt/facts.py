"""What Trakt's users think of a title: one request each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import quote

import httpx
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, Facts, Finding, FrozenMap, ItemType, MediaItem, Rating, Severity
from posteract_core.providers import FactSource, ProviderContext
from posteract_core.providers.answers import json_of

from .session import Session
from .settings import TraktSettings

RATING = "rating.trakt"
WELL_KNOWN = "/movies/tt0133093/ratings"
"""What `doctor` asks for: The Matrix's."""

_BAD_KEY = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)


class TraktFacts(FactSource[TraktSettings]):
    """`rating.trakt` of films, shows, seasons and episodes."""

    provides = frozenset({RATING})
    batch_size = 1
    max_concurrency = 4

    def __init__(self, settings: TraktSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.session = Session(settings, context)

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        """Return the ratings of those that anybody has rated; one request for each title."""
        found: dict[MediaItem, Facts] = {}
        for item in items if RATING in names else ():
            if (rating := self._rating(item)) is not None:
                found[item] = FrozenMap({RATING: rating})
        return found

    def check(self) -> Sequence[Finding]:
        """Return whether the client id is taken, and whether somebody is logged in."""
        try:
            self._get(WELL_KNOWN, attempts=1)
            login = self._login()
        except ProviderError as error:
            return [Finding(subject="trakt", severity=Severity.ERROR, message=str(error), remedy=error.hint)]
        return [Finding(subject="trakt", severity=Severity.OK, message=f"the client id is taken{login}")]

    def _login(self) -> str:
        return (
            ", and you are logged in"
            if self.session.logged_in()
            else "; nobody is logged in, which public lists need not"
        )

    def _rating(self, item: MediaItem) -> Rating | None:
        ids = item.show_ids if item.type in (ItemType.SEASON, ItemType.EPISODE) else item.ids
        name = _name(ids)
        if item.type is ItemType.MOVIE:
            answer = self._get(f"/movies/{name}/ratings") if name else self._found(ids, "movie")
        elif item.type is ItemType.SHOW:
            answer = self._get(f"/shows/{name}/ratings") if name else self._found(ids, "show")
        elif item.type is ItemType.SEASON and item.season is not None and name:
            answer = self._get(f"/shows/{name}/seasons/{item.season}/ratings")
        elif item.type is ItemType.EPISODE and item.season is not None and item.episode is not None and name:
            answer = self._get(f"/shows/{name}/seasons/{item.season}/episodes/{item.episode}/ratings")
        elif item.type is ItemType.EPISODE:
            answer = self._found(item.ids, "episode")
        else:
            answer = None
        return self._read(answer)

    def _found(self, ids: ExternalIds, kind: str) -> Any:
        """Return a title that Trakt is to find by another service's id, with its rating, in the same one request."""
        service = next((name for name in ("imdb", "tmdb", "tvdb") if getattr(ids, name) is not None), None)
        if service is None:
            return None
        ident = quote(str(getattr(ids, service)), safe="")
        answer = self._get(f"/search/{service}/{ident}", {"type": kind, "extended": "full"})
        if not isinstance(answer, list):
            return answer
        return next((each.get(kind) for each in answer if isinstance(each, dict) and each.get("type") == kind), None)

    def _get(self, path: str, params: Mapping[str, str] | None = None, *, attempts: int | None = None) -> Any:
        """Return an answer's JSON; None when Trakt knows no such title."""
        me = self.context.instance
        response = self.session.get(path, params, **({} if attempts is None else {"attempts": attempts}))
        if response.status_code == httpx.codes.NOT_FOUND:
            return None
        if response.status_code in _BAD_KEY:
            raise ProviderRejected(
                me,
                f"refused our client id (HTTP {response.status_code})",
                hint="Check `client_id`, and that its application is approved.",
            )
        return json_of(response, me)

    def _read(self, answer: Any) -> Rating | None:
        if answer is None:
            return None
        try:
            value, votes = float(answer["rating"]), int(answer["votes"])
        except (KeyError, TypeError, ValueError) as error:
            raise ProviderUnavailable(self.context.instance, "answered with something else than a rating") from error
        return Rating(value=value, votes=votes) if votes > 0 and 0 < value <= 10 else None


def _name(ids: ExternalIds) -> str:
    """Return the name under which Trakt knows a title without looking it up; empty when there is none."""
    return quote(ids.imdb or (str(ids.trakt) if ids.trakt is not None else ""), safe="")
