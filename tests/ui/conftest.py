from __future__ import annotations

import pytest

from nuzuh.export import pool


@pytest.fixture
def made_here(monkeypatch):
    """Files are made in this process, where a test can see and change what makes them."""

    def make(work, tables, _pace="short", *, waiting=None, progress=None):
        if waiting:
            waiting(0)
        return work(tables, progress or (lambda *_: None))

    monkeypatch.setattr(pool, "make", make)
