"""A dry run with a page: a sample is drawn for it, and nothing else is written or changed."""

from __future__ import annotations

from pathlib import Path

from posteract_core.errors import ProviderUnavailable
from posteract_core.model import ArtworkKind, FrozenMap, MediaItem
from posteract_core.plan import Plan, PlannedTask
from posteract_core.plan.decide import Decision, Verdict
from posteract_core.plan.sample import sample


def files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def task(number: int, kind: ArtworkKind, library: str = "Films") -> PlannedTask:
    return PlannedTask(
        item=MediaItem(title=f"Film {number}", key=str(number)),
        kind=kind,
        library=library,
        server="memory",
        media_id=number,
        target=None,
        decision=Decision(verdict=Verdict.DUE),
        choice="",
        facts=FrozenMap(),
    )


def test_the_page_of_a_dry_run_shows_what_would_be_made(desk, posteract, tmp_path):
    for number in range(3):
        desk.server.add(f"Film {number}", tmdb=number + 1)
    desk.path.write_text("{}")
    before = files(tmp_path)
    page = tmp_path / "plan.html"
    code, said, _ = posteract(desk, "run", "--all", "--dry-run", "--report", str(page))
    assert (code, desk.server.uploads) == (0, [])
    assert "3 to do" in said
    written = page.read_text()
    assert written.count("data:image/jpeg") == 6, "each before and after"
    assert "nothing was changed" in written
    page.unlink()
    assert set(files(tmp_path)) == set(before), "no ledger, no cache, no original"


def test_a_dry_run_without_a_page_reads_no_picture(desk, works, posteract):
    desk.server.add("Heat", tmdb=949)
    posteract(desk, "run", "--all", "--dry-run")
    assert (works.sources["tmdb"].found, works.sources["tmdb"].reads) == (0, 0)


def test_what_was_found_in_a_slot_is_not_kept_by_a_dry_run(desk, posteract, draw_picture, tmp_path):
    desk.server.add("Heat", tmdb=949)
    desk.server.show("Heat", draw_picture(), chosen=False)
    posteract(desk, "run", "--all", "--dry-run", "--report", str(tmp_path / "plan.html"))
    assert not (tmp_path / "originals").exists()


def test_what_would_fail_is_said_on_the_page(desk, works, posteract, tmp_path):
    desk.server.add("Heat", tmdb=949)
    works.sources["tmdb"].error = ProviderUnavailable("tmdb", "is down")
    code, _, _ = posteract(desk, "run", "--all", "--dry-run", "--report", str(tmp_path / "plan.html"))
    assert code == 0
    assert "is down" in (tmp_path / "plan.html").read_text()


def test_a_sample_is_spread_over_kinds_and_libraries_and_within_them():
    plan = Plan()
    for number in range(400):
        plan.add(task(number, ArtworkKind.POSTER))
    for number in range(10):
        plan.add(task(1000 + number, ArtworkKind.BACKGROUND))
    for number in range(200):
        plan.add(task(2000 + number, ArtworkKind.TITLE_CARD, "Shows"))
    with sample(plan, 100) as chosen:
        tasks = list(chosen)
    plan.close()
    counts = {kind: sum(task.kind is kind for task in tasks) for kind in (ArtworkKind.POSTER, ArtworkKind.BACKGROUND)}
    assert (len(tasks), counts) == (100, {ArtworkKind.POSTER: 45, ArtworkKind.BACKGROUND: 10})
    posters = [task.media_id for task in tasks if task.kind is ArtworkKind.POSTER]
    assert posters[0] < 20
    assert posters[-1] > 380


def test_a_plan_smaller_than_the_sample_is_taken_whole():
    plan = Plan()
    for number in range(7):
        plan.add(task(number, ArtworkKind.POSTER))
    with sample(plan, 100) as chosen:
        assert [task.media_id for task in chosen] == list(range(7))
    plan.close()
