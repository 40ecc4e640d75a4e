"""The small map of the region on a sheet: where the Strip lies."""

from __future__ import annotations

import shapely

from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.scene.geometry import region_shapes, strip
from nuzuh.scene.territory import territory


def draw_locator(canvas: Canvas, box: Box) -> None:
    """Draw where the Strip lies in the eastern Mediterranean; the box becomes its frame."""
    palette = canvas.palette
    west, south, east, north = territory().region
    stretch = 0.84  # the length of a degree of longitude to one of latitude, near 33 N
    unit = max(box.width / ((east - west) * stretch), box.height / (north - south))
    middle = ((west + east) / 2, (south + north) / 2)

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        x = box.middle + (longitude - middle[0]) * stretch * unit
        return x, (box.top + box.bottom) / 2 - (latitude - middle[1]) * unit

    def project(shape: shapely.Geometry) -> shapely.Geometry:
        moved = shapely.transform(shape, lambda points: [at(x, y) for x, y in points])
        return shapely.clip_by_rect(moved, box.left, box.top, box.right, box.bottom)

    canvas.fill(box.shape, palette.sea)
    region = region_shapes(canvas.t.lang)
    for item in region:
        if item.kind == "land":
            canvas.fill(project(item.shape), palette.land, edge=palette.quiet, width=0.35)
    here = project(strip())
    canvas.fill(here, palette.accent, edge=palette.accent, width=0.8)
    west, south, east, north = here.bounds
    gap = canvas.span(1.0)
    canvas.stroke(
        shapely.box(west - gap, south - gap, east + gap, north + gap).boundary, palette.accent, 0.9
    )
    name, size = canvas.t("print.strip"), 6.0
    spot = (west - gap - canvas.span(0.8), (south + north) / 2 - canvas.span(0.6))
    if canvas.box_of(*spot, name, size, "right", bold=True).left > box.left:
        canvas.text(*spot, name, size, bold=True, align="right", halo=palette.sea)
    for item in region:
        if item.kind == "land":
            continue
        x, y = at(item.shape.x, item.shape.y)
        colour = palette.water if item.kind == "sea" else palette.quiet
        place = canvas.box_of(x, y, item.name, 5, "middle")
        if place.within(box, -0.6) and canvas.is_free(place, 0.3):
            canvas.text(x, y, item.name, 5, colour=colour, align="middle")
    canvas.stroke(box.shape.boundary, palette.quiet, 0.7)
