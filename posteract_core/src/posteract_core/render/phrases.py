"""Words and phrases of languages that write without spaces: Thai and Japanese, by BudouX's small models.

Lao, Khmer and Burmese are written without spaces too, and no small model of them is at hand: with icu4py ICU's dictionaries part
them (linebreak.py), else their lines break at spaces and at zero-width spaces (U+200B) only. Chinese may break between any two
characters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

Language = Literal["ja", "th", ""]


def phrase_language(text: str) -> Language:
    """Return the language whose phrases a text has to be parted by; empty for all others.

    >>> phrase_language("千と千尋の神隠し"), phrase_language("ฉลาดเกมส์โกง"), phrase_language("Heat"), phrase_language("让子弹飞")
    ('ja', 'th', '', '')
    """
    if text.isascii():
        return ""
    if any("\u0e00" <= character <= "\u0e7f" for character in text):
        return "th"
    return "ja" if any("\u3041" <= character <= "\u30ff" for character in text) else ""


@lru_cache(maxsize=2048)
def phrases(text: str, language: Language) -> tuple[str, ...]:
    """Return the words (Thai) or phrases (Japanese) of a text, in their order; together they are the text.

    >>> phrases("ฉลาดเกมส์โกง", "th")
    ('ฉลาด', 'เกมส์', 'โกง')
    """
    return tuple(_parser(language).parse(text)) or (text,)


@lru_cache(maxsize=2)
def _parser(language: Language) -> Any:
    import budoux  # only for titles that need it

    return budoux.load_default_thai_parser() if language == "th" else budoux.load_default_japanese_parser()
