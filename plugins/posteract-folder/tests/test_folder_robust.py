"""Folders as they really are: unreadable, unmounted, linked in circles, with any bytes for names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import ArtworkKind, ItemType, Library
from posteract_folder.names import parse_episode, parse_title, parts_of, season_of_folder
from posteract_folder.nfo import read_nfo
from posteract_folder.survey import absent
from posteract_folder.text import display, raw, storable

ANY_NAME = st.one_of(
    st.binary(min_size=1, max_size=60).map(os.fsdecode),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["Heat", ".", " - ", "_", "(1995)", "1995", "{tmdb-949}", "[1080p]", "S01E02", "1x02", "cd1", "part", "2160p", "é",
             "-trailer", "(", "[", "{", "5.1", "e", "12", "2020-02-31", "'", "\u202e", "🎬", "tt0113277", "{edition-", "4K"]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_NAME)
@example("\ud800")
@example("s" * 5000)
@example("[" * 300)
@example("1" * 300)
def test_no_name_is_too_odd_for_the_parsers(guesses, name):
    title = parse_title(name, guesses)
    episode = parse_episode(name, guesses, show="Heat")
    season = season_of_folder(name)

    for text in (title.title, title.edition, episode.title, storable(name), display(name)):
        text.encode("utf-8")
    assert title.title or not display(name).strip()
    assert episode.last_episode is None or episode.last_episode > episode.episode
    assert season is None or season >= 0
    assert raw(storable(name)) == name


@settings(max_examples=300)
@given(st.lists(ANY_NAME, max_size=8, unique=True))
def test_grouping_into_parts_loses_no_file(names):
    assert sorted(name for _, group in parts_of(names) for name in group) == sorted(names)


@settings(max_examples=200)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<movie>", b"<movie><title>", b"<?xml version='1.0'?><tvshow>", b"\xff\xfe"]),
)
def test_no_bytes_crash_the_nfo_reader(data, start):
    for end in (b"", b"</title></movie>", b"</movie>"):
        read_nfo(start + data + end)


FILE_NAMES = st.binary(min_size=1, max_size=40).filter(
    lambda b: b"/" not in b and b"\0" not in b and not b.startswith(b".")
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(FILE_NAMES, min_size=1, max_size=6), st.sampled_from(["movie", "show"]))
def test_no_file_name_is_lost_and_each_can_have_a_picture(tmp_path_factory, make_server, picture, names, kind):
    root = tmp_path_factory.mktemp("names")
    folder = os.fsencode(root / "Heat (1995)")
    (root / "Heat (1995)").mkdir()
    for name in names:
        Path(os.fsdecode(folder + b"/" + name + b".mkv")).touch()
    server = make_server(Any={"path": str(root), "type": kind})
    (library,) = server.libraries()
    items = [item for page in server.items(library) for item in page]
    files = [version.path for item in items for version in item.versions]

    assert len({item.key for item in items}) == len(items)
    listed = {os.fsencode(raw(path)) for path in files}
    on_disk = {folder + b"/" + name + b".mkv" for name in names}
    assert listed <= on_disk
    left_out = {path.decode("latin-1").lower() for path in on_disk - listed}
    assert all(_may_be_left_out(path) for path in left_out), left_out
    for item in items:
        json.dumps(asdict(item), default=str).encode("utf-8")
        one = item.kinds[0]
        token = server.upload(item, one, picture())
        shown = server.artwork(item, one)
        assert shown is not None
        assert shown.revision == token


def test_a_root_that_goes_away_under_the_listing_raises(make_tree, make_server):
    root = make_tree({f"Film {n} (2000)/f.mkv": "" for n in range(450)})
    server = make_server(Movies=str(root))
    (library,) = server.libraries()
    pages = server.items(library)
    assert len(next(pages)) == 200
    root.rename(root.with_name("gone"))

    with pytest.raises(ProviderUnavailable, match="cannot be read"):
        list(pages)


def _may_be_left_out(path: str) -> bool:
    """Later parts stand under their first; samples and trailers are no films."""
    words = ("cd", "dvd", "dis", "pt", "part", "sample", "trailer", "theme", "-")
    return any(word in path.rsplit("/", 1)[-1] for word in words)


def test_a_folder_that_cannot_be_read_is_named_and_the_rest_listed(make_tree, make_server, listing, as_nobody):
    root = make_tree({"Heat (1995)/h.mkv": "", "Alien (1979)/a.mkv": "", "Deep/Dune (1984)/d.mkv": ""})
    (root / "Alien (1979)").chmod(0)
    (root / "Deep/Dune (1984)").chmod(0)
    server = make_server(Movies={"path": str(root), "type": "movie"})
    try:
        at_once = server.libraries()[0].warning
        items = listing(server)
        afterwards = server.libraries()[0].warning
    finally:
        (root / "Alien (1979)").chmod(0o755)
        (root / "Deep/Dune (1984)").chmod(0o755)

    assert [item.key for item in items] == ["Heat (1995)"]
    assert "incomplete" in at_once
    assert "Alien (1979)" in at_once
    assert "Deep/Dune (1984)" in afterwards
    assert len(listing(server)) == 3
    assert server.libraries()[0].warning == ""


def test_a_root_that_is_missing_or_suddenly_empty_is_said(tmp_path, make_tree, make_server, listing):
    root = make_tree({"Heat (1995)/h.mkv": "", "Heat (1995)/poster.jpg": "p"})
    (tmp_path / "empty").mkdir()
    server = make_server(Movies=str(root), Gone=str(tmp_path / "gone"), Empty=str(tmp_path / "empty"))
    assert {library.name: bool(library.warning) for library in server.libraries()} == {
        "Movies": False,
        "Gone": True,
        "Empty": True,
    }
    (root / "Heat (1995)/h.mkv").unlink()
    warnings = {library.name: library.warning for library in server.libraries()}

    assert "not there" in warnings["Gone"]
    assert "mounted" in warnings["Empty"]
    assert "no videos" in warnings["Movies"]
    assert listing(server, "Empty") == []
    with pytest.raises(ProviderUnavailable, match="gone"):
        list(server.items(Library(key="Gone", name="Gone", type=ItemType.MOVIE)))


def test_a_root_that_cannot_be_read_raises(make_tree, make_server, as_nobody):
    root = make_tree({"Heat (1995)/h.mkv": ""})
    server = make_server(Movies=str(root))
    (library,) = server.libraries()
    root.chmod(0)
    try:
        with pytest.raises(ProviderUnavailable, match="Permission denied"):
            list(server.items(library))
        assert "cannot be read" in server.libraries()[0].warning
    finally:
        root.chmod(0o755)


def test_links_lead_neither_out_nor_round_in_circles(make_tree, make_server, listing, tmp_path, picture):
    outside = tmp_path / "outside"
    (outside / "Secret (2000)").mkdir(parents=True)
    (outside / "Secret (2000)/s.mkv").write_bytes(b"video")
    root = make_tree({"Heat (1995)/h.mkv": "", "Heat (1995)/real.nfo": ""})
    (root / "loop").symlink_to(root)
    (root / "Heat (1995)/again").symlink_to(root / "Heat (1995)")
    (root / "away").symlink_to(outside)
    (root / "dangling.mkv").symlink_to(root / "nowhere.mkv")
    (root / "self.mkv").symlink_to(root / "self.mkv")
    os.mkfifo(root / "pipe.mkv")
    (root / "null.mkv").symlink_to("/dev/null")
    server = make_server(Movies={"path": str(root), "type": "movie"})

    assert [item.key for item in listing(server)] == ["Heat (1995)"]


def test_a_film_that_is_a_link_out_of_the_root_is_listed_by_name_and_never_opened(
    make_tree, make_server, listing, tmp_path, videos, picture
):
    root = make_tree({"Heat (1995)/note.txt": ""})
    (root / "Heat (1995)/Heat.1995.720p.mkv").symlink_to(videos["h264 1080p"])
    server = make_server(probe=True, Movies={"path": str(root), "type": "movie"})
    (item,) = listing(server)
    server.upload(item, ArtworkKind.POSTER, picture())

    assert item.versions[0].height_px == 720, "from the name; the file itself has 1080 lines"
    assert (root / "Heat (1995)/poster.jpg").is_file()


def test_a_root_that_is_itself_a_link_is_followed(make_tree, make_server, listing, tmp_path):
    (tmp_path / "link").symlink_to(make_tree({"Heat (1995)/h.mkv": ""}))

    assert [item.key for item in listing(make_server(Movies=str(tmp_path / "link")))] == ["Heat (1995)"]


def test_a_root_within_a_root_is_listed_once(make_tree, make_server, listing):
    root = make_tree({"Heat (1995)/h.mkv": "", "Kids/Shrek (2001)/s.mkv": ""})
    server = make_server(Movies=str(root), Kids=str(root / "Kids"))

    assert [(item.library, item.title) for item in listing(server)] == [("Movies", "Heat"), ("Kids", "Shrek")]


def test_names_of_255_bytes_and_deep_paths_are_served(make_tree, make_server, listing, picture):
    folder = "人" * 85
    root = make_tree({f"{folder}/{'x' * 251}.mkv": ""})
    server = make_server(Movies={"path": str(root), "type": "movie"})
    (item,) = listing(server)
    server.upload(item, ArtworkKind.POSTER, picture())

    assert (root / folder / "poster.jpg").is_file()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"Heat (1995)/h.mkv": "", "Alien (1979).mkv": ""}, ItemType.MOVIE),
        ({"Dark/Season 1/Dark S01E01.mkv": ""}, ItemType.SHOW),
        ({"Dark/Dark S01E01.mkv": "", "Heat.mkv": ""}, ItemType.MOVIE),
        ({"Dark (2017)/tvshow.nfo": "", "Dark (2017)/01.mkv": ""}, ItemType.SHOW),
        ({"Season 1/S01E01.mkv": ""}, ItemType.SHOW),
        ({"1995/Heat.mkv": "", "1979/Alien.mkv": ""}, ItemType.MOVIE),
        ({"Anime/Bleach/Season 1/Bleach S01E01.mkv": ""}, ItemType.SHOW),
        ({"2019 Summer/IMG_001.mp4": "", "clip.mp4": ""}, ItemType.MOVIE),
    ],
)
def test_whether_a_root_holds_films_or_shows_is_found_out(make_tree, make_server, files, expected):
    (library,) = make_server(Any=str(make_tree(files))).libraries()

    assert library.type is expected


def test_listing_and_libraries_agree_when_the_type_is_found_out(make_tree, make_server, listing):
    root = make_tree({"Dark/Season 1/Dark S01E01.mkv": ""})

    assert [item.type for item in listing(make_server(Any=str(root)))] == [
        ItemType.SHOW,
        ItemType.SEASON,
        ItemType.EPISODE,
    ]


def test_doctor_has_a_line_for_each_root(make_tree, make_server, tmp_path):
    root = make_tree({"films/Heat (1995)/h.mkv": "", "shows/Dark/Season 1/S01E01.mkv": ""})
    server = make_server(Movies=str(root / "films"), Shows=str(root / "shows"), Gone=str(tmp_path / "gone"))
    movies, shows, gone = server.check()

    assert (movies.severity, movies.subject) == ("ok", "folder: Movies")
    assert "1 film" in movies.message
    assert "1 show with 1 episode" in shows.message
    assert gone.severity == "error"
    assert gone.remedy


def test_doctor_sees_a_root_that_is_read_only(make_tree, make_server, as_nobody):
    root = make_tree({"Heat (1995)/h.mkv": ""})
    root.chmod(0o555)
    try:
        (finding,) = make_server(Movies=str(root)).check()
    finally:
        root.chmod(0o755)

    assert finding.severity == "error"
    assert "not writable" in finding.message


def test_importing_the_plugin_module_stays_cheap():
    heavy = {"pydantic", "guessit", "pymediainfo", "defusedxml", "babelfish", "loguru", "sqlite3"}
    script = f"import sys, posteract_folder.plugin; print(sorted({heavy!r} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_the_server_is_had_without_the_slow_libraries():
    heavy = {"guessit", "pymediainfo", "babelfish"}
    script = f"import sys, posteract_folder.server; print(sorted({heavy!r} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("make", "what", "question"),
    [
        (lambda root: None, "is not there", "Is the disk or share mounted?"),
        (lambda root: root.write_text("x"), "is no folder", "Is it the right path?"),
        (
            lambda root: root.symlink_to(root.parent / "gone"),
            "is a link that leads nowhere",
            "Is the disk or share it leads to mounted?",
        ),
    ],
)
def test_a_root_that_cannot_be_listed_is_said_to_be_what_it_is(tmp_path, make, what, question):
    make(root := tmp_path / "films")
    assert absent(root) == (what, question)
    assert absent(tmp_path) is None


def test_a_root_whose_name_no_system_takes_is_said_to_be_that(tmp_path):
    what, question = absent(tmp_path / ("x" * 5000))
    assert (what.partition(" (")[0], question) == ("cannot be looked at", "Is it the right path?")
