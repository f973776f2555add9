from __future__ import annotations

import pytest
from posteract_core.providers import PluginSettings
from posteract_core.providers.texts import OneOrMore
from pydantic import ValidationError


class Settings(PluginSettings):
    tag: OneOrMore = ()


@pytest.mark.parametrize(
    ("written", "read"), [("4k", ("4k",)), (["4k", "uhd", "4k"], ("4k", "uhd")), ([], ()), ("a, b", ("a, b",))]
)
def test_one_text_is_a_list_of_one_and_each_counts_once(written, read):
    assert Settings(tag=written).tag == read


@pytest.mark.parametrize("written", ["", [""], 4, {"a": "b"}, None])
def test_what_is_no_text_is_a_mistake(written):
    with pytest.raises(ValidationError):
        Settings(tag=written)
