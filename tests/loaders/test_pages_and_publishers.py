"""What a source's date tells, and what publishers are called."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from nuzuh import loaders
from nuzuh.loaders.pages import page_of
from nuzuh.loaders.publishers import GROUPS, groups, names

DAY = pd.Timestamp("2025-10-06")


@pytest.mark.parametrize(
    ("title", "address", "day", "page"),
    [
        ("OCHA press release", "https://www.ochaopt.org/content/x", DAY, "dated"),
        ("OCHA press release", "", DAY, "dated"),
        ("OCHA press release", "https://www.ochaopt.org/content/x", pd.NaT, "undated"),
        ("OCHA press release", "", None, "undated"),
        ("UNRWA Situation Report #74 (GlobalSecurity mirror)", "", DAY, "dated"),
        ("IDMC IDU event 1 (HDX event_data_pse CSV, copy in GitHub a/b)", "", DAY, "copy"),
        ("IPC populations by area, HDX HAPI export", "", pd.NaT, "copy"),
        ("Reuters: six killed (summary in a public GitHub digest)", "", DAY, "copy"),
        ("OCHA report (figure read in OCHA-DAP ds-teleconnections tables)", "", DAY, "copy"),
        ("counts", "https://github.com/a/b/blob/main/unrwa_idp_counts.csv", DAY, "copy"),
        ("casualties", "https://github.com/a/b/blob/main/casualties_daily.json", DAY, "copy"),
        ("IDMC", "https://docs.google.com/x/pub?output=xlsx", DAY, "copy"),
        # An outlet that keeps its own pages there: the date is that of the page.
        ("Times of Palestine: brief", "https://github.com/t/t/blob/main/a.en.txt", DAY, "dated"),
        ("my figures.csv, row 3", "", pd.NaT, "undated"),
    ],
)
def test_a_page_is_dated_undated_or_a_copy(title, address, day, page):
    assert page_of(title, address, day) == page


def test_figures_and_orders_know_their_page(estimates, orders):
    for frame in (estimates, orders):
        assert set(frame["page"]) == {"dated", "copy", "undated"}
        assert frame.loc[frame["page"] == "dated", "source_date"].notna().all()
        assert frame.loc[frame["page"] == "undated", "source_date"].isna().all()
    by_id = estimates.set_index("id")["page"]
    assert by_id[["GD0502", "GE0013", "GE0001", "GD0054", "GD0451"]].tolist() == [
        "dated",
        "copy",
        "copy",
        "copy",
        "undated",
    ]
    assert orders.set_index("id").loc["GO0001", "page"] == "copy"


def test_publishers_have_a_side_and_names_in_all_three_languages():
    assert set(groups().values()) == set(GROUPS)
    assert set(names("en").items()) == {(name, name) for name in groups()}
    for lang, letters in (("ar", r"[\u0600-\u06ff]"), ("he", r"[\u0590-\u05ff]")):
        told = names(lang)
        assert list(told) == list(groups())
        assert all(re.search(letters, name) for name in told.values())
        assert len(set(told.values())) == len(told)
    assert (names("ar")["OCHA"], names("he")["UNRWA"]) == ("أوتشا", 'אונר"א')


def test_outlets_and_idmc_pass_figures_on_and_agencies_do_not():
    passes_on = loaders.load_publishers().frame.set_index("publisher")["passes_on"]
    assert set(passes_on[["IDMC", "Reuters", "Kan", "local reporting"]]) == {"yes"}
    assert set(passes_on[["OCHA", "IDF", "PCBS", "Gaza Government Media Office"]]) == {""}
