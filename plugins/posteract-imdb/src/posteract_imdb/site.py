"""IMDb's website's own interface: unsupported, so every answer that is no answer is said for what it is."""

from __future__ import annotations

import json
from typing import Any

import httpx
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.providers.answers import answering, json_of

HEADERS = {"x-imdb-client-name": "imdb-web-next", "origin": "https://www.imdb.com", "referer": "https://www.imdb.com/"}
"""Without them the answer is HTML, 403."""


def ask(http: httpx.Client, instance: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return what stands under `data`.

    Args:
        http: a client on the interface's address.
        instance: of the plugin, for errors.
        body: of the request.

    Raises:
        ProviderRejected: programs are not let in.
        ProviderUnavailable: no answer, or one of another shape.
        ProviderError: what was asked for is not there, or private.
    """
    with answering(instance):
        response = http.post("", json=body, headers=HEADERS, extensions={"attempts": 3})
    if "json" not in response.headers.get("content-type", ""):
        raise ProviderRejected(
            instance,
            f"its website does not let programs ask (HTTP {response.status_code})",
            hint="It changes its mind now and then. A list exported as CSV can be named by its path instead.",
        )
    answer: Any = json_of(response, instance)
    if not isinstance(answer, dict):
        raise ProviderUnavailable(instance, "its website answered with something else than it did")
    codes = {
        error.get("extensions", {}).get("code", "") for error in answer.get("errors", ()) if isinstance(error, dict)
    }
    if "RESOURCE_NOT_FOUND" in codes:
        raise ProviderError(instance, "has no such list", hint="Is its address right, and is it a list of titles?")
    if "FORBIDDEN" in codes:
        raise ProviderError(instance, "keeps the list private", hint="Its owner can make it public on IMDb.")
    if "PERSISTED_QUERY_NOT_FOUND" in codes:
        raise ProviderUnavailable(
            instance,
            "its website no longer takes the questions this version asks",
            hint="A newer posteract-imdb may know; a list exported as CSV can be named by its path instead.",
        )
    data = answer.get("data")
    if not isinstance(data, dict):
        said = json.dumps(answer.get("errors", ""))[:200]
        raise ProviderUnavailable(instance, f"its website answered with no data {said}".rstrip())
    return data
