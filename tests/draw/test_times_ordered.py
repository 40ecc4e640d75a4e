"""How often land was ordered, on print: the classes, the dots and the words are of one count."""

from __future__ import annotations

from datetime import date

import pytest
from matplotlib.colors import to_hex

from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.sheets import compose
from nuzuh.draw.times_ordered import draw_times
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.times_ordered import times_ordered
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import figure_of
from nuzuh.scene.scales import TIMES_ORDERED
from nuzuh.scene.times_map import times_map_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

FIRST, LAST = date(2025, 3, 18), date(2025, 10, 5)
FRAME = MapFrame(Box(0, 0, 200, 200), 4.0)


def view(**parts):
    return View(**({"date": LAST, "layer": "orders", "since": FIRST} | parts))


def shown(lang="en", **parts):
    return times_map_of(view(lang=lang, **parts), tables_in_use(), Translator(lang))


@pytest.mark.parametrize("later", [True, False])
def test_each_block_is_of_the_class_of_its_count_and_dotted_where_it_may_be_of_a_higher_one(later):
    book = order_book(tables_in_use())
    told, counts = shown(later=later), times_ordered(book, FIRST, LAST, later=later)
    seen = 0
    for block, least, most in zip(book.ground.blocks, counts.least, counts.most, strict=True):
        low, high = TIMES_ORDERED.shade(int(least)), TIMES_ORDERED.shade(int(most))
        assert [block in blocks for blocks in told.classes] == [low == n for n in range(5)]
        assert (block in told.more) == (0 <= low < high)
        assert (block in told.perhaps) == (low < 0 <= high)
        seen += low < high
    assert seen > 20


def test_it_is_the_same_whatever_layer_and_kind_the_view_has():
    assert shown(layer="people", mode="reconstructed").classes == shown().classes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_says_the_period_the_counts_and_what_never_counts(lang):
    t = Translator(lang)
    figure = figure_of("times", view(lang=lang), tables_in_use(), t)
    sheet = compose(figure, t=t)
    texts = " ".join(sheet.texts)
    book = order_book(tables_in_use())
    counts = times_ordered(book, FIRST, LAST)
    for day in (FIRST, LAST):
        assert t.day(day) in texts
    for number in (len(counts.issued), (counts.least > 0).sum(), (counts.most > 0).sum()):
        assert t.number(int(number)) in texts
    for key in ("print.times.title", "ordered.scale", "ordered.scale.none", "ordered.scale.maybe"):
        assert t(key) in texts
    assert all(label in sheet.texts for label in TIMES_ORDERED.labels())


def test_dots_are_only_explained_where_they_are():
    # On this day every order named whole blocks.
    calm = shown(date=date(2025, 1, 19), since=date(2025, 1, 19))
    assert not calm.more
    assert not calm.perhaps
    assert "more" not in {row.pattern for row in calm.legend}
    assert "more" in {row.pattern for row in shown().legend}


def test_without_a_period_it_is_of_the_phase_and_one_that_ends_before_it_begins_is_refused():
    assert shown(since=None).notes.title == shown(since=date(2025, 8, 14)).notes.title
    with pytest.raises(RefusedError, match="period is empty"):
        shown(since=date(2025, 10, 6))
    with pytest.raises(RefusedError, match="outside the data"):
        shown(since=date(2020, 1, 1))


def test_what_came_out_later_can_be_left_out_and_that_is_said():
    day = date(2024, 8, 16)
    with_later, without = (shown(date=day, since=day, later=later) for later in (True, False))
    assert with_later.classes != without.classes
    assert "left out" in without.notes.method
    assert "left out" not in with_later.notes.method


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_class_is_drawn_in_its_colour_over_its_blocks(theme):
    told = shown()
    canvas = Canvas(200, 200, margin=0, inches=(8, 8), theme=theme, t=Translator("en"))
    draw_times(canvas, FRAME, told)
    filled = {to_hex(patch.get_facecolor()) for patch in canvas.figure.axes[0].patches}
    drawn = {
        colour for blocks, colour in zip(told.classes, TIMES_ORDERED.colours, strict=True) if blocks
    }
    assert drawn <= filled
