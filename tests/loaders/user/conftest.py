"""What of the readers of files is tried between two edits, and what only before a change lands."""

from __future__ import annotations

from pathlib import Path

import pytest

QUICK = {
    "test_own_examples",
    "test_own_figures",
    "test_own_values",
}
"""Modules that touch every reader; the others try each of its rules."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and item.path.stem not in QUICK:
            item.add_marker(pytest.mark.slow)
