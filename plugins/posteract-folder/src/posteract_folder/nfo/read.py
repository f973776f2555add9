"""From the bytes of an NFO file to its entries. Never fails: what is wrong is said in `NfoFile.fault`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from posteract_core.model import ExternalIds

from ..names.titles import ids_from
from .fields import Nfo, entry_of
from .parse import ENTRY, FORBIDDEN, LARGEST_NFO_BYTES, OPENED, decoded, parsed

_ENTITY = re.compile(r"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)
_ADDRESSES = (
    ("imdb", re.compile(r"imdb\.[a-z]+/(?:[a-z]{2}/)?title/(tt\d{6,9})", re.IGNORECASE)),
    ("tmdb", re.compile(r"(?:themoviedb|tmdb)\.org/(?:movie|tv)/(\d+)", re.IGNORECASE)),
    ("tvdb", re.compile(r"thetvdb\.com/[^\s<\"]*?(?:series/|movies/|id=|seriesid=)(\d+)", re.IGNORECASE)),
    ("anidb", re.compile(r"anidb\.net/(?:anime/|a|[^\s<]*aid=)(\d+)", re.IGNORECASE)),
    ("mal", re.compile(r"myanimelist\.net/anime/(\d+)", re.IGNORECASE)),
    ("anilist", re.compile(r"anilist\.co/anime/(\d+)", re.IGNORECASE)),
    ("trakt", re.compile(r"trakt\.tv/(?:movies|shows)/(\d+)(?![-\w])", re.IGNORECASE)),
    ("wikidata", re.compile(r"wikidata\.org/wiki/(Q\d+)", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NfoFile:
    """What one NFO file holds.

    Attributes:
        entries: one, or one per episode of a file that holds several.
        ids: from addresses that stand beside, or instead of, the XML.
        fault: what is wrong with it; empty when all is well. What could be read is there all the same.
    """

    entries: tuple[Nfo, ...] = ()
    ids: ExternalIds = field(default_factory=ExternalIds)
    fault: str = ""


def read_nfo(data: bytes) -> NfoFile:
    """Return what an NFO file says, whatever its encoding: UTF-8, UTF-16, Latin-1 declared or not, with a mark or without."""
    if len(data) > LARGEST_NFO_BYTES:
        return NfoFile(fault=f"is larger than {LARGEST_NFO_BYTES >> 20} MiB, which no NFO file is")
    text = FORBIDDEN.sub("", decoded(data).text)
    entries: list[Nfo] = []
    faults: list[str] = []
    for match in ENTRY.finditer(text):
        try:
            entries.append(entry_of(parsed(match.group())))
        except ValueError as error:
            faults.append(str(error))
    outside = ENTRY.sub(" ", text)
    if _ENTITY.search(outside):
        faults.append("declares entities or a document type, which is not read")
    if OPENED.search(outside):
        faults.append("is cut short: an element is never closed")
    elif not entries and not faults and text.lstrip("\ufeff \t\r\n").startswith("<"):
        faults.append("is XML, but none of a film, show, season or episode")
    return NfoFile(entries=tuple(entries), ids=_ids_of_addresses(outside), fault="; ".join(dict.fromkeys(faults)))


def _ids_of_addresses(text: str) -> ExternalIds:
    return ids_from([(service, match.group(1)) for service, pattern in _ADDRESSES if (match := pattern.search(text))])
