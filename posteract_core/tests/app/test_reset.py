"""`reset`: what was there before us comes back byte for byte, and nobody else's picture is touched."""

from __future__ import annotations

import json

import pytest
from posteract_core.app.reset import Reset, To
from posteract_core.app.scope import Scope
from posteract_core.errors import LedgerBusy, ProviderError, UsageError
from posteract_core.model import ArtworkKind
from posteract_core.render import read_mark

POSTER = ArtworkKind.POSTER


@pytest.fixture
def films(desk, draw_picture):
    """Finish the posters of two films: Heat had a picture of the agent's before, Ran had none."""
    desk.server.add("Heat", tmdb=949)
    desk.server.add("Ran", tmdb=11645)
    desk.server.show("Heat", draw_picture((200, 10, 10)), chosen=False)
    assert desk.run().done == 2
    return desk


@pytest.fixture
def before(draw_picture):
    return draw_picture((200, 10, 10))


def reset(desk, *, to=To.ORIGINAL, dry_run=False, **scope):
    with desk.open() as app:
        work = Reset(app=app, scope=Scope(**scope), to=to, dry_run=dry_run)
        report = work.plan()
        return report if dry_run else work.carry_out()


def shown(desk, key):
    return desk.server.pictures.get((key, POSTER), (None, False))[0]


def test_the_original_comes_back_and_a_slot_that_was_empty_is_empty_again(films, before):
    report = reset(films)
    assert dict(report.counts) == {"returned": 1, "cleared": 1}
    assert shown(films, "Heat") == before
    assert shown(films, "Ran") is None


def test_a_later_run_leaves_a_reset_target_alone_until_it_is_forced(films, before):
    reset(films)
    summary = films.run()
    assert (summary.done, summary.kept) == (0, 2)
    assert "--force" in summary.tasks[0].reason
    assert films.run(force=True).done == 2
    assert read_mark(shown(films, "Heat"))
    assert films.run().unchanged == 2
    reset(films)
    assert shown(films, "Heat") == before


def test_a_second_reset_finds_nothing_to_do(films):
    reset(films)
    assert not reset(films).counts


def test_a_dry_run_says_what_would_be_done_and_does_nothing(films):
    ours = shown(films, "Heat")
    assert dict(reset(films, dry_run=True).counts) == {"returned": 1, "cleared": 1}
    assert shown(films, "Heat") == ours
    assert films.target("Heat").status == "uploaded"


def test_only_the_named_item_is_reset(films, before):
    reset(films, item="Heat (1995)")
    assert shown(films, "Heat") == before
    assert read_mark(shown(films, "Ran"))


def test_a_picture_the_owner_put_in_place_of_ours_is_left_alone_and_said(films, draw_picture):
    mine = draw_picture((1, 2, 3))
    films.server.show("Heat", mine)
    report = reset(films)
    assert shown(films, "Heat") == mine
    assert [(deed.item, deed.status, deed.reason) for deed in report.deeds] == [
        ("Heat (1995)", "left alone", "the picture shown is not ours any more")
    ]


def test_a_picture_that_was_never_ours_is_not_touched(desk, draw_picture):
    desk.server.add("Heat", tmdb=949)
    desk.server.show("Heat", draw_picture())
    assert desk.run().kept == 1
    assert not reset(desk).counts
    assert shown(desk, "Heat") == draw_picture()


def test_with_the_database_lost_the_mark_in_our_picture_names_the_original(films, before):
    (films.folder / "posteract.db").unlink()
    assert dict(reset(films).counts) == {"returned": 1, "cleared": 1}
    assert shown(films, "Heat") == before


def test_an_original_that_is_lost_costs_that_target_alone_and_ours_stays(films):
    digest = films.target("Heat").original_hash
    (films.folder / "originals" / digest[:2] / digest).unlink()
    report = reset(films)
    assert report.counts["failed"] == 1
    assert report.counts["cleared"] == 1
    assert read_mark(shown(films, "Heat"))
    assert digest[:12] in next(deed.error for deed in report.deeds if deed.status == "failed")


def test_one_failure_stays_one_failure(films, monkeypatch):
    upload = type(films.server).upload

    def refuse(self, item, kind, picture):
        if item.key == "Heat":
            raise ProviderError("memory", "the folder is read-only")
        return upload(self, item, kind, picture)

    monkeypatch.setattr(type(films.server), "upload", refuse)
    report = reset(films)
    assert (report.counts["failed"], report.counts["cleared"]) == (1, 1)
    assert films.target("Heat").status == "uploaded"


def test_default_shows_the_agents_own_for_every_item_and_can_be_undone(films, draw_picture):
    mine = draw_picture((1, 2, 3))
    films.server.add("Alien", tmdb=348)
    films.server.show("Alien", mine)
    report = reset(films, to=To.DEFAULT)
    assert report.counts["cleared"] == 3
    assert not films.server.pictures
    reset(films)
    assert shown(films, "Alien") == mine
    assert films.run().done == 0


def test_default_leaves_alone_what_the_agent_chose_and_what_is_labelled(desk, draw_picture):
    desk.server.add("Heat", tmdb=949)
    desk.server.add("Ran", tmdb=11645, labels=("skip_posteract",))
    desk.server.show("Heat", draw_picture(), chosen=False)
    desk.server.show("Ran", draw_picture())
    assert not reset(desk, to=To.DEFAULT).counts
    assert len(desk.server.pictures) == 2


def test_default_leaves_a_library_that_is_not_configured_alone_unless_it_is_named(desk, draw_picture):
    desk.server.add("Heat", tmdb=949)
    desk.server.show("Heat", draw_picture())
    desk.config["libraries"] = {}
    assert not reset(desk, to=To.DEFAULT).counts
    assert reset(desk, to=To.DEFAULT, libraries=("Films",)).counts["cleared"] == 1


def test_a_library_that_nobody_has_is_a_mistake_with_the_nearest_name(films):
    with pytest.raises(UsageError, match="did you mean 'Films'"):
        reset(films, libraries=("Film",))


def test_an_original_under_a_new_key_is_given_back_to_the_same_film(films, before):
    ours = shown(films, "Heat")
    del films.server.films["Heat"]
    del films.server.pictures["Heat", POSTER]
    films.server.add("Heat", tmdb=949, key="17")
    films.server.show("17", ours)
    reset(films)
    assert shown(films, "17") == before


def test_the_command_does_not_act_unasked_where_it_cannot_ask(films, posteract):
    code, _, err = posteract(films, "reset")
    assert code == 2
    assert "could not be asked" in err
    assert read_mark(shown(films, "Heat"))
    code, out, _ = posteract(films, "reset", "--yes", "--json")
    assert code == 0
    assert json.loads(out)["counts"] == {"cleared": 1, "returned": 1}


def test_parts_of_which_nothing_was_changed_are_nothing_to_do_and_pictures_stay(films, posteract):
    code, out, _ = posteract(films, "reset", "--only", "metadata,collections", "--yes")
    assert code == 0
    assert "Nothing to do" in out
    assert read_mark(shown(films, "Heat"))
    assert posteract(films, "reset", "--only", "meta")[0] == 2
    assert posteract(films, "reset", "--to", "originals")[0] == 2
    assert posteract(films, "reset", "--to", "default", "--only", "metadata")[0] == 2


def test_while_another_run_holds_the_ledger_reset_says_who(films, posteract):
    with films.open() as app, app.hold("a run"):
        code, _, err = posteract(films, "reset", "--yes")
    assert code == 1
    assert "another run holds the ledger" in err
    with films.open() as app, app.hold("a run"), pytest.raises(LedgerBusy), films.open().hold("a reset"):
        pass


def test_a_server_that_cannot_be_reached_ends_with_its_own_code(desk, posteract, monkeypatch):
    def down(self):
        raise ProviderError("memory", "does not answer")

    monkeypatch.setattr(type(desk.server), "libraries", down)
    assert posteract(desk, "reset", "--yes")[0] == 3


def test_folders_get_their_originals_back_byte_for_byte(folders, draw_picture):
    poster = folders.folder / "Films/Heat (1995)/poster.jpg"
    mine = draw_picture((9, 90, 9), comment=b"scanned by hand")
    poster.write_bytes(mine)
    folders.config["owner_pictures"] = "adopt"
    assert folders.run().done == 3
    assert poster.read_bytes() != mine
    reset(folders)
    assert poster.read_bytes() == mine
    assert sorted(path.name for path in (folders.folder / "Films").rglob("*") if path.suffix == ".jpg") == [
        "poster.jpg"
    ]
    assert folders.run().done == 0
    assert folders.run(force=True).done == 3
    assert folders.target("Heat").source_used == "current"
