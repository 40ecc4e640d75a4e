"""What stands on a sheet: the numbers of the tables, everything inside, nothing on another."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from unittest.mock import patch

import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.draw.basemap import fit_map
from nuzuh.draw.box import Box
from nuzuh.draw.sheets import PAPERS, compose, print_figure
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.type import drawing, lines_of, plain, width_of
from nuzuh.evidence.precision import round_to_precision
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.publishers import names
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import KINDS, figure_of
from nuzuh.scene.flows import flows_of
from nuzuh.scene.geometry import strip
from nuzuh.scene.labels import label_of
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.timeline import load_timeline, shown_values, statements_on
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View, short_link

SPAN = load_timeline()
LINK = "https://nuzuh.example.org/?date=2025-10-05&layer=people&phase=gaza-city&lang=en"


def sheet_of(kind="map", *, paper="a4", theme="light", link=LINK, **view):
    return drawn(kind, View(**view), paper, theme=theme, link=link)


def drawn(kind, view, paper="a4", *, theme="light", link=LINK):
    t = Translator(view.lang)
    shown = figure_of(kind, told(kind, view), tables_in_use(), t, link)
    return compose(shown, t=t, paper=paper, theme=theme)


def joined(sheet):
    return " ".join(sheet.texts)


def told(kind, view):
    """The view itself, with a story where that is what is drawn."""
    return replace(view, story="rafah-2024", step=5) if kind == "story" else view


def some_views(count, seed=5):
    chance = random.Random(seed)  # noqa: S311 (which views are tried is no secret)
    days = (SPAN.last - SPAN.first).days
    for _ in range(count):
        day = SPAN.first + timedelta(days=chance.randrange(days))
        kind, paper = chance.choice(KINDS), chance.choice(list(PAPERS))
        other = SPAN.first + timedelta(days=chance.randrange(days))
        view = View(
            date=day,
            layer=chance.choice(LAYERS),
            lang=chance.choice(LANGUAGES),
            mode=chance.choice(("published", "reconstructed")),
            since=chance.choice((None, SPAN.phase_of(day).start)),
        )
        yield kind, paper, replace(view, compare=other if kind == "comparison" else None)


def clashes(sheet):
    """Lines outside the sheet's margins, and lines that stand on each other."""
    margin = sheet.paper.margin - 0.6
    inside = Box(margin, margin, sheet.paper.width - margin, sheet.paper.height - margin)
    out = [line.text for line in sheet.written if not line.box.within(inside)]
    # The room of a line without the air above and below its letters.
    tight = [
        Box(
            line.box.left + 0.15,
            line.box.top + line.box.height * 0.22,
            line.box.right - 0.15,
            line.box.bottom - line.box.height * 0.16,
        )
        for line in sheet.written
    ]
    met = [
        (sheet.written[a].text, sheet.written[b].text)
        for a, b in combinations(range(len(tight)), 2)
        if tight[a].meets(tight[b])
    ]
    return out, met


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "paper", "view"), list(some_views(40)))
@pytest.mark.few(10)
def test_everything_is_inside_the_sheet_and_nothing_on_another(kind, paper, view):
    try:
        sheet = drawn(kind, view, paper)
    except RefusedError:
        pytest.skip("nothing is known of that time")
    assert clashes(sheet) == ([], [])


SIDES = {
    "days": {"compare": date(2025, 8, 14)},
    "whose": {"perspective": "un", "compare_view": "israel"},
    "kinds": {"compare_show": "published"},
}


@pytest.mark.slow
@pytest.mark.parametrize(("sides", "lang"), [*zip(SIDES, LANGUAGES, strict=True)])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.few(6)
def test_three_maps_and_what_explains_them_have_room_on_every_paper(paper, sides, lang):
    view = View(mode="reconstructed", lang=lang, **SIDES[sides])
    assert clashes(drawn("comparison", view, paper)) == ([], [])


@pytest.mark.slow
def test_a_line_takes_the_room_that_is_reckoned_for_it():
    for lang in LANGUAGES:
        sheet = sheet_of(lang=lang)
        sheet.figure.dpi = 300
        with drawing():
            renderer = sheet.figure.canvas.get_renderer()
        unit = renderer.width / sheet.paper.width
        for artist, line in zip(sheet._axes.texts, sheet.written, strict=True):
            with drawing():
                drawn = artist.get_window_extent(renderer)
            assert drawn.width / unit == pytest.approx(line.box.width, rel=0.01, abs=0.5), line.text
            assert drawn.x0 / unit == pytest.approx(line.box.left, abs=1.5), line.text


@pytest.mark.slow
@pytest.mark.parametrize("show", ["published", "reconstructed"])
@pytest.mark.parametrize("phase", SPAN.phases, ids=lambda phase: phase.id)
@pytest.mark.few(6)
def test_the_numbers_on_the_map_are_those_of_the_table(phase, show):
    for number, layer in enumerate(LAYERS):
        view = View(phase.preset, layer, LANGUAGES[number % 3], mode=show)
        told = joined(drawn("map", view, "a3"))
        for value in shown_values(tables_in_use(), view):
            label = label_of(value, layer, Translator(view.lang))
            for text in (label.name, label.number, *label.notes):
                assert all(word in told for word in plain(text).split()), text


def test_a_sheet_says_what_where_when_how_under_whose_name_and_where_to_find_it():
    sheet = sheet_of()
    told, t = joined(sheet), Translator("en")
    for text in (
        t("snapshot.where", date="5 October 2025"),
        t("layer.people.title"),
        t("snapshot.as_published"),
        t("map.disclaimer"),
        "last figure older than 180 days and from before this phase: no number",
        "This map accounts for 1,840,000 of about 2,100,000 people in the Strip",
        t("print.strip"),
        "5 km",
        "1 : ",
        short_link(LINK),
    ):
        assert text in told
    for value in shown_values(tables_in_use(), View()):
        figure = value.published.figure
        assert figure.publisher in told
        assert t.day(figure.as_of, short=True) in told


def test_without_an_address_the_sheet_says_how_to_find_the_view():
    told = joined(sheet_of(link=""))
    assert "date=2025-10-05" in told
    assert "http" not in told


@pytest.mark.slow
def test_movements_are_told_as_in_the_reconstruction():
    since = date(2025, 8, 14)
    view = View(mode="reconstructed", since=since)
    told = joined(drawn("movements", view, "a3"))
    flows = flows_of(load_reconstruction(tables_in_use(), "all"), since, view.date)
    for flow in [flow for flow in flows if flow.is_significant][:6]:
        assert flow.number(Translator("en")) in told
        assert flow.likely(Translator("en")).split()[-1] in told
    assert "more than 24,000 people" in told
    assert "Gaza Government Media Office" in told


@pytest.mark.slow
def test_published_figures_are_never_subtracted():
    compare = date(2025, 8, 14)
    assert Translator("en")("print.change") not in joined(sheet_of("comparison", compare=compare))
    told = joined(sheet_of("comparison", compare=compare, mode="reconstructed", paper="a3"))
    assert Translator("en")("print.change") in told
    reconstruction = load_reconstruction(tables_in_use(), "all")
    number, low, high = reconstruction.change(compare, View().date, ("PS0260",))
    assert f"about −{round_to_precision(-number, low, high):,.0f}" in told


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_rivals_stand_with_publisher_date_and_number_and_never_people_beside_movements(lang):
    t = Translator(lang)
    sheet = sheet_of("rivals", lang=lang, paper="a4-portrait")
    told = joined(sheet)
    first = statements_on(tables_in_use(), View().date, later=True)["moved_south"][0]
    name = names(lang)[first.figure.publisher]
    assert all(word in told for word in name.split())
    for word in plain(t.figure(first.figure, unit=False)).split():
        assert word in told
    assert t("print.axis.people") in sheet.texts
    assert t("print.axis.movements") in sheet.texts


@pytest.mark.parametrize("paper", PAPERS)
def test_the_whole_strip_is_on_the_map_of_every_paper(paper):
    sheet = Sheet(PAPERS[paper], "light", Translator("en"))
    box = Box(20, 40, PAPERS[paper].width * 0.7, PAPERS[paper].height * 0.7)
    ground = fit_map(sheet, box)
    x0, y0 = ground(*strip().bounds[:2])
    x1, y1 = ground(*strip().bounds[2:])
    assert Box(x0, y1, x1, y0).within(box)
    assert ground.denominator % 10_000 == 0


LONG = "x" * 300
MARKUP = '<script>alert("1")</script> & $\\frac{1}{2}$ --> ' + "نزوح " * 30


@pytest.mark.slow
@pytest.mark.parametrize("name", [LONG, MARKUP, "a " * 150, "$x_1$" * 60])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(4)
def test_a_long_or_strange_name_is_wrapped_or_cut_and_harmless(kind, name):
    with patch("nuzuh.scene.translator.Translator.isolated", lambda _, __: f"\u2068{name}\u2069"):
        sheet = sheet_of(kind, compare=date(2024, 5, 14))
        assert clashes(sheet) == ([], [])
        t = Translator("en")
        view = told(kind, View(compare=date(2024, 5, 14)))
        shown = figure_of(kind, view, tables_in_use(), t)
        content = print_figure(shown, t=t, form="svg")
    assert b"<script" not in content


def test_lines_are_no_wider_than_they_may_be_and_what_is_cut_says_so():
    lines = lines_of(LONG + " and more", 40, 8)
    assert all(width_of(line, 8) <= 40 for line in lines)
    assert "".join(lines).replace(" ", "") == LONG + "andmore"
    cut = lines_of(LONG, 40, 8, most=2)
    assert len(cut) == 2
    assert cut[-1].endswith("…")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("map", {"date": date(2023, 9, 30)}, "outside the data"),
        ("map", {"date": SPAN.last + timedelta(days=1)}, "outside the data"),
        ("map", {"since": date(2025, 10, 6)}, "period is empty"),
        ("movements", {"since": date(2025, 10, 6)}, "period is empty"),
        ("movements", {"since": date(2023, 1, 1)}, "outside the data"),
        ("movements", {"date": date(2023, 10, 6)}, "no movement"),
        ("series", {"since": date(2025, 10, 5)}, "period is empty"),
        (
            "series",
            {
                "area": "PS0255",
                "perspective": "ICRC",
                "since": date(2026, 3, 1),
                "date": date(2026, 4, 1),
            },
            "no figure",
        ),
        ("series", {"later": False}, "came out later"),
        ("comparison", {}, "second date"),
        ("comparison", {"compare": date(2025, 10, 5)}, "two different dates"),
        ("comparison", {"compare": date(2023, 9, 1)}, "outside the data"),
        ("poster", {}, "one of map, series"),
        ("map", {"paper": "a5"}, "one of a4"),
        ("map", {"theme": "blue"}, "one of light, dark"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_sentence(kind, options, told):
    with pytest.raises(RefusedError, match=told) as refused:
        sheet_of(kind, **options)
    assert "\n" not in str(refused.value)


def test_an_unknown_kind_of_file_is_refused():
    shown = figure_of("rivals", View(), tables_in_use(), Translator("en"))
    with pytest.raises(RefusedError, match="png, svg, pdf"):
        print_figure(shown, t=Translator("en"), form="docx")
