"""A configuration to start from."""

from __future__ import annotations

from pathlib import Path

from ..errors import UsageError
from .files import replace_text, shown_path

STARTER = """\
# The configuration of Posteract. Change the folder below, then run `posteract --all`.
# `posteract config check` finds mistakes in this file; docs/configuration.md explains every setting.
# Secrets can stay outside of it: ${NAME} is an environment variable, ${file:/run/secrets/name} a mounted file.

plugins:
  folder:                             # a library of folders; needs no media server
    roots:
      Films: films                    # name: folder, relative to this file; films or shows is found out
  # plex:                             # `pip install posteract-plex`
  #   url: http://localhost:32400
  #   token: ${PLEX_TOKEN}

libraries:
  Films:                              # a library that is not named here is left alone
    artwork:                          # so is a kind of picture that is not named: season, title_card, logo, square …
      poster: {style: cinema}         # minimal, cinema, title-card …; `posteract test` draws them all
      background: {}                  # no style: the picture itself

# poster_preferences:                 # which artwork wins; these are the defaults
#   sources: [local, tmdb, fanart, server]
#   languages: [textless, original, en]

# overlays:                           # sets of badges; name them as `overlays: [standard]` beside a style
#   standard:
#     - resolution
#     - hdr
#     - {type: audio_codec, place: top-right}
"""


def write_starter(path: Path, *, force: bool = False) -> Path:
    """Write a short configuration that works to `path`, or into it when it is a folder; return the file.

    Raises:
        UsageError: there is a file already and `force` is not set.
        ConfigError: it cannot be written.
    """
    target = path.expanduser()
    if target.is_dir():
        target = target / "config.yaml"
    if target.exists() and not force:
        raise UsageError(f"{shown_path(target)} is there already", hint="`--force` replaces it; nothing was written.")
    if not target.parent.exists():
        raise UsageError(f"the folder {shown_path(target.parent)} does not exist", hint="Make it first.")
    replace_text(target, STARTER)
    return target
