"""Everything that is wrong with a configuration, its styles, overlays and collections among it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..collect.dialect.definition import Surroundings
from ..config.examine import Examination
from ..config.reading import in_file_order
from ..errors import Problem
from ..model import ItemType
from ..plugins.house import House
from ..redaction import redact
from .entries import mistakes as entry_mistakes
from .looks import look_book, unknown_looks
from .recipes import mistakes


def with_looks(found: Examination) -> tuple[Sequence[Problem], Sequence[Problem]]:
    """Return all problems and warnings, those of styles, overlays and collections among them."""
    usable = found.usable_config()
    if usable is None:
        return found.problems, found.warnings
    book = look_book(usable, House(found.registry, found.instances, make_context=_no_context))
    place = found.reading.placed
    builders, details = (
        [cls.name or plugin for plugin, classes in found.registry.call_each(hook) for cls in classes]
        for hook in ("posteract_collection_builders", "posteract_collection_details")
    )
    takers = {
        cls.name: cls.keys for _, classes in found.registry.call_each("posteract_takes_missing") for cls in classes
    }
    dynamic = {cls.name: cls for _, classes in found.registry.call_each("posteract_dynamic_keys") for cls in classes}
    around = Surroundings(
        library=ItemType.MOVIE,
        builders=builders,
        details=details,
        takers=takers,
        dynamic=dynamic,
        overlays=book.overlay_names,
        styles=book.style_names,
        libraries=tuple(usable.libraries),
        folder=usable.folder,
    )
    wrong, vain = (
        [*first, *second] for first, second in zip(mistakes(usable, around), entry_mistakes(usable), strict=True)
    )
    looks = [*book.problems, *unknown_looks(usable, book)]
    return (
        in_file_order([*found.problems, *map(place, looks), *map(place, wrong)]),
        in_file_order([*found.warnings, *map(place, vain)]),
    )


def plain(problem: Problem) -> dict[str, Any]:
    """Return a problem's fields by name, as `config check --json` prints them."""
    return {key: redact(value) if isinstance(value, str) else value for key, value in asdict(problem).items()}


def _no_context(*_: object) -> Any:
    raise AssertionError("layers and styles are asked for without a context")
