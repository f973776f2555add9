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


def test_size_fit_and_quality_are_said_as_in_the_configuration(posteract, jpeg, tmp_path):
    (tmp_path / "base.jpg").write_bytes(jpeg("teal", (400, 300)))
    options = ("--canvas", "500x750", "--fit", "contain", "--focus", "50%,0.2", "--quality", "80")
    ended = posteract("render", "base.jpg", *options, "-o", "out.webp", cwd=tmp_path)
    assert ended.code == 0, ended.err
    with Image.open(tmp_path / "out.webp") as picture:
        assert (picture.format, picture.size) == ("WEBP", (500, 750))
        assert max(picture.convert("RGB").getpixel((250, 10))) < 30, "contained: the ground above it"
    (tmp_path / "config.yaml").write_text("plugins: {}\npictures: {canvas: 300x450}\n")
    assert posteract("render", "base.jpg", "-o", "small.jpg", cwd=tmp_path).code == 0
    with Image.open(tmp_path / "small.jpg") as picture:
        assert picture.size == (300, 450)


def test_sizes_that_cannot_be_had_are_said_all_at_once(posteract, jpeg, tmp_path):
    (tmp_path / "base.jpg").write_bytes(jpeg("teal", (400, 300)))
    options = ("--canvas", "1920x1080", "--fit", "coverr", "--focus", "1,x", "--quality", "0")
    ended = posteract("render", "base.jpg", *options, "-o", "out.jpg", cwd=tmp_path)
    assert ended.code == 2
    for said in ("--canvas is no size of a poster", "did you mean `cover`?", "--focus must be a number", "--quality"):
        assert said in ended.err
