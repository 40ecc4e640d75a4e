"""The examples in the loaders hold.

pytest itself finds those of the other rooms; a file of the loaders it would import by
its path, under a second name.
"""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from nuzuh import loaders

FOLDER = Path(loaders.__file__).parent
NAMES = [
    ".".join(("nuzuh.loaders", *path.relative_to(FOLDER).with_suffix("").parts))
    for path in sorted(FOLDER.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_hold(name):
    told = doctest.testmod(import_module(name.removesuffix(".__init__")))
    assert told.failed == 0
    assert told.attempted > 0
