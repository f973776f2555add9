"""Builders: what users of Trakt have marked, and what Trakt recommends to the owner of the token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar

from posteract_core.errors import ConfigError
from posteract_core.model import MediaRef
from posteract_core.providers import BuildContext

from .asking import ME, Entry
from .lists import TraktBuilder, first, kind_of, most_of, ref_of, title_of

SORTED_BY_TRAKT = ("rank", "added", "title", "released", "runtime", "popularity", "random", "percentage", "votes")
"""Orders that Trakt puts watchlists and favorites in."""

SORTED_HERE: Mapping[str, Callable[[Entry, Entry], Any]] = {
    "added": lambda entry, title: str(entry.get("last_watched_at") or entry.get("collected_at") or ""),
    "title": lambda entry, title: str(title.get("title") or "").casefold(),
    "released": lambda entry, title: title.get("year") or 0,
    "plays": lambda entry, title: entry.get("plays") or 0,
}
"""Orders of what was watched or collected, which Trakt does not sort: what an entry is sorted by."""

USERLISTS: Mapping[str, Sequence[str]] = {
    "favorites": SORTED_BY_TRAKT,
    "watchlist": SORTED_BY_TRAKT,
    "watched": ("rank", *SORTED_HERE),
    "collection": ("rank", *(word for word in SORTED_HERE if word != "plays")),
}
"""What a user has marked, and what each can be sorted by; `rank` is Trakt's own order."""

MOST_RECOMMENDED = 100


class TraktUserlist(TraktBuilder):
    """`trakt_userlist: {userlist: favorites, user: me, sort_by: rank.asc}`, or several."""

    name = "trakt_userlist"

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the titles of each list."""
        for written in value if isinstance(value, list) else [value]:
            if not isinstance(written, Mapping):
                raise ConfigError("trakt_userlist takes a mapping, such as `{userlist: favorites, user: me}`")
            given = {str(key).lower(): each for key, each in written.items() if each is not None}
            for key in given:
                if key not in ("userlist", "user", "sort_by"):
                    near = get_close_matches(key, ("userlist", "user", "sort_by"), n=1)
                    advice = f"; did you mean `{near[0]}`?" if near else ""
                    raise ConfigError(f"trakt_userlist: `{key}` is not understood{advice}")
            which = str(given.get("userlist", "")).lower()
            if which not in USERLISTS:
                raise ConfigError(f"trakt_userlist: userlist is {which or 'missing'}; there are {', '.join(USERLISTS)}")
            for user in users_of(given.get("user", ME)):
                yield from self.marked(user, which, sort_of(which, given.get("sort_by")), kind_of(context))

    def marked(self, user: Any, which: str, sort: tuple[str, str], kind: str) -> Iterator[MediaRef]:
        """Yield what a user has marked."""
        by, how = sort
        path = f"/users/{self.asking.user(user, self.name)}/{which}/{kind}s"
        if USERLISTS[which] is SORTED_BY_TRAKT:
            yield from self.pages(f"{path}/{by}/{how}", kind)
            return
        entries = [(entry, title) for entry in self.asking.entries(path) if (title := title_of(entry, kind))]
        if by != "rank":
            entries.sort(key=lambda pair: SORTED_HERE[by](*pair), reverse=how == "desc")
        elif how == "desc":
            entries.reverse()
        yield from (ref_of(title, kind) for _, title in entries)


class OldUserlist(TraktUserlist):
    """A user's watchlist or collection; its value is the user, or several."""

    which: ClassVar[str]

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield the titles of each user."""
        if isinstance(value, Mapping):
            raise ConfigError(f"{self.name} takes names of users, not a mapping")
        for user in users_of(ME if value is None or value is True else value):
            yield from self.marked(user, self.which, ("rank", "asc"), kind_of(context))


class TraktRecommendations(TraktBuilder):
    """`trakt_recommendations`: how many of the titles that Trakt recommends to the owner of the token."""

    name = "trakt_recommendations"

    def titles(self, value: Any, context: BuildContext) -> Iterator[MediaRef]:
        """Yield them, the most fitting first."""
        most = most_of(value, self.name, at_most=MOST_RECOMMENDED)
        self.asking.need_token(self.name)
        kind = kind_of(context)
        yield from first(self.pages(f"/recommendations/{kind}s", kind), most)


def users_of(value: Any) -> list[Any]:
    """Return users from a list, or a text with commas."""
    if isinstance(value, list):
        return value
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else [value]


def sort_of(which: str, written: Any) -> tuple[str, str]:
    """Return what a list is sorted by, and `asc` or `desc`.

    Raises:
        ConfigError: it cannot be sorted by that.
    """
    by, _, how = str(written or "rank.asc").lower().partition(".")
    if by not in USERLISTS[which] or how not in ("", "asc", "desc"):
        raise ConfigError(
            f"trakt_userlist: {which} cannot be sorted by {written!r}; there are {', '.join(USERLISTS[which])}, "
            "each with `.asc` or `.desc`"
        )
    return by, how or "asc"


BUILDERS: tuple[type[TraktBuilder], ...] = (
    TraktUserlist,
    TraktRecommendations,
    *(
        type(
            f"trakt_{which}", (OldUserlist,), {"name": f"trakt_{which}", "which": which, "__doc__": OldUserlist.__doc__}
        )
        for which in ("watchlist", "collection")
    ),
)
"""What belongs to users."""
