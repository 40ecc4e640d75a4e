"""What is kept of a reconstruction is what is shown of it, and nothing else is made of it."""

from __future__ import annotations

import json
import math
import zipfile
from datetime import date, timedelta
from functools import cache, partial
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from nuzuh.balance import priors
from nuzuh.balance.archived.adding import checked_entry
from nuzuh.balance.archived.packing import (
    QUARTERS,
    packed_arrays,
    squeezed,
    stepped,
    unpacked_arrays,
    unsqueezed,
)
from nuzuh.balance.archived.picture import (
    WITHOUT_ENSEMBLE,
    keeps,
    kept,
    names_of,
    read_again,
)
from nuzuh.balance.archived.whole import is_whole, parts_of_whole
from nuzuh.balance.explain import explain
from nuzuh.balance.inputs import Known
from nuzuh.balance.observation_terms import NORTH, SOUTH
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.require import require_reconstruction
from nuzuh.balance.shipped import (
    FOLDER,
    NAMED_VIEWS,
    hold_pictures,
    load_reconstruction,
    moved_by_day,
)
from nuzuh.balance.solve import BalanceError
from nuzuh.loaders import DataError, data_version
from nuzuh.loaders.archive import in_use_of, shelf
from nuzuh.loaders.archive.entry import ArchivedVersion, packed, read_parts
from nuzuh.loaders.current import InUse, using
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.package import GEODATA, read_descriptor
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.labels import reconstructed_people, reconstructed_range
from nuzuh.scene.translator import Translator
from tests.balance.tables import BASELINE, PUBLISHERS

OLD = "2026-08-22-79be9da"
GROUPS = (*((place,) for place in priors.PLACES), NORTH, SOUTH, priors.AREAS)
DAYS = (date(2026, 10, 7) - date(2023, 10, 6)).days


@cache
def shown(view):
    return load_reconstruction(tables_in_use(), view)


@cache
def parts_of(view):
    return kept(shown(view))


@cache
def again(view):
    return read_again(parts_of(view), view, "e.zip", partial(tuple, shown(view).observations))


@given(
    view=st.sampled_from(NAMED_VIEWS),
    at=st.integers(0, DAYS),
    lang=st.sampled_from(["en", "ar", "he"]),
    group=st.sampled_from(GROUPS),
)
def test_people_of_any_day_are_told_as_they_were(view, at, lang, group):
    one, other, t = shown(view), again(view), Translator(lang)
    day = one.days[0].date() + timedelta(days=at)
    told = one.areas_told(day)
    assert other.areas_told(day) == told
    for places in {group, *told}:
        number, *ends = one.group(day, places)
        again_number, *again_ends = other.group(day, places)
        assert again_number == number
        np.testing.assert_allclose(again_ends, ends, atol=1 / QUARTERS)
        assert [round(end) for end in again_ends if not math.isnan(end)] == [
            round(end) for end in ends if not math.isnan(end)
        ]
        for words in (reconstructed_people, lambda _, *ends: reconstructed_range(*ends)):
            assert words(again_number, *again_ends, t) == words(number, *ends, t)


@pytest.mark.parametrize("view", NAMED_VIEWS)
def test_movements_are_those_that_were_and_have_no_range(view):
    one, other = shown(view), again(view)
    assert np.array_equal(other.flows, one.flows)
    assert np.array_equal(other.present, one.present)
    assert np.array_equal(other.births, one.births)
    assert np.array_equal(other.deaths, one.deaths)
    first, last = date(2025, 8, 14), date(2025, 10, 5)
    moved, *ends = other.moved(first, last, NORTH, SOUTH)
    assert moved == one.moved(first, last, NORTH, SOUTH)[0]
    assert np.isnan(ends).all()
    change, *ends = other.change(first, last, NORTH)
    assert change == one.change(first, last, NORTH)[0]
    assert np.isnan(ends).all()
    assert other.movements(first, last)["low"].isna().all()
    assert other.moving is None


@pytest.mark.parametrize("view", NAMED_VIEWS)
def test_what_is_said_of_figures_comes_back(view):
    one, other = shown(view), again(view)
    exact = ["id", "publisher", "treatment", "reason", "clauses", "weight", "predicted", "residual"]
    pd.testing.assert_frame_equal(
        other.rows[exact], one.rows[exact], check_exact=True, check_dtype=False
    )
    for name in ("error", "published_low", "published_high"):
        np.testing.assert_allclose(
            other.rows[name].astype(float), one.rows[name].astype(float), rtol=1e-6
        )
    assert [str(notice) for notice in other.notices[:-1]] == [str(n) for n in one.notices]
    assert other.notices[-1].key == WITHOUT_ENSEMBLE
    assert (other.joints, other.absent, other.last_told) == (one.joints, one.absent, one.last_told)
    day = date(2025, 10, 5)
    for places in [*one.areas_told(day), priors.AREAS]:
        before, after = explain(one, day, places), explain(other, day, places)
        assert (before is None) == (after is None)
        if before is None or after is None:
            continue
        assert [c.id for c in after.carried] == [c.id for c in before.carried]
        assert [c.id for c in after.contradicted] == [c.id for c in before.contradicted]
        assert before.without is not None
        assert after.without == pytest.approx(before.without, abs=len(places))


def test_a_group_that_was_not_told_has_no_range_and_never_a_false_one():
    one = again("all")
    day = date(2024, 3, 1)
    assert ("PS0265", "PS0275") not in one.told
    number, *ends = one.group(day, ("PS0265", "PS0275"))
    assert number == shown("all").group(day, ("PS0265", "PS0275"))[0]
    assert np.isnan(ends).all()


def test_a_silence_has_no_range(story):
    plain = reconstruct(story, PUBLISHERS, known=Known(BASELINE))
    other = read_again(kept(plain), plain.view, "e.zip")
    assert not other.ranged
    assert other.told is None
    assert np.isnan(other.ends_by_place).all()
    assert other.left_out is None
    with using(in_use_of(OLD)):
        israel = load_reconstruction(tables_in_use(), "israel")
    silent = [day.date() for day in israel.days if israel.has_data_gap(day)]
    assert silent
    assert np.isnan(israel.group(silent[5], NORTH)[1:]).all()


def test_the_same_picture_gives_the_same_bytes():
    assert kept(shown("israel")) == parts_of("israel")


@pytest.mark.parametrize("view", NAMED_VIEWS)
def test_the_shipped_entry_of_the_version_in_use_is_what_is_shown(view):
    _, parts = read_parts(shelf.SHIPPED / f"{data_version()}.zip")
    stored = read_again(parts, view, "e.zip")
    assert np.array_equal(stored.present, shown(view).present)
    np.testing.assert_allclose(stored.ends_by_place, again(view).ends_by_place)
    assert stored.rows["treatment"].tolist() == shown(view).rows["treatment"].tolist()


def test_the_first_version_is_shown_with_ranges_around_its_numbers():
    with using(in_use_of(OLD)):
        tables = tables_in_use()
        for view in NAMED_VIEWS:
            result = load_reconstruction(tables, view)
            assert result is load_reconstruction(tables, view)
            assert str(result.days[-1].date()) == "2026-08-22"
            low, high = result.ends_by_place
            told = ~np.isnan(low)
            assert told.any()
            assert (low[told] <= result.present[told]).all()
            assert (high[told] >= result.present[told]).all()
            assert len(result.rows) == 791
            assert len(moved_by_day(tables, view)) == len(result.days)


def test_publishers_that_a_reader_chooses_are_refused_for_a_former_version():
    with using(in_use_of(OLD)):
        for ask in (load_reconstruction, require_reconstruction, moved_by_day):
            with pytest.raises(RefusedError, match=f"{OLD} only the views all, un") as refused:
                ask(tables_in_use(), "OCHA")
            assert refused.value.key == "kept_views"


def test_a_view_that_had_no_balance_has_none_afterwards():
    in_use = in_use_of(OLD)
    parts = {name: part for name, part in in_use.parts.items() if "israel" not in name}
    with using(InUse("2026-08-22-000000a", in_use.tables, in_use.published, parts)):
        with pytest.raises(BalanceError, match="has none"):
            load_reconstruction(tables_in_use(), "israel")
        assert load_reconstruction(tables_in_use(), "all").ranged


@pytest.mark.parametrize(
    ("number", "at", "part"),
    [
        (0, 0, squeezed(b"{}")),
        (1, 0, b"no xz"),
        (2, 0, squeezed(b'{"format": 99}')),
        (3, 0, squeezed(b"[" * 50_000)),
        (4, 1, squeezed(b"\0" * 20_000_000)),
        (5, 1, squeezed(b"short")),
        (6, 1, b"\xfd7zXZ\0 cut"),
    ],
)
def test_parts_that_make_no_picture_are_refused(number, at, part, tmp_path):
    in_use, id_ = in_use_of(OLD), f"2026-08-22-000000{number}"
    _, parts = read_parts(shelf.SHIPPED / f"{OLD}.zip")
    changed = parts | {names_of("un")[at]: part}
    with using(InUse(id_, in_use.tables, in_use.published, changed)):
        for look in (lambda tables: load_reconstruction(tables, "un"), hold_pictures):
            with pytest.raises(DataError, match=rf"^{id_}\.zip holds no whole picture of 'un'"):
                look(tables_in_use())
    last = date(2026, 8, 22)
    path = tmp_path / f"{id_}.zip"
    path.write_bytes(packed(ArchivedVersion(id_, last, last, 791, 214, "0"), changed))
    with pytest.raises(DataError, match="no whole picture of 'un'"):
        checked_entry(path)


def changed_view(change, name="un"):
    """A part that says other things, below the name of the view "all"."""
    told = json.loads(unsqueezed(kept_parts()[names_of(name)[0]]))
    return {names_of("all")[0]: squeezed(json.dumps(told | change).encode())}


def kept_parts():
    return read_parts(shelf.SHIPPED / f"{OLD}.zip")[1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"view": "all", "length": 10**9}, "other days"),
        ({"view": "all", "start": [1.0]}, "begins in other places"),
        ({"view": "all", "start": [-1e6] * 6}, "present at first are fewer than none"),
        ({"view": "all", "start": [float("nan")] * 6}, "present at first are fewer than none"),
        ({"view": "all", "groups": []}, "ranges are of other groups"),
        ({}, "it is that of 'un'"),
    ],
)
def test_a_picture_that_hashes_well_and_holds_false_numbers_is_refused(change, told):
    parts = kept_parts()
    numbers = {names_of("all")[1]: parts[names_of("un")[1]]}
    with pytest.raises(DataError, match=told):
        read_again(parts | numbers | changed_view(change), "all", "made up")


@pytest.mark.parametrize("gone", names_of("all"))
def test_half_a_picture_is_not_taken_for_a_view_without_a_balance(gone):
    parts = {name: part for name, part in kept_parts().items() if name != gone}
    assert keeps(parts, "all")
    with pytest.raises(DataError, match="no whole picture of 'all'"):
        read_again(parts, "all", "made up")


@given(
    st.lists(
        arrays.arrays(
            np.int64,
            st.tuples(st.integers(1, 3), st.integers(1, 9)),
            elements=st.integers(-(10**7), 10**7),
        ),
        max_size=3,
    ),
    arrays.arrays(np.float32, st.integers(0, 9), elements=st.floats(width=32, allow_nan=True)),
)
def test_arrays_come_back(whole, floats):
    given_arrays = {str(n): one for n, one in enumerate(whole)} | {"f": floats}
    told, content = packed_arrays(given_arrays)
    found = unpacked_arrays(told, unsqueezed(squeezed(content)))
    for name, array in given_arrays.items():
        np.testing.assert_array_equal(found[name], array)


@given(st.floats(0, 3e6), st.sampled_from([0.5, 1.0, 100.0, 500.0, 1000.0]))
def test_steps_keep_the_side_of_every_half_person(number, unit):
    step = float(stepped(np.array([number]))[0]) / QUARTERS
    assert abs(step - number) < 1 / QUARTERS + 1e-9
    for mark in (math.floor(number / unit) * unit, math.ceil(number / unit) * unit):
        assert (step < mark, step == mark) == (number < mark, number == mark)


def whole_zip(drop=(), change=None):
    """The version in use as versions were kept whole: its data package and its ensembles."""
    held = {
        f"geodata/{entry['path']}": (GEODATA / entry["path"]).read_bytes()
        for entry in read_descriptor()["resources"]
    }
    held["geodata/datapackage.json"] = (GEODATA / "datapackage.json").read_bytes()
    for view in NAMED_VIEWS:
        held[f"balance/precomputed/{view}.npz"] = (Path(FOLDER) / f"{view}.npz").read_bytes()
    held = {name: part for name, part in held.items() if name not in drop} | (change or {})
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in held.items():
            archive.writestr(name, part)
    return held


@pytest.mark.slow
@pytest.mark.thorough
def test_a_version_that_was_kept_whole_gives_what_was_shown_of_it():
    held = whole_zip()
    assert is_whole(held)
    version, parts = parts_of_whole(held, "whole.zip")
    assert version == data_version()
    for view in NAMED_VIEWS:
        one, other = again(view), read_again(parts, view, "e.zip")
        assert np.array_equal(other.present, one.present)
        assert list(other.left_out) == list(one.left_out)
        np.testing.assert_allclose(other.ends_by_place, one.ends_by_place)
        assert other.rows["treatment"].tolist() == one.rows["treatment"].tolist()
        assert other.rows["residual"].tolist() == pytest.approx(
            one.rows["residual"].tolist(), nan_ok=True
        )


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (lambda: whole_zip(drop=["geodata/orders.csv"]), "no whole data package"),
        (lambda: whole_zip(change={"geodata/orders.csv": b"id\n1\n"}), "'orders.csv' that was alt"),
        (lambda: whole_zip(change={"geodata/datapackage.json": b"{"}), "no whole data package"),
        (lambda: whole_zip(drop=["balance/precomputed/all.npz"]), "no ensemble of the view 'all'"),
        (lambda: whole_zip(change={"balance/precomputed/all.npz": b"x"}), "no ensemble of these"),
    ],
)
def test_a_whole_version_that_is_not_whole_is_refused(held, told):
    with pytest.raises(DataError, match=told):
        parts_of_whole(held(), "whole.zip")
