"""File names as text: to be stored, shown and compared.

A file name is bytes. Python hands those that are no UTF-8 on as lone surrogates, which no database, JSON document or
terminal takes; so whatever leaves this package went through `storable` (keys, paths) or `display` (titles).
"""

from __future__ import annotations

import re
import unicodedata

_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]|%(?=[0-9A-F]{2}|u[0-9A-F]{4})")
_ESCAPED = re.compile(r"%(?:([0-9A-F]{2})|u([0-9A-F]{4}))")
_FIRST_ESCAPED_BYTE = 0xDC80
_LAST_ESCAPED_BYTE = 0xDCFF
_HIGH_BYTE = 0x80


def storable(name: str) -> str:
    r"""Return a name or path as text that any store takes; `raw` is the way back.

    Undecodable bytes and control characters become `%E9`, as in addresses; a `%` is escaped only where it could be
    mistaken for that.

    >>> storable("100% Wolf (2020)"), storable("Am\udce9lie"), storable("%41")
    ('100% Wolf (2020)', 'Am%E9lie', '%2541')
    """
    return name if name.isascii() and name.isprintable() and "%" not in name else _UNSTORABLE.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if _FIRST_ESCAPED_BYTE <= code <= _LAST_ESCAPED_BYTE:
        return f"%{code - 0xDC00:02X}"
    return f"%{code:02X}" if code < _HIGH_BYTE else f"%u{code:04X}"


def raw(text: str) -> str:
    r"""Return the name that `storable` was given.

    >>> raw(storable("%41 Am\udce9lie")) == "%41 Am\udce9lie"
    True
    """
    return _ESCAPED.sub(_unescape, text) if "%" in text else text


def _unescape(match: re.Match[str]) -> str:
    if match.group(2):
        return chr(int(match.group(2), 16))
    code = int(match.group(1), 16)
    return chr(code if code < _HIGH_BYTE else 0xDC00 + code)


def display(name: str) -> str:
    r"""Return a name for people: undecodable bytes read as Windows-1252, whatever cannot be printed as a space.

    >>> display("Am\udce9lie\n(2001)")
    'Amélie (2001)'
    """
    if name.isascii() and name.isprintable():
        return name
    try:
        text = name.encode("utf-8").decode("utf-8")
    except UnicodeEncodeError:
        text = name.encode("utf-8", "surrogateescape" if _only_escaped_bytes(name) else "replace").decode(
            "cp1252", "replace"
        )
    # Zero-width joiners and direction marks are part of emoji and right-to-left names; other controls are not.
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)


def _only_escaped_bytes(name: str) -> bool:
    return all(_FIRST_ESCAPED_BYTE <= ord(one) <= _LAST_ESCAPED_BYTE for one in name if "\ud800" <= one <= "\udfff")


def fold(name: str) -> str:
    """Return a name such that two that most file systems take for the same are equal: case, and macOS's decomposition.

    >>> fold("Poster.JPG") == fold("poster.jpg")
    True
    """
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).lower()


def plain(title: str) -> str:
    """Return a title such that spellings of it are equal: case, accents, punctuation, `&` and `and`.

    >>> plain("Amélie & the Others!") == plain("amelie.and.the.others")
    True
    """
    spelled = title.casefold().replace("&", " and ")
    if not spelled.isascii():
        spelled = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return "".join(filter(str.isalnum, spelled))


def split_suffix(name: str) -> tuple[str, str]:
    """Return a file name's stem and its suffix in lower case; a name that only begins with a dot has no suffix.

    >>> split_suffix("Heat (1995).MKV"), split_suffix(".hidden")
    (('Heat (1995)', '.mkv'), ('.hidden', ''))
    """
    dot = name.rfind(".")
    return (name[:dot], name[dot:].lower()) if dot > 0 else (name, "")
