"""Plugins as pip installs them, seen from a fresh interpreter."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from posteract_core.plugins.installed import installed_plugins

FINE = """
    from posteract_core import hookimpl

    @hookimpl
    def posteract_collection_builders():
        from posteract_core.providers import CollectionBuilder

        class Nothing(CollectionBuilder):
            name = "nothing"

            def build(self, value, context):
                return []

        return [Nothing]
"""

REPORT = """
    import json, sys
    from posteract_core.plugins.house import House
    from posteract_core.plugins.registry import Registry
    from posteract_core.plugins.selection import Selection
    from loguru import logger

    logger.remove()
    mine = [name for name in ("fine", "broken", "rival")]
    registry = Registry.discover(Selection.of(disabled={disabled!r}))
    house = House(registry, make_context=lambda spec, settings: None)
    house.survey()
    print(json.dumps({{
        "names": [name for name in registry.names if name in mine],
        "classes": sorted(cls.__name__ for plugin, classes in house._classes["posteract_collection_builders"].items()
                          for cls in classes if plugin in mine),
        "failures": [[each.plugin, each.stage, each.reason, each.remedy]
                     for each in registry.failures if each.plugin in mine],
        "modules": [name for name in sys.modules if name.split(".")[0] in
                    ("posteract_fine", "posteract_broken", "posteract_rival")],
    }}))
"""

BROKEN = {
    "a missing import": (
        "import no_such_library",
        "import",
        "ModuleNotFoundError: No module named 'no_such_library'",
        "Install the missing module `no_such_library`, or reinstall posteract-broken",
    ),
    "an assertion": (
        "assert 1 == 2, 'numbers changed'",
        "import",
        "AssertionError: numbers changed",
        "Update posteract-broken",
    ),
    "an exit": ("import sys\n    sys.exit('bye')", "import", "it tried to end the program (exit code 'bye')", "Update"),
    "no Python": ("def (:", "import", "SyntaxError: invalid syntax", "Update posteract-broken"),
    "a wrong signature": (
        "from posteract_core import hookimpl\n\n    @hookimpl\n    def posteract_styles(theme):\n        return []",
        "register",
        "posteract_styles asks for `theme`, which the hook does not have",
        "Arguments it may take: none",
    ),
    "a raising hook": (
        "from posteract_core import hookimpl\n\n    @hookimpl\n    def posteract_styles():\n        raise KeyError('noir')",
        "posteract_styles",
        "KeyError: 'noir' (posteract_broken/plugin.py:6)",
        "Update posteract-broken",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_distribution_is_reported_and_the_rest_works(
    case: str, site: Callable[..., Path], fresh_python: Callable[..., Any]
) -> None:
    code, stage, reason, remedy = BROKEN[case]
    site("broken", "\n    " + code)
    site("fine", FINE)
    seen = fresh_python(REPORT.format(disabled=[]))
    assert "fine" in seen["names"]
    assert seen["classes"] == ["Nothing"]
    ((plugin, said_stage, said_reason, said_remedy),) = seen["failures"]
    assert (plugin, said_stage) == ("broken", stage)
    assert said_reason.startswith(reason)
    assert said_remedy.startswith(remedy)


def test_two_distributions_of_one_plugin_name_are_reported_and_the_rest_works(
    site: Callable[..., Path], fresh_python: Callable[..., Any]
) -> None:
    site("broken", FINE)
    site("broken", FINE, distribution="posteract-rival")
    site("fine", FINE)
    seen = fresh_python(REPORT.format(disabled=[]))
    assert seen["names"] == ["fine"]
    assert [failure[:2] for failure in seen["failures"]] == [["broken", "install"]]
    assert "posteract-broken and posteract-rival" in seen["failures"][0][2]
    assert "posteract_rival.plugin" not in seen["modules"]


@pytest.mark.parametrize("how", ["configuration", "allow-list", "--no-plugins"])
def test_a_disabled_plugin_is_never_imported(
    how: str, site: Callable[..., Path], fresh_python: Callable[..., Any]
) -> None:
    site("broken", "raise SystemExit('imported!')")
    site("fine", FINE)
    disabled = ["broken"] if how == "configuration" else []
    report = REPORT.format(disabled=disabled)
    if how == "--no-plugins":
        report = report.replace("disabled=[]", "no_plugins=True")
    seen = fresh_python(report, environ={"POSTERACT_PLUGINS": "fine"} if how == "allow-list" else {})
    assert [name for name in seen["modules"] if name.startswith("posteract_broken")] == []
    assert seen["failures"] == []
    assert seen["names"] == ([] if how == "--no-plugins" else ["fine"])


def test_the_list_of_installed_plugins_knows_distributions_and_imports_none(
    site: Callable[..., Path], fresh_python: Callable[..., Any]
) -> None:
    site("broken", "raise SystemExit('imported!')", version="2.3")
    seen = fresh_python("""
        import json, sys
        from posteract_core.plugins.installed import installed_plugins

        (found,) = [plugin for plugin in installed_plugins() if plugin.name == "broken"]
        print(json.dumps([str(found), sorted({"posteract_broken", "stevedore", "pydantic", "pluggy"} & set(sys.modules))]))
    """)
    assert seen == ["broken (posteract-broken 2.3)", ["pluggy"]]


def test_the_remains_of_a_package_and_a_senseless_entry_point_are_reported_like_any_other(
    site: Callable[..., Path], fresh_python: Callable[..., Any]
) -> None:
    info = site("fine", FINE) / "posteract_broken-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[posteract.plugins]\nbroken = no module!\n", encoding="utf-8")
    seen = fresh_python(REPORT.format(disabled=[]))
    assert seen["names"] == ["fine"]
    assert [failure[:2] for failure in seen["failures"]] == [["broken", "import"]]


def test_an_entry_point_changed_in_place_is_seen_at_once(
    site: Callable[..., Path], fresh_python: Callable[..., Any]
) -> None:
    folder = site("fine", FINE)
    assert fresh_python(REPORT.format(disabled=[]))["names"] == ["fine"]
    points = folder / "posteract_fine-1.0.dist-info" / "entry_points.txt"
    points.write_text(points.read_text(encoding="utf-8").replace("fine =", "rival ="), encoding="utf-8")
    assert fresh_python(REPORT.format(disabled=[]))["names"] == ["rival"]


HEAVY = ["httpx", "pydantic", "PIL", "ruamel", "stevedore", "loguru", "peewee", "guessit", "pymediainfo", "numpy"]


@pytest.mark.parametrize(
    "module",
    [
        "posteract_core",
        "posteract_core._markers",
        "posteract_core.hookspecs",
        "posteract_core.plugins.installed",
        "posteract_core.plugins.selection",
        "posteract_core.testing.pytest_plugin",
        "posteract_core.cli.plugins",
        *sorted({plugin.point.module for plugin in installed_plugins() if find_spec(plugin.point.module)}),
    ],
)
def test_importing_what_every_start_imports_stays_cheap(module: str, fresh_python: Callable[..., Any]) -> None:
    heavy = fresh_python(f"""
        import json, sys
        import {module}

        print(json.dumps(sorted(set({HEAVY}) & set(sys.modules))))
    """)
    assert heavy == []
