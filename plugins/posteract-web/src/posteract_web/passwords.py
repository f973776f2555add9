"""Passwords: hashed slowly, compared in the same time whether the name is known or not."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 1024
"""Characters of a password."""

_hasher = PasswordHasher()
_room = Semaphore(2)
"""Each check takes 64 MiB for a moment; more than two at once wait."""

_NOBODY = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """Return the Argon2id hash of a password, with its salt; raises ValueError for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has from {SHORTEST} to {LONGEST} characters")
    return _hasher.hash(password)


def fits(users: Mapping[str, str], name: str, password: str) -> bool:
    """Return whether a user has this password; an unknown name takes as long as a wrong password."""
    if len(password) > LONGEST:
        return False
    with _room:
        try:
            return _hasher.verify(users.get(name, _NOBODY), password) and name in users
        except (VerificationError, InvalidHashError):
            return False
