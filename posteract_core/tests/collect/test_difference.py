"""What is done to a collection, and what is left alone."""

from __future__ import annotations

from typing import Any

from posteract_core.collect.difference import difference, recognised
from posteract_core.collect.wanted import Wanted
from posteract_core.model import ItemType, MediaItem
from posteract_core.providers import Condition, Group, Search, ServerCollection, Visibility
from posteract_core.store.kept import KeptCollection

ACTION = Search(where=Group(match="any", parts=(Condition(attribute="genre", values=("Action",)),)))


def wanted(**what: Any) -> Wanted:
    return Wanted(**{"key": "Heists", "title": "Heists", **what})


def on_server(
    title: str = "Heists", *labels: str, smart: str = "", order: str = "", mode: str = "", **words: str
) -> ServerCollection:
    item = MediaItem(title=title, type=ItemType.COLLECTION, key="c1", labels=labels, **words)  # type: ignore[arg-type]
    return ServerCollection(item=item, smart=smart, order=order, mode=mode)


def kept(**what: Any) -> KeptCollection:
    return KeptCollection(
        **{"server": "plex", "library": "Movies", "key": "Heists", "server_key": "c1", "made": True, **what}
    )


def ours() -> ServerCollection:
    return on_server("Heists", wanted().label)


def test_a_new_one_is_made_with_its_members_words_and_our_label():
    change = difference(wanted(members=("1", "2"), fields={"summary": "Plans."}, labels=("keep",)), None, None)
    assert change.creates
    assert change.added == ("1", "2")
    assert change.edit.fields == {"summary": "Plans."}
    assert change.edit.tags == {"label": ("keep", wanted().label)}


def test_what_is_as_it_shall_be_is_not_written():
    assert not difference(wanted(members=("1", "2")), ours(), kept(), members=("2", "1")).writes


def test_appending_takes_nothing_out_and_syncing_does():
    appended = difference(wanted(members=("1", "3")), ours(), kept(), members=("1", "2"))
    assert (appended.added, appended.removed) == (("3",), ())
    synced = difference(wanted(members=("1", "3"), sync=True), ours(), kept(), members=("1", "2"))
    assert (synced.added, synced.removed) == (("3",), ("2",))


def test_members_in_their_own_order_are_moved_as_little_as_can_be_and_strangers_stay_behind():
    change = difference(
        wanted(members=("1", "2", "3"), order="custom"),
        on_server("Heists", wanted().label, order="custom"),
        kept(),
        members=("3", "1", "9", "2"),
    )
    assert change.moves == (("3", "2"), ("9", "3"))


def test_one_made_by_hand_is_not_taken_over_unasked():
    hand_made = on_server("HEISTS", "mine")
    found, left = recognised(wanted(), None, [hand_made])
    assert found is hand_made
    assert "adopt: true" in left
    assert recognised(wanted(adopt=True), None, [hand_made]) == (hand_made, "")


def test_one_that_kometa_made_is_taken_over():
    made_by_kometa = on_server("Heists", "Kometa")
    assert recognised(wanted(), None, [made_by_kometa]) == (made_by_kometa, "")


def test_one_is_known_by_its_key_then_by_our_label_and_only_then_by_its_title():
    renamed = on_server("Big Scores")
    assert recognised(wanted(), kept(), [on_server("Other"), renamed])[0] is not None
    labelled = ServerCollection(
        item=MediaItem(title="Coups", type=ItemType.COLLECTION, key="c7", labels=(wanted().label,))
    )
    assert recognised(wanted(), None, [labelled]) == (labelled, "")
    assert recognised(wanted(), None, []) == (None, "")


def test_one_whose_making_was_cut_off_is_recognised_by_the_title_it_was_to_have():
    cut_off = kept(server_key="", title="Heists")
    bare = on_server("Heists")
    assert recognised(wanted(), cut_off, [bare]) == (bare, "")
    assert recognised(wanted(), kept(server_key="c9", title="Heists"), [bare])[1]


def test_a_new_title_in_the_recipe_renames_it():
    change = difference(wanted(title="Big Scores"), ours(), kept(set_to={"title": "Heists"}))
    assert change.edit.fields == {"title": "Big Scores"}


def test_words_a_person_wrote_since_stay_until_the_recipe_says_something_new():
    renamed = on_server("My Heists", wanted().label)
    change = difference(wanted(), renamed, kept(set_to={"title": "Heists"}))
    assert not change.writes
    assert change.kept_words == ("title",)
    change = difference(wanted(title="Robberies"), renamed, kept(set_to={"title": "Heists"}))
    assert change.edit.fields == {"title": "Robberies"}


def test_labels_are_added_taken_away_or_made_just_these_and_ours_always_stays():
    has = on_server("Heists", wanted().label, "old", "keep")
    assert not difference(wanted(labels=("keep",)), has, kept()).writes
    change = difference(wanted(gone_labels=("Old",)), has, kept())
    assert change.edit.gone == {"label": ("old",)}
    assert change.edit.tags == {"label": (wanted().label, "keep")}
    change = difference(wanted(labels=("new",), only_labels=True), has, kept())
    assert set(change.edit.gone["label"]) == {"old", "keep"}
    assert set(change.edit.tags["label"]) == {wanted().label, "new"}


def test_only_what_we_made_is_deleted():
    change = difference(wanted(delete=True, why="not due now"), ours(), kept(), members=("1",))
    assert change.delete
    assert change.removed == ("1",)
    taken_over = difference(wanted(delete=True, why="not due now"), ours(), kept(made=False), members=("1",))
    assert not taken_over.writes
    assert "not due now" in taken_over.left
    assert not difference(wanted(delete=True), None, None).writes


def test_a_smart_one_changes_its_search_and_never_its_members():
    has = on_server("Heists", wanted().label, smart="old")
    change = difference(wanted(search=ACTION), has, kept(), search_token="new")
    assert change.search is ACTION
    assert (change.added, change.removed) == ((), ())
    same = on_server("Heists", wanted().label, smart="new")
    assert not difference(wanted(search=ACTION), same, kept(), search_token="new").writes


def test_one_of_the_other_kind_is_left_alone_and_said():
    change = difference(wanted(search=ACTION), ours(), kept(), search_token="new")
    assert not change.writes
    assert "no smart one" in change.left


def test_order_mode_and_visibility_are_written_where_they_differ():
    has = on_server("Heists", wanted().label, order="release", mode="default")
    home = Visibility(home=True)
    change = difference(wanted(order="alpha", mode="hide", visibility=home), has, kept())
    assert (change.order, change.mode, change.visibility) == ("alpha", "hide", home)
    has = on_server("Heists", wanted().label, order="alpha", mode="hide")
    assert not difference(wanted(order="alpha", mode="hide", visibility=home), has, kept(), visibility=home).writes
    unpinned = difference(wanted(visibility=Visibility()), has, kept(), visibility=home)
    assert unpinned.visibility == Visibility()
