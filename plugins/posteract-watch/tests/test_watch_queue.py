"""Queue files become events; they are deleted when these are kept, and not before."""

from __future__ import annotations

import pytest
from posteract_core.model import ExternalIds, ItemType, MediaRef
from posteract_core.providers import MediaEvent
from posteract_core.testing.contracts.trigger import RecordingApp
from posteract_watch.files import read
from posteract_watch.queued import QueueFolder

SONARR = """\
[arr_platform]: Sonarr
[event]: Download
[arr_series_title]: Dark: Part [1]
[arr_series_tvdb]: 334824
[arr_series_tmdb]: 70523
[arr_series_imdb]: tt5753856
[arr_series_path]: /tv/Dark
[arr_sonarr_series_year]: 2017
[arr_episode_path]: /tv/Dark/Season 01/s01e01-e02.mkv
[arr_episode_season]: 1
[arr_episode_numbers]: 1,2
[arr_episode_titles]: Secrets|Lies
"""
RADARR = """\
[arr_platform]: Radarr
[event]: Download
[arr_movie_title]: Heat
[arr_movie_tmdb]: 949
[arr_movie_imdb]: tt0113277
[arr_movie_year]: 1995
[arr_movie_path]: /films/Heat (1995)
[arr_moviefile_path]: /films/Heat (1995)/heat.mkv
[arr_moviefile_id]: 5
"""
TAUTULLI = "[RatingKey]: 17\r\n[parentratingkey]: 16\r\n[grandparentratingkey]: 15\r\n[mediatype]: episode\r\n"
DARK = MediaRef(
    type=ItemType.SHOW, ids=ExternalIds(imdb="tt5753856", tmdb=70523, tvdb=334824), title="Dark: Part [1]", year=2017
)
HEAT = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(imdb="tt0113277", tmdb=949), title="Heat", year=1995)


def test_sonarrs_file_is_an_event_for_each_episode():
    sender, events = read(SONARR)
    assert (sender, {event.what for event in events}) == ("sonarr", {"added"})
    assert [(event.ref.type, event.ref.season, event.ref.episode) for event in events] == [
        (ItemType.EPISODE, 1, 1),
        (ItemType.EPISODE, 1, 2),
    ]
    assert (events[0].ref.ids, events[0].path) == (DARK.ids, "/tv/Dark/Season 01/s01e01-e02.mkv")
    [renamed] = read(SONARR.replace("Download", "Rename"))[1]
    assert (renamed.ref, renamed.what) == (DARK, "renamed")


def test_radarrs_file_is_one_event():
    assert read(RADARR) == ("radarr", [MediaEvent(ref=HEAT, what="added", path="/films/Heat (1995)/heat.mkv")])


def test_tautullis_file_names_the_item_by_plexs_key():
    ref = MediaRef(type=ItemType.EPISODE, key="17")
    assert read(TAUTULLI) == ("tautulli", [MediaEvent(ref=ref, what="added", type=ItemType.EPISODE)])


@pytest.mark.parametrize(
    ("text", "happened"),
    [
        (SONARR.replace("Download", "Test"), ["test"]),
        (SONARR.replace("Download", "Grab"), []),
        (RADARR.replace("Download", "Health"), []),
        (TAUTULLI.replace("episode", "track"), []),
    ],
)
def test_what_is_of_no_interest_is_no_event(text, happened):
    assert [event.what for event in read(text)[1]] == happened


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no line like"),
        ("hello\n", "no line like"),
        ("[mediatype]: movie", "no RatingKey"),
        ("[RatingKey]: 17", "no mediatype"),
        ("[RatingKey]: ../17\n[mediatype]: movie", "no RatingKey"),
        ("[arr_platform]: Radarr\n[event]: Download", "neither an id nor a title"),
    ],
)
def test_what_is_no_queue_file_is_said_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        read(text)


@pytest.fixture
def queue(tmp_path):
    return QueueFolder(tmp_path)


def test_a_file_is_passed_on_when_it_is_whole_and_then_deleted(queue, tmp_path):
    app, path = RecordingApp(), tmp_path / "recently_added_20261127040000123_ab12cd.posterizarr"
    path.write_text(SONARR[:40], encoding="utf-8-sig")
    queue.look(app)
    path.write_text(SONARR, encoding="utf-8-sig")
    queue.look(app)
    assert app.told.empty()
    queue.look(app)
    assert (app.told.get_nowait(), path.exists()) == (("sonarr", tuple(read(SONARR)[1])), False)


def test_what_is_not_understood_stays_and_holds_nothing_up(queue, tmp_path):
    app = RecordingApp()
    for name, text in (("tautulli_trigger_1", "what?"), ("tautulli_trigger_2", TAUTULLI), ("notes.txt", TAUTULLI)):
        (tmp_path / name).write_text(text)
    (tmp_path / "tautulli_trigger_3").mkdir()
    (tmp_path / "tautulli_trigger_4").write_bytes(b"\xff\x00" * 600_000)
    for _ in range(3):
        queue.look(app)
    assert app.told.qsize() == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "notes.txt", "tautulli_trigger_1", "tautulli_trigger_3", "tautulli_trigger_4",
    ]  # fmt: skip
    (tmp_path / "tautulli_trigger_1").write_text(RADARR)
    queue.look(app)
    queue.look(app)
    assert (app.told.qsize(), (tmp_path / "tautulli_trigger_1").exists()) == (2, False)


def test_a_queue_that_is_not_there_yet_is_waited_for(tmp_path):
    app, queue = RecordingApp(), QueueFolder(tmp_path / "later")
    queue.look(app)
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "tautulli_trigger_1").write_text(TAUTULLI)
    queue.look(app)
    queue.look(app)
    assert app.told.qsize() == 1
