"""The fewest moves that bring members into their order."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from posteract_core.collect.order import fewest_moves


def moved(current: list[str], moves: list[tuple[str, str | None]]) -> list[str]:
    standing = list(current)
    for member, after in moves:
        standing.remove(member)
        standing.insert(standing.index(after) + 1 if after is not None else 0, member)
    return standing


@given(st.permutations("abcdefg"), st.permutations("abcdefg"))
def test_the_moves_lead_to_the_order_and_no_fewer_would(current, wanted):
    moves = fewest_moves(current, wanted)
    assert moved(list(current), moves) == list(wanted)
    staying = len(current) - len(moves)
    rank = {member: number for number, member in enumerate(wanted)}
    longer = combinations([rank[member] for member in current], staying + 1)
    assert not any(list(some) == sorted(some) for some in longer)


def test_what_stands_in_order_is_not_moved():
    assert fewest_moves("abc", "abc") == []
    assert fewest_moves("", "") == []


def test_a_new_first_place_is_one_move():
    assert fewest_moves("abcd", "dabc") == [("d", None)]
    assert fewest_moves("abcd", "bcda") == [("a", "d")]
