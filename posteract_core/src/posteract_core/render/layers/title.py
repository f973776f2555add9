"""The title layer: the title in words, or its own lettering."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Annotated, Literal

from PIL import Image
from pydantic import AfterValidator, Field, field_validator

from ...errors import PictureRefused
from ...model import Raster
from ...providers import DrawContext, Subject
from .. import words
from ..colour import Rgb, luminance
from ..decode import decode_alpha
from ..ground import Member
from ..palette import words_colour
from ..reading import READABLE_SHAPE, grey_of, luminances, veil
from ..svg import svg_picture
from ..toolbox import raster_of
from .text import WordsLayer, WordsOptions


def _recolour(text: str) -> str:
    return text if text == "never" else words_colour(text)


Recolour = Annotated[str, AfterValidator(_recolour)]


class TitleOptions(WordsOptions):
    """Options of `title`."""

    text: str = Field("{title}", description="What is set; {fields} are filled in.")
    use: Literal["text", "logo_or_text", "logo"] = Field(
        "text", description="text; logo_or_text = the title's own lettering where there is one; logo = that or nothing."
    )
    recolor: Recolour = Field(
        "never",
        description="Of its own lettering: never; auto = light or dark where it does not read; or a colour, as of words.",
    )
    avoid_faces: bool = Field(False, description="An automatic place keeps off faces too; needs posteract-core[faces].")
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
    place = "auto-auto"

    def needs(self) -> frozenset[str]:
        """Return the facts its text names."""
        return words.fact_names(self.options.text)

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
        """Return the title in its colours."""
        if not isinstance(context.value, tuple):
            return self.coloured(context.value, raster, context)
        if self.options.recolor == "never" or (self.options.recolor == "auto" and self._reads(context)):
            return raster
        colour = self._colour(context)
        return Raster(fill=colour, mask=raster.mask, at=raster.at, ink=raster.ink, below=raster.below)

    def inks(self, member: Member) -> tuple[Rgb, Rgb] | None:
        """Return the colours of the words, or the lightest and the darkest that much of the lettering has."""
        context = member.context
        if not isinstance(context.value, tuple):
            return super().inks(member)
        recolor = self.options.recolor
        if recolor == "never" or (recolor == "auto" and self._reads(context)):
            return self._own_inks(context)
        return self.inks_of(recolor, context) or (context.tools.palette.colour(recolor),) * 2

    def _logo(self, context: DrawContext) -> Raster | None:
        picture = self._lettering(context)
        return None if picture is None else raster_of(picture)

    def _lettering(self, context: DrawContext) -> Image.Image | None:
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

        return context.tools.cached(("lettering", logo.hash, box), make)

    def _own_inks(self, context: DrawContext) -> tuple[Rgb, Rgb]:
        """Return the greys that the light fifth and the dark fifth of the lettering are as light as."""
        picture = self._lettering(context)
        lights = [1.0] if picture is None else _covered(picture)
        ends = lights[len(lights) * 4 // 5], lights[len(lights) // 5]
        light, dark = ((round(grey_of(end) * 255),) * 3 for end in ends)
        return light, dark

    def _reads(self, context: DrawContext) -> bool:
        """Return whether the lettering reads in its own colours."""
        if context.picture is None:
            return True
        under = Member(layer=self, context=context).under
        light, dark = (luminance(ink) for ink in self._own_inks(context))
        return (
            veil(under, light, 0.0, readable=READABLE_SHAPE) == 0
            or veil(under, dark, 1.0, readable=READABLE_SHAPE) == 0
        )


def _covered(picture: Image.Image) -> list[float]:
    """Return the luminances of about 2,000 pixels of what is covered of an RGBA picture, in order."""
    small = picture.resize((96, 96), Image.Resampling.NEAREST)
    solid = small.getchannel("A").tobytes()
    lights = luminances(small.convert("RGB"))
    return sorted(light for light, alpha in zip(lights, solid, strict=True) if alpha > 128) or [0.5]
