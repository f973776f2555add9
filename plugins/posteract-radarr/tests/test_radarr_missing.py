"""Missing films to Radarr."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest
from posteract_core.errors import ConfigError, ProviderRejected, ProviderUnavailable
from posteract_core.model import ExternalIds, ItemType, Library, MediaRef
from posteract_core.providers import Offer
from posteract_core.testing.contracts import TakesMissingContract
from posteract_radarr.missing import RadarrMissing
from posteract_radarr.settings import RadarrSettings
from services import FakeRadarr, Fault, World
from services.arr import KEY

HEAT = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949, imdb="tt0113277"), title="Heat", year=1995)
RONIN = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=8195), title="Ronin", year=1998)
ALIEN = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(imdb="tt0078748"))
FILMS = Library(key="1", name="Movies", type=ItemType.MOVIE)
ADD = {"radarr_add_missing": True}


@pytest.fixture
def make(make_provider: Any, fake_radarr: FakeRadarr) -> Any:
    fake_radarr.profiles = ["HD-1080p"]

    def one(**settings: Any) -> RadarrMissing:
        whole = {"url": fake_radarr.url, "api_key": KEY, **settings}
        made: RadarrMissing = make_provider(RadarrMissing, RadarrSettings(**whole))
        return made

    return one


def offer(*missing: MediaRef, **options: Any) -> Offer:
    return Offer(collection="Heists", library=FILMS, missing=missing, options={**ADD, **options})


class TestRadarrKeepsTheContract(TakesMissingContract):
    @pytest.fixture
    def taker(self, make: Any) -> Any:
        return make()

    @pytest.fixture
    def offline_taker(self, make: Any) -> Any:
        taker = make()

        def refuse(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("no", request=request)

        http = httpx.Client(transport=httpx.MockTransport(refuse), base_url="http://radarr")
        return RadarrMissing(taker.settings, replace(taker.context, http=http))

    @pytest.fixture
    def options(self) -> Any:
        return ADD

    @pytest.fixture
    def ref(self) -> MediaRef:
        return HEAT

    @pytest.fixture
    def secrets(self) -> list[str]:
        return [KEY]


def test_a_film_is_sent_with_all_that_was_chosen(make, fake_radarr):
    fake_radarr.folders, fake_radarr.profiles = ["/media/a", "/media/b/"], ["Any", "UHD"]
    fake_radarr.tags = ["kids"]
    taker = make(quality_profile="uhd", search=True)
    asked = offer(
        HEAT, radarr_folder="/media/b", radarr_tag="new, Kids", radarr_monitor=False, radarr_availability="cinemas"
    )
    assert taker.add(taker.plan(asked)).added == (HEAT,)
    (sent,) = fake_radarr.added
    assert sent == {
        "title": "Heat", "year": 1995, "tmdbId": 949, "rootFolderPath": "/media/b/", "qualityProfileId": 2,
        "monitored": False, "minimumAvailability": "inCinemas", "tags": [2, 1],
        "addOptions": {"monitor": "none", "searchForMovie": True},
    }  # fmt: skip


LIES = {"heat": "/media/movies/Heat (1995)", "ronin": "/media/movies/Ronin (1998)"}
THERE = (replace(HEAT, key="heat"), replace(RONIN, key="ronin"))


def existing(*members: MediaRef, folders: Any = LIES, **options: Any) -> Offer:
    options = {"radarr_add_existing": True, **options}
    return Offer(collection="Heists", library=FILMS, members=members, folders=folders, options=options)


def test_members_that_radarr_has_not_are_added_where_they_lie_and_not_searched_for(make, fake_radarr, world: World):
    world.add_movie("Ronin", 1998, tmdb=8195, imdb="tt0122690")
    fake_radarr.folders = ["/movies", "/more"]
    taker = make(paths={"/media": "/data", "/media/movies/": "/movies/"}, search=True, tag=("found",))
    done = taker.add(taker.plan(existing(*THERE)))
    assert ([ref.title for ref in done.added], done.notes) == (["Heat"], ())
    (sent,) = fake_radarr.added
    assert sent == {
        "title": "Heat", "year": 1995, "tmdbId": 949, "path": "/movies/Heat (1995)", "qualityProfileId": 1,
        "monitored": True, "minimumAvailability": "announced", "tags": [1],
        "addOptions": {"monitor": "movieOnly", "searchForMovie": False},
    }  # fmt: skip
    assert taker.plan(existing(*THERE)).added == (), "what was added just now is not added again"


def test_members_whose_folder_is_in_none_of_radarrs_are_left_out_and_the_way_out_is_said(make, fake_radarr):
    fake_radarr.folders = ["/movies"]
    plan = make().plan(existing(*THERE, folders={"heat": LIES["heat"]}))
    assert plan.added == ()
    (note,) = plan.notes
    assert note == "2 in no root folder of Radarr; say under `plugins.radarr.paths` how it sees them"


def test_what_is_missing_and_what_is_there_go_together_each_as_it_should(make, fake_radarr):
    fake_radarr.folders = ["/media/movies"]
    both = replace(existing(THERE[0]), missing=(RONIN,))
    assert make().plan(both).added == (THERE[0],), "missing films are added only where that is asked for, too"
    taker = make()
    taker.add(taker.plan(replace(both, options={**both.options, **ADD, "radarr_search": True})))
    new, there = fake_radarr.added
    assert (new.get("path"), new["rootFolderPath"], new["addOptions"]["searchForMovie"]) == (
        None,
        "/media/movies",
        True,
    )
    assert (there["path"], there["addOptions"]["searchForMovie"]) == ("/media/movies/Heat (1995)", False)
    assert "rootFolderPath" not in there


def test_what_radarr_has_or_excludes_is_left_out(make, fake_radarr, world: World):
    world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    world.add_movie("Alien", 1979, tmdb=348, imdb="tt0078748")
    fake_radarr.excluded = [8195]
    plan = make().plan(offer(HEAT, RONIN, ALIEN))
    assert (plan.added, plan.notes) == ((), ("1 excluded there",))


def test_a_film_without_a_tmdb_id_is_looked_up_once(make, fake_radarr):
    fake_radarr.known = [World().add_movie("Alien", 1979, tmdb=348, imdb="tt0078748")]
    nobody = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(imdb="tt9999999"))
    taker = make()
    for _ in range(3):
        plan = taker.plan(offer(ALIEN, nobody))
    assert [(ref.title, ref.year, ref.ids.tmdb) for ref in plan.added] == [("Alien", 1979, 348)]
    assert plan.notes == ("1 not known to Radarr",)
    assert fake_radarr.asked.count(("GET", "/api/v3/movie/lookup")) == 4, "one, and three for what is not known"


def test_what_is_not_there_is_answered_with_what_is(make, fake_radarr):
    fake_radarr.folders = ["/media/a", "/media/b"]
    with pytest.raises(ConfigError, match="radarr_folder says no root folder") as caught:
        make().plan(offer(HEAT))
    assert caught.value.hint == "There are: /media/a, /media/b."
    with pytest.raises(ConfigError, match="no quality profile 'UHD'") as caught:
        make().plan(offer(HEAT, radarr_folder="/media/a", radarr_quality="UHD"))
    assert caught.value.hint == "There are: HD-1080p."


def test_a_film_that_is_refused_does_not_keep_the_others_out(make, fake_radarr):
    fake_radarr.refusals = [
        {
            "propertyName": "TmdbId",
            "errorMessage": "This movie has already been added",
            "errorCode": "MovieExistsValidator",
        }
    ]
    done = make().add(make().plan(offer(HEAT, RONIN)))
    assert (done.added, done.notes) == ((RONIN,), ("Heat: is there already",))


def test_what_radarr_has_is_touched_only_as_far_as_that_is_asked_for(make, fake_radarr, world: World):
    heat = world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    world.add_movie("Alien", 1979, tmdb=348, imdb="tt0078748")
    fake_radarr.unmonitored, fake_radarr.profiles = [heat], ["Any", "HD-1080p"]
    taker = make(quality_profile="HD-1080p", tag=("kids",), search=True, add_missing=True)
    asked = offer(HEAT, ALIEN)
    done = taker.add(taker.plan(asked))
    assert (done.added, done.changes, fake_radarr.added, fake_radarr.edited) == ((), (), [], [])
    plan = taker.plan(replace(asked, options={**asked.options, "radarr_monitor_existing": True}))
    assert plan.changes == ("1 are monitored",)
    assert fake_radarr.edited == [], "a plan changes nothing"
    taker.add(plan)
    assert fake_radarr.edited == [{"movieIds": [1], "monitored": True}]
    make().add(make().plan(offer(HEAT, ALIEN, radarr_upgrade_existing=True, radarr_quality="HD-1080p")))
    assert fake_radarr.edited[1:] == [{"movieIds": [1, 2], "qualityProfileId": 2}]


def test_films_with_a_tag_are_told_and_taken_out_with_one_request_and_their_files_stay(make, fake_radarr, world: World):
    films = [world.add_movie(title, 1990, tmdb=number) for number, title in enumerate(("Heat", "Ronin", "Alien"), 1)]
    fake_radarr.tags = ["kids", "gone"]
    fake_radarr.tagged = {films[0]: ["gone"], films[1]: ["kids", "gone"], films[2]: ["kids"]}
    fake_radarr.folders = ["/media"]
    taker = make()
    taker.plan(offer(HEAT))
    found = taker.tagged(("gone", "nobody's"))
    assert ([ref.title for ref in found.titles], found.total, found.unknown) == (["Heat", "Ronin"], 3, ("nobody's",))
    assert fake_radarr.removed == []
    taker.remove(found)
    assert fake_radarr.removed == [{"movieIds": [1, 2], "deleteFiles": False}]
    assert taker.tagged(("gone",)).titles == ()
    there = replace(HEAT, ids=ExternalIds(tmdb=1), key="heat")
    again = taker.plan(existing(there, folders={"heat": "/media/Heat (1990)"}))
    assert (again.added, again.notes) == ((), ("1 sent before and taken out there",))


def test_a_removal_that_is_refused_is_an_error(make, fake_radarr, world: World):
    fake_radarr.tags, fake_radarr.tagged = ["gone"], {world.add_movie("Heat", 1995, tmdb=949): ["gone"]}
    fake_radarr.add_fault(Fault(status=500, route="DELETE /api/v3/movie/editor"))
    taker = make()
    with pytest.raises(ProviderUnavailable):
        taker.remove(taker.tagged(("gone",)))


def test_a_change_that_is_answered_with_nothing_is_a_change(make, fake_radarr, world: World):
    world.add_movie("Heat", 1995, tmdb=949, imdb="tt0113277")
    fake_radarr.profiles = ["Any", "HD-1080p"]
    fake_radarr.add_fault(Fault(status=202, body=b"", route="PUT /api/v3/movie/editor"))
    taker = make()
    done = taker.add(taker.plan(offer(HEAT, radarr_upgrade_existing=True, radarr_quality="hd-1080p")))
    assert (done.changes, done.notes) == (("1 get the quality HD-1080p",), ())


def test_what_is_sent_by_default_stands_in_the_settings(make):
    assert make(add_missing=True).wants({})
    assert not make(add_missing=True).wants({"radarr_add_missing": False})
    assert make().wants({"item_radarr_tag": "kids"})


def test_many_collections_ask_for_the_films_once(make, fake_radarr):
    taker = make()
    for _ in range(5):
        taker.plan(offer(HEAT))
    assert fake_radarr.count["GET /api/v3/movie"] == fake_radarr.count["GET /api/v3/exclusions"] == 1


def test_a_wrong_key_and_no_answer_are_told_apart(make, fake_radarr):
    with pytest.raises(ProviderRejected, match="refused the API key"):
        make(api_key="wrong").plan(offer(HEAT))
    fake_radarr.add_fault(Fault(status=503))
    with pytest.raises(ProviderUnavailable):
        make().plan(offer(HEAT))
