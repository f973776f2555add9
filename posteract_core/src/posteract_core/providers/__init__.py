"""What a plugin can provide: one abstract class per kind, with its contract in words."""

from ..model import Raster
from .artwork_source import ArtworkSource
from .base import NoSettings, PluginSettings, Provider, ProviderContext
from .collection_builder import BuildContext, CollectionBuilder
from .collection_detail import CollectionDetail, Described
from .dynamic_keys import DynamicKeys, KeysContext
from .fact_source import FactSource
from .importer import Imported, Importer
from .job import Job, JobState
from .manages import (
    RARE,
    EditsMetadata,
    FieldEdit,
    ManagesCollections,
    ManagesPlaylists,
    RefreshesItems,
    Row,
    ServerCollection,
    ServerPlaylist,
    SplitsItems,
    Visibility,
)
from .media_server import FindsItems, KeepsUploads, Located, MediaServer, Upload
from .outlines import ListsOutlines, Outline
from .overlay_layer import DrawContext, LayerOptions, LogoFile, OverlayLayer, Subject
from .quota import Quota
from .search import Condition, Group, Search
from .takes_missing import Handover, Offer, RemovesTagged, Tagged, TakesMissing
from .trigger import KnowsTheClock, Submits, Trigger
from .webhook import MediaEvent, Webhook

__all__ = [
    "RARE",
    "ArtworkSource",
    "BuildContext",
    "CollectionBuilder",
    "CollectionDetail",
    "Condition",
    "Described",
    "DrawContext",
    "DynamicKeys",
    "EditsMetadata",
    "FactSource",
    "FieldEdit",
    "FindsItems",
    "Group",
    "Handover",
    "Imported",
    "Importer",
    "Job",
    "JobState",
    "KeepsUploads",
    "KeysContext",
    "KnowsTheClock",
    "LayerOptions",
    "ListsOutlines",
    "Located",
    "LogoFile",
    "ManagesCollections",
    "ManagesPlaylists",
    "MediaEvent",
    "MediaServer",
    "NoSettings",
    "Offer",
    "Outline",
    "OverlayLayer",
    "PluginSettings",
    "Provider",
    "ProviderContext",
    "Quota",
    "Raster",
    "RefreshesItems",
    "RemovesTagged",
    "Row",
    "Search",
    "ServerCollection",
    "ServerPlaylist",
    "SplitsItems",
    "Subject",
    "Submits",
    "Tagged",
    "TakesMissing",
    "Trigger",
    "Upload",
    "Visibility",
    "Webhook",
]
