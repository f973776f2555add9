"""What is written about items, and what is left alone; what gives the old words back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from posteract_core.collect.dialect.sources import Source
from posteract_core.collect.index import LibraryIndex
from posteract_core.collect.metadata.backup import MetadataBackup, as_text, written_down
from posteract_core.collect.metadata.difference import batches, difference
from posteract_core.collect.metadata.draft import Draft, ruled
from posteract_core.collect.metadata.matching import fits, meant
from posteract_core.collect.metadata.operations import DeleteCollections, read_operations
from posteract_core.collect.metadata.reading import ReadMetadata, read_metadata
from posteract_core.collect.metadata.recipe import Match, TagRule, Words
from posteract_core.collect.metadata.undo import undone
from posteract_core.config.document import read_document
from posteract_core.model import Brand, ExternalIds, FrozenMap, ItemType, MediaItem, Rating
from posteract_core.store.kept import Edited

NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)
HEAT = MediaItem(
    title="Heat", year=1995, key="1", ids=ExternalIds(tmdb=949, imdb="tt0113277"), genres=("Crime", "Drama"),
    labels=("keep",), content_rating="R", locked_words=frozenset(),
)  # fmt: skip


def read(text: str, library: ItemType = ItemType.MOVIE) -> ReadMetadata:
    document = read_document(text, "words.yml")
    source = Source(data=document.data, document=document)
    return read_metadata([source], library=library, name="L", server_name="L", folder=Path(), now=NOW)


def said(item: MediaItem, *words: Words) -> Draft:
    draft = Draft(item)
    for each in words:
        draft.take(each)
    return draft


def wrote(**fields: tuple[Any, Any]) -> dict[str, Edited]:
    return {name: Edited(media_id=1, field=name, before=old, set_to=new) for name, (old, new) in fields.items()}


def locked(item: MediaItem, *names: str, **changes: Any) -> MediaItem:
    return replace(item, locked_words=frozenset(names), **changes)


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        (Match(ids=("949",)), True),
        (Match(ids=("tt0113277",)), True),
        (Match(ids=("950",)), False),
        (Match(titles=("HEAT!",)), True),
        (Match(titles=("Heat",), year=1986), False),
        (Match(titles=("Cold", "Heat"), year=1995), True),
        (Match(titles=("Heat",), edition="Extended"), False),
        (Match(titles=("Heat",), edition=""), True),
    ],
)
def test_an_entry_means_items_by_id_else_by_title_year_and_edition(match, expected):
    assert fits(match, HEAT) is expected


def test_seasons_and_episodes_are_meant_by_number_or_title_and_what_fits_nothing_is_named():
    found = read(SHOW, ItemType.SHOW)
    assert found.problems == []
    index = LibraryIndex()
    index.add(
        [
            MediaItem(title="Dark", key="s", type=ItemType.SHOW, ids=ExternalIds(tvdb=81189)),
            MediaItem(title="Season 1", key="s1", parent_key="s", type=ItemType.SEASON, season=1),
            MediaItem(title="Truths", key="e3", parent_key="s1", type=ItemType.EPISODE, season=1, episode=3),
            MediaItem(title="Lies", key="e4", parent_key="s1", type=ItemType.EPISODE, season=1, episode=4),
        ]
    )
    items, lost = meant(found.edits[0], index, ItemType.SHOW)
    assert [(item.key, dict(words.fields), set(pictures)) for item, words, pictures in items] == [
        ("s1", {}, {"poster"}),
        ("e3", {"title": "Third"}, set()),
        ("e4", {"summary": "All of them."}, set()),
    ]
    assert lost == ["metadata.81189.seasons.1.episodes.9"]


SHOW = """\
metadata:
  81189:
    seasons:
      1:
        url_poster: https://example.invalid/s1.jpg
        episodes:
          3: {title: Third}
          Lies: {summary: All of them.}
          9: {title: Ninth}
"""


def test_templates_aliases_and_blank_entries_are_as_in_collections():
    found = read(TEMPLATED)
    assert found.problems == []
    (edit,) = found.edits
    assert edit.words.fields == {"originally_available": "1995-12-15", "critic_rating": "8.0"}
    assert edit.words.tags == {"genre": TagRule(only=("Heist",)), "label": TagRule(add=("a", "b"))}


TEMPLATED = """\
templates:
  t:
    genres.sync: <<g>>
    label: a, b
metadata:
  Heat:
    template: {name: t, g: Heist}
    originally_available: 12/15/1995
    rating: 8
    summary:
"""


def test_mistakes_have_their_line_and_what_is_not_done_is_a_warning():
    found = read(
        "metadata:\n  Heat:\n    titel: x\n    genre.snyc: y\n    seasons: {1: {title: x}}\n    album_sorting: 1\n"
    )
    assert [(each.line, each.path) for each in found.problems] == [
        (3, "metadata.Heat.titel"),
        (4, "metadata.Heat.genre.snyc"),
    ]
    assert [each.line for each in found.warnings] == [6, 5]
    assert found.edits == []


def test_lists_follow_their_rules_in_order():
    assert ruled(("a", "b"), TagRule(add=("B", "c"), remove=("A",))) == ("b", "c")
    assert ruled(("a",), TagRule(only=())) == ()
    assert ruled(("A", "B"), TagRule(renamed=FrozenMap({"a": ("x", "b"), "b": ()}))) == ("x", "b")


def test_who_speaks_later_speaks_over_who_spoke_before():
    change = difference(
        said(
            HEAT,
            Words(fields=FrozenMap({"title": "One"}), tags=FrozenMap({"genre": TagRule(only=("War",))})),
            Words(fields=FrozenMap({"title": "Two"}), tags=FrozenMap({"genre": TagRule(add=("Heist",))})),
        ),
        {},
    )
    assert [(line.name, line.new) for line in change.lines] == [("title", "Two"), ("genre", ("War", "Heist"))]


def test_what_stands_there_is_not_written_whatever_the_order_and_the_case():
    words = Words(
        fields=FrozenMap({"content_rating": "R"}), tags=FrozenMap({"genre": TagRule(only=("drama", "crime"))})
    )
    assert difference(said(HEAT, words), {}).lines == ()


def test_a_persons_edit_stays_while_the_field_is_locked_and_the_recipe_the_same():
    ours = Words(fields=FrozenMap({"title": "Ours"}))
    by_hand = locked(HEAT, "title")
    assert difference(said(by_hand, ours), wrote(title=("Old", "Ours"))).by_hand == ("title",)
    assert difference(said(by_hand, ours), wrote(title=("Old", "Earlier"))).lines[0].new == "Ours"
    assert difference(said(HEAT, ours), wrote(title=("Old", "Ours"))).lines[0].new == "Ours"


def test_a_label_taken_off_by_hand_stays_off_and_a_new_one_is_put_on():
    item = locked(HEAT, "label", labels=("own",))
    known = wrote(label=(("keep",), ("keep", "a")))
    assert difference(said(item, Words(tags=FrozenMap({"label": TagRule(add=("keep", "a"))}))), known).lines == ()
    change = difference(said(item, Words(tags=FrozenMap({"label": TagRule(add=("keep", "a", "b"))}))), known)
    assert change.lines[0].new == ("own", "b")
    assert change.lines[0].wish == ("own", "keep", "a", "b")


def test_a_run_that_was_cut_off_before_it_knew_is_healed_without_a_write():
    change = difference(
        said(HEAT, Words(fields=FrozenMap({"content_rating": "R"}))), wrote(content_rating=("PG", "PG"))
    )
    assert (change.lines, [line.wish for line in change.healed]) == ((), ["R"])


def test_equal_edits_go_together_and_field_by_field_where_that_is_fewer():
    items = [MediaItem(title=f"F{n}", key=str(n), genres=("x",) * (n % 2), locked_words=frozenset()) for n in range(6)]
    same = [difference(said(item, Words(fields=FrozenMap({"studio": "S"}))), {}) for item in items]
    assert [len(batch.changes) for batch in batches(same)] == [6]
    mixed = [
        difference(said(item, Words(fields=FrozenMap({"studio": f"S{n % 3}", "content_rating": f"C{n // 3}"}))), {})
        for n, item in enumerate(items)
    ]
    assert len(batches(mixed)) == 5
    apart = [
        difference(said(item, Words(fields=FrozenMap({"title": f"T{n}", "summary": f"S{n}"}))), {})
        for n, item in enumerate(items)
    ]
    assert len(batches(apart)) == 6


def test_locks_are_written_once_and_opened_ones_stay_open():
    change = difference(said(HEAT, Words(locks=FrozenMap({"genre": True, "title": False}))), {})
    assert [(line.name, line.new) for line in change.lines] == [("genre.locked", "locked")]
    by_hand = difference(
        said(HEAT, Words(locks=FrozenMap({"genre": True}))), wrote(**{"genre.locked": ("open", "locked")})
    )
    assert by_hand.by_hand == ("genre.locked",)


def operations(written: Any, library: ItemType = ItemType.MOVIE) -> Any:
    return read_operations(written, "libraries.L.operations", library=library, now=NOW)


def applied(written: Any, item: MediaItem = HEAT, *, lacking: bool = False, **facts: Any) -> list[tuple[str, Any]]:
    draft = Draft(item)
    known = FrozenMap({name.replace("__", "."): value for name, value in facts.items()})
    operations(written).operations.apply(draft, known, lacking=lacking)
    return [(line.name, line.new) for line in difference(draft, {}).lines]


def test_updates_take_the_first_source_that_knows_and_wait_for_one_that_could_not_be_asked():
    ratings = {"mass_critic_rating_update": ["mdb_tomatoes", "imdb", "5"]}
    assert applied(ratings, rating__imdb=Rating(value=8.34)) == [("critic_rating", "8.3")]
    assert applied(ratings, rating__rt_critics=Rating(value=87, scale=100)) == [("critic_rating", "8.7")]
    assert applied(ratings) == [("critic_rating", "5.0")]
    assert applied(ratings, lacking=True) == []
    assert applied({"mass_studio_update": "tmdb"}, studios=(Brand(name="Warner"),)) == [("studio", "Warner")]
    assert applied({"mass_content_rating_update": "mdb_commonsense0"}, age_rating=7) == [("content_rating", "07")]
    assert applied({"mass_genre_update": [["War", "Epic"]]}) == [("genre", ("War", "Epic"))]
    assert applied({"mass_genre_update": "remove"}) == [("genre", ())]


def test_reset_empties_and_opens_a_field_once():
    assert applied({"mass_studio_update": "reset"}, locked(HEAT, "studio", studios=("W",))) == [
        ("studio", ""), ("studio.locked", "open"),
    ]  # fmt: skip
    draft = Draft(locked(HEAT, studios=("W",)))
    operations({"mass_studio_update": "reset"}).operations.apply(draft, FrozenMap(), lacking=False)
    assert difference(draft, wrote(studio=("W", ""))).lines == ()


def test_mappers_see_what_was_written_before_them():
    written = {
        "mass_genre_update": [["Action/Adventure", "War"]],
        "genre_mapper": {"Action/Adventure": ["Action", "Adventure"], "War": None},
        "content_rating_mapper": {"R": "18"},
    }
    assert dict(applied(written)) == {"genre": ("Action", "Adventure"), "content_rating": "18"}
    assert applied({**written, "ignore_labels": "KEEP"}) == []


def test_the_first_mapping_that_is_due_and_says_something_counts():
    written = [
        {"schedule": "never", "mass_studio_update": "A"},
        {"mass_studio_update": "B"},
        {"mass_studio_update": "C", "remove_title_parentheses": True},
    ]
    assert applied(written, locked(HEAT, title="Heat (1995)")) == [("studio", "B"), ("title", "Heat")]


def test_mistakes_in_operations_are_named_and_what_nothing_does_is_a_warning():
    found = operations(
        {
            "genre_maper": {}, "delete_collections": {"confgured": True, "less": 0}, "mass_collection_mode": "hiden",
            "mass_added_at_update": ["tmdb", "remove"], "metadata_backup": {"exclude": "gener"}, "mass_poster_update": True,
            "assets_for_all": False, "radarr_remove_by_tag": True, "sonarr_remove_by_tag": "gone",
        }
    )  # fmt: skip
    assert [each.path.removeprefix("libraries.L.operations.") for each in found.problems] == [
        "genre_maper", "delete_collections.confgured", "delete_collections.less", "mass_collection_mode",
        "mass_added_at_update", "metadata_backup.exclude", "radarr_remove_by_tag",
    ]  # fmt: skip
    assert [each.path.rpartition(".")[2] for each in found.warnings] == [
        "mass_added_at_update", "mass_poster_update", "sonarr_remove_by_tag",
    ]  # fmt: skip
    assert found.operations.taken_out == {}


def test_services_are_told_by_the_first_mapping_that_is_due_and_says_something():
    found = operations(
        [
            {"schedule": "never", "radarr_add_all": True},
            {"radarr_remove_by_tag": "Gone, old"},
            {"radarr_remove_by_tag": ["other"], "radarr_add_all_existing": False},
        ]
    ).operations
    assert (found.taken_out, found.added_to, found.of_services) == (
        {"radarr": ("gone", "old")},
        {"radarr": False},
        True,
    )
    assert not operations({"radarr_add_all_existing": False, "radarr_remove_by_tag": None}).operations


def test_the_old_spelling_of_deleting_small_collections_is_understood():
    assert operations({"delete_collections_with_less": 3}).operations.delete == DeleteCollections(less=3)
    both = {"delete_collections": {"configured": False}, "delete_collections_with_less": 3}
    assert operations(both).operations.delete == DeleteCollections(configured=False)


def test_a_backup_tells_copies_of_a_film_apart_and_says_only_what_was_chosen():
    long = replace(
        HEAT,
        key="2",
        edition="Long",
        locked_words=frozenset({"edition", "genre"}),
        preferences=FrozenMap({"metadata_language": "de"}),
    )
    index = LibraryIndex()
    index.add([locked(HEAT, "title"), long, replace(HEAT, key="3", title="Alien", ids=ExternalIds(imdb="tt0078748"))])
    assert written_down(index, ItemType.MOVIE, MetadataBackup()) == {
        "Heat (1995)": {"match": {"mapping_id": 949, "blank_edition": True}, "title": "Heat"},
        "Heat (1995) {Long}": {
            "match": {"mapping_id": 949, "edition": "Long"}, "edition": "Long", "metadata_language": "de",
            "genre": ["Crime", "Drama"],
        },
    }  # fmt: skip
    blank = written_down(index, ItemType.MOVIE, MetadataBackup(blank=True, exclude=frozenset({"genre"})))
    assert blank["Alien (1995)"] == {"match": {"mapping_id": "tt0078748"}}
    assert read(as_text(blank)).problems == []


def test_undoing_gives_back_what_was_there_and_leaves_what_others_changed():
    item = locked(HEAT, "title", "label", "genre", title="By hand", labels=("keep", "a", "own"), genres=("War",))
    known = wrote(
        title=("Heat", "Ours"),
        label=(("keep", "gone"), ("keep", "a")),
        genre=(("Crime",), ("War",)),
        **{"genre.locked": ("open", "locked"), "title.locked": ("open", "locked")},
    )
    done = undone(item, known)
    assert done.left == ("title",)
    assert {line.name: line.new for line in done.lines} == {
        "label": ("keep", "own", "gone"), "label.locked": "open", "genre": ("Crime",), "genre.locked": "open",
    }  # fmt: skip
    assert {row.field for row in done.over} == {"label", "genre", "genre.locked"}


def test_preferences_have_their_words_and_go_with_what_has_them():
    found = read(
        "metadata:\n  Heat:\n    use_original_title: no\n    metadata_language: PT-br\n    credits_detection: disable\n"
        "    season_display: hide\n"
    )
    assert [(each.line, each.message) for each in found.problems] == [
        (5, "`disable` is none of its words; did you mean `disabled`?"),
        (6, "is nothing that a movie has"),
    ]
    assert read("metadata:\n  Heat:\n    use_original_title: no\n    metadata_language: PT-br\n").edits[
        0
    ].words.fields == {"use_original_title": "no", "metadata_language": "pt-BR"}
