"""Providers by name, each instance on its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from posteract_core.model import Artwork, ArtworkKind, Finding, MediaItem, RunRequest, Severity
from posteract_core.plugins.house import House
from posteract_core.plugins.instances import InstanceSpec, Status, disabled_plugins
from posteract_core.plugins.registry import Registry
from posteract_core.providers import ArtworkSource, LayerOptions, OverlayLayer, PluginSettings, ProviderContext
from pydantic import Field, SecretStr


class Source(ArtworkSource[Any]):
    """Has nothing."""

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        return []


class Drawn(Source):
    name = "drawn"


class Badge(OverlayLayer[LayerOptions]):
    type = "badge"

    def value(self, subject: Any) -> str:
        return "x"

    def draw(self, context: Any) -> None:
        return None


class Keyed(PluginSettings):
    token: SecretStr = Field(description="A key.")


def spec(name: str, plugin: str = "", **more: Any) -> InstanceSpec:
    return InstanceSpec(name=name, plugin=plugin or name, **more)


def sources(*classes: type[Source]) -> Callable[[], list[type[Source]]]:
    return lambda: list(classes)


def test_an_installed_plugin_without_an_entry_runs_with_its_defaults(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_artwork_sources=sources(Source)), "local")
    assert list(open_house().artwork_sources()) == ["local"]


def test_an_installed_plugin_that_needs_a_key_is_off_without_an_entry_and_says_so(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_settings=lambda: Keyed, posteract_artwork_sources=sources(Source)), "tmdb")
    house = open_house()
    assert house.artwork_sources() == {}
    assert (house.instances["tmdb"].status, house.instances["tmdb"].reason) == (Status.OFF, "needs settings: token")
    assert registry.failures == []


def test_settings_and_context_reach_the_provider(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_settings=lambda: Keyed, posteract_artwork_sources=sources(Source)), "tmdb")
    house = open_house(
        spec("attic", "tmdb", settings={"token": "k"}), spec("cellar", "tmdb", settings=Keyed(token="c"))
    )
    found = house.artwork_sources()
    assert {name: source.settings.token.get_secret_value() for name, source in found.items()} == {
        "attic": "k",
        "cellar": "c",
    }
    assert {source.context.instance for source in found.values()} == {"attic", "cellar"}


def test_an_entry_with_wrong_settings_breaks_that_instance_only_and_tells_no_value(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_settings=lambda: Keyed, posteract_artwork_sources=sources(Source)), "tmdb")
    house = open_house(spec("good", "tmdb", settings={"token": "k"}), spec("bad", "tmdb", settings={"tokn": "sesame"}))
    assert list(house.artwork_sources()) == ["good"]
    assert house.instances["bad"].status is Status.BROKEN
    (failure,) = registry.failures
    assert (failure.plugin, failure.stage) == ("tmdb", "settings")
    assert "sesame" not in str(failure)


def test_an_instance_that_is_not_enabled_gives_nothing_while_another_does(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_artwork_sources=sources(Source)), "local")
    specs = (spec("local", enabled=False), spec("nas", "local"))
    assert list(open_house(*specs).artwork_sources()) == ["nas"]
    assert disabled_plugins(specs) == frozenset()
    assert disabled_plugins(specs[:1]) == {"local"}


def test_an_instance_called_like_another_plugin_keeps_the_name(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_artwork_sources=sources(Source)), "local")
    registry.register(plugin(posteract_artwork_sources=sources(Source)), "tmdb")
    house = open_house(spec("tmdb", "local"))
    assert {name: instance.spec.plugin for name, instance in house.instances.items()} == {"tmdb": "local"}
    assert list(house.artwork_sources()) == ["tmdb"]


def test_an_entry_for_a_plugin_that_is_not_installed_is_off(open_house: Callable[..., House]) -> None:
    house = open_house(spec("plex"))
    assert house.media_servers() == {}
    assert (house.instances["plex"].status, house.instances["plex"].reason) == (Status.OFF, "not installed")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("local",), ["local", "drawn"]),
        (("nas",), ["nas", "drawn"]),
        (("nas", "local"), ["nas", "nas.drawn", "local", "drawn"]),
        (("nas", "attic"), ["nas", "drawn", "attic", "attic.drawn"]),
    ],
)
def test_of_several_instances_one_bears_the_class_names(
    registry: Registry,
    plugin: Callable[..., Any],
    open_house: Callable[..., House],
    names: tuple[str, ...],
    expected: list[str],
) -> None:
    registry.register(plugin(posteract_artwork_sources=sources(Source, Drawn)), "local")
    house = open_house(*(spec(name, "local") for name in names))
    assert list(house.artwork_sources()) == expected
    assert registry.failures == []


def test_a_name_that_two_plugins_claim_goes_to_the_first_and_both_are_named(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_artwork_sources=sources(Drawn)), "art")
    registry.register(plugin(posteract_artwork_sources=sources(Drawn, Source)), "local")
    house = open_house(spec("local"), spec("art"))
    assert list(house.artwork_sources()) == ["drawn", "local"]
    assert house.artwork_sources()["drawn"].context.instance == "art"
    (failure,) = registry.failures
    assert failure.plugin == "local"
    assert failure.reason == "its artwork source `drawn` is left out: plugin art has one of that name"


def test_two_layers_of_one_type_and_a_type_of_the_cores_are_reported(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    class Text(Badge):
        type = "text"

    registry.register(plugin(posteract_overlay_layers=lambda: [Badge]), "a")
    registry.register(plugin(posteract_overlay_layers=lambda: [Badge, Text]), "b")
    house = open_house(reserved={"posteract_overlay_layers": {"text"}})
    assert house.overlay_layers() == {"badge": Badge}
    assert [failure.reason for failure in registry.failures] == [
        "its overlay layer `badge` is left out: plugin a has one of that name",
        "its overlay layer `text` is left out: the core has one of that name",
    ]


def test_layers_are_given_once_however_many_instances_there_are(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_overlay_layers=lambda: [Badge]), "layers")
    assert open_house(spec("one", "layers"), spec("two", "layers")).overlay_layers() == {"badge": Badge}
    assert registry.failures == []


class Unfinished(ArtworkSource[Any]):
    pass


class Nameless(Badge):
    type = ""


@pytest.mark.parametrize(
    ("hook", "answer", "reason"),
    [
        ("posteract_artwork_sources", None, "returned None instead of a list"),
        ("posteract_artwork_sources", "abc", "returned 'abc' instead of a list"),
        ("posteract_artwork_sources", [3], "returned 3, which is no class"),
        ("posteract_artwork_sources", [Badge], "Badge is no ArtworkSource"),
        ("posteract_artwork_sources", [Unfinished], "Unfinished lacks the method `find`"),
        ("posteract_overlay_layers", [Nameless], "Nameless.type is ''"),
        ("posteract_styles", ["styles"], "returned 'styles', which is no pathlib.Path"),
        ("posteract_styles", [Path("/no/such/folder")], "the folder /no/such/folder does not exist"),
    ],
)
def test_an_answer_that_is_not_what_the_hook_promises_is_reported_with_a_remedy(
    registry: Registry,
    plugin: Callable[..., Any],
    open_house: Callable[..., House],
    hook: str,
    answer: Any,
    reason: str,
) -> None:
    registry.register(plugin(**{hook: lambda: answer}), "wrong")
    registry.register(plugin(posteract_artwork_sources=sources(Source)), "zz_fine")
    house = open_house()
    house.survey()
    assert list(house.artwork_sources()) == ["zz_fine"]
    assert [(each.plugin, each.stage, each.reason) for each in registry.failures] == [("wrong", hook, reason)]
    assert registry.failures[0].remedy


def test_the_good_classes_of_an_answer_count(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_artwork_sources=sources(Source, Unfinished, Drawn)), "local")
    assert list(open_house().artwork_sources()) == ["local", "drawn"]
    assert len(registry.failures) == 1


def test_a_provider_that_cannot_be_built_leaves_the_others(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    class Moody(Source):
        name = "moody"

        def __init__(self, settings: Any, context: ProviderContext) -> None:
            raise OSError("no room")

    registry.register(plugin(posteract_artwork_sources=sources(Moody, Drawn)), "local")
    assert list(open_house().artwork_sources()) == ["drawn"]
    assert (registry.failures[0].stage, "no room" in registry.failures[0].reason) == ("build", True)


def test_a_context_that_cannot_be_made_is_that_instances_trouble(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House], provider_context: ProviderContext
) -> None:
    def lend(spec: InstanceSpec, settings: PluginSettings) -> ProviderContext:
        if spec.name == "bad":
            raise ValueError("not an address: `htp//x`")
        return provider_context

    registry.register(plugin(posteract_artwork_sources=sources(Source)), "local")
    house = open_house(spec("good", "local"), spec("bad", "local"), make_context=lend)
    assert list(house.artwork_sources()) == ["good"]
    assert "htp//x" in registry.failures[0].reason


def test_providers_are_built_once_and_their_instance_shares_one_context(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House], provider_context: ProviderContext
) -> None:
    lent = []

    def lend(spec: InstanceSpec, settings: PluginSettings) -> ProviderContext:
        lent.append(spec.name)
        return provider_context

    registry.register(plugin(posteract_artwork_sources=sources(Source, Drawn)), "local")
    house = open_house(make_context=lend)
    assert lent == []
    assert house.artwork_sources()["drawn"] is house.artwork_sources()["drawn"]
    assert lent == ["local"]


def test_observers_hear_of_events_for_each_instance_and_fail_alone(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    heard: list[Any] = []

    def torn(request: Any) -> None:
        raise RuntimeError("no paper")

    registry.register(plugin(posteract_run_started=torn), "fax")
    registry.register(
        plugin(
            posteract_settings=lambda: Keyed,
            posteract_run_started=lambda settings, context: heard.append(
                (context.instance, settings.token.get_secret_value())
            ),
        ),
        "notify",
    )
    house = open_house(
        spec("phone", "notify", settings={"token": "p"}), spec("desk", "notify", settings={"token": "d"})
    )
    house.notify("posteract_run_started", request=RunRequest(all=True))
    assert heard == [("phone", "p"), ("desk", "d")]
    assert [(failure.plugin, failure.stage) for failure in registry.failures] == [("fax", "posteract_run_started")]


def test_an_observer_whose_settings_are_missing_hears_nothing(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    heard: list[Any] = []
    registry.register(plugin(posteract_settings=lambda: Keyed, posteract_run_started=lambda: heard.append(1)), "notify")
    open_house().notify("posteract_run_started", request=RunRequest())
    assert heard == []


class Checked(Source):
    closed: list[str] = []  # noqa: RUF012 - what the test looks at

    def check(self) -> Sequence[Finding]:
        return [Finding(subject=self.context.instance, severity=Severity.OK, message="answers")]

    def close(self) -> None:
        self.closed.append(self.context.instance)


class Sick(Source):
    name = "sick"

    def check(self) -> Sequence[Finding]:
        raise RuntimeError("cough")

    def close(self) -> None:
        raise RuntimeError("will not go")


def test_check_gathers_what_providers_say_and_what_failed(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    registry.register(plugin(posteract_artwork_sources=sources(Checked, Sick)), "local")
    findings = open_house().check()
    assert findings[0] == Finding(subject="local", severity=Severity.OK, message="answers")
    assert (findings[1].subject, findings[1].severity) == ("plugin local", Severity.ERROR)
    assert "cough" in findings[1].message
    assert findings[1].remedy


def test_close_closes_every_provider_once_whatever_one_of_them_does(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House]
) -> None:
    Checked.closed.clear()
    registry.register(plugin(posteract_artwork_sources=sources(Checked, Sick)), "local")
    house = open_house()
    house.artwork_sources()
    house.close()
    house.close()
    assert Checked.closed == ["local"]
    assert [(failure.stage, "will not go" in failure.reason) for failure in registry.failures] == [("close", True)]


def test_styles_are_given_by_plugin(
    registry: Registry, plugin: Callable[..., Any], open_house: Callable[..., House], tmp_path: Path
) -> None:
    registry.register(plugin(posteract_styles=lambda: [tmp_path]), "looks")
    assert open_house().style_folders() == {"looks": (tmp_path,)}
