"""Words about a former version of the data: no verdict and no range that were never kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders.archive import in_use_of
from nuzuh.loaders.current import using
from nuzuh.loaders.tables import rows_by_id, tables_in_use
from nuzuh.scene.area_words import comparison_text
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.labels import reconstructed_range
from nuzuh.scene.reconstruction_notices import input_notices
from nuzuh.scene.timeline import published_for
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

OLD = "2026-08-22-79be9da"
DAY = date(2025, 10, 5)


def test_a_figure_for_a_group_without_a_kept_range_is_held_against_nothing():
    t = Translator("en")
    with using(in_use_of(OLD)):
        tables = tables_in_use()
        balance = load_reconstruction(tables, "all")
        sources = rows_by_id(tables, "estimates")
        known = published_for(tables, "PS0260", DAY, later=True)
        assert comparison_text(balance, known, sources, DAY, t)
        unkept = replace(known, pcodes=("PS0265", "PS0275"))
        assert balance.tells(known.figure.as_of, unkept.pcodes)
        assert comparison_text(balance, unkept, sources, DAY, t) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_movements_have_no_range_is_said(lang):
    t = Translator(lang)
    with using(in_use_of(OLD)):
        tables = tables_in_use()
        view = View(mode="reconstructed", lang=lang)
        balance = load_reconstruction(tables, "all")
        texts = [one.text for one in input_notices(balance, view, tables, t).notices]
        assert t("recon.notice.without_ensemble") in texts
        moved = balance.moved(date(2025, 8, 14), DAY, ("PS0260",), ("PS0270",))
        assert reconstructed_range(*moved[1:], t) == t("recon.norange")


def test_files_of_a_former_version_do_not_share_a_name_with_the_newest():
    newest = file_stem(View())
    with using(in_use_of(OLD)):
        assert file_stem(View()) == f"{newest}-data-{OLD}"
