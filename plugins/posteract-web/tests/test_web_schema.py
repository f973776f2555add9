"""The OpenAPI document is true: whatever is sent, no answer breaks it and none is a 5xx."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import product
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

HONEST = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
BEARER = {"authorization": "Bearer a-token-of-enough-length"}
FEW, MANY = 6, 300


def real_names(server: Any) -> dict[str, Any]:
    """Return what parts of paths may be called so that there is something: a poster, a run, a job."""
    with httpx.Client(base_url=server.address, headers=BEARER) as client:
        [poster, *_] = client.get("/api/v1/targets?kind=poster").json()["items"]
        run = client.post("/api/v1/runs", json={"all": True, "dry_run": True}).json()
    return {"number": poster["id"], "run_id": run["id"], "name": "nightly"}


def try_everything(server: Any, examples: int) -> Counter[int]:
    """Send each route what the document allows, and what it does not; return the answers by status."""
    document = schemathesis.openapi.from_url(f"{server.address}/api/v1/openapi.json", headers=BEARER)
    names = real_names(server)
    statuses: Counter[int] = Counter()
    patience = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        derandomize=examples == FEW,
    )
    for found in document.get_all_operations():
        operation = found.ok()
        known = {name: value for name, value in names.items() if f"{{{name}}}" in operation.path}
        for mode, there in product(GenerationMode, [{}, known] if known else [{}]):

            @patience
            @given(case=operation.as_strategy(generation_mode=mode, path_parameters=there or None))
            def send(case: Any) -> None:
                statuses[case.call_and_validate(headers=BEARER, checks=HONEST).status_code] += 1

            with suppress(Unsatisfiable):  # what takes nothing cannot be sent anything wrong
                send()
    return statuses


def test_no_answer_breaks_the_document(fresh_server: Any) -> None:
    statuses = try_everything(fresh_server, FEW)
    assert statuses.total() > 150
    assert {200, 202, 404, 422} <= set(statuses)


@pytest.mark.endurance
def test_no_answer_breaks_the_document_for_long(fresh_server: Any) -> None:
    assert try_everything(fresh_server, MANY).total() > 5000
