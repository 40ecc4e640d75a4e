"""Where the app opens: the last day with a count, as published or reconstructed, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

import nuzuh.scene.opening as module
from nuzuh.balance.solve import BalanceError
from nuzuh.evidence.published import AreaFigure, figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.current import EMBEDDED, InUse, put_in_use
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.opening import Opening, last_counted, opening, opening_on, opening_text
from nuzuh.scene.timeline import values_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

DAY = date(2026, 8, 20)
NORTH, GAZA, DEIR, KHAN, RAFAH = pc.GOVERNORATES


def never():
    pytest.fail("a reconstruction is only asked for where too few figures are fresh")


@pytest.fixture
def value(some_estimates):
    """Make the value of an area from the age of its figure in days; None for not reported."""

    def make(pcodes, age):
        if age is None:
            return LayerValue(pcodes, None, None, None, "", AreaFigure(pcodes, None, None))
        frame = some_estimates({"as_of": str(DAY - timedelta(days=age))})
        figure = AreaFigure(pcodes, figure_of(frame.iloc[0]), age)
        return LayerValue(pcodes, 1000, None, None, "approximately", figure)

    return make


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ([("people_present", "2026-08-20"), ("deaths", "2026-10-07")], "2026-08-20"),
        ([("idps", "2026-08-17"), ("control_zone", "2026-08-19")], "2026-08-17"),
        ([("sheltered", "2026-08-14"), ("births", "2026-08-15")], "2026-08-14"),
        ([("movement", "2026-08-16"), ("under_orders", "2026-08-17")], "2026-08-16"),
        ([("movement", "2026-08-16"), ("idps", "2026-08-12")], "2026-08-16"),
    ],
)
def test_the_last_day_is_that_of_a_stock_or_a_movement(some_estimates, rows, day):
    cells = [
        {"measure": measure, "as_of": as_of, "origin": "Gaza", "origin_pcodes": GAZA}
        for measure, as_of in rows
    ]
    assert last_counted(some_estimates(*cells)) == date.fromisoformat(day)


def test_a_doubtful_figure_and_a_projection_open_no_day_and_a_repeated_one_does(some_estimates):
    frame = some_estimates(
        {"as_of": "2026-08-10"},
        {"as_of": "2026-08-12", "repeats": "T1"},
        {"as_of": "2026-08-14", "note": "Weak: author unknown"},
        {"as_of": "2026-12-31", "note": "A projection made before the war"},
        {"as_of": "2026-08-15", "note": "Home population of the area"},
    )
    assert last_counted(frame) == date(2026, 8, 12)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ages", "show", "fresh"),
    [
        ({(NORTH,): 0, (GAZA,): 40, (DEIR,): 89, (KHAN,): 90, (RAFAH,): None}, "published", 3),
        ({(NORTH,): 0, (GAZA,): 40, (DEIR,): 90, (KHAN,): 300, (RAFAH,): None}, "reconstructed", 2),
        ({(NORTH, GAZA): 5, (DEIR,): 5, (KHAN,): None, (RAFAH,): None}, "published", 3),
        ({(NORTH, GAZA, DEIR, KHAN): 212, (RAFAH,): 742}, "reconstructed", 0),
        ({pc.GOVERNORATES: 89}, "published", 5),
    ],
)
def test_three_governorates_with_a_figure_of_the_last_90_days_are_enough(value, ages, show, fresh):
    values = [value(pcodes, age) for pcodes, age in ages.items()]
    opened = opening_on(DAY, values, never if show == "published" else lambda: True)
    assert opened == Opening(View(date=DAY, mode=show), show, fresh)


def test_where_nothing_can_be_reconstructed_the_day_is_as_published(value):
    opened = opening_on(DAY, [value((NORTH,), 1)], lambda: False)
    assert opened == Opening(View(date=DAY), "published", 1)


SAID = {
    ("published", 4): {
        "en": "The map opens on 20 August 2026, the last day with a published count, as published: "
        "4 of the five governorates have a published figure of the last 90 days.",
        "ar": "تُفتح الخريطة على 20 أغسطس 2026، آخر يوم له عدد منشور، كما نُشر: "
        "لـ4 من المحافظات الخمس رقم منشور من آخر 90 يوما.",
        "he": "המפה נפתחת ב-20 אוגוסט 2026, היום האחרון שיש לו ספירה שפורסמה, כפי שפורסם: "
        "ל-4 מחמש הנפות יש נתון שפורסם מ-90 הימים האחרונים.",
    },
    ("reconstructed", 0): {
        "en": "The map opens on 20 August 2026, the last day with a published count, as a "
        "reconstruction: no governorate has a published figure of the last 90 days.",
        "ar": "تُفتح الخريطة على 20 أغسطس 2026، آخر يوم له عدد منشور، كإعادة بناء: "
        "لا رقم منشورا لأي محافظة من آخر 90 يوما.",
        "he": "המפה נפתחת ב-20 אוגוסט 2026, היום האחרון שיש לו ספירה שפורסמה, כשחזור: "
        "לאף נפה אין נתון שפורסם מ-90 הימים האחרונים.",
    },
    ("published", 2): {
        "en": "The map opens on 20 August 2026, the last day with a published count, as published: "
        "only two of the five governorates have a published figure of the last 90 days, "
        "and nothing can be reconstructed for that day.",
        "ar": "تُفتح الخريطة على 20 أغسطس 2026، آخر يوم له عدد منشور، كما نُشر: "
        "لمحافظتين فقط من المحافظات الخمس رقم منشور من آخر 90 يوما، "
        "ولا يمكن إعادة بناء شيء لذلك اليوم.",
        "he": "המפה נפתחת ב-20 אוגוסט 2026, היום האחרון שיש לו ספירה שפורסמה, כפי שפורסם: "
        "רק לשתיים מחמש הנפות יש נתון שפורסם מ-90 הימים האחרונים, "
        "ולא ניתן לשחזר דבר ליום זה.",
    },
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("show", "governorates"), SAID)
def test_the_map_says_on_which_day_it_opens_and_why(show, governorates, lang):
    opened = Opening(View(date=DAY, mode=show), show, governorates)
    assert opening_text(opened, Translator(lang)) == SAID[show, governorates][lang]


def test_the_tables_in_use_say_where_the_app_opens(estimates, some_estimates, monkeypatch):
    made_up = some_estimates(
        {"as_of": "2025-06-02", "destination_pcodes": NORTH},
        {"as_of": "2025-06-01", "destination_pcodes": f"{GAZA} {DEIR}"},
        {"as_of": "2025-06-20", "measure": "deaths"},
    )
    old = (estimates["as_of"] < "2024-01-01") | (estimates["basis"] == "projection")
    frame = pd.concat([estimates[old], made_up], ignore_index=True)
    embedded, table = opening(), load_estimates()
    monkeypatch.setattr(module, "reconstructed_values_of", lambda *_: pytest.fail("not needed"))
    put_in_use(InUse("made up", {"estimates": type(table)(frame, table.provenance)}))
    try:
        assert opening() == Opening(View(date=date(2025, 6, 2)), "published", 3)
    finally:
        put_in_use(EMBEDDED)
    assert opening() == embedded


def test_a_balance_that_does_not_converge_opens_the_day_as_published(monkeypatch):
    def fails(*_):
        raise BalanceError("made up")

    monkeypatch.setattr(module, "reconstructed_values_of", fails)
    assert not module._can_be_reconstructed(tables_in_use(), DAY)


def test_the_embedded_data_open_on_their_last_count(estimates, timeline):
    opened = opening()
    counts = estimates.query(
        "measure in ['people_present', 'idps', 'sheltered', 'movement']"
        " and basis in ['observed', 'derived', 'planning']"
    )
    assert opened.view.date == counts.loc[~counts["weak"], "as_of"].max().date()
    assert opened.view.date <= timeline.last
    fresh = {
        pcode
        for area in values_of(tables_in_use(), "people", opened.view.date, later=True)
        for pcode in area.pcodes
        if area.published.figure is not None
        and opened.view.date - area.published.figure.as_of < timedelta(days=90)
    }
    assert opened.governorates == len(fresh)
    assert opened.view.mode == opened.reason
    assert opened.reason == "published" or len(fresh) < 3
    for lang in LANGUAGES:
        t = Translator(lang)
        assert t.day(opened.view.date) in opening_text(opened, t)
