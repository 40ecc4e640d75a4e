"""The view in three dimensions: people present as blocks, movements as arcs, for deck.gl.

Nothing is fetched unless a basemap is asked for. Labels are pictures of words
(:mod:`nuzuh.draw.atlas`), because deck.gl neither joins Arabic letters nor turns
Hebrew; everything that they say stands in the tooltip and in the tables too.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pydeck
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.scene.flows import Flow, Flows
from nuzuh.scene.geometry import context_shapes, dotting, hatching, outline_of, rings, strip
from nuzuh.scene.map3d import Block
from nuzuh.scene.scales import PALETTES, Palette
from nuzuh.scene.territory import territory
from nuzuh.scene.translator import Translator

BASEMAP = "https://tiles.openfreemap.org/styles/positron"
"""Style of the online basemap; OpenFreeMap asks for no key."""
METRES_PER_PERSON = 0.004
"""Metres of an arc's width for each person moved, the same in every period."""
HEIGHT = 560
"""Pixels of the picture's height."""

_FRAME = shapely.box(*territory().relief.frame)
"""What is drawn of the surroundings; the neighbours' own outlines end at a frame too."""
_CAMERA = pydeck.ViewState(**territory().relief.camera)
_MATERIAL = {"ambient": 0.75, "diffuse": 0.42, "shininess": 1, "specularColor": [0, 0, 0]}
"""Little shade: a roof must keep the colour that the legend gives its class."""

_GROUND = {"depthCompare": "always", "depthWriteEnabled": False}
"""What lies flat is drawn in its order: depth cannot tell shapes on one plane apart."""
_HATCH = "#1d1b18"
"""Dark on either ground: it lies on the colours of the classes."""

Row = dict[str, Any]


NORTH = "north"
"""Key of the label of the compass."""


@dataclass(frozen=True)
class Labels:
    """Labels as one picture, for :func:`map3d_deck`.

    Attributes:
        picture: PNG.
        places: by its key the left, upper, right and lower edge of each label in it, in pixels.
        sharp: pixels of it to one on the screen.
    """

    picture: bytes
    places: dict[str, tuple[float, float, float, float]]
    sharp: int


_CROWD = 3
"""Labels that stand over their blocks without touching each other."""
_LIFT = 16.0
"""By how many pixels the northernmost label is raised where there are more."""


def labels_of(drawn: Sequence[Block], t: Translator) -> dict[str, tuple[str, ...]]:
    """Return the lines of each label by its key: of the blocks, and of the compass.

    Args:
        drawn: the blocks of the day.
        t: the reader's language.
    """
    return {_key(block): block.label for block in drawn} | {NORTH: (t("print.north"),)}


def _key(block: Block) -> str:
    return "-".join(block.mark.pcodes)


class CompactDeck(pydeck.Deck):
    """A deck whose JSON is not indented: a line for each coordinate is five times as long."""

    def to_json(self) -> str:
        """Return the deck as JSON without spaces."""
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"))


def map3d_deck(
    drawn: Sequence[Block],
    flows: Flows,
    t: Translator,
    *,
    theme: str = "light",
    basemap: bool = False,
    labels: Labels | None = None,
) -> pydeck.Deck:
    """Return the picture.

    The camera depends on nothing, so that a change of day, language or theme
    leaves the reader's own as it is.

    Args:
        drawn: the blocks of the day.
        flows: the movements to draw as arcs.
        t: the reader's language.
        theme: ``light`` or ``dark``.
        basemap: draw on the online basemap instead of our own surroundings.
        labels: pictures of the words of :func:`labels_of`; none without them.
    """
    palette = PALETTES[theme]
    layers = [
        *([] if basemap else _surroundings(t, palette)),
        *_unreported(drawn, palette),
        *_standing(drawn, palette),
        _arcs(drawn, flows, t, palette),
        *([] if labels is None else [_labels(drawn, labels, basemap=basemap)]),
    ]
    tooltip = {
        "text": "{told}",
        "style": {
            "color": palette.ink,
            "backgroundColor": palette.paper,
            "border": f"1px solid {palette.border}",
            "fontSize": "0.85rem",
            "fontFamily": "inherit",
            "maxWidth": "17rem",
            "padding": "0.4rem 0.6rem",
            "direction": "rtl" if t.right_to_left else "ltr",
            "textAlign": "start",
            "overflowWrap": "break-word",
        },
    }
    # Neither a provider nor a style: a style of None would make Streamlit put in
    # one of its own, from another host.
    ground: Row = {"map_provider": None}
    if basemap:
        ground = {"map_provider": "maplibre", "map_style": BASEMAP}
    return CompactDeck(
        layers=layers,
        views=[pydeck.View(type="MapView", controller=True)],
        initial_view_state=_CAMERA,
        tooltip=tooltip,
        **ground,
    )


def _surroundings(t: Translator, palette: Palette) -> Iterator[pydeck.Layer]:
    """The sea, the neighbours' land, roads and Wadi Gaza, as on the flat map."""
    sea = _polygons(_FRAME, told=t("map.sea"), colour=_rgb(palette.sea))
    yield _flat("sea", list(sea))
    named = context_shapes(t.lang)
    land = [
        row
        for item in named
        if item.kind == "neighbour"
        for row in _polygons(
            item.shape.intersection(_FRAME), told=item.name, colour=_rgb(palette.land)
        )
    ]
    yield _flat("land", land)
    yield _lines(
        "frame", list(_paths(_FRAME, colour=_rgb(palette.quiet, 110))), width=1, on_ground=True
    )
    colours = {"road": palette.road, "wadi": palette.water}
    ways = [
        row
        for item in named
        if item.kind in colours
        for row in _paths(item.shape, told=item.name, colour=_rgb(colours[item.kind]))
    ]
    yield _lines("ways", ways, width=2, on_ground=True)
    yield _lines("compass", list(_compass(palette)), width=2, on_ground=True)


def _compass(palette: Palette) -> Iterator[Row]:
    """An arrow to the north in the sea, with a bar of five kilometres across its foot."""
    x, y, tip = territory().relief.compass
    half = 5 / 111.13 / 0.8535 / 2
    ink = _rgb(palette.ink)
    yield {"path": [[x, y], [x, tip]], "colour": ink}
    yield {"path": [[x - 0.012, tip - 0.016], [x, tip], [x + 0.012, tip - 0.016]], "colour": ink}
    yield {"path": [[x - half, y], [x + half, y]], "colour": ink}


def _unreported(drawn: Sequence[Block], palette: Palette) -> Iterator[pydeck.Layer]:
    missing = [block for block in drawn if not block.reported]
    shapes = [(block, outline_of(block.mark.pcodes)) for block in missing]
    grey, quiet = _rgb(palette.unknown), _rgb(palette.quiet)
    fills = [
        row
        for block, shape in shapes
        for row in _polygons(shape, told="\n".join(block.told), colour=grey)
    ]
    hatched = [row for _, shape in shapes for row in _paths(hatching(shape, 0.01), colour=quiet)]
    yield _flat("unreported", fills)
    yield _lines("hatching", hatched, width=1, on_ground=True)
    yield _lines(
        "outline", list(_paths(strip(), colour=_rgb(palette.border))), width=1.5, on_ground=True
    )


def _standing(drawn: Sequence[Block], palette: Palette) -> Iterator[pydeck.Layer]:
    """The blocks, their roofs' edges and marks, and a ring at each end of a range."""
    reported = [block for block in drawn if block.reported]
    prisms, roofs, ranges = list[Row](), list[Row](), list[Row]()
    old, wide = list[Row](), list[Row]()
    ink = _rgb(palette.border)
    for block in reported:
        shape = outline_of(block.mark.pcodes)
        told, top = "\n".join(block.told), block.top
        prisms += _polygons(shape, told=told, colour=_rgb(block.colour), height=top)
        roofs += _paths(shape, colour=ink, z=top)
        if block.mark.pattern == "last_known":
            lines = hatching(shape, 0.012, falling=True)
            old += _paths(lines, colour=_rgb(_HATCH, 150), z=top)
        if block.mark.wide:
            spots = shapely.get_coordinates(dotting(shape, 0.011))
            wide += [{"at": [round(x, 5), round(y, 5), round(top, 1)]} for x, y in spots]
        for end in block.ends:
            ranges += _paths(shape, colour=_rgb(palette.border, 150), z=end)
    yield pydeck.Layer(
        "SolidPolygonLayer",
        prisms,
        id="blocks",
        extruded=True,
        get_polygon="polygon",
        get_elevation="height",
        get_fill_color="colour",
        material=_MATERIAL,
        pickable=True,
        auto_highlight=True,
        highlight_color=_rgb(palette.halo, 70),
    )
    dashed = any(block.mark.reconstructed for block in reported)
    yield _lines("roofs", roofs, width=1.5, dashed=dashed)
    yield _lines("old", old, width=1)
    yield pydeck.Layer(
        "ScatterplotLayer",
        wide,
        id="wide",
        get_position="at",
        get_fill_color=_rgb(_HATCH, 150),
        get_radius=130,
    )
    yield _lines("ranges", ranges, width=1)


def _arcs(drawn: Sequence[Block], flows: Flows, t: Translator, palette: Palette) -> pydeck.Layer:
    tops = {pcode: block.top for block in drawn for pcode in block.mark.pcodes}

    def end(pcodes: tuple[str, ...]) -> list[float]:
        spot = outline_of(pcodes).centroid
        return [round(spot.x, 5), round(spot.y, 5), round(tops.get(pcodes[0], 0.0), 1)]

    def told(flow: Flow) -> str:
        lines = (flow.way(t), flow.number(t), t("recon.mark"), flow.likely(t))
        days = t("relief.days", start=t.day(flows.start), end=t.day(flows.end))
        return "\n".join(filter(None, (*lines, days)))

    rows = [
        {
            "from": end(flow.origins),
            "to": end(flow.destinations),
            "width": METRES_PER_PERSON * flow.rounded,
            "told": told(flow),
        }
        for flow in flows.largest
    ]
    return pydeck.Layer(
        "ArcLayer",
        rows,
        id="arcs",
        get_source_position="from",
        get_target_position="to",
        get_width="width",
        width_units='"meters"',
        get_source_color=_rgb(palette.accent, 110),
        get_target_color=_rgb(palette.accent, 240),
        get_height=0.6,
        # Leaning to one side keeps the way there apart from the way back.
        get_tilt=18,
        pickable=True,
        auto_highlight=True,
        highlight_color=_rgb(palette.ink, 120),
    )


def _labels(drawn: Sequence[Block], labels: Labels, *, basemap: bool) -> pydeck.Layer:
    """The name and the number over each block, before everything else, and the compass's north."""
    picture = base64.b64encode(labels.picture).decode("ascii")
    mapping = {
        key: {
            "x": left,
            "y": top,
            "width": right - left,
            "height": bottom - top,
            "anchorX": (right - left) / 2,
            "anchorY": bottom - top,
        }
        for key, (left, top, right, bottom) in labels.places.items()
    }
    # In the north areas lie close behind each other: their labels go to both sides, apart.
    if len(drawn) > _CROWD:
        for block in (drawn[0], drawn[2]):
            place = mapping[_key(block)]
            place["anchorX"] = place["width"]
        mapping[_key(drawn[0])]["anchorY"] += _LIFT * labels.sharp
    rows: list[Row] = [
        {"icon": _key(block), "at": [*_middle(block), round(block.top, 1)], "told": told}
        for block in drawn
        for told in ["\n".join(block.told)]
    ]
    if not basemap:
        x, _, tip = territory().relief.compass
        rows.append({"icon": NORTH, "at": [x, tip, 0]})
    for row in rows:
        row["high"] = mapping[row["icon"]]["height"] / labels.sharp
    return pydeck.Layer(
        "IconLayer",
        rows,
        id="labels",
        icon_atlas=f'"data:image/png;base64,{picture}"',
        icon_mapping=mapping,
        get_icon="icon",
        get_position="at",
        get_size="high",
        size_units='"pixels"',
        pickable=True,
        # A label stands before the blocks, also before one that hides its own.
        parameters={"depthCompare": "always"},
    )


def _middle(block: Block) -> list[float]:
    spot = outline_of(block.mark.pcodes).centroid
    return [round(spot.x, 5), round(spot.y, 5)]


def _flat(name: str, rows: list[Row]) -> pydeck.Layer:
    return pydeck.Layer(
        "SolidPolygonLayer",
        rows,
        id=name,
        get_polygon="polygon",
        get_fill_color="colour",
        pickable=True,
        parameters=_GROUND,
    )


def _lines(
    name: str, rows: list[Row], *, width: float, on_ground: bool = False, dashed: bool = False
) -> pydeck.Layer:
    # What is reconstructed has broken edges, as on the flat map.
    broken = {
        "extensions": [{"@@type": "PathStyleExtension", "dash": True}],
        "get_dash_array": [6, 3],
    }
    return pydeck.Layer(
        "PathLayer",
        rows,
        id=name,
        get_path="path",
        get_color="colour",
        get_width=width,
        width_units='"pixels"',
        pickable=on_ground,
        **({"parameters": _GROUND} if on_ground else {}),
        **(broken if dashed else {}),
    )


def _polygons(shape: BaseGeometry, **row: object) -> Iterator[Row]:
    """One row for each polygon of a shape: its outer ring, then its holes."""
    for part in shapely.get_parts(shape):
        yield {"polygon": [_rounded(ring) for ring in rings(part)], **row}


def _paths(shape: BaseGeometry, z: float = 0.0, **row: object) -> Iterator[Row]:
    for line in rings(shape):
        yield {"path": [[*point, round(z, 1)] for point in _rounded(line)], **row}


def _rounded(line: list[tuple[float, float]]) -> list[list[float]]:
    return [[round(x, 5), round(y, 5)] for x, y in line]


def _rgb(colour: str, opacity: int = 255) -> list[int]:
    return [*bytes.fromhex(colour.removeprefix("#")), opacity]
