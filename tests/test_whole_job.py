"""Folders of real films in, finished posters out: the whole program, as a user starts it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from posteract_core.render import read_mark
from posteract_core.store.hold import hold

MATRIX_NFO = """<movie>
  <title>The Matrix</title><year>1999</year>
  <uniqueid type="tmdb">603</uniqueid><uniqueid type="imdb">tt0133093</uniqueid>
  <ratings><rating name="imdb" max="10"><value>8.7</value></rating></ratings>
  <genre>Science Fiction</genre>
</movie>
"""
DARK_NFO = """<tvshow>
  <title>Dark</title><year>2017</year>
  <uniqueid type="tmdb">70523</uniqueid>
  <ratings><rating name="imdb" max="10"><value>8.7</value></rating></ratings>
</tvshow>
"""
CONFIG = """\
plugins:
  folder: {roots: {Films: Films, Series: Series}}
overlays:
  facts: [resolution, hdr, audio_codec, {type: rating, show: [imdb]}]
libraries:
  Films:
    artwork: {poster: {style: cinema, overlays: [facts]}, background: {}}
  Series:
    artwork: {poster: {style: minimal}, season: {style: minimal}, title_card: {style: title-card}}
"""
RUN_KEYS = {"planned", "done", "unchanged", "failed", "missing", "kept", "contested", "tasks"}
TASK_KEYS = {"item", "kind", "library", "server", "status", "source", "language", "reason", "error"}


@dataclass(frozen=True)
class Job:
    """A library after its first run."""

    folder: Path
    report: dict[str, Any]

    def inputs(self, item: str, kind: str) -> dict[str, Any]:
        """Return the value of each layer of a finished picture, as the ledger has it."""
        with sqlite3.connect(f"file:{self.folder / 'posteract.db'}?mode=ro", uri=True) as ledger:
            (text,) = ledger.execute("SELECT inputs FROM target WHERE item = ? AND kind = ?", (item, kind)).fetchone()
        ledger.close()
        return {name: value for name, _, _, _, value in json.loads(text)[1]}


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory, videos: dict[str, Path], posteract: Any, heat_nfo: str) -> Job:
    """The whole job, done once on two films and a show."""
    folder = tmp_path_factory.mktemp("job")
    heat = folder / "Films" / "Heat (1995)"
    matrix = folder / "Films" / "The Matrix (1999) [imdbid-tt0133093]"
    dark = folder / "Series" / "Dark (2017)"
    for path in (heat, matrix, dark / "Season 01"):
        path.mkdir(parents=True)
    shutil.copy(videos["h264 1080p"], heat / "Heat (1995).mkv")
    (heat / "movie.nfo").write_text(heat_nfo, encoding="utf-8")
    shutil.copy(videos["hevc 2160p hdr10"], matrix / "The Matrix (1999).mkv")
    (matrix / "The Matrix (1999).nfo").write_text(MATRIX_NFO, encoding="utf-8")
    shutil.copy(videos["h264 720p"], dark / "Season 01" / "Dark - S01E01 - Geheimnisse.mp4")
    (dark / "tvshow.nfo").write_text(DARK_NFO, encoding="utf-8")
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    ended = posteract("--all", "--json", cwd=folder)
    assert ended.code == 0, ended.err
    return Job(folder, json.loads(ended.out))


@pytest.fixture(scope="session")
def heat_nfo() -> str:
    """Facts of Heat, as Kodi writes them."""
    return (
        '<movie><title>Heat</title><year>1995</year><uniqueid type="tmdb">949</uniqueid>'
        '<ratings><rating name="imdb" max="10"><value>8.3</value></rating></ratings></movie>'
    )


FINISHED = {
    "Films/Heat (1995)/poster.jpg": (1000, 1500),
    "Films/Heat (1995)/fanart.jpg": (1920, 1080),
    "Films/The Matrix (1999) [imdbid-tt0133093]/poster.jpg": (1000, 1500),
    "Films/The Matrix (1999) [imdbid-tt0133093]/fanart.jpg": (1920, 1080),
    "Series/Dark (2017)/poster.jpg": (1000, 1500),
    "Series/Dark (2017)/season01-poster.jpg": (1000, 1500),
    "Series/Dark (2017)/Season 01/Dark - S01E01 - Geheimnisse-thumb.jpg": (1920, 1080),
}


@pytest.mark.parametrize(("path", "size"), FINISHED.items())
def test_each_slot_has_a_finished_picture_of_the_right_size_with_our_mark(
    job: Job, path: str, size: tuple[int, int]
) -> None:
    data = (job.folder / path).read_bytes()
    with Image.open(job.folder / path) as picture:
        picture.load()
        assert (picture.size, picture.format) == (size, "JPEG")
    mark = read_mark(data)
    assert mark is not None
    assert len(mark.fingerprint) == 32


def test_nothing_but_pictures_was_put_into_the_library(job: Job) -> None:
    made = {path.relative_to(job.folder).as_posix() for path in (job.folder / "Films").rglob("*.*") if path.is_file()}
    made |= {path.relative_to(job.folder).as_posix() for path in (job.folder / "Series").rglob("*.*") if path.is_file()}
    assert {path for path in made if Path(path).suffix not in (".mkv", ".mp4", ".nfo")} == set(FINISHED)


def test_the_badges_say_what_the_files_are(job: Job) -> None:
    heat = job.inputs("Heat (1995)", "poster")
    matrix = job.inputs("The Matrix (1999)", "poster")
    assert heat["resolution"] == "1080"
    assert "hdr" not in heat, "a badge with nothing to say is not drawn"
    assert heat["audio_codec"] == ["ac3", ""]
    assert heat["rating"] == [["imdb", "8.3", ""]]
    assert matrix["resolution"] == "4k"
    assert matrix["hdr"] == ["hdr10"]
    assert matrix["audio_codec"] == ["flac", ""], "the best of its tracks"
    assert matrix["rating"] == [["imdb", "8.7", ""]]
    assert (heat["title"], matrix["title"]) == ("HEAT", "THE MATRIX")


def test_the_report_is_one_object_with_the_keys_of_the_reference(job: Job) -> None:
    assert set(job.report) >= RUN_KEYS
    counts = {name: job.report[name] for name in RUN_KEYS - {"tasks"}}
    nothing = dict.fromkeys(("unchanged", "failed", "missing", "kept", "contested"), 0)
    assert counts == {"planned": len(FINISHED), "done": len(FINISHED), **nothing}
    assert len(job.report["tasks"]) == len(FINISHED)
    assert all(set(task) >= TASK_KEYS for task in job.report["tasks"])
    assert {task["source"] for task in job.report["tasks"]} == {"drawn"}


def test_a_second_run_draws_and_writes_nothing(job: Job, posteract: Any, snapshot: Any) -> None:
    folders = [job.folder / name for name in ("Films", "Series", "cache", "assets", "originals")]
    before = snapshot(*folders)
    ended = posteract("--all", "--json", cwd=job.folder)
    report = json.loads(ended.out)
    assert (ended.code, report["done"], report["planned"], report["tasks"]) == (0, 0, 0, [])
    assert report["unchanged"] == len(FINISHED)
    assert snapshot(*folders) == before


def test_the_asset_tree_has_a_copy_of_each_finished_picture(job: Job) -> None:
    tree = job.folder / "assets" / "Films" / "Heat (1995)" / "poster.jpg"
    assert tree.read_bytes() == (job.folder / "Films" / "Heat (1995)" / "poster.jpg").read_bytes()


def test_status_counts_what_was_done(job: Job, posteract: Any) -> None:
    shown = json.loads(posteract("status", "--json", cwd=job.folder).out)
    assert shown["counts"] == {"uploaded": len(FINISHED)}
    assert {task["item"] for task in shown["tasks"]} >= {"Heat (1995)", "The Matrix (1999)"}


@pytest.mark.parametrize("text", ["Heat", "heat (1995)", "tmdb:949"])
def test_an_item_is_named_by_title_by_title_and_year_or_by_an_outside_id(job: Job, posteract: Any, text: str) -> None:
    ended = posteract("--item", text, "--dry-run", "--json", cwd=job.folder)
    assert (ended.code, json.loads(ended.out)["unchanged"]) == (0, 2), ended.err


def test_an_item_may_be_named_by_its_imdb_id_or_its_key(job: Job, posteract: Any) -> None:
    for text in ("imdb:tt0133093", "key:The Matrix (1999) [imdbid-tt0133093]"):
        ended = posteract("run", "--item", text, "--dry-run", "--json", cwd=job.folder)
        assert (ended.code, json.loads(ended.out)["unchanged"]) == (0, 2), ended.err


def test_an_item_that_nothing_fits_is_an_error_with_the_way_out(job: Job, posteract: Any) -> None:
    ended = posteract("--item", "Heta", cwd=job.folder)
    assert (ended.code, ended.out) == (2, "")
    assert "no item fits 'Heta'; did you mean 'Heat'" in ended.err
    assert "tmdb:" in ended.err


def test_an_item_that_may_be_where_nobody_could_look_is_not_said_to_be_missing(one_film: Path, posteract: Any) -> None:
    shutil.rmtree(one_film / "Films")
    ended = posteract("--item", "Heat", cwd=one_film)
    assert ended.code == 1
    assert "is not there" in ended.err
    assert "no item fits" not in ended.err


def test_quiet_says_nothing_when_all_is_well_and_what_failed_when_not(one_film: Path, posteract: Any) -> None:
    ended = posteract("--all", "-q", cwd=one_film)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    shutil.rmtree(one_film / "Films")
    ended = posteract("--all", "-q", cwd=one_film)
    assert ended.code == 1
    assert "is not there" in ended.out


def test_a_root_that_is_a_file_is_said_once_to_be_no_folder(one_film: Path, posteract: Any) -> None:
    shutil.rmtree(one_film / "Films")
    (one_film / "Films").write_text("no folder")
    ended = posteract("--all", cwd=one_film)
    assert ended.code == 1
    assert (ended.out + ended.err).count("is no folder") == 1


def test_of_several_items_that_fit_each_is_listed_with_what_tells_it_apart(one_film: Path, posteract: Any) -> None:
    (one_film / "Films" / "Heat (1986)").mkdir()
    (one_film / "Films" / "Heat (1986)" / "Heat (1986).mkv").write_bytes(b"")
    ended = posteract("--item", "Heat", cwd=one_film)
    assert ended.code == 2
    assert "Heat (1986)" in ended.err
    assert "Heat (1995)" in ended.err


def test_a_dry_run_changes_no_file_at_all(one_film: Path, posteract: Any, snapshot: Any) -> None:
    before = snapshot(one_film)
    ended = posteract("--all", "--dry-run", "--json", cwd=one_film)
    report = json.loads(ended.out)
    assert (ended.code, report["planned"], report["done"]) == (0, 1, 0)
    assert [task["status"] for task in report["tasks"]] == ["planned"]
    assert snapshot(one_film) == before


def test_a_changed_rating_is_named_as_the_reason_and_drawn_on_the_base_kept(one_film: Path, posteract: Any) -> None:
    config = one_film / "config.yaml"
    rated = config.read_text().replace("{style: minimal}", "{style: minimal, overlays: [facts]}")
    config.write_text(rated + "overlays: {facts: [rating]}\nrun: {facts_every: 0s}\n")
    assert posteract("--all", cwd=one_film).code == 0
    poster = one_film / "Films" / "Heat (1995)" / "poster.jpg"
    first = poster.read_bytes()
    nfo = one_film / "Films" / "Heat (1995)" / "movie.nfo"
    nfo.write_text(nfo.read_text().replace("8.3", "8.4"))
    shutil.rmtree(one_film / "manual")
    ended = posteract("run", "--all", "--only", "overlays", "--dry-run", "--json", cwd=one_film)
    (task,) = json.loads(ended.out)["tasks"]
    assert "rating" in task["reason"]
    assert "8.3" in task["reason"]
    assert "8.4" in task["reason"]
    assert posteract("run", "--all", "--only", "overlays", cwd=one_film).code == 0, "the base is in the cache"
    assert poster.read_bytes() != first


def test_a_poster_the_owner_put_there_is_kept(one_film: Path, posteract: Any, jpeg: Callable[..., bytes]) -> None:
    mine = one_film / "Films" / "Heat (1995)" / "poster.jpg"
    mine.write_bytes(jpeg("crimson"))
    ended = posteract("--all", "--json", cwd=one_film)
    report = json.loads(ended.out)
    assert (ended.code, report["kept"], report["done"]) == (0, 1, 0)
    assert mine.read_bytes() == jpeg("crimson")


def test_force_on_a_named_item_adopts_the_owners_poster_and_keeps_the_original(
    one_film: Path, posteract: Any, jpeg: Callable[..., bytes]
) -> None:
    mine = one_film / "Films" / "Heat (1995)" / "poster.jpg"
    mine.write_bytes(jpeg("crimson"))
    ended = posteract("--item", "Heat", "--force", "--json", cwd=one_film)
    assert (ended.code, json.loads(ended.out)["done"]) == (0, 1), ended.err
    assert read_mark(mine.read_bytes()) is not None
    kept = [path.read_bytes() for path in (one_film / "originals").rglob("*") if path.is_file()]
    assert jpeg("crimson") in kept


def test_without_a_library_there_is_nothing_to_do_and_it_says_so(tmp_path: Path, posteract: Any) -> None:
    ended = posteract("--all", cwd=tmp_path)
    assert ended.code == 0
    assert "No library is configured" in ended.out
    assert "posteract config init" in ended.out
    assert list(tmp_path.rglob("*.db")) == []


def test_an_option_that_does_not_exist_ends_with_2_and_a_suggestion(tmp_path: Path, posteract: Any) -> None:
    ended = posteract("--all", "--dryrun", cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "--dry-run" in ended.err


def test_a_broken_configuration_ends_with_2_and_every_mistake_with_its_place(one_film: Path, posteract: Any) -> None:
    (one_film / "config.yaml").write_text(
        "plugins:\n  folder: {roots: {Films: Films}, prob: false}\nlibrarys: {}\nrun: {workers: many}\n"
    )
    ended = posteract("--all", cwd=one_film)
    assert (ended.code, ended.out) == (2, "")
    assert "config.yaml:2:" in ended.err
    assert "probe" in ended.err
    assert "config.yaml:3:1" in ended.err
    assert "libraries" in ended.err
    assert "config.yaml:4:" in ended.err


def test_a_configuration_that_is_no_yaml_ends_with_2_and_the_place(one_film: Path, posteract: Any) -> None:
    (one_film / "config.yaml").write_text("plugins:\n  folder: {roots: [\n")
    ended = posteract("--all", cwd=one_film)
    assert ended.code == 2
    assert "config.yaml:" in ended.err


def test_a_folder_nobody_may_write_fails_its_picture_and_ends_with_1(one_film: Path, posteract: Any) -> None:
    film = one_film / "Films" / "Heat (1995)"
    film.chmod(0o555)
    try:
        ended = posteract("--all", "--json", cwd=one_film, as_ordinary_user=True)
    finally:
        film.chmod(0o755)
    report = json.loads(ended.out)
    assert (ended.code, report["failed"], report["done"]) == (1, 1, 0)
    assert "Heat (1995)" in report["tasks"][0]["error"]
    again = posteract("status", "--failed", "--json", cwd=one_film)
    (task,) = json.loads(again.out)["tasks"]
    assert task["next_try"]


DOWN = """
from posteract_core import hookimpl


@hookimpl
def posteract_media_servers():
    from posteract_core.errors import ProviderUnavailable
    from posteract_core.providers import MediaServer

    class Attic(MediaServer):
        name = "attic"

        def libraries(self):
            raise ProviderUnavailable("attic", "http://attic:8096 does not answer", hint="Is it switched on?")

        def items(self, library):
            raise AssertionError

        def artwork(self, item, kind):
            raise AssertionError

        def upload(self, item, kind, picture):
            raise AssertionError

        def reset(self, item, kind):
            raise AssertionError

    return [Attic]
"""


def test_when_no_server_can_be_reached_it_ends_with_3(tmp_path: Path, posteract: Any, installed: Any) -> None:
    (tmp_path / "config.yaml").write_text("libraries: {Films: {artwork: {poster: {style: minimal}}}}\n")
    ended = posteract("--all", cwd=tmp_path, env=installed("attic", DOWN))
    assert ended.code == 3, ended
    assert "does not answer" in ended.out + ended.err
    assert "Is it switched on?" in ended.out + ended.err


def test_when_one_of_two_servers_is_down_the_other_is_served_and_it_ends_with_1(
    one_film: Path, posteract: Any, installed: Any
) -> None:
    ended = posteract("--all", "--json", cwd=one_film, env=installed("attic", DOWN))
    assert (ended.code, json.loads(ended.out)["done"]) == (1, 1), ended


def test_a_second_run_at_the_same_time_ends_with_1_and_says_who_holds_the_ledger(
    one_film: Path, posteract: Any
) -> None:
    with hold(one_film / "posteract.lock", wait=False, purpose="a test"):
        ended = posteract("--all", cwd=one_film)
    assert ended.code == 1
    assert f"process {os.getpid()}" in ended.err
    assert "--wait" in ended.err
    assert not (one_film / "Films" / "Heat (1995)" / "poster.jpg").exists()


def test_with_wait_it_goes_on_as_soon_as_the_other_run_is_through(
    one_film: Path, command: list[str], environment: dict[str, str]
) -> None:
    with hold(one_film / "posteract.lock", wait=False, purpose="a test"):
        waiting = subprocess.Popen(
            [*command, "--all", "--wait", "--json"],
            cwd=one_film,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=2.5)
    out, _ = waiting.communicate(timeout=120)
    assert (waiting.returncode, json.loads(out)["done"]) == (0, 1)


OTHERS = 80


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_with_130_and_the_next_run_does_the_rest(
    one_film: Path, command: list[str], environment: dict[str, str], posteract: Any
) -> None:
    base = one_film / "manual" / "textless" / "Heat (1995)" / "poster.jpg"
    for number in range(OTHERS):
        for folder in (one_film / "Films", base.parent.parent):
            (folder / f"Night {number} (1995)").mkdir()
        (one_film / "Films" / f"Night {number} (1995)" / "film.mkv").write_bytes(b"")
        shutil.copy(base, base.parent.parent / f"Night {number} (1995)")
    with (one_film / "config.yaml").open("a") as config:
        config.write("run: {network: 1, workers: 1, uploads: 1}\n")
    running = subprocess.Popen(
        [*command, "--all", "-v"], cwd=one_film, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert running.stderr is not None
    while not any((one_film / "Films").glob("*/poster.jpg")) and running.poll() is None:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(timeout=0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 130, err
    assert b"Traceback" not in err
    assert b"Interrupted" in err
    done = len(list((one_film / "Films").glob("*/poster.jpg")))
    assert 0 < done < 1 + OTHERS
    report = json.loads(posteract("--all", "--dry-run", "--json", cwd=one_film).out)
    assert (report["unchanged"], report["planned"]) == (done, 1 + OTHERS - done)


def test_secrets_of_the_configuration_appear_in_no_output(one_film: Path, posteract: Any) -> None:
    secret = "sEcReT-0123456789abcdef"
    config = one_film / "config.yaml"
    config.write_text(
        config.read_text().replace("plugins:", f"plugins:\n  plex: {{token: {secret}}}\n  tmdb: {{token: '${{T}}'}}")
        + "run: {retry: {attempts: 1}}\n"
    )
    for words in (("--all", "-v"), ("--all", "--debug"), ("doctor",), ("plugins", "list"), ("config", "show")):
        ended = posteract(*words, cwd=one_film, env={"T": f"{secret}-too"})
        assert secret not in ended.out + ended.err, words
    log = (one_film / "logs" / "posteract.log").read_text()
    assert secret not in log


def test_a_plugin_that_is_named_but_not_installed_is_a_warning_with_the_command_that_installs_it(
    one_film: Path, posteract: Any
) -> None:
    config = one_film / "config.yaml"
    config.write_text(config.read_text().replace("plugins:", "plugins:\n  jellyfin: {limit: 3}"))
    ended = posteract("--all", cwd=one_film)
    assert ended.code == 0
    assert "install" in ended.err
    assert "posteract-jellyfin" in ended.err


def test_without_plugins_nothing_is_touched(one_film: Path, posteract: Any, snapshot: Any) -> None:
    before = snapshot(one_film / "Films")
    ended = posteract("--all", "--no-plugins", cwd=one_film)
    assert ended.code in (0, 1), ended
    assert snapshot(one_film / "Films") == before


BROKEN = {
    "a missing import": ("import no_such_library", "no_such_library", "plugins disable hurt"),
    "an assertion": ("assert 1 == 2, 'numbers changed'", "numbers changed", "plugins disable hurt"),
    "an exit": ("import sys; sys.exit('bye')", "end the program", "plugins disable hurt"),
    "a wrong signature": (
        "from posteract_core import hookimpl\n@hookimpl\ndef posteract_styles(theme): return []\n",
        "theme",
        "Update the plugin",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plugin_is_named_with_a_remedy_and_the_rest_is_done(
    one_film: Path, posteract: Any, installed: Any, case: str
) -> None:
    code, words, remedy = BROKEN[case]
    env = installed("hurt", code)
    ended = posteract("--all", cwd=one_film, env=env)
    assert ended.code == 0, ended
    assert (one_film / "Films" / "Heat (1995)" / "poster.jpg").exists()
    assert "hurt" in ended.err
    assert words in ended.err
    assert remedy in ended.err


def test_nothing_but_the_object_is_on_stdout_even_when_a_plugin_is_broken(
    one_film: Path, posteract: Any, installed: Any
) -> None:
    ended = posteract("--all", "--json", cwd=one_film, env=installed("hurt", "import no_such_library"))
    assert json.loads(ended.out)["done"] == 1
    assert len(ended.out.splitlines()) == 1


def test_a_pipe_gets_plain_lines_and_the_report_page_what_was_done(one_film: Path, posteract: Any) -> None:
    ended = posteract("--all", "--report", "run.html", cwd=one_film)
    assert ended.code == 0
    assert "1 done" in ended.out
    assert "\x1b" not in ended.out + ended.err
    assert "Heat" in (one_film / "run.html").read_text(encoding="utf-8")
