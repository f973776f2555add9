"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import posteract_folder
import pytest

MODULES = [module.name for module in pkgutil.walk_packages(posteract_folder.__path__, "posteract_folder.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) > 15
