"""Plain tables for terminals and pipes."""

from __future__ import annotations

from collections.abc import Sequence

from ..printed import cells, one_line

GAP = "  "
WIDEST_CELLS = 60
"""What a column is padded to; what is longer runs on, and is not cut."""


def text_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under their heads in aligned columns; the last column is as long as it likes.

    >>> print(text_table(("name", "status"), [("tmdb", "on"), ("fanart", "off: disabled")]))
    name    status
    tmdb    on
    fanart  off: disabled
    """
    lines = [tuple(heads), *(tuple(map(one_line, row)) for row in rows)]
    widths = [max(min(cells(line[column]), WIDEST_CELLS) for line in lines) for column in range(len(heads))]
    return "\n".join(
        GAP.join(cell + " " * (width - cells(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
