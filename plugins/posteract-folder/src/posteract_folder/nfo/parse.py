"""From the bytes of an NFO file to text, and from text to elements: what reading and changing have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_NFO_BYTES = 4 * 2**20
"""Kodi's largest, of shows with every actor in them, have some 200 kB."""

_ROOTS = "movie|tvshow|season|episodedetails|video|musicvideo"
ENTRY = re.compile(rf"<(?P<root>{_ROOTS})(?:\s[^>]*)?>.*?</(?P=root)\s*>", re.IGNORECASE | re.DOTALL)
OPENED = re.compile(rf"<(?:{_ROOTS})[\s>]", re.IGNORECASE)
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was in, and the mark before it."""

    text: str
    encoding: str
    mark: bytes = b""


def decoded(data: bytes) -> Decoded:
    """Return a file's text, whatever its encoding: UTF-8, UTF-16, declared or not, else Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding, mark)
    if data[:64].count(0) > 8:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return Decoded(data.decode(encoding, "replace"), encoding)
    declared = _DECLARED.search(data[:256])
    for encoding in ((declared.group(1).decode("ascii"),) if declared else ()) + ("utf-8",):
        try:
            return Decoded(data.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return Decoded(data.decode("cp1252", "replace"), "cp1252")


def parsed(text: str) -> Element:
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
