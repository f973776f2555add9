"""Collections in NFO files: what the rest of the world does to them, and what is cut off in the middle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from posteract_core.errors import ProviderError
from posteract_core.model import ItemType, Library
from posteract_core.providers import Condition, FieldEdit, Group, Search
from posteract_folder.server import FolderServer

MOVIES = Library(key="Movies", name="Movies", type=ItemType.MOVIE, server="folder")
KEYS = [f"Film {number} (199{number})" for number in range(5)]


@pytest.fixture
def root(make_tree: Callable[..., Path]) -> Path:
    return make_tree({f"{key}/film.mkv": "a" for key in KEYS})


@pytest.fixture
def server(root: Path, make_server: Callable[..., FolderServer]) -> FolderServer:
    return make_server(Movies={"path": str(root), "type": "movie"})


def listed(server: FolderServer) -> dict[str, list[str]]:
    """List anew, and return the members of each collection by its title."""
    for _ in server.items(MOVIES):
        pass
    return {each.item.title: list(server.members(MOVIES, each.item.key)) for each in server.collections(MOVIES)}


def make(server: FolderServer, title: str = "Best", members: list[str] = KEYS) -> str:
    return server.create_collection(MOVIES, title, members, level=ItemType.MOVIE)


def text(root: Path, key: str) -> str:
    return (root / key / "movie.nfo").read_text()


def put(root: Path, key: str, content: str) -> None:
    (root / key / "movie.nfo").write_text(content)


def test_a_listing_is_asked_for_no_second_time(server: FolderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    make(server)
    assert listed(server) == {"Best": KEYS}
    monkeypatch.setattr(FolderServer, "items", lambda *_: pytest.fail("listed again"))
    assert [each.size for each in server.collections(MOVIES)] == [5]


def test_searches_in_a_row_share_a_listing_and_see_what_was_changed(
    server: FolderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def labelled() -> list[str]:
        where = Group(match="all", parts=(Condition(attribute="label", values=("seen",)),))
        return list(server.search(MOVIES, Search(where=where), level=ItemType.MOVIE))

    assert labelled() == []
    server.edit(MOVIES, ItemType.MOVIE, KEYS[:2], FieldEdit(tags={"label": ("seen",)}))
    assert labelled() == KEYS[:2]
    monkeypatch.setattr(FolderServer, "items", lambda *_: pytest.fail("listed again"))
    assert labelled() == KEYS[:2]


def test_a_set_that_somebody_made_is_listed_with_its_members(server: FolderServer, root: Path) -> None:
    for key in KEYS[:2]:
        put(root, key, "<movie><title>X</title><set><name>Trilogy</name><overview>Of it.</overview></set></movie>")
    put(root, KEYS[2], "<movie><title>X</title><set>trilogy</set></movie>")
    assert listed(server) == {"trilogy": KEYS[:3]}
    (there,) = server.collections(MOVIES)
    with pytest.raises(ProviderError, match="there already"):
        make(server, "Trilogy")
    server.edit(MOVIES, ItemType.COLLECTION, [there.item.key], FieldEdit(tags={"label": ("posteract-1",)}))
    assert listed(server) == {"trilogy": KEYS[:3]}
    assert server.collections(MOVIES)[0].item.key == there.item.key


def test_a_member_added_by_hand_under_the_same_name_is_one(server: FolderServer, root: Path) -> None:
    key = make(server, members=KEYS[:2])
    put(root, KEYS[2], "<movie><title>X</title><set><name>BEST</name></set></movie>")
    assert listed(server) == {"Best": KEYS[:3]}
    server.edit(MOVIES, ItemType.COLLECTION, [key], FieldEdit(fields={"title": "Better"}))
    assert listed(server) == {"Better": KEYS[:3]}


def test_a_new_set_may_have_the_name_that_another_had_first(server: FolderServer, root: Path) -> None:
    first = make(server, members=KEYS[:2])
    server.edit(MOVIES, ItemType.COLLECTION, [first], FieldEdit(fields={"title": "Old best"}))
    second = make(server, members=KEYS[2:4])
    assert first != second
    assert listed(server) == {"Best": KEYS[2:4], "Old best": KEYS[:2]}
    put(root, KEYS[4], "<movie><title>X</title><set>Best</set></movie>")
    assert listed(server) == {"Best": KEYS[2:], "Old best": KEYS[:2]}
    server.delete_collection(MOVIES, second)
    put(root, KEYS[4], "<movie><title>X</title><set>Best</set></movie>")
    assert listed(server) == {"Best": KEYS[4:], "Old best": KEYS[:2]}


@pytest.mark.parametrize("after", range(5))
def test_an_edit_that_is_cut_off_still_counts_as_not_done(
    server: FolderServer, root: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from posteract_folder import write

    key = make(server)
    real, count = write.replace_file, iter(range(10))

    def cut(*arguments: object, **more: object) -> object:
        if next(count) == after:
            raise KeyboardInterrupt
        return real(*arguments, **more)  # type: ignore[arg-type]

    edit = FieldEdit(fields={"title": "Better", "summary": "New."}, tags={"label": ("posteract-1",)})
    with monkeypatch.context() as patch:
        patch.setattr(write, "replace_file", cut)
        with pytest.raises(KeyboardInterrupt):
            server.edit(MOVIES, ItemType.COLLECTION, [key], edit)
    assert listed(server) == {"Best": KEYS}
    assert server.collections(MOVIES)[0].item.summary == ""
    server.edit(MOVIES, ItemType.COLLECTION, [key], edit)
    assert listed(server) == {"Better": KEYS}
    assert all("Better" in text(root, each) for each in KEYS)


def test_members_move_by_one_file_each_and_many_times(server: FolderServer, root: Path) -> None:
    key = make(server)
    before = {each: text(root, each) for each in KEYS}
    server.move_member(MOVIES, key, KEYS[4], KEYS[0])
    assert [each for each in KEYS if text(root, each) != before[each]] == [KEYS[4]]
    order = [KEYS[0], KEYS[4], *KEYS[1:4]]
    for number in range(60):
        moved = order.pop(2 if number % 2 else 1)
        server.move_member(MOVIES, key, moved, order[0])
        order.insert(1, moved)
        assert list(server.members(MOVIES, key)) == order
    assert listed(server) == {"Best": order}


def test_a_tag_is_renamed_with_its_collection(server: FolderServer, root: Path) -> None:
    put(root, KEYS[0], "<movie><title>X</title><set><name>Trilogy</name></set><tag>seen</tag></movie>")
    key = make(server, members=KEYS[:2])
    item = next(item for page in server.items(MOVIES) for item in page if item.key == KEYS[0])
    assert (item.collections, item.labels) == (("Trilogy", "Best"), ("seen", "Best"))
    server.edit(MOVIES, ItemType.COLLECTION, [key], FieldEdit(fields={"title": "Better"}))
    item = next(item for page in server.items(MOVIES) for item in page if item.key == KEYS[0])
    assert (item.collections, item.labels) == (("Trilogy", "Better"), ("seen", "Better"))


def test_one_broken_file_is_named_and_the_others_are_written(server: FolderServer, root: Path) -> None:
    put(root, KEYS[1], "<movie><title>X")
    with pytest.raises(ProviderError, match=r"movie\.nfo is cut short"):
        make(server)
    assert listed(server) == {"Best": [key for key in KEYS if key != KEYS[1]]}
    assert text(root, KEYS[1]) == "<movie><title>X"


def test_a_set_needs_a_name_and_members_of_the_librarys_kind(server: FolderServer) -> None:
    key = make(server)
    with pytest.raises(ProviderError, match="without a name"):
        server.edit(MOVIES, ItemType.COLLECTION, [key], FieldEdit(fields={"title": " "}))
    with pytest.raises(ProviderError, match="not of episodes"):
        server.create_collection(MOVIES, "X", KEYS, level=ItemType.EPISODE)
    with pytest.raises(ProviderError, match="any more"):
        server.add_members(MOVIES, "//sets/none", KEYS)
