"""A contract that notices nothing is worth nothing: an offender for each promise that matters."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from posteract_core.errors import ProviderUnavailable
from posteract_core.model import (
    Artwork,
    ArtworkKind,
    ExternalIds,
    Facts,
    FrozenMap,
    ItemType,
    Library,
    MediaItem,
    MediaRef,
    Picture,
    Rating,
    ShownArtwork,
)
from posteract_core.providers import (
    ArtworkSource,
    BuildContext,
    CollectionBuilder,
    DrawContext,
    FactSource,
    Imported,
    Importer,
    LayerOptions,
    MediaEvent,
    MediaServer,
    NoSettings,
    OverlayLayer,
    ProviderContext,
    Raster,
    Subject,
    Trigger,
    Webhook,
)
from posteract_core.testing.contracts import (
    ArtworkSourceContract,
    CollectionBuilderContract,
    FactSourceContract,
    ImporterContract,
    MediaServerContract,
    OverlayLayerContract,
    TriggerContract,
    WebhookContract,
)
from posteract_core.testing.contracts.overlay_layer import new_toolbox
from pydantic import Field

NOTICES = (AssertionError, pytest.fail.Exception)
"""What a test ends with that has found something: an assertion, or an exception that did not come."""


def good(**changes: Any) -> Artwork:
    return Artwork(**{"id": "1", "url": "https://x.example/1.jpg", **changes})


class Source(ArtworkSource[NoSettings]):
    """Gives what it is told to."""

    answers: Callable[[MediaItem], Any]

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        return self.answers(item)  # type: ignore[no-any-return]


@pytest.fixture
def known(heat: MediaItem) -> tuple[MediaItem, ArtworkKind]:
    """Return what the sources here are asked for."""
    return heat, ArtworkKind.POSTER


numbers = itertools.count()

OFFENDING_SOURCES: dict[str, tuple[Callable[[MediaItem], Any], str]] = {
    "a lazy answer": (lambda item: iter([good()]), "test_a_known_title_gives_candidates"),
    "nothing for what it knows": (lambda item: [], "test_a_known_title_gives_candidates"),
    "one id twice": (lambda item: [good(), good()], "test_candidates_have_ids_of_their_own_and_an_address"),
    "no address": (lambda item: [good(url="")], "test_candidates_have_ids_of_their_own_and_an_address"),
    "a language in words": (
        lambda item: [good(language="English")],
        "test_candidates_say_their_language_as_the_core_reads_it",
    ),
    "eleven of ten": (lambda item: [good(rating=11.0)], "test_candidates_have_possible_figures"),
    "another answer each time": (
        lambda item: [good(id=str(next(numbers)))],
        "test_the_same_question_gives_the_same_answer",
    ),
    "another answer in each thread": (
        lambda item: [good(id=str(next(numbers)))],
        "test_it_can_be_asked_from_several_threads",
    ),
}


@pytest.mark.parametrize("case", OFFENDING_SOURCES)
def test_the_contract_of_artwork_sources_notices(
    case: str, provider_context: ProviderContext, known: tuple[MediaItem, ArtworkKind]
) -> None:
    answers, test = OFFENDING_SOURCES[case]
    source = Source(NoSettings(), provider_context)
    source.answers = answers
    with pytest.raises(NOTICES):
        getattr(ArtworkSourceContract(), test)(source, known)


def test_the_contract_of_artwork_sources_notices_one_that_offers_anything_for_anyone(
    provider_context: ProviderContext,
) -> None:
    source = Source(NoSettings(), provider_context)
    source.answers = lambda item: [good()]
    with pytest.raises(NOTICES):
        ArtworkSourceContract().test_an_unknown_title_gives_none_of_any_kind(source)


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError("down"), None, ProviderUnavailable("x", "asked with key=sesame")],
    ids=["httpx", "none", "key"],
)
def test_the_contract_of_artwork_sources_notices_what_becomes_of_a_network_failure(
    error: Exception | None, provider_context: ProviderContext, known: tuple[MediaItem, ArtworkKind]
) -> None:
    def answers(item: MediaItem) -> list[Artwork]:
        if error is None:
            return []
        raise error

    source = Source(NoSettings(), provider_context)
    source.answers = answers
    with pytest.raises((*NOTICES, httpx.ConnectError)):
        ArtworkSourceContract().test_a_network_failure_becomes_unavailable(source, known, ["sesame"])


class FactsAboutAll(FactSource[NoSettings]):
    """Answers for every item and every name."""

    provides = frozenset({"rating.club"})

    def facts(self, items: Sequence[MediaItem], names: AbstractSet[str]) -> Mapping[MediaItem, Facts]:
        return {item: Facts({"rating.club": Rating(value=5)}) for item in items}


def test_the_contract_of_fact_sources_notices_facts_about_the_unknown_and_names_not_asked_for(
    provider_context: ProviderContext, heat: MediaItem
) -> None:
    source, contract = FactsAboutAll(NoSettings(), provider_context), FactSourceContract()
    with pytest.raises(NOTICES):
        contract.test_an_unknown_title_is_left_out(source, heat, frozenset({"rating.club"}))
    with pytest.raises(NOTICES):
        contract.test_a_name_it_does_not_know_is_left_out(source, heat)


class Careless(CollectionBuilder[NoSettings]):
    """Takes any value, names titles twice and without ids."""

    name = "Careless List"

    def build(self, value: Any, context: BuildContext) -> Sequence[MediaRef]:
        return [MediaRef(type=ItemType.MOVIE, ids=ExternalIds(), title="Heat")] * 2


def test_the_contract_of_builders_notices_carelessness(provider_context: ProviderContext) -> None:
    builder, contract = Careless(NoSettings(), provider_context), CollectionBuilderContract()
    context = BuildContext(library=Library(key="1", name="Movies", type=ItemType.MOVIE))
    with pytest.raises(NOTICES):
        contract.test_it_is_a_well_formed_provider(builder)
    with pytest.raises(NOTICES):
        contract.test_it_builds_titles_with_ids(builder, "x", context)
    with pytest.raises(NOTICES):
        contract.test_it_names_no_title_twice(builder, "x", context)
    with pytest.raises(NOTICES):
        contract.test_a_value_without_sense_is_a_mistake_in_the_configuration(builder, object(), context)


class Server(MediaServer[NoSettings]):
    """One film; `fault` says what is wrong with it."""

    fault = ""

    def __init__(self, settings: NoSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        self.shown: dict[ArtworkKind, bytes] = {}

    def libraries(self) -> Sequence[Library]:
        server = "another" if self.fault == "server" else self.context.instance
        return [Library(key="1", name="Films", type=ItemType.MOVIE, server=server)]

    def items(self, library: Library) -> Iterator[Sequence[MediaItem]]:
        shown = FrozenMap({kind: self.token(data) for kind, data in self.shown.items()})
        item = MediaItem(key="1", title="Heat", year=1995, library="Films", server=library.server, shown=shown)
        yield [item, item] if self.fault == "twice" else [item]

    def token(self, data: bytes) -> str:
        return "same" if self.fault == "token" else str(len(data) + data[1000])

    def artwork(self, item: MediaItem, kind: ArtworkKind) -> ShownArtwork | None:
        data = self.shown.get(kind)
        return ShownArtwork(revision=self.token(data), data=data, chosen=True) if data else None

    def upload(self, item: MediaItem, kind: ArtworkKind, picture: Picture) -> str:
        data = picture.data + b"!" if self.fault == "bytes" else picture.data
        self.shown[kind] = data
        if self.fault == "others":
            self.shown[ArtworkKind.BACKGROUND] = data
        return "wrong" if self.fault == "answer" else self.token(data)

    def reset(self, item: MediaItem, kind: ArtworkKind) -> str:
        if self.fault != "reset":
            self.shown.pop(kind, None)
        return ""


OFFENDING_SERVERS = {
    "server": "test_libraries_have_keys_of_their_own_and_a_type",
    "twice": "test_items_come_in_pages_and_know_where_they_are",
    "answer": "test_what_upload_returns_is_what_the_next_listing_shows",
    "bytes": "test_the_picture_shown_is_the_one_uploaded",
    "token": "test_another_picture_gives_another_token",
    "others": "test_an_upload_changes_no_other_slot",
    "reset": "test_reset_says_what_the_next_listing_shows",
}


@pytest.mark.parametrize("fault", ["", *OFFENDING_SERVERS])
def test_the_contract_of_media_servers_notices(
    fault: str, provider_context: ProviderContext, request: pytest.FixtureRequest
) -> None:
    from posteract_core.testing.contracts.parts import plain_picture

    server = Server(NoSettings(), provider_context)
    server.fault = fault
    lent = {
        "server": server,
        "target": (next(iter(server.items(server.libraries()[0])))[0], ArtworkKind.POSTER),
        "picture": plain_picture((1, 2, 3)),
        "other_picture": plain_picture((200, 2, 3)),
    }
    for test in OFFENDING_SERVERS.values() if not fault else [OFFENDING_SERVERS[fault]]:
        method = getattr(MediaServerContract(), test)
        names = method.__code__.co_varnames[1 : method.__code__.co_argcount]
        arguments = {name: lent[name] for name in names}
        if fault:
            with pytest.raises(NOTICES):
                method(**arguments)
        else:
            method(**arguments)
            server.shown.clear()


class Restless(OverlayLayer[LayerOptions]):
    """Draws something else each time, outside the canvas, and says so in an unspeakable value."""

    type = "Restless Layer"

    class Options(LayerOptions):
        """Not described."""

        size: int = Field(10)

    def value(self, subject: Subject) -> Any:
        return object()

    def draw(self, context: DrawContext) -> Raster:
        if context.picture is not None:
            context.picture.putpixel((0, 0), (255, 0, 0))
        return Raster(fill=(next(numbers) % 256, 0, 0), mask=Image.new("L", (5000, 20), 255), at=(0, 0))


def test_the_contract_of_layers_notices_what_is_not_pure(the_matrix: MediaItem) -> None:
    contract, layer, tools = OverlayLayerContract(), Restless(Restless.Options()), new_toolbox()
    subject = Subject(item=the_matrix, kind=ArtworkKind.POSTER, title="", facts=Facts())
    noticed = [
        lambda: contract.test_it_has_a_type_to_write_and_a_version(Restless),
        lambda: contract.test_every_option_is_described(Restless),
        lambda: contract.test_its_value_can_be_hashed_and_written_as_json(layer, subject),
        lambda: contract.test_it_draws_within_the_canvas(layer, subject, tools, (1000, 1500)),
        lambda: contract.test_it_is_pure(Restless, layer, subject, tools),
        lambda: contract.test_it_is_pure_in_many_threads(layer, subject, tools),
        lambda: contract.test_it_leaves_the_picture_under_it_alone(layer, subject, tools),
    ]
    for test in noticed:
        with pytest.raises((*NOTICES, TypeError)):
            test()


class Deaf(Trigger[NoSettings]):
    """Never hears that it should stop, but ends by itself when its test is over."""

    def listen(self, app: Any, stop: Any) -> None:
        self.over.wait(20)


def test_the_contract_of_triggers_notices_one_that_does_not_stop(provider_context: ProviderContext) -> None:
    from threading import Event

    trigger = Deaf(NoSettings(), provider_context)
    trigger.over = Event()
    with pytest.raises(NOTICES):
        TriggerContract().test_a_stop_before_the_start_ends_it_at_once(trigger)
    trigger.over.set()


class Gullible(Webhook[NoSettings]):
    """Believes anything."""

    name = "gullible"

    def parse(self, headers: Mapping[str, str], body: bytes) -> Sequence[MediaEvent]:
        return [MediaEvent(ref=MediaRef(type=ItemType.MOVIE, ids=ExternalIds(tmdb=949)), what="exploded")]


def test_the_contract_of_webhooks_notices_one_that_believes_anything(provider_context: ProviderContext) -> None:
    webhook, contract = Gullible(NoSettings(), provider_context), WebhookContract()
    with pytest.raises(NOTICES):
        contract.test_garbage_is_refused_in_words(webhook, [b"not JSON"])
    with pytest.raises(NOTICES):
        contract.test_it_understands_what_the_program_posts(webhook, [({}, b"{}")])


class Silent(Importer):
    """Carries over nothing and reports nothing."""

    name = "silent"

    def read(self, path: Path) -> Imported:
        return Imported(config={"when": object()})


def test_the_contract_of_importers_notices_silence(tmp_path: Path) -> None:
    old = tmp_path / "old.yml"
    old.touch()
    with pytest.raises((*NOTICES, TypeError)):
        ImporterContract().test_it_reads_a_configuration_and_reports(Silent(), old)
    with pytest.raises(NOTICES):
        ImporterContract().test_a_missing_file_is_a_mistake_in_words(Silent(), tmp_path)
