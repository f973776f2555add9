"""Where the configuration is."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import ConfigError, Problem

FILE_NAME = "config.yaml"
VARIABLE = "POSTERACT_CONFIG"


def find_config(explicit: Path | None = None) -> Path | None:
    """Return the configuration file to use; None when there is none, and the defaults serve.

    Looked for in this order: `explicit` (the option `--config`), the variable POSTERACT_CONFIG, `./config.yaml`, and
    config.yaml in the platform's configuration folder. Of the first two a folder may be given that holds config.yaml.

    Raises:
        ConfigError: what was named explicitly does not exist.
    """
    if explicit is not None:
        return _named(explicit, "--config")
    if named := os.environ.get(VARIABLE):
        return _named(Path(named), VARIABLE)
    return next((place for place in usual_places() if place.exists()), None)


def usual_places() -> tuple[Path, Path]:
    """Return where a configuration is looked for when none is named, the first choice first."""
    from platformdirs import user_config_path

    return Path(FILE_NAME), user_config_path("posteract", appauthor=False) / FILE_NAME


def _named(path: Path, by: str) -> Path:
    path = path.expanduser()
    if path.is_dir() and (path / FILE_NAME).is_file():
        return path / FILE_NAME
    if not path.exists():
        raise ConfigError(
            [
                Problem(
                    where=str(path),
                    message=f"does not exist (named by {by})",
                    hint="`posteract config init` makes one.",
                )
            ]
        )
    return path
