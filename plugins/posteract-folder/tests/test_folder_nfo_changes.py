"""Changing NFO files: just the elements that are named, and every other byte stays."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import ItemType, Library
from posteract_core.providers import FieldEdit
from posteract_folder.nfo import read_nfo
from posteract_folder.nfo.change import Untouchable, changed
from posteract_folder.nfo.edits import apply
from posteract_folder.nfo.sets import Membership, join, leave
from posteract_folder.server import FolderServer

MOVIES = Library(key="Movies", name="Movies", type=ItemType.MOVIE, server="folder")
SHOWS = Library(key="Shows", name="Shows", type=ItemType.SHOW, server="folder")
HEIST = Membership(title="Heists & more", key="heists", summary="Of them.", labels=("posteract-00000001",), at=1)

KODI = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
<!-- written by hand -->
<movie>
    <title>Heat</title>
    <plot>A <b/> thief &amp; a cop.</plot>
    <ratings>
        <rating name="imdb" max="10"><value>8.3</value></rating>
    </ratings>
    <genre>Crime</genre>
    <genre clear="true">Drama</genre>
    <fileinfo><streamdetails><title>not this one</title></streamdetails></fileinfo>
    <odd a="1 > 0"><![CDATA[<title>nor this</title>]]></odd>
</movie>
https://www.imdb.com/title/tt0113277/
"""


def edited(data: bytes, root: str = "movie", **edit: object) -> bytes:
    return changed(data, (root,), lambda entry: apply(entry, FieldEdit(**edit)))  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("mark", "declared", "encoding"),
    [
        (b"", "UTF-8", "utf-8"),
        (b"\xef\xbb\xbf", "UTF-8", "utf-8"),
        (b"", "ISO-8859-1", "latin-1"),
        (b"\xff\xfe", "UTF-16", "utf-16-le"),
        (b"\xfe\xff", "UTF-16", "utf-16-be"),
        (b"", "", "cp1252"),
    ],
)
def test_one_element_changes_and_every_other_byte_stays(mark: bytes, declared: str, encoding: str, line: str) -> None:
    text = KODI.replace("Heat<", "Héat<").replace("\n", line)
    text = text.replace("UTF-8", declared) if declared else text.partition("?>")[2]
    before = mark + text.encode(encoding)
    after = edited(before, fields={"title": "Hitzé <2>"})
    assert read_nfo(after).entries[0].title == "Hitzé <2>"
    assert after == before.replace("Héat".encode(encoding), "Hitzé &lt;2&gt;".encode(encoding))


def test_elements_of_the_same_name_further_in_are_not_meant() -> None:
    after = edited(KODI.encode(), fields={"title": "X", "audience_rating": "7"}).decode()
    assert "<title>not this one</title>" in after
    assert "<![CDATA[<title>nor this</title>]]>" in after
    assert "    <rating>7</rating>\n</movie>\nhttps://" in after
    assert '<rating name="imdb" max="10">' in after


def test_lists_keep_the_elements_that_stay_with_their_attributes() -> None:
    after = edited(KODI.encode(), tags={"genre": ("Drama", "Heist"), "label": ("seen",)}).decode()
    assert '    <genre clear="true">Drama</genre>\n    <genre>Heist</genre>\n' in after
    assert "Crime</genre>" not in after
    assert "<tag>seen</tag>\n</movie>" in after
    fewer = edited(after.encode(), tags={"genre": ("Heist",)}, gone={"label": ("SEEN",)}).decode()
    assert fewer.count("<genre") == 1
    assert "<tag>" not in fewer


def test_an_edit_that_says_what_stands_there_changes_no_byte() -> None:
    before = KODI.replace("<genre>Crime</genre>\n    ", "").replace(">Drama<", ">Drama / Crime<").encode()
    assert edited(before, fields={"title": "Heat"}, tags={"genre": ("Drama", "Crime")}) == before


def test_a_set_comes_and_goes_without_a_trace() -> None:
    for text in (KODI, KODI.replace("\n", "\r\n"), "".join(KODI.splitlines())):
        before = text.encode()
        within = changed(before, ("movie",), lambda entry: join(entry, HEIST))
        assert read_nfo(within).entries[0].sets == (HEIST,)
        assert changed(within, ("movie",), lambda entry: join(entry, HEIST)) == within
        assert changed(within, ("movie",), lambda entry: leave(entry, HEIST)) == before


def test_a_set_of_somebody_else_stays_and_a_tag_comes_and_goes() -> None:
    before = KODI.replace("</movie>", "    <set>Mann</set>\n    <tag>seen</tag>\n</movie>").encode()
    within = changed(before, ("movie",), lambda entry: join(entry, HEIST))
    entry = read_nfo(within).entries[0]
    assert entry.collections == ("Mann", "Heists & more")
    assert entry.labels == ("seen", "Heists & more")
    assert changed(within, ("movie",), lambda entry: leave(entry, HEIST)) == before


def test_a_tag_that_stood_there_before_stays_when_the_film_leaves() -> None:
    before = KODI.replace("</movie>", "    <set>Mann</set>\n    <tag>Heists &amp; more</tag>\n</movie>").encode()
    within = changed(before, ("movie",), lambda entry: join(entry, HEIST))
    assert read_nfo(within).entries[0].labels == ("Heists & more",)
    assert changed(within, ("movie",), lambda entry: leave(entry, HEIST)) == before


@pytest.mark.parametrize("empty", ["<set/>", "<set></set>", "<set><name/></set>"])
def test_an_empty_set_is_taken_for_ours(empty: str) -> None:
    before = KODI.replace("</movie>", f"    {empty}\n</movie>").encode()
    within = changed(before, ("movie",), lambda entry: join(entry, HEIST))
    assert within.count(b"<set") == 1
    assert read_nfo(within).entries[0].sets == (HEIST,)


def test_letters_that_an_encoding_has_not_become_references() -> None:
    before = KODI.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    after = edited(before, fields={"title": "七人の侍"})
    assert b"&#19971;" in after
    assert read_nfo(after).entries[0].title == "七人の侍"


@pytest.mark.parametrize(
    "broken",
    [
        KODI.replace("</movie>", ""),
        KODI.replace("</plot>", ""),
        "<!DOCTYPE movie [<!ENTITY a 'b'>]>" + KODI,
        "<tvshow><title>Heat</title></tvshow>",
        "<html>no</html>",
    ],
)
def test_what_is_broken_is_not_touched(broken: str) -> None:
    with pytest.raises(Untouchable):
        edited(broken.encode(), fields={"title": "X"})


def test_bytes_that_fit_no_encoding_are_not_touched() -> None:
    with pytest.raises(Untouchable, match="encoding"):
        edited(KODI.encode().replace(b"thief", b"\x81\x8d\xff"), fields={"title": "X"})


def test_control_characters_do_not_get_in() -> None:
    after = edited(KODI.encode(), fields={"title": "A\x00B\x1f", "summary": "one\r\ntwo"})
    assert read_nfo(after).entries[0].title == "AB"
    assert read_nfo(after).entries[0].summary == "one\ntwo"


HEAT = "Heat (1995) {tmdb-949}"


def test_a_missing_file_is_made_with_what_the_name_tells(
    make_tree: Callable[..., Path], make_server: Callable[..., FolderServer]
) -> None:
    root = make_tree({f"{HEAT}/Heat.mkv": "a", "Alien (1979).mkv": "b"})
    server = make_server(Movies={"path": str(root), "type": "movie"})
    server.edit(MOVIES, ItemType.MOVIE, [HEAT, "Alien (1979).mkv"], FieldEdit(fields={"tagline": "Hot."}))
    assert (root / HEAT / "movie.nfo").read_text() == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<movie>\n  <title>Heat</title>\n  <year>1995</year>\n'
        '  <uniqueid type="tmdb">949</uniqueid>\n  <tagline>Hot.</tagline>\n</movie>\n'
    )
    assert "<tagline>Hot.</tagline>" in (root / "Alien (1979).nfo").read_text()


def test_a_file_that_is_only_an_address_keeps_it_behind_the_entry(
    make_tree: Callable[..., Path], make_server: Callable[..., FolderServer]
) -> None:
    root = make_tree({f"{HEAT}/Heat.mkv": "a", f"{HEAT}/Heat.nfo": "https://www.imdb.com/title/tt0113277/\r\n"})
    server = make_server(Movies={"path": str(root), "type": "movie"})
    server.edit(MOVIES, ItemType.MOVIE, [HEAT], FieldEdit(fields={"tagline": "Hot."}))
    text = (root / HEAT / "Heat.nfo").read_bytes()
    assert text.startswith(b"<movie>\n  <title>Heat</title>")
    assert text.endswith(b"</movie>\nhttps://www.imdb.com/title/tt0113277/\r\n")
    assert len(list((root / HEAT).iterdir())) == 2


def test_a_release_notice_is_no_nfo_file_and_stays(
    make_tree: Callable[..., Path], make_server: Callable[..., FolderServer]
) -> None:
    notice = "\xdb\xdb GROUP presents".encode("cp437", "replace")
    root = make_tree(
        {f"{HEAT}/Heat.mkv": "a", f"{HEAT}/release.nfo": notice, "Alien (1979).mkv": "", "Alien (1979).nfo": notice}
    )
    server = make_server(Movies={"path": str(root), "type": "movie"})
    server.edit(MOVIES, ItemType.MOVIE, [HEAT], FieldEdit(fields={"tagline": "Hot."}))
    assert (root / HEAT / "release.nfo").read_bytes() == notice
    assert (root / HEAT / "movie.nfo").exists()
    with pytest.raises(ProviderError, match=r"Alien \(1979\)\.nfo is neither"):
        server.edit(MOVIES, ItemType.MOVIE, ["Alien (1979).mkv"], FieldEdit(fields={"tagline": "Hot."}))
    assert (root / "Alien (1979).nfo").read_bytes() == notice


def test_episodes_in_one_file_keep_their_titles_and_the_others_theirs(
    make_tree: Callable[..., Path], make_server: Callable[..., FolderServer], listing: Callable[..., list[object]]
) -> None:
    two = "".join(
        f"<episodedetails><title>Part {n}</title><season>1</season><episode>{n}</episode></episodedetails>\n"
        for n in (1, 2)
    )
    files = {
        "Dark/Season 01/Dark S01E01-E02.mkv": "a",
        "Dark/Season 01/Dark S01E01-E02.nfo": two,
        "Dark/Season 01/Dark S01E03.mkv": "b",
    }
    root = make_tree(files)
    server = make_server(Shows={"path": str(root), "type": "show"})
    key = "Dark/Season 01/Dark S01E01-E02.mkv"
    server.edit(SHOWS, ItemType.EPISODE, [key], FieldEdit(fields={"summary": "Both."}))
    text = (root / "Dark/Season 01/Dark S01E01-E02.nfo").read_text()
    assert text == two.replace("<episode>1</episode>", "<episode>1</episode><plot>Both.</plot>")
    with pytest.raises(ProviderError, match="several episodes"):
        server.edit(SHOWS, ItemType.EPISODE, [key], FieldEdit(fields={"title": "X"}))
    server.edit(
        SHOWS,
        ItemType.EPISODE,
        ["Dark/Season 01/Dark S01E03.mkv"],
        FieldEdit(fields={"originally_available": "2017-12-01"}),
    )
    assert "<aired>2017-12-01</aired>" in (root / "Dark/Season 01/Dark S01E03.nfo").read_text()
    server.edit(SHOWS, ItemType.SEASON, ["Dark/Season 01"], FieldEdit(fields={"title": "The first"}))
    assert "<title>The first</title>" in (root / "Dark/Season 01/season.nfo").read_text()


def test_rights_stay_and_nothing_is_left_beside(
    make_tree: Callable[..., Path], make_server: Callable[..., FolderServer]
) -> None:
    root = make_tree({f"{HEAT}/Heat.mkv": "a", f"{HEAT}/movie.nfo": KODI})
    path = root / HEAT / "movie.nfo"
    path.chmod(0o640)
    server = make_server(Movies={"path": str(root), "type": "movie"})
    server.edit(MOVIES, ItemType.MOVIE, [HEAT], FieldEdit(fields={"title": "X"}))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert len(list(path.parent.iterdir())) == 2


def test_a_dry_run_and_a_file_that_changes_meanwhile_are_refused(
    make_tree: Callable[..., Path], make_server: Callable[..., FolderServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_tree({f"{HEAT}/Heat.mkv": "a", f"{HEAT}/movie.nfo": KODI})
    path = root / HEAT / "movie.nfo"
    dry = make_server(dry_run=True, Movies={"path": str(root), "type": "movie"})
    for write in (
        lambda: dry.edit(MOVIES, ItemType.MOVIE, [HEAT], FieldEdit(fields={"title": "X"})),
        lambda: dry.create_collection(MOVIES, "X", [HEAT], level=ItemType.MOVIE),
    ):
        with pytest.raises(ProviderError, match="dry run"):
            write()
    server = make_server(Movies={"path": str(root), "type": "movie"})
    monkeypatch.setattr("posteract_folder.write.os.fsync", lambda handle: path.write_text("<movie>mine</movie>"))
    with pytest.raises(ProviderUnavailable, match="changed just now"):
        server.edit(MOVIES, ItemType.MOVIE, [HEAT], FieldEdit(fields={"title": "X"}))
    assert path.read_text() == "<movie>mine</movie>"
    assert len(list(path.parent.iterdir())) == 2


def test_a_folder_one_may_not_write_in_is_told_with_a_remedy(
    as_nobody: None, make_tree: Callable[..., Path], make_server: Callable[..., FolderServer]
) -> None:
    root = make_tree({f"{HEAT}/Heat.mkv": "a", f"{HEAT}/movie.nfo": KODI})
    (root / HEAT).chmod(0o555)
    server = make_server(Movies={"path": str(root), "type": "movie"})
    with pytest.raises(ProviderError, match=r"movie\.nfo") as caught:
        server.edit(MOVIES, ItemType.MOVIE, [HEAT], FieldEdit(fields={"title": "X"}))
    (root / HEAT).chmod(0o755)
    assert "right to write" in caught.value.hint


def test_of_a_video_replaced_since_the_file_still_speaks_of_the_one_before(
    make_tree: Callable[..., Path], make_server: Callable[..., FolderServer]
) -> None:
    root = make_tree({f"{HEAT}/Heat.mkv": "a", f"{HEAT}/movie.nfo": KODI})
    path = root / HEAT / "movie.nfo"
    os.utime(path, (1_600_000_000, 1_600_000_000))
    server = make_server(Movies={"path": str(root), "type": "movie"})
    server.edit(MOVIES, ItemType.MOVIE, [HEAT], FieldEdit(fields={"title": "X"}))
    assert path.stat().st_mtime == 1_600_000_002


def test_what_no_file_has_an_element_for_is_refused_by_name(
    make_tree: Callable[..., Path], make_server: Callable[..., FolderServer]
) -> None:
    server = make_server(Movies={"path": str(make_tree({f"{HEAT}/Heat.mkv": "a"})), "type": "movie"})
    with pytest.raises(ProviderError, match="mood, collection"):
        server.edit(MOVIES, ItemType.MOVIE, [HEAT], FieldEdit(fields={"mood": "X"}, tags={"collection": ("Y",)}))
    with pytest.raises(ProviderUnavailable, match="nothing is at"):
        server.edit(MOVIES, ItemType.MOVIE, ["Gone (1990)"], FieldEdit(fields={"title": "X"}))
