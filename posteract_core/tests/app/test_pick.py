"""`pick`: candidates are listed with why; what is pinned is drawn by the next run and survives every other."""

from __future__ import annotations

import json
import shutil

import httpx
import pytest
from posteract_core.app.pick import Pick
from posteract_core.errors import ProviderUnavailable, UsageError
from posteract_core.http import HttpService
from posteract_core.model import ArtworkKind, ExternalIds, ItemType, MediaItem
from posteract_core.render import read_mark

POSTER = ArtworkKind.POSTER


@pytest.fixture
def heat(desk, works):
    """Offer three posters of Heat: the best by votes, another, and one in German, which the preferences refuse."""
    desk.server.add("Heat", tmdb=949)
    tmdb = works.sources["tmdb"]
    tmdb.offers["Heat"] = [
        tmdb.offer("/good.jpg", votes=1),
        tmdb.offer("/best.jpg", votes=9),
        tmdb.offer("/german.jpg", language="de"),
    ]
    return desk


def picking(app, **more):
    return Pick(**({"app": app, "item": "Heat", "kind": POSTER} | more))


def pin(desk, number, **more):
    with desk.open() as app:
        return picking(app, **more).pin_candidate(number)


def shown(desk, key="Heat"):
    return desk.server.pictures[key, POSTER][0]


def test_candidates_are_numbered_by_rank_and_say_why(heat):
    with heat.open() as app:
        rows = picking(app).candidates()
    assert [(row.number, row.rank, row.artwork.id) for row in rows] == [
        (1, 1, "/best.jpg"),
        (2, 2, "/good.jpg"),
        (3, None, "/german.jpg"),
    ]
    assert rows[1].why == "lower by votes"
    assert "de" in rows[2].why


def test_a_pinned_candidate_is_drawn_by_the_next_run_and_stays(heat, works):
    heat.run()
    pin(heat, 2)
    summary = heat.run()
    assert summary.done == 1
    target = heat.target("Heat")
    assert (target.source_used, target.poster_type) == ("manual", "textless")
    finds = works.sources["tmdb"].found
    assert heat.run().unchanged == 1
    assert heat.run(recheck=True).unchanged == 1
    assert heat.run(force=True).done == 1
    assert heat.target("Heat").base_hash == target.base_hash
    assert works.sources["tmdb"].found == finds


def test_an_item_that_was_never_run_can_be_pinned(heat):
    pin(heat, 3)
    assert heat.run().done == 1
    target = heat.target("Heat")
    assert (target.source_used, target.poster_type) == ("manual", "de")
    assert not target.review


def test_the_list_says_which_is_pinned(heat):
    pin(heat, 2)
    with heat.open() as app:
        assert [row.number for row in picking(app).candidates() if row.pinned] == [2]


def test_unpin_lets_the_preferences_choose_again(heat):
    pin(heat, 2)
    heat.run()
    with heat.open() as app:
        picking(app).unpin()
    assert heat.run().done == 1
    assert heat.target("Heat").candidate == "/best.jpg"


def test_a_pin_goes_before_the_picture_the_owner_had_and_that_is_kept(heat, draw_picture):
    mine = draw_picture((3, 3, 3))
    heat.server.show("Heat", mine)
    assert heat.run().kept == 1
    pin(heat, 1)
    assert heat.run().done == 1
    assert read_mark(shown(heat))
    with heat.open() as app:
        assert app.originals.get(heat.target("Heat").original_hash) == mine


def test_a_picture_the_owner_puts_up_after_the_pin_was_drawn_is_his(heat, draw_picture):
    pin(heat, 1)
    heat.run()
    heat.server.show("Heat", draw_picture((3, 3, 3)))
    assert heat.run().kept == 1
    assert shown(heat) == draw_picture((3, 3, 3))


def test_a_file_is_pinned_as_finished_and_survives_an_emptied_cache(heat, draw_picture, tmp_path):
    file = tmp_path / "mine.jpg"
    file.write_bytes(draw_picture((120, 30, 30), size=(1000, 1500)))
    with heat.open() as app:
        picking(app).pin_file(file)
    file.unlink()
    heat.run()
    assert heat.target("Heat").poster_type == "finished"
    shutil.rmtree(tmp_path / "cache")
    assert heat.run(force=True).done == 1


@pytest.mark.parametrize("spoil", [lambda data: b"<html>", lambda data: data[: len(data) // 2], lambda data: b""])
def test_a_file_that_is_no_whole_picture_is_refused_and_nothing_is_pinned(heat, draw_picture, tmp_path, spoil):
    file = tmp_path / "mine.jpg"
    file.write_bytes(spoil(draw_picture(size=(1000, 1500))))
    with heat.open() as app:
        with pytest.raises(UsageError, match=r"mine\.jpg"):
            picking(app).pin_file(file)
        assert not list(app.ledger.all_targets())
        assert not app.pins.folder.exists()


def test_a_file_that_is_not_there_is_a_mistake(heat, tmp_path):
    with heat.open() as app, pytest.raises(UsageError, match="cannot be read"):
        picking(app).pin_file(tmp_path / "none.jpg")


@pytest.fixture
def web(heat, draw_picture):
    """Return the app with a web of one picture, a page, and a host that is down."""

    def answer(request):
        if request.url.host == "down.example":
            raise httpx.ConnectError("refused", request=request)
        if request.url.path == "/poster.jpg":
            return httpx.Response(200, content=draw_picture((1, 99, 1)), headers={"content-type": "image/jpeg"})
        return httpx.Response(200, text="<html>")

    with heat.open() as app, HttpService(None, wire=httpx.MockTransport(answer)) as http:
        app.__dict__["http"] = http
        yield app


def test_an_address_is_fetched_and_pinned(heat, web, draw_picture):
    target = picking(web).pin_url("https://pictures.example/poster.jpg")
    assert "https://pictures.example/poster.jpg" in target.pinned
    assert list(web.pins.folder.glob("??/*"))[0].read_bytes() == draw_picture((1, 99, 1))  # noqa: RUF015


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/poster.jpg", "poster.jpg", "https://"])
def test_only_addresses_of_the_web_are_taken(web, url):
    with pytest.raises(UsageError, match="no address of a picture"):
        picking(web).pin_url(url)


def test_a_page_is_no_picture(web):
    with pytest.raises(UsageError, match="not a picture"):
        picking(web).pin_url("https://pictures.example/page")


def test_a_number_that_is_not_in_the_list_is_a_mistake(heat):
    with pytest.raises(UsageError, match=r"no candidate 7; Heat .* has 3"):
        pin(heat, 7)


def test_a_kind_that_is_not_made_or_not_there_is_a_mistake(heat):
    with heat.open() as app, pytest.raises(UsageError, match="no logo is made in Films") as caught:
        picking(app, kind=ArtworkKind.LOGO).candidates()
    assert "logo: {}" in caught.value.hint
    with heat.open() as app, pytest.raises(UsageError, match="has no title card"):
        picking(app, kind=ArtworkKind.TITLE_CARD).candidates()


def test_of_a_show_with_several_seasons_one_must_be_named(desk):
    dark = ExternalIds(tmdb=70523)
    desk.server.films["d"] = MediaItem(title="Dark", year=2017, type=ItemType.SHOW, key="d", ids=dark)
    for number in (1, 2):
        desk.server.films[f"d{number}"] = MediaItem(
            title=f"Season {number}", type=ItemType.SEASON, key=f"d{number}", parent_key="d",
            season=number, show_title="Dark", show_year=2017, show_ids=dark,
        )  # fmt: skip
    desk.config["libraries"]["Films"]["artwork"]["season"] = {}
    with desk.open() as app:
        with pytest.raises(UsageError, match="key:d2"):
            picking(app, item="Dark", kind=ArtworkKind.SEASON).candidates()
        assert picking(app, item="key:d2", kind=ArtworkKind.SEASON).slot.item.season == 2


def test_the_command_lists_pins_and_takes_back(heat, posteract):
    code, out, _ = posteract(heat, "pick", "--item", "Heat", "--kind", "poster", "--json")
    assert code == 0
    assert [row["id"] for row in json.loads(out)] == ["/best.jpg", "/good.jpg", "/german.jpg"]
    words = ("pick", "--item", "Heat", "--kind", "poster")
    assert "nothing was changed" in posteract(heat, *words, "--candidate", "2", "--dry-run")[1]
    assert not heat.path.with_name("posteract.db").exists()
    assert "pinned tmdb /good.jpg" in posteract(heat, *words, "--candidate", "2")[1]
    assert "*2" in posteract(heat, *words)[1]
    assert "nothing is pinned" in posteract(heat, *words, "--unpin")[1]
    assert posteract(heat, *words, "--unpin", "--candidate", "2")[0] == 2


def test_a_source_that_cannot_be_asked_is_named(heat, works, posteract):
    works.sources["tmdb"].error = ProviderUnavailable("tmdb", "timed out")
    code, _, err = posteract(heat, "pick", "--item", "Heat", "--kind", "poster")
    assert code == 1
    assert "tmdb: timed out" in err


def test_where_nothing_is_configured_nothing_is_written(tmp_path, monkeypatch, capsys):
    from posteract_core.cli.main import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("POSTERACT_CONFIG", raising=False)
    words = ("pick", "--item", "Heat", "--kind", "poster")
    for line, code in (
        (("reset", "--yes"), 0),
        (("cache", "prune"), 0),
        ((*words, "--unpin"), 2),
        (("restore", str(tmp_path)), 0),
    ):
        with pytest.raises(SystemExit) as ended:
            main(line)
        assert int(ended.value.code or 0) == code, capsys.readouterr()
    assert not list(tmp_path.iterdir())


def test_what_is_sent_is_pinned_only_if_it_is_a_picture(heat, draw_picture):
    from posteract_core.errors import PictureRefused

    with heat.open() as app:
        with pytest.raises(PictureRefused):
            picking(app).pin_data(b"<svg onload='alert(1)'/>", "../../etc/passwd")
        assert [path for path in app.pins.folder.rglob("*") if path.is_file()] == []
        target = picking(app).pin_data(draw_picture(), "../../etc/passwd")
    assert target.pinned


def test_a_candidate_is_named_by_what_its_source_calls_it(heat):
    with heat.open() as app:
        assert "/good.jpg" in picking(app).pin_offer("/good.jpg", "tmdb").pinned
        with pytest.raises(UsageError, match="no candidate"):
            picking(app).pin_offer("/good.jpg", "fanart")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/a.jpg", "http://[::1]/a.jpg", "http://169.254.169.254/latest", "http://10.0.0.1/a.jpg"]
)
def test_an_address_that_a_stranger_names_may_not_lie_at_home(heat, url):
    with heat.open() as app, pytest.raises(ProviderUnavailable, match="network at home"):
        picking(app).pin_url(url, public=True)


@pytest.mark.parametrize("url", ["http://[", "file:///etc/passwd", "gopher://x/", "//x/y", "http://"])
def test_what_is_no_address_is_said_to_be_none(heat, url):
    with heat.open() as app, pytest.raises(UsageError, match="no address"):
        picking(app).pin_url(url, public=True)
