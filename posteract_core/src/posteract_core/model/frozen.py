"""A small mapping that can be hashed, compared and pickled."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable, covariant=True)


class FrozenMap(Mapping[K, V]):
    """An immutable mapping of hashable values; equal to any mapping with the same entries.

    >>> FrozenMap({"a": 1}) == FrozenMap([("a", 1)])
    True
    >>> FrozenMap({"a": 1}) | {"b": 2}
    FrozenMap({'a': 1, 'b': 2})
    """

    __slots__ = ("_entries", "_hash")

    def __init__(self, entries: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._entries: dict[K, V] = dict(entries)
        self._hash: int | None = None

    def __getitem__(self, key: K) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._entries.items()))
        return self._hash

    def __or__(self, other: Mapping[K, V]) -> FrozenMap[K, V]:
        """Return the entries of both; where both have a key, those of `other`."""
        return FrozenMap({**self._entries, **other})

    def __repr__(self) -> str:
        return f"FrozenMap({self._entries!r})"

    def __reduce__(self) -> tuple[type[FrozenMap[K, V]], tuple[dict[K, V]]]:
        return FrozenMap, (self._entries,)
