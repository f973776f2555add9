"""Pages of the ledger."""

from __future__ import annotations

import pytest
from posteract_core.store import Status, Target
from posteract_core.store.pages import Filter, Pages


@pytest.fixture
def pages(ledger):
    names = ["Heat (1995)", "Alien (1979)", "100% Wolf (2020)", "Dark (2017)"]
    media = ledger.media("plex", "Movies", [("movie", (f"movie:key:{name}",)) for name in names], set())
    for each, name in zip(media, names, strict=True):
        for kind in ("poster", "background"):
            row = Target(media_id=each.id, server="plex", library="Movies", kind=kind, item=name, key=name)
            row.status = Status.MISSING if (name, kind) == ("Heat (1995)", "poster") else Status.UPLOADED
            row.review = "too small" if (name, kind) == ("Dark (2017)", "poster") else ""
            ledger.save(row)
            if row.status == Status.UPLOADED:
                ledger.remember_upload(row, f"sha-{name}-{kind}")
    return Pages(ledger)


def names(found):
    return [target.item for target in found[0].values()]


def test_a_page_is_in_order_and_knows_the_whole(pages):
    first, total = pages.targets(Filter(), page=1, size=3)
    assert [(each.item, each.kind) for each in first.values()] == [
        ("100% Wolf (2020)", "background"),
        ("100% Wolf (2020)", "poster"),
        ("Alien (1979)", "background"),
    ]
    assert total == 8
    assert pages.targets(Filter(), page=4, size=3) == ({}, 8)


def test_a_search_takes_signs_as_they_are_and_any_case(pages):
    assert set(names(pages.targets(Filter(text="0%"), page=1, size=9))) == {"100% Wolf (2020)"}
    assert set(names(pages.targets(Filter(text="alien"), page=1, size=9))) == {"Alien (1979)"}
    assert pages.targets(Filter(text="_"), page=1, size=9) == ({}, 0)


def test_review_means_what_status_means_by_it(pages):
    assert names(pages.targets(Filter(review=True), page=1, size=9)) == ["Dark (2017)", "Heat (1995)"]


def test_items_come_with_their_pictures(pages):
    items, total = pages.items(Filter(status="uploaded", kind="poster"), page=1, size=2)
    assert total == 3
    assert [each.type for each in items] == ["movie", "movie"]
    assert [[target.kind for target in each.targets.values()] for each in items] == [["background", "poster"]] * 2


def test_a_target_has_a_number_and_a_history(pages):
    [number] = pages.targets(Filter(text="Alien", kind="poster"), page=1, size=9)[0]
    target = pages.target(number)
    assert target is not None
    assert [sha1 for sha1, _ in pages.uploads(target)] == ["sha-Alien (1979)-poster"]
    assert pages.target(10**9) is None


def test_libraries_are_counted_by_status(pages):
    assert pages.counts() == [("plex", "Movies", "missing", 1), ("plex", "Movies", "uploaded", 7)]
