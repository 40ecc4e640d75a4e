"""The map on the screen: an SVG of about 30 kB that needs no WebGL, no tiles and no network.

The browser shapes Arabic and Hebrew, and prints it at any scale. Every name is
escaped; nothing in it runs.
"""

from __future__ import annotations

from datetime import date
from html import escape

from shapely.geometry.base import BaseGeometry

from balance.layers import LayerValue
from maps.geometry import rings
from maps.scales import PALETTES, Palette
from maps.scene import FORMATS, Fill, Item, Mark, Stroke, Text, build_scene
from maps.words import Words


def draw_map(
    values: list[LayerValue],
    layer: str,
    day: date,
    words: Words,
    *,
    theme: str = "light",
    size: str = "wide",
) -> str:
    """Return the map of a layer on a day as an SVG element.

    Args:
        values: areas that cover the Strip once, as :func:`balance.layers.layer_values` gives.
        layer: id of the layer, for classes and title.
        day: the day shown.
        words: the reader's language.
        theme: ``light`` or ``dark``.
        size: one of :data:`maps.scene.FORMATS`: ``wide`` for desks, ``narrow``
            for phones; a style sheet shows one of them.
    """
    form, palette = FORMATS[size], PALETTES[theme]
    to = form.projection
    title = words("map.aria", date=words.day(day), title=words(f"layer.{layer}.title"))
    scene = build_scene(values, layer, words, form=form, palette=palette)
    return (
        f'<svg class="nz-map nz-{size}" viewBox="0 0 {to.width:g} {to.height:g}" role="img" '
        f'aria-label="{escape(title)}" data-testid="map-{size}" data-date="{day.isoformat()}" '
        f'data-layer="{escape(layer)}" font-family="inherit" direction="ltr">'
        f'<rect width="{to.width:g}" height="{to.height:g}" fill="{palette.sea}"/>'
        + "".join(_element(item, palette, words) for item in scene)
        + "</svg>"
    )


def path_data(shape: BaseGeometry) -> str:
    """Return a shape as SVG path data with one decimal."""
    return "".join("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in ring) for ring in rings(shape))


def _element(item: Item, palette: Palette, words: Words) -> str:
    match item:
        case Fill():
            path = f'<path d="{path_data(item.shape)}" fill="{item.colour}" fill-rule="evenodd"/>'
            return f"<g><title>{escape(item.title)}</title>{path}</g>" if item.title else path
        case Stroke():
            dashes = f' stroke-dasharray="{item.dashes[0]} {item.dashes[1]}"' if item.dashes else ""
            opacity = f' stroke-opacity="{item.opacity}"' if item.opacity < 1 else ""
            return (
                f'<path d="{path_data(item.shape)}" fill="none" stroke="{item.colour}" '
                f'stroke-width="{item.width}" stroke-linejoin="round" pointer-events="none"'
                f"{dashes}{opacity}/>"
            )
        case Text():
            return _text(item, palette, words)
        case Mark():
            return _mark(item, palette)


def _text(item: Text, palette: Palette, words: Words) -> str:
    anchors = {"left": "end", "middle": "middle", "right": "start"}
    if words.right_to_left:
        anchors |= {"left": "start", "right": "end"}
    direction = ' direction="rtl"' if words.right_to_left else ""
    weight = ' font-weight="700"' if item.bold else ""
    slant = ' font-style="italic"' if item.italic else ""
    return (
        f'<text x="{item.x:.1f}" y="{item.y + 0.35 * item.size:.1f}" font-size="{item.size:g}" '
        f'fill="{item.colour}" text-anchor="{anchors[item.side]}" stroke="{palette.halo}" '
        f'stroke-width="{item.size / 5:.1f}" stroke-opacity="0.8" paint-order="stroke" '
        f'stroke-linejoin="round" pointer-events="none"{direction}{weight}{slant}>'
        f"{escape(item.text)}</text>"
    )


def _mark(item: Mark, palette: Palette) -> str:
    x, y, r = item.x, item.y, item.radius
    if item.form == "dot":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{palette.ink}"/>'
    if item.form == "crossing":
        return (
            f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:g}" height="{2 * r:g}" '
            f'fill="{palette.paper}" stroke="{palette.ink}" stroke-width="1.1"/>'
        )
    return (
        f'<path d="M{x:g},{y - r:g} l{-r * 0.75:g},{2 * r:g} l{r * 0.75:g},{-r * 0.6:g} '
        f'l{r * 0.75:g},{r * 0.6:g} z" fill="{palette.ink}"/>'
    )
