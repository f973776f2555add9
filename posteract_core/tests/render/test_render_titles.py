"""Titles on two hundred base pictures of all kinds: they read, they are whole, they stand where it is calm."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from posteract_core.model import ArtworkKind, Facts, MediaItem
from posteract_core.providers import DrawContext, OverlayLayer, Raster, Subject
from posteract_core.render import Canvas, LookBook, Mark, OverlayService
from posteract_core.render.colour import LINEAR, contrast_of
from posteract_core.render.faces import can_find_faces, faces_in
from posteract_core.render.layers.title import TitleLayer

SIZE = (500, 750)
KINDS = ("dark", "bright", "busy", "flat", "high contrast", "calm top", "calm bottom", "coloured")
EACH = 25
TITLES = (
    "Heat",
    "The Matrix",
    "The Lord of the Rings: The Fellowship of the Ring",
    "WALL·E",
    "Le Fabuleux Destin d’Amélie Poulain",
    "Alien",
    "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb",
)


class Badge(OverlayLayer):
    """A block of 190 × 84 units."""

    type = "badge"

    def value(self, subject: Subject) -> Hashable | None:
        return True

    def draw(self, context: DrawContext) -> Raster:
        return Raster(fill=(255, 0, 255), mask=Image.new("L", (context.px(190), context.px(84)), 255))


class Unwritten(TitleLayer):
    """A title whose letters are not there: what is left is what would be under them."""

    type = "unwritten"

    def finish(self, raster: Raster, context: DrawContext) -> Raster:
        return Raster(fill=(0, 0, 0), mask=Image.new("L", raster.mask.size, 0), at=raster.at, ink=raster.ink)


def crowd(
    picture: Image.Image, dice: random.Random, box: tuple[float, float, float, float], bright: tuple[int, int]
) -> None:
    """Fill a part (in shares) of a picture with things."""
    pen, unit = ImageDraw.Draw(picture), SIZE[0] / 14
    for _ in range(int(420 * (box[2] - box[0]) * (box[3] - box[1]))):
        x = (box[0] + dice.random() * (box[2] - box[0])) * SIZE[0]
        y = (box[1] + dice.random() * (box[3] - box[1])) * SIZE[1]
        r = unit * dice.uniform(0.3, 1.1)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=tuple(dice.randrange(*bright) for _ in range(3)))


def base(kind: str, seed: int) -> Image.Image:
    """Return a base picture of a kind."""
    dice = random.Random(f"{kind} {seed}")
    low, high = {"dark": (0, 60), "bright": (190, 256)}.get(kind, (0, 256))
    ground = tuple(dice.randrange(low, high) for _ in range(3))
    picture = Image.new("RGB", SIZE, ground)
    match kind:
        case "dark" | "bright":
            crowd(picture, dice, (0, 0, 1, 1), (low, high))
            picture = picture.filter(ImageFilter.GaussianBlur(dice.uniform(2, 20)))
        case "busy":
            crowd(picture, dice, (0, 0, 1, 1), (0, 256))
        case "high contrast":
            pen = ImageDraw.Draw(picture)
            for _ in range(26):
                x, y = dice.random() * SIZE[0], dice.random() * SIZE[1]
                grey = dice.choice((0, 255))
                pen.rectangle((x - 90, y - 70, x + 90, y + 70), fill=(grey, grey, grey))
        case "calm top":
            crowd(picture, dice, (0, 0.46, 1, 1.1), (0, 256))
        case "calm bottom":
            crowd(picture, dice, (0, -0.1, 1, 0.54), (0, 256))
        case "coloured":
            other = Image.new("RGB", SIZE, tuple(dice.randrange(256) for _ in range(3)))
            picture = Image.composite(picture, other, Image.linear_gradient("L").resize(SIZE))
    return picture


@dataclass
class Drawn:
    """A title on a picture, taken apart."""

    kind: str
    review: tuple[str, ...]
    ink: tuple[int, int, int, int]
    contrast: float
    badges: tuple[tuple[int, int, int, int], ...]


def luminances(picture: Image.Image) -> list[float]:
    data = picture.tobytes()
    return [
        0.2126 * LINEAR[data[i]] + 0.7152 * LINEAR[data[i + 1]] + 0.0722 * LINEAR[data[i + 2]]
        for i in range(0, len(data), 3)
    ]


def changed(a: Image.Image, b: Image.Image) -> Image.Image:
    red, green, blue = ImageChops.difference(a, b).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


@pytest.fixture(scope="module")
def taken_apart(service: OverlayService, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Drawn]:
    folder = tmp_path_factory.mktemp("titles")
    words = {"color": "auto", "font": "Inter", "box": ["84%", "24%"], "size": {"min": 34, "max": 120}}
    corners = {
        "s": [{"type": "badge", "place": place} for place in ("top-left", "top-right", "bottom-left", "bottom-right")]
    }
    styles = {
        "written": {"layers": {"title": words}},
        "unwritten": {"layers": {"title": {**words, "type": "unwritten"}}},
        "nothing": {},
    }
    book = LookBook({"badge": Badge, "unwritten": Unwritten}, [], styles, corners)
    assert book.problems == ()
    canvas = Canvas.for_kind(ArtworkKind.POSTER, SIZE[0])

    def drawn(style: str, overlays: list[str], picture: Path, title: str) -> tuple[tuple[str, ...], Image.Image]:
        item = MediaItem(title=title, year=1995)
        subject = Subject(item=item, kind=ArtworkKind.POSTER, title=title, facts=Facts())
        out = folder / "out"
        look = book.look(style, overlays, ArtworkKind.POSTER)
        mark = Mark(fingerprint="f", original_hash="o")
        done = service.draw(picture, look, subject, canvas, base="textless", mark=mark, out=out)
        with Image.open(out) as opened:
            return done.review, opened.convert("RGB")

    source = folder / "base.png"
    Image.new("RGB", SIZE, (40, 40, 40)).save(source)
    marked = changed(drawn("nothing", ["s"], source, "Heat")[1], drawn("nothing", [], source, "Heat")[1])
    found = []
    for x, y in ((0, 0), (SIZE[0] // 2, 0), (0, SIZE[1] // 2), (SIZE[0] // 2, SIZE[1] // 2)):
        part = marked.crop((x, y, x + SIZE[0] // 2, y + SIZE[1] // 2))
        box = part.point(lambda value: 255 if value > 60 else 0).getbbox()
        assert box is not None
        found.append((x + box[0], y + box[1], x + box[2], y + box[3]))
    boxes = tuple(found)

    def take(kind: str, seed: int) -> Drawn:
        base(kind, seed).save(source)
        title, badges = TITLES[seed % len(TITLES)], ["s"] if seed % 2 else []
        review, finished = drawn("written", badges, source, title)
        _, under = drawn("unwritten", badges, source, title)
        letters = changed(finished, under)
        strongest = letters.getextrema()[1]
        ink = letters.point(lambda value: 255 if value > max(24, strongest * 0.3) else 0).getbbox()
        assert ink is not None, f"{kind} {seed}: no title"
        solid = letters.crop(ink).point(lambda value: 255 if value > strongest * 0.7 else 0).tobytes()
        own = sorted(light for light, inside in zip(luminances(finished.crop(ink)), solid, strict=True) if inside)
        ground = sorted(luminances(under.crop(ink)))
        ends = ground[len(ground) // 10], ground[len(ground) * 9 // 10]
        ink_light = own[len(own) // 2]
        contrast = 1.0 if ends[0] < ink_light < ends[1] else min(contrast_of(ink_light, end) for end in ends)
        return Drawn(kind, review, ink, contrast, boxes if badges else ())

    return take


@pytest.mark.parametrize("kind", KINDS)
def test_every_title_reads_is_whole_and_meets_no_badge(taken_apart, kind):
    margin = round(44 * SIZE[0] / 1000) - 2
    for seed in range(EACH):
        drawn = taken_apart(kind, seed)
        where = f"{kind} {seed}: {drawn}"
        assert drawn.review == (), where
        assert drawn.contrast >= 4.5, where
        left, top, right, bottom = drawn.ink
        assert min(left, top, SIZE[0] - right, SIZE[1] - bottom) >= margin, where
        for badge in drawn.badges:
            apart = left >= badge[2] or badge[0] >= right or top >= badge[3] or badge[1] >= bottom
            assert apart, where
        if kind == "calm top":
            assert bottom < SIZE[1] * 0.5, where
        if kind in ("calm bottom", "flat"):
            assert top > SIZE[1] * 0.5, where


def halves(top: str, bottom: str) -> Image.Image:
    """Return a picture that is `calm` or `crowded` in each half."""
    picture = Image.new("RGB", SIZE, (40, 60, 90))
    for state, y in ((top, -0.1), (bottom, 0.5)):
        if state == "crowded":
            crowd(picture, random.Random(7), (0, y, 1, y + 0.54), (0, 256))
    return picture


@pytest.fixture
def stand(draw, film, encoded) -> Callable[..., str]:
    """Says where a title of a style stands on a picture: top, middle or bottom."""

    def found(picture: Image.Image, **title: object) -> str:
        title = {"size": {"min": 40, "max": 100}, "color": "#ffffff", **title}
        base, canvas = encoded(picture, "PNG"), Canvas.for_kind(ArtworkKind.POSTER, SIZE[0])
        _, written = draw(base, {"title": title}, film(), canvas=canvas)
        _, plain = draw(base, "none", film(), canvas=canvas)
        box = changed(written.convert("RGB"), plain.convert("RGB")).point(lambda v: 255 if v > 60 else 0).getbbox()
        return ("top", "middle", "bottom")[(box[1] + box[3]) * 3 // (2 * SIZE[1])]

    return found


def test_a_title_goes_where_it_is_calm_and_a_pinned_place_wins(stand):
    assert stand(halves("calm", "crowded")) == "top"
    assert stand(halves("crowded", "calm")) == "bottom"
    assert stand(halves("calm", "calm")) == "bottom"
    assert stand(halves("calm", "crowded"), place="bottom-center") == "bottom"
    assert stand(halves("crowded", "calm"), place="top-left") == "top"


def test_a_title_keeps_off_a_subject(stand):
    picture = Image.new("RGB", SIZE, (60, 66, 80))
    ImageDraw.Draw(picture).ellipse((130, 470, 370, 740), fill=(240, 200, 170))
    assert stand(picture) == "top"


def test_a_title_keeps_off_faces_when_that_is_asked_for(stand, monkeypatch):
    monkeypatch.setattr("posteract_core.render.stacking.faces_in", lambda picture: ((100, 560, 400, 740),))
    calm = Image.new("RGB", SIZE, (60, 66, 80))
    assert stand(calm) == "bottom"
    assert stand(calm, avoid_faces=True) == "top"


def test_a_shade_follows_the_title(draw, film, encoded):
    layers = {"shade": {"type": "gradient", "edge": "auto", "with": "title"}, "title": {"place": "auto"}}
    canvas = Canvas.for_kind(ArtworkKind.POSTER, SIZE[0])
    for picture, dark, bright in (
        (halves("calm", "crowded"), (2, 2), (2, 747)),
        (halves("crowded", "calm"), (2, 747), (2, 2)),
    ):
        _, drawn = draw(encoded(picture, "PNG"), layers, film(), canvas=canvas)
        assert sum(drawn.getpixel(dark)) < 80
        assert sum(abs(a - b) for a, b in zip(drawn.getpixel(bright), picture.getpixel(bright), strict=True)) < 40


def test_nothing_is_laid_under_words_that_read_as_they_are(draw, film, encoded):
    dark = Image.new("RGB", (1000, 1500), (12, 14, 20))
    _, drawn = draw(encoded(dark, "PNG"), {"title": {"color": "auto", "place": "bottom"}}, film("Heat"))
    corner = drawn.crop((0, 1300, 300, 1500)).convert("L").getextrema()
    assert corner[1] - corner[0] <= 4


def test_a_plate_covers_what_its_words_need_and_badges_keep_off_it(draw, film, encoded):
    grey = encoded(Image.new("RGB", (1000, 1500), (128, 128, 128)), "PNG")
    layers = {
        "title": {"place": "bottom", "color": "#ffffff", "plate": {"color": "#ff0000", "padding": 30, "width": "full"}}
    }
    overlays = {"s": [{"type": "badge", "place": "bottom-left"}]}
    _, drawn = draw(grey, layers, film("Heat"), overlays=overlays, layer_types={"badge": Badge})
    red, green, blue = drawn.convert("RGB").split()
    plate = ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(lambda v: 255 if v > 150 else 0).getbbox()
    badge = ImageChops.subtract(ImageChops.darker(red, blue), green).point(lambda v: 255 if v > 150 else 0).getbbox()
    assert (plate[0], plate[2]) == (0, 1000)
    assert badge[3] <= plate[1] or plate[3] <= badge[1]


def test_an_accent_on_words_reads(draw, film, encoded):
    for ground in ((20, 24, 40), (236, 238, 242), (110, 120, 130)):
        picture = Image.new("RGB", (1000, 1500), ground)
        picture.paste((220, 60, 40), (400, 300, 700, 500))
        _, drawn = draw(
            encoded(picture, "PNG"), {"title": {"color": "accent", "place": "bottom", "size": 160}}, film("III")
        )
        row = luminances(drawn.convert("RGB").crop((300, 1380, 700, 1400)))
        assert contrast_of(min(row), max(row)) >= 4.5


def schematic_face() -> Image.Image:
    """Return a picture with a drawn face in its middle that a detector takes for one."""
    picture = Image.new("RGB", (1000, 1500), (120, 130, 140))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((350, 400, 650, 800), fill=(224, 180, 150))
    pen.pieslice((340, 370, 660, 700), 180, 360, fill=(60, 40, 30))
    pen.ellipse((340, 460, 660, 800), fill=(224, 180, 150))
    for x in (430, 570):
        pen.rectangle((x - 45, 525, x + 45, 538), fill=(80, 50, 40))
        pen.ellipse((x - 32, 550, x + 32, 582), fill=(250, 250, 250))
        pen.ellipse((x - 14, 552, x + 14, 580), fill=(30, 20, 20))
    pen.polygon([(500, 580), (475, 670), (525, 670)], fill=(196, 150, 120))
    pen.ellipse((440, 705, 560, 735), fill=(150, 60, 60))
    return picture.filter(ImageFilter.GaussianBlur(5))


@pytest.mark.skipif(not can_find_faces(), reason="needs posteract-core[faces]")
def test_opencv_finds_a_face_where_it_is_and_none_where_there_is_none():
    ((left, top, right, bottom),) = faces_in(schematic_face())
    assert (left + right) / 2 == pytest.approx(500, abs=40)
    assert 350 < top < 450
    assert 750 < bottom < 850
    assert faces_in(Image.new("RGB", (1000, 1500), (90, 90, 90))) == ()


def test_without_opencv_no_face_is_found_and_the_signature_says_so(monkeypatch, book_of, film):
    look = book_of({"a": {"layers": {"title": {"avoid_faces": True}}}}).look("a", [], ArtworkKind.POSTER)
    said = {}
    for there in (False, True):
        monkeypatch.setattr("posteract_core.render.look.can_find_faces", lambda there=there: there)
        said[there] = look.signature(film(), base="textless")
    assert said[False] != said[True]
    monkeypatch.setattr("posteract_core.render.faces.can_find_faces", lambda: False)
    assert faces_in(schematic_face()) == ()
