"""The badge `words`: a text of the user's own, with fields, in the shapes of all badges."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from posteract_core.providers import DrawContext, Raster, Subject
from posteract_core.render import words
from posteract_core.render.colour import Colour
from pydantic import Field, field_validator

from ..badge import Badge, Entry
from ..choices import known_names
from ..glyphs import NAMES
from ..plate import BadgeOptions
from ..tables import Wordmark


class WordsOptions(BadgeOptions):
    """Options of `words`."""

    text: str = Field(
        "{year}", description="The strong word; takes {fields} and [parts that may be missing], as `text` does."
    )
    over: str = Field("", description="A small word over it; takes fields too.")
    note: str = Field("", description="A light word after it; takes fields too.")
    glyph: str = Field("", description=f"A small shape before it: {', '.join(NAMES)}.")
    glyph_color: Colour = Field("#f2c53d", description="Of the shape.")

    @field_validator("text", "over", "note")
    @classmethod
    def _fields_exist(cls, given: str) -> str:
        if mistake := words.mistake_in(given):
            raise ValueError(mistake)
        return given

    @field_validator("glyph", mode="before")
    @classmethod
    def _known(cls, given: object) -> object:
        found = known_names(given, NAMES) if given else ("",)
        return found[0] if isinstance(found, tuple) and len(found) == 1 else given


class WordsBadge(Badge[WordsOptions]):
    """Words of your own, with fields, on a plate as all badges have it."""

    type = "words"
    Options = WordsOptions
    place = "bottom-left"

    def __init__(self, options: WordsOptions) -> None:
        super().__init__(options)
        self._texts = (options.text, options.over, options.note)
        self.reads_episodes = any(words.reads_episodes(text) for text in self._texts)

    @property
    def tells_title(self) -> bool:
        """Return whether it names the title."""
        return any(words.tells_title(text) for text in self._texts)

    def needs(self) -> frozenset[str]:
        """Return the facts its texts name."""
        return frozenset[str]().union(*(words.fact_names(text) for text in self._texts))

    def value(self, subject: Subject) -> Hashable | None:
        """Return (strong word, small word, light word); None when a field that the strong one needs has no value."""
        text, *more = (words.fill(each, subject) for each in self._texts)
        return (text, *(each or "" for each in more)) if text else None

    def entries(self, value: Any) -> Iterable[Entry]:
        """Return the one."""
        text, over, note = value
        yield text, Wordmark(word=text, over=over, note=note, glyph=self.options.glyph, accent=self.options.glyph_color)

    def draw(self, context: DrawContext) -> tuple[Raster, ...]:
        """Return the badge; nothing, with a warning, when it is wider than the picture."""
        drawn = super().draw(context)
        if any(raster.mask.width > context.width_px for raster in drawn):
            context.tools.notes.warn(f"“{context.value[0]}” is wider than the picture; left out")
            return ()
        return drawn
