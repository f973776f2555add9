"""What Radarr posts: Connect, Webhook in its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import MediaEvent, Webhook
from posteract_core.providers.webhook import ids_in, json_object, number_in, object_in, text_in

from .settings import RadarrSettings

SENDER = "Radarr"
HAPPENINGS: Mapping[str, str] = {
    "Download": "added",
    "Rename": "renamed",
    "MovieAdded": "announced",
    "MovieDelete": "removed",
    "MovieFileDelete": "removed",
    "Test": "test",
}
"""What Radarr calls things, and we; everything else (Grab, Health …) is of no interest."""


class RadarrWebhook(Webhook[RadarrSettings]):
    """`/webhooks/radarr`."""

    name = "radarr"

    def parse(self, headers: Mapping[str, str], body: bytes) -> Sequence[MediaEvent]:
        """Return the one film that a body is about.

        Raises:
            ValueError: the body is not what Radarr sends.
        """
        said = json_object(body, SENDER)
        event = text_in(said.get("eventType"))
        if not event:
            raise ValueError("the body has no eventType, which Radarr sends")
        if event not in HAPPENINGS:
            return ()
        movie = object_in(said.get("movie"), "movie", SENDER)
        what = "upgraded" if event == "Download" and said.get("isUpgrade") is True else HAPPENINGS[event]
        remote = said.get("remoteMovie")
        remote = remote if isinstance(remote, Mapping) else {}
        test = event == "Test"
        ref = MediaRef(
            type=ItemType.MOVIE,
            ids=ids_in(
                imdb=None if test else movie.get("imdbId") or remote.get("imdbId"),
                tmdb=None if test else movie.get("tmdbId") or remote.get("tmdbId"),
            ),
            title=text_in(movie.get("title")),
            year=number_in(movie.get("year")),
        )
        path = _path(said) or text_in(movie.get("folderPath"))
        if not ref.ids and not path and not test:
            raise ValueError("the body names neither an id nor a folder, which Radarr sends")
        return [MediaEvent(ref=ref, what=what, path=path)]


def _path(said: Mapping[str, Any]) -> str:
    file = said.get("movieFile")
    return text_in(file.get("path")) if isinstance(file, Mapping) else ""
