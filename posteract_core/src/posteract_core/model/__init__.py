"""The frozen values that cross plugin borders: hashable, picklable, standard library only.

Change one with `dataclasses.replace`. A mapping inside is a `FrozenMap`, a list is a tuple.
"""

from .artwork import (
    CANVAS_PX,
    LARGEST_CANVAS_PX,
    LEAST_CANVAS_WIDTH_PX,
    SUFFIX_OF_FORMAT,
    TEXTLESS,
    Artwork,
    ArtworkKind,
    Picture,
    ShownArtwork,
)
from .facts import STINGERS, Award, Brand, Facts, Rating
from .frozen import FrozenMap
from .ids import ExternalIds
from .media import AudioTrack, ItemType, Library, MediaItem, MediaRef, MediaVersion, Person
from .raster import Box, Raster
from .report import Finding, Severity
from .run import CollectionChange, RunRequest, RunSummary, TaskOutcome

__all__ = [
    "CANVAS_PX",
    "LARGEST_CANVAS_PX",
    "LEAST_CANVAS_WIDTH_PX",
    "STINGERS",
    "SUFFIX_OF_FORMAT",
    "TEXTLESS",
    "Artwork",
    "ArtworkKind",
    "AudioTrack",
    "Award",
    "Box",
    "Brand",
    "CollectionChange",
    "ExternalIds",
    "Facts",
    "Finding",
    "FrozenMap",
    "ItemType",
    "Library",
    "MediaItem",
    "MediaRef",
    "MediaVersion",
    "Person",
    "Picture",
    "Raster",
    "Rating",
    "RunRequest",
    "RunSummary",
    "Severity",
    "ShownArtwork",
    "TaskOutcome",
]
