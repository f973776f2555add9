"""Questions to TheTVDB: logging in once, asking for each record once."""

from __future__ import annotations

from threading import Lock
from typing import Any

import httpx
from posteract_core.errors import ProviderRejected
from posteract_core.model import ArtworkKind, ExternalIds, ItemType
from posteract_core.providers.answers import answering, json_of
from posteract_core.providers.once import Once

from .settings import TvdbSettings

RECORDS = {ItemType.MOVIE: "movie", ItemType.SHOW: "series"}
"""What TheTVDB calls types."""

KIND_OF_NAME = {
    ("movie", "poster"): ArtworkKind.POSTER,
    ("movie", "background"): ArtworkKind.BACKGROUND,
    ("movie", "clearlogo"): ArtworkKind.LOGO,
    ("series", "poster"): ArtworkKind.POSTER,
    ("series", "background"): ArtworkKind.BACKGROUND,
    ("series", "clearlogo"): ArtworkKind.LOGO,
    ("season", "poster"): ArtworkKind.SEASON,
    ("season", "background"): ArtworkKind.SEASON_BACKGROUND,
}
"""By record type and the artwork type's name, in letters only and lower case. The numbers of types are read at run time."""


class Questions:
    """Asks TheTVDB. Safe to use from many threads.

    Raises, all methods:
        ProviderRejected: the key is refused.
        ProviderUnavailable: it could not be asked.
    """

    def __init__(self, http: httpx.Client, settings: TvdbSettings, instance: str) -> None:
        self._http = http
        self._instance = instance
        self._login = {"apikey": settings.api_key.get_secret_value()}
        if settings.pin is not None:
            self._login["pin"] = settings.pin.get_secret_value()
        self._token = ""
        self._lock = Lock()
        self._answers: Once[str, Any] = Once(self._ask)

    def get(self, path: str) -> Any:
        """Return the `data` of the answer at a path below /v4; None when there is no such record."""
        return self._answers.get(path)

    def id_of(self, kind: ItemType, ids: ExternalIds) -> int | None:
        """Return TheTVDB's id of a film or show, found by IMDb's where it is not known; None when there is none."""
        if ids.tvdb is not None or ids.imdb is None:
            return ids.tvdb
        for result in self.get(f"/search/remoteid/{ids.imdb}") or []:
            if found := result.get(RECORDS[kind]):
                return int(found["id"])
        return None

    def kinds(self) -> dict[int, ArtworkKind]:
        """Return which kind of picture each number of a type stands for."""
        found: dict[int, ArtworkKind] = {}
        for record in self.get("/artwork/types") or []:
            name = "".join(filter(str.isalpha, str(record.get("name", "")))).lower()
            if (kind := KIND_OF_NAME.get((record.get("recordType", ""), name))) is not None:
                found[int(record["id"])] = kind
        return found

    def languages(self) -> dict[str, str]:
        """Return ISO 639-1 codes by TheTVDB's of three letters, where there is one."""
        records = self.get("/languages") or []
        return {record["id"]: record["shortCode"] for record in records if record.get("shortCode")}

    def check(self) -> None:
        """Return when the key is accepted."""
        self._new_token("")

    def _ask(self, path: str) -> Any:
        token = self._token or self._new_token("")
        try:
            return self._ask_with(token, path)
        except ProviderRejected:  # tokens live a month
            return self._ask_with(self._new_token(token), path)

    def _ask_with(self, token: str, path: str) -> Any:
        with answering(self._instance):
            response = self._http.get(f"/v4{path}", headers={"Authorization": f"Bearer {token}"})
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            answer = json_of(response, self._instance)
        return answer.get("data") if isinstance(answer, dict) else None

    def _new_token(self, refused: str) -> str:
        """Log in, unless another thread has done so since `refused` was given out."""
        with self._lock:
            if self._token == refused:
                with answering(self._instance):
                    response = self._http.post("/v4/login", json=self._login)
                    answer = json_of(response, self._instance)
                self._token = str((answer.get("data") or {}).get("token", ""))
                if not self._token:
                    raise ProviderRejected(self._instance, "let us log in and gave no token")
            return self._token
