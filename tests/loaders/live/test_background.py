"""The refresh behind is asked for again when its time has come, whatever the clock says."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest

from nuzuh.loaders.live import background
from nuzuh.loaders.live.background import refresh_in_background

YEAR = 365 * 86_400.0


@pytest.fixture
def clock(monkeypatch):
    """What both clocks say: the one since the start of the machine, and the one on the wall."""
    clock = SimpleNamespace(since_start=1.0, wall=1_800_000_000.0)
    told = SimpleNamespace(monotonic=lambda: clock.since_start, time=lambda: clock.wall)
    monkeypatch.setattr(background, "time", told)
    return clock


@pytest.fixture
def runs(monkeypatch):
    """Refreshes that were begun; each ends at once."""
    begun = []

    def run(names, *_, **__):
        begun.append(names)
        return []

    class Thread:
        def __init__(self, *, target, args, **_):
            self.start = lambda: target(*args)

    monkeypatch.setattr(background, "refresh", run)
    monkeypatch.setattr(background.threading, "Thread", Thread)
    return begun


def test_a_clock_that_was_ahead_and_comes_back_stops_no_refresh(settings, clock, runs):
    settings = dataclasses.replace(settings, fresh_seconds=3600.0)
    clock.wall += YEAR
    assert refresh_in_background(settings)
    clock.wall -= YEAR
    assert not refresh_in_background(settings)
    clock.since_start += 3601.0
    assert refresh_in_background(settings)
    assert len(runs) == 2


def test_the_first_refresh_waits_for_nothing_on_a_machine_that_has_just_started(
    settings, clock, runs
):
    assert clock.since_start < 3600.0
    assert refresh_in_background(dataclasses.replace(settings, fresh_seconds=3600.0))
    assert len(runs) == 1
