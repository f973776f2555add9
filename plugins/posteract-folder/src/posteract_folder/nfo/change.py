"""From the bytes of an NFO file to its bytes with one entry changed. Whatever is not changed stays byte for byte."""

from __future__ import annotations

from collections.abc import Callable

from .element import Element
from .parse import ENTRY, LARGEST_NFO_BYTES, Decoded, decoded
from .read import read_nfo

Change = Callable[[Element], None]
"""Changes an entry."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Untouchable(ValueError):
    """The file is left as it is; the text says why."""


def created(root: str, change: Change) -> bytes:
    """Return a new file with one entry.

    Args:
        root: the entry's element: `movie`, `tvshow` …
        change: puts everything into it.
    """
    return (_HEAD + _new(root, change) + "\n").encode()


def changed(data: bytes, roots: tuple[str, ...], change: Change) -> bytes:
    """Return a file with its first entry of a kind changed; an address alone gets an entry before it, as Kodi reads both.

    Args:
        data: the file.
        roots: names of elements that may be the entry; the first one is made where there is none.
        change: changes it.

    Raises:
        Untouchable: it is broken, or of an encoding that cannot be written back.
    """
    if len(data) > LARGEST_NFO_BYTES:
        raise Untouchable(f"is larger than {LARGEST_NFO_BYTES >> 20} MiB, which no NFO file is")
    before = read_nfo(data)
    if before.fault:
        raise Untouchable(before.fault)
    file = decoded(data)
    if file.mark + _encoded(file.text, file) != data:
        raise Untouchable("has letters that do not fit its encoding")
    found = next((match for match in ENTRY.finditer(file.text) if match["root"].lower() in roots), None)
    if found is None and before.entries:
        raise Untouchable(f"is about a <{before.entries[0].root}>")
    if found is None:
        text = _new(roots[0], change) + ("\n" + file.text if file.text.strip() else "\n")
    else:
        entry = Element(found.group())
        change(entry)
        if entry.text == found.group():
            return data
        text = file.text[: found.start()] + entry.text + file.text[found.end() :]
    after = file.mark + _encoded(text, file)
    now = read_nfo(after)
    if now.fault or len(now.entries) != max(len(before.entries), 1):
        raise Untouchable(f"cannot be changed without harm ({now.fault or 'its entries would not be found again'})")
    return after


def _new(root: str, change: Change) -> str:
    entry = Element(f"<{root}></{root}>", gap="\n  ", step="  ")
    change(entry)
    return entry.text


def _encoded(text: str, file: Decoded) -> bytes:
    """Return text in a file's encoding; letters that it does not have become references to them."""
    return text.encode(file.encoding, "xmlcharrefreplace")
