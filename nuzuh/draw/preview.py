"""The picture that is shown where a link is shared: the map of a day, its day, and the answer.

It is drawn on the canvas of films, on which a map costs little: a site has one for many days.
"""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from nuzuh.draw.areas import draw_areas
from nuzuh.draw.basemap import draw_land_and_sea, draw_surroundings
from nuzuh.draw.box import Box
from nuzuh.draw.film.canvas import FrameCanvas, Pixels
from nuzuh.draw.film.layout import LAYOUTS, Layout
from nuzuh.draw.order_land import draw_order_land
from nuzuh.draw.type import drawing
from nuzuh.scene.legend_rows import class_colours
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.scene import Scene
from nuzuh.scene.translator import Translator

SIZE = 1200, 630
"""Width and height in pixels, as whoever shows previews asks for."""
COLOURS = 96
"""Few colours, with those between them along edges: a file of some tens of kilobytes."""
_NAME = "nuzuh  نزوح"
_BRAND, _DAY, _LEAD, _SMALL = 13.0, 15.0, 9.8, 7.6
"""Sizes of type; pictures are mostly seen at half their size."""
_COLUMNS = {True: 610, False: 400}
"""Width of the words beside the map, and of the day alone."""


def _layout(column: float, *, right_to_left: bool) -> Layout:
    """The whole Strip beside a column of words, on the side on which lines end."""
    shift = (column / 2) * (-1 if right_to_left else 1)
    return replace(
        LAYOUTS["slide"],
        id="preview",
        width=SIZE[0],
        height=SIZE[1],
        type=1.9,
        margin=52,
        land=(0, SIZE[1]),
        units_per_km=13.6,
        shift=shift,
    )


class Previews:
    """Draws the pictures of a language, one after the other.

    Args:
        t: the language.
        worded: with the answer in words; without, a picture is the same in every language.
    """

    def __init__(self, t: Translator, *, worded: bool = True) -> None:
        self._worded = worded
        column = _COLUMNS[worded]
        layout = _layout(column, right_to_left=t.right_to_left)
        with drawing():
            self._canvas = canvas = FrameCanvas(layout, "light", t)
            draw_land_and_sea(canvas, layout.map_frame)
            left = SIZE[0] - column if t.right_to_left else 0
            self._column = Box(left, 0, left + column, SIZE[1])
            canvas.fill(self._column.shape, canvas.palette.paper)
            canvas.keep_background()

    def draw(self, shown: Scene) -> bytes:
        """Return the picture of a scene as PNG.

        Args:
            shown: of the whole Strip.
        """
        canvas = self._canvas
        frame, land = canvas.layout.map_frame, shown.order_land
        with drawing():
            canvas.restore_background()
            draw_areas(
                canvas, frame, shown.areas, class_colours(shown.legend), faint=land is not None
            )
            if land is not None:
                draw_order_land(canvas, frame, land)
            draw_surroundings(canvas, frame, crossings=False)
            self._write(shown)
            return _png(canvas.pixels())

    def _write(self, shown: Scene) -> None:
        canvas, notes, palette = self._canvas, shown.notes, PALETTES["light"]
        margin = canvas.layout.margin
        x = self._column.right - margin if canvas.right_to_left else self._column.left + margin
        width = self._column.width - 1.5 * margin
        top = float(margin)
        canvas.text(
            x,
            top + canvas.rise(_BRAND) * 0.8,
            _NAME,
            _BRAND,
            colour=palette.accent,
            bold=True,
            foreign=True,
        )
        top += canvas.leading(_BRAND) + 18
        day = canvas.t.day(shown.view.date) if self._worded else shown.view.date.isoformat()
        canvas.text(x, top + canvas.rise(_DAY) * 0.8, day, _DAY, bold=True)
        top += canvas.leading(_DAY) + 10
        foot = float(SIZE[1] - margin)
        # Whatever the language of the words, a version alone is drawn as it stands.
        if notes.version.strip("\u2068\u2069") == notes.data:
            canvas.text(x, foot, notes.data, _SMALL, colour=palette.quiet, foreign=True)
        else:
            # With whose records it is stands below the picture, however long their name.
            lines = canvas.lines(notes.version, width, _SMALL)
            foot -= (len(lines) - 1) * canvas.leading(_SMALL)
            above = foot - canvas.rise(_SMALL) * 0.8
            canvas.paragraph(x, above, width, notes.version, _SMALL, colour=palette.quiet)
        if not self._worded:
            return
        top = canvas.paragraph(x, top, width, notes.what, _SMALL, colour=palette.quiet) + 8
        room = foot - canvas.leading(_SMALL) - 8 - top
        for share in (1.0, 0.92, 0.84, 0.76, 0.68, 0.6):
            told = [
                (text, size * share, colour)
                for text, size, colour in (
                    (notes.lead, _LEAD, palette.ink),
                    *((one, _SMALL, palette.quiet) for one in notes.footnotes),
                )
            ]
            high = sum(
                len(canvas.lines(text, width, size)) * canvas.leading(size)
                for text, size, _ in told
            )
            if high <= room:
                break
        for text, size, colour in told:
            top = canvas.paragraph(x, top, width, text, size, colour=colour)


def _png(pixels: Pixels) -> bytes:
    """The pixels as PNG: the same ones give the same bytes."""
    drawn = Image.fromarray(pixels).quantize(
        COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
    )
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()
