"""Missing shows to Sonarr."""

from __future__ import annotations

from typing import Any

import pytest
from posteract_core.errors import ConfigError
from posteract_core.model import ExternalIds, ItemType, Library, MediaRef
from posteract_core.providers import Offer
from posteract_core.testing.contracts import TakesMissingContract
from posteract_sonarr.missing import SonarrMissing
from posteract_sonarr.settings import SonarrSettings
from services import FakeSonarr, Fault, World
from services.arr import KEY

DARK = MediaRef(type=ItemType.SHOW, ids=ExternalIds(tvdb=334824, tmdb=70523), title="Dark", year=2017)
FARGO = MediaRef(type=ItemType.SHOW, ids=ExternalIds(tmdb=60622), title="Fargo", year=2014)
SHOWS = Library(key="2", name="TV", type=ItemType.SHOW)
ADD = {"sonarr_add_missing": True}


@pytest.fixture
def taker(make_provider: Any, fake_sonarr: FakeSonarr) -> Any:
    fake_sonarr.profiles = ["HD-1080p"]
    return make_provider(SonarrMissing, SonarrSettings(url=fake_sonarr.url, api_key=KEY))


def offer(*missing: MediaRef, members: tuple[MediaRef, ...] = (), **options: Any) -> Offer:
    return Offer(collection="Noir", library=SHOWS, missing=missing, members=members, options={**ADD, **options})


class TestSonarrKeepsTheContract(TakesMissingContract):
    @pytest.fixture
    def taker(self, taker: Any) -> Any:
        return taker

    @pytest.fixture
    def options(self) -> Any:
        return ADD

    @pytest.fixture
    def ref(self) -> MediaRef:
        return DARK


def test_a_show_is_sent_with_all_that_was_chosen(taker, fake_sonarr):
    asked = offer(
        DARK, sonarr_monitor="first", sonarr_series="anime", sonarr_season=False, sonarr_search=True, sonarr_tag=["a"]
    )
    assert taker.add(taker.plan(asked)).added == (DARK,)
    (sent,) = fake_sonarr.added
    assert sent == {
        "title": "Dark", "year": 2017, "tvdbId": 334824, "rootFolderPath": "/media/a", "qualityProfileId": 1,
        "monitored": True, "seriesType": "anime", "seasonFolder": False, "tags": [1],
        "addOptions": {
            "monitor": "firstSeason", "searchForMissingEpisodes": True, "searchForCutoffUnmetEpisodes": False,
        },
    }  # fmt: skip


def test_a_show_without_a_tvdb_id_is_looked_up_and_left_out_where_it_is_excluded(taker, fake_sonarr):
    fake_sonarr.known = [World().add_show("Fargo", 2014, tmdb=60622, tvdb=269613)]
    assert [ref.ids.tvdb for ref in taker.plan(offer(FARGO)).added] == [269613]
    fake_sonarr.excluded = [269613]
    taker.clock = lambda: 1e9
    assert taker.plan(offer(FARGO)).notes == ("1 excluded there",)


def test_sonarr_3_is_told_a_profile_of_languages(taker, fake_sonarr):
    fake_sonarr.old = True
    taker.add(taker.plan(offer(DARK, sonarr_language="german")))
    assert fake_sonarr.added[0]["languageProfileId"] == 2
    with pytest.raises(ConfigError, match="no language profile 'Klingon'") as caught:
        taker.plan(
            offer(FARGO, MediaRef(type=ItemType.SHOW, ids=ExternalIds(tvdb=1), title="x"), sonarr_language="Klingon")
        )
    assert caught.value.hint == "There are: English, German."


@pytest.mark.parametrize("gone", [False, True])
def test_a_later_sonarr_is_told_none(taker, fake_sonarr, gone):
    if gone:
        fake_sonarr.add_fault(Fault(status=404, route="GET /api/v3/languageprofile"))
    taker.add(taker.plan(offer(DARK, sonarr_language="german")))
    assert "languageProfileId" not in fake_sonarr.added[0]


def test_shows_with_a_tag_are_taken_out_and_their_files_stay(taker, fake_sonarr, world: World):
    dark = world.add_show("Dark", 2017, tvdb=334824)
    world.add_show("Fargo", 2014, tvdb=269613)
    fake_sonarr.tags, fake_sonarr.tagged = ["gone"], {dark: ["gone"]}
    found = taker.tagged(("gone",))
    assert ([str(ref.title) for ref in found.titles], found.total) == (["Dark"], 2)
    taker.remove(found)
    assert fake_sonarr.removed == [{"seriesIds": [1], "deleteFiles": False}]


def test_tags_of_members_are_changed_where_they_differ(taker, fake_sonarr, world: World):
    dark = world.add_show("Dark", 2017, tvdb=334824)
    fake_sonarr.tags, fake_sonarr.tagged = ["noir"], {dark: ["noir"]}
    assert taker.plan(offer(members=(DARK,), item_sonarr_tag="noir")).changes == ()
    taker.add(taker.plan(offer(members=(DARK,), **{"item_sonarr_tag.sync": "new"})))
    assert fake_sonarr.edited == [{"seriesIds": [1], "applyTags": "replace", "tags": [2]}]
