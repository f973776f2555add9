"""Collections in whole runs on folders: sets in NFO files, and only what changed is written."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

CONFIG: dict[str, Any] = {
    "plugins": {"folder": {"roots": {"Films": {"path": "Films", "type": "movie"}}, "probe": False}},
    "libraries": {"Films": {"artwork": {}}},
    "poster_preferences": {"sources": ["server"], "fallback": []},
}
ACTION = {"plex_search": {"any": {"genre": "Action"}}, "sync_mode": "sync", "summary": "Things explode."}


def nfo(number: int, genre: str, more: str = "") -> str:
    return (
        f'<?xml version="1.0"?>\r\n<movie>\r\n\t<title>Film {number}</title>\r\n\t<!-- mine -->\r\n'
        f'\t<uniqueid type="tmdb">{number}</uniqueid>\r\n\t<genre>{genre}</genre>\r\n{more}</movie>\r\n'
        f"https://www.themoviedb.org/movie/{number}\r\n"
    )


class Home:
    """A folder of films with NFO files, and the program over it."""

    def __init__(self, folder: Path, posteract: Any) -> None:
        self.folder = folder
        self._posteract = posteract
        for number in range(6):
            self.add(number, "Action" if number % 2 else "Drama")

    def film(self, number: int) -> Path:
        return self.folder / "Films" / f"Film {number} ({1990 + number})" / "movie.nfo"

    def add(self, number: int, genre: str, more: str = "") -> None:
        path = self.film(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / f"Film {number}.mkv").write_bytes(b"a video")
        path.write_bytes(nfo(number, genre, more).encode())

    def configure(self, **collections: Any) -> Home:
        text = json.dumps({**CONFIG, "collections": collections})
        (self.folder / "config.yaml").write_text(text, encoding="utf-8")
        return self

    def run(self, *more: str) -> dict[str, dict[str, Any]]:
        ended = self._posteract("run", "--all", "--json", *more, cwd=self.folder)
        assert ended.code in (0, 1), ended.err
        return {each["title"]: each for each in json.loads(ended.out)["collections"]}

    def texts(self) -> dict[int, str]:
        numbers = [int(path.name.split()[1]) for path in (self.folder / "Films").iterdir()]
        return {
            number: self.film(number).read_bytes().decode() for number in sorted(numbers) if self.film(number).exists()
        }

    def having(self, text: str) -> list[int]:
        return [number for number, content in self.texts().items() if text in content]

    def times(self) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in (self.folder / "Films").rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path: Path, posteract: Any) -> Home:
    return Home(tmp_path, posteract).configure(Action=ACTION)


def test_a_collection_becomes_a_set_in_its_members_files_and_nothing_else_changes(home):
    before = home.texts()
    done = home.run()["Action"]
    assert (done["status"], len(done["added"])) == ("made", 3)
    assert home.having("<name>Action</name>") == home.having("<overview>Things explode.</overview>") == [1, 3, 5]
    text = home.texts()[1]
    start, end = text.index("\r\n\t<set>"), text.index("</set>") + len("</set>")
    assert text[:start] + text[end:] == before[1]
    assert "posteract-" in text[start:end]
    assert [home.texts()[number] for number in (0, 2, 4)] == [before[number] for number in (0, 2, 4)]


def test_the_second_run_writes_nothing(home):
    home.run()
    before = home.times()
    assert home.run()["Action"]["status"] == "unchanged"
    assert home.times() == before


def test_a_dry_run_writes_nothing(home):
    before = home.times()
    assert home.run("--dry-run")["Action"]["status"] == "planned"
    assert home.times() == before


def test_a_new_film_joins_and_only_its_file_is_written(home):
    home.run()
    home.add(7, "Action")
    before = home.times()
    done = home.run()["Action"]
    assert (done["status"], done["added"]) == ("changed", ["Film 7 (1997)"])
    assert {path for path, when in home.times().items() if before[path] != when} == {home.film(7)}


def test_one_that_fits_no_more_leaves_and_its_file_is_as_it_was(home):
    before = home.texts()[3]
    home.run()
    home.film(3).write_bytes(home.texts()[3].replace("Action</genre>", "Drama</genre>").encode())
    assert home.run()["Action"]["removed"] == ["Film 3 (1993)"]
    assert home.texts()[3] == before.replace("Action</genre>", "Drama</genre>")


def test_renaming_the_recipes_title_renames_the_set(home):
    home.configure(Act={**ACTION, "name": "Action"}).run()
    home.configure(Act={**ACTION, "name": "Explosions & more"})
    assert home.run()["Explosions & more"]["status"] == "changed"
    assert home.having("<name>Explosions &amp; more</name>") == [1, 3, 5]
    assert home.having("<name>Action</name>") == []


def test_with_the_ledger_lost_a_renamed_set_is_known_by_its_label(home):
    home.run()
    for number in (1, 3, 5):
        home.film(number).write_bytes(home.texts()[number].replace("<name>Action", "<name>Mine").encode())
    (home.folder / "posteract.db").unlink()
    assert home.run()["Action"]["status"] == "changed"
    assert home.having("<name>Action</name>") == [1, 3, 5]


def test_with_the_files_written_anew_by_kodi_the_set_is_still_ours(home):
    home.run()
    for number in (1, 3, 5):
        home.film(number).write_text(nfo(number, "Action", "\t<set><name>Action</name></set>\r\n"), newline="")
    assert home.run()["Action"]["status"] == "changed"
    assert len(home.having("posteract-")) == 3


def test_a_set_made_by_hand_is_left_alone_unless_it_is_taken_over(home):
    home.add(0, "Drama", "\t<set>Action</set>\r\n")
    before = home.times()
    assert home.run()["Action"]["status"] == "left"
    assert home.times() == before
    home.configure(Action={**ACTION, "adopt": True})
    assert home.run()["Action"]["status"] == "changed"
    assert home.having("<name>Action</name>") == [1, 3, 5]


def test_a_film_of_another_set_gets_a_tag_and_keeps_its_set(home):
    home.add(3, "Action", "\t<set><name>Trilogy</name></set>\r\n\t<tag>seen</tag>\r\n")
    before = home.texts()[3]
    home.run()
    text = home.texts()[3]
    assert "<set><name>Trilogy</name></set>" in text
    assert "<tag>Action</tag>" in text
    assert home.run()["Action"]["status"] == "unchanged"
    home.configure(Action={**ACTION, "plex_search": {"any": {"genre": "Drama"}}})
    home.run()
    assert home.texts()[3] == before


def test_all_members_may_change_at_once(home):
    home.run()
    home.configure(Action={**ACTION, "plex_search": {"any": {"genre": "Drama"}}})
    done = home.run()["Action"]
    assert (done["status"], len(done["added"]), len(done["removed"])) == ("changed", 3, 3)
    assert home.having("<name>Action</name>") == home.having("Things explode.") == [0, 2, 4]
    assert home.run()["Action"]["status"] == "unchanged"


def test_one_that_is_no_longer_wanted_is_deleted_and_leaves_no_trace(home):
    before = home.texts()
    home.run()
    never = {**ACTION, "schedule": "monthly(31)" if time.localtime().tm_mday != 31 else "monthly(1)"}
    home.configure(Action={**never, "delete_not_scheduled": True})
    assert home.run("--yes")["Action"]["status"] == "deleted"
    assert home.texts() == before


def test_a_broken_file_is_named_and_left_and_the_others_are_written(home):
    home.film(3).write_text("<movie><title>Film 3</title><genre>Action</genre>")
    home.configure(All={"plex_all": True})
    done = home.run()["All"]
    assert done["status"] == "failed"
    assert "Film 3 (1993)" in done["error"]
    assert "cut short" in done["error"]
    assert home.having("<name>All</name>") == [0, 1, 2, 4, 5]
    assert home.film(3).read_text() == "<movie><title>Film 3</title><genre>Action</genre>"


def test_a_film_without_a_file_gets_one(home):
    home.film(2).unlink()
    home.configure(All={"plex_all": True})
    home.run()
    assert home.texts()[2].startswith("<?xml")
    assert "<title>Film 2</title>" in home.texts()[2]
    assert len(home.having("<name>All</name>")) == 6
    assert home.run()["All"]["status"] == "unchanged"


def test_a_custom_order_is_kept(home):
    best = {"plex_search": {"all": {"year.gte": 1990}, "sort_by": "year.desc"}, "collection_order": "custom"}
    home.configure(Best={**best, "sync_mode": "sync"}).run()
    assert [f'at="{6 - number}"' in text for number, text in home.texts().items()] == [True] * 6
    home.add(9, "Drama")
    assert home.run()["Best"]["moved"] == 1
    assert home.run()["Best"]["status"] == "unchanged"


def test_smart_collections_say_that_folders_have_none(home):
    home.configure(
        Smart={"smart_filter": {"any": {"genre": "Action"}}}, Label={"smart_label": "title.asc", "plex_all": True}
    )
    done = home.run()
    assert [each["status"] for each in done.values()] == ["failed", "failed"]
    assert "no smart collections" in done["Smart"]["error"]
    assert home.having("Smart") == home.having("<tag>") == []


def test_what_is_killed_in_the_middle_leaves_whole_files_and_the_next_run_finishes(
    home, command: list[str], environment: dict[str, str]
):
    for number in range(10, 150):
        home.add(number, "Action")
    home.configure(All={"plex_all": True, "summary": "Everything."})
    for least in (1, 40, 90):
        process = subprocess.Popen(
            [*command, "run", "--all"],
            cwd=home.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while len(home.having("<name>All</name>")) < least and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.kill()
        process.wait()
        assert least <= len(home.having("<name>All</name>")) < 146, "it was not killed in the middle"
        for number, text in home.texts().items():
            assert text.endswith(f"https://www.themoviedb.org/movie/{number}\r\n")
            assert text.count("</movie>") == 1
    home.run()
    assert len(home.having("<overview>Everything.</overview>")) == len(home.having("posteract-")) == 146
    assert home.run()["All"]["status"] == "unchanged"
    assert not list((home.folder / "Films").rglob("*.tmp"))
