"""The contract of overlay layers."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from ...model import ArtworkKind, MediaItem
from ...providers import DrawContext, LayerOptions, OverlayLayer, Raster, Subject
from .parts import assert_jsonable, given, in_threads

if TYPE_CHECKING:
    from PIL import Image

    from ...render.toolbox import Toolbox

CANVASES = ((1000, 1500), (2000, 3000), (1920, 1080))
"""Width and height in px of the canvases each layer is drawn on."""


class OverlayLayerContract:
    """What every overlay layer promises.

    Fixtures to supply:
        layer_class: the class under test.

    Fixtures to override where the default does not fit:
        options: what a user writes; default nothing.
        subject: something the layer has to say about; default the poster of the_matrix (2160p, Dolby Vision, Atmos, ratings).
        silent_subject: something it has nothing to say about; default None, the test is skipped.
    """

    @pytest.fixture
    def options(self) -> Mapping[str, Any]:
        """Return no options."""
        return {}

    @pytest.fixture
    def subject(self, the_matrix: MediaItem) -> Subject:
        """Return the poster of The Matrix."""
        return Subject(item=the_matrix, kind=ArtworkKind.POSTER, title=the_matrix.title, facts=the_matrix.facts)

    @pytest.fixture
    def silent_subject(self) -> Subject | None:
        """Return None: the layer always has something to say."""
        return None

    @pytest.fixture
    def layer(self, layer_class: type[OverlayLayer[Any]], options: Mapping[str, Any]) -> OverlayLayer[Any]:
        """Return the layer with its options."""
        return layer_class(layer_class.Options(**options))

    @pytest.fixture
    def tools(self) -> Toolbox:
        """Return core's drawing tools, with a cache of their own."""
        return new_toolbox()

    def test_it_has_a_type_to_write_and_a_version(self, layer_class: type[OverlayLayer[Any]]) -> None:
        assert issubclass(layer_class, OverlayLayer)
        assert re.fullmatch("[a-z][a-z0-9_-]*", layer_class.type)
        assert layer_class.version >= 1
        assert issubclass(layer_class.Options, LayerOptions)

    def test_every_option_is_described(self, layer_class: type[OverlayLayer[Any]]) -> None:
        fields = layer_class.Options.model_fields
        assert [name for name, field in fields.items() if not field.description] == []

    def test_its_options_survive_the_way_to_another_process(self, layer: OverlayLayer[Any]) -> None:
        assert pickle.loads(pickle.dumps(layer.options)) == layer.options  # noqa: S301 - our own bytes

    def test_it_names_the_facts_it_needs(self, layer: OverlayLayer[Any]) -> None:
        assert all(isinstance(name, str) and name for name in layer.needs())

    def test_its_value_can_be_hashed_and_written_as_json(self, layer: OverlayLayer[Any], subject: Subject) -> None:
        value = layer.value(subject)
        assert value is not None
        hash(value)
        assert_jsonable(value)
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own bytes

    def test_it_says_nothing_where_there_is_nothing_to_say(
        self, layer: OverlayLayer[Any], silent_subject: Subject | None
    ) -> None:
        assert layer.value(given(silent_subject, "silent_subject")) is None

    @pytest.mark.parametrize("size_px", CANVASES, ids="{0[0]}x{0[1]}".format)
    def test_it_draws_within_the_canvas(
        self, layer: OverlayLayer[Any], subject: Subject, tools: Toolbox, size_px: tuple[int, int]
    ) -> None:
        rasters = draw(layer, subject, tools, size_px)
        assert rasters
        for raster in rasters:
            assert raster.mask.mode == "L"
            assert isinstance(raster.fill, tuple) or (raster.fill.mode, raster.fill.size) == ("RGB", raster.mask.size)
            left, top, right, bottom = raster.ink or (0, 0, *raster.mask.size)
            assert 0 <= left < right <= raster.mask.width
            assert 0 <= top < bottom <= raster.mask.height
            x, y = raster.at or (-left, -top)
            assert x + left >= 0
            assert y + top >= 0
            assert x + right <= size_px[0]
            assert y + bottom <= size_px[1]

    def test_it_is_pure(
        self, layer_class: type[OverlayLayer[Any]], layer: OverlayLayer[Any], subject: Subject, tools: Toolbox
    ) -> None:
        again = layer_class(layer.options.model_copy())
        assert layer.value(subject) == again.value(subject)
        first = pixels(layer, subject, tools)
        assert pixels(again, subject, tools) == first
        assert pixels(layer, subject, new_toolbox()) == first

    def test_it_is_pure_in_many_threads(self, layer: OverlayLayer[Any], subject: Subject, tools: Toolbox) -> None:
        first, *others = in_threads(lambda: pixels(layer, subject, tools))
        assert all(answer == first for answer in others)

    def test_it_leaves_the_picture_under_it_alone(
        self, layer: OverlayLayer[Any], subject: Subject, tools: Toolbox
    ) -> None:
        context = draw_context(layer, subject, tools, CANVASES[0])
        assert context.picture is not None
        before = digest(context.picture)
        layer.draw(context)
        assert digest(context.picture) == before


def digest(picture: Image.Image) -> str:
    """Return what is compared in place of pixels: a failed comparison of megabytes would be told byte by byte."""
    return hashlib.sha256(picture.tobytes()).hexdigest()


def new_toolbox() -> Toolbox:
    """Return tools with an empty cache; with the fonts of packages only, so that a test is the same everywhere."""
    from ...render import toolbox

    return toolbox(system_fonts=False)


def draw_context(layer: OverlayLayer[Any], subject: Subject, tools: Toolbox, size_px: tuple[int, int]) -> DrawContext:
    """Return what the layer is given on a canvas of that size, over a grey picture."""
    from PIL import Image

    width, height = size_px
    scale = width / (1920 if width > height else 1000)
    margin = round(44 * scale) if layer.stacks else 0
    return DrawContext(
        value=layer.value(subject),
        subject=subject,
        width_px=width,
        height_px=height,
        scale=scale,
        tools=tools,
        area=(margin, margin, width - margin, height - margin),
        picture=Image.new("RGB", size_px, (90, 90, 90)),
    )


def draw(layer: OverlayLayer[Any], subject: Subject, tools: Toolbox, size_px: tuple[int, int]) -> tuple[Raster, ...]:
    """Return the rasters of a layer; none when it draws nothing."""
    drawn = layer.draw(draw_context(layer, subject, tools, size_px))
    if drawn is None:
        return ()
    return drawn if isinstance(drawn, tuple) else (drawn,)


def pixels(layer: OverlayLayer[Any], subject: Subject, tools: Toolbox) -> list[tuple[Any, ...]]:
    """Return all that decides how a layer looks on a poster, to be compared."""
    return [_flat(raster) for raster in draw(layer, subject, tools, CANVASES[0])]


def _flat(raster: Raster) -> tuple[Any, ...]:
    fill = raster.fill if isinstance(raster.fill, tuple) else digest(raster.fill)
    below = _flat(raster.below) if raster.below else ()
    return (raster.at, raster.ink, fill, raster.mask.size, digest(raster.mask), *below)
