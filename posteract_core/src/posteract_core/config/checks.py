"""What one part of the configuration says of another, and what nothing serves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from ..model import ArtworkKind
from .catalogue import CORE_SOURCES, KNOWN_PLUGINS, install_command
from .document import KeyPath, shown_key
from .instances import Entry
from .mistakes import Fix, Mistake
from .names import nearest
from .pictures import Size, parse_size, sizes_of

_SERVED_BY: tuple[tuple[tuple[str, ...], str], ...] = (
    (("schedule",), "schedule"),
    (("libraries", "*", "overlay_files"), "kometa"),
    (("libraries", "*", "metadata_files"), ""),
    (("libraries", "*", "operations"), ""),
)
"""Keys that only a plugin serves (empty: this version does not at all); what gets served is taken off this list."""


def unknown_names(data: Mapping[str, Any], entries: Collection[Entry], installed: Collection[str]) -> Iterator[Mistake]:
    """Yield a mistake for each name in `libraries` that means nothing: of a server, of a set of badges."""
    overlays = _mapping(data.get("overlays"))
    servers = {entry.name for entry in entries} | (set(installed) - {entry.plugin for entry in entries})
    for name, library in _mapping(data.get("libraries")).items():
        path: KeyPath = ("libraries", name)
        library = _mapping(library)
        written = library.get("server")
        for index, server in enumerate(written if isinstance(written, list) else [written]):
            if isinstance(server, str) and server not in servers:
                here = (*path, "server", index) if isinstance(written, list) else (*path, "server")
                yield _unknown(here, server, {entry.name for entry in entries}, "is no entry under `plugins`")
    for place, _, settings in _kinds(data):
        named = _mapping(settings).get("overlays")
        for index, overlay in enumerate(named if isinstance(named, list) else []):
            if isinstance(overlay, str) and overlay and overlay not in overlays:
                yield _unknown((*place, "overlays", index), overlay, overlays, "is no set of badges under `overlays`")


def misfitting_pictures(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield a mistake for each setting under `pictures` of a kind that cannot be had of that kind."""
    for path, kind, settings in _kinds(data):
        yield from misfits_of_kind(kind, _mapping(_mapping(settings).get("pictures")), (*path, "pictures"))


def misfits_of_kind(kind: ArtworkKind, pictures: Mapping[str, Any], path: KeyPath = ()) -> Iterator[Mistake]:
    """Yield a mistake for each of these settings of pictures that cannot be had of a kind; `path` is where they stand."""
    written = pictures.get("canvas")
    for index, each in enumerate(written if isinstance(written, list) else [written]):
        size = _size(each)
        if size is not None and size.shape != kind.shape:
            place = (*path, "canvas", index) if isinstance(written, list) else (*path, "canvas")
            yield Mistake(path=place, message=f"is no size of a {kind.words}, which is {sizes_of(kind.shape)}")
    if kind is ArtworkKind.LOGO:
        for key in ("fit", "focus"):
            if pictures.get(key) is not None:
                yield Mistake(path=(*path, key), place="key", message="does not go with logos: they are never cut")
        if pictures.get("format") == "jpeg":
            message = "a logo keeps its transparency, which jpeg cannot; write `png` or `webp`"
            yield Mistake(path=(*path, "format"), message=message)


def _kinds(data: Mapping[str, Any]) -> Iterator[tuple[KeyPath, ArtworkKind, Any]]:
    """Yield the path of each kind in each library and its rules, the kind, and what is said of it."""
    for name, library in _mapping(data.get("libraries")).items():
        path: KeyPath = ("libraries", name)
        rules = _mapping(library).get("rules")
        places: list[tuple[KeyPath, Any]] = [((*path, "artwork"), _mapping(library).get("artwork"))]
        for index, rule in enumerate(rules if isinstance(rules, list) else []):
            places.append(((*path, "rules", index, "artwork"), _mapping(rule).get("artwork")))
        for place, artwork in places:
            for kind, settings in _mapping(artwork).items():
                if kind in tuple(ArtworkKind):
                    yield (*place, kind), ArtworkKind(kind), settings


def _size(written: object) -> Size | None:
    try:
        return parse_size(written)
    except PydanticCustomError:  # its own mistake, told where values are checked
        return None


def _unknown(path: KeyPath, name: str, known: Collection[str], what: str) -> Mistake:
    near = nearest(name, known)
    if near is not None:
        fix = Fix(kind="value", new=near.name, sure=near.sure)
        return Mistake(path=path, message=f"`{shown_key(name)}` {what}; did you mean `{near.name}`?", fix=fix)
    listed = ", ".join(f"`{shown_key(each)}`" for each in known)
    return Mistake(
        path=path, message=f"`{shown_key(name)}` {what}", hint=f"There are: {listed}." if known else "There is none."
    )


def uninstalled(entries: Collection[Entry], installed: Collection[str]) -> Iterator[Mistake]:
    """Yield a warning for each enabled entry whose plugin is not installed, with the command that installs it."""
    for entry in entries:
        if entry.plugin in installed or not entry.enabled:
            continue
        path: KeyPath = ("plugins", entry.name)
        plugin = shown_key(entry.plugin)
        near = nearest(entry.plugin, {*installed, *KNOWN_PLUGINS} - {entry.name})
        if entry.plugin in KNOWN_PLUGINS or near is None:
            hint = f"`{install_command(plugin)}` installs it; `enabled: false` silences this."
            if entry.plugin not in KNOWN_PLUGINS and entry.plugin == entry.name:
                hint = f"An instance under a name of your own says which plugin it is: `plugin: folder`. Or: {hint}"
            message = f"the plugin `{plugin}` is not installed; the entry is left out"
        else:
            message = f"the plugin `{plugin}` is not installed; did you mean `{near.name}`?"
            hint = "" if near.name in installed else f"`{install_command(near.name)}` installs that one."
        yield Mistake(path=path, place="key", message=message, hint=hint)


def unserved(data: Mapping[str, Any], installed: Collection[str]) -> Iterator[Mistake]:
    """Yield a warning for each key that has something under it and that nothing installed serves."""
    for pattern, plugin in _SERVED_BY:
        if plugin in installed:
            continue
        for path, value in _matching(data, pattern, ()):
            if value not in (None, {}, []):
                hint = f"`{install_command(plugin)}` installs what does." if plugin else ""
                by = "no installed plugin" if plugin else "this version"
                message = (
                    f"is accepted, but {by} does anything with it"
                    if plugin
                    else f"is accepted, but {by} does not use it"
                )
                yield Mistake(path=path, place="key", message=message, hint=hint)


def unknown_sources(
    data: Mapping[str, Any], entries: Collection[Entry], installed: Collection[str]
) -> Iterator[Mistake]:
    """Yield a warning for each artwork source that is probably misspelt; a plugin may give sources of any name."""
    known = {*CORE_SOURCES, *KNOWN_PLUGINS, *installed, *(entry.name for entry in entries)}
    places: list[tuple[KeyPath, Any]] = [(("poster_preferences",), data.get("poster_preferences"))]
    for name, library in _mapping(data.get("libraries")).items():
        path: KeyPath = ("libraries", name)
        places.append(((*path, "poster_preferences"), _mapping(library).get("poster_preferences")))
        for kind, settings in _mapping(_mapping(library).get("artwork")).items():
            own = _mapping(settings).get("poster_preferences")
            places.append(((*path, "artwork", kind, "poster_preferences"), own))
    for path, preferences in places:
        sources = _mapping(preferences).get("sources")
        for index, source in enumerate(sources if isinstance(sources, list) else []):
            if isinstance(source, str) and source not in known and source.partition(".")[0] not in known:
                near = nearest(source, known)
                advice = f"; did you mean `{near.name}`?" if near else ""
                message = f"no plugin that is known gives a source `{shown_key(source)}`{advice}"
                yield Mistake(path=(*path, "sources", index), message=message)


def empty_kinds(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield a warning for each kind of picture with nothing after it, which may not be what was meant."""
    for name, library in _mapping(data.get("libraries")).items():
        for kind, settings in _mapping(_mapping(library).get("artwork")).items():
            if settings is None:
                yield Mistake(
                    path=("libraries", name, "artwork", kind),
                    place="key",
                    message="is empty, so this kind is left alone",
                    hint=f"`{shown_key(kind)}: {{}}` asks for the best picture with nothing drawn on it.",
                )


def _matching(value: Any, pattern: tuple[str, ...], path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if not pattern:
        yield path, value
    elif isinstance(value, dict):
        keys = list(value) if pattern[0] == "*" else [key for key in value if key == pattern[0]]
        for key in keys:
            yield from _matching(value[key], pattern[1:], (*path, key))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
