"""A container of answers as JSON or XML, whichever was asked for."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import quoteattr

from ..server import Reply, Request

_TAGS = {"movie": "Video", "episode": "Video"}


def contained(request: Request, container: dict[str, Any], status: int = 200) -> Reply:
    """Return `{"MediaContainer": container}` as JSON if the request accepts that, else as XML."""
    headers = {"X-Plex-Protocol": "1.0", "Cache-Control": "no-cache"}
    for name in ("totalSize", "offset"):
        if name in container:
            word = {"totalSize": "X-Plex-Container-Total-Size", "offset": "X-Plex-Container-Start"}[name]
            headers[word] = str(container[name])
    if "json" in request.headers.get("accept", ""):
        body = json.dumps({"MediaContainer": container}, ensure_ascii=False, separators=(",", ":")).encode()
        return Reply(status, body, "application/json", headers)
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    _write(parts, "MediaContainer", container)
    return Reply(status, "".join(parts).encode(), "text/xml;charset=utf-8", headers)


def _write(parts: list[str], tag: str, entry: dict[str, Any]) -> None:
    attributes = "".join(
        f" {name}={quoteattr(_text(value))}" for name, value in entry.items() if not isinstance(value, list | dict)
    )
    parts.append(f"<{tag}{attributes}>")
    for name, value in entry.items():
        for child in value if isinstance(value, list) else [value] if isinstance(value, dict) else ():
            _write(parts, _tag(name, child), child)
    parts.append(f"</{tag}>\n")


def _tag(name: str, child: dict[str, Any]) -> str:
    if name != "Metadata":
        return name
    return _TAGS.get(child["type"], "Directory") if "type" in child else "Photo"


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
