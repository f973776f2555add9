"""Questions in the name of one account, and what MDBList's answers mean that are none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.providers import ProviderContext, Quota
from posteract_core.providers.answers import answering, json_of

from .settings import MdblistSettings


class Account:
    """The key and what is left of its day. Safe to use from many threads.

    Attributes:
        quota: raises before a question when MDBList has said that there is none left.
    """

    def __init__(self, settings: MdblistSettings, context: ProviderContext) -> None:
        self._http, self._instance = context.http, context.instance
        self._key = {"apikey": settings.api_key.get_secret_value()}
        self.quota = Quota(context.instance, context.cache_folder / "quota.json", remember=not context.dry_run)

    def get(self, path: str, params: Mapping[str, str], *, attempts: int | None = None) -> httpx.Response:
        """Return what comes from a path, to be understood by `answer`."""
        extensions = {} if attempts is None else {"attempts": attempts}
        with answering(self._instance):
            return self._http.get(path, params={**params, **self._key}, extensions=extensions)

    def post(self, path: str, body: Any) -> Any:
        """Return the answer to a question that may be repeated, out of the day's allowance."""
        self.quota.spend()
        with answering(self._instance):
            response = self._http.post(path, params=self._key, json=body, extensions={"attempts": 3})
        return self.answer(response)

    def answer(self, response: httpx.Response) -> Any:
        """Return the answer's JSON; raises what an answer means that is none, the day's limit among it."""
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS and _is_none_left(response):
            raise self.quota.used_up(_reset_at(response))
        answer = json_of(response, self._instance)
        if isinstance(answer, dict) and answer.get("response") is False:
            said = str(answer.get("error", "")) or "no reason"
            if "limit" in said.casefold():
                raise self.quota.used_up(_reset_at(response))
            if "key" in said.casefold():
                raise ProviderRejected(self._instance, f"refused our key ({said})", hint="Check `api_key`.")
            raise ProviderUnavailable(self._instance, f"does not answer: {said}")
        return answer


def _is_none_left(response: httpx.Response) -> bool:
    """Return whether a 429 is about the day and not about the last second: nothing is left, or nothing says when."""
    return bool(response.headers.get("x-ratelimit-remaining", "0") == "0")


def _reset_at(response: httpx.Response) -> float | None:
    text = response.headers.get("x-ratelimit-reset", "")
    return float(text) if text.isdigit() else None
