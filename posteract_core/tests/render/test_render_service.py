"""The service: what comes out, and that it is the same wherever it is drawn."""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
from collections.abc import Hashable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from posteract_core.errors import PictureRefused, PluginError
from posteract_core.model import ArtworkKind, Facts, MediaItem
from posteract_core.providers import DrawContext, LogoFile, OverlayLayer, Raster, Subject
from posteract_core.render import Canvas, LookBook, Mark, OverlayService, foreign_mark, read_mark
from posteract_core.render.colour import contrast_ratio
from posteract_core.render.fit import badges_area
from posteract_core.render.look import Look
from posteract_core.render.mark import exif_of
from posteract_core.render.placement import ANCHORS
from posteract_core.render.samples import SAMPLES
from posteract_core.render.scene import Scene
from posteract_core.render.stacking import stacked
from posteract_core.render.toolbox import Toolbox

MARK = Mark(fingerprint="f" * 8, original_hash="0" * 8)


class Block(OverlayLayer):
    """A red block of 100 × 60 units."""

    type = "block"

    def value(self, subject: Subject) -> Hashable | None:
        return True

    def draw(self, context: DrawContext) -> Raster:
        return Raster(fill=(255, 0, 0), mask=Image.new("L", (context.px(100), context.px(60)), 255))


class Failing(Block):
    """Raises when it is drawn."""

    type = "failing"

    def draw(self, context: DrawContext) -> Raster:
        raise ZeroDivisionError("oh")


BLOCKS = {"block": Block, "failing": Failing}


def red_box(picture: Image.Image) -> tuple[int, int, int, int] | None:
    red, green, _ = picture.convert("RGB").split()
    return ImageChops.subtract(red, green).point(lambda value: 255 if value > 150 else 0).getbbox()


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        (ArtworkKind.POSTER, (1000, 1500)),
        (ArtworkKind.SEASON, (1000, 1500)),
        (ArtworkKind.COLLECTION, (1000, 1500)),
        (ArtworkKind.BACKGROUND, (1920, 1080)),
        (ArtworkKind.TITLE_CARD, (1920, 1080)),
        (ArtworkKind.SQUARE, (1000, 1000)),
    ],
)
def test_each_kind_has_its_canvas(draw, dusk, film, kind, size):
    done, picture = draw(dusk, "minimal", film(kind=kind))
    assert picture.size == size == (done.width_px, done.height_px)
    assert picture.format == "JPEG"
    assert done.review == ()


def test_a_canvas_may_be_larger_or_smaller(draw, dusk, film):
    for width in (500, 2000):
        canvas = Canvas.for_kind(ArtworkKind.POSTER, width)
        assert draw(dusk, "cinema", film(), canvas=canvas)[1].size == (width, width * 3 // 2)
    with pytest.raises(ValueError, match="not 100000"):
        Canvas.for_kind(ArtworkKind.POSTER, 100_000)


def test_a_look_is_the_same_at_every_size(draw, snow, film):
    small, large = (
        draw(snow, "cinema", film("The Matrix"), canvas=Canvas.for_kind(ArtworkKind.POSTER, width))[1].resize(
            (300, 450)
        )
        for width in (700, 2000)
    )
    assert ImageStat.Stat(ImageChops.difference(small, large).convert("L")).mean[0] < 4


def test_the_mark_is_in_every_format(draw, dusk, film, tmp_path):
    for format_ in ("jpeg", "png", "webp"):
        done, picture = draw(dusk, "minimal", film(), format=format_, mark=Mark(fingerprint="abc", original_hash="def"))
        data = (tmp_path / "out.picture").read_bytes()
        assert picture.format.lower() == done.format == format_
        assert read_mark(data) == Mark(fingerprint="abc", original_hash="def")
        assert done.sha256 == hashlib.sha256(data).hexdigest()
        assert done.size_bytes == len(data)


def test_pictures_of_others_have_no_mark_of_ours(dusk, encoded):
    assert read_mark(dusk) is None
    assert read_mark(b"nonsense") is None
    assert foreign_mark(dusk) is None


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_mark_is_read_from_the_beginning_of_a_large_picture(encoded, format_):
    noise = Image.effect_noise((600, 900), 90).convert("RGB")
    plain, ours = encoded(noise, format_), encoded(noise, format_, exif=exif_of(MARK))
    for data in (plain, plain[: len(plain) // 2]):
        assert read_mark(data) is None
        assert foreign_mark(data) is None
    assert read_mark(ours) == MARK
    if format_ != "WEBP":  # it stands behind the pixels there
        assert read_mark(ours[: len(ours) // 2]) == MARK


def test_marks_of_other_tools_are_known(encoded):
    picture = Image.new("RGB", (20, 30))
    exif = Image.Exif()
    exif[0x04BC] = "overlay"
    assert foreign_mark(encoded(picture, exif=exif)) == "kometa"
    assert foreign_mark(encoded(picture, "PNG", exif=exif)) == "kometa"
    assert foreign_mark(encoded(picture, comment=b"created with posterizarr")) == "posterizarr"
    assert foreign_mark(encoded(picture, comment=b"created with ppm")) == "posterizarr"
    assert foreign_mark(encoded(picture, comment=b"titlecard")) == "tcm"


def test_a_mark_holds_no_white_space(draw, dusk, film):
    with pytest.raises(ValueError, match="white space"):
        draw(dusk, "minimal", film(), mark=Mark(fingerprint="a b", original_hash=""))


@pytest.mark.parametrize("place", ANCHORS)
def test_a_badge_stands_at_its_place_within_the_margin(draw, dusk, film, place):
    overlays = {"s": [{"type": "block", "place": place}]}
    _, picture = draw(dusk, "none", film(), overlays=overlays, layer_types=BLOCKS)
    left, top, right, bottom = red_box(picture)
    vertical, horizontal = place.split("-")
    x = {"left": left - 44, "right": 956 - right, "center": (left + right) / 2 - 500}[horizontal]
    y = {"top": top - 44, "bottom": 1456 - bottom, "middle": (top + bottom) / 2 - 750}[vertical]
    assert abs(x) <= 2
    assert abs(y) <= 2


def test_offset_scale_rotation_and_opacity_are_common_to_all(draw, dusk, film):
    def drawn(**common):
        overlays = {"s": [{"type": "block", "place": "top-left", **common}]}
        return draw(dusk, "none", film(), overlays=overlays, layer_types=BLOCKS)[1]

    assert red_box(drawn(offset=[100, "10%"]))[:2] == pytest.approx((144, 194), abs=2)
    left, top, right, bottom = red_box(drawn(scale=2))
    assert (right - left, bottom - top) == pytest.approx((200, 120), abs=2)
    left, top, right, bottom = red_box(drawn(rotation=90))
    assert (right - left, bottom - top) == pytest.approx((60, 100), abs=3)
    assert (left, top) == pytest.approx((44, 44), abs=3)
    assert red_box(drawn(opacity=0.1)) is None


def test_badges_of_one_place_stand_in_a_row(draw, dusk, film):
    _, picture = draw(dusk, "none", film(), overlays={"s": ["block", "block", "block"]}, layer_types=BLOCKS)
    left, top, right, bottom = red_box(picture)
    assert (right - left, bottom - top) == pytest.approx((324, 60), abs=3)


def test_a_badge_without_room_is_left_out_and_named(draw, dusk, film):
    overlays = {"s": [{"type": "block", "scale": 5, "place": "top-left"} for _ in range(20)]}
    done, _ = draw(dusk, "none", film(), overlays=overlays, layer_types=BLOCKS)
    assert any("no room for `block" in warning for warning in done.warnings)


def test_a_layer_that_fails_fails_its_picture_with_a_reason(draw, dusk, film):
    with pytest.raises(PluginError, match="`failing` failed: ZeroDivisionError: oh"):
        draw(dusk, "none", film(), overlays={"s": ["failing"]}, layer_types=BLOCKS)


def test_a_title_that_does_not_fit_is_never_cut(draw, dusk, film):
    layers = {"title": {"size": {"min": 300, "max": 400}}}
    done, picture = draw(dusk, layers, film("Donaudampfschifffahrtsgesellschaftskapitänsmütze"))
    assert done.review == ("the title did not fit",)
    assert picture.tobytes() == draw(dusk, "none", film())[1].tobytes()


def test_a_title_no_font_can_write_is_for_review(draw, dusk, film):
    done, _ = draw(dusk, "minimal", film("ᐃᓄᒃᑎᑐᑦ"))
    assert done.review == ("the title is in a script no font has",)
    assert "U+1403" in done.warnings[0]


def test_a_font_that_is_not_there_is_replaced_and_named(draw, dusk, film):
    done, picture = draw(dusk, {"title": {"font": "Helvetica Neue"}}, film())
    assert any("no font `Helvetica Neue`" in warning for warning in done.warnings)
    assert picture.tobytes() == draw(dusk, {"title": {}}, film())[1].tobytes()


def test_a_text_without_its_value_is_left_out(draw, dusk, film):
    plain = draw(dusk, "none", film())[1].tobytes()
    assert draw(dusk, {"line": {"type": "text", "text": "{edition}"}}, film())[1].tobytes() == plain
    assert draw(dusk, {"line": {"type": "text", "text": "{edition}"}}, film(edition="Final Cut"))[1].tobytes() != plain


def test_automatic_colour_is_white_on_dark_and_black_on_white(draw, film, encoded):
    layers = {"title": {"color": "auto", "place": "middle-center", "size": {"max": 200}}}
    for ground, ink in (((12, 12, 20), 255), ((250, 250, 250), 0)):
        _, picture = draw(encoded(Image.new("RGB", (1000, 1500), ground)), layers, film())
        found = picture.convert("L").crop((44, 600, 956, 900)).getextrema()
        assert ink in (min(found) if ink == 0 else max(found), 255 - (255 - max(found)) // 40 if ink else 0)


def test_a_scrim_makes_white_words_read_on_white(draw, film, encoded):
    white = encoded(Image.new("RGB", (1000, 1500), (250, 250, 250)))
    _, plain = draw(white, {"title": {}}, film())
    _, helped = draw(white, {"title": {"scrim": True}}, film())
    box = (300, 1300, 700, 1456)
    assert (
        ImageStat.Stat(helped.crop(box).convert("L")).mean[0]
        < ImageStat.Stat(plain.crop(box).convert("L")).mean[0] - 40
    )


def test_the_lettering_of_the_title_is_used_where_there_is_one(draw, dusk, film, tmp_path):
    logo = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    logo.paste((255, 0, 0, 255), (100, 50, 800, 250))
    logo.save(tmp_path / "logo.png")
    subject = replace(film(), logo=LogoFile(path=str(tmp_path / "logo.png"), hash="abc"))
    layers = {"title": {"use": "logo_or_text", "box": ["70%", "20%"]}}
    _, picture = draw(dusk, layers, subject)
    left, top, right, bottom = red_box(picture)
    assert (right - left, bottom - top) == pytest.approx((700, 200), abs=4)
    assert bottom == pytest.approx(1456, abs=3)
    _, in_words = draw(dusk, layers, film())
    assert in_words.tobytes() == draw(dusk, {"title": {"box": ["70%", "20%"]}}, film())[1].tobytes()


def test_a_lettering_that_does_not_read_becomes_white_when_that_is_asked_for(draw, film, encoded, tmp_path):
    logo = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    logo.paste((20, 18, 30, 255), (0, 0, 900, 300))
    logo.save(tmp_path / "logo.png")
    subject = replace(film(), logo=LogoFile(path=str(tmp_path / "logo.png"), hash="abc"))
    dark = encoded(Image.new("RGB", (1000, 1500), (10, 10, 14)))
    _, picture = draw(dark, {"title": {"use": "logo", "recolor": "auto"}}, subject)
    assert picture.getpixel((500, 1400)) == pytest.approx((255, 255, 255), abs=6)
    _, asked = draw(dark, {"title": {"use": "logo", "recolor": "#20c040"}}, subject)
    assert asked.getpixel((500, 1400)) == pytest.approx((0x20, 0xC0, 0x40), abs=6)


def test_a_lettering_keeps_its_colours_unless_asked_and_gets_a_ground_it_reads_on(draw, film, encoded, tmp_path):
    logo = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    logo.paste((20, 18, 30, 255), (0, 0, 900, 300))
    logo.save(tmp_path / "logo.png")
    subject = replace(film(), logo=LogoFile(path=str(tmp_path / "logo.png"), hash="abc"))
    dark = encoded(Image.new("RGB", (1000, 1500), (10, 10, 14)))
    _, picture = draw(dark, {"title": {"use": "logo"}}, subject)
    assert picture.getpixel((500, 1400)) == pytest.approx((20, 18, 30), abs=6)
    assert contrast_ratio((20, 18, 30), picture.getpixel((500, 1459))) > 3


def test_words_in_the_base_are_not_cut_off(draw, film, encoded):
    wide = Image.new("RGB", (1600, 1000), (20, 120, 200))
    wide.paste((255, 255, 255), (0, 0, 60, 1000))
    wide.paste((255, 255, 255), (1540, 0, 1600, 1000))
    _, cut = draw(encoded(wide), "none", film())
    _, kept = draw(encoded(wide), "none", film(), base="has_text")
    row = [kept.getpixel((x, 750)) for x in (30, 970)]
    assert all(min(pixel) > 150 for pixel in row)
    assert max(cut.getpixel((8, 750))[0], cut.getpixel((990, 750))[0]) < 60


def test_the_focus_stays_in_sight(draw, film, encoded):
    wide = Image.new("RGB", (2000, 1000), (10, 10, 10))
    wide.paste((255, 0, 0), (1800, 0, 2000, 1000))
    assert red_box(draw(encoded(wide), {"fit": {"focus": [1, 0.5]}}, film())[1])
    assert red_box(draw(encoded(wide), {"fit": {"focus": [0, 0.5]}}, film())[1]) is None


def test_contain_shows_all_of_it_on_its_background(draw, film, encoded):
    wide = encoded(Image.new("RGB", (1500, 500), (255, 0, 0)))
    _, picture = draw(wide, {"fit": {"mode": "contain", "background": "#000010"}}, film())
    left, top, right, bottom = red_box(picture)
    assert (left, right) == pytest.approx((0, 1000), abs=2)
    assert bottom - top == pytest.approx(333, abs=4)


def test_a_finished_picture_keeps_its_edges_whatever_the_style_says(draw, film, dusk):
    assert draw(dusk, "polaroid", film(), base="finished")[1].tobytes() == draw(dusk, "none", film())[1].tobytes()


def test_badges_stay_on_the_picture_of_a_framed_style(draw, film, dusk):
    overlays = {"s": [{"type": "block", "place": "bottom-left"}]}
    _, picture = draw(dusk, "polaroid", film(), overlays=overlays, layer_types=BLOCKS)
    left, _, _, bottom = red_box(picture)
    assert left == pytest.approx(80, abs=2)
    assert bottom == pytest.approx(1500 - 336 - 24, abs=2)


def test_a_logo_keeps_its_transparency(draw, film, encoded):
    logo = Image.new("RGBA", (2000, 500), (0, 0, 0, 0))
    logo.paste((255, 255, 255, 255), (200, 100, 1800, 400))
    done, picture = draw(encoded(logo, "PNG"), "none", film(kind=ArtworkKind.LOGO))
    assert done.format == "png"
    assert picture.mode == "RGBA"
    assert picture.size == (1000, 250)
    assert picture.getpixel((2, 2))[3] == 0


def test_badges_can_be_drawn_on_a_logo(draw, film, encoded):
    logo = encoded(Image.new("RGBA", (1000, 400), (0, 0, 0, 0)), "PNG")
    overlays = {"s": ["block"]}
    _, picture = draw(logo, "none", film(kind=ArtworkKind.LOGO), overlays=overlays, layer_types=BLOCKS)
    assert picture.getpixel((10, 10)) == (255, 0, 0, 255)
    assert picture.getpixel((900, 300))[3] == 0


def test_an_unusable_base_is_refused_and_writes_nothing(draw, film, tmp_path):
    with pytest.raises(PictureRefused, match="web page"):
        draw(b"<html>404</html>", "minimal", film())
    assert not (tmp_path / "out.picture").exists()


@pytest.mark.parametrize(
    "layers",
    [
        {"gradient": {"edge": edge, "reach": "30%"}} for edge in ("top", "bottom", "left", "right")
    ]
    + [
        {"vignette": {}},
        {"border": {"width": [10, "5%", 0, 30], "radius": 20, "inset": 8, "strength": "50%"}},
        {"border": {"width": 3, "inset": 40, "glow": {"color": "#00ffff"}}},
        {"box": {"size": ["50%", 200], "radius": 30, "place": "middle-center"}},
        {"box": {"line": 4, "rotation": 12}},
        {"blur": {"radius": 30, "region": [0, 0.5, 1, 1], "feather": 40}},
        {"tint": {"saturation": 0, "contrast": 1.4, "brightness": 0.8, "color": "#203040"}},
        {"tint": {"saturation": 1.5}},
        {"shadow": {"blur": 60, "place": "middle-left"}},
        {"title": {"stroke": {"width": 4}, "shadow": {}, "glow": {"color": "red", "spread": 6}, "rotation": -8}},
        {"title": {"opacity": 0.5, "shadow": {}, "stroke": {}}},
        {"title": {"condense": 70, "font": "Noto Sans", "break_at": [":"], "tracking": 0.1}},
    ],
)  # fmt: skip
def test_every_layer_of_core_changes_the_picture_and_stays_the_same(draw, dusk, film, layers):
    plain = draw(dusk, "none", film())[1].tobytes()
    first, again = draw(dusk, layers, film()), draw(dusk, layers, film(), service=OverlayService(system_fonts=False))
    assert first[1].tobytes() != plain
    assert first[0] == again[0]


def test_an_svg_and_a_png_can_be_laid_over(draw, dusk, film, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mark.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'><rect width='10' height='5' fill='red'/></svg>"
    )
    Image.new("RGBA", (300, 150), (255, 0, 0, 255)).save("mark.png")
    for name in ("mark.svg", "mark.png"):
        _, picture = draw(dusk, {"image": {"file": name, "width": 200, "place": "top-right"}}, film())
        assert red_box(picture) == pytest.approx((756, 44, 956, 144), abs=2)


@pytest.mark.parametrize(
    "inside",
    [
        "<image href='file:///etc/passwd' width='5' height='5'/>",
        "<image xlink:href='other.png' width='5' height='5'/>",
        "<style>rect { fill: url(http://example.org/x) }</style>",
        "<style>@import 'http://example.org/x.css';</style>",
    ],
)
def test_an_svg_that_points_outside_is_refused(draw, dusk, film, tmp_path, monkeypatch, inside):
    monkeypatch.chdir(tmp_path)
    head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 10 5'>"
    Path("sly.svg").write_text(f"{head}{inside}</svg>")
    with pytest.raises(PictureRefused, match="outside of itself"):
        draw(dusk, {"image": {"file": "sly.svg", "width": 200}}, film())


def test_another_process_gives_the_same_bytes(service, dusk, book_of, film, tmp_path):
    canvas = Canvas.for_kind(ArtworkKind.POSTER)
    settings_ = {"base": "textless", "mark": MARK}
    # Spawned: a fork would share what this process has cached.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as processes:
        for style, title in (("cinema", "Heat"), ("noir", "قيامة أرطغرل"), ("neon", "The Matrix")):
            look = book_of().look(style, [], ArtworkKind.POSTER)
            there = processes.submit(
                service.draw, dusk, look, film(title), canvas, out=tmp_path / "there.jpg", **settings_
            )
            here = service.draw(dusk, look, film(title), canvas, out=tmp_path / "here.jpg", **settings_)
            assert there.result() == here


def test_one_service_serves_many_threads(service, dusk, book_of, film, tmp_path):
    look = book_of().look("classic", [], ArtworkKind.POSTER)
    canvas = Canvas.for_kind(ArtworkKind.POSTER)

    def one(number: int) -> str:
        title = ("Heat", "Ronin", "Collateral")[number % 3]
        out = tmp_path / f"{number}.jpg"
        return service.draw(dusk, look, film(title), canvas, base="textless", mark=MARK, out=out).sha256

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(one, range(12)))
    assert found == [one(number) for number in range(12)]


def test_a_service_can_be_sent_to_another_process():
    again = pickle.loads(pickle.dumps(OverlayService(system_fonts=False, cache_bytes=123)))
    assert again._cache.capacity_bytes == 123


def test_the_cache_is_bounded_and_changes_nothing(dusk, film, book_of, tmp_path):
    look = book_of().look("neon", [], ArtworkKind.POSTER)
    canvas = Canvas.for_kind(ArtworkKind.POSTER)
    digests = set()
    for capacity in (0, 200_000, 50_000_000):
        service = OverlayService(system_fonts=False, cache_bytes=capacity)
        for title in ("Ronin", "Heat"):
            done = service.draw(dusk, look, film(title), canvas, base="textless", mark=MARK, out=tmp_path / "x.jpg")
            assert service._cache.held_bytes <= capacity
        digests.add(done.sha256)
    assert len(digests) == 1


COMMON = st.fixed_dictionaries(
    {},
    optional={
        "place": st.sampled_from(ANCHORS),
        "offset": st.lists(st.integers(-30, 200), min_size=2, max_size=2),
        "opacity": st.sampled_from([0.3, 1.0]),
        "rotation": st.sampled_from([0, 15, 90, -45]),
        "scale": st.sampled_from([0.5, 1, 2]),
    },
)
LAYERS = st.lists(
    st.one_of(
        COMMON.map(lambda common: {"type": "block", **common}),
        st.tuples(COMMON, st.sampled_from(["{title}", "{year}", "Director’s Cut"])).map(
            lambda pair: {"type": "text", "text": pair[1], "box": ["40%", "8%"], **pair[0]}
        ),
        st.sampled_from(
            [{"type": "gradient"}, {"type": "vignette"}, {"type": "border"}, {"type": "blur", "radius": 9}]
        ),
    ),
    max_size=12,
)


STYLE_LAYERS = st.lists(
    st.tuples(COMMON, st.sampled_from(["{title}", "{year}", "A tagline of some length, on two lines"])).map(
        lambda pair: {"type": "text", "text": pair[1], "box": ["50%", "9%"], **pair[0]}
    ),
    max_size=5,
)


def places_of(
    service: OverlayService, look: Look, subject: Subject, canvas: Canvas
) -> list[tuple[str, int, int, int, int]]:
    """Return (name, left, top, right, bottom) of the ink of each layer that stacks."""
    picture = Image.new("RGB", (canvas.width_px, canvas.height_px))
    scene = Scene(picture, subject, canvas, Toolbox(service._setter, service._cache))
    area = badges_area(canvas, look.fit_of(subject, base="textless"))
    return [(each.placed.name, *each.area) for each in stacked(scene, look.shown(subject, base="textless"), area)]


@settings(max_examples=40)
@given(
    of_style=STYLE_LAYERS,
    badges=LAYERS.map(lambda layers: layers[:7]),
    title=st.sampled_from(
        ["Heat", "The Lord of the Rings: The Fellowship of the Ring", "لورنس العرب", "ลุงบุญมีระลึกชาติ", "WALL·E"]
    ),
    style=st.sampled_from(["cinema", "classic", "noir", "polaroid", "title-card"]),
    place=st.sampled_from(ANCHORS),
    kind=st.sampled_from([ArtworkKind.POSTER, ArtworkKind.TITLE_CARD, ArtworkKind.SQUARE]),
    width=st.sampled_from([200, 640, 1000]),
)
def test_blocks_of_a_style_at_any_places_meet_neither_each_other_nor_badges(
    of_style, badges, title, style, place, kind, width
):
    own = {f"line {number}": layer for number, layer in enumerate(of_style)}
    styles = {"tried": {"extends": style, "layers": {"title": {"place": place}, **own}}}
    book = LookBook(BLOCKS, [], styles, {"s": badges})
    assert book.problems == ()
    look, canvas = book.look("tried", ["s"], kind), Canvas.for_kind(kind, width)
    subject = Subject(item=MediaItem(title=title, year=1995), kind=kind, title=title, facts=Facts())
    service = OverlayService(system_fonts=False)
    placed = places_of(service, look, subject, canvas)
    for _, left, top, right, bottom in placed:
        assert 0 <= left < right <= canvas.width_px
        assert 0 <= top < bottom <= canvas.height_px
    for (one, *a), (other, *b) in combinations(placed, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    layers=LAYERS,
    title=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    kind=st.sampled_from([ArtworkKind.POSTER, ArtworkKind.TITLE_CARD, ArtworkKind.SQUARE]),
    width=st.sampled_from([200, 480]),
)
def test_any_layers_any_title_any_canvas_draw_the_same_twice(tmp_path, layers, title, kind, width):
    book = LookBook(BLOCKS, [], {}, {"s": layers})
    assert book.problems == ()
    look = book.look("minimal", ["s"], kind)
    item = MediaItem(title=title, year=1995)
    subject = Subject(item=item, kind=kind, title=title, facts=Facts())
    canvas = Canvas.for_kind(kind, width)
    data = tmp_path / "base.jpg"
    if not data.exists():
        SAMPLES["snow"]((300, 450)).save(data)
    results = [
        OverlayService(system_fonts=False).draw(
            data, look, subject, canvas, base="textless", mark=MARK, out=tmp_path / f"{number}.jpg"
        )
        for number in range(2)
    ]
    assert results[0] == results[1]
    assert (results[0].width_px, results[0].height_px) == (canvas.width_px, canvas.height_px)
