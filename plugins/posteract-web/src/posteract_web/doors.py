"""Who may come in: the token of programs, the sessions of people."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from posteract_core.app import App
from posteract_core.redaction import register_secret

from .passwords import fits
from .settings import WebSettings

TOKEN_NOTE = "web:token"  # noqa: S105 - the name of a note
MOST_SESSIONS = 1000
MINUTE_S = 60.0
MOST_FAILURES = {"address": 5, "name": 10, "everybody": 100}
"""Failed logins a minute, before the next is refused unheard."""


def same(one: str, other: str) -> bool:
    """Return whether two texts are the same, in a time that does not tell how far they are."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Token:
    """The token of programs; only its hash is kept.

    Attributes:
        fresh: the token, when it was made just now; to be shown once and forgotten.
    """

    def __init__(self, settings: WebSettings, app: App) -> None:
        """Take the configured token, else the one made earlier, else make one."""
        self.fresh = ""
        if settings.token is not None:
            self._kept = _hash(settings.token.get_secret_value())
        elif not (kept := app.ledger.note(TOKEN_NOTE)):
            self.fresh = secrets.token_urlsafe(32)
            register_secret(self.fresh)
            self._kept = _hash(self.fresh)
            app.ledger.set_note(TOKEN_NOTE, self._kept)
        else:
            self._kept = kept

    def fits(self, given: str) -> bool:
        """Return whether this is it."""
        return same(_hash(given), self._kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A login.

    Attributes:
        user: whose.
        csrf: what a page of ours sends with everything that changes something.
        until: when it ends, by the clock of the sessions.
    """

    user: str
    csrf: str
    until: float


class Sessions:
    """The logins, in memory: whoever restarts the server logs in again. Only the hash of a session's name is kept."""

    def __init__(self, *, lasts_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.lasts_s = lasts_s
        self._clock = clock
        self._lock = Lock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def begin(self, user: str) -> str:
        """Return the name of a new session, for its cookie; the oldest make room."""
        name = secrets.token_urlsafe(32)
        session = Session(user=user, csrf=secrets.token_urlsafe(32), until=self._clock() + self.lasts_s)
        with self._lock:
            self._sessions[_hash(name)] = session
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)
        return name

    def get(self, name: str) -> Session | None:
        """Return a session; None when there is none, or not any more."""
        with self._lock:
            session = self._sessions.get(_hash(name))
            if session is not None and session.until <= self._clock():
                del self._sessions[_hash(name)]
                return None
            return session

    def end(self, name: str) -> None:
        """Forget a session."""
        with self._lock:
            self._sessions.pop(_hash(name), None)


class Attempts:
    """Counts failed logins, by address, by name and in all."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures: list[tuple[float, str, str]] = []

    def wait_s(self, address: str, name: str) -> int:
        """Return for how many seconds the next attempt is refused; 0 = it may be made."""
        now = self._clock()
        with self._lock:
            self._failures = [each for each in self._failures if each[0] > now - MINUTE_S]
            for which, mine in (
                ("address", [at for at, where, _ in self._failures if where == address]),
                ("name", [at for at, _, who in self._failures if who == name]),
                ("everybody", [at for at, _, _ in self._failures]),
            ):
                if len(mine) >= MOST_FAILURES[which]:
                    return int(mine[-MOST_FAILURES[which]] + MINUTE_S - now) + 1
        return 0

    def failed(self, address: str, name: str) -> None:
        """Count one."""
        with self._lock:
            self._failures.append((self._clock(), address, name))

    def forgive(self, address: str, name: str) -> None:
        """Take back the last one that was counted: it turned out well."""
        with self._lock:
            mine = [each for each in self._failures if each[1:] == (address, name)]
            if mine:
                self._failures.remove(mine[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """All of it.

    Attributes:
        token: of programs.
        users: hashes of people's passwords by name.
        sessions: of people.
        attempts: that failed.
    """

    token: Token
    users: Mapping[str, str]
    sessions: Sessions
    attempts: Attempts

    @classmethod
    def of(cls, settings: WebSettings, app: App) -> Doors:
        """Return the doors that the settings describe."""
        return cls(
            token=Token(settings, app),
            users={name: hashed.get_secret_value() for name, hashed in settings.users.items()},
            sessions=Sessions(lasts_s=settings.session_hours * 3600.0),
            attempts=Attempts(),
        )

    def login(self, name: str, password: str) -> bool:
        """Return whether somebody may come in; where no user is named in the settings, the token is the password."""
        return fits(self.users, name, password) if self.users else self.token.fits(password)
