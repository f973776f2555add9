"""Requests to Trakt: with the access token of the settings, with that of a login, or with none."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from threading import Lock
from typing import Any

import httpx
from filelock import FileLock
from loguru import logger
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable
from posteract_core.providers import ProviderContext
from posteract_core.providers.answers import answering

from .oauth import Clock, OAuth
from .settings import TraktSettings
from .tokens import Store, Tokens

EARLY_S = 3600.0
"""So long before its end a token is exchanged for a new one; never more than a tenth of its life."""


class Session:
    """What asks Trakt. Safe to use from many threads, and from several processes with one login.

    Tokens are exchanged in a dry run as well: the old ones are going to end, whatever is done.
    """

    def __init__(self, settings: TraktSettings, context: ProviderContext, *, clock: Clock = time.time) -> None:
        self._settings = settings
        self._context = context
        self._clock = clock
        self._store = Store(context)
        self._oauth = OAuth(settings, context, clock=clock)
        self._lock = Lock()
        self._tokens: Tokens | None = None
        self._looked = False

    def get(self, path: str, params: Mapping[str, str] | None = None, **extensions: Any) -> httpx.Response:
        """Return the answer at a path, whatever it says.

        Raises:
            ProviderUnavailable: there was none.
        """
        token = self.token()
        response = self._get(path, params, token, extensions)
        if response.status_code == httpx.codes.UNAUTHORIZED and token and not self._given():
            response = self._get(path, params, self.token(not_this=token), extensions)
        return response

    def token(self, *, not_this: str = "") -> str:
        """Return the access token to send; empty without a login. A new one is had where it is due.

        Args:
            not_this: one that Trakt has just refused.
        """
        if given := self._given():
            return given
        with self._lock:
            if not self._looked:
                self._tokens, self._looked = self._store.read(), True
            if self._tokens is not None and (self._tokens.access == not_this or self._due(self._tokens)):
                self._tokens = self._renewed(self._tokens, not_this)
            return self._tokens.access if self._tokens is not None else ""

    def has_login(self) -> bool:
        """Return whether there is a login, whether or not it still holds; asks nobody."""
        return bool(self._given()) or self._store.read() is not None

    def logged_in(self) -> bool:
        """Return whether there is a login that holds."""
        return bool(self.token())

    def _given(self) -> str:
        return self._settings.access_token.get_secret_value()

    def _due(self, tokens: Tokens) -> bool:
        early_s = min(EARLY_S, (tokens.expires_at - tokens.created_at) / 10)
        return self._clock() >= tokens.expires_at - early_s

    def _renewed(self, old: Tokens, refused: str) -> Tokens | None:
        """Return tokens in place of old ones; None when the login has ended, which is said once."""
        with self._alone():
            kept = self._store.read()  # another process may have been here
            if kept is None:
                return None
            if kept.access != old.access and kept.access != refused and not self._due(kept):
                return kept
            try:
                new = self._oauth.renewed(kept)
            except ProviderRejected as error:
                logger.warning("{}; it is asked without. {}", error, error.hint)
                return None
            except ProviderUnavailable as error:
                if kept.access != refused and self._clock() < kept.expires_at:
                    logger.debug("{}; the old token holds for a while", error)
                    return kept
                raise
            try:
                self._store.write(new)
            except ProviderError as error:
                logger.error("{}; you will have to log in again. {}", error, error.hint)
            return new

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Have no other process exchange the same tokens."""
        with ExitStack() as held:
            if (file := self._store.lock_file) is not None:
                with suppress(OSError):  # where nothing can be written nothing is locked
                    file.parent.mkdir(parents=True, exist_ok=True)
                    held.enter_context(FileLock(file))
            yield

    def _get(
        self, path: str, params: Mapping[str, str] | None, token: str, extensions: Mapping[str, Any]
    ) -> httpx.Response:
        headers = self._settings.headers()
        if token:
            headers["authorization"] = f"Bearer {token}"
        with answering(self._context.instance):
            return self._context.http.get(path, params=params, headers=headers, extensions=dict(extensions))
