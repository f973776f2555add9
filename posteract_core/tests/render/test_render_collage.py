"""Collages: one picture of many, the same for the same files."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from posteract_core.errors import PictureRefused
from posteract_core.render.collage import GROUND, _assigned, _slots, collage

COLOURS = ["#d04040", "#40d040", "#4040d0", "#d0d040", "#40d0d0", "#d040d0", "#e0e0e0", "#806020", "#208060"]


@pytest.fixture
def paths(tmp_path):
    for number, colour in enumerate(COLOURS):
        Image.new("RGB", (400, 600), colour).save(tmp_path / f"{number}.png")
    return [tmp_path / f"{number}.png" for number in range(len(COLOURS))]


def drawn(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def near(pixel, colour: str) -> bool:
    wanted = tuple(bytes.fromhex(colour[1:]))
    return all(abs(a - b) < 12 for a, b in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 9])
def test_every_picture_is_seen_and_the_same_files_give_the_same_bytes(paths, count):
    data = collage(paths[:count])
    picture = drawn(data)
    assert picture.size == (1000, 1500)
    upper = picture.crop((0, 0, 1000, 760)).resize((100, 76), Image.Resampling.NEAREST)
    found = {colour for colour in COLOURS[:count] for pixel in upper.get_flattened_data() if near(pixel, colour)}
    assert len(found) >= min(count, 5)
    assert collage(paths[:count]) == data


@pytest.mark.parametrize("count", [2, 5, 9])
def test_there_is_a_calm_dark_place_for_a_title_at_the_foot(paths, count):
    foot = drawn(collage(paths[:count])).crop((0, 1320, 1000, 1500))
    assert max(high for _, high in foot.getextrema()) < 45
    assert max(GROUND) < 45


def test_the_first_picture_stands_where_most_is_seen_and_none_beside_itself():
    slots = _slots(1805, 353, 530, 3)
    chosen = _assigned(slots, 9)
    assert chosen[:9] == list(range(9))
    for one, at in zip(chosen, slots, strict=True):
        for other, there in zip(chosen, slots, strict=True):
            close = abs(at[0] - there[0]) < 380 and abs(at[1] - there[1]) < 560
            assert one != other or at == there or not close


def test_what_is_no_picture_is_refused(paths, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"<html>")
    with pytest.raises(PictureRefused):
        collage([paths[0], broken])
