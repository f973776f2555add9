"""What the documents say is so."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer
from posteract_core.cli.root import COMMANDS as PLUGIN_COMMANDS
from posteract_core.cli.root import normalized
from posteract_core.config import load_config
from posteract_core.redaction import forget_secrets
from posteract_core.render import LookBook
from posteract_layers.badges import BADGES
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
LATER = {"import"}
"""Commands of the contract that pages speak of and that are still to come."""

WORDS_FOR_ANYTHING = {"COMMAND", "…", "..."}


@pytest.fixture(autouse=True)
def _secrets_of_examples_are_forgotten() -> Iterator[None]:
    yield
    forget_secrets()


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("posteract_docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _load()
COMMANDS: dict[tuple[str, ...], Any] = dict(generate.commands())
for _point in entry_points(group=PLUGIN_COMMANDS):
    COMMANDS.update(generate.commands(typer.main.get_command(_point.load()), (_point.name,)))


def _hand_written(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return re.sub(f"{re.escape(generate.BEGIN)}.*{re.escape(generate.END)}", "", text, flags=re.DOTALL)


def test_the_generated_part_of_the_reference_is_what_the_program_says_today() -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert generate.with_helps(text) == text, "python docs/generate.py"


@pytest.mark.parametrize("name", sorted(generate.pages()))
def test_the_layers_and_their_options_are_what_the_code_says_today(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert generate.with_part(text, generate.pages()[name]) == text, "python docs/generate.py"


def test_a_reference_without_its_markers_is_not_silently_left_stale() -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        generate.with_helps("# The command line\n")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    relative = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in relative if not (page.parent / target).exists()] == []


def test_the_readme_leads_to_every_page_of_the_documents_once_under_reading_on() -> None:
    ending = (ROOT / "README.md").read_text("utf-8").partition("## Reading on")[2]
    assert sorted(re.findall(r"\(docs/([\w-]+\.md)\)", ending)) == sorted(
        page.name for page in (ROOT / "docs").glob("*.md")
    )


def _command_lines() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = _hand_written(page)
        lines = re.findall(r"`(posteract [^`]+)`", text)
        for block in re.findall(
            r"^(?:```(?:sh|console|bash)?\n(.*?)^```|((?:    \S.*\n)+))", text, flags=re.DOTALL | re.MULTILINE
        ):
            lines += re.findall(r"(?:^|\s|/)(posteract .*)$", "\n".join(block), flags=re.MULTILINE)
        for line in lines:
            yield page.name, re.sub(r"\s+#.*|\s*\[[^\]]*\]|\s\s+.*", "", line).strip()


@pytest.mark.parametrize(("page", "line"), sorted(set(_command_lines())))
def test_every_command_line_in_the_documents_could_be_typed(page: str, line: str) -> None:
    words = normalized([word for word in shlex.split(line)[1:] if word not in WORDS_FOR_ANYTHING])
    root_options = {option for param in COMMANDS[()].params for option in param.opts}
    path: tuple[str, ...] = ()
    for word in words:
        if word.startswith("-"):
            known = {option for param in COMMANDS[path].params for option in param.opts} | root_options | {"--help"}
            assert word.partition("=")[0] in known, f"{page}: {line}"
        elif getattr(COMMANDS[path], "commands", None):
            if words[max(0, words.index(word) - 1)] == "--config":
                continue
            if word in LATER and (*path, word) not in COMMANDS:
                return
            for name in word.split("|"):
                assert (*path, name) in COMMANDS, f"{page}: {line}"
            path = (*path, word.split("|")[0])


def test_every_option_the_reference_speaks_of_is_one() -> None:
    known = {option for command in COMMANDS.values() for param in command.params for option in param.opts}
    named = set(re.findall(r"`(--[a-z-]+)", _hand_written(ROOT / "docs" / "cli.md")))
    assert len(named) > 5
    assert named - known <= {"--test"}, "the short form, spelt out by cli/root.py"


def _configurations() -> Iterator[Any]:
    for page in [*PAGES, *sorted((ROOT / "plugins").glob("*/README.md"))]:
        for number, block in enumerate(
            re.findall(r"^```yaml\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE), 1
        ):
            name = page.parent.name if page.name == "README.md" and page.parent != ROOT else page.name
            yield pytest.param(block, id=f"{name}-{number}")


@pytest.mark.parametrize("block", list(_configurations()))
def test_every_configuration_in_the_documents_is_a_right_one(
    block: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(block, encoding="utf-8")
    variables = dict.fromkeys(re.findall(r"\$\{(\w+)\}", block), "set by the reader")
    load_config(path, environ={**environment, **variables})


BADGE_PAGE = (ROOT / "docs" / "badges.md").read_text(encoding="utf-8").partition("<!-- generated")[0]


@pytest.mark.parametrize("written", re.findall(r"`(\{type: [^`]*\})`", BADGE_PAGE))
def test_every_layer_that_the_page_of_badges_writes_out_is_a_right_one(written: str) -> None:
    book = LookBook({layer.type: layer for layer in BADGES}, [], {}, {"tried": [YAML(typ="safe").load(written)]})
    assert book.problems == ()


def test_every_overlay_that_kometa_ships_has_a_badge_of_ours_on_the_page() -> None:
    """The names are those of Kometa's 24 files of overlays."""
    ours = {layer.type for layer in BADGES}
    row = BADGE_PAGE.partition("Kometa's `aspect`")[2].partition("|")[0]
    same = {"aspect", *re.findall(r"`(\w+)`", row)}
    ratings = {f"content_rating_{where}" for where in ("us_movie", "us_show", "uk", "de", "au", "nz")}
    rows = {"resolution", "ratings", "runtimes", "direct_play", "ribbon"}
    assert all(f"| Kometa's `{name}`" in BADGE_PAGE for name in rows)
    assert same <= ours
    assert len(same | ratings | rows) == 24
