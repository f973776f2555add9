"""What a plugin can provide: one abstract class per kind, with its contract in words."""

from .artwork_source import ArtworkSource
from .base import NoSettings, PluginSettings, Provider, ProviderContext
from .collection_builder import BuildContext, CollectionBuilder
from .collection_detail import CollectionDetail, Described
from .fact_source import FactSource
from .importer import Imported, Importer
from .manages import (
    EditsMetadata,
    FieldEdit,
    ManagesCollections,
    ManagesPlaylists,
    ServerCollection,
    Visibility,
)
from .media_server import KeepsUploads, MediaServer, Upload
from .outlines import ListsOutlines, Outline
from .overlay_layer import DrawContext, LayerOptions, LogoFile, OverlayLayer, Raster, Subject
from .quota import Quota
from .search import Condition, Group, Search
from .trigger import Submits, Trigger
from .webhook import MediaEvent, Webhook

__all__ = [
    "ArtworkSource",
    "BuildContext",
    "CollectionBuilder",
    "CollectionDetail",
    "Condition",
    "Described",
    "DrawContext",
    "EditsMetadata",
    "FactSource",
    "FieldEdit",
    "Group",
    "Imported",
    "Importer",
    "KeepsUploads",
    "LayerOptions",
    "ListsOutlines",
    "LogoFile",
    "ManagesCollections",
    "ManagesPlaylists",
    "MediaEvent",
    "MediaServer",
    "NoSettings",
    "Outline",
    "OverlayLayer",
    "PluginSettings",
    "Provider",
    "ProviderContext",
    "Quota",
    "Raster",
    "Search",
    "ServerCollection",
    "Subject",
    "Submits",
    "Trigger",
    "Upload",
    "Visibility",
    "Webhook",
]
