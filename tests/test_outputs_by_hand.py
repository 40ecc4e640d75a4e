"""What every output says of one view, in sentences and sums of our own."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from nuzuh.export.formats import write
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check, combine
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.timeline import load_timeline, shown_values, statements_on
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests import places
from tests.agreeing import (
    about,
    areas_of,
    bare,
    csv_rows,
    deck_rows,
    film,
    holds_number,
    page_text,
    placed,
    random_view,
    sheet_text,
    table_rows,
)
from tests.loaders.user_files import table
from tests.web.pages import page_file

ALL, FEW = range(20), range(6)
"""Views that are compared as tables, and views that are drawn."""


@cache
def views():
    """Views drawn at random, the same in every run, each of which holds a number."""
    chance, drawn = random.Random(20251005), []  # noqa: S311 (a draw, not a secret)
    while len(drawn) < len(ALL):
        view = random_view(chance, load_timeline())
        # What holds nothing cannot be saved; that is tested beside what is refused.
        if holds_number(shown_values(tables_in_use(), view)):
            drawn.append(view)
    return drawn


@pytest.fixture
def view(request):
    return views()[request.param]


every_view = pytest.mark.parametrize("view", ALL, indirect=True)
some_views = pytest.mark.parametrize("view", FEW, indirect=True)


def name_of(row, rows, t):
    members = {row["pcode"], *row["shared_with"].split()}
    return t.together(one["area"] for one in rows if one["pcode"] in members)


def number_in_pictures(row, t):
    """A picture says of what is too old since when there is no figure, and not the number."""
    if row["status"] != "too_old":
        return row["as_worded"]
    day = t.day(date.fromisoformat(row["as_of"]), short=True)
    return {
        "en": f"no figure of its own since {day}",
        "ar": f"لا رقم خاصا بها منذ {day}",
        "he": f"אין נתון משלה מאז {day}",
    }[t.lang]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_share_under_orders_is_the_same_range_everywhere(lang):
    view, t = View(date=date(2025, 8, 20), layer="orders", lang=lang), Translator(lang)
    rows = {row["pcode"]: row for row in csv_rows(view)}
    row = rows[places.KHAN_YOUNIS]
    assert (row["value"], row["low"], row["high"], row["quantifier"]) == ("", "79", "95", "range")
    number = {"en": "79 to 95% or more", "ar": "من 79 إلى 95% أو أكثر"}[lang]
    assert row["as_worded"] == number
    assert "GO0163" in row["figure_ids"].split()
    moving, sheet = film(view), sheet_text(view)
    page = write("html", ExportRequest(view), tables_in_use()).decode()
    assert number in [cells[1] for cells in table_rows(page)]
    told = bare(page_text(page))
    unknown = bare(t("orders.unknown", names="8801"))
    for name, text in {"print": sheet, "film": moving.frame, "page": told}.items():
        for one in rows.values():
            assert bare(one["as_worded"]) in text, name
        assert unknown in text, name
        # Neither end stands anywhere as if it were the number.
        assert bare(t("q.at least", n="79%")) not in text, name
    strip = {"en": "81 to 90% or more", "ar": "من 81 إلى 90% أو أكثر"}[lang]
    for text in (sheet, told):
        assert bare(strip) in text
    for text in (sheet, moving.ground, told):
        assert bare(t("legend.land.sure")) in text
        assert bare(t("legend.land.possible")) in text
    # The colours are those of people present, on that day.
    people = replace(view, layer="people")
    assert moving.colours == film(people).colours
    assert {row["shaded_by"] for row in rows.values()} == {""}


@pytest.mark.slow
@some_views
@pytest.mark.few(2)
def test_every_output_says_what_its_figures_come_to(view):
    people = replace(view, layer="people", lang="en", mode="published", perspective="all")
    told = placed(csv_rows(people))
    total = "This map accounts for {}of" if told else ""
    outputs = {
        "print": sheet_text(people),
        "film": film(people).frame,
        "about": bare(about(people).get("completeness", "")),
        "page": bare(page_text(page_file(people).decode())),
    }
    for name, text in outputs.items():
        ways = (bare(total.format(f"{told} ")), f"cometo{told},", f"cometo{told}.")
        assert any(way in text for way in ways) == bool(told), name


@pytest.fixture(scope="module")
def user_tables():
    text = "2025-10-05,Rafah,4321,people_present,Our survey,Counted by us"
    return combine(check(table(text), "mine.csv"))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.few(1)
def test_a_readers_own_figure_stands_in_every_output(user_tables, lang):
    view, t = View(lang=lang), Translator(lang)
    told, mark = "4,321", bare({"en": "your file", "ar": "ملفك"}[lang])
    (row,) = [row for row in csv_rows(view, user_tables) if row["own"] == "true"]
    assert (row["pcode"], row["value"], row["publisher"]) == (places.RAFAH, "4321", "Our survey")
    moving = film(view, user_tables)
    page = page_text(page_file(view, user_tables).decode())
    outputs = {
        "print": sheet_text(view, user_tables),
        "film": moving.frame + moving.ground,
        "page": bare(page),
        "blocks": bare("".join(r["told"] for r in deck_rows(view, user_tables)["blocks"])),
    }
    for name, text in outputs.items():
        assert told in text, name
        assert mark in text, name
    for name in ("print", "film", "page"):
        assert "mine.csv" in outputs[name], name
        assert user_tables.user.digest in outputs[name], name
    assert "mine.csv" in about(view, user_tables)["own_rows"]
    sources = page[page.index(t("onefile.figures", n="").split("(")[0]) :]
    assert "Counted by us" in sources
    assert "4,321" not in sheet_text(view)


LATER = {
    "en": "Figures whose page came out after the day are left out.",
    "he": "נתונים שהעמוד שלהם פורסם אחרי היום הזה הושמטו.",
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", LATER)
@pytest.mark.parametrize("day", [date(2024, 3, 20), date(2025, 8, 20)])
@pytest.mark.few(2)
def test_what_came_out_later_is_left_out_of_every_output_or_marked_in_it(day, lang):
    view, t = View(date=day, lang=lang), Translator(lang)
    bygone = view.without_later()
    with_it, without = csv_rows(view), csv_rows(bygone)
    assert any(row["appeared"] == "later" for row in with_it)
    assert not any(row["appeared"] == "later" for row in without)
    for row in without:
        assert row["appeared"] in ("", "copy", "undated") or row["page_date"] <= day.isoformat()
    mark = bare(t("map.later"))
    assert mark in sheet_text(view)
    moving = film(bygone)
    page = page_text(page_file(bygone).decode())
    outputs = {
        "print": sheet_text(bygone),
        "film": moving.frame + moving.ground,
        "page": bare(page),
        "about": bare(about(bygone)["method"]),
    }
    for name, text in outputs.items():
        assert bare(LATER[lang]) in text, name
        for row, _ in areas_of(without):
            assert name in ("page", "about") or bare(number_in_pictures(row, t)) in text
    with_arrows = replace(bygone, since=day.replace(month=day.month - 2))
    for text in (outputs["print"], moving.frame, sheet_text(with_arrows)):
        assert mark not in text
    cards = {
        statement.figure.id
        for statements in statements_on(tables_in_use(), day, later=False).values()
        for statement in statements
        if statement.standing == "latest"
    }
    html = page_file(bygone).decode()
    assert html.count('data-figure="') == len(cards)
    assert all(f'data-figure="{one}"' in html for one in cards)


METHODS = {
    ("people", "published"): "As published: the latest figure for each area as of the day, not "
    "corrected, not reconstructed.",
    (
        "density",
        "reconstructed",
    ): "Reconstructed: a population balance of published figures (figures "
    "of: UN system). Not a count, and not published by anyone named here.",
    ("orders", "published"): "Share of land under the evacuation orders in force, without "
    "militarised zones; overlapping land counts once. Lower end: numbered blocks named whole; "
    "upper end: also parts of blocks, named places and governorates. The outlines of blocks are "
    "approximate.",
}


@pytest.mark.slow
@pytest.mark.parametrize(("layer", "show"), METHODS)
@pytest.mark.few(1)
def test_every_output_tells_the_same_method(layer, show):
    view = View(layer=layer, mode=show, perspective="un" if show == "reconstructed" else "all")
    method = bare(METHODS[layer, show])
    page = page_text(page_file(view).decode())
    assert about(view)["method"] == METHODS[layer, show]
    assert method in sheet_text(view)
    assert method in film(view).ground
    assert method in bare(page)
    assert method in bare(write("bib", ExportRequest(view), tables_in_use()).decode())
