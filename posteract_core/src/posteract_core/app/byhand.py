"""Pictures without any server: contact sheets of all there is to choose from, and one picture by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ..config.checks import misfits_of_kind
from ..config.pictures import Pictures
from ..config.wording import mistakes_of
from ..errors import UsageError
from ..model import SUFFIX_OF_FORMAT, ArtworkKind, FrozenMap, ItemType, MediaItem
from ..providers import Subject
from ..render import Canvas, Mark, OverlayService, Rendering
from ..render.sheets import SheetMaker
from ..unfinished import unfinished_name
from .looks import look_book, refitted

if TYPE_CHECKING:
    from .opened import Opened

BY_HAND = "by-hand"
TYPE_OF_KIND = {
    ArtworkKind.SEASON: ItemType.SEASON,
    ArtworkKind.SEASON_BACKGROUND: ItemType.SEASON,
    ArtworkKind.TITLE_CARD: ItemType.EPISODE,
    ArtworkKind.COLLECTION: ItemType.COLLECTION,
}
FORMAT_OF_SUFFIX = {**{suffix: name for name, suffix in SUFFIX_OF_FORMAT.items()}, ".jpeg": "jpeg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """Contact sheets that were drawn.

    Attributes:
        files: one for each style, then one of all badges.
        warnings: what did not look as it should.
    """

    files: tuple[Path, ...]
    warnings: tuple[str, ...]


EIGHT = ("resolution", "hdr", "audio_codec", "rating", "streaming", "award", "content_rating", "runtime")
"""Badges that are drawn together, to see whether they stay calm."""


def draw_sheets(app: Opened, folder: Path) -> Sheets:
    """Draw every style, shipped and the configuration's, on titles of all kinds, and every badge and overlay.

    Raises:
        ConfigError: styles or overlays have mistakes.
        OSError: the folder cannot be written.
    """
    _ = app.book  # raises for mistakes, with their places
    book = look_book(app.config, app.house, single_badges=True)
    sets = book.overlay_names
    maker = SheetMaker(book, OverlayService(), folder)
    files = [maker.style(name) for name in book.style_names]
    if sets:
        together = [name for name in EIGHT if name in sets]
        files.append(
            maker.badges({**{name: [name] for name in sets}, **({"eight together": together} if together else {})})
        )
    return Sheets(files=tuple(files), warnings=tuple(dict.fromkeys(maker.warnings)))


def draw_one(
    app: Opened,
    picture: Path,
    out: Path,
    *,
    title: str,
    style: str | None,
    overlays: tuple[str, ...],
    kind: ArtworkKind,
    pictures: Mapping[str, Any] | None = None,
) -> Rendering:
    """Draw one picture and write it whole.

    Args:
        app: knows the styles.
        picture: the base; taken for textless when a title is given, else for finished.
        out: where; its suffix says the format.
        title: set on it; empty = none is set.
        style: a style's name; None = `minimal` where a title is to be set.
        overlays: names of sets of badges, or of single badges.
        kind: whose proportions and style it gets.
        pictures: as in the configuration: `canvas`, `fit`, `focus`, `quality`; what is not given is as `pictures` there says.

    Raises:
        UsageError: the suffix of `out` stands for no format, or one of `pictures` is wrong or does not go with the kind.
        ConfigError: a style or an overlay is not there.
        PictureRefused: the base cannot be used.
        OSError: a file cannot be read or written.
    """
    picture_format = FORMAT_OF_SUFFIX.get(out.suffix.lower())
    if picture_format is None:
        raise UsageError(f"{out.name} names no format", hint=f"End it in {', '.join(FORMAT_OF_SUFFIX)}.")
    wanted = _pictures(app, kind, pictures or {})
    book = look_book(app.config, app.house, single_badges=True)
    chosen = style or ("minimal" if title else None)
    item = MediaItem(title=title or picture.stem, type=TYPE_OF_KIND.get(kind, ItemType.MOVIE), show_title="")
    unfinished = out.with_name(unfinished_name())
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        rendering = OverlayService().draw(
            picture,
            refitted(book.look(chosen, overlays, kind), wanted),
            Subject(item=item, kind=kind, title=title, facts=FrozenMap()),
            Canvas.for_kind(kind, wanted.width_px(kind.shape)),
            base="textless" if title or style else "finished",
            mark=Mark(fingerprint=BY_HAND, original_hash="-"),
            out=unfinished,
            format=picture_format,
            quality=wanted.quality,
        )
        if rendering.format != picture_format:
            raise UsageError(
                f"a {kind.words} keeps its transparency, which {picture_format} cannot",
                hint="End the file's name in .png or .webp.",
            )
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return rendering


def _pictures(app: Opened, kind: ArtworkKind, given: Mapping[str, Any]) -> Pictures:
    """Return what the configuration says of pictures in general, with what is given in its place."""
    said = dict(given)
    try:
        own, mistakes = Pictures.model_validate(said), []
    except ValidationError as error:
        own, mistakes = Pictures(), mistakes_of(error, said, (), lambda _: False)
    mistakes += misfits_of_kind(kind, said)
    if mistakes:
        raise UsageError("; ".join(f"--{mistake.path[0]} {mistake.message}" for mistake in mistakes))
    return app.config.pictures.overridden_by(own)
