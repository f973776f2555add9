"""The contracts of servers whose words can be edited, and of those with collections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from ...model import ItemType, Library, MediaItem
from ...providers import EditsMetadata, FieldEdit, ManagesCollections, MediaServer, Search, ServerCollection
from .parts import given

TITLE = "Posteract's contract"
LABEL = "posteract-00c0ffee"


def items_of(server: Any, library: Library, level: ItemType) -> list[MediaItem]:
    """Return the items of one type in a library, in the server's order."""
    assert isinstance(server, MediaServer)
    return [item for page in server.items(library) for item in page if item.type is level]


def standing(server: ManagesCollections, library: Library, key: str) -> ServerCollection | None:
    """Return a collection as the server lists it now; None when it does not."""
    return next((each for each in server.collections(library) if each.item.key == key), None)


class _OnOneLibrary:
    """Fixtures that both contracts share."""

    @pytest.fixture
    def level(self) -> ItemType:
        """Return what is worked on: films."""
        return ItemType.MOVIE

    @pytest.fixture
    def library(self, server: Any, level: ItemType) -> Library:
        """Return the first library of films, or of shows where `level` is not films."""
        kind = ItemType.MOVIE if level is ItemType.MOVIE else ItemType.SHOW
        libraries: Sequence[Library] = server.libraries()
        return next(library for library in libraries if library.type is kind)

    @pytest.fixture
    def keys(self, server: Any, library: Library, level: ItemType) -> list[str]:
        """Return the keys of four items, not in the server's own order."""
        found = [item.key for item in items_of(server, library, level)[:4]]
        assert len(found) == 4, "the library has too few items"
        return [found[number] for number in (2, 0, 3, 1)]


class EditsMetadataContract(_OnOneLibrary):
    """What every server promises whose words about its items can be edited.

    Fixtures to supply:
        server: the server under test, with a library of at least four films, free to be changed.

    Fixtures to override where the default does not fit:
        level: the type of the items; default films.
        library, keys: where, and four items of it; default the first ones listed.
        fields: what the dialect calls single values, by the attribute of `MediaItem` that shows them.
        tags: likewise of lists.
    """

    @pytest.fixture
    def fields(self) -> dict[str, str]:
        """Return the fields that are tried."""
        return {
            name: name
            for name in ("title", "sort_title", "original_title", "summary", "content_rating", "studio", "tagline")
        }

    @pytest.fixture
    def tags(self) -> dict[str, str]:
        """Return the lists that are tried."""
        return {"genre": "genres", "label": "labels"}

    def test_it_edits_metadata(self, server: Any) -> None:
        assert isinstance(server, EditsMetadata)

    def test_the_next_listing_says_what_was_edited_and_nothing_else_changed(
        self, server: Any, library: Library, level: ItemType, keys: list[str], fields: dict[str, str]
    ) -> None:
        def others() -> list[MediaItem]:
            return [item for item in items_of(server, library, level) if item.key not in keys[:2]]

        before = others()
        edit = FieldEdit(fields={name: f"New {name} & more" for name in fields})
        server.edit(library, level, keys[:2], edit)
        for key in keys[:2]:
            now = _named(server, library, level, key)
            assert {name: _shown(now, attribute) for name, attribute in fields.items()} == edit.fields
        assert others() == before

    def test_whole_lists_are_replaced(
        self, server: Any, library: Library, level: ItemType, keys: list[str], tags: dict[str, str]
    ) -> None:
        first = dict.fromkeys(tags, ("Quiet", "Loud"))
        server.edit(library, level, keys[:1], FieldEdit(tags=first))
        now = _named(server, library, level, keys[0])
        before = {name: set(getattr(now, attribute)) for name, attribute in tags.items()}
        assert all(before[name] >= {"Quiet", "Loud"} for name in tags)
        gone = {name: tuple(before[name] - {"Loud"}) for name in tags}
        server.edit(library, level, keys[:1], FieldEdit(tags=dict.fromkeys(tags, ("Loud",)), gone=gone))
        now = _named(server, library, level, keys[0])
        assert {name: tuple(getattr(now, attribute)) for name, attribute in tags.items()} == dict.fromkeys(
            tags, ("Loud",)
        )

    def test_an_empty_text_empties_a_field(
        self, server: Any, library: Library, level: ItemType, keys: list[str]
    ) -> None:
        server.edit(library, level, keys[:1], FieldEdit(fields={"summary": "Something."}))
        server.edit(library, level, keys[:1], FieldEdit(fields={"summary": ""}))
        assert _named(server, library, level, keys[0]).summary == ""

    def test_preferences_are_told_by_the_next_listing_and_may_be_taken_back(
        self, server: Any, library: Library, level: ItemType, keys: list[str]
    ) -> None:
        chosen = {"metadata_language": "de-DE", "use_original_title": "yes", "credits_detection": "disabled"}
        if server.cannot_edit & chosen.keys():
            pytest.skip("it has no preferences of items")
        server.edit(library, level, keys[:2], FieldEdit(fields=chosen))
        assert [_named(server, library, level, key).preferences for key in keys[:3]] == [chosen, chosen, {}]
        server.edit(library, level, keys[:2], FieldEdit(fields=dict.fromkeys(chosen, "default")))
        assert [_named(server, library, level, key).preferences for key in keys[:2]] == [{}, {}]

    def test_the_same_edit_again_does_no_harm(
        self, server: Any, library: Library, level: ItemType, keys: list[str]
    ) -> None:
        edit = FieldEdit(fields={"summary": "Once."}, tags={"label": ("one",)})
        server.edit(library, level, keys, edit)
        before = items_of(server, library, level)
        server.edit(library, level, keys, edit)
        assert [replace(item, revision="") for item in items_of(server, library, level)] == [
            replace(item, revision="") for item in before
        ]


class ManagesCollectionsContract(_OnOneLibrary):
    """What every server with collections promises.

    Fixtures to supply:
        server: the server under test, with a library of at least four films, free to be changed.

    Fixtures to override where the default does not fit:
        level: what the members are; default films.
        library, keys: where, and four items of it; default the first ones listed.
        search, other_search: what smart collections look for, finding something each; default None, tests of them are skipped.
    """

    @pytest.fixture
    def search(self) -> Search | None:
        """Return None: the server has no smart collections."""
        return None

    @pytest.fixture
    def other_search(self) -> Search | None:
        """Return None: the server has no smart collections."""
        return None

    @pytest.fixture
    def made(self, server: Any, library: Library, level: ItemType, keys: list[str]) -> str:
        """Return the key of a collection of the first three items."""
        return str(server.create_collection(library, TITLE, keys[:3], level=level))

    @pytest.fixture
    def other(self, made: str, server: Any, library: Library, level: ItemType, keys: list[str]) -> str:
        """Return the key of a second collection, of the last three items: two are in both."""
        return str(server.create_collection(library, f"{TITLE}, second", keys[1:], level=level))

    def test_it_manages_collections(self, server: Any) -> None:
        assert isinstance(server, ManagesCollections)

    def test_what_was_made_is_found_under_its_key_with_its_members_in_order(
        self, server: Any, library: Library, keys: list[str], made: str
    ) -> None:
        found = standing(server, library, made)
        assert found is not None
        assert (found.item.title, found.item.type, found.smart) == (TITLE, ItemType.COLLECTION, "")
        assert (found.item.library, found.item.server) == (library.name, server.context.instance)
        assert found.size in (None, 3)
        assert list(server.members(library, made)) == keys[:3]

    def test_the_keys_of_collections_are_of_nothing_else(
        self, server: Any, library: Library, level: ItemType, other: str
    ) -> None:
        found = [each.item.key for each in server.collections(library)]
        assert len(set(found)) == len(found)
        assert not {item.key for item in items_of(server, library, level)} & set(found)

    def test_the_listing_says_which_collections_items_are_in(
        self, server: Any, library: Library, level: ItemType, keys: list[str], other: str
    ) -> None:
        names = {item.key: set(item.collections) for item in items_of(server, library, level)}
        assert [f"{TITLE}, second" in names[key] for key in keys] == [False, True, True, True]
        assert [TITLE in names[key] for key in keys] == [True, True, True, False]

    def test_members_are_added_at_the_end_and_those_in_it_stay(
        self, server: Any, library: Library, keys: list[str], made: str
    ) -> None:
        server.add_members(library, made, keys[3:])
        assert list(server.members(library, made)) == keys

    def test_members_are_taken_out_and_unknown_ones_passed_over(
        self, server: Any, library: Library, keys: list[str], made: str
    ) -> None:
        server.remove_members(library, made, [keys[1], keys[3]])
        assert list(server.members(library, made)) == [keys[0], keys[2]]
        server.remove_members(library, made, [keys[1]])
        assert list(server.members(library, made)) == [keys[0], keys[2]]

    def test_all_members_may_change_at_once(self, server: Any, library: Library, keys: list[str], made: str) -> None:
        server.add_members(library, made, keys[3:])
        server.remove_members(library, made, keys[:3])
        assert list(server.members(library, made)) == keys[3:]

    def test_a_member_moves_in_a_collection_of_its_own_order(
        self, server: Any, library: Library, keys: list[str], made: str
    ) -> None:
        server.arrange(library, made, order="custom")
        server.move_member(library, made, keys[2], None)
        assert list(server.members(library, made)) == [keys[2], keys[0], keys[1]]
        server.move_member(library, made, keys[2], keys[0])
        assert list(server.members(library, made)) == [keys[0], keys[2], keys[1]]

    def test_mode_and_order_are_as_they_were_set(self, server: Any, library: Library, made: str) -> None:
        server.arrange(library, made, mode="hide", order="custom")
        found = standing(server, library, made)
        assert found is not None
        assert (found.mode, found.order) == ("hide", "custom")
        server.arrange(library, made, mode="default")
        found = standing(server, library, made)
        assert found is not None
        assert (found.mode, found.order) == ("default", "custom")

    def test_words_and_labels_are_edited_and_the_key_stays(
        self, server: Any, library: Library, keys: list[str], made: str
    ) -> None:
        words = {"title": "Another <name>", "sort_title": "!1", "summary": "Of it & all.", "content_rating": "R"}
        edit = FieldEdit(fields=words, tags={"label": ("mine", LABEL)})
        for _ in range(2):
            server.edit(library, ItemType.COLLECTION, [made], edit)
            found = standing(server, library, made)
            assert found is not None
            item = found.item
            assert [item.title, item.sort_title, item.summary, item.content_rating] == list(words.values())
            assert set(item.labels) == {"mine", LABEL}
            assert list(server.members(library, made)) == keys[:3]
        server.edit(
            library, ItemType.COLLECTION, [made], FieldEdit(tags={"label": (LABEL,)}, gone={"label": ("mine",)})
        )
        found = standing(server, library, made)
        assert found is not None
        assert found.item.labels == (LABEL,)

    def test_who_joins_later_changes_nothing_about_the_collection(
        self, server: Any, library: Library, keys: list[str], made: str
    ) -> None:
        edit = FieldEdit(fields={"title": "Later", "summary": "Said."}, tags={"label": (LABEL,)})
        server.edit(library, ItemType.COLLECTION, [made], edit)
        server.add_members(library, made, keys[3:])
        server.remove_members(library, made, keys[:3])
        found = standing(server, library, made)
        assert found is not None
        assert (found.item.title, found.item.summary, found.item.labels) == ("Later", "Said.", (LABEL,))

    def test_other_collections_are_left_alone(
        self, server: Any, library: Library, keys: list[str], made: str, other: str
    ) -> None:
        before = standing(server, library, other)
        server.edit(library, ItemType.COLLECTION, [made], FieldEdit(fields={"title": "A", "summary": "B"}))
        server.remove_members(library, made, keys[1:2])
        server.delete_collection(library, made)
        assert standing(server, library, other) == before
        assert list(server.members(library, other)) == keys[1:]

    def test_deleting_leaves_the_members_and_is_no_error_twice(
        self, server: Any, library: Library, level: ItemType, made: str
    ) -> None:
        before = {item.key: item.title for item in items_of(server, library, level)}
        server.delete_collection(library, made)
        server.delete_collection(library, made)
        assert standing(server, library, made) is None
        now = items_of(server, library, level)
        assert {item.key: item.title for item in now} == before
        assert not any(TITLE in item.collections for item in now)

    def test_a_name_is_free_again_after_deleting(
        self, server: Any, library: Library, level: ItemType, keys: list[str], made: str
    ) -> None:
        server.delete_collection(library, made)
        again = server.create_collection(library, TITLE, keys[2:], level=level)
        assert list(server.members(library, again)) == keys[2:]

    def test_a_smart_collection_says_what_it_searches_for(
        self, server: Any, library: Library, level: ItemType, search: Search | None, other_search: Search | None
    ) -> None:
        first, second = given(search, "search"), given(other_search, "other_search")
        key = server.create_collection(library, TITLE, (), level=level, search=first)
        found = standing(server, library, key)
        assert found is not None
        assert found.smart == server.search_token(library, first, level=level)
        server.set_search(library, key, second, level=level)
        found = standing(server, library, key)
        assert found is not None
        assert found.smart == server.search_token(library, second, level=level)

    def test_a_search_finds_items_of_the_library(
        self, server: Any, library: Library, level: ItemType, search: Search | None
    ) -> None:
        found: Sequence[str] = server.search(library, given(search, "search"), level=level)
        assert found
        assert set(found) <= {item.key for item in items_of(server, library, level)}
        assert (
            list(server.search(library, Search(limit=2), level=level))
            == list(server.search(library, Search(), level=level))[:2]
        )


def _named(server: Any, library: Library, level: ItemType, key: str) -> MediaItem:
    return next(item for item in items_of(server, library, level) if item.key == key)


def _shown(item: MediaItem, attribute: str) -> str:
    return next(iter(item.studios), "") if attribute == "studio" else str(getattr(item, attribute))
