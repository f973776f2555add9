"""What lasts: the ledger, pictures by content, kept originals, the asset tree."""

from .assets import AssetTree
from .blobs import BlobStore
from .ledger import Ledger
from .originals import Originals
from .target import Media, Status, Target

__all__ = ["AssetTree", "BlobStore", "Ledger", "Media", "Originals", "Status", "Target"]
