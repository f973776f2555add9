"""Pictures: the slots they fill, the candidates for them, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

TEXTLESS = "textless"
"""The `Artwork.language` of a picture that carries no words."""


class ArtworkKind(StrEnum):
    """A picture slot; these words serve configuration, `--kind`, ledger and reports."""

    POSTER = "poster"
    BACKGROUND = "background"
    SEASON = "season"
    SEASON_BACKGROUND = "season_background"
    TITLE_CARD = "title_card"
    COLLECTION = "collection"
    LOGO = "logo"
    SQUARE = "square"

    @property
    def is_wide(self) -> bool:
        """Return whether the slot is 16:9."""
        return self in (ArtworkKind.BACKGROUND, ArtworkKind.SEASON_BACKGROUND, ArtworkKind.TITLE_CARD)

    @property
    def shape(self) -> str:
        """Return `tall`, `wide`, `square` or `logo`: the names by which styles and canvases tell kinds apart."""
        if self.is_wide:
            return "wide"
        return self.value if self in (ArtworkKind.SQUARE, ArtworkKind.LOGO) else "tall"

    @property
    def words(self) -> str:
        """Return the kind as a person says it: `season background`."""
        return self.value.replace("_", " ")


CANVAS_PX: dict[str, tuple[int, int]] = {
    "tall": (1000, 1500),
    "wide": (1920, 1080),
    "square": (1000, 1000),
    "logo": (1000, 400),
}
"""Width and height of finished pictures of each shape, unless the configuration says otherwise. A logo's is its outer bound."""

LARGEST_CANVAS_PX: dict[str, tuple[int, int]] = {
    "tall": (2000, 3000),
    "wide": (3840, 2160),
    "square": (2000, 2000),
    "logo": (2000, 800),
}
"""The largest that can be asked for."""

LEAST_CANVAS_WIDTH_PX = 200
"""The least width that can be asked for, of any shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """A candidate: a picture that some source offers for a slot.

    Attributes:
        source: the artwork source's name (set by the core when left empty).
        id: lasting and unique within the source, such as TMDB's file path.
        url: where the bytes are; any form that the source's own `read` understands.
        language: `TEXTLESS`, an ISO 639-1 code, or None when the source says nothing.
        width_px: 0 when unknown.
        height_px: 0 when unknown.
        votes: how many people judged it.
        rating: their judgement, 0 to 10.
        position: the source's own order, 0 first.
        added: when the source got it; None when unknown.
        revision: changes when the bytes behind the id change; empty where ids never change their bytes.
        preview_url: a smaller form for people choosing; empty when there is none.
        page_url: where a person can look at it at its source; empty when there is none.
        finished: the owner's finished picture: it qualifies in any language, and gets badges only.
        manual: beats every candidate that is not manual (storage.manual_assets, pins).
        drawn: made for want of a real one; the target is listed for review.
    """

    source: str = ""
    id: str
    url: str
    language: str | None = None
    width_px: int = 0
    height_px: int = 0
    votes: int = 0
    rating: float = 0.0
    position: int = 0
    added: datetime | None = None
    revision: str = ""
    preview_url: str = ""
    page_url: str = ""
    finished: bool = False
    manual: bool = False
    drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Finished bytes, ready to be shown by a media server.

    Attributes:
        data: an encoded picture.
        format: `jpeg`, `png` or `webp`.
        width_px: of the picture.
        height_px: of the picture.
    """

    data: bytes
    format: str
    width_px: int
    height_px: int


SUFFIX_OF_FORMAT: dict[str, str] = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
"""The file suffix of each format a `Picture` may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArtwork:
    """The picture a server shows in a slot now.

    Attributes:
        revision: the token that `MediaItem.shown` has for it.
        data: its bytes, encoded as the server keeps them.
        chosen: somebody uploaded it or put it there, as opposed to the server's own agent choosing it.
        locked: its field is locked against the server's agents.
    """

    revision: str
    data: bytes
    chosen: bool
    locked: bool = False
