"""`plugins new`: every kind, rendered, installed into a fresh environment, and tested there by its own tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest
from posteract_core.errors import UsageError
from posteract_core.plugins.kinds import KINDS
from posteract_core.plugins.scaffold import blueprint, template_kinds

NAMES = {
    "artwork-source": "paintings",
    "collection-builder": "film-night",
    "fact-source": "film-club",
    "media-server": "shoe-box",
    "overlay-layer": "decade",
    "trigger": "bell",
}


def run(*command: str | Path, cwd: Path, env: dict[str, str]) -> str:
    done = subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all six packages, and a fresh environment `env` in which they are installed.

    What this environment has (posteract-core, pytest) the fresh one borrows; only the six packages are built and installed.
    """
    folder = tmp_path_factory.mktemp("workshop")
    for kind, name in NAMES.items():
        blueprint(name, kind, folder).write()
    packages = [folder / f"posteract-{name}" for name in NAMES.values()]
    own = Path(sys.executable).with_name("uv")
    uv = str(own) if own.exists() else shutil.which("uv")
    venv.create(folder / "env", with_pip=uv is None)
    python = folder / "env" / "bin" / "python"
    install = [uv, "pip", "install", "-q", "--python", python] if uv else [python, "-m", "pip", "install", "-q"]
    run(*install, "--no-deps", *packages, cwd=folder, env=dict(os.environ))
    lent = sysconfig.get_paths()["purelib"]
    site = next((folder / "env" / "lib").glob("python*/site-packages"))
    (site / "lent.pth").write_text(f"import site; site.addsitedir({lent!r})\n", encoding="utf-8")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return the environment variables of a user who has set none of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTERACT", "PYTEST", "COV_"))}
    return kept | {"XDG_CACHE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}


def test_there_are_templates_for_the_kinds_that_the_command_promises() -> None:
    assert set(template_kinds()) == set(NAMES)
    assert set(template_kinds()) <= {kind.label for kind in KINDS}


def test_the_tests_of_every_kind_pass_as_written(workshop: Path, environment: dict[str, str]) -> None:
    python = workshop / "env" / "bin" / "python"
    tests = [workshop / f"posteract-{name}" / "tests" for name in NAMES.values()]
    out = run(
        python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", *tests, cwd=workshop, env=environment
    )
    assert "passed" in out
    assert "skipped" not in out
    for name in NAMES.values():
        identifier = name.replace("-", "_")
        where = run(
            python, "-c", f"import posteract_{identifier} as p; print(p.__file__)", cwd=workshop, env=environment
        )
        assert where.startswith(str(workshop / "env"))


def test_every_kind_is_listed_as_on_or_as_wanting_its_key(workshop: Path, environment: dict[str, str]) -> None:
    command = "from posteract_core.cli import main; main()"
    out = run(
        workshop / "env" / "bin" / "python", "-c", command, "plugins", "list", "--json", cwd=workshop, env=environment
    )
    rows = {row["name"]: row for row in json.loads(out)}
    for kind, name in NAMES.items():
        assert rows[name]["kinds"] == [kind]
        assert (rows[name]["distribution"], rows[name]["version"]) == (f"posteract-{name}", "0.1.0")
        expected = ("on", "") if kind in ("overlay-layer", "trigger") else ("off", "needs settings: api_key")
        assert (rows[name]["status"], rows[name]["reason"]) == expected


@pytest.mark.parametrize("kind", NAMES)
def test_what_is_written_is_whole_and_has_no_placeholder_left(kind: str, tmp_path: Path) -> None:
    package = blueprint("film-club", kind, tmp_path)
    assert package.target == tmp_path / "posteract-film-club"
    assert {Path("pyproject.toml"), Path("README.md"), Path("src/posteract_film_club/plugin.py")} <= set(package.files)
    assert not [path for path, text in package.files.items() if "$" in text or "$" in str(path)]
    project = tomllib.loads(package.files[Path("pyproject.toml")])["project"]
    assert project["entry-points"]["posteract.plugins"] == {"film-club": "posteract_film_club.plugin"}
    assert project["dependencies"] == ["posteract-core>=0.1,<0.2"]
    for path, text in package.files.items():
        if path.suffix == ".py":
            compile(text, str(path), "exec")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Film Club", "is no name"),
        ("../evil", "is no name"),
        ("film_club", "is no name"),
        ("9lives", "is no name"),
        ("", "is no name"),
        ("posteract-tmdb", "gets `posteract-` by itself"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_way_out(name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        blueprint(name, "trigger", tmp_path)
    assert "`" in caught.value.hint


def test_a_misspelt_kind_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean `artwork-source`") as caught:
        blueprint("film-club", "artwork-sources", tmp_path)
    assert "overlay-layer" in caught.value.hint


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "posteract-film-club" / "mine.txt"
    mine.parent.mkdir()
    blueprint("film-club", "trigger", tmp_path)
    mine.write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        blueprint("film-club", "trigger", tmp_path)


def test_a_file_where_the_folder_would_be_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "posteract-film-club").write_text("mine")
    with pytest.raises(UsageError, match="no folder"):
        blueprint("film-club", "trigger", tmp_path)


def test_a_place_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UsageError, match="cannot be written"):
        blueprint("film-club", "trigger", tmp_path / "file").write()
