"""Small things that the tests of several rooms share."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nuzuh import loaders
from nuzuh.loaders import current
from nuzuh.loaders import estimates as estimates_module
from nuzuh.loaders import orders as orders_module
from nuzuh.loaders.live import adoption, background
from nuzuh.loaders.package import GEODATA
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from tests import tools
from tests.working_copy import small_copy

pytest_plugins = ["tests.chromium", "tests.markup", "tests.sites", "tests.workshop"]

# No test may look into the cache of whoever runs it, or ask the network.
_CACHE = tempfile.TemporaryDirectory(prefix="nuzuh-test-")
os.environ |= {
    "NUZUH_CACHE": _CACHE.name,
    "NUZUH_ARCHIVE": f"{_CACHE.name}/archive",
    "NUZUH_RECORDS": f"{_CACHE.name}/records",
    "NUZUH_OFFLINE": "1",
}

# The same examples on every machine: a run that is red for one is red for all.
for profile, examples in (("every test", 50), ("some tests", 20)):
    settings.register_profile(
        profile,
        deadline=None,
        derandomize=True,
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow],
    )


def pytest_configure(config):
    settings.load_profile("some tests" if config.option.markexpr else "every test")
    tools.hold_required()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Of a test that is marked few(n) let n cases stand, from the first to the last of them."""
    cases = defaultdict[tuple[str, str], list[pytest.Item]](list)
    for item in items:
        if item.get_closest_marker("few") and not item.get_closest_marker("thorough"):
            cases[item.location[0], item.originalname].append(item)
    for many in cases.values():
        (few,) = many[0].get_closest_marker("few").args
        apart = max(len(many) - 1, 1) / max(few - 1, 1)
        stand = {round(number * apart) for number in range(few)}
        for number, item in enumerate(many):
            if number not in stand:
                item.add_marker(pytest.mark.thorough)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    """End with a line for each tool that was absent, and what was not tried without it."""
    yield
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    for line in tools.untried(reasons):
        terminalreporter.write_line(line, yellow=True)


VALID_FIGURE = {
    "id": "T1",
    "publisher": "UN",
    "measure": "people_present",
    "counting": "people",
    "destination": "Rafah",
    "destination_pcodes": "PS0275",
    "as_of": "2025-06-02",
    "value": "1000",
    "unit": "people",
    "quantifier": "approximately",
    "source_title": "A report",
    "source_url": "https://example.org/report",
    "source_date": "2025-06-03",
    "seen": "primary",
}

VALID_ORDER = {
    "id": "T1",
    "kind": "order",
    "term": "evacuation order",
    "issuer": "IDF",
    "issued_on": "2025-06-02",
    "areas": "Rafah",
    "pcodes": "PS0275",
    "area_km2": "10",
    "source_title": "A report",
    "source_url": "https://example.org/report",
    "seen": "primary",
}


def _csv_of(valid: dict[str, str], columns: tuple[str, ...], rows: tuple[dict, ...]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for number, cells in enumerate(rows, start=1):
        writer.writerow(valid | {"id": f"T{number}"} | cells)
    return text.getvalue().encode()


@pytest.fixture(autouse=True)
def one_limit_of_cells():
    """Frictionless lifts the limit of a cell for the whole process: each test begins with ours."""
    limit = csv.field_size_limit()
    yield
    csv.field_size_limit(limit)


@pytest.fixture(scope="module", autouse=True)
def embedded_tables():
    """Let each file of tests begin with the tables that are embedded, whatever one before left."""
    current.put_in_use(current.EMBEDDED)
    current.follow_tables()
    adoption._adopted = adoption._Adopted()
    shutil.rmtree(Path(_CACHE.name) / "good", ignore_errors=True)


@pytest.fixture(autouse=True)
def tables_as_they_were():
    """Leave no table of a test in use, nor a refresh that it began."""
    newest, pinned = current.newest(), current._frozen.get()
    yield
    until = time.monotonic() + 30
    while background.state().running and time.monotonic() < until:
        time.sleep(0.01)
    current.put_in_use(newest)
    current._frozen.set(pinned)
    adoption._adopted = adoption._Adopted()
    background._state[0] = background.BackgroundRefresh()


@pytest.fixture(scope="session")
def estimates_csv() -> Callable[..., bytes]:
    """Make the bytes of an estimates file: one valid row (T1, T2, ...) a dict of changed cells."""
    return lambda *rows: _csv_of(VALID_FIGURE, estimates_module.COLUMNS, rows)


@pytest.fixture(scope="session")
def orders_csv() -> Callable[..., bytes]:
    """Make the bytes of an orders file: one valid row (T1, T2, ...) a dict of changed cells."""
    return lambda *rows: _csv_of(VALID_ORDER, orders_module.COLUMNS, rows)


@pytest.fixture(scope="session")
def some_estimates(estimates_csv):
    """Make a validated table of estimates from dicts of changed cells."""
    return lambda *rows: estimates_module.read_estimates(estimates_csv(*rows), "some.csv")


@pytest.fixture(scope="session")
def some_orders(orders_csv):
    """Make a validated table of orders from dicts of changed cells."""
    return lambda *rows: orders_module.read_orders(orders_csv(*rows), "some.csv")


@pytest.fixture(scope="session")
def root():
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def estimates():
    return loaders.load_estimates().frame


@pytest.fixture(scope="session")
def orders():
    return loaders.load_orders().frame


@pytest.fixture(scope="session")
def areas_km2():
    frame = loaders.load_boundaries().frame
    return dict(zip(frame["pcode"], frame["area_km2"], strict=True))


@pytest.fixture(scope="session")
def timeline():
    return load_timeline()


@pytest.fixture(scope="session")
def english():
    return Translator("en")


@pytest.fixture(scope="session")
def small_data(tmp_path_factory):
    """The embedded data with a part of the figures, for whoever only reads or copies them."""
    return small_copy(tmp_path_factory.mktemp("small") / "geodata")


@pytest.fixture
def geodata_copy(tmp_path):
    """Make a copy of the embedded data that may be damaged."""
    return Path(shutil.copytree(GEODATA, tmp_path / "geodata"))
