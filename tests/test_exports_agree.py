"""Exports never disagree with the screen: the same numbers, colours and marks in random views.

What is expected of a picture is computed from the rows of the CSV, with classes and sums of
our own; the CSV is held against the table on the page and the numbers of the time map.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from nuzuh.files.formats import write
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.own import check, combine
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.request import Request
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import load_timeline, shown_values, told_by
from nuzuh.scene.view import View
from nuzuh.scene.words import Words
from nuzuh.web.legend import table_html
from tests import places
from tests.agreeing import (
    about,
    areas_of,
    bare,
    colour_of,
    csv_rows,
    deck_rows,
    film,
    page_text,
    placed,
    random_view,
    sheet_text,
    table_rows,
)
from tests.loaders.own_files import table
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
        if any(value.value is not None for value in shown_values(tables_in_use(), view)):
            drawn.append(view)
    return drawn


@pytest.fixture
def view(request):
    return views()[request.param]


every_view = pytest.mark.parametrize("view", ALL, indirect=True)
some_views = pytest.mark.parametrize("view", FEW, indirect=True)


def name_of(row, rows, words):
    members = {row["pcode"], *row["shared_with"].split()}
    return words.together(one["area"] for one in rows if one["pcode"] in members)


def number_in_pictures(row, words):
    """A picture says of what is too old since when there is no figure, and not the number."""
    if row["status"] != "too_old":
        return row["as_worded"]
    day = words.day(date.fromisoformat(row["as_of"]), short=True)
    return {
        "en": f"no figure of its own since {day}",
        "ar": f"لا رقم خاصا بها منذ {day}",
        "he": f"אין נתון משלה מאז {day}",
    }[words.lang]


@pytest.mark.slow
@every_view
def test_the_csv_says_what_the_table_on_the_page_says(view):
    words, rows = Words(view.lang), csv_rows(view)
    shown = scene(view, tables_in_use(), words)
    page = table_rows(table_html(shown.columns, shown.marks, words))
    file = [row for row, _ in areas_of(rows)]
    assert [cells[:2] for cells in page] == [
        [name_of(row, rows, words), row["as_worded"]] for row in file
    ]


@cache
def time_map(lang, view, reconstructed):
    shown = View(show="reconstructed" if reconstructed else "published", view=view)
    drawn = time_map_of(shown, tables_in_use(), Words(lang))
    return {layer.id: layer for layer in drawn.layers}


@pytest.mark.slow
@every_view
def test_the_time_map_is_coloured_by_the_numbers_of_the_csv(view):
    layer = time_map(view.lang, view.view, view.reconstructed)[view.layer]
    at = (view.date - load_timeline().first).days
    for row in csv_rows(view):
        place = pc.GOVERNORATES.index(row["pcode"])
        told = "" if row["status"] == "too_old" else row["shaded_by"]
        assert number(told) == pytest.approx(layer.value[place, at], nan_ok=True)
        if view.layer != "orders" and told:
            assert number(row["low"]) == pytest.approx(layer.low[place, at], nan_ok=True)
            assert number(row["high"]) == pytest.approx(layer.high[place, at], nan_ok=True)
        if layer.note[place, at] >= 0:
            words_of = number_in_pictures(row, Words(view.lang))
            assert layer.notes[layer.note[place, at]].number == words_of


def number(text):
    return float(text) if text else np.nan


@pytest.mark.slow
@some_views
def test_print_film_and_page_say_what_the_csv_says(view):
    words, rows = Words(view.lang), csv_rows(view)
    sheet, moving = sheet_text(view), film(view)
    page = write("html", Request(view), tables_in_use()).decode()
    assert [cells[1] for cells in table_rows(page)] == [r["as_worded"] for r, _ in areas_of(rows)]
    for row, _ in areas_of(rows):
        name = bare(name_of(row, rows, words))
        told = bare(number_in_pictures(row, words))
        for picture in (sheet, moving.frame):
            assert name in picture
            assert told in picture


@pytest.mark.slow
@some_views
def test_print_film_and_blocks_have_the_colours_of_the_csv(view):
    rows = csv_rows(view)
    expected = {frozenset(members): colour_of(row, view.layer) for row, members in areas_of(rows)}
    assert film(view).colours == expected
    people = replace(view, layer="people")
    expected = [colour_of(row, "people") for row, _ in areas_of(csv_rows(people))]
    seen = [bytes(row["colour"][:3]).hex() for row in deck_rows(people)["blocks"]]
    # A block may be of several polygons; its neighbours have their own colour or none.
    assert list(dict.fromkeys(seen)) == list(
        dict.fromkeys(colour.removeprefix("#") for colour in expected if colour)
    )


@pytest.mark.slow
@some_views
def test_legends_explain_the_marks_that_occur_and_no_others(view):
    words, rows = Words(view.lang), [row for row, _ in areas_of(csv_rows(view))]
    occurs = {
        "legend.last_known": any(row["status"] == "last_known" for row in rows),
        "legend.too_old": any(row["status"] == "too_old" for row in rows),
        "legend.together": any(row["shared_with"] for row in rows),
        "legend.more": view.layer == "orders"
        and any(row["quantifier"] == "more than" for row in rows),
    }
    if view.reconstructed:
        spans = [
            (float(row["low"]), float(row["high"]), float(row["shaded_by"]))
            for row in rows
            if row["low"] and row["high"]
        ]
        wide = any(high - low > told for low, high, told in spans)
        occurs["legend.wide"] = wide and view.layer != "change"
    sheet = sheet_text(view)
    for key, is_there in occurs.items():
        days = 180 if key == "legend.too_old" else 90
        assert (bare(words(key, days=days)) in sheet) == is_there, key


@pytest.mark.slow
def test_an_order_that_cannot_be_measured_is_hatched_and_worded_everywhere():
    view = View(date=date(2025, 8, 20), layer="orders")
    (row,) = [row for row in csv_rows(view) if row["pcode"] == places.RAFAH]
    assert row["quantifier"] == "more than"
    assert "GO0113" in row["figure_ids"].split()
    assert colour_of(row, "orders") is None
    moving = film(view)
    rafah = next(mark for mark in moving.shown.frames[-1].marks if mark.pcodes == (places.RAFAH,))
    assert (moving.colours[frozenset({places.RAFAH})], rafah.pattern) == (None, "more")
    page = table_rows(write("html", Request(view), tables_in_use()).decode())
    assert row["as_worded"] in [cells[1] for cells in page]
    for text in (sheet_text(view), moving.frame):
        assert bare(row["as_worded"]) in text
    for text in (sheet_text(view), moving.ground):
        assert bare("“more than”: orders that cannot be measured; no class") in text


@pytest.mark.slow
@some_views
def test_every_output_says_what_its_figures_come_to(view):
    people = replace(view, layer="people", lang="en", show="published", view="all")
    told = placed(csv_rows(people))
    total = "On this map: {}of" if told else ""
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
def own():
    text = "2025-10-05,Rafah,4321,people_present,Our survey,Counted by us"
    return combine(check(table(text), "mine.csv"))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_readers_own_figure_stands_in_every_output(own, lang):
    view, words = View(lang=lang), Words(lang)
    told, mark = "4,321", bare({"en": "your file", "ar": "ملفك"}[lang])
    (row,) = [row for row in csv_rows(view, own) if row["own"] == "true"]
    assert (row["pcode"], row["value"], row["publisher"]) == (places.RAFAH, "4321", "Our survey")
    moving = film(view, own)
    page = page_text(page_file(view, own).decode())
    outputs = {
        "print": sheet_text(view, own),
        "film": moving.frame + moving.ground,
        "page": bare(page),
        "blocks": bare("".join(r["told"] for r in deck_rows(view, own)["blocks"])),
    }
    for name, text in outputs.items():
        assert told in text, name
        assert mark in text, name
    for name in ("print", "film", "page"):
        assert "mine.csv" in outputs[name], name
        assert own.user.digest in outputs[name], name
    assert "mine.csv" in about(view, own)["own_rows"]
    sources = page[page.index(words("onefile.figures", n="").split("(")[0]) :]
    assert "Counted by us" in sources
    assert "4,321" not in sheet_text(view)


LATER = {
    "en": "Figures whose page came out after the day are left out.",
    "he": "נתונים שהעמוד שלהם פורסם אחרי היום הזה הושמטו.",
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", LATER)
@pytest.mark.parametrize("day", [date(2024, 3, 20), date(2025, 8, 20)])
def test_what_came_out_later_is_left_out_of_every_output_or_marked_in_it(day, lang):
    view, words = View(date=day, lang=lang), Words(lang)
    bygone = view.without_later()
    with_it, without = csv_rows(view), csv_rows(bygone)
    assert any(row["appeared"] == "later" for row in with_it)
    assert not any(row["appeared"] == "later" for row in without)
    for row in without:
        assert row["appeared"] in ("", "copy", "undated") or row["page_date"] <= day.isoformat()
    mark = bare(words("map.later"))
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
            assert name in ("page", "about") or bare(number_in_pictures(row, words)) in text
    with_arrows = replace(bygone, since=day.replace(month=day.month - 2))
    for text in (outputs["print"], moving.frame, sheet_text(with_arrows)):
        assert mark not in text
    cards = {
        statement.figure.id
        for statements in told_by(tables_in_use(), day, later=False).values()
        for statement in statements
        if statement.standing == "latest"
    }
    html = page_file(bygone).decode()
    assert html.count('data-figure="') == len(cards)
    assert all(f'data-figure="{one}"' in html for one in cards)


METHODS = {
    ("people", "published"): "As published: the latest figure for each area as of the day, not "
    "corrected, not reconstructed.",
    ("density", "reconstructed"): "Reconstructed: a population balance of published figures (view: "
    "UN system). Not a count, and not published by anyone named here.",
    ("orders", "published"): "Orders in force, without militarised zones: a lower bound, as "
    "overlapping orders are never added up; “more than” where some cannot be measured.",
}


@pytest.mark.slow
@pytest.mark.parametrize(("layer", "show"), METHODS)
def test_every_output_tells_the_same_method(layer, show):
    view = View(layer=layer, show=show, view="un" if show == "reconstructed" else "all")
    method = bare(METHODS[layer, show])
    page = page_text(page_file(view).decode())
    assert about(view)["method"] == METHODS[layer, show]
    assert method in sheet_text(view)
    assert method in film(view).ground
    assert method in bare(page)
    assert method in bare(write("bib", Request(view), tables_in_use()).decode())
