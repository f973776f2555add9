"""Contact sheets: every style on titles of all kinds, and every badge, to look at and to compare."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from PIL import Image

from ..model import (
    ArtworkKind,
    AudioTrack,
    Award,
    Brand,
    Facts,
    ItemType,
    MediaItem,
    MediaVersion,
    Person,
    Raster,
    Rating,
)
from ..providers import DrawContext, Subject
from .canvas import Canvas
from .lookbook import LookBook
from .mark import Mark
from .paste import paste
from .placed import PlacedLayer
from .samples import SAMPLES
from .service import OverlayService
from .toolbox import Toolbox, toolbox

TITLES: tuple[tuple[str, str, int], ...] = (
    ("short", "Heat", 1995),
    ("medium", "The Matrix", 1999),
    ("long", "The Lord of the Rings: The Fellowship of the Ring", 2001),
    ("very long", "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", 1964),
    ("capitals", "WALL·E", 2008),
    ("Arabic", "لورنس العرب", 1962),
    ("Hebrew", "ואלס עם באשיר", 2008),
    ("Japanese", "千と千尋の神隠し", 2001),
    ("Korean", "기생충", 2019),
    ("Thai", "ลุงบุญมีระลึกชาติ", 2010),
    ("emoji", "The Emoji Movie 🙂", 2017),
    ("French", "Le Fabuleux Destin d’Amélie Poulain", 2001),
)
"""(what it tries, title, year) of the titles styles are shown on."""

CELL_PX = {"tall": 300, "wide": 620}
"""Width of a picture on a sheet."""

GAP_PX = 20
INK = (40, 42, 48)
PAPER = (231, 229, 224)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One picture of a sheet."""

    caption: str
    item: MediaItem
    kind: ArtworkKind
    base: str
    title: str


SAMPLE_DAY = date(2026, 1, 31)
"""The day on which the sheets are drawn: what is new or near is so on every day."""


def sample_film(title: str, year: int) -> MediaItem:
    """Return a film that has something to say for every field and every badge."""
    version = MediaVersion(
        path=f"/media/{title} ({year})/{title}.mkv",
        width_px=3840,
        height_px=1606,
        video_codec="hevc",
        hdr=("hdr10", "dolby_vision"),
        audio=(AudioTrack(codec="truehd", channels=8, language="en", atmos=True, default=True),),
        duration_s=10200,
        source="remux",
        subtitles=("en", "de"),
    )
    return MediaItem(
        title=title,
        year=year,
        versions=(version,),
        genres=("Crime", "Drama"),
        studios=("Warner Bros. Pictures",),
        content_rating="R",
        tagline="A Los Angeles crime saga",
        people=(Person(name="Michael Mann", job="director"),),
        facts=Facts(
            {
                "rating.imdb": Rating(value=8.3, votes=740_000),
                "rating.tmdb": Rating(value=7.9, votes=7_000),
                "rating.rt_critics": Rating(value=84, scale=100),
                "rating.rt_audience": Rating(value=94, scale=100),
                "rank.imdb_top250": 117,
                "streaming.US": (Brand(name="Netflix"), Brand(name="Disney Plus")),
                "networks": (Brand(name="HBO"),),
                "studios": (Brand(name="Warner Bros. Pictures"),),
                "award.oscars": Award(won=2, nominated=5),
                "content_rating.US": "R",
                "age_rating": 16,
                "status": "returning",
                "next_episode": SAMPLE_DAY + timedelta(days=9),
                "keywords": ("aftercreditsstinger",),
            }
        ),
        labels=("leaving",),
        added=datetime.combine(SAMPLE_DAY, time(), UTC),
        watched=True,
    )


def sample_episode(title: str, number: int) -> MediaItem:
    """Return an episode of a show."""
    return MediaItem(
        title=title, type=ItemType.EPISODE, show_title="Dark", show_year=2017, season=1, episode=number, year=2017
    )


def sample_versions() -> tuple[MediaItem, ...]:
    """Return films of every resolution, light and sound, and an episode, to see every badge."""
    films = []
    sounds: tuple[tuple[str, bool], ...] = (
        ("truehd", True), ("dtsx", False), ("truehd", False), ("dts-hd-ma", False), ("dts-hd-hra", False), ("eac3", False),
        ("ac3", False), ("dts", False), ("flac", False), ("aac", False), ("opus", False), ("pcm", False),
    )  # fmt: skip
    sizes = ((3840, 2160), (7680, 4320), (2560, 1440), (1920, 1080), (1280, 720), (720, 576), (640, 480))
    lights = (("dolby_vision",), ("hdr10+",), ("hdr10",), ("hlg",))
    services = (
        "imdb", "tmdb", "rt_critics", "rt_audience", "metacritic", "letterboxd", "trakt", "mal", "anidb", "anilist", "mdblist",
    )  # fmt: skip
    hundreds = ("rt_critics", "rt_audience", "metacritic")
    facts = Facts(
        {
            **{
                f"rating.{name}": Rating(value=84, scale=100) if name in hundreds else Rating(value=8.3)
                for name in services
            },
            "streaming.US": tuple(
                Brand(name=name) for name in ("Netflix", "Amazon Prime Video", "Disney Plus", "Apple TV Plus")
            ),
            "networks": (Brand(name="HBO"),),
            "studios": (Brand(name="Warner Bros. Pictures"), Brand(name="Studio Ghibli")),
            "award.oscars": Award(won=4, nominated=7, best_picture=True),
            "award.golden_globes": Award(won=2, nominated=3),
            "award.bafta": Award(nominated=3),
            "content_rating.US": "PG-13",
            "age_rating": 13,
            "status": "returning",
            "next_episode": SAMPLE_DAY + timedelta(days=9),
            "keywords": ("aftercreditsstinger",),
        }
    )
    editions = ("Director's Cut", "Extended Edition", "IMAX", "Final Cut")
    spoken = ("en", "de", "fr", "ja", "es", "it", "sv", "ko", "pt", "zh", "nl", "pl")
    sources = ("remux", "bluray", "web", "hdtv", "dvd")
    for at, (codec, atmos) in enumerate(sounds):
        width, height = sizes[at % len(sizes)]
        version = MediaVersion(
            path="/media/Heat.mkv", width_px=width, height_px=height, hdr=lights[at % len(lights)],
            audio=(AudioTrack(codec=codec, channels=6, atmos=atmos, language=spoken[at]), AudioTrack(codec="mp2", language="en")),
            source=sources[at % len(sources)], edition=editions[at] if at < len(editions) else "", duration_s=5400 + 600 * at,
            subtitles=(spoken[-at],), container="mkv", video_codec="h264", aspect=(1.85, 2.39, 1.78)[at % 3],
        )  # fmt: skip
        films.append(
            MediaItem(
                title="Heat", year=1995, versions=(version, version)[: 1 + at % 2], facts=facts, labels=("leaving",),
                added=datetime.combine(SAMPLE_DAY, time(), UTC), watched=bool(at % 2), progress=at / 12,
            )
        )  # fmt: skip
    plain = MediaVersion(
        path="/media/Heat.mp4", container="mp4", video_codec="h264", width_px=1920, height_px=1080,
        audio=(AudioTrack(codec="aac", channels=2, language="en"),),
    )  # fmt: skip
    return (*films, MediaItem(title="Heat", year=1995, versions=(plain,)), sample_episode("Truths", 3))


def style_samples(kind: ArtworkKind = ArtworkKind.POSTER) -> tuple[Sample, ...]:
    """Return what a style is shown on: a poster of each title, a season, a title card and a background.

    Args:
        kind: what the style is made for; one for title cards is shown on a card of each title, and one poster.
    """
    bases = list(SAMPLES)
    if kind is ArtworkKind.TITLE_CARD:
        cards = [
            Sample(
                caption=words, item=sample_episode(title, at + 1), kind=kind, base=bases[at % len(bases)], title=title
            )
            for at, (words, title, _) in enumerate(TITLES)
        ]
        heat = sample_film("Heat", 1995)
        return (*cards, Sample(caption="poster", item=heat, kind=ArtworkKind.POSTER, base="dusk", title="Heat"))
    samples = [
        Sample(
            caption=words,
            item=sample_film(title, year),
            kind=ArtworkKind.POSTER,
            base=bases[at % len(bases)],
            title=title,
        )
        for at, (words, title, year) in enumerate(TITLES)
    ]
    season = MediaItem(title="Season 1", type=ItemType.SEASON, show_title="Dark", show_year=2017, season=1)
    episode = sample_episode("Truths", 3)
    film = sample_film("Blade Runner 2049", 2017)
    samples += [
        Sample(caption="season", item=season, kind=ArtworkKind.SEASON, base="figure", title="Dark"),
        Sample(caption="title card", item=episode, kind=ArtworkKind.TITLE_CARD, base="night", title="Truths"),
        Sample(caption="background", item=film, kind=ArtworkKind.BACKGROUND, base="dusk", title=film.title),
    ]
    return tuple(samples)


class SheetMaker:
    """Draws contact sheets into a folder.

    Args:
        book: the looks.
        service: draws them.
        folder: gets the sheets; made if it is not there.
    """

    def __init__(self, book: LookBook, service: OverlayService, folder: Path) -> None:
        self.book, self.service, self.folder = book, service, folder
        self._bases: dict[tuple[str, str], bytes] = {}
        self.warnings: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def style(self, name: str, overlays: Sequence[str] = ()) -> Path:
        """Draw the sheet of one style, with badge sets over it, and return its file."""
        samples = style_samples(self.book.meant_for(name))
        pictures = [(sample.caption, self.picture(sample, name, overlays), sample.kind.is_wide) for sample in samples]
        return self._save(f"style-{name}", sheet_of(pictures, heading=name, columns=7))

    def sample_strip(self, name: str, overlays: Sequence[str] = ()) -> Image.Image:
        """Return four pictures of a style side by side, small: what is kept to compare later drawings with."""
        wanted = ("medium", "long", "Arabic", "title card")
        chosen = [sample for sample in style_samples() if sample.caption in wanted]
        small = [
            self.picture(sample, name, overlays).resize((160, 240 if not sample.kind.is_wide else 90))
            for sample in chosen
        ]
        strip = Image.new("RGB", (160 * len(small), 240), PAPER)
        for at, picture in enumerate(small):
            strip.paste(picture, (160 * at, 0))
        return strip

    def badges(self, sets: Mapping[str, Sequence[str]]) -> Path:
        """Draw one sheet with a poster for each named list of overlays, and below it every badge they can show.

        Args:
            sets: by caption, the names of overlays that are drawn together.
        """
        bases = list(SAMPLES)
        pictures = []
        for at, (caption, overlays) in enumerate(sets.items()):
            film = sample_film("Heat", 1995)
            base = bases[at % len(bases)]
            sample = Sample(caption=caption, item=film, kind=ArtworkKind.POSTER, base=base, title="Heat")
            pictures.append((caption, self.picture(sample, "minimal", overlays), False))
        together = self.every_badge(tuple(dict.fromkeys(name for overlays in sets.values() for name in overlays)))
        rasters = [raster for _, _, raster in together]
        return self._save("badges", sheet_of(pictures, heading="badges", columns=7, below=rasters))

    def every_badge(self, overlays: Sequence[str]) -> list[tuple[PlacedLayer, DrawContext, Raster]]:
        """Return each badge that the samples make different, in its full size: its layer, what it was drawn with, the raster."""
        look = self.book.look(None, overlays, ArtworkKind.POSTER)
        tools, canvas = toolbox(system_fonts=False), Canvas.for_kind(ArtworkKind.POSTER)
        ground = SAMPLES["dusk"]((canvas.width_px, canvas.height_px))
        found: list[tuple[PlacedLayer, DrawContext, Raster]] = []
        seen: set[object] = set()
        for film in sample_versions():
            subject = Subject(item=film, kind=ArtworkKind.POSTER, title=film.title, facts=film.facts, today=SAMPLE_DAY)
            for placed, value in look.shown(subject, base="textless"):
                if not placed.layer.stacks or (placed.layer.type, value) in seen:
                    continue
                seen.add((placed.layer.type, value))
                context = DrawContext(
                    value=value, subject=subject, width_px=canvas.width_px, height_px=canvas.height_px, scale=canvas.scale,
                    tools=tools, area=(0, 0, canvas.width_px, canvas.height_px), picture=ground,
                )  # fmt: skip
                drawn = placed.layer.draw(context)
                parts = () if drawn is None else drawn if isinstance(drawn, tuple) else (drawn,)
                found += [(placed, context, part) for part in parts]
        return found

    def picture(self, sample: Sample, style: str | None, overlays: Sequence[str] = ()) -> Image.Image:
        """Return one picture as `OverlayService` draws it, on a canvas of the ordinary size."""
        look = self.book.look(style, overlays, sample.kind)
        canvas = Canvas.for_kind(sample.kind)
        subject = Subject(
            item=sample.item, kind=sample.kind, title=sample.title, facts=sample.item.facts, today=SAMPLE_DAY
        )
        out = self.folder / ".sample.jpg"
        mark = Mark(fingerprint="sample", original_hash="")
        done = self.service.draw(
            self._base(sample.base, canvas), look, subject, canvas, base="textless", mark=mark, out=out, quality=95
        )
        self.warnings += [f"{style or 'none'}: {note}" for note in (*done.review, *done.warnings)]
        with Image.open(out) as image:
            image.load()
        out.unlink()
        return image.convert("RGB")

    def _base(self, name: str, canvas: Canvas) -> bytes:
        key = (name, canvas.shape)
        if key not in self._bases:
            stream = io.BytesIO()
            SAMPLES[name]((canvas.width_px, canvas.height_px)).save(stream, "JPEG", quality=95)
            self._bases[key] = stream.getvalue()
        return self._bases[key]

    def _save(self, name: str, sheet: Image.Image) -> Path:
        path = self.folder / f"{name}.jpg"
        sheet.save(path, quality=88, optimize=True)
        return path


def sheet_of(
    pictures: Sequence[tuple[str, Image.Image, bool]], *, heading: str, columns: int, below: Sequence[Raster] = ()
) -> Image.Image:
    """Return pictures with captions in rows; wide ones come below the tall ones.

    Args:
        pictures: (caption, picture, whether it is wide).
        heading: over all.
        columns: tall pictures in a row.
        below: rasters shown in their full size under all, on a dark strip.
    """
    tools = toolbox(system_fonts=False)
    width = columns * CELL_PX["tall"] + (columns + 1) * GAP_PX
    cells: list[tuple[str, Image.Image, int, int]] = []
    x, y, row = GAP_PX, 96, 0
    for wide in (False, True):
        for caption, picture, is_wide in pictures:
            if is_wide is not wide:
                continue
            cell = CELL_PX["wide" if wide else "tall"]
            small = picture.resize((cell, round(cell * picture.height / picture.width)), Image.Resampling.LANCZOS)
            if x + cell > width - GAP_PX + 1:
                x, y, row = GAP_PX, y + row + 44, 0
            cells.append((caption, small, x, y))
            x, row = x + cell + GAP_PX, max(row, small.height)
        if row:
            x, y, row = GAP_PX, y + row + 44, 0
    strip, places = _wall(below, width)
    sheet = Image.new("RGB", (width, y + 4 + (strip + GAP_PX if below else 0)), PAPER)
    if below:
        sheet.paste(
            SAMPLES["dusk"]((width - 2 * GAP_PX, strip * 3)).crop((0, 0, width - 2 * GAP_PX, strip)), (GAP_PX, y)
        )
        for raster, (left, top) in zip(below, places, strict=True):
            paste(sheet, raster, (left, y + top))
    _write(sheet, tools, heading, (GAP_PX, 64), 40, 800)
    for caption, small, left, top in cells:
        sheet.paste(small, (left, top))
        _write(sheet, tools, caption, (left, top + small.height + 24), 16, 500)
    return sheet


def _wall(rasters: Sequence[Raster], width_px: int) -> tuple[int, list[tuple[int, int]]]:
    """Return the height of a wall of rasters in rows, and their (left, top) on it."""
    places: list[tuple[int, int]] = []
    x, y, row = 2 * GAP_PX, GAP_PX, 0
    for raster in rasters:
        if x + raster.mask.width > width_px - 2 * GAP_PX:
            x, y, row = 2 * GAP_PX, y + row + GAP_PX, 0
        places.append((x, y))
        x, row = x + raster.mask.width + GAP_PX, max(row, raster.mask.height)
    return y + row + GAP_PX, places


def _write(sheet: Image.Image, tools: Toolbox, text: str, at: tuple[int, int], size_px: float, weight: int) -> None:
    letters = tools.line(text, size_px=size_px, weight=weight)
    if letters is not None:
        sheet.paste(INK, (at[0] - letters.ink[0], at[1] - letters.baseline), letters.mask)
