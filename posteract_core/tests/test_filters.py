"""Filters: the grammar of collections, on one item."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from posteract_core.filters import ALIASES, ATTRIBUTES, read_filter, resolution_names, told_in
from posteract_core.model import AudioTrack, ExternalIds, Facts, FrozenMap, ItemType, MediaItem, MediaVersion, Rating

TODAY = date(2025, 6, 15)


@pytest.fixture
def film(the_matrix) -> MediaItem:
    return replace(
        the_matrix,
        labels=("Keep", "leaving"),
        added=datetime(2025, 6, 1, tzinfo=UTC),
        collections=("The Matrix Collection",),
    )


def holds(raw: object, item: MediaItem) -> bool:
    found, problems = read_filter(raw, "when", today=lambda: TODAY)
    assert problems == ()
    return found.holds(item, Facts())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"title": "matrix"}, True),
        ({"title.is": "the matrix"}, True),
        ({"title.isnot": "matrix"}, True),
        ({"title.ends": "RIX"}, True),
        ({"title.begins": "the"}, True),
        ({"title.not": "matrix"}, False),
        ({"title.regex": "^The M"}, True),
        ({"title.regex": "^the m"}, False),
        ({"label": "Leaving"}, True),
        ({"label": "gone, leaving"}, True),
        ({"label": ["gone", "left"]}, False),
        ({"label.not": "leaving"}, False),
        ({"label.count_gte": 2}, True),
        ({"genres": "action"}, True),
        ({"year.gte": 1999}, True),
        ({"year.greater": 1999}, False),
        ({"year": [1999, 2000]}, True),
        ({"year.not": 1999}, False),
        ({"decade": 1990}, True),
        ({"resolution": "4k"}, True),
        ({"resolution": "1080p"}, True),
        ({"resolution": 720}, False),
        ({"hdr": "dolby_vision"}, True),
        ({"has_dolby_vision": True}, True),
        ({"audio_codec": "truehd"}, True),
        ({"audio_language": "de"}, True),
        ({"channels.gte": 8}, True),
        ({"height.lt": 1000}, False),
        ({"versions.gt": 1}, True),
        ({"duration.gt": 130}, True),
        ({"content_rating": "R"}, True),
        ({"director": "Lana Wachowski"}, True),
        ({"actor.not": "Keanu Reeves"}, False),
        ({"imdb_rating.gte": 8.7}, True),
        ({"rt_critics": 1}, None),
        ({"added": 30}, True),
        ({"added": 7}, False),
        ({"added.not": 7}, True),
        ({"added.after": "2025-05-01"}, True),
        ({"release.before": "01/01/2000"}, True),
        ({"released.gte": "1999-01-01"}, True),
        ({"type": "movie"}, True),
        ({"has_collection": False}, False),
        ({"year.gte": 1990, "label": "gone"}, False),
        ([{"year": 1960}, {"label": "keep"}], True),
        ([{"year": 1960}, {"label": "gone"}], False),
        ({}, True),
    ],
)
def test_a_filter_holds_where_it_should(film, raw, expected):
    if expected is None:
        assert read_filter(raw, "when")[1]
    else:
        assert holds(raw, film) is expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"added": 30}, False),
        ({"added.not": 30}, False),
        ({"year.gte": 5}, False),
        ({"year.not": 5}, False),
        ({"edition.not": "cut"}, True),
        ({"label.not": "x"}, True),
        ({"resolution": "4k"}, False),
        ({"has_edition": False}, True),
    ],
)
def test_what_is_missing_fails_but_for_text_and_tags(raw, expected):
    assert holds(raw, MediaItem(title="Heat")) is expected


@pytest.mark.parametrize(
    ("raw", "path", "words"),
    [
        ({"genere": "x"}, "when.genere", "did you mean `genre`"),
        ({"any": {"genre": "x", "year": 1}}, "when.any", "alternatives are a list of mappings"),
        ({"year.regex": "x"}, "when.year.regex", "`.regex` does not go with year"),
        ({"year.gte": "late"}, "when.year.gte", "not a number"),
        ({"title.regex": "("}, "when.title.regex", "unterminated"),
        ({"has_edition": "yes"}, "when.has_edition", "true or false"),
        ({"added": "2025-01-01"}, "when.added", "number of days"),
        ({"added.before": "soon"}, "when.added.before", "not a date"),
        ("leaving", "when", "mapping"),
        ([{"year": 1990}, 3], "when.1", "mapping"),
    ],
)
def test_mistakes_are_named_where_they_stand(raw, path, words):
    problems = read_filter(raw, "when")[1]
    assert [problem.path for problem in problems] == [path]
    assert words in problems[0].message


def test_facts_looked_up_win_over_the_servers(film):
    found, _ = read_filter({"imdb_rating.lt": 5}, "when")
    assert not found.holds(film, Facts())
    assert found.holds(film, Facts({"rating.imdb": Rating(value=4.0)}))


def test_a_rating_on_another_scale_is_compared_on_ten():
    item = MediaItem(title="x", facts=Facts({"rating.critic": Rating(value=84, scale=100)}))
    assert holds({"critic_rating.gte": 8.4}, item)


def test_a_filter_can_be_pickled(film):
    found, _ = read_filter([{"label": "leaving"}], "when")
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again.holds(film, Facts())
    assert not again.holds(MediaItem(title="x"), Facts())


def test_every_alias_leads_to_an_attribute():
    assert set(ALIASES.values()) <= set(ATTRIBUTES)


@pytest.mark.parametrize(
    ("size", "name"),
    [
        ((3840, 2160), "4k"), ((3840, 1600), "4k"), ((2880, 2160), "4k"), ((1920, 1080), "1080"), ((1920, 800), "1080"),
        ((1440, 1080), "1080"), ((1280, 720), "720"), ((960, 720), "720"), ((720, 576), "576"), ((640, 480), "480"),
        ((7680, 4320), "8k"), ((2560, 1440), "1440"),
    ],
)  # fmt: skip
def test_frames_of_every_shape_have_their_name(size, name):
    assert name in resolution_names(*size)


def test_an_unknown_frame_has_no_name():
    assert resolution_names(0, 0) == ()


def test_a_version_of_unknown_size_passes_no_filter_on_it():
    assert not holds({"resolution": "4k"}, MediaItem(title="x", versions=(MediaVersion(path="x"),)))


PROFILED = MediaItem(
    title="Heat", year=1995, type=ItemType.MOVIE,
    versions=(
        MediaVersion(
            path="/heat.mkv", video_profile="main 10", subtitle_titles=("English (SDH)", "Forced"),
            audio=(AudioTrack(codec="dts", profile="ma"), AudioTrack(codec="ac3")),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"video_profile": "Main 10"}, True),
        ({"video_profile": "main"}, False),
        ({"video_profile.not": ["main", "high"]}, True),
        ({"audio_profile": "ma"}, True),
        ({"audio_profile.count_gt": 1}, False),
        ({"subtitle_track_title": "sdh"}, True),
        ({"subtitle_track_title.is": "forced"}, True),
        ({"subtitle_track_title.not": "forced"}, False),
        ({"has_stinger": False}, True),
        ({"has_stinger": True}, False),
    ],
)
def test_what_a_file_says_of_its_codecs_and_subtitles_is_a_filter(raw, expected):
    assert holds(raw, PROFILED) is expected


@pytest.mark.parametrize("word", ["aftercreditsstinger", "duringcreditsstinger"])
def test_a_scene_in_the_credits_is_told_by_keywords(word):
    found, _ = read_filter({"has_stinger": True}, "filters", level=ItemType.MOVIE)
    assert found.needs == {"keywords"}
    assert found.holds(PROFILED, FrozenMap({"keywords": ("heist", word)}))
    assert not found.holds(PROFILED, FrozenMap({"keywords": ("heist",)}))


def test_what_not_every_server_tells_is_found_in_filters_on_parts_too():
    raw = [{"title": "x"}, {"episodes": {"count": 1, "Video_Profile.not": "high"}, "audio_profile": "lc"}]
    assert set(told_in(raw)) == {"video_profile", "audio_profile"}
    assert told_in({"episodes": 5, "resolution": "4k"}) == {}


def test_one_title_is_named_by_an_outside_id_and_a_show_with_all_that_is_in_it():
    heat = MediaItem(title="Heat", ids=ExternalIds(tmdb=949, imdb="tt0113277"))
    episode = MediaItem(
        title="Truths",
        type=ItemType.EPISODE,
        show_title="Dark",
        ids=ExternalIds(tmdb=1),
        show_ids=ExternalIds(tmdb=70523),
    )
    for raw, fits in (
        ({"tmdb": 949}, [heat]),
        ({"tmdb": [949, 70523]}, [heat, episode]),
        ({"imdb": "tt0113277"}, [heat]),
        ({"tmdb": 1}, []),
        ({"tmdb.not": 949}, [episode]),
        ({"tvdb": 5}, []),
    ):
        found, problems = read_filter(raw, "when")
        assert problems == ()
        assert [item for item in (heat, episode) if found.holds(item, Facts())] == fits


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"release.regex": r"^12/\d\d/1995"}, True),
        ({"release.regex": ["1994", "1996"]}, False),
        ({"history": "month"}, True),
        ({"history": "day"}, False),
        ({"history": 2}, True),
        ({"history": 1}, False),
        ({"plays.gte": 2}, True),
        ({"last_played": 10}, True),
        ({"last_played.before": "2024-01-01"}, False),
        ({"original_language": "en"}, True),
        ({"origin_country": "us"}, True),
    ],
)
def test_days_of_the_year_and_what_was_played(raw, expected):
    played = datetime(2025, 12, 10, tzinfo=UTC)
    item = MediaItem(
        title="Heat", year=1995, released=date(1995, 12, 15), plays=2, last_played=played,
        facts=FrozenMap({"original_language": "en", "origin_countries": ("US", "GB")}),
    )  # fmt: skip
    found, problems = read_filter(raw, "when", today=lambda: date(2025, 12, 16))
    assert problems == ()
    assert found.holds(item, item.facts) is expected


def test_what_has_no_day_passes_no_filter_on_it():
    item = MediaItem(title="?", year=None)
    for raw in ({"release.regex": "."}, {"history": "day"}, {"history": 30}, {"last_played.not": 5}, {"plays": 0}):
        assert not holds(raw, item)


SHOW = MediaItem(title="Dark", year=2017, type=ItemType.SHOW, key="show")
SEASONS = [MediaItem(title=f"Season {n}", year=None, type=ItemType.SEASON, key=f"s{n}", season=n) for n in (0, 1, 2)]
EPISODES = [
    MediaItem(
        title=f"{n}", year=None, type=ItemType.EPISODE, season=1 if n < 3 else 2, episode=n, released=date(2017 + n, 6, 1),
        versions=(MediaVersion(path=f"/{n}.mkv", width_px=3840 if n < 2 else 1920, height_px=2160 if n < 2 else 1080),),
    )
    for n in (1, 2, 3, 4)
]  # fmt: skip
SPECIAL = MediaItem(title="Special", year=None, type=ItemType.EPISODE, season=0, episode=1, released=date(2001, 1, 1))


def holds_of_show(raw, *, episodes=(SPECIAL, *EPISODES), **more):
    found, problems = read_filter(raw, "filters", today=lambda: TODAY, level=ItemType.SHOW, **more)
    assert problems == ()

    def below(item, level):
        if level is ItemType.SEASON:
            return SEASONS
        return [each for each in episodes if item is SHOW or each.season == item.season]

    return found.holds(SHOW, Facts(), below)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"seasons": {"count": 3}}, True),
        ({"seasons": {"count": 3, "season.gte": 1}}, False),
        ({"episodes": {"count": 1, "height.gte": 2000}}, True),
        ({"episodes": {"count": 2, "height.gte": 2000}}, False),
        ({"episodes": {"percentage": 80, "height.gte": 1000}}, True),
        ({"episodes": {"percentage": 81, "height.gte": 1000}}, False),
        ({"episodes": {"height.gte": 2000}}, False),
        ({"episodes": {"percentage": 20, "Resolution": "4k"}}, True),
        ({"resolution": "1080p"}, True),
        ({"resolution": "4k"}, False),
        ({"video_profile": "main 10"}, False),
        ({"video_profile.not": "main 10"}, True),
        ({"seasons": {"count": 1, "resolution": "4k"}}, True),
        ({"seasons": {"count": 2, "resolution": "4k"}}, False),
        ({"first_episode_aired.after": "2018-01-01"}, True),
        ({"last_episode_aired.before": "2020-01-01"}, False),
        ({"last_episode_aired_or_never.after": "2020-01-01"}, True),
        ({"first_episode_aired.regex": "/2018$"}, True),
    ],
)
def test_a_show_is_known_by_its_parts(raw, expected):
    assert holds_of_show(raw) is expected


def test_how_many_parts_must_pass_can_be_set_for_all_filters():
    assert not holds_of_show({"resolution": "4k"}, default_percent=50)
    assert holds_of_show({"resolution": "4k"}, default_percent=20)


def test_a_show_without_episodes_passes_nothing_but_what_says_never():
    assert not holds_of_show({"episodes": {"percentage": 0}}, episodes=())
    assert not holds_of_show({"resolution": "4k"}, episodes=())
    assert not holds_of_show({"last_episode_aired.not": 30}, episodes=())
    assert holds_of_show({"last_episode_aired_or_never.before": "2020-01-01"}, episodes=())


def test_a_filter_on_parts_can_be_pickled():
    found, _ = read_filter({"episodes": {"count": 1}}, "filters", level=ItemType.SHOW, default_percent=20)
    again = pickle.loads(pickle.dumps(found))
    assert again.holds(SHOW, Facts(), lambda item, level: EPISODES)
    assert not again.holds(SHOW, Facts())


@pytest.mark.parametrize(
    ("raw", "level", "words"),
    [
        ({"episodes": {"count": 1}}, None, "collections of seasons and shows"),
        ({"episodes": {"count": 1}}, ItemType.MOVIE, "collections of seasons and shows"),
        ({"seasons": {"count": 1}}, ItemType.SEASON, "collections of shows"),
        ({"first_episode_aired": 30}, ItemType.EPISODE, "collections of shows"),
        ({"episodes": 5}, ItemType.SHOW, "must be a mapping"),
        ({"episodes.not": {"count": 1}}, ItemType.SHOW, "must be a mapping"),
        ({"episodes": {"count": 0}}, ItemType.SHOW, "count is a number from 1"),
        ({"episodes": {"percentage": 101}}, ItemType.SHOW, "percentage is a number"),
        ({"episodes": {"count": 1, "percentage": 5}}, ItemType.SHOW, "not both"),
        ({"episodes": {"hight": 5}}, ItemType.SHOW, "did you mean `height`"),
        ({"last_episode_aird": 5}, ItemType.SHOW, "did you mean `last_episode_aired`"),
        ({"history": 31}, None, "from 1 to 30"),
        ({"history.not": 3}, None, "does not go with history"),
        ({"release.regex": "("}, None, "unterminated"),
    ],
)
def test_mistakes_in_filters_on_parts_are_named(raw, level, words):
    _, [problem] = read_filter(raw, "filters", level=level)
    assert words in problem.message
