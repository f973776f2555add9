from __future__ import annotations

from datetime import UTC, datetime

from posteract_core.app.candidates import Explained
from posteract_core.app.report import RunReport
from posteract_core.cli.wording import collection_lines, down_lines, run_lines, warning_lines
from posteract_core.errors import ProviderError
from posteract_core.model import ArtworkKind, RunRequest, RunSummary
from posteract_core.run.collections import CollectionOutcome

FORGED = "Heat\nwarning: all is lost\x1b[2J"


def test_a_title_forges_no_line_among_the_members_of_a_collection():
    told = CollectionOutcome(
        title=FORGED, library="Movies", server="plex", status="changed", added=(FORGED,), missing=(FORGED,)
    )

    lines = list(collection_lines([told], verbose=True))

    assert not [line for line in lines[1:] if "\n" in line or "\x1b" in line]
    assert r"  + Heat warning: all is lost\x1b[2J" in lines


def test_a_name_forges_no_line_among_what_is_down_and_what_is_warned_of():
    down = {FORGED: ProviderError("plex", FORGED, hint=FORGED)}

    for line in (*down_lines(down), *warning_lines([FORGED])):
        assert "\n" not in line
        assert "\x1b" not in line


def test_a_title_forges_no_line_where_its_candidates_are_explained():
    moment = datetime.now(UTC)
    summary = RunSummary(request=RunRequest(all=True, dry_run=True), started=moment, finished=moment)
    explained = Explained(
        item=FORGED, kind=ArtworkKind.POSTER, library=FORGED, rows=(), silent={"tmdb": ProviderError("tmdb", FORGED)}
    )

    lines = list(run_lines(RunReport(summary=summary, explained=(explained,)), verbose=False))

    assert lines[0].startswith("\nHeat warning: all is lost")
    assert not [line for line in lines if "\n" in line.strip() or "\x1b" in line]
