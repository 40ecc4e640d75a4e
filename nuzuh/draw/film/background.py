"""What is the same in every frame and is drawn once: base map, names, legend, head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuzuh.draw.basemap import draw_land_and_sea, draw_north, draw_scale_bar
from nuzuh.draw.box import Box
from nuzuh.draw.film.canvas import FOOT, SMALL, TITLE, FrameCanvas
from nuzuh.draw.legend import draw_legend, legend_height
from nuzuh.scene.geometry import context_shapes
from nuzuh.scene.scene import SceneCube

_SHARES = (0.94, 0.88, 0.82, 0.76, 0.7, 0.66, 0.62, 0.58)
"""The shares of its size in which a long legend is tried, one smaller than the other."""
_KM = 5
"""Length of the scale bar."""


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


def draw_background(canvas: FrameCanvas, shown: SceneCube) -> Background:
    """Draw what never changes, and return what frames need to know of it."""
    frame = canvas.layout.map_frame
    draw_land_and_sea(canvas, frame)
    _draw_names(canvas)
    _draw_head(canvas, shown)
    length = _KM * frame.units_per_km
    x, y = canvas.inside.right - length - canvas.span(2.6), canvas.layout.scale_at
    draw_scale_bar(canvas, frame, x, y, km=_KM)
    draw_north(canvas, x - canvas.span(5.5), y)
    corner = Box(x - canvas.span(8), y - canvas.span(7), canvas.layout.width, y + canvas.span(1))
    return Background((_draw_legend(canvas, shown), corner), *_draw_foot(canvas, shown))


def _draw_names(canvas: FrameCanvas) -> None:
    palette, layout = canvas.palette, canvas.layout
    names = {"sea": (canvas.t("map.sea"), palette.water)}
    for item in context_shapes(canvas.t.lang):
        if item.kind == "neighbour":
            land = layout.map_frame.project(item.shape)
            side = "east" if land.centroid.x > layout.width / 2 else "west"
            names[side] = (item.name, palette.quiet)
    for place, (name, colour) in names.items():
        x, y = layout.names[place]
        canvas.text(x, y + canvas.drop(SMALL), name, SMALL, colour=colour, align="middle")


def _draw_head(canvas: FrameCanvas, shown: SceneCube) -> None:
    t, since = canvas.t, shown.view.since
    title = t("moving.title", what=shown.notes.what)
    if since is not None:
        days = t("panel.since", date=t.day(since))
        title += t("list.sep") + t("print.arrows", days=days)
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


def _draw_foot(canvas: FrameCanvas, shown: SceneCube) -> tuple[float, float]:
    """The notes below the map; returns the size of their type and the distance of their lines."""
    t, layout, notes = canvas.t, canvas.layout, shown.notes
    version = t("snapshot.data", data=t.isolated(notes.data))
    *disclaimers, attribution = notes.credits
    paragraphs = [
        notes.method,
        *_sources(canvas, notes.sources),
        *disclaimers,
        f"{attribution} {version}",
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
