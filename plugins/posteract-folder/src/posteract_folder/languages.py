"""Languages of sound and subtitle tracks, however a file spells them."""

from __future__ import annotations

import re
from functools import lru_cache

_NONE = frozenset({"", "und", "unk", "unknown", "zxx", "mis", "mul", "none", "n/a"})  # codespell:ignore mis
_TWO_LETTERS, _THREE_LETTERS = 2, 3


@lru_cache(maxsize=1024)
def language_code(text: str) -> str:
    """Return a language as ISO 639-1 where there is such a code, else ISO 639-2/T; empty when unknown.

    >>> [language_code(text) for text in ("ger", "deu", "de-AT", "German", "und", "fil")]
    ['de', 'de', 'de', 'de', '', 'fil']
    """
    word = text.strip().lower()
    if word in _NONE:
        return ""
    code = re.split(r"[-_ ]", word)[0]
    if len(code) == _TWO_LETTERS and code.isascii():
        return code
    from babelfish import Error, Language  # type: ignore[import-untyped]

    ways = (
        (Language.fromalpha3t, Language.fromalpha3b, Language) if len(code) == _THREE_LETTERS else (Language.fromname,)
    )
    for way in ways:
        try:
            found = way(code if len(code) == _THREE_LETTERS else word.capitalize())
            return str(getattr(found, "alpha2", "") or found.alpha3)
        except (Error, ValueError, AttributeError):
            continue
    return code if len(code) == _THREE_LETTERS and code.isascii() and code.isalpha() else ""
