"""From the configuration to what is made in each library: styles and badges looked up, inheritance resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache

from ..config.models import Config
from ..config.pictures import Pictures
from ..config.views import TargetLook
from ..errors import Problem
from ..filters import read_filter
from ..model import ArtworkKind, Library
from ..plan import KindSettings, LibraryPlan
from ..plugins.house import House
from ..render import Canvas, Look, LookBook
from ..select import Preferences


def look_book(config: Config, house: House, *, single_badges: bool = False) -> LookBook:
    """Return every style and overlay there is: core's, the plugins', the configuration's.

    Args:
        config: says the user's own.
        house: gives the plugins'.
        single_badges: also an overlay of each badge alone, by the badge's name, where the configuration has none of it.
    """
    folders = [folder for each in house.style_folders().values() for folder in each]
    badges = house.overlay_layers()
    overlays = {**({name: [name] for name in badges} if single_badges else {}), **config.overlays}
    return LookBook(badges, folders, config.styles, overlays, config_folder=config.folder)


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


def unknown_looks(config: Config, book: LookBook) -> list[Problem]:
    """Return a problem for each style that a library or one of its rules names and nobody has."""
    found: list[Problem] = []
    for name, entry in config.libraries.items():
        places = [
            ("artwork", entry.artwork),
            *((f"rules.{n}.artwork", rule.artwork) for n, rule in enumerate(entry.rules)),
        ]
        for place, artwork in places:
            for kind in ArtworkKind:
                settings = artwork.of(kind)
                if settings is None or settings.style is None or settings.style in book.style_names:
                    continue
                near = get_close_matches(settings.style, book.style_names, n=1)
                advice = f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(book.style_names)}"
                path = f"libraries.{name}.{place}.{kind.value}.style"
                found.append(Problem(path=path, message=f"there is no style `{settings.style}`{advice}"))
    return found


def refitted(look: Look, pictures: Pictures) -> Look:
    """Return a look with the base fitted as `pictures` of the configuration says, where it says anything."""
    said = {"mode": pictures.fit, "focus": pictures.focus}
    return look.refitted({key: value for key, value in said.items() if value is not None})


def _library_plan(config: Config, book: LookBook, name: str, library: Library) -> LibraryPlan:
    view = config.library_settings(name)

    @cache
    def resolve(kind: ArtworkKind, matched: tuple[int, ...]) -> KindSettings | None:
        settings = config.artwork_settings(name, kind, matched)
        return None if settings is None else settings_of(book, settings)

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


def settings_of(book: LookBook, settings: TargetLook) -> KindSettings:
    """Return how one kind of picture is made in one library."""
    preferences, pictures = settings.preferences, settings.pictures
    return KindSettings(
        look=replace(
            refitted(book.look(settings.style, settings.overlays, settings.kind), pictures),
            spoilers=settings.spoilers,
            spoilers_users=settings.spoilers_users,
        ),
        canvas=Canvas.for_kind(settings.kind, pictures.width_px(settings.kind.shape)),
        preferences=Preferences(
            sources=tuple(preferences.sources),
            languages=tuple(preferences.languages),
            min_width_px=preferences.min_width,
            rank_by=preferences.rank_by,
            fallback=tuple(preferences.fallback),
            unknown_language=preferences.unknown_language,
        ),
        owner_pictures=settings.owner_pictures,
        format=pictures.format,
        quality=pictures.quality,
    )
