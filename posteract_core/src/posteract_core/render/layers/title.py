"""The title layer: the title in words, or its own lettering."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Literal

from PIL import Image
from pydantic import Field, field_validator

from ...errors import PictureRefused
from ...providers import DrawContext, Raster, Subject
from .. import words
from ..colour import BLACK, WHITE, contrast_of, luminance_range
from ..decode import decode_alpha
from ..svg import svg_picture
from ..toolbox import flattened, raster_of
from .text import READABLE, WordsLayer, WordsOptions


class TitleOptions(WordsOptions):
    """Options of `title`."""

    text: str = Field("{title}", description="What is set; {fields} are filled in.")
    use: Literal["text", "logo_or_text", "logo"] = Field(
        "text", description="text; logo_or_text = the title's own lettering where there is one; logo = that or nothing."
    )
    weight: int = Field(800, ge=1, le=1000, description="100 (thin) to 900 (black), where the font has it.")

    @field_validator("text")
    @classmethod
    def _fields_exist(cls, given: str) -> str:
        if mistake := words.mistake_in(given):
            raise ValueError(mistake)
        return given


class TitleLayer(WordsLayer[TitleOptions]):
    """The title; it is never cut: where it does not fit at its least size, the picture goes without and is to be reviewed."""

    type = "title"
    version = 2
    Options = TitleOptions
    sets_title = True

    def needs(self) -> frozenset[str]:
        """Return the ratings its text names."""
        return words.rating_names(self.options.text)

    def value(self, subject: Subject) -> Hashable | None:
        """Return the words, or the lettering's hash; None where no title is to be set."""
        if self.options.use != "text" and subject.logo is not None:
            return ("logo", subject.logo.hash)
        if self.options.use == "logo" or not subject.title:
            return None
        filled = words.fill(self.options.text, subject)
        return self.cased(filled) if filled else None

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the title, to be placed."""
        if isinstance(context.value, tuple):
            return self._logo(context)
        raster = self.set_words(context.value, context)
        if isinstance(raster, str):
            context.tools.notes.say_review(f"the title {raster}")
            return None
        return raster

    def finish(self, raster: Raster, context: DrawContext) -> Raster:
        """Return the title in its colours; a lettering too dark or too light for its ground becomes white or black."""
        if isinstance(context.value, tuple):
            return _readable(raster, context)
        return self.coloured(context.value, raster, context)

    def _logo(self, context: DrawContext) -> Raster | None:
        logo, box = context.subject.logo, self.box_px(context)
        if logo is None:
            return None

        def make() -> Image.Image:
            path = Path(logo.path)
            picture = (
                svg_picture(path, box[0], None) if path.suffix.lower() == ".svg" else decode_alpha(path, (2000, 2000))
            )
            ink = picture.getchannel("A").point(lambda value: 255 if value > 8 else 0).getbbox()
            if ink is None:
                raise PictureRefused("the lettering is empty")
            picture = picture.crop(ink)
            scale = min(box[0] / picture.width, box[1] / picture.height)
            size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
            return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)

        return raster_of(context.tools.cached(("lettering", logo.hash, box), make))


def _readable(raster: Raster, context: DrawContext) -> Raster:
    """Return a lettering that reads on what is under it: as it is where it does, else all white or all black."""
    if context.picture is None or not isinstance(raster.fill, Image.Image):
        return raster
    dark, middle, light = luminance_range(context.picture, context.area)
    ink = raster.mask.getbbox()
    if ink is None:
        return raster
    own = luminance_range(_ink_only(flattened(raster)), (0, 0, 64, 64))
    if max(contrast_of(own[2], middle), contrast_of(own[0], middle), contrast_of(own[1], middle)) >= READABLE / 1.5:
        return raster
    colour = WHITE if contrast_of(1.0, light) >= contrast_of(0.0, dark) / 1.6 else BLACK
    return Raster(fill=colour, mask=raster.mask, at=raster.at, ink=raster.ink, below=raster.below)


def _ink_only(raster: Raster) -> Image.Image:
    """Return about 64 × 64 pixels of a raster's covered parts, for measuring."""
    fill = raster.fill if isinstance(raster.fill, Image.Image) else Image.new("RGB", raster.mask.size, raster.fill)
    small = fill.resize((96, 96), Image.Resampling.NEAREST)
    mask = raster.mask.resize((96, 96), Image.Resampling.NEAREST)
    colours, alphas = small.tobytes(), mask.tobytes()
    covered = [colours[3 * at : 3 * at + 3] for at in range(len(alphas)) if alphas[at] > 128] or [b"\x80\x80\x80"]
    step = len(covered) / 4096
    return Image.frombytes("RGB", (64, 64), b"".join(covered[int(at * step)] for at in range(4096)))
