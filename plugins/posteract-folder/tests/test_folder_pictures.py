"""Pictures beside the media: which are seen, where ours go, and what is never destroyed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ArtworkKind, ItemType

POSTER, BACKGROUND, LOGO, SQUARE = ArtworkKind.POSTER, ArtworkKind.BACKGROUND, ArtworkKind.LOGO, ArtworkKind.SQUARE
HEAT = "Heat (1995)/Heat (1995).mkv"


@pytest.fixture
def heat_server(make_tree, make_server):
    """Serve Heat with more files beside it."""

    def make(**files):
        root = make_tree({HEAT: "video", **{f"Heat (1995)/{name}": content for name, content in files.items()}})
        return make_server(Movies={"path": str(root), "type": "movie"})

    return make


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".mkv"}


@pytest.fixture
def heat_folder(tmp_path) -> Path:
    return tmp_path / "root/Heat (1995)"


@pytest.mark.parametrize(
    ("kind", "format_", "name"),
    [
        (POSTER, "jpeg", "poster.jpg"),
        (BACKGROUND, "jpeg", "fanart.jpg"),
        (LOGO, "png", "clearlogo.png"),
        (SQUARE, "jpeg", "square.jpg"),
        (POSTER, "webp", "poster.webp"),
        (POSTER, "png", "poster.png"),
    ],
)
def test_a_films_pictures_have_the_names_that_servers_read(
    heat_server, heat_folder, listing, picture, kind, format_, name
):
    server = heat_server()
    (item,) = listing(server)
    made = picture(format=format_)
    server.upload(item, kind, made)

    assert names(heat_folder) == {name}
    assert (heat_folder / name).read_bytes() == made.data


@pytest.mark.parametrize(
    ("type_", "number", "kind", "name"),
    [
        (ItemType.SHOW, None, POSTER, "poster.jpg"),
        (ItemType.SHOW, None, BACKGROUND, "fanart.jpg"),
        (ItemType.SEASON, 1, ArtworkKind.SEASON, "season01-poster.jpg"),
        (ItemType.SEASON, 0, ArtworkKind.SEASON, "season-specials-poster.jpg"),
        (ItemType.SEASON, 12, ArtworkKind.SEASON_BACKGROUND, "season12-fanart.jpg"),
        (ItemType.EPISODE, 1, ArtworkKind.TITLE_CARD, "Season 1/Dark S01E01-thumb.jpg"),
    ],
)
def test_a_shows_pictures_have_the_names_that_servers_read(
    make_tree, make_server, listing, picture, type_, number, kind, name
):
    root = make_tree(
        {"Dark/Season 1/Dark S01E01.mkv": "", "Dark/Season 12/Dark S12E01.mkv": "", "Dark/Specials/S00E01.mkv": ""}
    )
    server = make_server(Shows=str(root))
    item = next(item for item in listing(server) if item.type is type_ and item.season == number)
    server.upload(item, kind, picture())

    assert (root / "Dark" / name).read_bytes() == picture().data


def test_a_loose_film_and_editions_get_pictures_named_after_their_files(make_tree, make_server, listing, picture):
    root = make_tree(
        {
            "Alien (1979).mkv": "",
            "Heat (1995)/Heat (1995).mkv": "",
            "Heat (1995)/Heat (1995) {edition-Extended}.mkv": "",
            "Parts cd1.avi": "",
            "Parts cd2.avi": "",
        }
    )
    server = make_server(Movies={"path": str(root), "type": "movie"})
    for item in listing(server):
        token = server.upload(item, BACKGROUND, picture())
        assert {one.key: one for one in listing(server)}[item.key].shown[BACKGROUND] == token

    assert {path.relative_to(root).as_posix() for path in root.rglob("*.jpg")} == {
        "Alien (1979)-fanart.jpg",
        "Heat (1995)/Heat (1995)-fanart.jpg",
        "Heat (1995)/Heat (1995) {edition-Extended}-fanart.jpg",
        "Parts-fanart.jpg",
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("poster.png", POSTER),
        ("poster.jpeg", POSTER),
        ("Poster.JPG", POSTER),
        ("poster.webp", POSTER),
        ("folder.jpg", POSTER),
        ("cover.jpg", POSTER),
        ("movie.jpg", POSTER),
        ("Heat (1995).jpg", POSTER),
        ("Heat (1995).tbn", POSTER),
        ("Heat (1995)-poster.jpg", POSTER),
        ("fanart.png", BACKGROUND),
        ("backdrop.jpg", BACKGROUND),
        ("Heat (1995)-fanart.jpg", BACKGROUND),
        ("logo.png", LOGO),
        ("clearlogo.png", LOGO),
    ],
)
def test_pictures_of_other_tools_are_seen_and_nothing_is_shown_twice(
    heat_server, heat_folder, listing, picture, name, kind
):
    server = heat_server(**{name: "theirs"})
    (item,) = listing(server)
    before = server.artwork(item, kind)
    token = server.upload(item, kind, picture())
    (after,) = listing(server)

    assert (before.data, before.chosen, before.revision) == (b"theirs", True, item.shown[kind])
    assert server.artwork(after, kind).data == picture().data
    assert after.shown[kind] == token


def test_empty_files_and_pictures_of_something_else_are_no_poster(heat_server, listing):
    server = heat_server(**{"poster.jpg": "", "banner.jpg": "x", "Heat (1995)-thumb.jpg": "x", "disc.png": "x"})
    (item,) = listing(server)

    assert dict(item.shown) == {}


def test_a_picture_in_the_same_format_is_replaced_under_its_own_name(heat_server, heat_folder, listing, picture):
    server = heat_server(**{"Heat (1995)-poster.jpg": "theirs"})
    server.upload(listing(server)[0], POSTER, picture())

    assert names(heat_folder) == {"Heat (1995)-poster.jpg"}


def test_an_older_picture_with_another_suffix_does_not_hide_ours(heat_server, heat_folder, listing, picture):
    server = heat_server(**{"poster.png": "theirs"})
    server.upload(listing(server)[0], POSTER, picture())

    assert names(heat_folder) == {"poster.jpg"}


def test_a_picture_that_ours_hides_stays(heat_server, heat_folder, listing, picture):
    server = heat_server(**{"folder.jpg": "theirs"})
    server.upload(listing(server)[0], POSTER, picture())

    assert names(heat_folder) == {"poster.jpg", "folder.jpg"}
    assert (heat_folder / "folder.jpg").read_bytes() == b"theirs"


def test_a_second_picture_in_the_way_is_set_aside_and_comes_back(heat_server, heat_folder, listing, picture):
    server = heat_server(**{"poster.png": "shown", "poster.jpg": "hidden"})
    (item,) = listing(server)
    assert server.artwork(item, POSTER).data == b"shown"
    server.upload(item, POSTER, picture())
    assert names(heat_folder) == {"poster.jpg", "poster.jpg.before-posteract"}
    original = picture(format="png")
    server.restore(listing(server)[0], POSTER, original)

    assert (heat_folder / "poster.png").read_bytes() == original.data
    assert (heat_folder / "poster.jpg").read_bytes() == b"hidden"
    assert names(heat_folder) == {"poster.png", "poster.jpg"}


def test_a_picture_nobody_has_looked_at_is_not_replaced(heat_server, heat_folder, listing, picture):
    server = heat_server()
    (item,) = listing(server)
    (heat_folder / "poster.jpg").write_bytes(b"the owner was faster")

    with pytest.raises(ProviderUnavailable, match="changed"):
        server.upload(item, POSTER, picture())
    with pytest.raises(ProviderUnavailable, match="changed"):
        server.reset(item, POSTER)
    assert (heat_folder / "poster.jpg").read_bytes() == b"the owner was faster"
    assert names(heat_folder) == {"poster.jpg"}


def test_a_picture_that_changes_while_ours_is_written_stays(heat_server, heat_folder, listing, picture, monkeypatch):
    server = heat_server(**{"poster.jpg": "first"})
    (item,) = listing(server)
    real = os.fsync

    def owner_is_fast(handle: int) -> None:
        (heat_folder / "poster.jpg").write_bytes(b"second one")
        real(handle)

    monkeypatch.setattr("posteract_folder.write.os.fsync", owner_is_fast)
    with pytest.raises(ProviderUnavailable, match="changed"):
        server.upload(item, POSTER, picture())

    assert (heat_folder / "poster.jpg").read_bytes() == b"second one"
    assert names(heat_folder) == {"poster.jpg"}


def test_uploading_again_with_the_item_of_the_first_listing_works(heat_server, listing, picture):
    server = heat_server()
    (item,) = listing(server)
    server.upload(item, POSTER, picture("navy"))
    token = server.upload(item, POSTER, picture("red"))

    assert listing(server)[0].shown[POSTER] == token


def test_reset_removes_ours_and_lets_what_was_hidden_show(heat_server, heat_folder, listing, picture):
    server = heat_server(**{"folder.jpg": "theirs"})
    (item,) = listing(server)
    server.upload(item, POSTER, picture())
    token = server.reset(listing(server)[0], POSTER)

    assert names(heat_folder) == {"folder.jpg"}
    assert token == item.shown[POSTER] == listing(server)[0].shown[POSTER]
    assert server.reset(listing(server)[0], BACKGROUND) == ""


def test_an_original_goes_back_under_the_suffix_of_its_own_bytes(heat_server, heat_folder, listing, picture):
    original = picture("gold", format="png")
    server = heat_server(**{"poster.png": original.data})
    server.upload(listing(server)[0], POSTER, picture())
    server.restore(listing(server)[0], POSTER, original)

    assert names(heat_folder) == {"poster.png"}
    assert (heat_folder / "poster.png").read_bytes() == original.data


def test_an_original_that_still_lies_there_only_needs_ours_to_go(heat_server, heat_folder, listing, picture):
    original = picture("gold")
    server = heat_server(**{"folder.jpg": original.data})
    server.upload(listing(server)[0], POSTER, picture())
    server.restore(listing(server)[0], POSTER, original)

    assert names(heat_folder) == {"folder.jpg"}


def test_the_permission_bits_of_a_replaced_picture_are_kept(heat_server, heat_folder, listing, picture):
    server = heat_server(**{"poster.jpg": "theirs"})
    (heat_folder / "poster.jpg").chmod(0o640)
    server.upload(listing(server)[0], POSTER, picture())

    assert stat.S_IMODE((heat_folder / "poster.jpg").stat().st_mode) == 0o640


def test_a_new_picture_has_the_rights_that_new_files_have(heat_server, heat_folder, listing, picture):
    before = os.umask(0o027)
    try:
        server = heat_server()
        server.upload(listing(server)[0], POSTER, picture())
    finally:
        os.umask(before)

    assert stat.S_IMODE((heat_folder / "poster.jpg").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "No space"), (errno.EROFS, "Read-only"), (errno.EIO, "error")]
)
def test_a_failing_disk_is_told_with_a_remedy_and_leaves_nothing_behind(
    heat_server, heat_folder, listing, picture, monkeypatch, number, word
):
    server = heat_server(**{"poster.jpg": "theirs"})
    (item,) = listing(server)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("posteract_folder.write.os.fsync", fail)
    with pytest.raises(ProviderError, match=word) as caught:
        server.upload(item, POSTER, picture())

    assert caught.value.hint
    assert "poster.jpg" in str(caught.value)
    assert isinstance(caught.value, ProviderUnavailable) is (number != errno.EROFS)
    assert names(heat_folder) == {"poster.jpg"}
    assert (heat_folder / "poster.jpg").read_bytes() == b"theirs"


def test_a_folder_one_may_not_write_in_is_told_with_a_remedy(
    heat_server, heat_folder, listing, picture, as_nobody, tmp_path
):
    server = heat_server()
    (item,) = listing(server)
    heat_folder.chmod(0o555)
    try:
        with pytest.raises(ProviderError, match="Permission denied") as caught:
            server.upload(item, POSTER, picture())
    finally:
        heat_folder.chmod(0o755)

    assert "right to write" in caught.value.hint
    assert not isinstance(caught.value, ProviderUnavailable)


def test_a_link_out_of_the_root_is_neither_read_nor_replaced(heat_server, heat_folder, listing, picture, tmp_path):
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(b"secret")
    server = heat_server()
    (heat_folder / "poster.jpg").symlink_to(secret)
    (item,) = listing(server)

    assert dict(item.shown) == {}
    assert server.artwork(item, POSTER) is None
    with pytest.raises(ProviderError, match="no ordinary file") as caught:
        server.upload(item, POSTER, picture())
    assert caught.value.hint
    assert secret.read_bytes() == b"secret"
    assert (heat_folder / "poster.jpg").is_symlink()


def test_a_link_within_the_root_is_replaced_and_not_written_through(heat_server, heat_folder, listing, picture):
    server = heat_server(**{"folder.jpg": "theirs"})
    (heat_folder / "poster.jpg").symlink_to("folder.jpg")
    (item,) = listing(server)
    server.upload(item, POSTER, picture())

    assert (heat_folder / "folder.jpg").read_bytes() == b"theirs"
    assert not (heat_folder / "poster.jpg").is_symlink()


def test_nothing_is_written_into_a_folder_that_became_a_link(heat_server, heat_folder, listing, picture, tmp_path):
    server = heat_server()
    (item,) = listing(server)
    outside = tmp_path / "outside"
    heat_folder.rename(outside)
    heat_folder.symlink_to(outside)

    with pytest.raises(ProviderError, match="leads out"):
        server.upload(item, POSTER, picture())
    assert names(outside) == set()


def test_a_film_that_was_moved_away_is_told(heat_server, heat_folder, listing, picture):
    server = heat_server()
    (item,) = listing(server)
    heat_folder.rename(heat_folder.with_name("Heat"))

    with pytest.raises(ProviderUnavailable, match=r"Heat \(1995\)"):
        server.upload(item, POSTER, picture())


def test_a_kind_that_an_item_does_not_have_is_refused(heat_server, listing, picture):
    server = heat_server()

    with pytest.raises(ProviderError, match="title card"):
        server.upload(listing(server)[0], ArtworkKind.TITLE_CARD, picture())


def test_a_dry_run_writes_nothing(make_tree, make_server, listing, picture):
    root = make_tree({HEAT: "", "Heat (1995)/.posteract-00000000-1-0123abcd.tmp": "stale"})
    os.utime(root / "Heat (1995)/.posteract-00000000-1-0123abcd.tmp", (10**9, 10**9))
    server = make_server(dry_run=True, Movies=str(root))
    (item,) = listing(server)

    for work in (lambda: server.upload(item, POSTER, picture()), lambda: server.reset(item, POSTER)):
        with pytest.raises(ProviderError, match="dry run"):
            work()
    assert names(root / "Heat (1995)") == {".posteract-00000000-1-0123abcd.tmp"}


def test_what_a_killed_run_on_another_machine_left_behind_is_cleaned_after_an_hour(heat_server, heat_folder, listing):
    old, new = ".posteract-00000000-1-0123abcd.tmp", ".posteract-00000000-1-fedc9876.tmp"
    server = heat_server(**{old: "x", new: "x", "mine.tmp": "x"})
    os.utime(heat_folder / old, (10**9, 10**9))
    os.utime(heat_folder / "mine.tmp", (10**9, 10**9))
    listing(server)

    assert names(heat_folder) == {new, "mine.tmp"}


@pytest.mark.parametrize("kind", [POSTER, BACKGROUND])
def test_a_loose_film_whose_name_fills_all_there_is(make_tree, make_server, listing, picture, kind):
    stem = "é" * 125 + "x"
    root = make_tree({f"{stem}.mkv": ""})
    server = make_server(Movies={"path": str(root), "type": "movie"})
    (item,) = listing(server)

    if kind is POSTER:
        token = server.upload(item, kind, picture())
        assert listing(server)[0].shown[kind] == token
        assert (root / f"{stem}.jpg").is_file()
    else:
        with pytest.raises(ProviderError, match="too long") as caught:
            server.upload(item, kind, picture())
        assert "folder of its own" in caught.value.hint


def test_season_pictures_in_the_seasons_own_folder_are_seen(make_tree, make_server, listing, picture):
    root = make_tree({"Dark/Season 01/Dark S01E01.mkv": "", "Dark/Season 01/folder.jpg": "theirs"})
    server = make_server(Shows=str(root))
    season = listing(server)[1]
    before = server.artwork(season, ArtworkKind.SEASON)
    server.upload(season, ArtworkKind.SEASON, picture())

    assert before.data == b"theirs"
    assert (root / "Dark/Season 01/folder.jpg").read_bytes() == b"theirs"
    assert server.artwork(season, ArtworkKind.SEASON).data == picture().data


def test_every_slot_of_every_sort_of_film_is_found_again(make_tree, make_server, listing, picture):
    root = make_tree(
        {
            "Heat (1995)/h.mkv": "",
            "Mixed/Alien (1979).mkv": "",
            "Mixed/Aliens (1986) part1.mkv": "",
            "Mixed/Aliens (1986) part2.mkv": "",
            "Mixed/Alien.1979.2160p.WEB-DL.mkv": "",
            "Loose - Part 1 (2020).mkv": "",
            "Loose - Part 2 (2021).mkv": "",
            "Dune (1984)/CD1/a.avi": "",
            "Disc (2000)/BDMV/STREAM/0.m2ts": "",
        }
    )
    server = make_server(Movies={"path": str(root), "type": "movie"})
    for item in listing(server):
        tokens = {kind: server.upload(item, kind, picture()) for kind in item.kinds}
        again = next(one for one in listing(server) if one.key == item.key)
        assert dict(again.shown) == tokens
        for kind in item.kinds:
            assert server.reset(again, kind) == ""

    assert not list(root.rglob("*.jpg"))
