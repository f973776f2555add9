"""Whether a picture that was found later is so much better that it replaces the one in use. Mere reordering is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model import TEXTLESS, Artwork, ArtworkKind
from .preferences import Preferences
from .ranking import language_position, source_position

MANY_MORE_VOTES = 1.5
"""As many times the votes count for more, if they are seen at two looks in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """The picture that a target is made of.

    Attributes:
        source: it came from.
        language: `TEXTLESS`, a language, or None when unknown.
        width_px: 0 when unknown.
        votes: as its source counts them now, or counted them when it was last offered.
    """

    source: str
    language: str | None
    width_px: int = 0
    votes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Better:
    """What speaks for the best candidate; empty when nothing does.

    Attributes:
        why: in words, reason enough.
        perhaps: reason enough when it is the same at the next look.
    """

    why: str = ""
    perhaps: str = ""


def better(
    best: Artwork, now: InUse, preferences: Preferences, kind: ArtworkKind, *, original_language: str, accept: str
) -> Better:
    """Return what speaks for replacing the picture in use.

    Args:
        best: of all candidates.
        now: in use.
        preferences: of the library and kind.
        kind: the slot.
        original_language: of the title, ISO 639-1.
        accept: `textless` (only what is textless now), `better`, or `off`.
    """
    if accept == "off":
        return Better()
    if best.manual:
        return Better(why="a picture of your own")
    place: Callable[[Artwork], int] = lambda artwork: _place(artwork, preferences, original_language)  # noqa: E731
    old = Artwork(id="", url="", source=now.source, language=now.language)
    if place(best) < place(old):
        textless = best.language == TEXTLESS
        if textless or accept == "better":
            return Better(why="textless art" if textless else f"art in {best.language or 'a better language'}")
        return Better()
    if accept == "textless" or place(best) > place(old):
        return Better()
    least = preferences.least_width_px(kind)
    if 0 < now.width_px < least <= best.width_px:
        return Better(why=f"{best.width_px} px wide instead of {now.width_px}")
    if source_position(best.source, preferences) < source_position(now.source, preferences):
        return Better(why=f"{best.source} has one now")
    if best.source == now.source and now.votes > 0 and best.votes >= now.votes * MANY_MORE_VOTES:
        return Better(perhaps=f"{best.votes} votes instead of {now.votes}")
    return Better()


def _place(artwork: Artwork, preferences: Preferences, original_language: str) -> int:
    place = language_position(artwork, preferences, original_language)
    return len(preferences.languages) + 1 if place is None else place
