"""The file that carries what a solve says: whole, and never of other input or other code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from nuzuh.balance import shipped, solved
from nuzuh.balance.archive import StaleArchiveError
from nuzuh.balance.archive import load as with_ensemble
from nuzuh.balance.inputs import Known
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.result import Notice, Reconstruction
from nuzuh.balance.shipped import FOLDER, NAMED_VIEWS, key_of
from nuzuh.balance.solved import load_solved, save_solved
from nuzuh.loaders.tables import tables_in_use
from tests.balance.tables import BASELINE, PUBLISHERS


@pytest.fixture
def result(story: pd.DataFrame) -> Reconstruction:
    return reconstruct(story, PUBLISHERS, known=Known(BASELINE))


def says_the_same(one: Reconstruction, other: Reconstruction) -> bool:
    pd.testing.assert_frame_equal(one.rows, other.rows, check_exact=True)
    pd.testing.assert_frame_equal(one.scales, other.scales, check_exact=True)
    told = [[(notice, notice.key, notice.parts) for notice in r.notices] for r in (one, other)]
    return (
        told[0] == told[1]
        and (one.view, one.absent) == (other.view, other.absent)
        and one.days.equals(other.days)
    )


def test_everything_that_a_solve_says_comes_back(result, tmp_path):
    thin = replace(
        result,
        notices=(
            Notice("Two are far off.", "at_odds", ids=("T1", "T2")),
            Notice("One is alone.", "alone", name="A"),
            Notice("A gap.", "gap", first=date(2024, 1, 2), last=date(2025, 3, 4)),
        ),
        absent=((pd.Timestamp("2024-01-02"), pd.Timestamp("2025-03-04")),),
    )
    for number, said in enumerate((result, thin)):
        path = tmp_path / f"{number}.npz"
        assert save_solved(path, said, "key") == path.stat().st_size < 100_000
        assert says_the_same(said, load_solved(path, "key"))


def test_its_numbers_are_not_in_it_and_are_never_taken_for_some(result, tmp_path):
    save_solved(tmp_path / "s.npz", result, "key")
    again = load_solved(tmp_path / "s.npz", "key")
    for numbers in (again.present, again.flows, again.births, again.deaths):
        assert pd.isna(numbers).all()


def test_other_input_or_other_code_is_refused(result, tmp_path, monkeypatch):
    save_solved(tmp_path / "s.npz", result, "key")
    with pytest.raises(StaleArchiveError):
        load_solved(tmp_path / "s.npz", "another key")
    monkeypatch.setattr(solved, "code_digest", lambda: "of another version")
    with pytest.raises(StaleArchiveError):
        load_solved(tmp_path / "s.npz", "key")


def test_any_change_of_the_code_is_another_code_and_an_end_of_line_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(solved, "_CODE", tmp_path)
    digest = solved.code_digest.__wrapped__
    (tmp_path / "a.py").write_bytes(b"x = 1\ny = 2\n")
    first = digest()
    (tmp_path / "a.py").write_bytes(b"x = 1\r\ny = 2\r\n")
    assert digest() == first
    (tmp_path / "a.py").write_bytes(b"x = 1\ny = 3\n")
    second = digest()
    (tmp_path / "b.py").write_bytes(b"")
    assert len({first, second, digest()}) == 3


@pytest.mark.parametrize("view", NAMED_VIEWS)
def test_what_ships_was_solved_from_these_figures_by_this_code(view):
    try:
        load_solved(FOLDER / f"{view}.solved.npz", key_of(tables_in_use(), view))
    except StaleArchiveError:
        pytest.fail("run `python -m nuzuh.balance.shipped --solved`")


def test_nothing_is_solved_for_a_view_that_ships(monkeypatch):
    fresh = replace(tables_in_use(), _memory={})
    monkeypatch.setattr(shipped, "reconstruct", lambda *_, **__: pytest.fail("it was solved"))
    assert shipped.load_reconstruction(fresh, "un").has_observations


def test_what_was_solved_by_other_code_is_solved_again_with_its_ranges(monkeypatch):
    fresh = replace(tables_in_use(), _memory={})
    monkeypatch.setattr(solved, "code_digest", lambda: "of another version")
    again = shipped.load_reconstruction(fresh, "palestine")
    assert again.seconds > 0
    assert again.draws is not None
    assert says_the_same(again, shipped.load_reconstruction(tables_in_use(), "palestine"))


@pytest.mark.slow
@pytest.mark.parametrize("view", NAMED_VIEWS)
@pytest.mark.few(2)
def test_what_ships_says_what_a_solve_says(view):
    tables = tables_in_use()
    key, ensemble = key_of(tables, view), FOLDER / f"{view}.npz"
    fresh = with_ensemble(ensemble, shipped.solved_again(tables, view), key)
    assert says_the_same(
        fresh, with_ensemble(ensemble, load_solved(FOLDER / f"{view}.solved.npz", key), key)
    )
