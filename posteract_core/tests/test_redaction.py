from __future__ import annotations

import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posteract_core.redaction import MASK, forget_secrets, redact, register_secret


@pytest.fixture(autouse=True)
def _clean_registry():
    yield
    forget_secrets()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("http://plex:32400/x?X-Plex-Token=abc-123&type=1", f"http://plex:32400/x?X-Plex-Token={MASK}&type=1"),
        ("https://api/3/movie?language=en&api_key=abc", f"https://api/3/movie?language=en&api_key={MASK}"),
        ("http://omdb/?apikey=abc HTTP/1.1", f"http://omdb/?apikey={MASK} HTTP/1.1"),
        ("?ApiKey=abc&client_key=def", f"?ApiKey={MASK}&client_key={MASK}"),
        ("Authorization: Bearer abcdefgh", f"Authorization: {MASK}"),
        ('Authorization: MediaBrowser Token="abc", Client="x"', f"Authorization: {MASK}"),
        ("{'Authorization': 'Bearer abcdefgh', 'accept': 'x'}", f"{{'Authorization': '{MASK}', 'accept': 'x'}}"),
        ('{"token": "a\\"bc", "id": 603}', f'{{"token": "{MASK}", "id": 603}}'),
        ("sent Bearer abc.def.ghi-jkl to it", f"sent Bearer {MASK} to it"),
        ("postgresql://user:pa:ss@host/name", f"postgresql://{MASK}@host/name"),
        ("https://token@host/x@y", f"https://{MASK}@host/x@y"),
        ("X-Plex-Token: abc", f"X-Plex-Token: {MASK}"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", MASK),
        ("password=hunter2;", f"password={MASK};"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text, clean):
    assert redact(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "plugins.tmdb.token      is missing",
        "tmdb: refused our key or token (HTTP 401)",
        "Keys (2018) · The Passenger · Author: Stephen King",
        "Heat (1995) poster ← tmdb, textless, 2000 × 3000",
        "see https://www.themoviedb.org/settings/api?language=en",
        "mail me at owner@example.org",
    ],
)
def test_ordinary_words_stay(text):
    assert redact(text) == text


def test_a_short_value_is_not_hunted_for_everywhere():
    register_secret("the")
    assert redact("in the Heat of the night") == "in the Heat of the night"


def test_a_registered_value_is_masked_without_its_stray_whitespace():
    register_secret("  abcd1234\n")
    assert redact("key abcd1234.") == f"key {MASK}."


SECRETS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=6, max_size=40).filter(
    lambda value: len(set(value)) > 3 and "*" not in value
)


@given(SECRETS)
def test_a_registered_secret_is_masked_in_every_encoding(secret):
    register_secret(secret)
    try:
        for form in (
            secret,
            quote(secret, safe=""),
            quote_plus(secret),
            quote(secret, safe="").lower() if secret.islower() else quote(secret),
            json.dumps(secret)[1:-1],
            repr(secret)[1:-1],
        ):
            assert form not in redact(f"before {form} after"), form
    finally:
        forget_secrets()


@given(st.text(max_size=200))
def test_redacting_twice_is_redacting_once(text):
    once = redact(f"api_key={text} https://u:{text}@h/?token={text}")
    assert redact(once) == once
