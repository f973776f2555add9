"""What all layers have in common: where they go, how opaque, how turned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

ANCHORS = tuple(
    f"{vertical}-{horizontal}" for vertical in ("top", "middle", "bottom") for horizontal in ("left", "center", "right")
)
"""The nine places."""

_VERTICAL = {"top": "top", "middle": "middle", "bottom": "bottom"}
_HORIZONTAL = {"left": "left", "center": "center", "centre": "center", "right": "right"}


def _anchor(given: object) -> object:
    """Return the anchor's full name: `top` is top-center, `left` is middle-left, `auto` is auto-auto."""
    words = [word for word in re.split(r"[-_ ]+", str(given).strip().lower()) if word]
    open_half = "auto" if "auto" in words else ""
    vertical = next((_VERTICAL[word] for word in words if word in _VERTICAL), open_half or "middle")
    horizontal = next((_HORIZONTAL[word] for word in words if word in _HORIZONTAL), open_half or "center")
    known = sum(word in _VERTICAL or word in _HORIZONTAL or word == "auto" for word in words)
    if not words or known != len(words) or len(words) > 2:
        near = get_close_matches(str(given).lower(), ANCHORS, n=1)
        raise ValueError(
            f"is no place{f'; did you mean `{near[0]}`?' if near else ''}; the places are {', '.join(ANCHORS)}"
        )
    return f"{vertical}-{horizontal}"


@dataclass(frozen=True, kw_only=True)
class Length:
    """A length in units of the design (px of a 1000 or 1920 wide canvas), or a share of the canvas's side."""

    units: float = 0.0
    share: float = 0.0

    def px(self, scale: float, side_px: int) -> int:
        """Return whole pixels, given px per unit and the length of the canvas's side."""
        return round(self.units * scale + self.share * side_px)


def _length(given: object) -> object:
    if isinstance(given, Length | dict):
        return given
    if isinstance(given, bool):
        raise ValueError("must be a number of px or a percentage such as 5%")  # noqa: TRY004 - pydantic wants ValueError
    if isinstance(given, int | float):
        return Length(units=given)
    text = str(given).strip()
    if found := re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*(px|%)?", text):
        number = float(found[1])
        return Length(share=number / 100) if found[2] == "%" else Length(units=number)
    raise ValueError(f'"{text}" is no length; write px as a number, or a percentage such as 5%')


def _share(given: object) -> object:
    if isinstance(given, str) and (found := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%\s*", given)):
        return float(found[1]) / 100
    return given


LengthOption = Annotated[Length, BeforeValidator(_length)]
"""An option in px or %."""

Share = Annotated[float, BeforeValidator(_share), Field(ge=0, le=1)]
"""An option from 0 to 1, also written as a percentage."""

Anchor = Annotated[str, BeforeValidator(_anchor)]
"""An option that is one of the nine places."""


class Placement(BaseModel):
    """The options every layer takes."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, defer_build=True)

    place: Anchor | None = Field(
        None,
        description="top|middle|bottom - left|center|right; the layer's own when left out. Of a style's words also auto, or"
        " one half of it (auto-left, bottom-auto): where the picture is calm.",
    )
    offset: tuple[LengthOption, LengthOption] = Field(
        (Length(), Length()),
        description="[x, y] in px or %: away from the edges it is anchored to; right and down where it is centred.",
    )
    opacity: Share = Field(1.0, description="0 (nothing to be seen) to 1.")
    rotation: float = Field(0.0, ge=-360, le=360, description="Degrees, clockwise, about its middle.")
    scale: float = Field(1.0, ge=0.2, le=5, description="Larger or smaller than it would be.")
    gap: LengthOption | None = Field(None, description="Space to what comes before it at the same place.")
    yields: bool = Field(True, description="Of a style's layers: moves along when badges are at the same edge.")
    accompanies: str | None = Field(
        None, alias="with", description="Name of a layer of the same style without which it is not drawn."
    )
    flow: str = Field(
        "auto",
        pattern="^(auto|row|column)$",
        description="How layers at one place follow each other; auto = in rows at top and bottom, in a column in the middle.",
    )
    priority: int = Field(
        0, description="Where there is no room for all, the lowest goes first; among equals the last."
    )


PLACEMENT_KEYS = frozenset(field.alias or name for name, field in Placement.model_fields.items())
"""What `Placement` reads."""

COMMON_KEYS = PLACEMENT_KEYS | {"type", "when", "before", "after"}
"""Keys that never reach a layer's own options."""


def split_options(raw: dict[str, Any], options: type[BaseModel]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what somebody wrote for a layer as (common, its own).

    Args:
        raw: as written.
        options: the layer's own; one that bears a common name, such as a rating's `scale`, takes its place.
    """
    names = {field.alias or name for name, field in options.model_fields.items()}
    common = {key: value for key, value in raw.items() if key in PLACEMENT_KEYS - names}
    return common, {key: value for key, value in raw.items() if key not in COMMON_KEYS - names}
