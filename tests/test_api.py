"""The library: named and documented, light to import, and honest in every row."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

import nuzuh
from nuzuh import api
from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.loaders import current
from nuzuh.scene.data_versions import known_versions

pytestmark = pytest.mark.slow

OLD = "2026-08-22-79be9da"
TABLES = {
    "estimates": nuzuh.estimates,
    "people": lambda **more: nuzuh.people("2024-05-01", **more),
    "every day": nuzuh.people,
    "movements": nuzuh.movements,
    "movements published": lambda **more: nuzuh.movements(kind="published", **more),
    "orders": lambda **more: nuzuh.orders("2025-07-20", **more),
}


@pytest.fixture(params=TABLES)
def table(request):
    return TABLES[request.param]()


def test_every_row_has_a_source_or_says_that_it_is_reconstructed(table):
    assert len(table) > 0
    assert set(table["kind"]) <= {"published", "reconstructed"}
    published = table[table["kind"] == "published"]
    if len(published):
        assert (published["source_title"] != "").all()
    else:
        assert set(table["view"]) <= set(NAMED_VIEWS)
    assert set(table["data_version"]) == {known_versions()[0].id}
    assert table.attrs["citation"] == nuzuh.cite()


def test_what_is_missing_is_no_zero(table):
    if "people" in table:
        assert not (table["people"] == 0).any()
        assert table.loc[table["people"].isna(), "high"].notna().all()
        ranged = table.dropna(subset=["people", "low", "high"])
        assert (ranged["low"] <= ranged["people"]).all()
        assert (ranged["people"] <= ranged["high"]).all()
    if "value" in table:
        numbers = table[["value", "low", "high"]]
        assert numbers.notna().any(axis=1).all()
        assert table.loc[table["quantifier"] == "more than", "value"].isna().all()


@pytest.mark.parametrize("name", ["estimates", "people", "every day", "movements", "orders"])
def test_a_former_version_says_what_it_said(name):
    old = TABLES[name](version=OLD)
    assert set(old["data_version"]) == {OLD}
    assert old.attrs["citation"].endswith(f"Data version {OLD}.")
    for column in ("as_of", "date", "last"):
        if column in old:
            assert old[column].max() <= pd.Timestamp("2026-08-22")
    # And what is asked for next is of the newest again.
    assert current.current().version != OLD


def test_a_day_alone_is_that_day_of_all_days():
    every = nuzuh.people(view="un")
    one = nuzuh.people(date(2025, 3, 1), view="un")
    same = every[every["date"] == "2025-03-01"].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, same, check_dtype=False)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2025, 3, 1, 23, 30, tzinfo=UTC),
        pd.Timestamp("2025-03-01 00:30", tz="Asia/Gaza"),
        pd.Timestamp("2025-03-01"),
        np.datetime64("2025-03-01T23:30"),
        date(2025, 3, 1),
    ],
)
def test_a_moment_is_the_day_that_it_names(moment):
    assert set(nuzuh.people(moment)["date"]) == {pd.Timestamp("2025-03-01")}
    assert nuzuh.estimates(first=moment, last=moment)["as_of"].eq("2025-03-01").all()


def test_an_area_that_is_told_with_another_one_is_found():
    told = nuzuh.people("2026-09-01", area="PS0255", view="israel")
    assert list(told["pcode"]) == ["PS0255 PS0260"]


def test_a_period_is_reconstructed_as_a_whole():
    whole = nuzuh.movements("2024-05-06", "2024-05-26")
    assert set(whole["first"]) == {pd.Timestamp("2024-05-06")}
    assert not whole.duplicated(["origin", "destination"]).any()
    published = nuzuh.movements("2024-05-06", "2024-05-26", kind="published")
    assert published["as_of"].between("2024-05-06", "2024-05-26").all()
    assert set(published["measure"]) == {"movement"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: nuzuh.people("1999-01-01"), "lies outside"),
        (lambda: nuzuh.people("yesterday"), "not a date written YYYY-MM-DD"),
        (lambda: nuzuh.people(20251005), "'20251005' is not a date written YYYY-MM-DD"),
        (lambda: nuzuh.people(pd.NaT), "not a date written YYYY-MM-DD"),
        (lambda: nuzuh.estimates(first="2025-01-02", last="2025-01-01"), "begins on 2025-01-02"),
        (
            lambda: nuzuh.movements("2025-01-02", "2025-01-01", kind="published"),
            "begins on 2025-01-02 and ends on",
        ),
        (lambda: nuzuh.movements(kind="published", view="un"), "chosen by their publisher"),
        (lambda: nuzuh.people(area="Rafah"), "there is no area 'Rafah'; choose one of"),
        (lambda: nuzuh.people(view="nobody"), "no publisher is called 'nobody'"),
        (lambda: nuzuh.people(version="2020-01-01-aaaaaaa"), "there never was a data version"),
        (lambda: nuzuh.estimates(measure="guests"), "there is no measure 'guests'"),
        (lambda: nuzuh.estimates(publisher="me"), "there is no publisher 'me'"),
        (lambda: nuzuh.movements("2025-01-01"), "a period needs both of its ends"),
        (lambda: nuzuh.movements("2025-01-02", "2025-01-01"), "begins on 2025-01-02 and ends on"),
        (lambda: nuzuh.movements(kind="guessed"), "there is no kind 'guessed'"),
        (lambda: nuzuh.orders("2025-01-01", first="2025-01-01"), "contradict each other"),
        (lambda: nuzuh.orders(first="2025-01-01"), "a period needs both of its ends"),
        (lambda: nuzuh.cite("GD9999"), "there is no figure 'GD9999'"),
        (lambda: nuzuh.people(version=None), "version is a text"),
        (lambda: nuzuh.people(view=5), "view is a text, and not '5'"),
        (lambda: nuzuh.orders(view=None), "view is a text"),
        (lambda: nuzuh.estimates(area=["PS0255"]), "area is a text"),
        (lambda: nuzuh.changes(None), "before is a text"),
        (lambda: nuzuh.cite(7), "figure is a text"),
        (lambda: nuzuh.people(np.datetime64("NaT")), "not a date written YYYY-MM-DD"),
        (lambda: nuzuh.changes("never"), "there never was a data version 'never'"),
    ],
)
def test_what_there_is_not_is_refused_in_a_sentence(asked, said):
    with pytest.raises(nuzuh.RefusedError, match=re.escape(said)) as refused:
        asked()
    assert "\n" not in str(refused.value)


def test_a_figure_is_cited_with_its_page_and_the_version():
    told = nuzuh.cite("GD0508")
    assert re.search(r"“.+”, 5 October 2025\. https://\S+ \[GD0508 in: nuzuh", told)


def test_what_changed_is_told_a_row_a_column():
    told = nuzuh.changes(OLD)
    assert set(told["change"]) == {"new", "revised", "withdrawn"}
    assert not told.duplicated(["table", "id", "column"]).any()
    revised = told[told["change"] == "revised"]
    assert (revised["before"] != revised["after"]).all()
    assert (told["source_title"] != "").all()
    assert nuzuh.changes("latest", "latest").empty


def test_every_name_is_documented_and_none_else_is(root):
    text = (root / "docs/api.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `nuzuh\.(\w+)", text, re.MULTILINE))
    assert documented == set(api.__all__)
    assert set(nuzuh.__all__) - {"__version__"} == documented
    for name in documented - {"RefusedError"}:
        row = re.search(rf"^\| `nuzuh\.{name}\(([^)]*)\)", text, re.MULTILINE)
        told = [part.strip().rstrip("=") for part in row[1].split(",")] if row[1] else []
        assert told == list(inspect.signature(getattr(nuzuh, name)).parameters)


def test_the_package_is_light_until_the_library_is_asked_for(root):
    program = (
        "import sys, nuzuh\n"
        "assert 'pandas' not in sys.modules and 'nuzuh.api' not in sys.modules\n"
        "assert nuzuh.__version__ and 'people' in dir(nuzuh)\n"
        "assert not hasattr(nuzuh, 'nothing')\n"
        "nuzuh.versions\n"
        "assert 'nuzuh.api' in sys.modules\n"
        "assert not {'streamlit', 'matplotlib'} & set(sys.modules)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


def test_the_notebook_runs_and_is_five_lines(root):
    notebook = json.loads((root / "docs/example.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    assert sum(len(cell.splitlines()) for cell in cells) == 5
    assert all(c["outputs"] == [] for c in notebook["cells"] if c["cell_type"] == "code")
    names = {}
    first, *lines = cells
    exec(first, names)  # noqa: S102 (our own notebook)
    shown = [eval(line, names) for line in lines]  # noqa: S307
    assert all(len(one) > 0 for one in shown)
    assert set(shown[0]["kind"]) == {"reconstructed"}
    assert shown[-1] == nuzuh.cite()
