"""`cache_builders`: what a list said is kept for days, where a recipe says so."""

from __future__ import annotations

import pytest
from posteract_core.collect.remembered import DAY_S, Remembered
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, Library, MediaRef
from posteract_core.providers.memory import Memory

LIBRARY = Library(key="1", name="Movies", type=ItemType.MOVIE, server="plex")
HEAT = MediaRef(
    type=ItemType.MOVIE, ids=ExternalIds(imdb="tt0113277", tmdb=949, guid="plex://x"), title="Heat", year=1995
)
PILOT = MediaRef(type=ItemType.EPISODE, season=1, episode=1, key="7")


class Asked:
    def __init__(self, *titles: MediaRef) -> None:
        self.titles, self.count = titles, 0

    def __call__(self):
        self.count += 1
        return self.titles


@pytest.fixture
def now():
    return [1_800_000_000.0]


@pytest.fixture
def remembered(tmp_path, now):
    memory = Memory(tmp_path / "builders.sqlite")
    yield Remembered(memory, clock=lambda: now[0])
    memory.close()


def test_what_was_said_is_said_again_until_it_is_too_old(remembered, now):
    asked = Asked(HEAT, PILOT)
    for _ in range(2):
        assert list(remembered.titles("imdb_list", "ls1", LIBRARY, days=2, ask=asked)) == [HEAT, PILOT]
    assert asked.count == 1
    now[0] += 2 * DAY_S + 1
    remembered.titles("imdb_list", "ls1", LIBRARY, days=2, ask=asked)
    assert asked.count == 2


def test_another_value_library_or_no_days_are_asked_for_anew(remembered):
    asked = Asked(HEAT)
    other = Library(key="2", name="More", type=ItemType.MOVIE, server="plex")
    remembered.titles("imdb_list", "ls1", LIBRARY, days=2, ask=asked)
    remembered.titles("imdb_list", "ls2", LIBRARY, days=2, ask=asked)
    remembered.titles("imdb_list", "ls1", other, days=2, ask=asked)
    remembered.titles("imdb_list", "ls1", LIBRARY, days=0, ask=asked)
    assert asked.count == 4


def test_nothing_and_failures_are_not_kept(remembered):
    def down():
        raise ProviderUnavailable("imdb", "is down")

    with pytest.raises(ProviderUnavailable):
        remembered.titles("imdb_list", "ls1", LIBRARY, days=2, ask=down)
    asked = Asked()
    remembered.titles("imdb_list", "ls1", LIBRARY, days=2, ask=asked)
    remembered.titles("imdb_list", "ls1", LIBRARY, days=2, ask=asked)
    assert asked.count == 2
