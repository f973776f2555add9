"""Logos that are known already: a title's own lettering, and those of brands. Asks nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from ..model import Brand, FrozenMap
from ..providers import LogoFile
from ..store import BlobStore, Ledger, Target

NO_LOGO = "-"
"""In `Target.logo_hash`: looked for, and there is none."""


@dataclass(slots=True, kw_only=True)
class KnownLogos:
    """Finds in the ledger which bytes a logo has. Whether they still lie in the cache matters only to who draws."""

    ledger: Ledger
    blobs: BlobStore
    _of_brand: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def of_title(self, target: Target | None) -> LogoFile | None:
        """Return the lettering that was chosen for a target; None when there is none, or it was never looked for."""
        digest = target.logo_hash if target is not None else ""
        return None if digest in ("", NO_LOGO) else self.file(digest)

    def of_brands(self, brands: Iterable[Brand]) -> FrozenMap[Brand, LogoFile]:
        """Return the logos of those brands that have one we have seen."""
        found = ((brand, self.digest_of(brand)) for brand in brands)
        return FrozenMap({brand: self.file(digest) for brand, digest in found if digest})

    def digest_of(self, brand: Brand) -> str:
        """Return the hash of a brand's logo; empty when it was never read. The ledger is asked once for each."""
        if not brand.logo:
            return ""
        key = brand.source, brand.logo
        with self._lock:
            if key not in self._of_brand:
                self._of_brand[key] = self.ledger.blob_of(*key)
            return self._of_brand[key]

    def learn(self, brand: Brand, digest: str) -> None:
        """Keep for this run which bytes a brand's logo has."""
        with self._lock:
            self._of_brand[brand.source, brand.logo] = digest

    def file(self, digest: str) -> LogoFile:
        """Return the logo with these bytes, as layers take it."""
        return LogoFile(path=str(self.blobs.path(digest)), hash=digest)
