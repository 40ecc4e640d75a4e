"""The legend beside a map: classes, marks, circles, arrows; and the small map of the region."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from balance.layers import LayerValue
from loaders.areas import load_region
from maps.arrows import Arrow
from maps.geometry import strip
from maps.labels import Pattern, area_labels, patterns_on
from maps.method import reading_note
from maps.print.arrows import draw_key, width_of_arrow
from maps.print.callouts import radius_of
from maps.print.ground import Ground
from maps.print.papers import MM_PER_POINT, Box
from maps.print.patterns import paint
from maps.print.sheet import Sheet, rectangle
from maps.scales import SCALES

HEAD, ROW = 8.2, 7.0
_NOTE = 6.4
"""Sizes of the headings and rows of what explains a picture, in points on A4."""
_CIRCLES = (100_000, 500_000, 1_000_000)
_REGION = (29.1, 30.0, 38.3, 35.2)
"""What the small map shows, in degrees: west, south, east, north."""


def heading(sheet: Sheet, box: Box, top: float, text: str) -> float:
    """Write a heading; return where what it heads begins."""
    end = sheet.paragraph(sheet.start(box), top, box.width, text, HEAD, bold=True, most=2)
    return end + sheet.span(0.5)


def note(sheet: Sheet, box: Box, top: float, text: str, *, most: int | None = None) -> float:
    """Write a quiet note; return where it ends."""
    quiet = sheet.palette.quiet
    x = sheet.start(box)
    return sheet.paragraph(x, top, box.width, text, _NOTE, colour=quiet, most=most)


def draw_legend(
    sheet: Sheet,
    box: Box,
    values: Sequence[LayerValue],
    layer: str,
    *,
    arrows: Sequence[Arrow] = (),
) -> float:
    """Draw the legend of a layer at the top of a box; return where it ends.

    Args:
        sheet: the sheet.
        box: where there is room.
        values: everything that the maps show.
        layer: id of the layer.
        arrows: the arrows on the map.
    """
    words, scale = sheet.words, SCALES[layer]
    y = heading(sheet, box, box.top, words(f"layer.{layer}.unit"))
    for colour, label in zip(scale.colours, scale.labels(words), strict=True):
        swatch, y = _row(sheet, box, y, label, number=True)
        paint(sheet, rectangle(swatch), colour, faint=bool(arrows))
        _edge(sheet, swatch)
    for pattern, text in patterns_on(area_labels(list(values), layer, words), layer, words):
        swatch, y = _row(sheet, box, y, text)
        if pattern == "joint":
            _across(sheet, swatch, (0.8, 1.6))
            continue
        _mark(sheet, swatch, pattern, scale.colours[2], faint=bool(arrows))
        _edge(sheet, swatch)
    if any(value.reconstructed for value in values):
        swatch, y = _row(sheet, box, y, words("print.broken"))
        _across(sheet, swatch, (3.6, 1.6))
    if arrows:
        y = draw_arrow_key(sheet, box, y, arrows)
    y += sheet.span(0.8)
    most = max(int((box.bottom - y) / sheet.leading(_NOTE)), 0)
    told = reading_note(layer, words, reconstructed=any(value.reconstructed for value in values))
    return note(sheet, box, y, told, most=most) if most else y


def legend_height(sheet: Sheet, wide: float, values: Sequence[LayerValue], layer: str) -> float:
    """Return how much room a legend without arrows takes at least: all of it but its note."""
    words = sheet.words
    told = [text for _, text in patterns_on(area_labels(list(values), layer, words), layer, words)]
    if any(value.reconstructed for value in values):
        told.append(words("print.broken"))
    head = len(sheet.lines(words(f"layer.{layer}.unit"), wide, HEAD, bold=True, most=2))
    rows = [*SCALES[layer].labels(words), *told]
    return sum(
        (_row_height(sheet, len(_row_lines(sheet, text, wide, sheet.span(6.2)))) for text in rows),
        head * sheet.leading(HEAD) + sheet.span(0.5),
    )


def _mark(sheet: Sheet, swatch: Box, pattern: str, colour: str, *, faint: bool) -> None:
    """A mark as it lies on the map: over a class's colour, or in the place of one."""
    shape = rectangle(swatch)
    if pattern == "wide":
        paint(sheet, shape, colour, wide=True, faint=faint, size=0.7)
        return
    kinds: dict[str, Pattern] = {
        "missing": "missing",
        "too_old": "too_old",
        "more": "more",
        "last_known": "last_known",
    }
    is_over = pattern == "last_known"
    paint(sheet, shape, colour if is_over else "", kinds[pattern], faint=faint, size=0.7)


def _edge(sheet: Sheet, swatch: Box) -> None:
    sheet.stroke(rectangle(swatch).boundary, sheet.palette.quiet, 0.4)


def _across(sheet: Sheet, swatch: Box, dashes: tuple[float, float]) -> None:
    middle = (swatch.top + swatch.bottom) / 2
    across = [[(swatch.left, middle), (swatch.right, middle)]]
    sheet.stroke(across, sheet.palette.border, 0.8, dashes=dashes)


def _row(
    sheet: Sheet, box: Box, top: float, text: str, *, number: bool = False
) -> tuple[Box, float]:
    """Write what a swatch means; return its place and where the next row begins."""
    wide, high = sheet.span(6.2), sheet.span(3.2)
    left = box.right - wide if sheet.right_to_left else box.left
    swatch = Box(left, top + sheet.span(0.25), left + wide, top + sheet.span(0.25) + high)
    return swatch, _beside(sheet, box, top, text, wide, number=number)


def _beside(
    sheet: Sheet, box: Box, top: float, text: str, wide: float, *, number: bool = False
) -> float:
    """The text of a row, beside a sign of a width; returns where the next row begins."""
    x = sheet.along(sheet.start(box), wide + sheet.span(1.8))
    lines = _row_lines(sheet, text, box.width, wide)
    y = top + sheet.span(0.25 + 1.6) + sheet.size(ROW) * MM_PER_POINT * 0.36
    for line in lines:
        sheet.text(x, y, line, ROW, foreign=number)
        y += sheet.leading(ROW)
    return top + _row_height(sheet, len(lines))


def _row_lines(sheet: Sheet, text: str, room: float, wide: float) -> list[str]:
    return sheet.lines(text, room - wide - sheet.span(1.8), ROW, most=3)


def _row_height(sheet: Sheet, lines: int) -> float:
    return max(sheet.span(3.9), lines * sheet.leading(ROW) + sheet.span(0.8))


def draw_circle_key(sheet: Sheet, box: Box, top: float, ground: Ground) -> float:
    """Draw circles in each other with their numbers; return where that ends."""
    largest = radius_of(_CIRCLES[-1], ground)
    foot = top + 2 * largest + sheet.span(1.2)
    x = sheet.along(sheet.start(box), largest)
    label = sheet.along(x, largest + sheet.span(3))
    quiet = sheet.palette.quiet
    size = 6.2
    last = foot + sheet.span(9)
    for people in reversed(_CIRCLES):
        radius = radius_of(people, ground)
        ring = shapely.Point(x, foot - radius).buffer(radius, quad_segs=24).exterior
        sheet.stroke(ring, sheet.palette.ink, 0.6)
        y = foot - 2 * radius
        place = min(y, last) if people == _CIRCLES[-1] else max(y, last + sheet.leading(size))
        sheet.stroke([[(x, y), (sheet.along(label, -1.0), place)]], quiet, 0.35)
        drop = sheet.size(size) * MM_PER_POINT * 0.36
        sheet.text(label, place + drop, sheet.words.number(people), size)
        last = place
    end = max(foot, last + sheet.span(1.5)) + sheet.span(1.2)
    return sheet.paragraph(sheet.start(box), end, box.width, sheet.words("print.circles"), size)


def draw_arrow_key(sheet: Sheet, box: Box, top: float, arrows: Sequence[Arrow]) -> float:
    """Draw an arrow of a round number and what arrows mean; return where that ends."""
    words = sheet.words
    largest = max(arrow.high for arrow in arrows)
    sample = next((n for n in (500_000, 100_000, 50_000, 10_000, 5_000) if n <= largest), 1_000)
    high = width_of_arrow(sample, arrows, sheet)
    if arrows[0].reconstructed:
        swatch, y = _row(sheet, box, top, words("timemap.hollow", n=words.number(sample)))
        draw_key(sheet, swatch, high, "hollow")
        return y
    swatch, y = _row(sheet, box, top, words("print.arrow.published", n=words.number(sample)))
    draw_key(sheet, swatch, high, "published")
    occurring = {
        "rivals": any(arrow.low < arrow.high for arrow in arrows),
        "counts": any(arrow.counts for arrow in arrows),
        "open": any(not arrow.destinations for arrow in arrows),
    }
    for kind in (kind for kind, occurs in occurring.items() if occurs):
        swatch, y = _row(sheet, box, y, words(f"print.arrow.{kind}"))
        draw_key(sheet, swatch, sheet.span(2.2), kind)
    return y


def draw_locator(sheet: Sheet, box: Box) -> None:
    """Draw where the Strip lies in the eastern Mediterranean; the box becomes its frame."""
    palette = sheet.palette
    west, south, east, north = _REGION
    stretch = 0.84  # the length of a degree of longitude to one of latitude, near 33 N
    unit = max(box.width / ((east - west) * stretch), box.height / (north - south))
    middle = ((west + east) / 2, (south + north) / 2)

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        x = box.middle + (longitude - middle[0]) * stretch * unit
        return x, (box.top + box.bottom) / 2 - (latitude - middle[1]) * unit

    def project(shape: shapely.Geometry) -> shapely.Geometry:
        moved = shapely.transform(shape, lambda points: [at(x, y) for x, y in points])
        return shapely.clip_by_rect(moved, box.left, box.top, box.right, box.bottom)

    sheet.fill(rectangle(box), palette.sea)
    region = load_region().frame
    for row in region[region["kind"] == "land"].itertuples(index=False):
        sheet.fill(project(row.geometry), palette.land, edge=palette.quiet, width=0.35)
    here = project(strip())
    sheet.fill(here, palette.accent, edge=palette.accent, width=0.8)
    west, south, east, north = here.bounds
    gap = sheet.span(1.0)
    sheet.stroke(
        shapely.box(west - gap, south - gap, east + gap, north + gap).boundary, palette.accent, 0.9
    )
    name, size = sheet.words("print.strip"), 6.0
    spot = (west - gap - sheet.span(0.8), (south + north) / 2 - sheet.span(0.6))
    if sheet.box_of(*spot, name, size, "right", bold=True).left > box.left:
        sheet.text(*spot, name, size, bold=True, align="right", halo=palette.sea)
    for row in region[region["kind"] != "land"].itertuples(index=False):
        x, y = at(row.geometry.x, row.geometry.y)
        text = getattr(row, f"name_{sheet.words.lang}")
        colour = palette.water if row.kind == "sea" else palette.quiet
        place = sheet.box_of(x, y, text, 5, "middle")
        if place.within(box, -0.6) and sheet.is_free(place, 0.3):
            sheet.text(x, y, text, 5, colour=colour, align="middle")
    sheet.frame(box)
