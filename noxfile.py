"""What CI runs is what you run: `nox -s tests lint types imports docs startup demo wheels endurance`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["tests", "lint", "types", "imports", "docs"]

PYTHONS = ["3.11", "3.12", "3.13"]


def install(session: nox.Session) -> None:
    """Put the whole workspace with its tools into the session's environment."""
    session.run_install(
        "uv",
        "sync",
        "--quiet",
        f"--python={session.virtualenv.location}",
        env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location, "UV_PYTHON_DOWNLOADS": "never"},
    )


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run all tests but the long ones."""
    install(session)
    session.run("pytest", *(session.posargs or ["-n", "auto", "--dist", "loadfile"]))


@nox.session(python=PYTHONS[0])
def endurance(session: nox.Session) -> None:
    """Run the long tests: kills, full disks, large libraries."""
    install(session)
    session.run("pytest", "-m", "endurance", *session.posargs, success_codes=[0, 5])


@nox.session(python=PYTHONS[0])
def documents(session: nox.Session) -> None:
    """Hold the fakes, and what is asked of them, to the services' OpenAPI documents; POSTERACT_OPENAPI says where they lie."""
    if not os.environ.get("POSTERACT_OPENAPI"):
        session.skip("POSTERACT_OPENAPI is not set (CONTRIBUTING.md)")
    install(session)
    plugins = [f"plugins/posteract-{name}" for name in ("radarr", "sonarr", "tmdb", "tvdb")]
    across = [f"tests/test_{name}.py" for name in ("documents", "connecting", "missing_titles", "sources_runs")]
    session.run("pytest", *(session.posargs or [*plugins, *across]))


@nox.session(python=PYTHONS[0])
def lint(session: nox.Session) -> None:
    """Check style, format and spelling."""
    install(session)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")


@nox.session(python=PYTHONS[0])
def types(session: nox.Session) -> None:
    """Check types, strictly."""
    install(session)
    session.run("mypy")


@nox.session(python=PYTHONS[0])
def imports(session: nox.Session) -> None:
    """Check that the parts import each other only as docs/architecture.md says."""
    install(session)
    session.run("lint-imports")


@nox.session(python=PYTHONS[0])
def docs(session: nox.Session) -> None:
    """Check that what is generated in docs/ is what the code says today; `nox -s docs -- --write` writes it anew."""
    install(session)
    if "--write" in session.posargs:
        session.run("python", "docs/generate.py")
    session.run("pytest", "tests/test_docs.py", "posteract_core/tests/test_hookspecs.py")


@nox.session(python=PYTHONS[0])
def startup(session: nox.Session) -> None:
    """Print what `posteract --help` costs against a bare `import typer`."""
    install(session)
    session.run("python", "benchmarks/startup.py")


@nox.session(python=PYTHONS[0])
def demo(session: nox.Session) -> None:
    """Make the demo in a new folder and leave it there."""
    install(session)
    session.run("posteract", "demo", *(session.posargs or [str(Path(tempfile.mkdtemp()) / "demo")]))


@nox.session(venv_backend="none")
def wheels(session: nox.Session) -> None:
    """Build every distribution, install the wheels with plain pip into an empty environment, and run the demo there."""
    work = Path(tempfile.mkdtemp())
    try:
        session.run("uv", "build", "--quiet", "--all-packages", "--out-dir", str(work / "dist"), external=True)
        session.run(sys.executable, "-m", "venv", str(work / "venv"))
        scripts = work / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        built = sorted(map(str, (work / "dist").glob("*.whl")))
        session.run(str(scripts / "pip"), "install", "--quiet", *built, external=True)
        session.run(str(scripts / "posteract"), "demo", str(work / "demo"), external=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
