"""All looks that can be had: styles and overlays by name, checked as a whole before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import ConfigError, Problem
from ..filters import Filter, read_filter
from ..model import ArtworkKind
from ..providers import OverlayLayer
from .fonts import SUFFIXES
from .layers import CORE_LAYERS
from .layers.image import file_hash, folder_hash
from .look import Look
from .messages import in_users_words
from .placed import PlacedLayer, digest_of
from .placement import Placement, split_options
from .stylefile import NONE, RawLayer, StyleShelf, StyleSource, resolve
from .zones import is_auto

SHIPPED_OVERLAYS: Mapping[str, Sequence[Any]] = {
    "director": [{"type": "text", "text": "A {collection} film", "place": "bottom-center"}]
}
"""Sets of badges that need not be written down; the configuration's of the same name win."""

LayerClass = type[OverlayLayer[Any]]


class LookBook:
    """Styles and overlays, from files, plugins and the configuration.

    Args:
        layer_types: the layer classes of plugins by type; core's own are added, and win.
        style_folders: folders of style files of plugins; core's own is added. Later ones win by name.
        styles: `styles` of the configuration, raw.
        overlays: `overlays` of the configuration, raw.
        config_folder: what pictures and fonts named in the configuration are taken from; None = the working folder.

    Attributes:
        problems: every mistake in styles and overlays; those with a path are the configuration's.
    """

    def __init__(
        self,
        layer_types: Mapping[str, LayerClass],
        style_folders: Sequence[Path],
        styles: Mapping[str, Any],
        overlays: Mapping[str, Sequence[Any]],
        *,
        config_folder: Path | None = None,
    ) -> None:
        self.layer_types: dict[str, LayerClass] = {**layer_types, **CORE_LAYERS}
        self._config_folder = config_folder or Path()
        self._shelf = StyleShelf(style_folders, styles or {}, self._config_folder)
        self._overlays = {**SHIPPED_OVERLAYS, **(overlays or {})}
        self._looks: dict[tuple[str, tuple[str, ...], ArtworkKind], Look] = {}
        problems: list[Problem] = []
        for name in self._shelf.configured:
            for kind in ArtworkKind:
                problems += self._style(name, kind)[1]
        for name in self._overlays:
            problems += self._badges(name)[1]
        self.problems = tuple(dict.fromkeys([*self._shelf.problems, *problems]))

    @property
    def style_names(self) -> tuple[str, ...]:
        """Return every style that can be asked for, `none` among them."""
        return self._shelf.names

    @property
    def overlay_names(self) -> tuple[str, ...]:
        """Return the sets of badges there are."""
        return tuple(self._overlays)

    def description(self, style: str) -> str:
        """Return what a style says of itself; empty when it says nothing."""
        source = self._shelf.get(style)
        return str(source.raw.get("description", "")) if source else ""

    def meant_for(self, style: str) -> ArtworkKind:
        """Return the kind of picture a style is made for first of all; a poster where it says nothing."""
        said = [source.raw["for"] for source in self._shelf.chain(style)[0] if "for" in source.raw]
        known = [kind for kind in ArtworkKind if said and kind.value == said[-1]]
        return known[0] if known else ArtworkKind.POSTER

    def look(self, style: str | None, overlays: Sequence[str], kind: ArtworkKind) -> Look:
        """Return the look of a style and overlays for a kind; kept, so asking again costs nothing.

        Args:
            style: its name; None = none, the picture itself.
            overlays: names, drawn in this order over the style.
            kind: what it is for: styles may say different things for kinds and shapes.

        Raises:
            ConfigError: an unknown name, or the style or an overlay has mistakes.
        """
        key = (style or NONE, tuple(overlays), kind)
        if key not in self._looks:
            self._looks[key] = self._make(*key)
        return self._looks[key]

    def _make(self, style: str, overlays: tuple[str, ...], kind: ArtworkKind) -> Look:
        layers: list[PlacedLayer] = []
        problems: list[Problem] = []
        if style != NONE:
            if style not in self._shelf.names:
                problems.append(Problem(message=f"there is no style `{style}`{self._shelf.nearest(style)}"))
            else:
                found, wrong = self._style(style, kind)
                layers += found
                problems += wrong
        for name in overlays:
            if name not in self._overlays:
                near = get_close_matches(name, self._overlays, n=1)
                known = f"; there are {', '.join(self._overlays)}" if self._overlays else "; none is configured"
                hint = f"; did you mean `{near[0]}`?" if near else known
                problems.append(Problem(message=f"there is no overlay `{name}`{hint}"))
            else:
                found, wrong = self._badges(name)
                layers += found
                problems += wrong
        if problems:
            raise ConfigError(problems)
        return Look(style="" if style == NONE else style, kind=kind, layers=tuple(layers))

    def _style(self, name: str, kind: ArtworkKind) -> tuple[list[PlacedLayer], list[Problem]]:
        chain, wrong = self._shelf.chain(name)
        raw_layers, shape = resolve(chain, kind)
        problems = [*wrong, *shape]
        layers = []
        for raw in raw_layers:
            built = self._build(_beside_its_companion(raw, raw_layers, self.layer_types), of_style=True)
            if isinstance(built, PlacedLayer):
                layers.append(built)
            else:
                problems += built
        return layers, problems

    def _badges(self, name: str) -> tuple[list[PlacedLayer], list[Problem]]:
        entries = self._overlays[name]
        path = f"overlays.{name}"
        if isinstance(entries, str | Mapping) or not isinstance(entries, Sequence):
            return [], [Problem(path=path, message="must be a list of badges, such as `- resolution`")]
        layers: list[PlacedLayer] = []
        problems: list[Problem] = []
        source = StyleSource(name, {}, path=path, folder=self._config_folder, confined=False)
        counts: dict[str, int] = {}
        for position, entry in enumerate(entries):
            here = f"{path}.{position}"
            options = {"type": entry} if isinstance(entry, str) else entry
            if not isinstance(options, Mapping) or not isinstance(options.get("type"), str):
                message = "must be a badge's name, or a mapping with `type`"
                problems.append(Problem(path=here, message=message))
                continue
            kind = str(options["type"])
            counts[kind] = counts.get(kind, 0) + 1
            label = kind if counts[kind] == 1 else f"{kind} {counts[kind]}"
            built = self._build(RawLayer(label, dict(options), {}, source, here), of_style=False)
            if isinstance(built, PlacedLayer):
                layers.append(built)
            else:
                problems += [replace(each, path=here) for each in built] if isinstance(entry, str) else built
        return layers, problems

    def _build(self, raw: RawLayer, *, of_style: bool) -> PlacedLayer | list[Problem]:
        kind = str(raw.options.get("type", raw.name))
        layer_class = self.layer_types.get(kind)
        if layer_class is None:
            return self._unknown(raw, kind)
        common, own = split_options(raw.options, layer_class.Options)
        problems: list[Problem] = []
        when = Filter()
        if raw.options.get("when") is not None:
            path = raw.problem(["when"], "").path
            when, wrong = read_filter(raw.options["when"], path)
            problems += [Problem(where=raw.problem(["when"], "").where, path=p.path, message=p.message) for p in wrong]
        if common.get("place") is None:
            common.pop("place", None)
        placement: Placement | None = None
        try:
            placement = Placement.model_validate(common)
        except ValidationError as error:
            problems += [raw.problem(path, message) for path, message in in_users_words(error, Placement)]
        own, wrong_files = self._with_files(raw, own)
        problems += wrong_files
        try:
            options = layer_class.Options.model_validate(own)
        except ValidationError as error:
            problems += [
                raw.problem(path, message) for path, message in in_users_words(error, layer_class.Options, Placement)
            ]
        if problems or placement is None:
            return problems
        layer = layer_class(options)
        if layer.place is None:
            for key in ("place", "offset"):
                if key in common:
                    problems.append(raw.problem([key], f"does not go with `{kind}`, which covers what it covers"))
            if problems:
                return problems
        elif placement.place is not None:
            layer.place = placement.place
        if is_auto(layer.place) and not (of_style and layer.finds_place):
            what = f"`{kind}`" if of_style else "badges"
            return [
                raw.problem(["place"], f"`{raw.options['place']}` is for a style's words, not for {what}; name a place")
            ]
        return PlacedLayer(
            name=raw.name,
            layer=layer,
            placement=placement,
            when=when,
            of_style=of_style,
            digest=digest_of(layer, placement),
        )

    def _unknown(self, raw: RawLayer, kind: str) -> list[Problem]:
        at = ["type"] if "type" in raw.options else []
        near = get_close_matches(kind, self.layer_types, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(sorted(self.layer_types))}"
        return [raw.problem(at, f"there is no layer type `{kind}`; {hint}")]

    def _with_files(self, raw: RawLayer, own: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
        """Return the options with the files they name made absolute, and with the hash of a picture, or of a folder of them."""
        result = dict(own)
        for key in ("file", "font", "images"):
            given = own.get(key)
            if not isinstance(given, str) or (key == "font" and Path(given).suffix.lower() not in SUFFIXES):
                continue
            source = raw.said_by.get(key, (raw.source, ""))[0]
            folder = (source.folder if source and source.folder else self._config_folder).resolve()
            path = (folder / given).resolve()
            if source is not None and source.confined and not path.is_relative_to(folder):
                return result, [
                    raw.problem([key], f"{given} is outside the style's folder, which a style may not leave")
                ]
            if not (path.is_dir() if key == "images" else path.is_file()):
                return result, [raw.problem([key], f"there is no {'folder' if key == 'images' else 'file'} {path}")]
            result[key] = str(path)
            if key != "font":
                result["hash"] = folder_hash(path) if key == "images" else file_hash(path)
        return result, []


def _beside_its_companion(raw: RawLayer, layers: Sequence[RawLayer], types: Mapping[str, LayerClass]) -> RawLayer:
    """Return a layer that says no place of its own at that of the layer it accompanies or was put next to."""
    layer_class = types.get(str(raw.options.get("type", raw.name)))
    if "place" in raw.options or layer_class is None or not layer_class.finds_place or layer_class.sets_title:
        return raw
    neighbours = (raw.options.get("with"), raw.beside)
    for other in (each for each in layers if each.name in neighbours):
        its_class = types.get(str(other.options.get("type", other.name)))
        place = other.options.get("place") or (its_class.place if its_class and its_class.finds_place else None)
        if place:
            return RawLayer(raw.name, {**raw.options, "place": place}, raw.said_by, raw.source, raw.path)
    return raw
