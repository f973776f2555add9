"""Contact sheets: all there is to see is on them, and the styles look as they were kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from posteract_core.model import ArtworkKind
from posteract_core.render import LookBook, OverlayService
from posteract_core.render.sheets import SheetMaker, style_samples

KEPT = Path(__file__).parent / "kept"
STYLES = LookBook({}, [], {}, {}).style_names


def distance(a: Image.Image, b: Image.Image) -> tuple[float, float]:
    """Return how different two pictures look, 0 to 255: on the whole, and in the worst of 20 × 12 fields."""
    difference = ImageChops.difference(a.convert("RGB"), b.convert("RGB")).convert("L")
    return ImageStat.Stat(difference).mean[0], float(max(difference.resize((20, 12), Image.Resampling.BOX).tobytes()))


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory, service: OverlayService) -> SheetMaker:
    """Draws sheets; one for all tests, since it keeps the base pictures it made."""
    styles = {"larger": {"extends": "minimal", "layers": {"title": {"size": {"max": 125}}}}}
    overlays = {"words": [{"type": "text", "text": "Leaving", "place": "top-left"}], "nothing": []}
    return SheetMaker(LookBook({}, [], styles, overlays), service, tmp_path_factory.mktemp("sheets"))


@pytest.mark.parametrize("style", STYLES)
def test_a_style_looks_as_it_was_kept(maker, style):
    with Image.open(KEPT / f"{style}.png") as kept:
        whole, worst = distance(maker.sample_strip(style), kept)
    assert whole < 1.5
    assert worst < 14


def test_another_style_would_be_noticed(maker):
    with Image.open(KEPT / "minimal.png") as kept:
        assert distance(maker.sample_strip("title-card"), kept)[1] > 40


def test_a_title_one_size_larger_would_be_noticed(maker):
    with Image.open(KEPT / "minimal.png") as kept:
        assert distance(maker.sample_strip("larger"), kept)[1] > 14


def test_every_shipped_style_is_kept_and_nothing_else():
    assert {path.stem for path in KEPT.glob("*.png")} == set(STYLES)


def test_a_sheet_shows_titles_of_all_kinds_and_says_what_it_left_out(maker):
    path = maker.style("minimal")
    with Image.open(path) as sheet:
        assert sheet.width > 2000
    assert ".sample.jpg" not in [file.name for file in path.parent.iterdir()]
    assert any("U+1F642" in warning for warning in maker.warnings)
    captions = {sample.caption for sample in style_samples()}
    assert {
        "short",
        "long",
        "very long",
        "capitals",
        "Arabic",
        "Hebrew",
        "Japanese",
        "Korean",
        "Thai",
        "emoji",
    } <= captions
    assert {sample.kind for sample in style_samples()} >= {ArtworkKind.SEASON, ArtworkKind.TITLE_CARD}


def test_badges_are_shown_on_posters_and_in_full_size_below(maker):
    with Image.open(maker.badges({"words": ["words"]})) as sheet:
        with_wall = sheet.height
    with Image.open(maker.badges({"nothing": []})) as sheet:
        assert with_wall > sheet.height
