"""Which items a run is about: `--item` texts, and labels that say to leave an item alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from ..errors import UsageError
from ..model import ItemType, MediaItem
from ..providers import Outline

MOST_LISTED = 12


@dataclass(slots=True)
class Branches:
    """Remembers chosen shows, so that their seasons and episodes are chosen with them."""

    keys: set[str] = field(default_factory=set)

    def choose(self, item: MediaItem) -> None:
        """Choose an item, and with it what belongs to it."""
        self.keys.add(item.key)

    def has(self, item: MediaItem | Outline) -> bool:
        """Return whether the item, or what it belongs to, was chosen. Ask in the listing's order."""
        if item.key in self.keys:
            return True
        if item.parent_key and item.parent_key in self.keys:
            self.keys.add(item.key)
            return True
        return False


def fits(item: MediaItem, text: str) -> int:
    """Return how well an `--item` text fits: 3 the title or an id, 2 "Title (Year)", 0 not at all.

    Seasons and episodes are found by key alone: by name they come with their show.
    """
    service, _, value = text.partition(":")
    if service == "key" and value:
        return 3 if item.key == value else 0
    if item.type not in (ItemType.MOVIE, ItemType.SHOW):
        return 0
    if service in ("tmdb", "imdb", "tvdb") and value and " " not in value:
        return 3 if str(getattr(item.ids, service)) == value else 0
    wanted = text.casefold().strip()
    if wanted == item.title.casefold():
        return 3
    return 2 if item.year is not None and wanted == f"{item.title} ({item.year})".casefold() else 0


def the_one(text: str, found: Sequence[tuple[str, MediaItem]], titles: Iterable[str] = ()) -> MediaItem:
    """Return the only item that fits `text` best.

    Args:
        text: what was asked for.
        found: (library name, item) of all that fit.
        titles: of all there is, to name the nearest when none fits.

    Raises:
        UsageError: none fits, or several do; they are listed with what tells them apart.
    """
    best = max((fits(item, text) for _, item in found), default=0)
    chosen = [(library, item) for library, item in found if fits(item, text) == best]
    if len(chosen) == 1 and best:
        return chosen[0][1]
    if not chosen:
        raise UsageError(
            f"no item fits {text!r}{_nearest(text, titles)}",
            hint='Write the exact title, "Title (Year)", or key:…, tmdb:… or imdb:….',
        )
    lines = [f"  {item}  in {library}, {', '.join(_marks(item))}" for library, item in chosen[:MOST_LISTED]]
    if len(chosen) > MOST_LISTED:
        lines.append(f"  and {len(chosen) - MOST_LISTED} more")
    raise UsageError(
        f"{len(chosen)} items fit {text!r}:\n" + "\n".join(lines),
        hint="Name one of them by key:…, tmdb:… or imdb:…, or by --library.",
    )


def _nearest(text: str, titles: Iterable[str]) -> str:
    written = {title.casefold(): title for title in titles}
    near = get_close_matches(text.casefold(), written, n=2, cutoff=0.7)
    return f"; did you mean {' or '.join(repr(written[each]) for each in near)}?" if near else ""


def is_excluded(item: MediaItem, labels: Iterable[str]) -> bool:
    """Return whether one of the item's labels is among `labels`, whatever the case."""
    unwanted = {label.casefold() for label in labels}
    return any(label.casefold() in unwanted for label in item.labels)


def _marks(item: MediaItem) -> list[str]:
    marks = [f"key:{item.key}"]
    return marks + [f"{service}:{value}" for service, value in item.ids.pairs() if service in ("tmdb", "imdb")]
