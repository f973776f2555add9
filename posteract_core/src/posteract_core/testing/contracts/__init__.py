"""What each kind of provider promises, as tests: subclass one, supply its fixtures, run pytest.

Fixtures of which a contract has a default (`offline_source`, `wrong_value` …) are overridden where the default does not
fit; tests that need one which is None are skipped and say so.
"""

from .artwork_source import ArtworkSourceContract
from .collection_builder import CollectionBuilderContract
from .collection_detail import CollectionDetailContract
from .collections import EditsMetadataContract, ManagesCollectionsContract
from .dynamic_keys import DynamicKeysContract
from .fact_source import FactSourceContract
from .importer import ImporterContract
from .media_server import MediaServerContract
from .overlay_layer import OverlayLayerContract
from .playlists import ManagesPlaylistsContract
from .takes_missing import TakesMissingContract
from .trigger import TriggerContract
from .webhook import WebhookContract

__all__ = [
    "ArtworkSourceContract",
    "CollectionBuilderContract",
    "CollectionDetailContract",
    "DynamicKeysContract",
    "EditsMetadataContract",
    "FactSourceContract",
    "ImporterContract",
    "ManagesCollectionsContract",
    "ManagesPlaylistsContract",
    "MediaServerContract",
    "OverlayLayerContract",
    "TakesMissingContract",
    "TriggerContract",
    "WebhookContract",
]
