"""What Tautulli posts: the template in the plugin's README, and the forms that Posterizarr's trigger takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import MediaEvent, Webhook
from posteract_core.providers.webhook import ids_in, json_object, number_in, text_in

from .settings import TautulliSettings

SENDER = "Tautulli"
HAPPENINGS: Mapping[str, str] = {"created": "added", "watched": "watched", "test": "test"}
"""Tautulli's actions that are of interest; a body without an action reports something new."""

TYPES: Mapping[str, ItemType] = {
    "movie": ItemType.MOVIE,
    "show": ItemType.SHOW,
    "season": ItemType.SEASON,
    "episode": ItemType.EPISODE,
}
MOST_EPISODES = 500
_SPAN = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class _Said:
    """A body's fields, whatever spelling they came in: `rating_key`, `RatingKey`, `ratingkey`."""

    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        return text_in(value) if isinstance(value, str) else str(value) if isinstance(value, int) else ""


class TautulliWebhook(Webhook[TautulliSettings]):
    """`/webhooks/tautulli`."""

    name = "tautulli"

    def parse(self, headers: Mapping[str, str], body: bytes) -> Sequence[MediaEvent]:
        """Return what was added or watched; of several seasons or episodes in one message one for each.

        Raises:
            ValueError: the body is not what Tautulli was told to send.
        """
        raw = json_object(body, SENDER)
        said = _Said({str(key).lower().replace("_", ""): value for key, value in raw.items()})
        action = said.text("action").lower() or "created"
        if action not in HAPPENINGS:
            return ()
        if action == "test":
            return [MediaEvent(ref=MediaRef(type=ItemType.MOVIE), what="test")]
        kind = TYPES.get(said.text("mediatype").lower())
        if kind is None:
            if said.text("mediatype"):
                return ()
            raise ValueError("the body has no media_type, which the template for Tautulli sends")
        refs = list(_refs(said, kind))
        if not any(ref.key or ref.ids for ref in refs):
            raise ValueError("the body names neither a rating_key nor an id, which the template for Tautulli sends")
        return [MediaEvent(ref=ref, what=HAPPENINGS[action], type=ref.type) for ref in refs]


def _refs(said: _Said, kind: ItemType) -> Iterator[MediaRef]:
    key = said.text("ratingkey") if said.text("ratingkey").isdigit() else ""
    ids = ids_in(
        imdb=said.text("imdbid"), tmdb=said.text("themoviedbid"), tvdb=said.text("thetvdbid"), guid=said.text("guid")
    )
    title, year = said.text("title"), number_in(said.text("year"))
    seasons, episodes = _numbers(said.text("seasonnum")), _numbers(said.text("episodenum"))
    if kind is ItemType.EPISODE and len(seasons) == 1 and len(episodes) > 1:
        # One message about several episodes names one of them; the season brings its parts along.
        parent = said.text("parentratingkey")
        yield MediaRef(type=ItemType.SEASON, season=seasons[0], key=parent if parent.isdigit() else key, title=title)
        return
    if kind is ItemType.SEASON and len(seasons) > 1:
        parent = said.text("parentratingkey")
        yield MediaRef(type=ItemType.SHOW, key=parent if parent.isdigit() else key, title=title, year=year)
        return
    yield MediaRef(
        type=kind,
        ids=ids if kind in (ItemType.MOVIE, ItemType.SHOW) else ids_in(guid=said.text("guid")),
        title=title,
        year=year,
        season=seasons[0] if seasons and kind is not ItemType.SHOW else None,
        episode=episodes[0] if episodes and kind is ItemType.EPISODE else None,
        key=key,
    )


def _numbers(text: str) -> list[int]:
    """Return what `6-10` or `1,3` stands for."""
    found: list[int] = []
    for part in text.split(","):
        span = _SPAN.fullmatch(part.strip())
        if span:
            first = int(span[1])
            found.extend(range(first, min(int(span[2] or first), first + MOST_EPISODES) + 1))
    return found[:MOST_EPISODES]
