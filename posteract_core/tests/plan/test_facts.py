"""Facts are asked for once, in batches, of whoever is cheapest to ask; what is known holds until it is old."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import Award, Brand, ExternalIds, FrozenMap, ItemType, MediaItem, Rating
from posteract_core.plan.facts import FactDesk, in_order
from posteract_core.plan.identity import title_key
from posteract_core.providers import FactSource, NoSettings
from posteract_core.store import Ledger

DAY_S = 86_400.0
NOW = 1_700_000_000.0
IMDB = frozenset({"rating.imdb"})


class Service(FactSource[NoSettings]):
    """Knows what it is told, and how often it was asked."""

    def __init__(self, context, provides, values, *, batch=100, most_at_once=4):
        super().__init__(NoSettings(), context)
        self.provides, self.batch_size, self.max_concurrency = frozenset(provides), batch, most_at_once
        self.values = values
        self.calls = []
        self.error = None
        self.lock = threading.Lock()

    def facts(self, items, names):
        with self.lock:
            self.calls.append((tuple(item.title for item in items), frozenset(names)))
        if self.error:
            raise self.error
        found = {}
        for item in items:
            known = self.values(item) if callable(self.values) else self.values
            if mine := {name: known[name] for name in names if name in known}:
                found[item] = FrozenMap(mine)
        return found

    @property
    def asked(self):
        return Counter(title for titles, _ in self.calls for title in titles)


def film(title="Heat", tmdb=949, **more):
    return MediaItem(title=title, year=1995, key=title, ids=ExternalIds(tmdb=tmdb), **more)


@pytest.fixture
def now():
    return [NOW]


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open("sqlite:///posteract.db", base=tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def desk(ledger, now):
    def make(every_s=7 * DAY_S, **sources):
        return FactDesk(sources, ledger, every_s=every_s, clock=lambda: now[0])

    return make


@pytest.fixture
def service(provider_context):
    def make(*provides, values, **more):
        return Service(provider_context, provides, values, **more)

    return make


def rated(value):
    return {"rating.imdb": Rating(value=value)}


def test_what_was_looked_up_is_not_asked_again_until_it_is_old(desk, service, now):
    imdb = service("rating.imdb", values=rated(8.3))
    heat = film()
    assert desk(imdb=imdb).look_up([(heat, IMDB)]).facts == {heat: rated(8.3)}
    imdb.values = rated(8.4)
    now[0] += 6.9 * DAY_S
    assert desk(imdb=imdb).look_up([(heat, IMDB)]).facts == {heat: rated(8.3)}
    assert len(imdb.calls) == 1
    now[0] += DAY_S
    assert desk(imdb=imdb).look_up([(heat, IMDB)]).facts == {heat: rated(8.4)}
    assert len(imdb.calls) == 2


def test_that_nothing_is_known_is_kept_too(desk, service):
    imdb = service("rating.imdb", values={})
    for _ in range(3):
        found = desk(imdb=imdb).look_up([(film(), IMDB)])
        assert (found.facts, found.lacking) == ({}, set())
    assert len(imdb.calls) == 1


def test_with_no_patience_at_all_facts_are_asked_in_every_run(desk, service):
    imdb = service("rating.imdb", values=rated(8.3))
    for _ in range(3):
        desk(every_s=0, imdb=imdb).look_up([(film(), IMDB)])
    assert len(imdb.calls) == 3


def test_a_source_whose_answers_last_longer_is_asked_less_often(desk, service, now):
    awards = service("award.*", values={"award.oscars": Award(won=1, nominated=2)})
    awards.max_age_s = 30 * DAY_S
    for _ in range(4):
        desk(wikidata=awards).look_up([(film(), {"award.oscars"})])
        now[0] += 8 * DAY_S
    assert len(awards.calls) == 1
    desk(wikidata=awards).look_up([(film(), {"award.oscars"})])
    assert len(awards.calls) == 2


def test_a_clock_that_was_set_back_does_not_keep_facts_for_ever(desk, service, now):
    imdb = service("rating.imdb", values=rated(8.3))
    desk(imdb=imdb).look_up([(film(), IMDB)])
    now[0] -= 400 * DAY_S
    desk(imdb=imdb).look_up([(film(), IMDB)])
    assert len(imdb.calls) == 2


def test_a_source_is_asked_in_batches_of_its_own_size(desk, service):
    many = [film(f"Film {number}", number) for number in range(1, 251)]
    lists = service("rating.imdb", values=rated(8.3), batch=100)
    found = desk(mdblist=lists).look_up([(each, IMDB) for each in many])
    assert sorted(len(titles) for titles, _ in lists.calls) == [50, 100, 100]
    assert len(found.facts) == 250


def test_only_what_is_due_is_asked_for(desk, service):
    heat, ran = film(), film("Ran", 11645)
    lists = service("rating.*", values={"rating.imdb": Rating(value=8.3), "rating.trakt": Rating(value=8.0)})
    desk(mdblist=lists).look_up([(heat, IMDB)])
    found = desk(mdblist=lists).look_up([(heat, IMDB), (ran, IMDB)])
    assert lists.calls[1:] == [(("Ran",), IMDB)]
    assert set(found.facts) == {heat, ran}
    desk(mdblist=lists).look_up([(heat, {"rating.imdb", "rating.trakt"})])
    assert lists.calls[2:] == [(("Heat",), frozenset({"rating.trakt"}))], "the other is known"


def test_nobody_is_asked_for_what_no_look_needs_or_the_item_knows(desk, service):
    imdb = service("rating.imdb", values=rated(8.3))
    tmdb = service("rating.tmdb", values={"rating.tmdb": Rating(value=7.9)})
    own = film(facts=FrozenMap(rated(8.0)))
    assert desk(imdb=imdb, tmdb=tmdb).look_up([(own, IMDB), (film("Ran"), frozenset())]).facts == {}
    assert imdb.calls == tmdb.calls == []


def test_what_an_item_knows_is_not_overruled_by_an_answer_about_its_copy(desk, service):
    own, copy = film(facts=FrozenMap(rated(8.0))), film()
    imdb = service("rating.*", values={**rated(8.3), "rating.tmdb": Rating(value=7.9)})
    found = desk(imdb=imdb).look_up([(own, {"rating.imdb", "rating.tmdb"}), (copy, IMDB)])
    assert dict(found.facts[own]) == {"rating.tmdb": Rating(value=7.9)}
    assert dict(found.facts[copy]) == rated(8.3)


def test_two_copies_of_a_film_are_asked_about_once(desk, service):
    imdb = service("rating.imdb", values=rated(8.3))
    copies = [film(), replace(film(), key="4k", library="4K")]
    assert len(desk(imdb=imdb).look_up([(each, IMDB) for each in copies]).facts) == 2
    assert imdb.asked == {"Heat": 1}


def test_a_corrected_id_asks_anew(desk, service):
    imdb = service("rating.imdb", values=rated(8.3))
    for tmdb in (949, 950):
        desk(imdb=imdb).look_up([(film(tmdb=tmdb), IMDB)])
    assert len(imdb.calls) == 2


def test_the_second_source_is_asked_only_for_what_the_first_does_not_know(desk, service):
    heat, ran = film(), film("Ran", 11645)
    first = service("rating.imdb", values=lambda item: rated(8.3) if item.title == "Heat" else {})
    second = service("rating.imdb", values=rated(5.0), batch=1)
    found = desk(imdb=first, omdb=second).look_up([(heat, IMDB), (ran, IMDB)])
    assert (dict(found.facts[heat]), dict(found.facts[ran])) == (rated(8.3), rated(5.0))
    assert second.asked == {"Ran": 1}


def test_who_answers_for_most_titles_at_once_is_asked_first_then_the_configurations_order(service):
    made = {
        "omdb": service(values={}, batch=1), "imdb": service(values={}, batch=10_000),
        "tmdb": service(values={}, batch=1), "mdblist": service(values={}, batch=100),
    }  # fmt: skip
    for name, source in made.items():
        source.context = replace(source.context, instance=name)
    assert list(in_order(made, ["tmdb", "mdblist", "omdb", "imdb"])) == ["imdb", "mdblist", "tmdb", "omdb"]


def test_a_source_that_fails_is_named_once_and_what_it_said_before_holds(desk, service, now):
    imdb = service("rating.imdb", values=rated(8.3))
    heat, ran = film(), film("Ran", 11645)
    desk(imdb=imdb).look_up([(heat, IMDB)])
    now[0] += 30 * DAY_S
    imdb.error = ProviderUnavailable("imdb", "cannot be reached", hint="Is it up?")
    failing = desk(imdb=imdb)
    for _ in range(3):
        found = failing.look_up([(heat, IMDB), (ran, IMDB)])
        assert found.facts == {heat: rated(8.3)}
        assert found.lacking == {heat, ran}
    assert failing.failures == ["imdb: cannot be reached. Is it up?"]
    assert len(imdb.calls) == 2


def test_another_source_stands_in_for_one_that_fails_and_never_answered(desk, service):
    imdb = service("rating.imdb", values={})
    imdb.error = RuntimeError("a bug")
    lists = service("rating.*", values=rated(8.2))
    asked = desk(imdb=imdb, mdblist=lists)
    assert asked.look_up([(film(), IMDB)]).facts == {film(): rated(8.2)}
    assert asked.failures == ["imdb: RuntimeError: a bug"]


def test_of_titles_asked_one_by_one_those_before_the_failure_are_kept(desk, service):
    limit = 60

    def until_the_limit(item):
        if len(omdb.calls) > limit:
            raise ProviderUnavailable("omdb", "its daily limit is used up")
        return rated(8.3)

    omdb = service("rating.imdb", values=until_the_limit, batch=1, most_at_once=1)
    many = [(film(f"Film {number}", number), IMDB) for number in range(1, 101)]
    first = desk(omdb=omdb)
    assert (len(first.look_up(many).facts), len(first.failures)) == (limit, 1)
    assert len(omdb.calls) == limit + 1, "the rest is not even tried"
    limit = 1000
    assert len(desk(omdb=omdb).look_up(many).facts) == 100
    assert len(omdb.calls) == 61 + 40


def test_facts_survive_a_closed_ledger_and_a_dry_runs_do_not(service, tmp_path, now):
    values = {
        "streaming.US": (Brand(name="Netflix", source="tmdb", id="8", logo="/n.png"), Brand(name="Mubi")),
        "next_episode": date(2027, 1, 2), "status": "returning", "age_rating": 13, "award.oscars": Award(won=1, nominated=1),
        "rating.rt_critics": Rating(value=83, scale=100, votes=200, verdict="fresh"), "keywords": ("heist", "l.a."),
    }  # fmt: skip
    tmdb = service(*values, values=values)

    def ask(*, dry_run):
        ledger = Ledger.open("sqlite:///posteract.db", base=tmp_path, dry_run=dry_run)
        found = FactDesk({"tmdb": tmdb}, ledger, clock=lambda: now[0]).look_up([(film(), set(values))])
        ledger.close()
        return found.facts[film()]

    assert ask(dry_run=True) == ask(dry_run=False) == ask(dry_run=False) == ask(dry_run=True) == values
    assert len(tmdb.calls) == 2


def test_a_value_of_a_class_of_its_own_is_shown_but_asked_for_in_every_run(desk, service):
    odd = service("odd", values={"odd": frozenset({1})})
    for _ in range(2):
        assert desk(odd=odd).look_up([(film(), {"odd"})]).facts == {film(): {"odd": frozenset({1})}}
    assert len(odd.calls) == 2


def test_what_nobody_asked_about_for_half_a_year_goes(desk, service, ledger, now):
    imdb = service("rating.imdb", values=rated(8.3))
    desk(imdb=imdb).look_up([(film(), IMDB)])
    now[0] += 181 * DAY_S
    desk(imdb=imdb).look_up([(film("Ran", 11645), IMDB)])
    assert list(ledger.facts("imdb", [title_key(film()), title_key(film("Ran", 11645))])) == ["movie tmdb:11645"]


@pytest.mark.parametrize(
    ("item", "key"),
    [
        (film(edition="Director's Cut"), "movie tmdb:949"),
        (MediaItem(title="Home", year=2004, key="1", ids=ExternalIds(guid="plex://movie/5")), "movie guid:plex://movie/5"),
        (MediaItem(title="Home", year=2004, key="1"), "movie title:home (2004)"),
        (
            MediaItem(
                title="Lies", type=ItemType.EPISODE, show_ids=ExternalIds(tvdb=7), ids=ExternalIds(imdb="tt1"), season=1,
                episode=2,
            ),
            "episode imdb:tt1 of tvdb:7 s1e2",
        ),
    ],
)  # fmt: skip
def test_a_title_is_known_by_its_ids_and_where_it_has_none_by_its_name(item, key):
    assert title_key(item) == key
