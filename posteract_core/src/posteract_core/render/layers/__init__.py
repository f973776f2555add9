"""The layers that core itself brings; badges come from plugins."""

from __future__ import annotations

from typing import Any

from ...providers import OverlayLayer
from ..fit import FitLayer
from .borders import BorderLayer
from .image import ImageLayer
from .rule import RuleLayer
from .shades import BlurLayer, BoxLayer, GradientLayer, ShadowLayer, TintLayer, VignetteLayer
from .text import TextLayer
from .title import TitleLayer

CORE_LAYERS: dict[str, type[OverlayLayer[Any]]] = {
    layer.type: layer
    for layer in (
        FitLayer, ImageLayer, TextLayer, TitleLayer, GradientLayer, VignetteLayer, BorderLayer, BoxLayer, BlurLayer, TintLayer,
        ShadowLayer, RuleLayer,
    )
}  # fmt: skip
"""Layer classes by type."""

__all__ = ["CORE_LAYERS"]
