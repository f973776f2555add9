"""Which artwork wins, and why, over real services: textless beats English wherever it is, who is down is waited for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from plex_home import PlexHome
from posteract_core.app import App, Opening
from posteract_core.model import RunRequest
from services import FakeFanart, FakePlex, FakeTmdb, FakeTvdb, Fault, World


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb
) -> Iterator[PlexHome]:
    """One film: TMDB has English posters only, Fanart.tv a textless one, TheTVDB nothing."""
    made = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    heat = world.add_movie("Heat", 1995, tmdb=949)
    heat.add_art("tmdb", "poster", language="en", votes=90)
    heat.add_art("tmdb", "poster", language="de", votes=9)
    heat.add_art("fanart", "poster", votes=3)
    fake_plex.add_library("Movies", world.movies)
    yield made
    for service in made.services.values():
        service.mend()


def prefer(home: PlexHome, **preferences) -> None:
    kept = {"sources": ["tmdb", "fanart", "tvdb"], "languages": ["textless", "en"], "fallback": []}
    home.more["poster_preferences"] = kept | preferences


def only_posters(home: PlexHome, **poster) -> None:
    home.more["libraries"] = {"Movies": {"artwork": {"poster": poster}}}


@pytest.mark.parametrize("sources", [["tmdb", "fanart"], ["fanart", "tmdb"]])
def test_textless_art_wins_whichever_source_stands_first(home, sources):
    only_posters(home)
    prefer(home, sources=sources)
    [task] = home.run().summary.tasks
    assert (task.source, task.language) == ("fanart", "textless")


def test_while_the_source_that_may_be_better_is_down_the_target_waits_and_nothing_is_downgraded(home):
    only_posters(home)
    home.fanart.add_fault(Fault(status=503))
    report = home.run()
    assert (report.summary.done, report.summary.failed) == (0, 1)
    assert "fanart" in report.summary.tasks[0].reason
    assert home.plex.uploads == []


def test_a_source_that_could_not_win_may_be_down(home):
    only_posters(home)
    prefer(home, sources=["fanart", "tmdb"])
    home.tmdb.add_fault(Fault(status=503))
    assert home.run().summary.done == 1


def test_where_nothing_qualifies_the_fallbacks_are_tried_in_their_order(home):
    only_posters(home)
    prefer(home, sources=["tvdb"], fallback=["server", "drawn"])
    [task] = home.run().summary.tasks
    assert task.source == "server"
    prefer(home, sources=["tvdb"], fallback=["drawn", "server"])
    [task] = home.run(yes=True).summary.tasks
    assert task.source == "drawn"


def test_a_kinds_own_preferences_go_over_the_librarys_and_these_over_the_general_ones(home):
    only_posters(home, poster_preferences={"languages": ["de"]})
    home.more["libraries"]["Movies"]["poster_preferences"] = {"languages": ["en"], "sources": ["tmdb"]}
    [task] = home.run().summary.tasks
    assert (task.source, task.language) == ("tmdb", "de")


def test_a_dry_run_that_is_asked_why_shows_every_candidate_and_changes_nothing(home, capsys):
    from posteract_core.cli.main import main

    only_posters(home)
    words = ["--config", str(home.config), "-v", "run", "--dry-run", "--item", "Heat"]
    with pytest.raises(SystemExit):
        main(words)
    said = capsys.readouterr().out
    assert "Heat (1995), poster, in Movies:" in said
    for expected in ("fanart", "textless", "its language, de, is not among textless, en", "2000 × 3000"):
        assert expected in said
    assert home.plex.uploads == []
    with pytest.raises(SystemExit):
        main([*words, "--json"])
    [entry] = json.loads(capsys.readouterr().out)["candidates"]
    assert [(row["rank"], row["source"], row["language"]) for row in entry["candidates"]] == [
        (1, "fanart", "textless"),
        (2, "tmdb", "en"),
        (None, "tmdb", "de"),
    ]


def test_why_is_told_of_what_is_up_to_date_too_and_who_could_not_be_asked_is_named(home):
    only_posters(home)
    home.run()
    home.tmdb.add_fault(Fault(status=503))
    with App.open(Opening(config=home.config, dry_run=True)) as app:
        report = app.run(RunRequest(items=("Heat",), dry_run=True), why=True)
    assert report.summary.planned == 0
    [explained] = report.explained
    assert [row.artwork.source for row in explained.rows] == ["fanart"]
    assert list(explained.silent) == ["tmdb"]


def test_without_verbose_no_source_is_asked_in_a_dry_run(home):
    home.run(dry_run=True, items=("Heat",), all=False)
    assert home.tmdb.total == home.fanart.total == 0
