"""What holds for a library or a kind of picture in it, after all inheritance. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..model import ArtworkKind
from .libraries import KindSettings, Rule
from .pictures import Pictures
from .preferences import OwnerPictures, Preferences

if TYPE_CHECKING:
    from .models import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryView:
    """One entry under `libraries`, with what it inherits.

    Attributes:
        name: its key.
        library: the library's name on its servers.
        servers: the instances it is on; empty = every server that has it (see `Config.library_for`).
        kinds: the kinds that are made for all items or, by a rule, for some.
        rules: in their order; `Config.artwork_settings` takes the indexes of those that fit.
        preferences: of the library, over the general ones.
        owner_pictures: of the library, else the general one.
        exclude_labels: items with one of these are left alone; compare without regard to case.
        overlay_files: as written; likewise the next four.
    """

    name: str
    library: str
    servers: tuple[str, ...]
    kinds: tuple[ArtworkKind, ...]
    rules: tuple[Rule, ...]
    preferences: Preferences
    owner_pictures: OwnerPictures
    exclude_labels: tuple[str, ...]
    overlay_files: tuple[str | dict[str, Any], ...]
    collection_files: tuple[str | dict[str, Any], ...]
    metadata_files: tuple[str | dict[str, Any], ...]
    operations: Mapping[str, Any] | Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLook:
    """What becomes of one kind of picture in one library.

    Attributes:
        kind: the slot.
        style: the style's name; None or `none` = the picture itself.
        overlays: names of sets of badges, in the order they are drawn.
        preferences: which artwork wins: general, library, kind, rules, each key by key over the one before.
        pictures: size, format and fit, inherited likewise.
        owner_pictures: `keep` or `adopt`.
        spoilers: `show`, `blur`, `grayscale` or `textless`, for episodes not seen.
        spoilers_users: whose watching counts; empty = the token's owner.
    """

    kind: ArtworkKind
    style: str | None
    overlays: tuple[str, ...]
    preferences: Preferences
    pictures: Pictures
    owner_pictures: OwnerPictures
    spoilers: str
    spoilers_users: tuple[str, ...]


def library_view(config: Config, name: str) -> LibraryView:
    """Return the entry `name` with what it inherits; KeyError when there is none."""
    entry = config.libraries[name]
    looks = (entry.artwork, *(rule.artwork for rule in entry.rules))
    return LibraryView(
        name=name,
        library=entry.library or name,
        servers=entry.server,
        kinds=tuple(kind for kind in ArtworkKind if any(look.of(kind) is not None for look in looks)),
        rules=entry.rules,
        preferences=config.poster_preferences.overridden_by(entry.poster_preferences),
        owner_pictures=entry.owner_pictures or config.owner_pictures,
        exclude_labels=entry.exclude.labels,
        overlay_files=entry.overlay_files,
        collection_files=entry.collection_files,
        metadata_files=entry.metadata_files,
        operations=entry.operations,
    )


def target_look(
    config: Config, library: str, kind: ArtworkKind, matched: tuple[int, ...], *, also_absent: bool = False
) -> TargetLook | None:
    """Return what becomes of `kind` for items that the rules `matched` fit; None = left alone.

    With `also_absent`, what would become of a kind that is not asked for, were it asked for with nothing said.
    """
    entry = config.libraries[library]
    chain = [entry.artwork.of(kind)]
    for index in matched:
        artwork = entry.rules[index].artwork
        if kind.value in artwork.model_fields_set:
            chain = [*chain, artwork.of(kind)] if artwork.of(kind) is not None else [None]
    if chain[-1] is None and not also_absent:
        return None
    steps = [step for step in chain if step is not None]
    preferences = config.poster_preferences.overridden_by(
        entry.poster_preferences, *(step.poster_preferences for step in steps)
    )
    last = _last_of_each(steps)
    return TargetLook(
        kind=kind,
        style=last.get("style"),
        overlays=last.get("overlays", ()),
        preferences=preferences,
        pictures=config.pictures.overridden_by(entry.pictures, *(step.pictures for step in steps)),
        owner_pictures=last.get("owner_pictures") or entry.owner_pictures or config.owner_pictures,
        spoilers=last.get("spoilers", "show"),
        spoilers_users=last.get("spoilers_users", ()),
    )


def _last_of_each(steps: list[KindSettings]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for step in steps:
        values |= step.given()
    return values


def served_by(config: Config, server: str, library: str) -> str | None:
    """Return the entry for a library of a server; one that names the server goes before one that does not."""
    fitting = [name for name, entry in config.libraries.items() if (entry.library or name) == library]
    for name in fitting:
        if server in config.libraries[name].server:
            return name
    return next((name for name in fitting if not config.libraries[name].server), None)
