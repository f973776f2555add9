"""The lookup tables: which value is shown by which wordmark. Data, in `data/*.yaml`.

They keep to the form of YAML that is JSON as well, which Python reads by itself: a process that draws needs 8 MB less for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordmark:
    """What a badge says, typeset by us.

    Attributes:
        word: the strong word.
        note: a light word after it, on the same line.
        over: a small word over it; the two make a lockup of one width.
        glyph: a small shape before it: star, ring, dot, square, drop, bars, leaf, heart; empty for none.
        accent: the glyph's colour.
        rank: the smaller, the better; the order of the table.
    """

    word: str
    note: str = ""
    over: str = ""
    glyph: str = ""
    accent: str = "#ffffff"
    rank: int = 0


Table = Mapping[str, Wordmark]


@lru_cache(maxsize=16)
def table(name: str) -> Table:
    """Return a lookup table, best first.

    Raises:
        FileNotFoundError: there is none of that name.
    """
    text = (files("posteract_layers") / "data" / f"{name}.yaml").read_text("utf-8")
    raw: Mapping[str, Mapping[str, Any]] = json.loads(text)
    return {key: Wordmark(rank=rank, **fields) for rank, (key, fields) in enumerate(raw.items())}
