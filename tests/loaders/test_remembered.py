"""What is computed from tables is computed once, however many ask for it at a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache

import pandas as pd
import pytest

from nuzuh.loaders import catalogue
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.table import Table
from nuzuh.loaders.tables import Tables, remembered

PATIENCE = 10
"""Seconds after which a test has failed."""


@pytest.fixture
def tables():
    return Tables("v", pd.DataFrame(), pd.DataFrame(), date(2024, 1, 1))


def test_those_who_ask_at_once_wait_for_one_computation(tables):
    begun, others = threading.Event(), threading.Barrier(4)
    computed = []

    @remembered(maxsize=4)
    def slow(_: Tables, part: str) -> str:
        computed.append(part)
        begun.set()
        # Whoever computed it too would have been counted by now.
        threading.Event().wait(0.2)
        return part.upper()

    def ask():
        others.wait(PATIENCE)
        return slow(tables, "a")

    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(ask) for _ in range(4)]
        assert begun.wait(PATIENCE)
        assert [answer.result(PATIENCE) for answer in answers] == ["A"] * 4
    assert computed == ["a"]


def test_nobody_waits_for_something_else(tables):
    released, begun = threading.Event(), threading.Event()

    @remembered(maxsize=4)
    def part_of(_: Tables, part: str) -> str:
        if part == "slow":
            begun.set()
            released.wait(PATIENCE)
        return part

    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(part_of, tables, "slow")
        assert begun.wait(PATIENCE)
        assert part_of(tables, "quick") == "quick"
        assert not slow.done()
        released.set()
        assert slow.result(PATIENCE) == "slow"


def test_what_fails_is_tried_again(tables):
    tries = []

    @remembered(maxsize=4)
    def failing(_: Tables) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("the first time")
        return "done"

    with pytest.raises(ValueError, match="the first time"):
        failing(tables)
    assert failing(tables) == "done"
    assert failing(tables) == "done"
    assert len(tries) == 2


def test_a_result_may_need_another_of_the_same_function(tables):
    @remembered(maxsize=8)
    def sum_to(tables: Tables, n: int) -> int:
        return n + sum_to(tables, n - 1) if n else 0

    assert sum_to(tables, 4) == 10


def test_threads_that_follow_the_data_compute_once():
    others, computed = threading.Barrier(4), []

    @follows_data(maxsize=2)
    def slow(part: str) -> str:
        computed.append(part)
        threading.Event().wait(0.2)
        return part.upper()

    def ask():
        others.wait(PATIENCE)
        return slow("a")

    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(ask) for _ in range(4)]
        assert [answer.result(PATIENCE) for answer in answers] == ["A"] * 4
    assert computed == ["a"]


def test_threads_that_ask_for_every_table_read_each_once(monkeypatch):
    others, read = threading.Barrier(3), []
    table = Table(pd.DataFrame(), catalogue.load_phases().provenance)

    @lru_cache(maxsize=1)
    def slow() -> Table:
        read.append(1)
        threading.Event().wait(0.2)
        return table

    monkeypatch.setattr(catalogue, "_LOADS", (slow,))

    def ask():
        others.wait(PATIENCE)
        return catalogue.all_sources()

    with ThreadPoolExecutor(3) as threads:
        answers = [threads.submit(ask) for _ in range(3)]
        assert [answer.result(PATIENCE) for answer in answers] == [[table.provenance]] * 3
    assert len(read) == 1
