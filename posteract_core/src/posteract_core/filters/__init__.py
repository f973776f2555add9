"""Filters on items, in the grammar of collections: `label: leaving`, `year.gte: 1990`, `title.regex: ^The`.

A mapping holds when all of its members hold, a list of mappings when one of them does. Source: Kometa's `filters`.
"""

from .attributes import ALIASES, ATTRIBUTES, resolution_names
from .parts import DEFAULT_PERCENT
from .reading import Filter, asked_in, read_filter, told_in

__all__ = [
    "ALIASES",
    "ATTRIBUTES",
    "DEFAULT_PERCENT",
    "Filter",
    "asked_in",
    "read_filter",
    "resolution_names",
    "told_in",
]
