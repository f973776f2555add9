"""Playlists of films and episodes on Plex: built from files, compared, kept in their order."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from plex_home import PlexHome
from posteract_core.app import App, Opening
from posteract_core.app.reset_collections import ResetCollections
from posteract_core.app.scope import Scope
from services import FakeFanart, FakeImdb, FakePlex, FakeTmdb, FakeTvdb, Fault, World
from services.plex.state import TOKEN


@pytest.fixture
def home(
    tmp_path, world: World, fake_plex: FakePlex, fake_tmdb: FakeTmdb, fake_fanart: FakeFanart, fake_tvdb: FakeTvdb,
    fake_imdb: FakeImdb,
) -> PlexHome:  # fmt: skip
    for number in range(10):
        world.add_movie(f"Film {number:02}", 1990 + number, tmdb=1000 + number, imdb=f"tt00010{number:02}")
    world.add_show("Dark", 2017, imdb="tt0002001", seasons=1, episodes=3)
    fake_plex.add_library("Movies", world.movies)
    fake_plex.add_library("TV Shows", world.shows)
    fake_imdb.lists["ls000000001"] = ["tt0001007", "tt0001003", "tt0002001", "tt9999999"]
    home = PlexHome(
        folder=tmp_path, world=world, plex=fake_plex, tmdb=fake_tmdb, fanart=fake_fanart, tvdb=fake_tvdb, style="none"
    )
    home.more = {
        "plugins": {
            "folder": {"enabled": False},
            "plex": {"url": fake_plex.url, "token": TOKEN, "account_url": fake_plex.url},
            "imdb": {"url": fake_imdb.url, "datasets_url": fake_imdb.url},
        },
        "libraries": {"Movies": {"artwork": {}}, "TV Shows": {"artwork": {}}},
        "poster_preferences": {"sources": ["server"], "fallback": []},
        "playlist_files": ["playlists.yml"],
    }
    return home


MARATHON = {
    "libraries": ["Movies", "TV Shows"],
    "imdb_list": "ls000000001",
    "sync_mode": "sync",
    "summary": "All night.",
}


def build(home: PlexHome, *, templates: Any = None, **playlists: Any) -> dict[str, Any]:
    data = {"playlists": playlists, **({"templates": templates} if templates else {})}
    (home.folder / "playlists.yml").write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return {each.title: each for each in home.run().collections}


def kept(home: PlexHome) -> dict[str, Any]:
    return {each.title: each for each in home.plex.playlists.values()}


def writes(home: PlexHome) -> int:
    return sum(count for name, count in home.plex.count.items() if not name.startswith("GET") and "playlists" in name)


def test_a_playlist_holds_films_and_the_episodes_of_shows_in_the_lists_order(home):
    done = build(home, Marathon=MARATHON)["Marathon"]
    assert (done.status, done.missing) == ("made", ("imdb:tt9999999",))
    episodes = [episode.title for episode in home.world.shows[0].children[0].children]
    assert kept(home)["Marathon"].titles == ["Film 07", "Film 03", *episodes]
    assert kept(home)["Marathon"].summary == "All night."


def test_the_second_run_writes_nothing(home):
    build(home, Marathon=MARATHON)
    home.forget_requests()
    assert build(home, Marathon=MARATHON)["Marathon"].status == "unchanged"
    assert writes(home) == 0


def test_a_changed_list_adds_removes_and_moves_what_differs_only(home, fake_imdb):
    build(home, Marathon=MARATHON)
    fake_imdb.lists["ls000000001"] = ["tt0001003", "tt0001005", "tt0001007"]
    for lists in home.folder.rglob("lists.sqlite"):
        lists.unlink()
    home.forget_requests()
    done = build(home, Marathon=MARATHON)["Marathon"]
    assert (done.status, done.added, len(done.removed), done.moved) == ("changed", ("Film 05 (1995)",), 3, 1)
    assert kept(home)["Marathon"].titles == ["Film 03", "Film 05", "Film 07"]
    assert writes(home) == 1 + 3 + 1


def test_a_playlist_made_by_hand_is_left_alone_unless_it_is_to_be_taken_over(home):
    build(home, Marathon=MARATHON)
    (home.folder / "posteract.db").unlink()
    assert build(home, Marathon=MARATHON)["Marathon"].status == "left"
    assert build(home, Marathon={**MARATHON, "adopt": True})["Marathon"].status == "unchanged"


def test_renaming_renames_and_delete_playlist_deletes_what_we_made(home):
    build(home, Marathon={**MARATHON, "name": "Marathon"})
    (key,) = home.plex.playlists
    build(home, Marathon={**MARATHON, "name": "All night"})
    assert {each.title: number for number, each in home.plex.playlists.items()} == {"All night": key}
    assert build(home, Marathon={**MARATHON, "delete_playlist": True})["Marathon"].status == "deleted"
    assert kept(home) == {}


def test_a_playlist_that_is_cut_off_while_it_is_made_is_made_once(home):
    home.plex.add_fault(Fault(route="POST /playlists", cut="after", times=1))
    assert build(home, Marathon=MARATHON)["Marathon"].status == "made"
    assert len(home.plex.playlists) == 1
    assert build(home, Marathon=MARATHON)["Marathon"].status == "unchanged"


def test_mistakes_are_named_with_their_lines_and_nothing_is_built(home):
    (home.folder / "playlists.yml").write_text(
        "playlists:\n"
        "  A:\n"
        "    libraries: [Movis]\n"
        "    imdb_list: ls000000001\n"
        "  B:\n"
        "    libraries: Movies\n"
        "    imdb_lst: ls000000001\n"
        "  C:\n"
        "    imdb_list: ls000000001\n",
        encoding="utf-8",
    )
    with pytest.raises(Exception) as caught:
        home.run()
    text = str(caught.value)
    assert "there is no library `Movis` under `libraries`; did you mean `Movies`?" in text
    assert "did you mean `imdb_list`?" in text
    assert "playlists.yml:9" in text or "playlists.yml:8" in text
    assert kept(home) == {}


def test_templates_work_and_where_nobody_shares_the_server_the_owner_has_it_alone(home):
    done = build(
        home,
        templates={"list": {"imdb_list": "<<id>>", "libraries": "Movies", "limit": 1, "sync_to_users": "all"}},
        Short={"template": {"name": "list", "id": "ls000000001"}},
    )
    assert done["Short"].status == "made"
    assert kept(home)["Short"].titles == ["Film 07"]
    assert home.last.warnings == ()


def test_a_dry_run_says_what_would_be_done(home):
    data = {"playlists": {"Marathon": MARATHON}}
    (home.folder / "playlists.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    (planned,) = home.run(dry_run=True).collections
    assert (planned.status, len(planned.added)) == ("planned", 5)
    assert kept(home) == {}


def test_users_get_playlists_of_their_own_that_are_kept_like_the_owners(home, fake_imdb):
    for name in ("Anna", "Bert", "Carl"):
        home.plex.share(name)
    shared = {**MARATHON, "sync_to_users": "all", "exclude_users": "carl"}
    build(home, Marathon=shared)
    assert [(each.library, each.status) for each in home.last.collections] == [
        ("playlists", "made"), ("playlists of Anna", "made"), ("playlists of Bert", "made"),
    ]  # fmt: skip
    theirs = home.plex.playlists_by("Anna")["Marathon"]
    assert theirs.titles == kept(home)["Marathon"].titles
    assert theirs.summary == "All night."
    assert home.plex.playlists_by("Carl") == {}
    home.forget_requests()
    build(home, Marathon=shared)
    assert writes(home) == 0
    fake_imdb.lists["ls000000001"] = ["tt0001003"]
    for lists in home.folder.rglob("lists.sqlite"):
        lists.unlink()
    build(home, Marathon={**shared, "name": "Night"})
    assert [home.plex.playlists_by(name)["Night"].titles for name in ("Anna", "Bert")] == [["Film 03"]] * 2
    build(home, Marathon={**shared, "delete_playlist": True})
    assert [home.plex.playlists_by(name) for name in ("Anna", "Bert")] == [{}, {}]
    assert kept(home) == {}


def test_a_playlist_that_a_user_made_is_left_alone_and_unknown_users_are_named(home):
    home.plex.share("Anna")
    token = home.plex.shared["Anna"]
    build(home, Marathon={"libraries": "Movies", "imdb_id": "tt0001001"})
    home.plex.of_others[token] = dict(home.plex.playlists)
    build(home, Marathon={**MARATHON, "sync_to_users": ["anna", "Bret"]})
    (_, theirs) = home.last.collections
    assert (theirs.library, theirs.status) == ("playlists of Anna", "left")
    assert any("has no user 'Bret'" in each for each in home.last.warnings)


def test_one_who_cannot_be_served_and_an_account_that_does_not_answer_cost_the_owner_nothing(home):
    home.plex.share("Anna")
    home.plex.tokens.discard(home.plex.shared["Anna"])
    shared = {**MARATHON, "sync_to_users": ["Anna"]}
    assert build(home, Marathon=shared)["Marathon"].status == "made"
    assert any("the playlists of Anna are left as they are" in each for each in home.last.warnings)
    assert home.plex.shared["Anna"] not in " ".join(home.last.warnings)
    home.plex.add_fault(Fault(route="GET /api/users", status=500))
    home.plex.add_fault(Fault(route="GET /api/servers/{machine}/shared_servers", status=500))
    assert build(home, Marathon=shared)["Marathon"].status == "unchanged"
    assert any("the playlists of others than the owner are left" in each for each in home.last.warnings)


def test_a_dry_run_plans_the_playlists_of_users(home):
    home.plex.share("Anna")
    data = {"playlists": {"Marathon": {**MARATHON, "sync_to_users": "all"}}}
    (home.folder / "playlists.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    assert [each.status for each in home.run(dry_run=True).collections] == ["planned", "planned"]
    assert home.plex.playlists_by("Anna") == {}


def test_more_than_the_limits_allow_is_not_taken_out_unasked(home, fake_imdb):
    many = [f"tt00010{number:02}" for number in range(10)]
    fake_imdb.lists["ls000000001"] = [*many, "tt0002001"]
    build(home, Marathon=MARATHON)
    before = kept(home)["Marathon"].titles
    fake_imdb.lists["ls000000001"] = ["tt0001003"]
    forget_lists(home)
    home.more["run"] = {"limits": {"remove_members": 5}}
    done = build(home, Marathon=MARATHON)["Marathon"]
    assert (done.status, kept(home)["Marathon"].titles) == ("left", before)
    assert any("members would be taken out of playlists" in each and "--yes" in each for each in home.last.warnings)
    home.run(yes=True)
    assert kept(home)["Marathon"].titles == ["Film 03"]


def forget_lists(home: PlexHome) -> None:
    for lists in home.folder.rglob("lists.sqlite"):
        lists.unlink()


def reset(home: PlexHome, **scope: Any) -> Any:
    with App.open(Opening(config=home.config)) as app:
        work = ResetCollections(app=app, scope=Scope(**scope))
        planned = work.plan()
        return work.carry_out() if len(work) else planned


def test_reset_deletes_the_playlists_we_made_everybodys_and_gives_others_their_words_back(home):
    home.plex.share("Ada")
    build(home, Old={**MARATHON, "summary": "Hers."})
    (home.folder / "posteract.db").unlink()
    build(home, Marathon={**MARATHON, "sync_to_users": "Ada"}, Old={**MARATHON, "adopt": True})
    assert kept(home)["Old"].summary == "All night."
    report = reset(home)
    assert sorted((deed.item, deed.kind, deed.library, deed.status) for deed in report.deeds) == [
        ("Marathon", "playlist", "playlists", "deleted"),
        ("Marathon", "playlist", "playlists of Ada", "deleted"),
        ("Old", "playlist", "playlists", "returned"),
    ]
    assert [(each.title, each.summary) for each in home.plex.playlists.values()] == [("Old", "Hers.")]
    assert reset(home).deeds == []


def test_reset_of_one_library_or_title_leaves_the_other_playlists(home):
    build(home, Marathon=MARATHON, Other=MARATHON)
    assert reset(home, libraries=("Movies",)).deeds == []
    assert [deed.item for deed in reset(home, item="Other").deeds] == ["Other"]
    assert list(kept(home)) == ["Marathon"]
