"""From the configuration to what is made in each library: styles and badges looked up, inheritance resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ..config.models import Config
from ..config.views import TargetLook
from ..errors import ConfigError
from ..filters import read_filter
from ..model import ArtworkKind, Library
from ..plan import KindSettings, LibraryPlan
from ..plugins.house import House
from ..render import Canvas, LookBook
from ..select import Preferences


def look_book(config: Config, house: House) -> LookBook:
    """Return every style and overlay there is: core's, the plugins', the configuration's."""
    folders = [folder for each in house.style_folders().values() for folder in each]
    return LookBook(house.overlay_layers(), folders, config.styles, config.overlays, config_folder=config.folder)


def library_plans(
    config: Config, book: LookBook, listed: Mapping[str, Sequence[Library]], *, only: Iterable[str] = ()
) -> list[LibraryPlan]:
    """Return a plan for each configured library that a server has.

    Args:
        config: which libraries, and how.
        book: styles and overlays.
        listed: libraries by server.
        only: configured names; empty = all.

    Raises:
        ConfigError: a style or an overlay is not there.
    """
    wanted = set(only)
    plans = []
    for server, libraries in listed.items():
        for library in libraries:
            name = config.library_for(server, library.name)
            if name is not None and (not wanted or name in wanted):
                plans.append(_library_plan(config, book, name, library))
    return plans


def unknown_looks(config: Config, book: LookBook) -> list[tuple[tuple[str, ...], str]]:
    """Return (path, message) for each style or overlay that a library names and nobody has."""
    found: list[tuple[tuple[str, ...], str]] = []
    for name in config.libraries:
        for kind in config.library_settings(name).kinds:
            settings = config.artwork_settings(name, kind)
            if settings is None:
                continue
            try:
                book.look(settings.style, settings.overlays, kind)
            except ConfigError as error:
                found += [(("libraries", name, "artwork", kind.value), problem.message) for problem in error.problems]
    return found


def _library_plan(config: Config, book: LookBook, name: str, library: Library) -> LibraryPlan:
    view = config.library_settings(name)

    @cache
    def resolve(kind: ArtworkKind, matched: tuple[int, ...]) -> KindSettings | None:
        settings = config.artwork_settings(name, kind, matched)
        return None if settings is None else _settings(book, settings)

    for kind in view.kinds:
        for matched in ((), *((position,) for position in range(len(view.rules)))):
            resolve(kind, matched)
    return LibraryPlan(
        name=name,
        library=library,
        kinds=view.kinds,
        resolve=resolve,
        rules=tuple(read_filter(rule.when, f"libraries.{name}.rules")[0] for rule in view.rules),
        exclude_labels=frozenset(view.exclude_labels),
    )


def _settings(book: LookBook, settings: TargetLook) -> KindSettings:
    preferences = settings.preferences
    return KindSettings(
        look=book.look(settings.style, settings.overlays, settings.kind),
        canvas=Canvas.for_kind(settings.kind),
        preferences=Preferences(
            sources=tuple(preferences.sources),
            languages=tuple(preferences.languages),
            min_width_px=preferences.min_width,
            rank_by=preferences.rank_by,
            fallback=tuple(preferences.fallback),
            unknown_language=preferences.unknown_language,
        ),
        owner_pictures=settings.owner_pictures,
    )
