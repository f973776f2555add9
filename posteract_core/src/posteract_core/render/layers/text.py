"""The text layer, and what it shares with the title."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field, field_validator

from ...model import Raster
from ...providers import DrawContext, LayerOptions, OverlayLayer, Subject
from .. import masks, words
from ..colour import WHITE, Colour, Rgb, rgb_of
from ..ground import Member
from ..lettering import Lettering, Setting, TextStyle
from ..palette import TONES, WordsColour
from ..placement import Length, LengthOption, Share
from ..plate import PlateOptions
from ..reading import moved_to

DARK_ACCENT = (0.0, 0.045)
"""Luminances of words in the picture's accent where dark ones read; light ones have those of `accent-light`."""


class StrokeOptions(LayerOptions):
    """An outline around letters."""

    width: float = Field(3, ge=0, le=60, description="In px of the design.")
    color: Colour = Field("#000000", description="Its colour.")


class ShadowOptions(LayerOptions):
    """A soft shadow under letters; with a bright colour and no offset, a glow."""

    blur: float = Field(14, ge=0, le=200, description="In px of the design.")
    offset: tuple[float, float] = Field((0, 4), description="[x, y] in px of the design.")
    color: Colour = Field("#000000", description="Its colour.")
    strength: Share = Field(0.6, description="Its opacity.")
    spread: float = Field(0, ge=0, le=60, description="How much fatter than the letters it is, in px of the design.")


class SizeOptions(LayerOptions):
    """The sizes text may have."""

    min: float = Field(
        default=32, gt=0, description="The least size, in px of the design; what does not fit then is not drawn."
    )
    max: float = Field(default=160, gt=0, description="The largest size, in px of the design.")


class WordsOptions(LayerOptions):
    """What text and title have in common."""

    font: str = Field(
        "Inter", description="A family's name, or a font file in the folder of the style or the configuration."
    )
    weight: int = Field(700, ge=1, le=1000, description="100 (thin) to 900 (black), where the font has it.")
    width: float = Field(100, ge=40, le=200, description="Percent of the normal width, where the font has it.")
    condense: float | None = Field(
        None, ge=40, le=100, description="How narrow the letters may become, in percent, when the text is long."
    )
    italic: bool = Field(False, description="Slanted, where the font has it.")
    case: Literal["none", "upper", "lower", "title"] = Field(
        "none", description="none (as it is), upper, lower or title."
    )
    size: SizeOptions = Field(SizeOptions.model_construct(), description="{min, max}, or one number.")
    box: tuple[LengthOption, LengthOption] = Field(
        (Length(share=1.0), Length(share=0.3)), description="[width, height] it must fit into, in px or %."
    )
    align: Literal["auto", "left", "center", "right"] = Field("auto", description="auto = as its place.")
    tracking: float = Field(0.0, ge=-0.2, le=2, description="Space between letters, in ems.")
    line_spacing: float = Field(1.0, ge=0.5, le=3, description="From line to line, in ems.")
    max_lines: int = Field(4, ge=1, le=12, description="Lines it may be broken into.")
    breaks: Literal["auto", "none"] = Field("auto", description="auto = between words; none = only where forced.")
    break_at: tuple[str, ...] = Field(
        (), description='Symbols with a new line after them; those with spaces (" - ") go away.'
    )
    color: WordsColour = Field(
        "#ffffff",
        description="A colour; auto = light or dark, whichever reads, with a shade under it where neither does; accent = the"
        " picture's own colour, likewise; accent-light …",
    )
    inks: tuple[Colour, Colour] = Field(("#ffffff", "#0b0b0d"), description="[light, dark]: what auto chooses from.")
    stroke: StrokeOptions | None = Field(None, description="{width, color} of an outline.")
    shadow: ShadowOptions | None = Field(None, description="{blur, offset, color, strength, spread}.")
    glow: ShadowOptions | None = Field(None, description="A second, wider shadow: for neon, give it a bright colour.")
    scrim: bool = Field(
        False,
        description="Shade softly behind text of a fixed colour where it would not read; auto and accent do so always.",
    )
    plate: PlateOptions | None = Field(
        None,
        description="{color, strength, padding, width, bleed, radius, blur, line, …}: what it and its companions stand on.",
    )

    @field_validator("size", mode="before")
    @classmethod
    def _one_size(cls, given: object) -> object:
        return {"min": given, "max": given} if isinstance(given, int | float) and not isinstance(given, bool) else given


class TextOptions(WordsOptions):
    """Options of `text`."""

    text: str = Field(description="What is set; {fields} are filled in, parts in [square brackets] may be missing.")
    size: SizeOptions = Field(SizeOptions.model_construct(min=22, max=44), description="{min, max}, or one number.")
    weight: int = Field(600, ge=1, le=1000, description="100 (thin) to 900 (black), where the font has it.")
    max_lines: int = Field(2, ge=1, le=12, description="Lines it may be broken into.")

    @field_validator("text")
    @classmethod
    def _fields_exist(cls, given: str) -> str:
        if mistake := words.mistake_in(given):
            raise ValueError(mistake)
        return given


O = TypeVar("O", bound=WordsOptions)  # noqa: E741 - the options of a text

CASES: dict[str, Callable[[str], str]] = {"none": str, "upper": str.upper, "lower": str.lower, "title": str.title}


class WordsLayer(OverlayLayer[O], Generic[O]):
    """Draws words: as large as they fit, in a colour that reads, with stroke, shadow and glow."""

    place = "bottom-center"
    finds_place = True

    def __init__(self, options: O) -> None:
        super().__init__(options)
        self.reads_episodes = words.reads_episodes(getattr(options, "text", ""))

    @property
    def tells_title(self) -> bool:
        """Return whether its text names the title."""
        return words.tells_title(getattr(self.options, "text", ""))

    def cased(self, text: str) -> str:
        """Return the text in the case that is asked for."""
        return CASES[self.options.case](text)

    def set_words(self, text: str, context: DrawContext) -> Raster | str:
        """Return the words set into the box, in a colour that is yet to be settled; or why they cannot be."""
        setting = self._setting(text, context)
        if setting is None:
            return "did not fit"
        if not setting.lines:
            return "is in a script no font has" if setting.missing else "has no letter that is seen"
        lettering = context.tools.letters(setting)
        return Raster(fill=WHITE, mask=lettering.mask, ink=lettering.ink)

    def coloured(self, text: str, raster: Raster, context: DrawContext) -> Raster:
        """Return the words in their colours, with all that lies under them."""
        setting = self._setting(text, context)
        if setting is None or not setting.lines:
            return raster
        lettering = context.tools.letters(setting)
        colour = self._colour(context)
        below: Raster | None = None
        for effect in (self.options.glow, self.options.shadow):
            if effect is not None and effect.strength:
                below = self._shadow(lettering, effect, context, below)
        if lettering.stroke is not None and self.options.stroke is not None:
            below = Raster(fill=rgb_of(self.options.stroke.color), mask=lettering.stroke, at=(0, 0), below=below)
        return Raster(fill=colour, mask=lettering.mask, at=raster.at, ink=lettering.ink, below=below)

    def box_px(self, context: DrawContext) -> tuple[int, int]:
        """Return the box's width and height, no larger than what the canvas leaves."""
        box = self.options.box
        full = self._full_area(context)
        return (
            min(box[0].px(context.scale, context.width_px), full[0]),
            min(box[1].px(context.scale, context.height_px), full[1]),
        )

    def _full_area(self, context: DrawContext) -> tuple[int, int]:
        from ..canvas import Canvas

        margin = 2 * Canvas(kind=context.subject.kind, width_px=context.width_px, height_px=context.height_px).margin_px
        return context.width_px - margin, context.height_px - margin

    def _setting(self, text: str, context: DrawContext) -> Setting | None:
        options, scale = self.options, context.scale
        widths = [options.width]
        while options.condense is not None and widths[-1] > options.condense:
            widths.append(max(options.condense, widths[-1] - 12.5))
        best: Setting | None = None
        for width in widths:
            cut = context.tools.cut(options.font, weight=options.weight, width=width, italic=options.italic)
            style = TextStyle(
                cut=cut,
                tracking=options.tracking,
                line_spacing=options.line_spacing,
                align=self._align(context),
                stroke_px=options.stroke.width * scale if options.stroke else 0.0,
                descends=options.case != "upper",
            )
            setting = context.tools.fitted(
                text, style, box_px=self.box_px(context), min_px=options.size.min * scale, max_px=options.size.max * scale,
                max_lines=options.max_lines, automatic=options.breaks == "auto", break_at=options.break_at,
            )  # fmt: skip
            # Narrower letters must be worth it: visibly larger, or on fewer lines.
            if setting is not None and (best is None or setting.size_px > best.size_px * 1.06):
                best = setting
        return best

    def _align(self, context: DrawContext) -> str:
        if self.options.align != "auto":
            return self.options.align
        side = (context.place or self.place or "").rpartition("-")[2]
        return side if side in ("left", "right") else "center"

    def inks(self, member: Member) -> tuple[Rgb, Rgb] | None:
        """Return the colours the words have when light and when dark; None when they have one and ask for no help."""
        found = self.inks_of(self.options.color, member.context)
        if found is None and self.options.scrim:
            return (member.context.tools.palette.colour(self.options.color),) * 2
        return found

    def inks_of(self, colour: str, context: DrawContext) -> tuple[Rgb, Rgb] | None:
        """Return what `auto` and `accent` may become; None for any other colour."""
        if colour == "auto":
            return rgb_of(self.options.inks[0]), rgb_of(self.options.inks[1])
        if colour == "accent":
            accent = context.tools.palette.accent
            return moved_to(accent, *TONES["accent-light"]), moved_to(accent, *DARK_ACCENT)
        return None

    def _colour(self, context: DrawContext) -> Rgb:
        inks = self.inks(Member(layer=self, context=context))
        if inks is None:
            colour: Rgb = context.tools.palette.colour(self.options.color)
            return colour
        return inks[1] if context.tone == "dark" else inks[0]

    def _shadow(
        self, lettering: Lettering, effect: ShadowOptions, context: DrawContext, below: Raster | None
    ) -> Raster:
        scale = context.scale
        blur = effect.blur * scale
        pad = round(blur * 2.5 + effect.spread * scale) + 1
        source = lettering.stroke or lettering.mask

        def make() -> Any:
            mask = masks.padded(source, pad)
            if effect.spread:
                mask = masks.times(masks.soft(mask, effect.spread * scale), 3)
            return masks.times(masks.soft(mask, blur), min(1.0, effect.strength))

        # Not cached: a title is drawn once. Its letters are, because placing and drawing both need them.
        x, y = round(effect.offset[0] * scale) - pad, round(effect.offset[1] * scale) - pad
        if below is not None and below.at is not None:
            below = Raster(
                fill=below.fill,
                mask=below.mask,
                at=(below.at[0] - x, below.at[1] - y),
                ink=below.ink,
                below=below.below,
            )
        return Raster(fill=rgb_of(effect.color), mask=make(), at=(x, y), below=below)


class TextLayer(WordsLayer[TextOptions]):
    """A line of text, or a few: a tagline, season and episode, an edition."""

    type = "text"
    version = 2
    Options = TextOptions

    def needs(self) -> frozenset[str]:
        """Return the facts its text names."""
        return words.fact_names(self.options.text)

    def value(self, subject: Subject) -> Hashable | None:
        """Return the words as they will be set; None when a field they need has no value."""
        filled = words.fill(self.options.text, subject)
        return self.cased(filled) if filled else None

    def draw(self, context: DrawContext) -> Raster | None:
        """Return the words; None, with a warning, when they do not fit."""
        raster = self.set_words(context.value, context)
        if isinstance(raster, str):
            context.tools.notes.warn(f"“{context.value}” {raster}; left out")
            return None
        return raster

    def finish(self, raster: Raster, context: DrawContext) -> Raster:
        """Return the words in their colours."""
        return self.coloured(context.value, raster, context)
