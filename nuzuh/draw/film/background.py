"""What is the same in every frame and is drawn once: base map, names, legend, head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from nuzuh.draw.basemap import draw_land_and_sea, draw_north, draw_scale_bar
from nuzuh.draw.box import Box
from nuzuh.draw.film.canvas import FOOT, SMALL, TITLE, FrameCanvas
from nuzuh.draw.legend import draw_legend, legend_height
from nuzuh.draw.locator import draw_locator
from nuzuh.draw.part import draw_rest, draw_whereabouts
from nuzuh.scene.film import Film
from nuzuh.scene.geometry import context_shapes, strip
from nuzuh.scene.scene import SceneCube
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import short_link

_SHARES = (0.94, 0.88, 0.82, 0.76, 0.7, 0.66, 0.62, 0.58)
"""The shares of its size in which a long legend is tried, one smaller than the other."""
_KM, _LONGEST = (5, 2, 1), 130
"""Lengths of the scale bar in km, and in pixels what is too long for one."""


@dataclass(frozen=True)
class Background:
    """What frames need to know of what is drawn below them.

    Attributes:
        furniture: where legend, scale bar and the arrow to the north stand.
        foot: size of the type of the notes below the map, in points.
        pitch: from line to line of them; the first lines are the frame's own.
    """

    furniture: tuple[Box, ...]
    foot: float
    pitch: float


def draw_background(canvas: FrameCanvas, shown: Film) -> Background:
    """Draw what never changes, and return what frames need to know of it."""
    layout = canvas.layout
    frame = layout.map_frame
    draw_land_and_sea(canvas, frame)
    if shown.extent is None:
        draw_names(canvas)
    else:
        draw_rest(canvas, frame)
    _draw_head(canvas, shown.what)
    km = next(km for km in _KM if km * frame.units_per_km < _LONGEST or km == _KM[-1])
    length = km * frame.units_per_km
    x, y = canvas.inside.right - length - canvas.span(2.6), canvas.layout.scale_at
    draw_scale_bar(canvas, frame, x, y, km=km)
    draw_north(canvas, x - canvas.span(5.5), y)
    corner = Box(x - canvas.span(8), y - canvas.span(7), canvas.layout.width, y + canvas.span(1))
    furniture = [_draw_legend(canvas, shown.cube), corner]
    if shown.extent is not None:
        draw_whereabouts(canvas, layout.locator, shown.extent, frame)
        furniture.append(layout.locator)
    elif layout.locator.top > layout.bar:
        draw_locator(canvas, layout.locator)
    return Background(tuple(furniture), *_draw_foot(canvas, shown))


def draw_names(canvas: FrameCanvas) -> None:
    """Name the sea and the neighbours; beside a part of the Strip where nothing else stands."""
    palette, layout = canvas.palette, canvas.layout
    names = {"sea": (canvas.t("map.sea"), palette.water)}
    for item in context_shapes(canvas.t.lang):
        if item.kind == "neighbour":
            side = "east" if item.shape.bounds[2] > strip().bounds[2] else "west"
            names[side] = (item.name, palette.quiet)
    land = layout.map_frame.project(strip())
    for place, (name, colour) in names.items():
        x, y = layout.names[place]
        if layout.extent is not None and not _lies_free(canvas, place, name, land):
            continue
        canvas.text(x, y + canvas.drop(SMALL), name, SMALL, colour=colour, align="middle")


def _lies_free(canvas: FrameCanvas, place: str, name: str, land: BaseGeometry) -> bool:
    """Whether a name stands on what it names, where a part of the Strip is shown."""
    frame, (x, y) = canvas.layout.map_frame, canvas.layout.names[place]
    room = canvas.box_of(x, y, name, SMALL, "middle")
    if not canvas.is_free(room, canvas.span(1)):
        return False
    box = room.shape
    abroad = [
        frame.project(item.shape)
        for item in context_shapes(canvas.t.lang)
        if item.kind == "neighbour"
    ]
    if place == "sea":
        return not any(box.intersects(shape) for shape in (land, *abroad))
    return any(shape.covers(box) for shape in abroad)


def _draw_head(canvas: FrameCanvas, title: str) -> None:
    size = TITLE * min(1.0, canvas.inside.width / canvas.width(title, TITLE))
    canvas.line(canvas.layout.title, title, size)


def _draw_legend(canvas: FrameCanvas, shown: SceneCube) -> Box:
    """The legend, in smaller type where much occurs; returns the room that it takes."""
    box, unit = canvas.layout.legend, shown.legend_unit
    # That all of it is reconstructed is said in the title and below the map.
    rows = [row for row in shown.legend if row.swatch != "broken"]
    for share in _SHARES:
        if legend_height(canvas, box.width, unit, rows, share) <= box.height:
            break
    faint = any(frame.order_land is not None for frame in shown.frames)
    end = draw_legend(canvas, box, unit, rows, faint=faint, share=share)
    return Box(box.left, box.top, box.right, end)


def _draw_foot(canvas: FrameCanvas, shown: Film) -> tuple[float, float]:
    """The notes below the map; returns the size of their type and the distance of their lines."""
    t, layout, notes = canvas.t, canvas.layout, shown.cube.notes
    version = t("snapshot.data", data=notes.version)
    *disclaimers, attribution = notes.credits
    paragraphs = [
        " ".join(filter(None, [notes.method, shown.warning, *_of_circles(shown, t)])),
        *_sources(canvas, notes.sources),
        *disclaimers,
        f"{attribution} {version}",
        t.isolated(short_link(notes.link)) if notes.link else "",
    ]
    lines = [line for text in paragraphs for line in across(canvas, text)]
    reserved = max(len(across(canvas, frame.placed)) for frame in shown.frames)
    room = (layout.height - layout.foot - 4) / (len(lines) + reserved)
    pitch = min(canvas.leading(FOOT), room)
    size = FOOT * min(1.0, pitch / (1.12 * canvas.rise(FOOT)))
    for at, line in enumerate(lines, start=reserved):
        y = layout.foot + (at + 0.5) * pitch
        canvas.line(y, line, size, colour=canvas.palette.quiet)
    return size, pitch


def _of_circles(shown: Film, t: Translator) -> list[str]:
    return [t("moving.circles")] if shown.circles else []


def across(canvas: FrameCanvas, text: str) -> list[str]:
    """Return a note in lines as wide as the frame lets them be; none for no text."""
    return canvas.lines(text, canvas.inside.width, FOOT) if text else []


def _sources(canvas: FrameCanvas, sources: Sequence[str]) -> list[str]:
    """The publishers whose figures are shown, as many as a line or two hold."""
    t, names = canvas.t, [canvas.t.isolated(name) for name in sources]

    def told(count: int) -> str:
        listed = t("list.comma").join(names[:count])
        if count < len(names):
            listed = t("moving.more", names=listed, n=len(names) - count)
        return f"{t('snapshot.sources')}: {listed}"

    most = 1 if canvas.layout.width > canvas.layout.height else 2
    shorter = map(told, range(len(names), 0, -1))
    line = canvas.first_fitting(shorter, canvas.inside.width, FOOT, most)
    return [line] if line else []
