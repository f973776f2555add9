"""Who won what is one question for hundreds of titles, and numbers that are not what they should be are not counted."""

from __future__ import annotations

import pytest
from posteract_core.errors import ProviderRejected, ProviderUnavailable
from posteract_core.model import Award, ExternalIds, ItemType, MediaItem, Severity
from posteract_core.testing.contracts import FactSourceContract
from posteract_wikidata import plugin
from posteract_wikidata.awards import LABELS_HOLD_S, WikidataAwards
from posteract_wikidata.families import Family, Item, families
from posteract_wikidata.settings import WikidataSettings
from pydantic import ValidationError
from services import Fault

OSCARS, GLOBES, EMMYS, CANNES = "award.oscars", "award.golden_globes", "award.emmys", "award.cannes"
BEST_PICTURE, DIRECTOR, ACTOR, SCREENPLAY, EFFECTS = "Q102427", "Q103360", "Q103916", "Q900001", "Q900002"
PARASITE, MATRIX, NOMINEE, NOBODY = "tt6751668", "tt0133093", "tt0000003", "tt0000004"


@pytest.fixture
def make(fake_wikidata, lend):
    def build(**more):
        return WikidataAwards(
            WikidataSettings(url=fake_wikidata.url, contact="me@example.org"),
            lend("wikidata", fake_wikidata.url, **more),
        )

    return build


@pytest.fixture(autouse=True)
def _awards(world, fake_wikidata):
    for number, imdb in enumerate((PARASITE, MATRIX, NOMINEE, NOBODY, "tt0113277")):
        world.add_movie(f"Film {number}", 2000, imdb=imdb)
    fake_wikidata.add_category(SCREENPLAY, "Academy Award for Best Original Screenplay", path="P279", of="Q19020")
    fake_wikidata.add_category(EFFECTS, "Academy Award for Best Visual Effects", path="P361", of="Q19020")
    fake_wikidata.add_category("Q900003", "Golden Globe Award for Best Director", path="P31", of="Q1011547")
    fake_wikidata.add_category("Q900004", "Primetime Emmy Award for Outstanding Writing", path="P31", of="Q1044427")
    fake_wikidata.wins("tt0113277", EFFECTS)


def film(imdb, kind=ItemType.MOVIE):
    return MediaItem(title="?", type=kind, ids=ExternalIds(imdb=imdb))


def awards(source, imdb, *names):
    return dict(source.facts([film(imdb)], set(names or source.provides)).get(film(imdb), {}))


class TestWikidataKeepsTheContract(FactSourceContract):
    @pytest.fixture
    def source(self, make):
        return make()

    @pytest.fixture
    def offline_source(self, provider_context):
        return WikidataAwards(WikidataSettings(), provider_context)


def test_a_films_own_awards_are_counted_by_category(make, fake_wikidata):
    for award in (BEST_PICTURE, SCREENPLAY, BEST_PICTURE):
        fake_wikidata.wins(PARASITE, award)
    fake_wikidata.is_nominated(PARASITE, BEST_PICTURE)
    fake_wikidata.is_nominated(PARASITE, EFFECTS)
    assert awards(make(), PARASITE, OSCARS) == {OSCARS: Award(won=2, nominated=3, best_picture=True)}


def test_an_award_to_a_person_for_the_film_is_the_films_and_counted_once(make, fake_wikidata):
    fake_wikidata.wins(PARASITE, BEST_PICTURE)
    fake_wikidata.wins(PARASITE, DIRECTOR, person="Bong Joon-ho")
    fake_wikidata.wins(PARASITE, SCREENPLAY, person="Bong Joon-ho")
    fake_wikidata.wins(PARASITE, SCREENPLAY, person="Han Jin-won")
    fake_wikidata.wins(PARASITE, SCREENPLAY)
    fake_wikidata.is_nominated(PARASITE, ACTOR, person="Somebody")
    assert awards(make(), PARASITE, OSCARS) == {
        OSCARS: Award(won=3, nominated=4, best_picture=True, best_director=True)
    }


def test_a_nomination_alone_wins_nothing(make, fake_wikidata):
    fake_wikidata.is_nominated(NOMINEE, BEST_PICTURE)
    fake_wikidata.is_nominated(NOMINEE, ACTOR, person="Somebody")
    assert awards(make(), NOMINEE, OSCARS) == {OSCARS: Award(won=0, nominated=2)}


def test_several_families_are_told_apart(make, fake_wikidata):
    fake_wikidata.wins(PARASITE, BEST_PICTURE)
    fake_wikidata.wins(PARASITE, "Q179808")
    fake_wikidata.is_nominated(PARASITE, "Q900003", person="Bong Joon-ho")
    assert awards(make(), PARASITE, OSCARS, CANNES, GLOBES, EMMYS) == {
        OSCARS: Award(won=1, nominated=1, best_picture=True),
        CANNES: Award(won=1, nominated=1, best_picture=True),
        GLOBES: Award(nominated=1),
        EMMYS: Award(),
    }


def test_a_film_that_got_none_is_known_to_have_none_and_an_unknown_one_is_not(make, fake_wikidata):
    assert awards(make(), NOBODY, OSCARS) == {OSCARS: Award()}
    assert awards(make(), "tt99999999", OSCARS) == {}
    fake_wikidata.wins(NOBODY, "Q42")
    assert awards(make(), NOBODY, OSCARS) == {OSCARS: Award()}, "an award of no family"


def test_an_award_that_only_names_the_family_counts_where_nothing_better_is_known(make, fake_wikidata):
    fake_wikidata.wins(MATRIX, "Q19020")
    assert awards(make(), MATRIX, OSCARS) == {OSCARS: Award(won=1, nominated=1)}
    fake_wikidata.wins(MATRIX, EFFECTS)
    fake_wikidata.wins(MATRIX, ACTOR)
    assert awards(make(), MATRIX, OSCARS) == {OSCARS: Award(won=2, nominated=2)}


def test_shows_have_awards_and_their_seasons_and_episodes_are_not_asked_about(make, fake_wikidata, world):
    show = world.add_show("Show", 2015, imdb="tt0944947")
    fake_wikidata.wins("tt0944947", "Q900004", person="Somebody")
    source = make()
    assert source.facts([film(show.imdb, ItemType.SHOW)], {EMMYS}) == {
        film(show.imdb, ItemType.SHOW): {EMMYS: Award(won=1, nominated=1)}
    }
    asked = fake_wikidata.total
    assert not source.facts([film("tt1", ItemType.EPISODE), film("tt1", ItemType.SEASON)], {EMMYS})
    assert fake_wikidata.total == asked


def test_hundreds_of_films_are_one_question(make, fake_wikidata, world):
    films = [film(world.add_movie(f"Film {number}", 2001).imdb) for number in range(300)]
    source = make()
    assert len(source.facts(films, {OSCARS})) == 300
    assert fake_wikidata.batches == [300]
    assert fake_wikidata.total == 2, "and one about the labels"


def test_a_question_that_takes_too_long_is_asked_in_halves(make, fake_wikidata, world):
    fake_wikidata.most_ids = 100
    films = [film(world.add_movie(f"Film {number}", 2001).imdb) for number in range(300)]
    assert len(make().facts(films, {OSCARS})) == 300
    assert sorted(set(fake_wikidata.batches)) == [75, 150, 300]


def test_the_labels_are_asked_for_once_a_month(make, fake_wikidata):
    for _ in range(2):
        awards(make(), PARASITE, OSCARS)
    assert fake_wikidata.total == 3
    later = make()
    now = later.clock()
    later.clock = lambda: now + LABELS_HOLD_S + 5
    awards(later, PARASITE, OSCARS)
    assert fake_wikidata.total == 5


def test_a_doubtful_number_that_is_called_something_else_is_not_counted(make, fake_wikidata):
    fake_wikidata.wins(PARASITE, "Q900004")
    fake_wikidata.wins(PARASITE, "Q179808")
    fake_wikidata.labels["Q1044427"] = "a village in Austria"
    del fake_wikidata.labels["Q732997"]
    source = make()
    found = awards(source, PARASITE)
    assert EMMYS not in found
    assert "award.bafta" not in found
    assert found[CANNES] == Award(won=1, nominated=1, best_picture=True), "the festival is not there, its prize is sure"
    said = {finding.message for finding in source.check() if finding.severity is Severity.WARNING}
    assert (
        "Q1044427, which should be 'Primetime Emmy Award', is called 'a village in Austria' now: it is not counted"
        in said
    )
    assert "Q732997, which should be 'British Academy Film Awards', is not there: it is not counted" in said


def test_when_all_is_as_it_should_be_doctor_says_so(make, fake_wikidata):
    for family in families():
        fake_wikidata.labels |= {item.number: item.labels[0] for item in family.items}
    [finding] = make().check()
    assert finding.severity is Severity.OK


@pytest.mark.parametrize("label", ["Primetime Emmy Award", "primetime emmy awards", "Primetime-Emmy Award"])
def test_capitals_dashes_and_plurals_do_not_matter(label):
    assert Item(number="Q1", labels=("Primetime Emmy Award",)).is_called(label)


def test_every_fact_is_a_family_of_the_table_and_every_number_is_one():
    assert {OSCARS, GLOBES, EMMYS, CANNES, "award.bafta", "award.venice", "award.berlin"} == WikidataAwards.provides
    numbers = [item.number for family in families() for item in family.items]
    assert len(numbers) == len(set(numbers))
    assert all(number[0] == "Q" and number[1:].isdigit() for number in numbers)
    assert all(isinstance(family, Family) and family.awards for family in families())


def test_nothing_is_asked_for_without_an_id_or_a_name_of_its_own(make, fake_wikidata):
    source = make()
    assert not source.facts([film(None), film('tt1" } # '), film("1")], {OSCARS})
    assert not source.facts([film(PARASITE)], {"rating.imdb"})
    assert fake_wikidata.total == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=403), ProviderRejected),
        (Fault(status=429, retry_after="600"), ProviderUnavailable),
        (Fault(status=503), ProviderUnavailable),
        (Fault(status=500), ProviderUnavailable),
        (Fault(cut="before"), ProviderUnavailable),
        (Fault(body=b"<html>"), ProviderUnavailable),
        (Fault(body=b'{"results":[]}', content_type="application/sparql-results+json"), ProviderUnavailable),
        (
            Fault(body=b'{"results":{"bindings":[1]}}', content_type="application/sparql-results+json"),
            ProviderUnavailable,
        ),
    ],
)
def test_what_is_no_answer_is_named_for_what_it_is(make, fake_wikidata, fault, error):
    fake_wikidata.add_fault(fault)
    source = make()
    with pytest.raises(error):
        awards(source, PARASITE, OSCARS)
    assert [finding.severity for finding in source.check()] == [Severity.WARNING]


def test_asked_too_often_it_waits_as_long_as_it_is_told_and_asks_again(make, fake_wikidata):
    fake_wikidata.add_fault(Fault(status=429, retry_after="5", times=1))
    assert awards(make(), NOBODY, OSCARS) == {OSCARS: Award()}


def test_who_asks_can_be_turned_to(fake_wikidata, lend):
    settings = WikidataSettings(url=fake_wikidata.url, contact="me@example.org")
    assert awards(WikidataAwards(settings, lend("wikidata", fake_wikidata.url)), NOBODY, OSCARS) == {OSCARS: Award()}
    for wrong in ("me", "a@b\r\nX: y", "Jürgen@example.org", "(a@b)"):
        with pytest.raises(ValidationError):
            WikidataSettings(contact=wrong)


def test_doctor_asks_for_an_address_where_none_is_given(fake_wikidata, lend):
    settings = WikidataSettings(url=fake_wikidata.url)
    [finding] = WikidataAwards(settings, lend("wikidata", fake_wikidata.url)).check()
    assert finding.severity is Severity.WARNING
    assert "plugins.wikidata.contact" in finding.remedy


def test_a_dry_run_leaves_no_file(make):
    source = make(dry_run=True)
    awards(source, NOBODY, OSCARS)
    assert not source.context.cache_folder.exists()


def test_the_plugin_fits_the_hooks(registry):
    assert registry.register(plugin, "wikidata")
    assert registry.failures == []
    assert registry.hooks_of("wikidata") == ("posteract_fact_sources", "posteract_settings")
