"""What Sonarr posts: Connect, Webhook in its settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import MediaEvent, Webhook
from posteract_core.providers.webhook import ids_in, json_object, number_in, object_in, text_in

from .settings import SonarrSettings

SENDER = "Sonarr"
HAPPENINGS: Mapping[str, str] = {
    "Download": "added",
    "Rename": "renamed",
    "SeriesAdd": "announced",
    "SeriesDelete": "removed",
    "EpisodeFileDelete": "removed",
    "Test": "test",
}
"""What Sonarr calls things, and we; everything else (Grab, Health …) is of no interest."""

OF_EPISODES = frozenset(("Download", "EpisodeFileDelete"))


class SonarrWebhook(Webhook[SonarrSettings]):
    """`/webhooks/sonarr`."""

    name = "sonarr"

    def parse(self, headers: Mapping[str, str], body: bytes) -> Sequence[MediaEvent]:
        """Return the episodes that a body is about, or the show where it is about no episode in particular.

        Of the two shapes of Download, one file and a whole import, both are understood.

        Raises:
            ValueError: the body is not what Sonarr sends.
        """
        said = json_object(body, SENDER)
        event = text_in(said.get("eventType"))
        if not event:
            raise ValueError("the body has no eventType, which Sonarr sends")
        if event not in HAPPENINGS:
            return ()
        series = object_in(said.get("series"), "series", SENDER)
        what = "upgraded" if event == "Download" and said.get("isUpgrade") is True else HAPPENINGS[event]
        test = event == "Test"
        show = MediaRef(
            type=ItemType.SHOW,
            ids=ids_in()
            if test
            else ids_in(imdb=series.get("imdbId"), tmdb=series.get("tmdbId"), tvdb=series.get("tvdbId")),
            title=text_in(series.get("title")),
            year=number_in(series.get("year")),
        )
        path = _path(said) or text_in(series.get("path"))
        if not show.ids and not path and not test:
            raise ValueError("the body names neither an id nor a folder, which Sonarr sends")
        episodes = list(_episodes(said, show)) if event in OF_EPISODES else []
        refs = dict.fromkeys(episodes or [show])
        return [MediaEvent(ref=ref, what=what, path=path, type=ref.type) for ref in refs]


def _episodes(said: Mapping[str, Any], show: MediaRef) -> Iterator[MediaRef]:
    episodes = said.get("episodes")
    for each in episodes if isinstance(episodes, list) else ():
        if not isinstance(each, Mapping):
            continue
        season, number = each.get("seasonNumber"), number_in(each.get("episodeNumber"))
        if isinstance(season, int) and not isinstance(season, bool) and 0 <= season < 100_000 and number is not None:
            yield replace(show, type=ItemType.EPISODE, season=season, episode=number)


def _path(said: Mapping[str, Any]) -> str:
    file = said.get("episodeFile")
    if isinstance(file, Mapping):
        return text_in(file.get("path"))
    return text_in(said.get("destinationPath"))
