"""The kinds of provider there are: one row each, and no code of their own anywhere in the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ..providers import (
    ArtworkSource,
    CollectionBuilder,
    CollectionDetail,
    DynamicKeys,
    FactSource,
    Importer,
    MediaServer,
    OverlayLayer,
    TakesMissing,
    Trigger,
    Webhook,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One registration hook whose answer is a list of classes.

    Attributes:
        hook: its name.
        label: the kind as the command line says it.
        base: what each class must derive from.
        key: the class attribute with the name that people write.
        must_name: whether that attribute may not be empty; where it may, the instance's name stands in.
        built: `instance` = once per plugin instance, with settings and context; `plain` = once, with nothing;
            `never` = the class itself is handed out.
    """

    hook: str
    label: str
    base: type[Any]
    key: str = "name"
    must_name: bool = False
    built: str = "instance"


MEDIA_SERVERS: Kind[MediaServer[Any]] = Kind("posteract_media_servers", "media-server", MediaServer)
ARTWORK_SOURCES: Kind[ArtworkSource[Any]] = Kind("posteract_artwork_sources", "artwork-source", ArtworkSource)
FACT_SOURCES: Kind[FactSource[Any]] = Kind("posteract_fact_sources", "fact-source", FactSource)
OVERLAY_LAYERS: Kind[type[OverlayLayer[Any]]] = Kind(
    "posteract_overlay_layers", "overlay-layer", OverlayLayer, key="type", must_name=True, built="never"
)
COLLECTION_BUILDERS: Kind[CollectionBuilder[Any]] = Kind(
    "posteract_collection_builders", "collection-builder", CollectionBuilder, must_name=True
)
COLLECTION_DETAILS: Kind[CollectionDetail[Any]] = Kind(
    "posteract_collection_details", "collection-detail", CollectionDetail, must_name=True
)
TAKES_MISSING: Kind[TakesMissing[Any]] = Kind("posteract_takes_missing", "missing-titles", TakesMissing, must_name=True)
DYNAMIC_KEYS: Kind[DynamicKeys[Any]] = Kind("posteract_dynamic_keys", "dynamic-keys", DynamicKeys, must_name=True)
TRIGGERS: Kind[Trigger[Any]] = Kind("posteract_triggers", "trigger", Trigger)
WEBHOOKS: Kind[Webhook[Any]] = Kind("posteract_webhooks", "webhook", Webhook, must_name=True)
IMPORTERS: Kind[Importer] = Kind("posteract_importers", "importer", Importer, must_name=True, built="plain")

KINDS: tuple[Kind[Any], ...] = (
    MEDIA_SERVERS,
    ARTWORK_SOURCES,
    FACT_SOURCES,
    OVERLAY_LAYERS,
    COLLECTION_BUILDERS,
    COLLECTION_DETAILS,
    TAKES_MISSING,
    DYNAMIC_KEYS,
    TRIGGERS,
    WEBHOOKS,
    IMPORTERS,
)

STYLES_HOOK = "posteract_styles"
"""The registration hook that gives folders, not classes."""

LABEL_OF_HOOK: dict[str, str] = {**{kind.hook: kind.label for kind in KINDS}, STYLES_HOOK: "style"}
"""What `posteract plugins list` calls what a hook provides; hooks that are absent here provide nothing."""
