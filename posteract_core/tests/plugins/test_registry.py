"""One plugin's trouble stays its own."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint
from types import SimpleNamespace
from typing import Any

import pytest
from loguru import logger
from posteract_core.errors import PluginError, ProviderRejected
from posteract_core.model import Severity
from posteract_core.plugins.failures import PluginFailure, log_failure
from posteract_core.plugins.installed import InstalledPlugin
from posteract_core.plugins.registry import Registry
from posteract_core.plugins.selection import Selection
from posteract_core.providers import NoSettings, PluginSettings
from pydantic import Field

from posteract_core import hookimpl


def nothing() -> list[Any]:
    return []


def unmarked() -> list[Any]:
    return []


def fail() -> Any:
    raise RuntimeError("the film is torn")


def leave() -> Any:
    raise SystemExit(3)


def doubt() -> Any:
    raise AssertionError


def test_one_broken_plugin_does_not_silence_the_others(registry: Registry, plugin: Callable[..., Any]) -> None:
    registry.register(plugin(posteract_styles=fail), "broken")
    registry.register(plugin(posteract_styles=lambda: ["a folder"]), "fine")

    assert list(registry.call_each("posteract_styles")) == [("fine", ["a folder"])]
    (failure,) = registry.failures
    assert (failure.plugin, failure.stage) == ("broken", "posteract_styles")
    assert failure.reason.startswith("RuntimeError: the film is torn (plugins/test_registry.py:")
    assert "posteract plugins disable broken" in failure.remedy


@pytest.mark.parametrize(
    ("hook", "reason"),
    [(leave, "it tried to end the program (exit code 3)"), (doubt, "AssertionError")],
    ids=["SystemExit", "assert"],
)
def test_a_hook_that_exits_or_asserts_is_recorded_like_any_other(
    registry: Registry, plugin: Callable[..., Any], hook: Callable[[], Any], reason: str
) -> None:
    registry.register(plugin(posteract_styles=hook), "rude")
    assert list(registry.call_each("posteract_styles")) == []
    assert registry.failures[0].reason.startswith(reason)


def test_an_interrupt_by_the_user_is_not_a_plugins_failure(registry: Registry, plugin: Callable[..., Any]) -> None:
    def interrupted() -> Any:
        raise KeyboardInterrupt

    registry.register(plugin(posteract_styles=interrupted), "busy")
    with pytest.raises(KeyboardInterrupt):
        list(registry.call_each("posteract_styles"))
    assert registry.failures == []


def test_plugins_are_called_in_the_order_they_came_in_but_for_tryfirst_and_trylast(registry: Registry) -> None:
    for name, options in {"a": {"trylast": True}, "b": {}, "c": {}, "d": {"tryfirst": True}}.items():
        registry.register(SimpleNamespace(posteract_styles=hookimpl(**options)(lambda: nothing())), name)
    assert [name for name, _ in registry.call_each("posteract_styles")] == ["d", "b", "c", "a"]


def test_a_plugin_takes_only_the_arguments_it_names(registry: Registry, plugin: Callable[..., Any]) -> None:
    heard = []
    registry.register(plugin(posteract_run_started=lambda request: heard.append(request)), "ears")
    list(registry.call_each("posteract_run_started", request="all", settings=None, context=None))
    assert heard == ["all"]
    assert registry.wants("ears", "posteract_run_started", "request")
    assert not registry.wants("ears", "posteract_run_started", "context")


def test_an_argument_that_the_hook_does_not_have_refuses_the_plugin(
    registry: Registry, plugin: Callable[..., Any]
) -> None:
    odd = plugin(posteract_run_started=lambda requests: None, posteract_styles=nothing)
    assert not registry.register(odd, "odd")
    assert registry.names == ()
    assert list(registry.call_each("posteract_styles")) == []
    (failure,) = registry.failures
    assert failure.stage == "register"
    assert failure.reason == (
        "posteract_run_started asks for `requests`, which the hook does not have; did you mean `request`?"
    )
    assert "request, settings, context" in failure.remedy


def test_an_unknown_hook_is_a_warning_with_the_nearest_name(registry: Registry, plugin: Callable[..., Any]) -> None:
    assert registry.register(plugin(posteract_artwork_source=nothing, posteract_styles=nothing), "newer")
    (warning,) = registry.failures
    assert warning.severity is Severity.WARNING
    assert "did you mean `posteract_artwork_sources`?" in warning.reason
    assert registry.hooks_of("newer") == ("posteract_styles",)


def test_an_unknown_hook_that_says_it_is_optional_is_no_matter(registry: Registry) -> None:
    registry.register(SimpleNamespace(posteract_future=hookimpl(optionalhook=True)(lambda: None)), "newer")
    assert registry.failures == []


def test_a_hook_function_without_its_marker_is_noticed(registry: Registry) -> None:
    registry.register(SimpleNamespace(posteract_styles=unmarked), "forgetful")
    assert [(each.severity, each.reason) for each in registry.failures] == [
        (Severity.WARNING, "posteract_styles is not marked, so it is never called")
    ]


def test_two_plugins_of_one_name_are_not_registered_twice(registry: Registry, plugin: Callable[..., Any]) -> None:
    assert registry.register(plugin(posteract_styles=lambda: ["first"]), "twin")
    assert not registry.register(plugin(posteract_styles=lambda: ["second"]), "twin")
    assert list(registry.call_each("posteract_styles")) == [("twin", ["first"])]
    assert registry.failures[0].stage == "register"


def test_raise_errors_lets_the_plugins_own_exception_through(plugin: Callable[..., Any]) -> None:
    registry = Registry(raise_errors=True)
    registry.register(plugin(posteract_styles=fail), "broken")
    with pytest.raises(RuntimeError, match="torn"):
        list(registry.call_each("posteract_styles"))


def test_raise_errors_also_stops_at_what_raised_nothing(plugin: Callable[..., Any]) -> None:
    registry = Registry(raise_errors=True)
    with pytest.raises(PluginError, match="requests"):
        registry.register(plugin(posteract_run_started=lambda requests: None), "odd")


def test_the_same_failure_is_recorded_once_however_often_it_happens(
    registry: Registry, plugin: Callable[..., Any]
) -> None:
    registry.register(plugin(posteract_styles=fail), "broken")
    for _ in range(3):
        list(registry.call_each("posteract_styles"))
    assert len(registry.failures) == 1


def test_our_own_errors_are_told_in_their_words_with_their_hint(registry: Registry, plugin: Callable[..., Any]) -> None:
    def refuse() -> Any:
        raise ProviderRejected("tmdb", "refused the key (HTTP 401)", hint="Check plugins.tmdb.token.")

    registry.register(plugin(posteract_styles=refuse), "tmdb")
    list(registry.call_each("posteract_styles"))
    (failure,) = registry.failures
    assert (failure.reason, failure.remedy) == ("tmdb: refused the key (HTTP 401)", "Check plugins.tmdb.token.")
    assert str(failure) == "plugin tmdb, posteract_styles: tmdb: refused the key (HTTP 401)"


def test_a_failure_tells_no_value_that_pydantic_complains_of(registry: Registry) -> None:
    class Settings(PluginSettings):
        token: int = Field(description="A number.")

    with pytest.raises(ValueError, match="token") as caught:
        Settings.model_validate({"token": "my-secret"})
    registry.fail("tmdb", "settings", caught.value)
    assert registry.failures[0].reason.startswith("token: Input should be a valid integer")
    assert "my-secret" not in str(registry.failures[0])


def test_each_plugin_answers_for_its_own_settings(registry: Registry, plugin: Callable[..., Any]) -> None:
    class Tmdb(PluginSettings):
        pass

    registry.register(plugin(posteract_settings=lambda: Tmdb), "tmdb")
    registry.register(plugin(posteract_settings=fail), "broken")
    registry.register(plugin(posteract_settings=lambda: "Tmdb"), "wrong")
    registry.register(plugin(), "bare")
    assert registry.settings_class("tmdb") is Tmdb
    assert registry.settings_class("bare") is NoSettings
    assert [registry.settings_class(name) for name in ("broken", "wrong", "not_there")] == [None, None, None]
    assert [failure.plugin for failure in registry.failures] == ["broken", "wrong"]


def test_settings_are_asked_for_once(registry: Registry, plugin: Callable[..., Any]) -> None:
    asked = []

    def settings() -> type[PluginSettings]:
        asked.append(1)
        return NoSettings

    registry.register(plugin(posteract_settings=settings), "curious")
    assert registry.settings_class("curious") is registry.settings_class("curious")
    assert len(asked) == 1


def installed(name: str, value: str = "posteract_core._markers", distribution: str = "") -> InstalledPlugin:
    point = EntryPoint(name=name, value=value, group="posteract.plugins")
    return InstalledPlugin(name=name, point=point, distribution=distribution or f"posteract-{name}", version="1.0")


def test_two_distributions_with_one_name_are_both_left_out_and_named() -> None:
    registry = Registry.discover(
        plugins=[
            installed("tmdb", "posteract_core._markers"),
            installed("tmdb", "posteract_core.errors", distribution="evil-tmdb"),
            installed("local", "posteract_core.errors"),
        ]
    )
    assert registry.names == ("local",)
    (failure,) = registry.failures
    assert (failure.plugin, failure.stage) == ("tmdb", "install")
    assert "posteract-tmdb and evil-tmdb" in failure.reason


def test_a_missing_module_is_named_with_the_package_to_install() -> None:
    registry = Registry.discover(plugins=[installed("gone", "posteract_gone.plugin")])
    (failure,) = registry.failures
    assert failure.reason == "ModuleNotFoundError: No module named 'posteract_gone'"
    assert failure.remedy.startswith("Reinstall posteract-gone")


def test_what_is_kept_off_says_why() -> None:
    found = [installed("tmdb"), installed("local"), installed("fanart")]
    allowed = Selection.of(disabled={"local"}, environ={"POSTERACT_PLUGINS": "tmdb, local"})
    registry = Registry.discover(allowed, plugins=found)
    assert registry.names == ("tmdb",)
    assert registry.off == {"local": "disabled in the configuration", "fanart": "not in POSTERACT_PLUGINS"}
    assert registry.failures == []


def test_no_plugins_means_none() -> None:
    registry = Registry.discover(Selection.of(no_plugins=True), plugins=[installed("tmdb")])
    assert (registry.names, registry.off) == ((), {"tmdb": "--no-plugins"})


def test_an_empty_allow_list_is_as_good_as_none() -> None:
    assert Selection.of(environ={"POSTERACT_PLUGINS": " "}).allowed is None


def test_a_misspelt_name_in_the_allow_list_is_a_warning_with_the_nearest() -> None:
    allowed = Selection.of(environ={"POSTERACT_PLUGINS": "tmbd"})
    registry = Registry.discover(allowed, plugins=[installed("tmdb")])
    (warning,) = registry.failures
    assert warning.severity is Severity.WARNING
    assert warning.reason == "named in POSTERACT_PLUGINS, but not installed; did you mean `tmdb`?"


def test_who_watches_is_told_of_what_was_and_of_what_comes(registry: Registry, plugin: Callable[..., Any]) -> None:
    told: list[str] = []
    registry.register(plugin(posteract_styles=fail), "early")
    registry.register(plugin(posteract_importers=fail), "late")
    list(registry.call_each("posteract_styles"))
    registry.watch(lambda failure: told.append(failure.plugin))
    list(registry.call_each("posteract_importers"))
    assert told == ["early", "late"]


def test_a_failure_is_logged_in_one_line_and_its_traceback_for_debugging_only() -> None:
    lines: dict[str, list[str]] = {"INFO": [], "DEBUG": []}
    sinks = [logger.add(lines[level].append, level=level, diagnose=False) for level in lines]
    try:
        fail()
    except RuntimeError as error:
        log_failure(PluginFailure(plugin="tmdb", stage="import", reason="torn", remedy="Mend it.", error=error))
    for sink in sinks:
        logger.remove(sink)
    (line,) = lines["INFO"]
    assert "plugin tmdb, import: torn. Mend it." in line
    assert "Traceback" not in line
    assert "Traceback" in "".join(lines["DEBUG"])
