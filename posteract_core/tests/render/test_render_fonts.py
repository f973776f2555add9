"""Font files: read as fontTools reads them, broken ones left aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from posteract_core.render.fonts import FontBook, covers, faces_in, pack_folders
from posteract_core.render.sfnt import FontBroken, Sfnt

FONTS = sorted(path for folder in pack_folders() for path in folder.rglob("*.?tf"))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_a_font_is_read_as_fonttools_reads_it(path):
    ours = Sfnt(str(path))
    with TTFont(path, lazy=True) as theirs:
        assert ours.names().family == theirs["name"].getBestFamilyName()
        assert ours.names().style == theirs["name"].getBestSubFamilyName()
        assert ours.weight() == theirs["OS/2"].usWeightClass
        axes = (
            [(a.axisTag, a.minValue, a.defaultValue, a.maxValue) for a in theirs["fvar"].axes]
            if "fvar" in theirs
            else []
        )
        assert list(ours.axes()) == axes
        wanted = {code for code, name in theirs.getBestCmap().items() if name != ".notdef"}
    found = {code for first, last in ours.characters() for code in range(first, last + 1)}
    assert found == wanted


def test_a_web_font_is_read_too(tmp_path):
    source = next(path for path in FONTS if "Symbols" in path.name)
    with TTFont(source) as font:
        font.flavor = "woff"
        font.save(tmp_path / "x.woff")
    face = faces_in(str(tmp_path / "x.woff"))[0]
    assert face.family == "Noto Sans Symbols 2"
    assert covers(face, "★")


@pytest.mark.parametrize("size", [0, 3, 11, 40, 300, 5000])
def test_a_broken_font_file_is_no_font(tmp_path, size):
    path = tmp_path / "broken.ttf"
    path.write_bytes(FONTS[0].read_bytes()[:size])
    assert faces_in(str(path)) == () or faces_in(str(path))[0].family
    book = FontBook([tmp_path], system=False)
    assert book.cut("Inter") is not None


def test_what_is_no_font_is_told(tmp_path):
    path = tmp_path / "page.ttf"
    path.write_bytes(b"<html>" * 20)
    with pytest.raises(FontBroken):
        Sfnt(str(path))


def test_a_font_of_the_user_wins_over_a_package(tmp_path):
    mine = tmp_path / "Mine.ttf"
    mine.write_bytes(next(path for path in FONTS if path.name.startswith("Inter[")).read_bytes())
    assert FontBook([tmp_path], system=False).cut("Inter", weight=700).face.path == str(mine)


def test_a_font_file_can_be_named_by_its_path():
    path = str(FONTS[0])
    assert FontBook(system=False).cut(path).face.path == path
    assert FontBook(system=False).cut("gone.ttf") is None


def test_folders_that_are_not_there_do_no_harm():
    assert FontBook([Path("/nowhere/at/all")], system=False).cut("Inter") is not None
