"""What may stand under `plugins.watch`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from posteract_core.providers import PluginSettings
from pydantic import BeforeValidator, Field, field_validator

Folders = dict[Path, str]


def _long_form(value: Any) -> Any:
    """Return a list of folders, or one, as the mapping it stands for."""
    if isinstance(value, str | Path):
        value = [value]
    return dict.fromkeys(value, "") if isinstance(value, list) else value


class WatchSettings(PluginSettings):
    """`plugins.watch`: what `posteract serve` watches, to start runs by itself."""

    folders: Annotated[Folders, BeforeValidator(_long_form, json_schema_input_type=Folders | list[Path] | Path)] = (
        Field(
            default_factory=dict,
            description="`FOLDER: LIBRARY`, the library that is run when something changes in the folder; or a list of folders, "
            "for which all libraries are. Relative to the configuration's folder, `~` is your home.",
        )
    )
    manual_assets: bool = Field(True, description="Whether `storage.manual_assets` is watched as well.")
    queue: Path | None = Field(
        None, description="A folder in which Tautulli's and Posterizarr's scripts drop `.posterizarr` files."
    )
    quiet_s: float = Field(10.0, ge=0, le=3600, description="So many seconds without a change come before a run.")
    poll: bool = Field(
        False,
        description="Look through the folders every half minute instead of waiting for the system to tell: for network "
        "shares, which tell nothing.",
    )

    @field_validator("folders", mode="after")
    @classmethod
    def _are_folders(cls, folders: Folders) -> Folders:
        if any(not str(folder).strip() or folder == Path() for folder in folders):
            raise ValueError("a folder is empty; write its path")
        return folders
