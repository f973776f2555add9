"""From a plan to pictures on a server: what is drawn, what is left alone, what fails and what becomes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image
from posteract_core.errors import ProviderError, ProviderRejected, ProviderUnavailable, UsageError
from posteract_core.model import ArtworkKind, RunRequest
from posteract_core.plan.limits import PlanTooLarge
from posteract_core.providers import LayerOptions, OverlayLayer, Raster
from posteract_core.render import read_mark
from posteract_core.select import Preferences

POSTER = ArtworkKind.POSTER
KOMETA_TAG = 0x04BC


def films(works, *titles):
    for number, title in enumerate(titles, 100):
        works.server.add(title, tmdb=number)


def shown(works, key):
    return works.server.pictures[key, POSTER][0]


def by_kometa(draw_picture, colour):
    exif = Image.Exif()
    exif[KOMETA_TAG] = "overlay"
    return draw_picture(colour, exif=exif)


def test_a_first_run_finishes_every_poster_and_a_second_does_nothing(works):
    films(works, "Heat", "Ran", "Alien")
    first = works.run()
    assert (first.planned, first.done, first.failed) == (3, 3, 0)
    assert all(read_mark(shown(works, key)) for key in ("Heat", "Ran", "Alien"))
    uploads, finds, reads = list(works.server.uploads), works.sources["tmdb"].found, works.sources["tmdb"].reads
    second = works.run()
    assert (second.planned, second.done, second.unchanged) == (0, 0, 3)
    assert works.server.uploads == uploads
    assert (works.sources["tmdb"].found, works.sources["tmdb"].reads) == (finds, reads)


def test_a_new_style_redraws_without_asking_any_source(works):
    films(works, "Heat")
    works.run()
    works.sources["tmdb"].error = ProviderUnavailable("tmdb", "down")
    works.overlays = ("year",)
    summary = works.run()
    assert summary.done == 1
    assert "added" in summary.tasks[0].reason


def test_a_picture_found_before_ours_is_kept_and_ours_says_which(works, draw_picture):
    films(works, "Heat")
    found = draw_picture((200, 10, 10))
    works.server.show("Heat", found, chosen=False)
    works.run()
    mark = read_mark(shown(works, "Heat"))
    assert mark is not None
    assert (works.folder / "originals" / mark.original_hash[:2] / mark.original_hash).read_bytes() == found


def test_the_owners_picture_is_left_alone_on_every_run(works, draw_picture):
    films(works, "Heat")
    mine = draw_picture((200, 10, 10))
    works.server.show("Heat", mine)
    for _ in range(2):
        summary = works.run()
        assert (summary.kept, summary.done) == (1, 0)
    assert shown(works, "Heat") == mine


def test_a_picture_the_owner_put_in_place_of_ours_is_left_alone(works, draw_picture):
    films(works, "Heat")
    works.run()
    mine = draw_picture((200, 10, 10))
    works.server.show("Heat", mine)
    assert works.run().kept == 1
    assert works.run().kept == 1
    assert shown(works, "Heat") == mine


def test_adopt_draws_the_look_on_the_owners_picture_once(works, draw_picture):
    films(works, "Heat")
    works.server.show("Heat", draw_picture((200, 10, 10)))
    works.owner_pictures = "adopt"
    assert works.run().done == 1
    assert works.target("Heat").source_used == "current"
    assert works.target("Heat").poster_type == "unknown"
    assert works.run().unchanged == 1
    assert works.sources["tmdb"].found == 0


def test_when_the_owner_takes_the_own_picture_away_the_target_is_made(works, draw_picture):
    films(works, "Heat")
    works.server.show("Heat", draw_picture())
    works.run()
    works.server.pictures.clear()
    assert works.run().done == 1


def test_an_agents_picture_that_came_back_is_replaced_by_ours(works, draw_picture):
    films(works, "Heat", "Ran", "Alien")
    works.run()
    works.server.show("Heat", draw_picture((9, 9, 9)), chosen=False)
    assert works.run().done == 1
    assert read_mark(shown(works, "Heat"))


def test_another_tool_that_replaces_ours_twice_is_named_and_left_alone(works, draw_picture):
    films(works, "Heat")
    works.run()
    works.server.show("Heat", by_kometa(draw_picture, (1, 2, 3)))
    assert works.run().done == 1
    works.server.show("Heat", by_kometa(draw_picture, (4, 5, 6)))
    summary = works.run()
    assert (summary.contested, summary.done) == (1, 0)
    assert "kometa" in works.target("Heat").error
    assert works.run().contested == 1


def test_what_another_tool_left_before_our_first_run_is_replaced(works, draw_picture):
    films(works, "Heat")
    works.server.show("Heat", by_kometa(draw_picture, (1, 2, 3)))
    works.server.locked.add("Heat")
    assert works.run().done == 1


def test_with_the_database_lost_nothing_is_uploaded_anew(works):
    films(works, "Heat", "Ran")
    works.run()
    uploads = list(works.server.uploads)
    (works.folder / "posteract.db").unlink()
    summary = works.run()
    assert (summary.done, summary.unchanged) == (0, 2)
    assert works.server.uploads == uploads
    assert works.run().planned == 0


def test_an_item_under_a_new_key_is_recognised_by_its_ids_and_not_fetched_again(works):
    works.server.add("Heat", tmdb=949, key="1")
    works.run()
    reads = works.sources["tmdb"].reads
    works.server.films.clear()
    works.server.pictures.clear()
    works.server.add("Heat", tmdb=949, key="2")
    assert works.run().done == 1
    assert works.sources["tmdb"].reads == reads


def test_while_a_better_source_is_down_the_target_waits_and_nothing_is_downgraded(works):
    films(works, "Heat")
    works.sources["tmdb"].error = ProviderUnavailable("tmdb", "down", retry_after_s=600)
    summary = works.run()
    assert (summary.failed, summary.done) == (1, 0)
    assert "tmdb" in summary.tasks[0].reason
    assert works.target("Heat").attempts == 0
    works.now += 300
    assert works.run().failed == 1
    assert works.sources["tmdb"].found == 1
    works.sources["tmdb"].error = None
    works.now += 301
    assert works.run().done == 1


def test_a_source_that_cannot_win_any_more_is_not_asked(works):
    films(works, "Heat")
    works.sources["fanart"].error = ProviderUnavailable("fanart", "down")
    assert works.run().done == 1
    assert works.sources["fanart"].found == 0


def test_a_source_that_refuses_the_key_is_asked_once(works):
    films(works, *(f"Film {number}" for number in range(8)))
    works.sources["tmdb"].error = ProviderRejected("tmdb", "refused the API key (HTTP 401)")
    assert works.run().failed == 8
    assert works.sources["tmdb"].found <= 4  # those under way when the first was refused


def test_a_source_that_breaks_costs_the_targets_it_might_have_served_and_no_more(works):
    films(works, "Heat")
    works.sources["tmdb"].error = ZeroDivisionError("oops")
    summary = works.run()
    assert summary.failed == 1
    assert "ZeroDivisionError" in summary.tasks[0].error


def test_a_broken_picture_is_passed_over_for_the_next_best(works):
    films(works, "Heat")
    tmdb = works.sources["tmdb"]
    tmdb.offers["Heat"] = [tmdb.offer("html", votes=9), tmdb.offer("good", votes=1)]
    tmdb.bytes["html"] = b"<html>not found</html>"
    assert works.run().done == 1
    assert works.target("Heat").candidate == "good"


def test_where_nothing_qualifies_the_target_is_missing_until_something_changes(works):
    films(works, "Heat")
    for source in works.sources.values():
        source.everything = False
    summary = works.run()
    assert (summary.missing, summary.failed) == (1, 0)
    found = works.sources["tmdb"].found
    assert works.run().missing == 1
    assert works.sources["tmdb"].found == found
    works.sources["tmdb"].everything = True
    assert works.run(recheck=True).done == 1


def test_a_picture_put_into_a_local_folder_is_seen_without_a_recheck(works):
    films(works, "Heat")
    works.run()
    works.sources["tmdb"].token = "changed"
    tmdb = works.sources["tmdb"]
    tmdb.offers["Heat"] = [tmdb.offer("newer")]
    summary = works.run()
    assert summary.done == 1
    assert "local pictures" in summary.tasks[0].reason


def test_no_title_is_set_over_a_picture_that_carries_text(works):
    films(works, "Heat")
    tmdb = works.sources["tmdb"]
    tmdb.offers["Heat"] = [tmdb.offer("english", language="en")]
    works.sources["fanart"].everything = False
    works.run()
    target = works.target("Heat")
    assert target.poster_type == "en"
    assert "title" not in target.inputs
    assert "not the first language: en" in target.review


@pytest.mark.parametrize(("unknown", "title_set"), [("has_text", False), ("textless", True)])
def test_a_picture_that_says_no_language_carries_text_and_is_to_be_reviewed_unless_it_is_said_otherwise(
    works, unknown, title_set
):
    films(works, "Heat")
    tmdb = works.sources["tmdb"]
    tmdb.offers["Heat"] = [tmdb.offer("somebody's", language=None)]
    works.sources["fanart"].everything = False
    works.preferences = replace(works.preferences, unknown_language=unknown)
    works.run()
    target = works.target("Heat")
    assert ("title" in target.inputs) is title_set
    assert ("says no language" in target.review) is not title_set


def test_one_failed_upload_is_that_targets_alone_and_is_tried_again(works):
    films(works, "Heat", "Ran")
    works.server.failing, works.server.fail_with = 1, ProviderError("memory", "the folder is read-only")
    summary = works.run()
    assert (summary.done, summary.failed) == (1, 1)
    assert [name for name, _ in works.events].count("posteract_task_failed") == 1
    works.now += 10
    assert works.run().done == 1


def test_a_server_that_stops_answering_is_given_up_and_its_tasks_wait(works):
    films(works, *(f"Film {number:02}" for number in range(60)))
    works.server.failing = 1000
    summary = works.run()
    assert summary.done == 0
    assert "memory" in works.lost
    works.server.failing = 0
    works.now += 3600
    assert works.run().done == 60


def test_an_interrupted_upload_that_had_arrived_is_not_sent_again(works):
    films(works, "Heat")
    works.server.fail_with = None

    class Cut(ProviderUnavailable):
        pass

    def cut():
        works.server.after_upload = None
        raise Cut("memory", "the connection was cut")

    works.server.after_upload = cut
    assert works.run().failed == 1
    works.now += 3600
    summary = works.run()
    assert (summary.done, summary.unchanged) == (0, 1)
    assert len(works.server.uploads) == 1


def test_a_named_item_is_all_that_is_worked_on(works):
    films(works, "Heat", "Ran")
    assert works.run(RunRequest(items=("Ran",))).done == 1
    assert works.server.uploads == [("Ran", "poster")]


def test_a_title_that_is_a_number_is_a_title(works):
    works.server.add("1917", year=2019, tmdb=530915, key="7")
    works.server.add("Other", key="1917")
    assert works.run(RunRequest(items=("1917",))).done == 1
    assert works.server.uploads == [("7", "poster")]
    assert works.run(RunRequest(items=("key:1917",))).done == 1


@pytest.mark.parametrize("text", ["Nothing", "tmdb:1", "key:none"])
def test_an_item_that_fits_none_is_a_mistake(works, text):
    films(works, "Heat")
    with pytest.raises(UsageError, match="no item fits"):
        works.run(RunRequest(items=(text,)))


def test_an_item_that_fits_several_lists_them_with_what_tells_them_apart(works):
    works.server.add("Heat", year=1995, tmdb=949, key="1")
    works.server.add("Heat", year=1986, tmdb=5, key="2")
    with pytest.raises(UsageError, match="2 items fit") as caught:
        works.run(RunRequest(items=("Heat",)))
    assert "key:1" in str(caught.value)
    assert "(1986)" in str(caught.value)
    assert works.run(RunRequest(items=("Heat (1995)",))).done == 1


def test_force_redraws_what_is_up_to_date_and_adopts_a_named_items_picture(works, draw_picture):
    films(works, "Heat", "Ran")
    works.server.show("Ran", draw_picture((5, 5, 5)))
    works.run()
    assert works.run(RunRequest(items=("Heat",), force=True)).done == 1
    assert works.run(RunRequest(items=("Ran",), force=True)).done == 1
    assert works.target("Ran").source_used == "current"


def test_an_item_with_a_skip_label_is_left_alone(works):
    works.server.add("Heat", labels=("Skip_Posteract",))
    assert works.run().planned == 0


def test_a_library_that_suddenly_lists_nothing_stops_the_plan(works):
    films(works, "Heat", "Ran")
    works.run()
    works.server.films.clear()
    works.server.warning = "the folder is empty or not mounted"
    with pytest.raises(PlanTooLarge, match=r"lists nothing .*not mounted.*2 pictures"):
        works.run()
    assert works.run(yes=True).planned == 0


def test_a_library_whose_keys_all_changed_stops_the_plan_and_yes_goes_on(works):
    films(works, *(f"Film {number}" for number in range(20)))
    works.run()
    reads = works.sources["tmdb"].reads
    works.server.pictures.clear()
    works.server.films = {}
    for number in range(20):
        works.server.add(f"Film {number}", tmdb=100 + number, key=f"new {number}")
    with pytest.raises(PlanTooLarge, match="20 of 20 finished pictures") as caught:
        works.run()
    assert "--yes" in caught.value.hint
    assert works.run(yes=True).done == 20
    assert works.sources["tmdb"].reads == reads


def test_a_changed_configuration_may_redraw_everything_unasked(works):
    films(works, *(f"Film {number}" for number in range(20)))
    works.run()
    works.overlays = ("year",)
    assert works.run().done == 20


def test_the_fallback_is_used_in_its_order_and_wants_a_look(works):
    films(works, "Heat")
    tmdb = works.sources["tmdb"]
    tmdb.offers["Heat"] = [tmdb.offer("small", width_px=300)]
    works.sources["fanart"].everything = False
    works.sources["drawn"] = works.sources.pop("fanart")
    works.sources["drawn"].everything = True
    works.preferences = Preferences(sources=("tmdb",), fallback=("server", "drawn"))
    assert works.run().done == 1
    assert works.target("Heat").source_used == "drawn"
    assert "drawn" in works.target("Heat").review


def test_limit_stops_after_so_many(works):
    films(works, "Heat", "Ran", "Alien")
    assert works.run(limit=2).done == 2
    assert works.run().done == 1


class Moody(OverlayLayer[LayerOptions]):
    """A badge that breaks over one film."""

    type = "moody"

    def value(self, subject):
        if subject.item.title == "Ran":
            raise ZeroDivisionError("oops")
        return 1

    def draw(self, context):
        return Raster(fill=(255, 0, 0), mask=Image.new("L", (9, 9), 255))


def test_a_badge_that_breaks_over_one_film_costs_that_film_alone_and_is_tried_again_later(works):
    films(works, "Heat", "Ran", "Alien")
    works.badges, works.overlays = {"moody": Moody}, ("moody",)
    summary = works.run()
    assert (summary.done, summary.failed) == (2, 1)
    assert "moody" in works.target("Ran").error
    assert works.run().planned == 0, "it waits"
    works.now += 3600
    assert works.run().failed == 1
    assert works.target("Ran").attempts == 2


def test_a_badge_that_breaks_over_all_that_is_finished_does_not_pass_for_a_plan_too_large(works):
    films(works, *(f"Film {number:02}" for number in range(40)))
    works.run()
    uploads = list(works.server.uploads)

    class Broken(Moody):
        def value(self, subject):
            raise ZeroDivisionError("oops")

    works.badges, works.overlays = {"moody": Broken}, ("moody",)
    assert works.run().failed == 40
    assert works.server.uploads == uploads
