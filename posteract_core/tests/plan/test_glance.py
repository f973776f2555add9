"""What did not change is passed over; whatever may have changed is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from posteract_core.model import ArtworkKind
from posteract_core.plan.glance import Attentive
from posteract_core.providers import LayerOptions, ListsOutlines, Outline, OverlayLayer

DAY_S = 86_400.0


def _outlined(works: Any) -> Any:
    """Have the server of `works` list outlines; return it, with the items it was asked to complete since."""

    class Outlined(type(works.server), ListsOutlines):  # type: ignore[misc]
        completing = True
        listed_whole = 0

        def items(self, library):
            self.listed_whole += 1
            return super().items(library)

        def outlines(self, library):
            for page in super().items(library):
                yield [Outline(item.key, item.parent_key, repr(item), item) for item in page]

        def completed(self, library, outlines):
            self.made += [outline.key for outline in outlines]
            return [
                (outline if self.completing else outline._replace(token=""), outline.source) for outline in outlines
            ]

    works.server.__class__ = Outlined
    works.server.made = []
    works.setting = "as it is"
    return works.server


@pytest.fixture
def seen(works):
    """Films that were drawn, and found up to date by the run after that."""
    server = _outlined(works)
    works.redraw_share = None
    for title in ("Heat", "Ran", "Alien"):
        server.add(title)
    assert works.run().done == 3
    assert works.run().unchanged == 3
    server.made.clear()
    return works


def test_what_did_not_change_is_not_even_read(seen):
    summary = seen.run()
    assert (summary.unchanged, summary.planned, seen.server.made) == (3, 0, [])


def _new_title(works):
    works.server.films["Heat"] = replace(works.server.films["Heat"], year=1996)


def test_only_what_changed_is_read(seen):
    seen.style = "minimal"
    _new_title(seen)
    summary = seen.run()
    assert seen.server.made == ["Heat"]
    assert summary.unchanged + summary.done == 3


def _another_style(works):
    works.style = "none"


def _preferences(works):
    works.preferences = replace(works.preferences, rank_by="newest")


def _badge(works):
    works.overlays = ("year",)


@pytest.mark.parametrize("change", [_another_style, _preferences, _badge])
def test_a_changed_configuration_is_seen(seen, change):
    change(seen)
    assert seen.run().planned == 3


def test_what_the_app_says_of_the_configuration_counts(seen):
    seen.setting = "another"
    assert seen.run().unchanged == 3
    assert sorted(seen.server.made) == ["Alien", "Heat", "Ran"]


def test_a_picture_put_into_a_local_folder_is_seen_and_while_a_source_cannot_tell_all_are_read(seen):
    source = seen.sources["tmdb"]
    source.token = "a file"
    assert seen.run().planned == 3
    assert seen.run().unchanged == 3
    source.tells = False
    assert seen.run().unchanged == 3
    assert seen.server.listed_whole == 1


@pytest.mark.parametrize("words", [{"force": True}, {"recheck": True}])
def test_what_was_asked_for_is_done(seen, words):
    assert seen.run(**words).planned == 3


def test_a_label_takes_an_item_out_and_a_vanished_library_is_seen(seen):
    seen.server.films["Ran"] = replace(seen.server.films["Ran"], labels=("skip_posteract",))
    assert seen.run().unchanged == 2
    seen.server.films.clear()
    with pytest.raises(Exception, match="lists nothing"):
        seen.run()


def test_another_picture_on_the_server_is_looked_at(seen, draw_picture):
    seen.server.show("Heat", draw_picture("white"))
    assert seen.run().kept == 1
    seen.server.made.clear()
    assert seen.run().kept == 1
    assert seen.server.made == ["Heat"], "what is left alone is named in every report"


def test_a_row_that_changed_is_looked_at(seen):
    ledger = seen.ledger()
    target = next(each for each in ledger.all_targets() if each.key == "Heat")
    target.pinned = '{"id": "other"}'
    ledger.save(target)
    ledger.close()
    assert seen.run().planned == 1
    assert seen.server.made == ["Heat"]


def test_an_item_not_known_in_full_is_read_again(works):
    server = _outlined(works)
    server.completing = False
    server.add("Heat")
    works.run()
    works.run()
    server.made.clear()
    works.run()
    assert server.made == ["Heat"]


class Today(OverlayLayer[LayerOptions]):
    type = "today"

    def value(self, subject):
        return "new" if subject.today is not None and subject.today.toordinal() % 2 else "old"

    def draw(self, context):
        return None


def test_a_badge_that_asks_for_the_day_is_asked_each_day(works):
    server = _outlined(works)
    works.redraw_share = None
    works.badges, works.overlays = {"today": Today}, ("today",)
    server.add("Heat")
    for _ in range(2):
        works.run()
    server.made.clear()
    assert works.run().unchanged == 1
    works.now += DAY_S
    assert works.run().planned == 1
    assert server.made == ["Heat", "Heat"]


def test_a_subject_notes_who_asks_for_the_day(works):
    film = works.server.add("Heat")
    subject = Attentive(item=film, kind=ArtworkKind.POSTER, title="Heat", facts=film.facts, today=date(2024, 2, 29))
    assert (subject.title, subject.asked) == ("Heat", False)
    assert subject.today == date(2024, 2, 29)
    assert subject.asked
    assert not replace(subject, title="Ran").asked


def test_a_filter_that_asks_for_dates_is_known():
    from posteract_core.filters import read_filter

    for raw, asks in (
        ({"added": 30}, True),
        ([{"year": 1995}, {"released.not": 10}], True),
        ({"label": "x", "title.regex": "added"}, False),
        (None, False),
    ):
        assert read_filter(raw if raw is not None else {}, "")[0].reads_dates is asks
