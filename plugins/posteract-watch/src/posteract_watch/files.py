"""Queue files of Posterizarr's triggers: lines of `[key]: value`, from Tautulli, Sonarr or Radarr."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from posteract_core.model import ItemType, MediaRef
from posteract_core.providers import MediaEvent
from posteract_core.providers.webhook import ids_in, number_in

HAPPENINGS: Mapping[str, str] = {
    "download": "added",
    "rename": "renamed",
    "movieadded": "announced",
    "seriesadd": "announced",
    "moviedelete": "removed",
    "moviefiledelete": "removed",
    "seriesdelete": "removed",
    "episodefiledelete": "removed",
    "test": "test",
}
"""What Sonarr and Radarr call things, and we; everything else (Grab, Health …) is of no interest."""

OF_EPISODES = frozenset(("added", "removed"))
TYPES: Mapping[str, ItemType] = {each.value: each for each in ItemType}
_LINE = re.compile(r"\[(?P<key>[^\]]+)\]\s*:\s*(?P<value>.*)")


def read(text: str) -> tuple[str, Sequence[MediaEvent]]:
    """Return who wrote a queue file, and what it reports; nothing when it is of no interest.

    >>> [event.ref.key for event in read("[RatingKey]: 17\\n[mediatype]: movie")[1]]
    ['17']

    Raises:
        ValueError: it is no such file; in words.
    """
    said = {
        found["key"].strip().lower().replace("_", ""): found["value"].strip()
        for line in text.splitlines()
        if (found := _LINE.fullmatch(line.strip())) is not None
    }
    if not said:
        raise ValueError("it has no line like `[key]: value`")
    if not any(key.startswith("arr") for key in said):
        return "tautulli", _from_tautulli(said)
    what = HAPPENINGS.get(said.get("event", "").lower())
    of_films = said.get("arrplatform", "").lower() == "radarr" or any(key.startswith("arrmovie") for key in said)
    sender = "radarr" if of_films else "sonarr"
    if what is None:
        return sender, ()
    if what == "test":
        return sender, [MediaEvent(ref=MediaRef(type=ItemType.MOVIE), what=what)]
    return sender, _from_radarr(said, what) if of_films else _from_sonarr(said, what)


def _from_tautulli(said: Mapping[str, str]) -> list[MediaEvent]:
    kind, key = TYPES.get(said.get("mediatype", "").lower()), said.get("ratingkey", "")
    if not key.isdigit():
        raise ValueError("it has no RatingKey, which Tautulli's script writes")
    if kind is None and "mediatype" in said:
        return []  # of music and photos
    if kind is None:
        raise ValueError("it has no mediatype, which Tautulli's script writes")
    return [MediaEvent(ref=MediaRef(type=kind, key=key), what="added", type=kind)]


def _from_radarr(said: Mapping[str, str], what: str) -> list[MediaEvent]:
    film = MediaRef(
        type=ItemType.MOVIE,
        ids=ids_in(imdb=said.get("arrmovieimdb"), tmdb=said.get("arrmovietmdb")),
        title=said.get("arrmovietitle", ""),
        year=number_in(said.get("arrmovieyear")),
    )
    path = said.get("arrmoviefilepath") or said.get("arrmoviepath", "")
    return [MediaEvent(ref=_known(film), what=what, path=path)]


def _from_sonarr(said: Mapping[str, str], what: str) -> list[MediaEvent]:
    show = MediaRef(
        type=ItemType.SHOW,
        ids=ids_in(imdb=said.get("arrseriesimdb"), tmdb=said.get("arrseriestmdb"), tvdb=said.get("arrseriestvdb")),
        title=said.get("arrseriestitle", ""),
        year=number_in(said.get("arrsonarrseriesyear")),
    )
    season, numbers = said.get("arrepisodeseason", ""), said.get("arrepisodenumbers", "")
    refs = [_known(show)]
    if what in OF_EPISODES and season.isdigit():
        episodes = [number for text in re.split(r"[,\s]+", numbers) if (number := number_in(text)) is not None]
        refs = [replace(show, type=ItemType.EPISODE, season=int(season), episode=each) for each in episodes] or refs
    path = said.get("arrepisodepath") or said.get("arrseriespath", "")
    return [MediaEvent(ref=ref, what=what, path=path, type=ref.type) for ref in dict.fromkeys(refs)]


def _known(ref: MediaRef) -> MediaRef:
    if not ref.ids and not ref.title:
        raise ValueError("it names neither an id nor a title, which Sonarr's and Radarr's script writes")
    return ref
