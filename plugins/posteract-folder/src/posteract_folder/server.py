"""The media server over folders."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from loguru import logger
from posteract_core.errors import PictureRefused, ProviderError, ProviderUnavailable
from posteract_core.model import (
    ArtworkKind,
    Finding,
    ItemType,
    Library,
    MediaItem,
    Picture,
    Severity,
    ShownArtwork,
)
from posteract_core.providers import MediaServer, ProviderContext
from posteract_core.providers.fetch import LARGEST_PICTURE_BYTES
from posteract_core.providers.memory import Memory

from . import films, places, shows, survey, write
from .collections import FolderCollections
from .desk import Desk
from .drafts import Draft, finished, sets_of, videos_to_open
from .knowledge import Knowledge
from .names import Guesses
from .nfo import NfoFile
from .pictures import Slot
from .settings import FolderSettings, RootSettings
from .shelf import Shelf
from .slots import Place
from .text import storable
from .tree import Tree
from .video import can_probe

PAGE = 200
Note = Callable[[Draft, Mapping[str, NfoFile]], None]
"""Told what an item was made of."""


class FolderServer(MediaServer[FolderSettings], FolderCollections):
    """Libraries that are folders of films or shows; its pictures are files beside the videos."""

    def __init__(self, settings: FolderSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self._memory = Memory(context.cache_folder / "folder.sqlite", looking_only=context.dry_run)
        self._knowledge = Knowledge(self._memory, may_probe=settings.probe)
        self._guesses = Guesses(self._memory)
        self._lock = threading.Lock()
        self._faults: dict[str, dict[str, str]] = {}
        self._written: set[int] = set()
        self._shelves: dict[str, Shelf] = {}
        self._emptied = {}
        self._searched = {}

    def libraries(self) -> Sequence[Library]:
        """Return a library per root; `warning` says what is wrong with a root, and what its last listing could not read."""
        return [self._library(name, root) for name, root in self.settings.roots.items()]

    def items(self, library: Library) -> Iterator[Sequence[MediaItem]]:
        """Yield pages of `PAGE` items: films, or shows followed by their seasons and episodes.

        A folder that cannot be read is left out, logged, and named in `Library.warning` of the next `libraries()`.

        Raises:
            ProviderUnavailable: the root itself is gone or cannot be read.
        """
        root = self._root(library.name)
        tree = self._tree(library.name)
        self._searched.pop(library.name, None)
        with self._lock:
            self._faults[library.name] = {}
        if (absence := survey.absent(Path(tree.path))) is not None:
            what, question = absence
            raise ProviderUnavailable(self.context.instance, f"{storable(tree.path)} {what}", hint=question)
        kind = root.type or library.type
        shelf = Shelf()

        def note(draft: Draft, nfos: Mapping[str, NfoFile]) -> None:
            shelf.put(draft.item.key, sets_of(draft, nfos))

        items = self._films(tree, note) if kind == ItemType.MOVIE else self._shows(tree, note)
        while page := list(islice(items, PAGE)):
            yield [replace(item, server=self.context.instance, library=library.name) for item in page]
        self._refuse_vanished(tree)
        with self._lock:
            self._shelves[library.name] = shelf

    def artwork(self, item: MediaItem, kind: ArtworkKind) -> ShownArtwork | None:
        """Return the picture that media servers over this folder would show; `chosen`, for somebody put it there.

        Raises:
            PictureRefused: the file is larger than any picture.
            ProviderError: it cannot be read.
        """
        slot = self._slot(item, kind)
        if slot.shown is None:
            return None
        if slot.shown.file.size > LARGEST_PICTURE_BYTES:
            raise PictureRefused(f"{storable(slot.shown.path)} has more than {LARGEST_PICTURE_BYTES >> 20} MiB")
        try:
            data = Path(slot.shown.path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise write.problem(self.context.instance, "could not read", slot.shown.path, error) from error
        return ShownArtwork(revision=slot.shown.file.token, data=data, chosen=True)

    def upload(self, item: MediaItem, kind: ArtworkKind, picture: Picture) -> str:
        """Write the picture beside the media. Refuses to replace one that `item` does not know of (see write.py)."""
        self._refuse_in_dry_run()
        return self._wrote(item, self._slot(item, kind).put(picture))

    def reset(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Remove the picture shown: a folder has no agent that would offer another."""
        self._refuse_in_dry_run()
        return self._wrote(item, self._slot(item, kind).take_away(lambda: self._place(item)))

    def restore(self, item: MediaItem, kind: ArtworkKind, original: Picture) -> str:
        """Put an original back, byte for byte, under the suffix of its own format."""
        self._refuse_in_dry_run()
        return self._wrote(item, self._slot(item, kind).bring_back(original, lambda: self._place(item)))

    def check(self) -> Sequence[Finding]:
        """Return a finding per root, what is wrong with its NFO files, and whether videos can be opened."""
        findings = [self._check_root(name, root) for name, root in self.settings.roots.items()]
        if self.settings.roots and self.settings.probe and not can_probe():
            findings.append(
                Finding(
                    subject=f"{self.context.instance}: videos",
                    severity=Severity.WARNING,
                    message="MediaInfo's library is not there, so badges say only what NFO files and names tell",
                    remedy="Install your system's package of it, often called libmediainfo.",
                )
            )
        return findings

    def close(self) -> None:
        """Close the memory of NFO files and videos."""
        self._memory.close()

    def _refuse_vanished(self, tree: Tree) -> None:
        """Raise where the root went away under the listing, which then only seems to have an end."""
        try:
            with os.scandir(tree.path) as entries:
                next(entries, None)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ProviderUnavailable(
                self.context.instance, f"{storable(tree.path)} cannot be read: {reason}", hint="Is it still mounted?"
            ) from error

    def _films(self, tree: Tree, note: Note) -> Iterator[MediaItem]:
        drafts = films.walk(tree)
        while page := list(islice(drafts, PAGE)):
            yield from self._finished(page, note)

    def _finished(self, page: list[Draft], note: Note) -> Iterator[MediaItem]:
        nfos = self._knowledge.nfos({path: file for draft in page for path, file in draft.nfos.items()})
        to_open = {path: file for draft in page for path, file in videos_to_open(draft, nfos).items()}
        videos = self._knowledge.videos(to_open)
        for draft in page:
            note(draft, nfos)
            yield finished(draft, nfos, videos, None)

    def _shows(self, tree: Tree, note: Note) -> Iterator[MediaItem]:
        for show in shows.walk(tree, self._knowledge, note):
            yield from show

    def _library(self, name: str, root: RootSettings) -> Library:
        tree = self._tree(name)
        with self._lock:
            faults = dict(self._faults.get(name, ()))
        seen = survey.look(tree, want_type=root.type is None)
        return Library(
            key=name,
            name=name,
            type=ItemType(root.type) if root.type else seen.type,
            server=self.context.instance,
            locations=(storable(tree.path),),
            warning=seen.problem or survey.words_for({**faults, **seen.unreadable}),
        )

    def _check_root(self, name: str, root: RootSettings) -> Finding:
        tree = self._tree(name)
        subject = f"{self.context.instance}: {name}"
        library = self._library(name, root)
        if not Path(tree.path).is_dir() or not os.access(tree.path, os.R_OK | os.X_OK):
            return Finding(
                subject=subject,
                severity=Severity.ERROR,
                message=library.warning,
                remedy="Correct the path, mount the disk, or give posteract's user the right to read it.",
            )
        counted = survey.count(tree, library.type, Knowledge(self._memory, may_probe=False))
        message = f"{storable(tree.path)}: {counted.words}"
        if not os.access(tree.path, os.W_OK):
            return Finding(
                subject=subject,
                severity=Severity.ERROR,
                message=f"{message}; not writable",
                remedy="Give posteract's user the right to write there, or mount it writable.",
            )
        if problems := [text for text in (library.warning, *counted.faults) if text]:
            remedy = "Correct what is named; the rest is served all the same."
            return Finding(
                subject=subject,
                severity=Severity.WARNING,
                message=f"{message}; " + "; ".join(problems[:5]) + (" …" if len(problems) > 5 else ""),
                remedy=remedy,
            )
        return Finding(subject=subject, severity=Severity.OK, message=message)

    def _shelf(self, library: Library) -> Shelf:
        """Return what was last listed of a library's collections; it is listed when it never was."""
        with self._lock:
            shelf = self._shelves.get(library.name)
        if shelf is not None:
            return shelf
        for _ in self.items(library):
            pass
        with self._lock:
            return self._shelves[library.name]

    def _desk(self, library: Library) -> Desk:
        self._root(library.name)
        return Desk(self.context.instance, self._tree(library.name))

    def _root(self, name: str) -> RootSettings:
        try:
            return self.settings.roots[name]
        except KeyError:
            raise ProviderError(self.context.instance, f"has no library {name!r}") from None

    def _tree(self, name: str) -> Tree:
        def note(rel: str, reason: str) -> None:
            with self._lock:
                known = self._faults.setdefault(name, {})
                is_new = known.get(storable(rel)) != reason
                known[storable(rel)] = reason
            if is_new:
                logger.warning("{}: {}: {}", name, storable(rel) or ".", reason)

        paths = {key: self._absolute(root) for key, root in self.settings.roots.items()}
        others = [os.path.realpath(path) for key, path in paths.items() if key != name]
        return Tree(paths[name], skip=others, clean=not self.context.dry_run, on_fault=note, guesser=self._guesses)

    def _absolute(self, root: RootSettings) -> Path:
        return self.context.config_folder / root.path.expanduser()

    def _slot(self, item: MediaItem, kind: ArtworkKind) -> Slot:
        if kind not in item.kinds:
            raise ProviderError(self.context.instance, f"a {item.type} has no {kind.words} in a folder")
        looked_at = item.shown.get(kind)

        def is_known(token: str) -> bool:
            with self._lock:
                return token == looked_at or hash((item.library, item.key, token)) in self._written

        return Slot(self.context.instance, self._place(item), kind, is_known)

    def _wrote(self, item: MediaItem, token: str) -> str:
        """Remember that this token is our own doing, so that an item listed before it may be used again."""
        if token:
            with self._lock:
                self._written.add(hash((item.library, item.key, token)))
        return token

    def _place(self, item: MediaItem) -> Place:
        """Return where an item's pictures are, looked at just now.

        Raises:
            ProviderUnavailable: it is not where it was listed.
        """
        self._root(item.library)
        tree = self._tree(item.library)
        try:
            place = places.place_of(tree, item)
        except OSError as error:
            raise write.problem(self.context.instance, "could not look into", tree.path, error) from error
        if place is None:
            raise ProviderUnavailable(
                self.context.instance, f"{item} is no longer at {item.key}", hint="The next run looks where it is."
            )
        return place

    def _refuse_in_dry_run(self) -> None:
        if self.context.dry_run:
            raise ProviderError(self.context.instance, "nothing is written in a dry run")
