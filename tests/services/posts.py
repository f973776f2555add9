"""Bodies that other programs post, in the shapes they have today, and what hostile senders make of them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

MOVIE = {
    "id": 12, "title": "Heat", "year": 1995, "releaseDate": "1995-12-15", "folderPath": "/movies/Heat (1995)", "tmdbId": 949,
    "imdbId": "tt0113277", "genres": ["Crime"], "images": [], "tags": [], "originalLanguage": {"id": 1, "name": "English"},
}  # fmt: skip
RADARR: dict[str, dict[str, Any]] = {
    "import": {
        "movie": MOVIE,
        "remoteMovie": {"tmdbId": 949, "imdbId": "tt0113277", "title": "Heat", "year": 1995},
        "movieFile": {"id": 40, "relativePath": "Heat.mkv", "path": "/movies/Heat (1995)/Heat.mkv", "quality": "Bluray-2160p"},
        "isUpgrade": False, "downloadClient": "qBittorrent", "eventType": "Download", "instanceName": "Radarr",
    },
    "upgrade": {
        "movie": MOVIE, "movieFile": {"path": "/movies/Heat (1995)/Heat.mkv"}, "isUpgrade": True, "eventType": "Download",
    },
    "rename": {"eventType": "Rename", "movie": {"folderPath": "/movies/Heat (1995)"}},
    "added": {"movie": MOVIE, "addMethod": "manual", "eventType": "MovieAdded"},
    "deleted": {"eventType": "MovieDelete", "movie": {"folderPath": "/movies/Heat (1995)"}},
    "test": {
        "movie": {"id": 1, "title": "Test Title", "releaseDate": "1970-01-01", "folderPath": "C:\\testpath", "tmdbId": 0},
        "remoteMovie": {"tmdbId": 1234, "imdbId": "5678", "title": "Test title", "year": 1970}, "eventType": "Test",
    },
    "grab": {"movie": MOVIE, "release": {"releaseTitle": "Heat"}, "eventType": "Grab"},
}  # fmt: skip
"""What Radarr posts."""

SERIES = {
    "id": 5, "title": "Dark", "titleSlug": "dark", "path": "/tv/Dark", "tvdbId": 334824, "tvMazeId": 17861, "tmdbId": 70523,
    "imdbId": "tt5753856", "malIds": [], "type": "standard", "year": 2017, "genres": [], "images": [], "tags": [],
}  # fmt: skip
EPISODES = [
    {"id": 101, "episodeNumber": number, "seasonNumber": 1, "title": f"Part {number}", "seriesId": 5}
    for number in (1, 2)
]
SONARR: dict[str, dict[str, Any]] = {
    "import": {
        "series": SERIES, "episodes": EPISODES[:1], "isUpgrade": False, "eventType": "Download", "instanceName": "Sonarr",
        "episodeFile": {"id": 900, "relativePath": "S01E01.mkv", "path": "/tv/Dark/Season 01/S01E01.mkv"},
    },
    "whole import": {
        "series": SERIES, "episodes": EPISODES, "episodeFiles": [{"id": 900}, {"id": 901}], "sourcePath": "/downloads/x",
        "destinationPath": "/tv/Dark/Season 01", "eventType": "Download",
    },
    "rename": {
        "eventType": "Rename", "series": {"path": "/tv/Dark"},
        "renamedEpisodeFiles": [{"previousPath": "/tv/Dark/a.mkv", "relativePath": "b.mkv"}],
    },
    "added": {"series": SERIES, "eventType": "SeriesAdd"},
    "deleted": {"series": SERIES, "eventType": "SeriesDelete", "deletedFiles": True},
    "test": {
        "series": {"id": 1, "title": "Test Title", "path": "C:\\testpath", "tvdbId": 1234}, "eventType": "Test",
        "episodes": [{"id": 123, "episodeNumber": 1, "seasonNumber": 1, "title": "Test title"}],
    },
    "health": {"level": "warning", "message": "…", "type": "UpdateCheck", "eventType": "Health"},
}  # fmt: skip
"""What Sonarr posts."""

TAUTULLI: dict[str, dict[str, Any]] = {
    "movie": {
        "action": "created", "media_type": "movie", "rating_key": "28551", "parent_rating_key": "", "grandparent_rating_key": "",
        "section_id": "1", "library_name": "Movies", "title": "Heat", "year": "1995", "season_num": "", "episode_num": "",
        "imdb_id": "tt0113277", "themoviedb_id": "949", "thetvdb_id": "", "guid": "plex://movie/5d776827880197001ec90a4d",
    },
    "episode": {
        "action": "watched", "media_type": "episode", "rating_key": "310", "parent_rating_key": "305",
        "grandparent_rating_key": "300", "title": "Secrets", "season_num": "1", "episode_num": "1", "thetvdb_id": "6232154",
        "guid": "plex://episode/5d9c08254eefaa001f5d6dcb",
    },
    "episodes": {
        "action": "created", "media_type": "episode", "rating_key": "310", "parent_rating_key": "305", "title": "Dark",
        "season_num": "1", "episode_num": "6-10",
    },
    "trigger": {"RatingKey": "28551", "mediatype": "movie", "parentratingkey": "", "grandparentratingkey": ""},
}  # fmt: skip
"""What Tautulli posts by our template, and what it posts to Posterizarr."""

PLEX: dict[str, dict[str, Any]] = {
    "new": {
        "event": "library.new", "user": True, "owner": True, "Account": {"id": 1, "title": "owner"}, "Server": {"title": "Home"},
        "Metadata": {
            "librarySectionType": "movie", "ratingKey": "28551", "guid": "plex://movie/5d776827880197001ec90a4d",
            "librarySectionID": 1, "type": "movie", "title": "Heat", "year": 1995,
            "Guid": [{"id": "imdb://tt0113277"}, {"id": "tmdb://949"}],
        },
    },
    "scrobble": {
        "event": "media.scrobble", "user": False, "owner": True, "Player": {"title": "Living Room"},
        "Metadata": {
            "librarySectionType": "show", "ratingKey": "310", "parentRatingKey": "305", "grandparentRatingKey": "300",
            "guid": "plex://episode/5d9c08254eefaa001f5d6dcb", "type": "episode", "title": "Secrets", "index": 1,
            "parentIndex": 1, "Guid": [{"id": "tvdb://6232154"}],
        },
    },
    "play": {"event": "media.play", "Metadata": {"ratingKey": "310", "type": "episode"}},
}  # fmt: skip
"""Payloads of what Plex posts itself."""

JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=12), st.just([]), st.just({}),
    st.lists(st.integers(), max_size=2), st.just("99999999999999999999"), st.just(-1), st.just(["a", {"b": 1}]),
)  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value in a body."""
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from places(each, (*at, key))


@st.composite
def mangled(draw: st.DrawFn, samples: dict[str, dict[str, Any]]) -> bytes:
    """Return a sample in which some values are something else, or gone, as JSON."""
    body: Any = copy.deepcopy(samples[draw(st.sampled_from(sorted(samples)))])
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(places(body))))
        junk, gone = draw(JUNK), draw(st.booleans())
        if not path:
            return json.dumps(junk).encode()
        where = body
        for key in path[:-1]:
            where = where[key]
        if gone and isinstance(where, dict):
            del where[path[-1]]
        else:
            where[path[-1]] = junk
    return json.dumps(body).encode()
