"""Every hook's example is a plugin that works; one test for each hook, named after it."""

from __future__ import annotations

import importlib
import re
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from posteract_core.model import (
    ArtworkKind,
    CollectionChange,
    ExternalIds,
    ItemType,
    Library,
    MediaRef,
    Picture,
    RunRequest,
    RunSummary,
    TaskOutcome,
)
from posteract_core.plugins.house import House
from posteract_core.plugins.instances import InstanceSpec
from posteract_core.plugins.reference import hook_docs, hooks_page
from posteract_core.plugins.registry import Registry
from posteract_core.providers import ProviderContext
from posteract_core.testing.contracts import (
    ArtworkSourceContract,
    CollectionBuilderContract,
    CollectionDetailContract,
    DynamicKeysContract,
    FactSourceContract,
    ImporterContract,
    MediaServerContract,
    OverlayLayerContract,
    TakesMissingContract,
    TriggerContract,
    WebhookContract,
)

DOCS = {doc.name: doc for doc in hook_docs()}
REPOSITORY = Path(__file__).parents[2]
MOVIES = Library(key="1", name="Movies", type=ItemType.MOVIE, server="plex")
LISTENER = "listener"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], types.ModuleType]:
    """Return the example of a hook, imported as the module it would be in a package."""
    monkeypatch.syspath_prepend(tmp_path)

    def load(hook: str) -> types.ModuleType:
        name = f"example_of_{hook}"
        (tmp_path / f"{name}.py").write_text(DOCS[hook].example, encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
        return importlib.import_module(name)

    return load


@pytest.fixture
def house_with(
    registry: Registry, provider_context: ProviderContext, example: Callable[[str], types.ModuleType]
) -> Callable[[str], tuple[House, types.ModuleType]]:
    """Return a house in which the example of a hook is the only plugin, and that example."""

    def build(hook: str) -> tuple[House, types.ModuleType]:
        module = example(hook)
        assert registry.register(module, LISTENER)
        house = House(
            registry,
            [InstanceSpec(name="attic", plugin=LISTENER)],
            make_context=lambda spec, settings: replace(provider_context, instance=spec.name),
        )
        return house, module

    return build


@pytest.fixture
def provider_of(house_with: Callable[[str], tuple[House, types.ModuleType]]) -> Callable[[str, str], Any]:
    """Return the one provider that a hook's example gives."""

    def build(hook: str, getter: str) -> Any:
        house, _ = house_with(hook)
        (provider,) = getattr(house, getter)().values()
        assert house.registry.failures == []
        return provider

    return build


@pytest.fixture
def notified(house_with: Callable[[str], tuple[House, types.ModuleType]]) -> Callable[..., types.ModuleType]:
    """Return the example of an event hook after it was told of an event."""

    def tell(event: str, **arguments: Any) -> types.ModuleType:
        house, module = house_with(event)
        house.notify(event, **arguments)
        assert house.registry.failures == []
        return module

    return tell


def test_every_hook_has_a_test_named_after_it() -> None:
    tests = [name.lower() for name in globals()]
    assert [hook for hook in DOCS if not any(name.startswith(f"test_{hook}_") for name in tests)] == []


@pytest.mark.parametrize("hook", DOCS)
def test_every_hook_is_documented_whole(hook: str) -> None:
    doc = DOCS[hook]
    assert re.match(r"(Return|Hear) ", doc.text)
    assert doc.since == "0.1"
    assert f"def {hook}(" in doc.example
    arguments = re.findall(r"(\w+): ", doc.signature)
    assert list(doc.arguments) == arguments
    if doc.registers:
        assert "Raising here" in doc.text


def test_the_page_of_hooks_is_made_from_their_docstrings_as_they_are() -> None:
    page = (REPOSITORY / "docs" / "hooks.md").read_text(encoding="utf-8")
    assert page == hooks_page(), "stale: run `python -m posteract_core.plugins.reference docs/hooks.md`"
    for doc in DOCS.values():
        assert f"### `{doc.name}`" in page
        assert all(f"| `{argument}` |" in page for argument in doc.arguments)


def test_posteract_settings_example_gives_the_class_that_checks_the_entry(
    registry: Registry, example: Callable[[str], types.ModuleType]
) -> None:
    registry.register(example("posteract_settings"), "omdb")
    settings_class = registry.settings_class("omdb")
    assert settings_class is not None
    settings = settings_class.model_validate({"api_key": "k"})
    assert (settings.language, "k" in repr(settings.api_key)) == ("en", False)


class Test_posteract_media_servers_example(MediaServerContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def server(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_media_servers", "media_servers")


class Test_posteract_artwork_sources_example(ArtworkSourceContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def provider_context(self, provider_context: ProviderContext) -> Iterator[ProviderContext]:
        answer = httpx.MockTransport(lambda request: httpx.Response(200, content=b"\xff\xd8 a painting"))
        with httpx.Client(transport=answer) as http:
            yield replace(provider_context, http=http)

    @pytest.fixture
    def source(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_artwork_sources", "artwork_sources")


class Test_posteract_fact_sources_example(FactSourceContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def source(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_fact_sources", "fact_sources")


class Test_posteract_overlay_layers_example(OverlayLayerContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def layer_class(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_overlay_layers", "overlay_layers")

    @pytest.fixture
    def silent_subject(self, subject: Any) -> Any:
        return replace(subject, item=replace(subject.item, year=None))


def test_posteract_styles_example_gives_the_folder_beside_it(
    tmp_path: Path, house_with: Callable[[str], tuple[House, types.ModuleType]]
) -> None:
    (tmp_path / "styles").mkdir()
    house, _ = house_with("posteract_styles")
    assert house.style_folders() == {LISTENER: (tmp_path / "styles",)}


class Test_posteract_collection_builders_example(CollectionBuilderContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def builder(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_collection_builders", "collection_builders")

    @pytest.fixture
    def value(self) -> str:
        return "heist"

    @pytest.fixture
    def wrong_value(self) -> str:
        return "hiest"


class Test_posteract_collection_details_example(CollectionDetailContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def detail(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_collection_details", "collection_details")

    @pytest.fixture
    def value(self) -> str:
        return "heist"

    @pytest.fixture
    def wrong_value(self) -> str:
        return "hiest"


class Test_posteract_takes_missing_example(TakesMissingContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def taker(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_takes_missing", "takers")

    @pytest.fixture
    def options(self) -> dict[str, bool]:
        return {"wishes_add": True}

    @pytest.fixture
    def ref(self) -> MediaRef:
        return MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949), title="Heat", year=1995)


class Test_posteract_dynamic_keys_example(DynamicKeysContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def dynamic_keys(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_dynamic_keys", "dynamic_keys")


class Test_posteract_triggers_example(TriggerContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def trigger(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_triggers", "triggers")


class Test_posteract_webhooks_example(WebhookContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def webhook(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_webhooks", "webhooks")

    @pytest.fixture
    def posts(self) -> list[tuple[dict[str, str], bytes]]:
        return [({}, b'{"imdb": "tt0113277"}')]


class Test_posteract_importers_example(ImporterContract):  # noqa: N801 - named after the hook
    @pytest.fixture
    def importer(self, provider_of: Callable[[str, str], Any]) -> Any:
        return provider_of("posteract_importers", "importers")

    @pytest.fixture
    def old_config(self, tmp_path: Path) -> Path:
        path = tmp_path / "folders.txt"
        path.write_text("/media/movies\n/media/tv/\n", encoding="utf-8")
        return path


def test_posteract_run_started_example_hears_who_runs_what(notified: Callable[..., Any]) -> None:
    module = notified("posteract_run_started", request=RunRequest(libraries=("Movies",)))
    assert module.started == [("attic", ("Movies",))]


def test_posteract_run_finished_example_hears_the_counts(notified: Callable[..., Any]) -> None:
    start = datetime(2026, 11, 23, 3, tzinfo=UTC)
    summary = RunSummary(
        request=RunRequest(all=True),
        started=start,
        finished=start + timedelta(seconds=90),
        planned=13,
        done=12,
        failed=1,
    )
    assert notified("posteract_run_finished", summary=summary, broken=[], troubles=[]).lines == [
        "12 pictures in 90 s, 1 failed"
    ]


def test_posteract_run_failed_example_hears_why(notified: Callable[..., Any]) -> None:
    arguments = {
        "request": RunRequest(all=True),
        "reason": "plex: refuses the token",
        "hint": "Get a new one.",
        "broken": [],
    }
    assert notified("posteract_run_failed", **arguments).alarms == ["plex: refuses the token Get a new one."]


def test_posteract_artwork_uploaded_example_hears_of_the_picture(notified: Callable[..., Any], heat: Any) -> None:
    picture = Picture(data=bytes(2048), format="jpeg", width_px=1000, height_px=1500)
    arguments = {"item": heat, "kind": ArtworkKind.POSTER, "picture": picture, "source": "tmdb"}
    assert notified("posteract_artwork_uploaded", **arguments).seen == ["Heat (1995): poster from tmdb, 2 KiB"]


def test_posteract_collection_changed_example_hears_what_is_different(notified: Callable[..., Any]) -> None:
    heat = MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949), title="Heat", year=1995)
    change = CollectionChange(title="Heists", library=MOVIES, created=True, added=(heat,))
    assert notified("posteract_collection_changed", change=change).lines == ["made Heists: +1 -0"]


def test_posteract_titles_missing_example_hears_what_to_ask_for(notified: Callable[..., Any]) -> None:
    titles = (
        MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949), title="Heat"),
        MediaRef(type=ItemType.MOVIE, ids=ExternalIds(imdb="tt0240772"), title="Ocean's Eleven"),
    )
    module = notified("posteract_titles_missing", collection="Heists", library=MOVIES, titles=titles)
    assert module.wanted == {949}


def test_posteract_task_failed_example_hears_why(notified: Callable[..., Any]) -> None:
    outcome = TaskOutcome(
        item="Heat (1995)",
        kind=ArtworkKind.TITLE_CARD,
        library="Movies",
        server="plex",
        status="failed",
        error="the folder is read-only",
    )
    module = notified("posteract_task_failed", outcome=outcome, next_try_at=None)
    assert module.given_up == ["Heat (1995), title card: the folder is read-only"]
