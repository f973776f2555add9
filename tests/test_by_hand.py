"""`posteract render` and `posteract test`: pictures without any server."""

from __future__ import annotations

from PIL import Image


def test_one_picture_by_hand_has_the_size_of_its_kind_and_is_written_whole(posteract, jpeg, tmp_path):
    (tmp_path / "base.jpg").write_bytes(jpeg("teal", (400, 300)))
    ended = posteract("render", "base.jpg", "--title", "Heat", "--style", "noir", "-o", "out.png", cwd=tmp_path)
    assert ended.code == 0, ended.err
    with Image.open(tmp_path / "out.png") as picture:
        assert (picture.format, picture.size) == ("PNG", (1000, 1500))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base.jpg", "out.png"]


def test_what_cannot_be_rendered_is_said_and_leaves_nothing(posteract, jpeg, tmp_path):
    (tmp_path / "base.jpg").write_bytes(jpeg("teal", (400, 300)))
    (tmp_path / "page.jpg").write_bytes(b"<html>no picture</html>")
    for words, code, said in (
        (("base.jpg", "-o", "out.gif"), 2, "names no format"),
        (("base.jpg", "--style", "nior", "--title", "Heat", "-o", "out.jpg"), 2, "noir"),
        (("page.jpg", "--title", "Heat", "-o", "out.jpg"), 1, "picture"),
        (("missing.jpg", "--title", "Heat", "-o", "out.jpg"), 1, "missing.jpg"),
    ):
        ended = posteract("render", *words, cwd=tmp_path)
        assert (ended.code, said in ended.err) == (code, True), (words, ended)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base.jpg", "page.jpg"]
