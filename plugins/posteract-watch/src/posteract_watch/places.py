"""What counts in a watched folder. What Posteract writes by itself never does, so that no run causes another."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

MEDIA = frozenset(
    """
    .3gp .asf .avi .divx .dvr-ms .f4v .flv .img .iso .m2ts .m4v .mk3d .mkv .mov .mp4 .mpeg .mpg .mts .nfo .ogm .ogv .rmvb
    .strm .ts .vob .webm .wmv .wtv
    """.split()  # noqa: SIM905 - a list of words reads better so
)
"""In folders of films and shows: videos and what describes them. Pictures beside them are ours to write."""

PICTURES = frozenset((".bmp", ".jpeg", ".jpg", ".png", ".webp"))
"""Among the owner's own pictures."""

NEVER = frozenset(("@eadir", "#recycle", "$recycle.bin", "lost+found", "system volume information", "__macosx"))
"""Folders that systems keep for themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A watched folder.

    Attributes:
        folder: absolute, links resolved.
        library: to be run when something changed; empty = all are.
        suffixes: of the files that count, in small letters.
    """

    folder: Path
    library: str = ""
    suffixes: frozenset[str] = MEDIA

    def counts(self, path: Path) -> bool:
        """Return whether a file in the folder is of interest by its name.

        >>> films = Place(folder=Path("/films"))
        >>> films.counts(Path("/films/Heat/heat.MKV")), films.counts(Path("/films/Heat/poster.jpg"))
        (True, False)
        """
        return path.suffix.lower() in self.suffixes and not self.hides(path)

    def hides(self, path: Path) -> bool:
        """Return whether a file or folder is hidden, or in a hidden folder."""
        parts = path.relative_to(self.folder).parts
        return any(part.startswith(".") or part.lower() in NEVER for part in parts)


@dataclass(frozen=True, slots=True)
class Places:
    """All that is watched.

    Attributes:
        places: where one lies in another, the inner one's rules hold there; of two for the same folder, the first's.
        ours: folders below which nothing counts.
    """

    places: Sequence[Place]
    ours: Collection[Path] = ()

    def of(self, path: Path) -> Place | None:
        """Return where a path belongs."""
        if any(path.is_relative_to(each) for each in self.ours):
            return None
        around = [place for place in self.places if path.is_relative_to(place.folder)]
        return max(around, key=lambda place: len(place.folder.parts), default=None)

    def in_file(self, path: Path) -> set[str]:
        """Return the libraries that a changed file is about."""
        place = self.of(path)
        return {place.library} if place is not None and place.counts(path) else set()

    def in_folder(self, folder: Path) -> set[str]:
        """Return the libraries that a new folder is about, by the files in it: what is moved in is told as one."""
        found: set[str] = set()
        possible = {place.library for place in self.places}
        for at, inner, names in os.walk(folder):
            if found == possible:
                break
            here = Path(at)
            place = self.of(here)
            inner[:] = [name for name in inner if place is None or not place.hides(here / name)]
            for name in names:
                found |= self.in_file(here / name)
        return found

    def outermost(self) -> list[Path]:
        """Return the folders to be watched, none of them within another."""
        folders = dict.fromkeys(place.folder for place in self.places)
        return [each for each in folders if not _within(each, folders)]


def _within(folder: Path, others: Iterable[Path]) -> bool:
    return any(folder != other and folder.is_relative_to(other) for other in others)
