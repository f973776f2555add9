"""One slot's picture: read it, put another one there, take it away, bring the old one back."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from posteract_core.errors import ProviderError, ProviderUnavailable
from posteract_core.model import SUFFIX_OF_FORMAT, ArtworkKind, Picture

from . import slots, write
from .slots import Place, Shown
from .text import fold, split_suffix, storable
from .tree import File, Folder

_SAME_FORMAT = {".jpg": (".jpg", ".jpeg", ".tbn"), ".png": (".png",), ".webp": (".webp",), ".gif": (".gif",)}
_CHANGED = "changed while the new one was made"


def suffix_of(picture: Picture) -> str:
    """Return the suffix that tells the truth about the bytes, whatever they are called.

    >>> suffix_of(Picture(data=b"GIF89a", format="jpeg", width_px=1, height_px=1))
    '.gif'
    """
    data = picture.data
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return ".gif" if data[:4] == b"GIF8" else SUFFIX_OF_FORMAT.get(picture.format, ".jpg")


class Slot:
    """One kind of picture of one item, looked at just now.

    Args:
        provider: the instance's name, for messages.
        place: where the item's pictures are.
        kind: which of them.
        is_known: whether a token is one that the core has looked at, or that we wrote.
    """

    def __init__(self, provider: str, place: Place, kind: ArtworkKind, is_known: Callable[[str], bool]) -> None:
        self._provider = provider
        self._place = place
        self._kind = kind
        self._is_known = is_known
        self.shown = slots.shown(place, kind)

    def put(self, picture: Picture) -> str:
        """Show a picture and return its token.

        Raises:
            ProviderUnavailable: another picture has come in the meantime, or the disk will not have it now.
            ProviderError: it cannot be written there.
        """
        self._refuse_unknown()
        folder, name = self._target(suffix_of(picture))
        path = folder.at(name)
        try:
            like = self._clear(folder, name, picture.data)
            status = write.replace_file(folder, name, picture.data, like=like, ready=self._refuse_changed)
            if self.shown is not None and self.shown.path != path and _same_stem(self.shown, folder, name):
                os.unlink(self.shown.path)  # noqa: PTH108 - the other suffix would hide ours; the core has its bytes
        except OSError as error:
            raise write.problem(self._provider, "could not write", path, error) from error
        return File(name, status.st_size, status.st_mtime_ns).token

    def take_away(self, look_again: Callable[[], Place]) -> str:
        """Remove the picture shown and return the token of what shows through; empty for nothing.

        Raises:
            ProviderUnavailable: it is not the one that was looked at.
            ProviderError: it cannot be removed.
        """
        if self.shown is None:
            return ""
        self._refuse_unknown()
        self._refuse_changed()
        try:
            write.remove(self.shown)
        except OSError as error:
            raise write.problem(self._provider, "could not remove", self.shown.path, error) from error
        below = slots.shown(look_again(), self._kind)
        return below.file.token if below is not None else ""

    def bring_back(self, original: Picture, look_again: Callable[[], Place]) -> str:
        """Show an original again, byte for byte, and return its token.

        An original that still lies there under a name that ours hides only needs ours to go.
        """
        if self.shown is not None:
            for folder, stem in slots.names(self._place, self._kind):
                for file in folder.pictures.get(folder.key(stem), ()):
                    path = folder.at(file.name)
                    if path != self.shown.path and _holds(path, original.data):
                        return self.take_away(look_again)
        before = self.shown
        token = self.put(original)
        if before is not None:
            write.bring_back(before.folder, before.file.name)
        return token

    def _target(self, suffix: str) -> tuple[Folder, str]:
        """Return where to write: our own name, or that of the picture that would hide ours."""
        own = slots.ours(self._place, self._kind)
        if self.shown is not None:
            stem, shown_suffix = split_suffix(self.shown.file.name)
            for folder, name in slots.names(self._place, self._kind):
                if folder is self.shown.folder and fold(name) == fold(stem):
                    same = shown_suffix in _SAME_FORMAT.get(suffix, ())
                    return folder, self.shown.file.name if same else stem + suffix
                if folder is self._place.home and name == own:
                    break
        name = own + suffix
        if len(os.fsencode(name)) > write.LONGEST_NAME_BYTES:
            # Beside a file whose name fills all there is, only the bare name fits; Plex and Jellyfin read that as its poster.
            bare = self._place.stems[0] + suffix if self._place.stems else name
            if self._kind in (ArtworkKind.POSTER, ArtworkKind.TITLE_CARD) and _fits(bare):
                return self._place.home, bare
            raise ProviderError(
                self._provider,
                f"the name {storable(name)} is too long for a file",
                hint="Shorten the video's name, or give the film a folder of its own.",
            )
        return self._place.home, name

    def _clear(self, folder: Folder, name: str, data: bytes) -> str | None:
        """Make sure the name may be taken, and return the path whose permission bits the new file gets.

        Raises:
            ProviderError: a link out of the root, a folder, a device stands there.
            OSError: a picture in the way cannot be set aside.
        """
        path = folder.at(name)
        like = self.shown.path if self.shown is not None else None
        if not os.path.lexists(path):
            return like
        if self.shown is not None and self.shown.path == path:
            return like
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise ProviderError(
                self._provider,
                f"{storable(path)} is no ordinary file, and is left alone",
                hint="It is a link that leads nowhere or out of the library, or a folder: remove it.",
            )
        if status.st_size and not _holds(path, data):
            write.set_aside(folder, name)
        return like

    def _refuse_unknown(self) -> None:
        if self.shown is not None and not self._is_known(self.shown.file.token):
            raise ProviderUnavailable(
                self._provider,
                f"{storable(self.shown.path)} {_CHANGED}; it is left alone",
                hint="The next run looks at it again.",
            )

    def _refuse_changed(self) -> None:
        """Look at the file itself once more, right before it goes."""
        if self.shown is None:
            return
        try:
            status = os.stat(self.shown.path)  # noqa: PTH116 - names may be no UTF-8
        except FileNotFoundError:
            return
        except OSError as error:
            raise write.problem(self._provider, "could not look at", self.shown.path, error) from error
        now = File(self.shown.file.name, status.st_size, status.st_mtime_ns)
        if now.token != self.shown.file.token:
            raise ProviderUnavailable(self._provider, f"{storable(self.shown.path)} {_CHANGED}; it is left alone")


def _fits(name: str) -> bool:
    return len(os.fsencode(name)) <= write.LONGEST_NAME_BYTES


def _same_stem(shown: Shown, folder: Folder, name: str) -> bool:
    return shown.folder is folder and fold(split_suffix(shown.file.name)[0]) == fold(split_suffix(name)[0])


def _holds(path: str, data: bytes) -> bool:
    file = Path(path)
    return file.stat().st_size == len(data) and file.read_bytes() == data
