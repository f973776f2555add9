"""Awards from the copies of IMDb's events, as badges show them."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import Award, ExternalIds, ItemType, MediaItem
from posteract_core.testing.contracts import FactSourceContract
from posteract_imdb.prizes import ImdbPrizes, families
from posteract_imdb.settings import ImdbSettings
from services import FakeImdb, Fault

CESAR, SUNDANCE = "award.cesar", "award.sundance"
CESARS = """
'2002':
  césar:
    best film (meilleur film): {nominee: [tt0000001, tt0000002], winner: [tt0000001]}
    best film editing: {nominee: [tt0000001, tt0000002], winner: [tt0000002]}
    best director: {nominee: [tt0000001, tt0000003]}
'2003':
  césar:
    best foreign film: {winner: [tt0000001]}
"""


@pytest.fixture
def make(make_provider: Any, fake_imdb: FakeImdb) -> Any:
    fake_imdb.events["ev0000157"] = CESARS
    fake_imdb.events["ev0000631"] = "'2002': {grand jury prize: {dramatic: {winner: [tt0000001]}}}"
    return lambda url=fake_imdb.url: make_provider(ImdbPrizes, ImdbSettings(url=url, awards_url=url))


def film(number: int, kind: ItemType = ItemType.MOVIE) -> MediaItem:
    return MediaItem(title=f"Film {number}", type=kind, ids=ExternalIds(imdb=f"tt{number:07}"))


class TestImdbPrizesKeepTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def wanted(self):
        return {CESAR}

    @pytest.fixture
    def offline_source(self, make):
        return make("http://127.0.0.1:9")


def test_one_file_tells_what_every_title_got(make, fake_imdb):
    films = [film(number) for number in range(1, 5)]
    found = make().facts(films, {CESAR, "rating.imdb"})
    assert [found[each][CESAR] for each in films] == [
        Award(won=2, nominated=4, best_picture=True),
        Award(won=1, nominated=2),
        Award(won=0, nominated=1),
        Award(),
    ]
    assert fake_imdb.total == 1


def test_a_first_prize_may_be_an_award_of_its_own(make):
    assert make().facts([film(1)], {SUNDANCE})[film(1)][SUNDANCE].best_picture


def test_seasons_and_titles_without_an_id_cost_nothing(make, fake_imdb):
    season = film(1, ItemType.SEASON)
    assert make().facts([season, MediaItem(title="?")], {CESAR}) == {}
    assert make().facts([film(1)], {"award.oscars"}) == {}
    assert fake_imdb.total == 0


def test_an_event_without_a_copy_silences_no_other(make):
    found = make().facts([film(1)], {"award.saturn", CESAR})[film(1)]
    assert set(found) == {CESAR}


def test_a_copy_that_cannot_be_had_is_not_no_award(make, fake_imdb):
    fake_imdb.add_fault(Fault(status=503))
    with pytest.raises(ProviderUnavailable):
        make().facts([film(1)], {CESAR})


def test_every_family_has_an_event_and_a_first_prize():
    assert all(family.event and family.best for family in families().values())
