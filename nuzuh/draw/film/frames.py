"""Draws frames: the background once, and on it for each day what changes.

Drawing a whole map anew for each frame takes some ten times as long.
"""

from __future__ import annotations

from dataclasses import replace

import shapely

from nuzuh.draw.areas import draw_areas, draw_circles
from nuzuh.draw.arrows import draw_arrows, draw_numbers
from nuzuh.draw.basemap import draw_surroundings
from nuzuh.draw.box import Box
from nuzuh.draw.film.background import across, draw_background, draw_names
from nuzuh.draw.film.canvas import CAPTION, DATE, TITLE, FrameCanvas, Pixels
from nuzuh.draw.film.layout import LAYOUTS
from nuzuh.draw.film.timebar import TimeBar
from nuzuh.draw.labels import Line, draw_leader, label_height, label_lines, write_label
from nuzuh.draw.order_land import draw_order_land
from nuzuh.draw.part import draw_places
from nuzuh.draw.type import drawing
from nuzuh.scene.film import Film
from nuzuh.scene.geometry import middle_of
from nuzuh.scene.legend_rows import class_colours
from nuzuh.scene.mark import Mark
from nuzuh.scene.scene import Frame
from nuzuh.scene.translator import Translator


class FrameRenderer:
    """One size, theme and language in which the frames of a picture are drawn.

    Args:
        shown: what the frames show.
        t: the reader's language.
        size: one of :data:`nuzuh.draw.film.layout.LAYOUTS`.
        theme: ``light`` or ``dark``.
        scale: how much smaller than its full size the picture is drawn.
    """

    def __init__(
        self,
        shown: Film,
        t: Translator,
        *,
        size: str,
        theme: str,
        scale: float = 1.0,
    ) -> None:
        self._canvas = FrameCanvas(LAYOUTS[size].part(shown.extent), theme, t, scale)
        self._shown = shown
        self._captions = dict(
            zip((frame.day for frame in shown.frames), shown.captions, strict=True)
        )
        self._colours = class_colours(shown.cube.legend)
        # People do not seem to grow fewer because others are counted later.
        self._largest = max((arrow.high for arrow in shown.cube.arrows), default=None)
        self._bar = TimeBar(self._canvas, shown.frames[0].day, shown.frames[-1].day)
        with drawing():
            self._background = draw_background(self._canvas, shown)
            self._bar.draw_empty()
            self._canvas.keep_background()

    def draw(self, frame: Frame) -> Pixels:
        """Return the picture of a frame."""
        canvas, on_map = self._canvas, self._canvas.layout.map_frame
        with drawing():
            canvas.restore_background()
            land = frame.order_land
            draw_areas(canvas, on_map, frame.areas, self._colours, faint=land is not None)
            if land is not None:
                draw_order_land(canvas, on_map, land)
            draw_surroundings(canvas, on_map, crossings=False)
            if self._shown.circles:
                draw_circles(canvas, on_map, frame.marks, canvas.layout.whole)
            middles = draw_arrows(canvas, on_map, frame.arrows, self._largest)
            for label in frame.marks:
                self._draw_label(label)
            furniture = self._background.furniture
            draw_numbers(canvas, on_map, frame.arrows, middles, clear_of=furniture, crowded=True)
            if self._shown.extent is not None:
                canvas.covered.extend(box.shape for box in furniture)
                draw_names(canvas)
                draw_places(canvas, on_map, canvas.layout.whole)
            self._draw_words(frame)
            self._bar.draw(frame.day)
            return canvas.pixels()

    def _draw_words(self, frame: Frame) -> None:
        """The day, its phase, and what its figures come to."""
        canvas, layout = self._canvas, self._canvas.layout
        canvas.line(layout.date, canvas.t.day(frame.day), DATE, bold=True)
        accent = canvas.palette.accent
        canvas.line(layout.date, frame.phase, TITLE, colour=accent, align="end")
        caption = self._captions[frame.day]
        if caption:
            self._draw_caption(caption)
        for at, line in enumerate(across(canvas, frame.placed)):
            y = layout.foot + (at + 0.5) * self._background.pitch
            canvas.line(y, line, self._background.foot)

    def _draw_caption(self, caption: str) -> None:
        """What happened, on a band of its own, smaller where it is long."""
        canvas, layout = self._canvas, self._canvas.layout
        wide = canvas.width(caption, CAPTION, bold=True)
        size = CAPTION * min(1.0, canvas.inside.width / wide)
        half = 0.5 * canvas.leading(CAPTION)
        band = shapely.box(0, layout.caption - half, layout.width, layout.caption + half)
        canvas.fill(band, canvas.palette.accent)
        paper = canvas.palette.paper
        canvas.line(layout.caption, caption, size, colour=paper, bold=True)

    def _draw_label(self, label: Mark) -> None:
        canvas = self._canvas
        edge, side = canvas.layout.label_edge(label.pcodes[0])
        lines, top = self._lines_of(label)
        start = edge + 8 if side == "left" else edge - 8, top + canvas.leading(lines[0].size) / 2
        tip = canvas.layout.map_frame(*middle_of(label.pcodes[:1]))
        draw_leader(canvas, start, tip, halo=True)
        write_label(canvas, edge, top, lines, side, None)

    def label_box(self, label: Mark) -> Box:
        """Return where an area's label stands."""
        canvas = self._canvas
        edge, side = canvas.layout.label_edge(label.pcodes[0])
        lines, top = self._lines_of(label)
        width = max(canvas.width(line.text, line.size, bold=line.bold) for line in lines)
        left = edge - width if side == "left" else edge
        return Box(left, top, left + width, top + label_height(canvas, lines))

    def _lines_of(self, label: Mark) -> tuple[list[Line], float]:
        """The lines of a label, smaller where they would not fit, and where they begin."""
        canvas, layout = self._canvas, self._canvas.layout
        room = self._room(*layout.label_edge(label.pcodes[0]))
        lines: list[Line] = []
        for share in (1.0, 0.94, 0.88, 0.82, 0.76, 0.7):
            lines = [
                replace(line, text=part, size=line.size * share)
                for line in label_lines(label, label.notes)
                for part in canvas.lines(line.text, room, line.size * share, bold=line.bold)
            ]
            if label_height(canvas, lines) <= layout.slot:
                break
        return lines, layout.slots[label.pcodes[0]] - label_height(canvas, lines) / 2

    def _room(self, edge: float, side: str) -> float:
        """How wide a label may be; a legend to the right of it keeps its place."""
        layout, inside = self._canvas.layout, self._canvas.inside
        if side == "left":
            return edge - layout.left_edge
        legend = layout.legend.left
        return (legend - 16 if legend > edge else inside.right) - edge
