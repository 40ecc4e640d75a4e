"""How a share under orders is told: what cannot be measured has words, hatching and no class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nuzuh.evidence.orders_in_force import NEARLY_ALL
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.area_orders import area_orders
from nuzuh.scene.labels import label_of, patterns_on
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.layers import layer_values
from nuzuh.scene.legend_rows import legend_rows
from nuzuh.scene.marks import marks_of
from nuzuh.scene.timeline import evidence_about, value_of, values_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.area_page import orders_html
from nuzuh.web.legend import legend_html
from tests import places

HUNDRED = dict.fromkeys(pc.GOVERNORATES, 100.0)
DAY = date(2025, 7, 1)
THE_DAY = date(2025, 8, 20)
ISSUED_LATER = {"area_km2": "", "issued_on": "2025-06-20", "source_date": "2025-06-21"}


@pytest.fixture
def rafah(some_orders):
    """The value and the label of Rafah, of 100 km2, under some orders."""

    def told(*rows, t=None):
        values = layer_values(
            "orders",
            DAY,
            estimates=None,
            orders=some_orders(*rows),
            baseline=None,
            areas_km2=HUNDRED,
        )
        value = value_of(places.RAFAH, values)
        return value, label_of(value, "orders", t or Translator("en"))

    return told


def test_a_bound_alone_has_its_class(rafah):
    _, label = rafah({"area_km2": "45.9"})
    assert (label.number, label.value, label.pattern, label.shade) == ("at least 45%", 45, "", 2)
    assert label.notes == ("2 Jun 2025",)


def test_a_bound_beside_an_order_that_cannot_be_measured_has_none(rafah):
    _, label = rafah({"area_km2": "10.9"}, ISSUED_LATER)
    assert (label.number, label.table_number) == ("more than 10%", "more than 10%")
    assert (label.value, label.low, label.pattern, label.shade) == (10, 10.9, "more", None)
    assert label.notes == ("2 Jun 2025", "not measured: IDF, 20 Jun 2025 (T2)")


def test_orders_of_which_nothing_can_be_measured_are_told_without_a_number(rafah):
    _, label = rafah(ISSUED_LATER, {"area_km2": ""}, {"area_km2": "", "issued_on": "2025-06-05"})
    assert label.number == "under orders, share not measurable"
    assert (label.value, label.pattern, label.shade) == (None, "more", None)
    assert label.notes == ("not measured: IDF, 20 Jun 2025 (T1); others: 2",)


def test_the_label_says_which_order_is_counted_in_part_and_which_came_out_later(rafah):
    both = {"pcodes": "PS0270 PS0275", "area_km2": "150", "source_date": "2025-07-09"}
    _, label = rafah(both)
    assert label.number == "more than 50%"
    told = "counted in part: IDF, 2 Jun 2025 (T1, came out later)"
    assert label.notes == ("2 Jun 2025", told)


def test_without_an_order_there_is_none_on_record(rafah):
    _, label = rafah({"pcodes": "PS0270"})
    assert (label.number, label.pattern) == ("no order in force known", "missing")


def test_nearly_all_is_the_highest_class():
    assert RECORDS["orders"].scale.edges[-1] == NEARLY_ALL


def test_the_legend_says_what_the_hatching_means(rafah):
    t = Translator("en")
    _, label = rafah({"area_km2": "10"}, ISSUED_LATER)
    told = "“more than”: orders that cannot be measured; no colour class"
    assert patterns_on([label], "orders", t) == [("more", told)]
    rows = legend_rows([label], "orders", t)
    assert told in legend_html(rows, "percent", "a lower bound")


def real(value):
    """The same value under orders that are in the embedded table."""
    behind = tuple(
        replace(order, id=f"GO000{number}")
        for number, order in enumerate(value.share.behind, start=1)
    )
    return replace(value, share=replace(value.share, behind=behind))


def test_the_table_lists_every_order_behind_the_share_and_what_is_to_be_known_of_it(rafah):
    value, _ = rafah(
        {"area_km2": "10", "source_title": "a copy in GitHub", "source_date": "2026-01-01"},
        ISSUED_LATER | {"source_date": "2025-07-02"},
    )
    # Both are rows of the real table too, whose addresses the links take.
    t = Translator("en")
    (mark,) = marks_of([real(value)], "orders", tables_in_use(), t)
    texts = [text for text, _ in mark.cells[2]]
    assert texts == [
        "IDF, 2 Jun 2025 (GO0001, from a copy)",
        "IDF, 20 Jun 2025 (GO0002, not measured, came out later)",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_20_august_2025_no_governorate_has_a_class_that_its_orders_belie(lang):
    t = Translator(lang)
    values = values_of(tables_in_use(), "orders", THE_DAY, later=True)
    labels = [label_of(value, "orders", t) for value in values]
    least = t.quantified(None, 10, None, "at least", suffix=t("unit.percent"))
    assert labels[-1].number != least
    for label in labels:
        assert label.shade is None or label.value > 60
        assert (label.pattern == "more") == (label.shade is None)


def test_the_page_of_rafah_lists_what_is_not_measured(read_html):
    evidence = evidence_about(tables_in_use(), places.RAFAH, THE_DAY, later=True)
    html = orders_html(area_orders(evidence, Translator("en")), Translator("en"))
    text = read_html(html).text
    assert "On 20 August 2025, more than 10% of Rafah was under evacuation orders." in text
    assert "this number rests on 1 of them; not measured, or only in part: 4." in text
    beside = html.split('data-testid="orders-beside"')[1].split("</table>")[0]
    for order in ("GO0107", "GO0113", "GO0119", "GQ0001"):
        assert f"({order}, not measured" in beside
    assert "(GO0119, not measured, from a copy)" in beside
    assert "GO0106" not in beside


def test_a_page_without_what_came_out_later_lists_no_such_order(read_html):
    with_it, without = (
        read_html(
            orders_html(
                area_orders(
                    evidence_about(tables_in_use(), places.GAZA, THE_DAY, later=later),
                    Translator("en"),
                ),
                Translator("en"),
            )
        ).text
        for later in (True, False)
    )
    assert "(GO0177, not measured, came out later)" in with_it
    assert "GO0177" not in without
    assert "came out later" not in without
