"""The artwork source `collection`: pictures that recipes name, and those that services have of a set or a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loguru import logger

from ..collect.composition import Built, Composition
from ..collect.dialect.keys import BACKGROUNDS, POSTERS
from ..collect.recipe import BuilderCall, PictureRequest, Recipe
from ..errors import PictureRefused, PosteractError, ProviderUnavailable
from ..model import Artwork, ArtworkKind, MediaItem
from ..providers import BuildContext
from ..providers.artwork_source import ArtworkSource
from ..providers.fetch import LARGEST_PICTURE_BYTES

if TYPE_CHECKING:
    from ..plugins.house import House
    from .outside import Outside

COLLECTION = "collection"
"""The source's name in reports."""


class CollectionArt(ArtworkSource[Any]):
    """Pictures for the collections that were built in this run; of others it knows nothing."""

    offers_manual = True
    max_concurrency = 2

    def __init__(self, house: House, outside: Outside, built: Built) -> None:
        """Take what services have from a house's plugins, and what stands at addresses from outside, for what was built."""
        self._house = house
        self._outside = outside
        self._built = built

    def revision(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Return what the recipe says, with the state of its file."""
        composition = self._built.of(item)
        if composition is None:
            return ""
        request = _request(composition, kind)
        parts = [request.url, state_of(request.file)]
        parts += [f"{name}={call.value}" for name, call in sorted(composition.recipe.details.items())]
        parts += [f"{call.name}={call.value}" for call in composition.recipe.builders if call.describes]
        return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()[:16]

    def revisions(self) -> str | None:
        """Return that nothing changes where nothing was built."""
        return "" if self._built.is_empty else None

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return the picture that the recipe names, else what services have."""
        composition = self._built.of(item)
        if composition is None or kind is ArtworkKind.LOGO:
            return ()
        request = _request(composition, kind)
        if request.url:
            return [Artwork(id=request.url, url=request.url, page_url=request.url, manual=True, finished=True)]
        if request.file:
            state = state_of(request.file)
            return [Artwork(id=request.file, url=request.file, revision=state, manual=True, finished=True)]
        explicit = POSTERS if kind is ArtworkKind.COLLECTION else BACKGROUNDS
        details = composition.recipe.details
        named = list(self._described(composition, kind, [details[name] for name in explicit if name in details]))
        if named:
            return [replace(artwork, manual=True) for artwork in named]
        behind = [replace(call, name=f"{call.name}_details") for call in composition.recipe.builders if call.describes]
        return list(self._described(composition, kind, behind))

    def read(self, artwork: Artwork) -> bytes:
        """Return a picture's bytes.

        Raises:
            ProviderUnavailable: could not be had now.
            PictureRefused: it is no picture.
        """
        name, separator, ident = artwork.id.partition("|")
        details = self._house.collection_details()
        if separator and name in details:
            return details[name].read(replace(artwork, id=ident))
        if artwork.url == artwork.page_url:
            return self._outside.picture(artwork.url)
        return bytes_of(Path(artwork.url))

    def close(self) -> None:
        """Do nothing: it keeps nothing open."""

    def _described(
        self, composition: Composition, kind: ArtworkKind, calls: Sequence[BuilderCall]
    ) -> Iterator[Artwork]:
        """Yield the pictures of the first service that has any; each is known by its detail's name and its own id."""
        context = BuildContext(library=composition.library)
        for call in calls:
            detail = self._house.collection_details().get(call.name)
            if detail is None:
                continue
            try:
                said = detail.describe(call.value, context)
            except ProviderUnavailable:
                raise
            except PosteractError as error:
                logger.warning("{}: {}: {}", composition.recipe.title, call.name, error)
                continue
            pictures = said.posters if kind is ArtworkKind.COLLECTION else said.backgrounds
            if pictures:
                yield from (replace(artwork, id=f"{call.name}|{artwork.id}") for artwork in pictures)
                return


def _request(composition: Composition, kind: ArtworkKind) -> PictureRequest:
    recipe = composition.recipe
    match kind:
        case ArtworkKind.COLLECTION:
            return recipe.poster
        case ArtworkKind.BACKGROUND:
            return recipe.background
        case ArtworkKind.SQUARE:
            return recipe.square_art
        case _:
            return PictureRequest()


def state_of(file: str) -> str:
    """Return what changes when a file does; empty when there is none."""
    try:
        found = Path(file).stat() if file else None
    except OSError:
        return ""
    return f"{file}:{found.st_mtime_ns}:{found.st_size}" if found else ""


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a picture in a file; raises PictureRefused."""
    try:
        if path.stat().st_size > LARGEST_PICTURE_BYTES:
            raise PictureRefused(f"{path} has more than {LARGEST_PICTURE_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise PictureRefused(f"{path} cannot be read: {error.strerror}") from None


def poster_words(recipe: Recipe) -> str:
    """Return where a collection's poster will come from, in words; empty when none is made."""
    request = recipe.poster
    if request.url or request.file:
        return f"poster {request.url or request.file}"
    if request.off:
        return ""
    named = [name for name in POSTERS if name in recipe.details]
    named += [f"{call.name}_details" for call in recipe.builders if call.describes]
    return f"poster by {named[0]}" if named else "poster composed of its members"
