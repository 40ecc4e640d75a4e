"""How long a moving picture of about 60 frames takes, beside drawing each frame anew.

The alternative is what comes to mind first: ``geopandas.plot`` on new axes for
every frame, five areas in their colours and a title, without labels, legend or
surroundings, saved as the same GIF. Both are warm, in one process.
"""

from __future__ import annotations

import io
import time
from datetime import date

import geopandas
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from nuzuh.draw.film.layout import LAYOUTS
from nuzuh.draw.film.picture import FORMATS, SIZES, moving_picture
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.film import film_of
from nuzuh.scene.film_period import frames_of
from nuzuh.scene.geometry import governorates
from nuzuh.scene.legend_rows import class_colours
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

PERIOD = (date(2025, 8, 12), date(2025, 10, 10))
"""Sixty days, a frame each."""
BUDGET = 20.0
"""Seconds that a picture of 60 frames may take, warm."""


def naive(view: View, t: Translator) -> bytes:
    """Make the picture with ``geopandas.plot`` for every frame."""
    layout, pictures = LAYOUTS["slide"], []
    shown = film_of(view, frames_of(*PERIOD, t), tables_in_use(), t)
    classes = class_colours(shown.cube.legend)
    for frame in shown.frames:
        figure = Figure(figsize=(layout.width / 100, layout.height / 100), dpi=100)
        canvas, axes = FigureCanvasAgg(figure), figure.add_subplot()
        shades = {pcode: mark.shade for mark in frame.marks for pcode in mark.pcodes}
        table = geopandas.GeoDataFrame(geometry=list(governorates().values()), crs=4326)
        unknown = PALETTES["light"].unknown
        ordered = (shades[pcode] for pcode in governorates())
        table.plot(ax=axes, color=[unknown if n is None else classes[n] for n in ordered])
        axes.set_title(t.day(frame.day))
        canvas.draw()
        pictures.append(Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB"))
    target = io.BytesIO()
    pictures[0].save(target, "GIF", save_all=True, append_images=pictures[1:], duration=250)
    return target.getvalue()


def main() -> None:
    """Measure and print."""
    view, t = View(mode="reconstructed"), Translator("en")
    naive(view, t)
    begin = time.perf_counter()
    size = len(naive(view, t))
    slow = time.perf_counter() - begin
    print(f"60 frames with geopandas.plot, bare: {slow:.1f} s, {size / 1e6:.1f} MB")
    for shape in SIZES:
        for fmt in FORMATS:
            begin = time.perf_counter()
            shown = film_of(view, frames_of(*PERIOD, t), tables_in_use(), t)
            picture = moving_picture(shown, t=t, fmt=fmt, size=shape, theme="light")
            seconds = time.perf_counter() - begin
            kept = "within" if seconds <= BUDGET else "OVER"
            print(
                f"60 frames as {fmt}, {shape}: {seconds:.1f} s ({seconds / slow:.1f}x the bare"
                f" ones; {kept} {BUDGET:.0f} s), {len(picture) / 1e6:.2f} MB"
            )


if __name__ == "__main__":
    main()
