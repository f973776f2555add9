"""Asking and telling Radarr and Sonarr."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from ...errors import ProviderError, ProviderRejected, ProviderUnavailable
from ..answers import answering, json_of

LARGEST_BYTES = 512 * 2**20
"""All titles come in one answer."""

MOST_SAID = 300
"""Characters of a refusal that are passed on."""

_BAD_KEY = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)


class Refused(ProviderError):
    """What was sent is not taken: a title that is there already, a folder that is not.

    Attributes:
        codes: what the checks are called that it did not pass.
    """

    def __init__(self, provider: str, message: str, *, codes: frozenset[str] = frozenset()) -> None:
        super().__init__(provider, message)
        self.codes = codes


@dataclass(frozen=True, slots=True)
class Arr:
    """One Radarr or Sonarr.

    Attributes:
        title: `Radarr` or `Sonarr`.
        instance: of the plugin.
        http: its client.
        key: its API key.
    """

    title: str
    instance: str
    http: httpx.Client
    key: str = field(repr=False)

    def ask(self, path: str, *, params: Mapping[str, str] | None = None, attempts: int | None = None) -> Any:
        """Return an answer's JSON.

        Raises:
            ProviderError: there is no such service, or it refuses the key.
        """
        return self._send("GET", path, params=params, attempts=attempts)

    def ask_list(self, path: str, *, params: Mapping[str, str] | None = None) -> list[Mapping[str, Any]]:
        """Return an answer that has to be a list of objects."""
        answer = self.ask(path, params=params)
        if not isinstance(answer, list) or not all(isinstance(entry, Mapping) for entry in answer):
            raise ProviderUnavailable(self.instance, "answered with something else than a list")
        return answer

    def post(self, path: str, body: Any) -> Any:
        """Add something; return what it has become.

        Raises:
            Refused: it is not taken.
        """
        return self._send("POST", path, body=body)

    def put(self, path: str, body: Any) -> Any:
        """Change something; return what it has become, None where that is not said."""
        return self._send("PUT", path, body=body)

    def delete(self, path: str, body: Any) -> None:
        """Take something away."""
        self._send("DELETE", path, body=body)

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Any = None,
        attempts: int | None = None,
    ) -> Any:
        extensions: dict[str, int] = {"max_bytes": LARGEST_BYTES} | ({} if attempts is None else {"attempts": attempts})
        with answering(self.instance):
            response = self.http.request(
                method,
                f"/api/v3/{path}",
                params=params,
                json=body,
                headers={"X-Api-Key": self.key, "Accept": "application/json"},
                extensions=extensions,
            )
        if response.status_code in _BAD_KEY:
            raise ProviderRejected(
                self.instance,
                f"refused the API key (HTTP {response.status_code})",
                hint=f"Copy `api_key` again from Settings, General, Security in {self.title}.",
            )
        if response.status_code == httpx.codes.NOT_FOUND and method == "GET" and "lookup" not in path:
            raise ProviderError(
                self.instance,
                f"answers, and has no {self.title} API of version 3 there (HTTP 404)",
                hint=f"Write `url` with {self.title}'s URL base, if it has one.",
            )
        if method != "GET" and response.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.CONFLICT):
            raise self._refusal(response)
        if method in ("PUT", "DELETE") and response.is_success and not response.content:
            return None
        return json_of(response, self.instance)

    def _refusal(self, response: httpx.Response) -> Refused:
        """Return what it has against what was sent, in its own words."""
        try:
            said = json.loads(response.content)
        except ValueError:
            said = None
        entries = said if isinstance(said, list) else [said]
        objects = [entry for entry in entries if isinstance(entry, Mapping)]
        words = "; ".join(
            f"{entry.get('propertyName') or ''} {entry.get('errorMessage') or entry.get('message') or ''}".strip()
            for entry in objects
        )
        words = words.replace(self.key, "…")[:MOST_SAID]
        codes = frozenset(str(entry["errorCode"]) for entry in objects if entry.get("errorCode"))
        message = f"does not take it (HTTP {response.status_code})"
        return Refused(self.instance, f"{message}: {words}" if words else message, codes=codes)
