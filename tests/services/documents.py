"""The services' own OpenAPI documents, where somebody has them: what goes to our fakes and comes from them is held to these.

`POSTERACT_OPENAPI` names a folder with `radarr/spec.json`, `tvdb/spec.yaml` … (CONTRIBUTING.md says where they are to be had).
It is not needed for any test: without it nothing is compared, and `tests/test_documents.py` says so.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .server import FakeService, Reply, Request

VARIABLE = "POSTERACT_OPENAPI"
HOST = "http://fake"


@dataclass(frozen=True, slots=True)
class Documented:
    """What of a fake its service's document speaks of.

    Attributes:
        folder: of the document.
        prefix: of the paths, where the document has it in the address of the server.
        beyond: paths that no document speaks of, as a regular expression: pictures, mostly.
        known: what is said against us where the document is not exact itself, as a regular expression.
        as_200: good answers that are documented as 200 only: what is made is answered with 201, what is changed with 202.
    """

    folder: str
    prefix: str = ""
    beyond: str = "(?!)"
    as_200: tuple[int, ...] = ()
    known: str = "(?!)"


SERVICES = {
    "FakeRadarr": Documented("radarr", as_200=(201, 202)),
    "FakeSonarr": Documented("sonarr", as_200=(201, 202)),
    "FakeTmdb": Documented(
        "tmdb",
        beyond="/t/p/.*",
        known=(
            ".*: None is not of type .*"  # what is not there is null; its document is made of examples that have all
            "|answer to .*vote_average: .* is not of type 'integer'"  # the examples' averages are whole
            "|.*(no parameter api_key|Security not found).*"  # of version 3; the document knows only the newer token
            "|GET /3/collection/.*no parameter append_to_response"  # taken there as everywhere
        ),
    ),
    "FakeTvdb": Documented(
        "tvdb",
        prefix="/v4",
        beyond="/banners/.*|/pictures/.*",
        known=(
            ".*: None (for not nullable|is not of type .*)"  # what is not there is null
            "|POST /v4/login: .*Security not found.*"  # who logs in has no token yet
        ),
    ),
}
"""By the name of the fake."""


def folder() -> Path | None:
    """Return where the documents lie."""
    value = os.environ.get(VARIABLE)
    return Path(value).expanduser() if value else None


class Document:
    """One service's document."""

    def __init__(self, file: Path, about: Documented) -> None:
        """Read it; its own words are believed, so it is not checked itself."""
        from openapi_core import Config, OpenAPI
        from openapi_core.templating.paths.finders import APICallPathFinder

        content = _read(file)
        content["servers"] = [{"url": HOST + about.prefix}]
        self._about = about
        self._openapi = OpenAPI.from_dict(content, config=Config(spec_validator_cls=None))
        self._finder = APICallPathFinder(self._openapi.spec)

    def complaints(self, request: Request, reply: Reply) -> Iterator[str]:
        """Yield what of a request and its answer is not as the document says; a refusal it does not speak of is let pass."""
        for complaint in self._all(request, reply):
            if not re.fullmatch(self._about.known, complaint, re.DOTALL):
                yield complaint

    def _all(self, request: Request, reply: Reply) -> Iterator[str]:
        from openapi_core.testing import MockRequest, MockResponse

        what = f"{request.method} {request.path}"
        operation = self._operation(request)
        if operation is None and reply.status == 404:
            return
        headers = {name.title(): value for name, value in request.headers.items()}
        kind = request.headers.get("content-type", "").partition(";")[0]
        asked = MockRequest(
            HOST,
            request.method,
            request.path,
            args=_grouped(request.pairs),
            headers=headers,
            data=request.body or None,
            content_type=kind,
        )
        for error in self._openapi.iter_request_errors(asked):
            yield from (f"{what}: {words}" for words in _words(error))
        if operation is None:
            return
        for name in request.query.keys() - _parameters(*operation):
            yield f"{what}: there is no parameter {name}"
        if reply.status == 304:  # what is known already has no body
            return
        status = 200 if reply.status in self._about.as_200 else reply.status
        if status >= 400 and str(status) not in (operation[1] / "responses"):
            return
        answered = MockResponse(reply.body, status_code=status, content_type=reply.content_type.partition(";")[0])
        for error in self._openapi.iter_response_errors(asked, answered):
            yield from (f"answer to {what} ({reply.status}): {words}" for words in _words(error))

    def _operation(self, request: Request) -> tuple[Any, Any] | None:
        from openapi_core.templating.paths.exceptions import PathError

        try:
            found = self._finder.find(request.method.lower(), HOST + request.path)
        except PathError:  # it is told above
            return None
        return found.path, found.operation


class Watch:
    """Reads along at all fakes of which there is a document. `complaints` are what was not right, each once."""

    def __init__(self, documents: Path) -> None:
        self._documents = documents
        self.complaints: dict[str, None] = {}

    def __call__(self, service: FakeService, request: Request, reply: Reply) -> None:
        """Compare one answer, and what was asked."""
        name = next((cls.__name__ for cls in type(service).__mro__ if cls.__name__ in SERVICES), None)
        if name is None or re.fullmatch(SERVICES[name].beyond, request.path) or not service.documented:
            return
        document = document_of(self._documents, name)
        if document is not None:
            self.complaints.update((f"{name}: {said}", None) for said in document.complaints(request, reply))


@cache
def document_of(documents: Path, name: str) -> Document | None:
    """Return the document of a fake's service; None = there is none in the folder."""
    about = SERVICES[name]
    files = [documents / about.folder / f"spec.{ending}" for ending in ("json", "yaml")]
    file = next((file for file in files if file.exists()), None)
    return Document(file, about) if file else None


def _read(file: Path) -> Any:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        return json.loads(text)
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(text)


def _grouped(pairs: tuple[tuple[str, str], ...]) -> Any:
    from werkzeug.datastructures import MultiDict

    return MultiDict(pairs)


def _parameters(path: Any, operation: Any) -> set[str]:
    """Return the names that may stand in the query."""
    return {
        (each / "name").read_str()
        for holder in (path, operation)
        if "parameters" in holder
        for each in holder / "parameters"
        if (each / "in").read_str() == "query"
    }


def _words(error: BaseException) -> list[str]:
    """Return what an error says; of a body, where each mistake is."""
    inner = getattr(error.__cause__, "schema_errors", None)
    return [f"{each.json_path}: {each.message[:200]}" for each in inner] if inner else [f"{error}"[:300]]
