"""A look: the layers of a style and of badge sets, ready to say what they would show."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import PluginError, PosteractError
from ..model import ArtworkKind, Brand, Facts
from ..providers import LayerOptions, OverlayLayer, Subject
from .faces import FACES_VERSION, can_find_faces
from .fit import FitLayer, FitOptions
from .ground import COLOURS_VERSION
from .layout import LAYOUT_VERSION
from .palette import PALETTE_VERSION, TONES
from .placed import Base, PlacedLayer, digest_of
from .placement import Placement
from .zones import ZONES_VERSION, is_auto


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is drawn over a base picture of one kind. Made by `LookBook.look`; can be pickled.

    Attributes:
        style: its name; empty for none.
        kind: what it is for.
        layers: bottom up.
        fit: how a base is fitted of which no `fit` layer says anything.
        spoilers: of cards of episodes not seen: `blur`, `grayscale`, `textless` (the title is left out), or `show`.
        spoilers_users: whose watching counts; empty = the token's owner.
    """

    style: str
    kind: ArtworkKind
    layers: tuple[PlacedLayer, ...] = ()
    fit: FitOptions = field(default_factory=FitOptions)
    spoilers: str = "show"
    spoilers_users: tuple[str, ...] = ()

    def refitted(self, changes: Mapping[str, Any]) -> Look:
        """Return the look with these options of `fit` (`mode`, `focus`) in place of what its style says of them.

        An owner's finished picture, which no style is drawn over, is fitted so too.
        """
        if not changes or self.kind is ArtworkKind.LOGO:
            return self

        def changed(placed: PlacedLayer) -> PlacedLayer:
            if placed.layer.type != FitLayer.type:
                return placed
            layer = FitLayer(placed.layer.options.model_copy(update=dict(changes)))
            return replace(placed, layer=layer, digest=digest_of(layer, placed.placement))

        layers = tuple(changed(placed) for placed in self.layers)
        return replace(self, layers=layers, fit=self.fit.model_copy(update=dict(changes)))

    @property
    def fit_digest(self) -> str:
        """Return a short hash of `fit`; empty where it is the ordinary one."""
        return "" if self.fit == FitOptions() else digest_of(FitLayer(self.fit), Placement.model_validate({}))

    def fit_of(self, subject: Subject, *, base: Base) -> FitOptions:
        """Return how the base is brought to the canvas's size; a finished picture is left alone by the style.

        Raises:
            PluginError: see `shown`.
        """
        fits = [
            placed.layer.options for placed, _ in self.shown(subject, base=base) if placed.layer.type == FitLayer.type
        ]
        return fits[-1] if fits else self.fit

    @property
    def wants_logo(self) -> bool:
        """Return whether it can use the title's own lettering: look for one and put it into `Subject.logo`."""
        return any(
            getattr(placed.layer.options, "use", "text") != "text" for placed in self.layers if placed.layer.sets_title
        )

    @property
    def is_empty(self) -> bool:
        """Return whether nothing would ever be drawn."""
        return not self.layers

    @property
    def reads_episodes(self) -> bool:
        """Return whether a layer shows of seasons and shows what their episodes are."""
        return any(placed.layer.reads_episodes for placed in self.layers)

    def needs(self) -> frozenset[str]:
        """Return the names of the facts its layers would show."""
        return frozenset[str]().union(*(placed.needs() for placed in self.layers))

    def pictures(self, subject: Subject, *, base: Base) -> frozenset[Brand]:
        """Return the brands whose logos its layers would show: put those that can be had into `Subject.logos`.

        Raises:
            PluginError: a layer raised.
        """
        if not any(_shows_logos(placed) for placed in self.layers):
            return frozenset()
        shown = (placed for placed in self._candidates(subject, base) if _shows_logos(placed))
        return frozenset(brand for placed in shown for brand in _pictures(placed, subject))

    def shown(self, subject: Subject, *, base: Base) -> tuple[tuple[PlacedLayer, Hashable], ...]:
        """Return the layers that have something to show, with what that is, bottom up.

        Raises:
            PluginError: a layer raised, or returned what cannot be told apart from other values.
        """
        from .spoilers import applies, veil_layer  # it is made of layers, which stand above this

        found = [
            (placed, value)
            for placed in self._candidates(subject, base)
            if (value := _value(placed, subject)) is not None
        ]
        names = {placed.name for placed, _ in found if placed.of_style}
        shown = [
            (placed, value)
            for placed, value in found
            if placed.placement.accompanies is None or not placed.of_style or placed.placement.accompanies in names
        ]
        if applies(self.spoilers, self.spoilers_users, subject, base):
            if (
                self.spoilers == "textless"
            ):  # what goes with the title stays: the number of an episode gives nothing away
                shown = [(placed, value) for placed, value in shown if not placed.layer.tells_title]
            if (veil := veil_layer(self.spoilers)) is not None:
                shown.insert(0, veil)
        return tuple(shown)

    def signature(self, subject: Subject, *, base: Base) -> tuple[tuple[Any, ...], ...]:
        """Return what the picture's look depends on: (layer name, type, version, options digest, value) of each layer shown.

        It can be written as JSON and is the same in every process; layers that show nothing are not in it. The first entry
        stands for placing.

        Raises:
            PluginError: see `shown`.
        """
        shown = self.shown(subject, base=base)
        entries: list[tuple[Any, ...]] = [
            (placed.name, placed.layer.type, placed.layer.version, placed.digest, _plain(value))
            for placed, value in shown
        ]
        if any(placed.place is not None for placed, _ in shown):
            entries.insert(0, ("", "layout", LAYOUT_VERSION, "", None))
        if not any(placed.layer.type == FitLayer.type for placed, _ in shown):
            entries.insert(0, ("", FitLayer.type, FitLayer.version, self.fit_digest, None))
        return (*_analysis(placed for placed, _ in shown), *entries)

    def _candidates(self, subject: Subject, base: Base) -> Iterable[PlacedLayer]:
        for placed in self.layers:
            if base == "finished" and placed.of_style:
                continue
            if base == "has_text" and placed.layer.sets_title:
                continue
            if placed.when.holds(subject.item, subject.facts):
                yield placed


def _analysis(layers: Iterable[PlacedLayer]) -> tuple[tuple[Any, ...], ...]:
    """Return entries for what is taken from the base picture: a place, a colour, faces; they stand for how that is done."""
    found: dict[str, tuple[Any, ...]] = {}
    for placed in layers:
        options = placed.layer.options
        if is_auto(placed.place):
            found["zones"] = ("", "zones", ZONES_VERSION, "", None)
            if getattr(options, "avoid_faces", False):
                # Installing OpenCV later makes another picture.
                found["faces"] = ("", "faces", FACES_VERSION, "", can_find_faces())
        if getattr(options, "scrim", False) or _from_picture(options):
            found["colours"] = ("", "colours", COLOURS_VERSION * 100 + PALETTE_VERSION, "", None)
    return tuple(found[name] for name in sorted(found))


def _from_picture(options: LayerOptions) -> bool:
    """Return whether one of the colours of a layer is found by looking at the picture."""
    for name, value in options:
        if isinstance(value, LayerOptions):
            found = _from_picture(value)
        else:
            found = "color" in name or name == "duotone"
            found = found and any(
                each == "auto" or each in TONES for each in (value if isinstance(value, tuple) else (value,))
            )
        if found:
            return True
    return False


def versions() -> tuple[int | bool, ...]:
    """Return all that signatures depend on besides looks and subjects."""
    return (
        LAYOUT_VERSION, FitLayer.version, ZONES_VERSION, FACES_VERSION, COLOURS_VERSION, PALETTE_VERSION, can_find_faces(),
    )  # fmt: skip


def facts_of(subject: Subject) -> Facts:
    """Return the item's own facts with those looked up over them."""
    return subject.item.facts | subject.facts


def _shows_logos(placed: PlacedLayer) -> bool:
    return type(placed.layer).pictures is not OverlayLayer.pictures


def _pictures(placed: PlacedLayer, subject: Subject) -> tuple[Brand, ...]:
    try:
        return placed.layer.pictures(subject)
    except Exception as error:
        raise PluginError(
            f"layer `{placed.layer.type}` could not say which logos it shows for {subject.item}: "
            f"{type(error).__name__}: {error}"
        ) from error


def _value(placed: PlacedLayer, subject: Subject) -> Hashable | None:
    try:
        value = placed.layer.value(subject)
        hash(value)
    except PosteractError:
        raise
    except Exception as error:
        raise PluginError(
            f"layer `{placed.layer.type}` could not say what it shows for {subject.item}: {type(error).__name__}: {error}"
        ) from error
    return value


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it, in one form only."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, frozenset):
        return sorted((_plain(each) for each in value), key=repr)
    return repr(value)
