"""A login at Trakt, and where it is kept: in the system's keyring, else in a file that only its owner reads."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from loguru import logger
from posteract_core.errors import ProviderError
from posteract_core.providers import ProviderContext
from posteract_core.redaction import register_secret
from posteract_core.unfinished import unfinished_name

SERVICE = "posteract"
"""Under which the keyring lists our entries."""

FILE = "login.json"
IN_KEYRING = '{"kept": "keyring"}'
"""What the file says of a login that is not in it."""

WORKING = 1
"""Backends of the keyring with a lower priority keep nothing, or not safely."""

BROKEN = (OSError, RuntimeError)
"""What a keyring without its service raises, besides its own errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A login; its text shows no secret.

    Attributes:
        access: sent with requests.
        refresh: good for one new pair of tokens.
        created_at: UNIX seconds.
        expires_at: likewise, of the access token.
    """

    access: str
    refresh: str
    created_at: float
    expires_at: float

    def __post_init__(self) -> None:
        register_secret(self.access)
        register_secret(self.refresh)

    def __repr__(self) -> str:
        return f"Tokens(expires_at={self.expires_at})"


def tokens_in(answer: Any, now: float) -> Tokens:
    """Return the tokens in Trakt's answer; raises ValueError when it has none. What it leaves out counts from now."""
    try:
        access, refresh = str(answer["access_token"]), str(answer["refresh_token"])
        life_s = float(answer["expires_in"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("no tokens in it") from error
    return Tokens(access=access, refresh=refresh, created_at=now, expires_at=now + life_s)


class Store:
    """Keeps the login of one plugin instance of one installation."""

    def __init__(self, context: ProviderContext) -> None:
        self._me = context.instance
        self._folder = context.data_folder
        self._entry = f"{context.instance} of {context.data_folder}"

    @property
    def lock_file(self) -> Path | None:
        """Return what is locked while tokens are exchanged; None where nothing is kept."""
        return self._folder / "login.lock" if self._folder is not None else None

    def read(self) -> Tokens | None:
        """Return the login; None when there is none, or none that can be read.

        The keyring, which may ask its owner to unlock it, is only asked where a login was put into it.
        """
        text = self._in_file()
        if text is not None and text == IN_KEYRING:
            text = self._in_keyring()
        try:
            return Tokens(**json.loads(text)) if text else None
        except (TypeError, ValueError):
            return None

    def write(self, tokens: Tokens) -> str:
        """Keep a login in place of the one before, and return where, in words.

        Raises:
            ProviderError: it can be kept nowhere.
        """
        if self._folder is None:
            raise ProviderError(self._me, "has nowhere to keep its login")
        text = json.dumps(asdict(tokens))
        keyed = self._into_keyring(text)
        try:
            _write_privately(self._folder / FILE, IN_KEYRING if keyed else text)
        except OSError as error:
            raise ProviderError(
                self._me, f"cannot keep its login in {self._folder}: {error.strerror}", hint="May we write there?"
            ) from error
        return "the system's keyring" if keyed else str(self._folder / FILE)

    def forget(self) -> None:
        """Keep no login any more.

        Raises:
            ProviderError: it cannot be deleted.
        """
        if self._folder is None:
            return
        if self._in_file() == IN_KEYRING:
            self._out_of_keyring()
        try:
            (self._folder / FILE).unlink(missing_ok=True)
        except OSError as error:
            raise ProviderError(self._me, f"cannot delete its login in {self._folder}: {error.strerror}") from error

    def _in_file(self) -> str | None:
        if self._folder is None:
            return None
        try:
            return (self._folder / FILE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def _in_keyring(self) -> str | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, self._entry)
        except (KeyringError, *BROKEN) as error:
            logger.warning("{}: the login is in the system's keyring, which does not open: {}", self._me, error)
            return None

    def _into_keyring(self, text: str) -> bool:
        """Return whether there is a keyring that works and keeps a text."""
        import keyring
        from keyring.errors import KeyringError

        try:
            if float(keyring.get_keyring().priority) < WORKING:
                return False
            keyring.set_password(SERVICE, self._entry, text)
        except (KeyringError, *BROKEN) as error:
            logger.debug("the system's keyring keeps nothing: {}", error)
            return False
        return True

    def _out_of_keyring(self) -> None:
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            with suppress(PasswordDeleteError):  # it is gone already
                keyring.delete_password(SERVICE, self._entry)
        except (KeyringError, *BROKEN) as error:
            raise ProviderError(
                self._me, f"cannot take its login out of the system's keyring: {error}", hint="Unlock it and try again."
            ) from error


def _write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(unfinished_name())
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
