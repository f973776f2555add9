"""From the bytes of an NFO file to its entries. Never fails: what is wrong is said in `NfoFile.fault`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posteract_core.model import ExternalIds

from ..names.titles import ids_from
from .fields import Nfo, entry_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_NFO_BYTES = 4 * 2**20
"""Kodi's largest, of shows with every actor in them, have some 200 kB."""

_ROOTS = "movie|tvshow|season|episodedetails|video|musicvideo"
_ENTRY = re.compile(rf"<(?P<root>{_ROOTS})(?:\s[^>]*)?>.*?</(?P=root)\s*>", re.IGNORECASE | re.DOTALL)
_OPENED = re.compile(rf"<(?:{_ROOTS})[\s>]", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENTITY = re.compile(r"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
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
    text = _FORBIDDEN.sub("", _decode(data))
    entries: list[Nfo] = []
    faults: list[str] = []
    for match in _ENTRY.finditer(text):
        try:
            entries.append(entry_of(_element(match.group())))
        except ValueError as error:
            faults.append(str(error))
    outside = _ENTRY.sub(" ", text)
    if _ENTITY.search(outside):
        faults.append("declares entities or a document type, which is not read")
    if _OPENED.search(outside):
        faults.append("is cut short: an element is never closed")
    elif not entries and not faults and text.lstrip("\ufeff \t\r\n").startswith("<"):
        faults.append("is XML, but none of a film, show, season or episode")
    return NfoFile(entries=tuple(entries), ids=_ids_of_addresses(outside), fault="; ".join(dict.fromkeys(faults)))


def _decode(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data[:64].count(0) > 8:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    declared = _DECLARED.search(data[:256])
    for encoding in ((declared.group(1).decode("ascii"),) if declared else ()) + ("utf-8",):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _element(text: str) -> Element:
    """Return the element, parsed without entities; a `&` that stands for itself, a common slip, is taken as meant.

    Raises:
        ValueError: it is broken; the message says how and where.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        try:
            element: Element = fromstring(text, forbid_dtd=True)
        except ParseError:
            element = fromstring(_BARE_AMPERSAND.sub("&amp;", text), forbid_dtd=True)
    except ParseError as error:
        raise ValueError(f"is broken XML ({error})") from error
    except DefusedXmlException as error:
        raise ValueError(f"is refused: {type(error).__name__}") from error
    return element


def _ids_of_addresses(text: str) -> ExternalIds:
    return ids_from([(service, match.group(1)) for service, pattern in _ADDRESSES if (match := pattern.search(text))])
