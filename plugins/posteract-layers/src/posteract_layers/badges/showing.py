"""Badges of shows and of watching: `status`, `episode_info`, `watched`, `new`, `leaving`, `mediastinger`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from posteract_core.model import STINGERS, ItemType
from posteract_core.providers import Subject
from pydantic import Field, field_validator

from ..badge import Badge, Entry, fact
from ..choices import known_names
from ..plate import BadgeOptions
from ..tables import Wordmark, table

AIRING_DAYS = 15
"""A show whose next episode comes within so many days is airing, else it returns. As in Kometa's status overlay."""

SOON_DAYS = 60
"""A date farther away than this is not shown."""

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


class StatusOptions(BadgeOptions):
    """Options of `status`."""

    show: tuple[str, ...] = Field(
        (),
        description="Worth a badge: airing, returning, in_production, planned, pilot, ended, cancelled; left out = all.",
    )
    next_episode: bool = Field(
        False, description="The day of the next episode in place of airing or returning, when it is near."
    )

    @field_validator("show", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        return known_names(given, tuple(table("status")), {"canceled": "cancelled", "continuing": "returning"})


class StatusBadge(Badge[StatusOptions]):
    """Whether a show goes on: airing, returning, ended, cancelled, or the day of its next episode."""

    type = "status"
    Options = StatusOptions

    def needs(self) -> frozenset[str]:
        """Return the status and the next episode."""
        return frozenset({"status", "next_episode"})

    def value(self, subject: Subject) -> Hashable | None:
        """Return its key in the table, with the next episode's day where it is shown."""
        status = str(fact(subject, "status") or subject.item.status or "")
        status = {"canceled": "cancelled", "continuing": "returning"}.get(status.lower(), status.lower())
        ahead = fact(subject, "next_episode")
        days = (ahead - subject.today).days if isinstance(ahead, date) and subject.today is not None else -1
        if status == "returning" and 0 <= days <= AIRING_DAYS:
            status = "airing"
        if status not in table("status") or status not in (self.options.show or (status,)):
            return None
        if self.options.next_episode and isinstance(ahead, date) and 0 <= days <= SOON_DAYS:
            return status, ahead.isoformat()
        return status

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        name, day = value if isinstance(value, tuple) else (value, "")
        mark = table("status")[name]
        if day:
            ahead = date.fromisoformat(day)
            mark = replace(mark, over="NEXT EPISODE", word=f"{ahead.day} {_MONTHS[ahead.month - 1]}")
        yield name, mark


class EpisodeInfoOptions(BadgeOptions):
    """Options of `episode_info`."""

    form: Literal["code", "words"] = Field("code", description="S01E02, or Season 1, Episode 2.")


class EpisodeInfoBadge(Badge[EpisodeInfoOptions]):
    """The numbers of an episode, or of a season."""

    type = "episode_info"
    Options = EpisodeInfoOptions

    def value(self, subject: Subject) -> Hashable | None:
        """Return the season's and the episode's number."""
        item = subject.item
        if item.type not in (ItemType.SEASON, ItemType.EPISODE) or item.season is None:
            return None
        return item.season, item.episode, item.last_episode

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        season, first, last = value
        if first is None:
            code = f"S{season:02}" if season else "SPECIALS"
            over, word = "SEASON", str(season) if season else ""
        else:
            code = f"S{season:02}E{first:02}" + (f"–{last:02}" if last else "")
            over, word = f"SEASON {season}" if season else "SPECIAL", f"EPISODE {first}" + (f"–{last}" if last else "")
        yield (
            "episode_info",
            Wordmark(over=over, word=word) if self.options.form == "words" and word else Wordmark(word=code),
        )


class WatchedOptions(BadgeOptions):
    """Options of `watched`."""

    show: Literal["watched", "unwatched"] = Field("watched", description="Which of both has a badge.")
    progress: bool = Field(True, description="Also how far it was watched, in steps of ten percent.")


class WatchedBadge(Badge[WatchedOptions]):
    """Whether the server's owner has seen it, or how much of it."""

    type = "watched"
    Options = WatchedOptions
    place = "top-right"

    def value(self, subject: Subject) -> Hashable | None:
        """Return `watched`, `unwatched` or a percentage in tens."""
        item = subject.item
        if self.options.progress and not item.watched and item.progress is not None:
            tens = round(item.progress * 10) * 10
            if 0 < tens < 100:
                return tens
        if item.watched is None or item.watched is not (self.options.show == "watched"):
            return None
        return self.options.show

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        if value == "watched":
            yield "watched", Wordmark(word="WATCHED", glyph="check", accent="#5fd07a")
        elif value == "unwatched":
            yield "unwatched", Wordmark(word="UNWATCHED", glyph="dot", accent="#f2c53d")
        else:
            yield "progress", Wordmark(over="WATCHED", word=f"{value}%", glyph="eye", accent="#f2c53d")


class NewOptions(BadgeOptions):
    """Options of `new`."""

    days: int = Field(14, ge=1, le=366, description="How long something is new.")
    by: Literal["added", "released"] = Field("added", description="Since it came to the library, or into the world.")


class NewBadge(Badge[NewOptions]):
    """New in the library, or in the world, for some days."""

    type = "new"
    Options = NewOptions

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it is new; None when it is not any more."""
        item = subject.item
        since = item.added.date() if self.options.by == "added" and item.added is not None else None
        since = item.released if self.options.by == "released" else since
        if since is None or subject.today is None:
            return None
        return "new" if 0 <= (subject.today - since).days < self.options.days else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield "new", Wordmark(word="NEW", glyph="star", accent="#f2c53d")


class LeavingOptions(BadgeOptions):
    """Options of `leaving`."""

    labels: tuple[str, ...] = Field(
        ("leaving", "leaving soon"),
        description="What is about to leave has one of these labels, or is in such a collection.",
    )

    @field_validator("labels", mode="before")
    @classmethod
    def _one_or_more(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given


class LeavingBadge(Badge[LeavingOptions]):
    """About to leave the library, as a label or a collection says."""

    type = "leaving"
    Options = LeavingOptions

    def value(self, subject: Subject) -> Hashable | None:
        """Return that it leaves."""
        said = {word.casefold() for word in (*subject.item.labels, *subject.item.collections)}
        return "leaving" if said & {label.casefold() for label in self.options.labels} else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield "leaving", Wordmark(over="LEAVING", word="SOON", glyph="dot", accent="#ff6b57")


class StingerBadge(Badge[BadgeOptions]):
    """There is a scene during or after the credits."""

    type = "mediastinger"
    Options = BadgeOptions
    place = "bottom-left"

    def needs(self) -> frozenset[str]:
        """Return the keywords; TMDB's say it."""
        return frozenset({"keywords"})

    def value(self, subject: Subject) -> Hashable | None:
        """Return `after`, `during` or `both`."""
        keywords = fact(subject, "keywords")
        found = {STINGERS[word] for word in keywords if word in STINGERS} if isinstance(keywords, tuple) else set()
        return "both" if len(found) > 1 else next(iter(found), None)

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        yield value, table("stinger")[value]
