"""`metadata_backup`: writes down what was chosen of a library's items, once a run has written what it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..collect.index import LibraryIndex
from ..collect.metadata.backup import HEADER, MetadataBackup, as_text, written_down
from ..errors import ProviderError, ProviderRejected
from ..plan import LibraryPlan
from ..plan.census import Census
from ..providers import MediaServer
from ..run.edits import EditOutcome, FieldOutcome
from ..store.assets import safe_name
from ..store.files import write_whole

if TYPE_CHECKING:
    from .opened import Opened


def write_down(
    app: Opened,
    census: Census,
    servers: Mapping[str, MediaServer[Any]],
    backups: Sequence[tuple[LibraryPlan, MetadataBackup]],
    *,
    dry: bool,
) -> tuple[list[EditOutcome], list[str]]:
    """Write a file for each library, unless it is a dry run or says so already; return what became of them, and warnings.

    Raises:
        ProviderRejected: a server refuses its token.
    """
    outcomes: list[EditOutcome] = []
    warnings: list[str] = []
    for plan, backup in backups:
        path = app.config.folder / (backup.path or f"{safe_name(plan.name)}_Metadata_Backup.yml")
        index = LibraryIndex()
        try:
            for page in census.listing(servers[plan.library.server], plan.library):
                index.add(page)
            done = _written(path, index, plan, backup, dry=dry)
        except ProviderRejected:
            raise
        except (ProviderError, OSError, ValueError) as error:
            warnings.append(f"{plan.name}: metadata_backup: {path}: {error}")
        else:
            outcomes += [done] if done is not None else []
    return outcomes, warnings


def _written(
    path: Path, index: LibraryIndex, plan: LibraryPlan, backup: MetadataBackup, *, dry: bool
) -> EditOutcome | None:
    """Write one file; None when it says the same already.

    Raises:
        ValueError: the file is somebody else's.
        OSError: it cannot be read or written.
    """
    old = path.read_text("utf-8") if path.exists() else ""
    if old and not old.startswith(HEADER):
        raise ValueError("is there already and was not written by this; name another `path`, or move it away")
    entries = written_down(index, plan.library.type, backup)
    new = as_text(entries)
    if new == old:
        return None
    if not dry:
        write_whole(path, new.encode())
    return EditOutcome(
        library=plan.name,
        server=plan.library.server,
        item=path.name,
        status="planned" if dry else "changed",
        fields=(FieldOutcome(field="metadata_backup", old="", new=f"{len(entries)} entries"),),
    )
