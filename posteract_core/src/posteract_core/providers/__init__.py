"""What a plugin can provide: one abstract class per kind, with its contract in words."""

from .artwork_source import ArtworkSource
from .base import NoSettings, PluginSettings, Provider, ProviderContext
from .collection_builder import BuildContext, CollectionBuilder
from .fact_source import FactSource
from .importer import Imported, Importer
from .media_server import KeepsUploads, MediaServer, Upload
from .overlay_layer import DrawContext, LayerOptions, LogoFile, OverlayLayer, Raster, Subject
from .quota import Quota
from .trigger import Submits, Trigger
from .webhook import MediaEvent, Webhook

__all__ = [
    "ArtworkSource",
    "BuildContext",
    "CollectionBuilder",
    "DrawContext",
    "FactSource",
    "Imported",
    "Importer",
    "KeepsUploads",
    "LayerOptions",
    "LogoFile",
    "MediaEvent",
    "MediaServer",
    "NoSettings",
    "OverlayLayer",
    "PluginSettings",
    "Provider",
    "ProviderContext",
    "Quota",
    "Raster",
    "Subject",
    "Submits",
    "Trigger",
    "Upload",
    "Webhook",
]
