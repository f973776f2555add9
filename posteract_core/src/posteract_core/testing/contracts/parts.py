"""What several contracts need."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, TypeVar

import pytest

from ...model import Finding, Picture
from ...providers import Provider

T = TypeVar("T")

THREADS = 4


def in_threads(ask: Callable[[], T]) -> list[T]:
    """Return what `ask` answers when several threads ask at once."""
    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(ask) for _ in range(THREADS * 2)]]


def given(value: T | None, what: str) -> T:
    """Return `value`; skip the test when the subclass supplies none."""
    if value is None:
        pytest.skip(f"no `{what}` is supplied")
    return value


def assert_hides(error: BaseException, secrets: Sequence[str]) -> None:
    """Check that no secret is in an error's text or hint."""
    text = f"{error} {getattr(error, 'hint', '')}"
    assert not [secret for secret in secrets if secret in text]


def assert_healthy_shape(provider: Provider[Any]) -> None:
    """Check what holds of every provider: its name, its limit, and that `check` reports instead of raising."""
    assert isinstance(provider.name, str)
    assert provider.max_concurrency >= 1
    findings = provider.check()
    assert all(isinstance(finding, Finding) for finding in findings)


def assert_jsonable(value: object) -> None:
    """Check that a value is text, number, bool, None, or lists and mappings of such."""
    json.dumps(value)


def plain_picture(colour: tuple[int, int, int], size_px: tuple[int, int] = (1000, 1500)) -> Picture:
    """Return a JPEG of one colour."""
    from PIL import Image

    data = BytesIO()
    Image.new("RGB", size_px, colour).save(data, "JPEG", quality=90)
    return Picture(data=data.getvalue(), format="jpeg", width_px=size_px[0], height_px=size_px[1])
