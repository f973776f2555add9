"""Ranks candidates: manual pictures; language; source; `rank_by`; pixels; a stable id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import TEXTLESS, Artwork, ArtworkKind
from .preferences import Preferences

Key = tuple[int, int, int, float, int, int, str]
"""Lower is better: manual, language, source, minus the `rank_by` figure, minus pixels, the source's order, id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one candidate.

    Attributes:
        artwork: the candidate.
        rank: 1 for the winner; None when disqualified.
        why: what placed or disqualified it, for people.
    """

    artwork: Artwork
    rank: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All candidates, the best first, the disqualified last."""

    verdicts: tuple[Verdict, ...] = ()

    @property
    def winner(self) -> Artwork | None:
        """Return the best candidate, or None when none qualifies."""
        return self.verdicts[0].artwork if self.verdicts and self.verdicts[0].rank is not None else None


def rank(
    candidates: Sequence[Artwork], preferences: Preferences, kind: ArtworkKind, *, original_language: str = ""
) -> Ranking:
    """Return the candidates in order of preference, each with the reason for its place.

    Args:
        candidates: of all sources, in any order.
        preferences: of the library and kind.
        kind: the slot.
        original_language: of the title, ISO 639-1, what `original` in `languages` means; empty when unknown.
    """
    keyed: list[tuple[Key, Artwork]] = []
    out: list[Verdict] = []
    for artwork in candidates:
        reason = _disqualified(artwork, preferences, kind, original_language)
        if reason:
            out.append(Verdict(artwork=artwork, rank=None, why=reason))
        else:
            keyed.append((_key(artwork, preferences, original_language), artwork))
    keyed.sort(key=lambda pair: pair[0])
    placed = [
        Verdict(artwork=artwork, rank=place, why=_why(key, keyed[0][0], artwork, preferences))
        for place, (key, artwork) in enumerate(keyed, 1)
    ]
    return Ranking(verdicts=(*placed, *out))


def could_beat(source: str, best: Artwork | None, preferences: Preferences, *, original_language: str = "") -> bool:
    """Return whether a source that has not answered might still have something better than `best`."""
    if best is None:
        return True
    if best.manual:
        return False
    language, place, *_ = _key(best, preferences, original_language)[1:]
    return (0, source_position(source, preferences)) < (language, place)


def language_position(artwork: Artwork, preferences: Preferences, original_language: str) -> int | None:
    """Return the place of a candidate's language, 0 first; None when its language disqualifies it."""
    if artwork.finished or artwork.manual:
        return 0
    language = artwork.language
    if language is None:
        if preferences.unknown_language == "has_text":
            return len(preferences.languages)
        language = TEXTLESS
    for position, wanted in enumerate(preferences.languages):
        if wanted in ("any", language) or (wanted == "original" and language == original_language):
            return position
    return None


def _disqualified(artwork: Artwork, preferences: Preferences, kind: ArtworkKind, original_language: str) -> str:
    if artwork.manual:
        return ""
    if language_position(artwork, preferences, original_language) is None:
        return f"its language, {artwork.language}, is not among {', '.join(preferences.languages)}"
    least = preferences.least_width_px(kind)
    if 0 < artwork.width_px < least:
        return f"{artwork.width_px} px wide, less than {least:.0f}"
    return ""


def _key(artwork: Artwork, preferences: Preferences, original_language: str) -> Key:
    language = language_position(artwork, preferences, original_language)
    return (
        0 if artwork.manual else 1,
        len(preferences.languages) if language is None else language,
        source_position(artwork.source, preferences),
        -_figure(artwork, preferences),
        -artwork.width_px * artwork.height_px,
        artwork.position,
        artwork.id,
    )


def source_position(source: str, preferences: Preferences) -> int:
    """Return the place of a source, 0 first; one that is not listed comes last."""
    return preferences.sources.index(source) if source in preferences.sources else len(preferences.sources)


def _figure(artwork: Artwork, preferences: Preferences) -> float:
    match preferences.rank_by:
        case "votes":
            return artwork.votes
        case "rating":
            return artwork.rating
        case "resolution":
            return artwork.width_px * artwork.height_px
        case "newest":
            return artwork.added.timestamp() if artwork.added else 0.0
        case "provider":
            return -artwork.position


def _why(key: Key, best: Key, artwork: Artwork, preferences: Preferences) -> str:
    if artwork.manual:
        return "your own picture"
    steps = (
        "a manual picture wins",
        f"language {artwork.language or 'unknown'} comes later",
        f"source {artwork.source} comes later",
        f"lower by {preferences.rank_by}",
        "fewer pixels",
        "later in its source's order",
        "by its id, to be the same every time",
    )
    for mine, first, step in zip(key, best, steps, strict=True):
        if mine != first:
            return step
    return f"best: {artwork.language or 'unknown language'} from {artwork.source}"
