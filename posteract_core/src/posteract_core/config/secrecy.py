"""Which values must not be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, SecretBytes, SecretStr

from ..redaction import redact, register_secret
from .document import KeyPath

HIDDEN = "****"
"""What stands where a secret stood."""

_WORDS = frozenset(
    """token tokens key keys apikey secret secrets password passwords passwd pass passphrase pin auth authorization credential
    credentials cookie cookies session hash webhook webhooks urls pings""".split()  # noqa: SIM905 - words read better so
)
_NO_SECRETS = frozenset({"sort_key", "key_name", "title_format", "keys", "session_hours"})


def names_a_secret(key: str | int) -> bool:
    """Return whether a setting of this name holds a secret.

    >>> names_a_secret("client_secret"), names_a_secret("api-key"), names_a_secret("monkey")
    (True, True, False)
    """
    name = str(key).lower()
    parts = re.split(r"[^a-z0-9]+", name)
    return name not in _NO_SECRETS and ("client_id" in name or any(part in _WORDS for part in parts))


def secret_texts(value: Any) -> Iterator[str]:
    """Yield what the `SecretStr` and `SecretBytes` fields of a model hold, however deep."""
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, SecretBytes):
        yield value.get_secret_value().decode("utf-8", "replace")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from secret_texts(getattr(value, name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from secret_texts(each)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from secret_texts(each)


def keep_secret(value: Any) -> None:
    """Have every secret in `value` masked in logs and messages from now on.

    Of a database's address only the password counts.
    """
    for text in secret_texts(value):
        if (password := re.match(r"[a-z]+://[^/@\s]*?:([^/\s]+)@", text)) is not None:
            register_secret(password[1])
        elif not text.startswith("sqlite:"):
            register_secret(text)


def without_secrets(value: Any, path: KeyPath, hidden: frozenset[KeyPath] = frozenset()) -> Any:
    """Return plain data with secrets replaced by `HIDDEN`: by the names of keys, by `hidden` paths, and by their look."""
    if path in hidden:
        return HIDDEN
    if isinstance(value, dict):
        return {key: without_secrets(each, (*path, key), hidden) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_secrets(each, (*path, index), hidden) for index, each in enumerate(value)]
    if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "" and path:
        names = [part for part in path if isinstance(part, str)]
        if names and any(map(names_a_secret, names[2:] if names[0] == "plugins" else names[-1:])):
            return HIDDEN
    return redact(value).replace("***@", f"{HIDDEN}@") if isinstance(value, str) else value
