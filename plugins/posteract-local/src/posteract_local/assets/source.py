"""The artwork source `local`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import blake2b
from itertools import chain, count
from pathlib import Path
from time import monotonic
from typing import ClassVar
from urllib.parse import quote, unquote_to_bytes

from posteract_core.errors import PictureRefused, ProviderUnavailable
from posteract_core.model import TEXTLESS, Artwork, ArtworkKind, Finding, MediaItem, Severity
from posteract_core.providers import ArtworkSource, ProviderContext
from posteract_core.providers.fetch import LARGEST_PICTURE_BYTES
from posteract_core.render import decode_check

from ..settings import LocalSettings
from .headers import Header, Headers
from .index import Asset
from .roots import Root, Roots

SCHEME = "local:"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class LocalSource(ArtworkSource[LocalSettings]):
    """Pictures in `storage.manual_assets` and in asset folders, in Kometa's naming.

    Those in manual_assets win over every source and are finished as they are; those in `folders` are finished too, but
    rank where the source stands. Below a folder `textless` lie bases, which get the look. Pictures we made ourselves are
    passed over, links are not followed.
    """

    name: ClassVar[str] = "local"
    offers_manual: ClassVar[bool] = True

    def __init__(self, settings: LocalSettings, context: ProviderContext) -> None:
        super().__init__(settings, context)
        roots = {"manual": Root(label="manual", folder=context.manual_assets, manual=True)}
        for folder in settings.folders:
            path = Path(os.path.abspath(context.config_folder / folder.expanduser()))  # noqa: PTH100 - links stay as written
            name = quote(os.fsencode(path.name)) or "root"
            labels = chain([name], (f"{name}~{number}" for number in count(2)))
            label = next(label for label in labels if label not in roots)
            roots[label] = Root(label=label, folder=path, manual=False)
        self._roots = Roots(tuple(roots.values()), monotonic)
        self._headers = Headers()

    def find(self, item: MediaItem, kind: ArtworkKind) -> Sequence[Artwork]:
        """Return the item's pictures: manual ones, then those of the folders in their order.

        Raises:
            ProviderUnavailable: a folder cannot be listed; what is in it may be the best.
        """
        found: list[Artwork] = []
        for root, index in self._roots.current():
            if isinstance(index, OSError):
                raise ProviderUnavailable(
                    self.context.instance,
                    f"{root.folder} cannot be listed: {index.strerror or index}",
                    hint="Mount the folder, or take it out of `plugins.local.folders`.",
                )
            for asset in index.find(item, kind):
                header = self._headers.of(asset)
                if not header.ours:
                    found.append(self._artwork(root, asset, header, len(found)))
        return found

    def revision(self, item: MediaItem, kind: ArtworkKind) -> str:
        """Return a token of the item's files by name, time and size; none is opened."""
        tokens = []
        for root, index in self._roots.current():
            if isinstance(index, OSError):
                tokens.append(f"{root.label} is away")
            else:
                tokens += [f"{root.label}/{asset.place} {asset.revision}" for asset in index.find(item, kind)]
        return blake2b("\n".join(tokens).encode(errors="surrogateescape"), digest_size=8).hexdigest() if tokens else ""

    def revisions(self) -> str:
        """Return a token of all files."""
        tokens = []
        for root, index in self._roots.current():
            if isinstance(index, OSError):
                tokens.append(f"{root.label} is away")
            else:
                tokens.append(f"{root.label} {index.revision}")
        return blake2b("\n".join(tokens).encode(errors="surrogateescape"), digest_size=8).hexdigest()

    def read(self, artwork: Artwork) -> bytes:
        """Return the picture's bytes.

        Raises:
            PictureRefused: broken, too large, or no picture of a kind we trust.
            ProviderUnavailable: the file cannot be read now.
        """
        path = self._path(artwork)
        try:
            # By number, because `Path.open` cannot be told not to follow a link.
            with os.fdopen(os.open(path, os.O_RDONLY | _NO_LINK), "rb") as file:
                data = file.read(LARGEST_PICTURE_BYTES + 1)
        except OSError as error:
            raise ProviderUnavailable(
                self.context.instance, f"{_shown(path)} cannot be read: {error.strerror or error}"
            ) from error
        if len(data) > LARGEST_PICTURE_BYTES:
            raise PictureRefused(f"{_shown(path)} has more than {LARGEST_PICTURE_BYTES >> 20} MiB")
        try:
            decode_check(data)
        except PictureRefused as error:
            raise PictureRefused(f"{_shown(path)}: {error}", hint=error.hint) from error
        return data

    def check(self) -> Sequence[Finding]:
        """Return a line per folder: how many pictures it has, or why it cannot be listed."""
        findings = []
        for root, index in self._roots.current():
            where = f"{'manual assets' if root.manual else 'asset folder'} {root.folder}"
            if isinstance(index, OSError):
                findings.append(
                    Finding(
                        subject="folder",
                        severity=Severity.ERROR,
                        message=f"{where} cannot be listed: {index.strerror or index}",
                        remedy="Mount or create it, give it read permission, or change "
                        + ("`storage.manual_assets`." if root.manual else "`plugins.local.folders`."),
                    )
                )
                continue
            for folder in index.unreadable:
                findings.append(
                    Finding(
                        subject="folder",
                        severity=Severity.WARNING,
                        message=f"{folder} cannot be listed: its pictures are not used",
                        remedy="Give Posteract permission to read it.",
                    )
                )
            many = (
                f"{index.count} {'picture' if index.count == 1 else 'pictures'}" if index.count else "no pictures yet"
            )
            findings.append(Finding(subject="folder", severity=Severity.OK, message=f"{where}: {many}"))
        return findings

    def _artwork(self, root: Root, asset: Asset, header: Header, position: int) -> Artwork:
        name = quote(os.fsencode(asset.place))
        return Artwork(
            source=self.name,
            id=f"{root.label}/{name}",
            url=f"{SCHEME}{root.label}/{name}",
            language=TEXTLESS if asset.textless else None,
            width_px=header.width_px,
            height_px=header.height_px,
            position=position,
            revision=asset.revision,
            finished=not asset.textless,
            manual=root.manual,
        )

    def _path(self, artwork: Artwork) -> Path:
        """Return the file behind one of our addresses; nothing outside our folders, and nothing behind a link, is ever read."""
        label, _, name = artwork.url.removeprefix(SCHEME).partition("/")
        root = self._roots.labelled(label)
        parts = os.fsdecode(unquote_to_bytes(name)).split("/")
        if root is None or not artwork.url.startswith(SCHEME) or {"", ".", ".."} & set(parts):
            raise PictureRefused(f"{artwork.url} is no picture of our folders")
        path = root.folder.joinpath(*parts)
        below = root.folder
        for part in parts:
            below = below / part
            if below.is_symlink():
                raise PictureRefused(f"{_shown(path)} lies behind a link, which is not followed")
        return path


def _shown(path: Path) -> str:
    """Return the path as text that can be printed and stored."""
    return os.fsencode(path).decode(errors="replace")
