"""Real titles as a media server would list them."""

from __future__ import annotations

from datetime import date

from ..model import (
    AudioTrack,
    ExternalIds,
    Facts,
    ItemType,
    MediaItem,
    MediaVersion,
    Person,
    Rating,
)

HEAT = MediaItem(
    key="949",
    title="Heat",
    year=1995,
    server="test",
    library="Movies",
    ids=ExternalIds(imdb="tt0113277", tmdb=949),
    folder="/media/movies/Heat (1995)",
    versions=(
        MediaVersion(
            path="/media/movies/Heat (1995)/Heat (1995).mkv",
            width_px=1920,
            height_px=1080,
            video_codec="h264",
            audio=(AudioTrack(codec="dts-hd-ma", channels=6, language="en", default=True),),
            subtitles=("en", "de"),
            duration_s=10200,
            container="mkv",
            source="bluray",
            aspect=2.39,
        ),
    ),
    facts=Facts({"rating.imdb": Rating(value=8.3, votes=740_000)}),
    original_language="en",
    genres=("Crime", "Drama"),
    studios=("Warner Bros. Pictures",),
    people=(Person(name="Michael Mann", job="director"), Person(name="Al Pacino", job="actor", role="Vincent Hanna")),
    content_rating="R",
    released=date(1995, 12, 15),
)

THE_MATRIX = MediaItem(
    key="603",
    title="The Matrix",
    year=1999,
    server="test",
    library="Movies",
    ids=ExternalIds(imdb="tt0133093", tmdb=603, wikidata="Q83495"),
    folder="/media/movies/The Matrix (1999)",
    versions=(
        MediaVersion(
            path="/media/movies/The Matrix (1999)/The Matrix (1999) - 2160p.mkv",
            width_px=3840,
            height_px=1600,
            video_codec="hevc",
            hdr=("hdr10", "dolby_vision"),
            dolby_vision_profile=7,
            audio=(
                AudioTrack(codec="truehd", channels=8, language="en", atmos=True, default=True),
                AudioTrack(codec="ac3", channels=6, language="de"),
            ),
            subtitles=("en",),
            duration_s=8160,
            container="mkv",
            source="remux",
            aspect=2.4,
        ),
        MediaVersion(
            path="/media/movies/The Matrix (1999)/The Matrix (1999) - 1080p.mkv",
            width_px=1920,
            height_px=800,
            video_codec="h264",
            audio=(AudioTrack(codec="ac3", channels=6, language="en", default=True),),
            duration_s=8160,
            container="mkv",
            source="bluray",
            aspect=2.4,
        ),
    ),
    facts=Facts(
        {
            "rating.imdb": Rating(value=8.7, votes=2_100_000),
            "rating.tmdb": Rating(value=8.2, votes=26_000),
            "rating.rt_critics": Rating(value=83, scale=100, verdict="certified"),
            "rating.rt_audience": Rating(value=85, scale=100, verdict="fresh"),
        }
    ),
    original_language="en",
    genres=("Action", "Science Fiction"),
    studios=("Warner Bros. Pictures",),
    people=(
        Person(name="Lana Wachowski", job="director"),
        Person(name="Lilly Wachowski", job="director"),
        Person(name="Keanu Reeves", job="actor", role="Neo"),
    ),
    content_rating="R",
    released=date(1999, 3, 31),
)

DARK = MediaItem(
    key="70523",
    title="Dark",
    year=2017,
    type=ItemType.SHOW,
    server="test",
    library="TV Shows",
    ids=ExternalIds(imdb="tt5753856", tmdb=70523, tvdb=334824),
    folder="/media/tv/Dark (2017)",
    original_language="de",
    genres=("Drama", "Mystery", "Science Fiction"),
    network="Netflix",
    content_rating="TV-MA",
    status="Ended",
    released=date(2017, 12, 1),
)

DARK_SEASON = MediaItem(
    key="70523-1",
    parent_key="70523",
    title="Season 1",
    type=ItemType.SEASON,
    server="test",
    library="TV Shows",
    show_title="Dark",
    show_year=2017,
    show_ids=DARK.ids,
    season=1,
    folder="/media/tv/Dark (2017)",
)

DARK_EPISODE = MediaItem(
    key="70523-1-2",
    parent_key="70523-1",
    title="Lügen",
    type=ItemType.EPISODE,
    server="test",
    library="TV Shows",
    show_title="Dark",
    show_year=2017,
    show_ids=DARK.ids,
    season=1,
    episode=2,
    folder="/media/tv/Dark (2017)",
    versions=(
        MediaVersion(
            path="/media/tv/Dark (2017)/Season 01/Dark - S01E02 - Lügen.mkv",
            width_px=3840,
            height_px=2160,
            video_codec="hevc",
            hdr=("dolby_vision",),
            dolby_vision_profile=5,
            audio=(AudioTrack(codec="eac3", channels=6, language="de", atmos=True, default=True),),
            duration_s=2640,
            container="mkv",
            source="web",
            aspect=1.78,
        ),
    ),
    released=date(2017, 12, 1),
)

ALL = (HEAT, THE_MATRIX, DARK, DARK_SEASON, DARK_EPISODE)
