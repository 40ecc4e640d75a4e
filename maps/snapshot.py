"""The first snapshot: a 300-dpi PNG of the view that stands alone in a report.

Needs matplotlib 3.11 or later, which shapes Arabic and Hebrew itself.
"""

from __future__ import annotations

import io
from textwrap import wrap
from typing import TYPE_CHECKING

from balance.layers import LayerValue
from balance.published import STALE_DAYS
from balance.shipped import load_reconstruction
from loaders.estimates import load_estimates
from loaders.orders import load_orders
from loaders.own import OwnTables
from maps.geometry import rings
from maps.labels import own_note, publisher_name
from maps.reconstruction import view_name
from maps.scales import PALETTES, SCALES
from maps.scene import FORMATS, Fill, Item, Mark, Stroke, Text, build_scene
from maps.view import View
from maps.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 300
_WIDTH, _HEIGHT = 11.0, 8.5
"""Size in inches: fits a landscape sheet of A4 or letter."""
_BOTTOM, _TOP = 0.25, 0.905
"""The map's share of the height, from and to."""
_LEFT, _RIGHT = 0.05, 0.95
_LINE = 0.0165
_FONTS = ["DejaVu Sans"]
"""Ships with matplotlib, and has Latin, Arabic and Hebrew."""
_PALETTE = PALETTES["light"]


def picture_name(view: View) -> str:
    """Return the file name of a view's picture.

    >>> picture_name(View())
    'nuzuh-2025-10-05-people-en.png'
    """
    return f"nuzuh-{view.date.isoformat()}-{view.layer}-{view.lang}.png"


def save_picture(
    values: list[LayerValue],
    view: View,
    *,
    words: Words,
    data: str,
    link: str,
    own: OwnTables | None = None,
) -> bytes:
    """Return a PNG of the view at 300 dpi.

    It states what it shows, where and when; a legend with "not reported"; a
    scale bar; each figure with its publisher and date; that figures are as
    published; the boundary disclaimer; the data version; and the link.

    Args:
        values: the layer's values on the day.
        view: what is shown.
        words: the reader's language.
        data: version of the data.
        link: absolute address of the view.
        own: the reader's tables, when the values come from those; the picture
            then says so, and that the link shows the view without them.
    """
    # matplotlib takes a third of a second to import, which only a picture needs.
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # A dollar sign in a publisher's name is a dollar sign.
    with rc_context({"font.family": _FONTS, "text.parse_math": False}):
        figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        _map(figure, values, view, words)
        _title(figure, view, words)
        _legend(figure, values, view, words)
        _notes(figure, values, view, words, data, link, own)
        target = io.BytesIO()
        figure.savefig(target, format="png", dpi=DPI, metadata={"Software": "nuzuh", "Title": link})
    return target.getvalue()


def _map(figure: Figure, values: list[LayerValue], view: View, words: Words) -> None:
    form = FORMATS["wide"]
    to = form.projection
    axes = figure.add_axes((_LEFT, _BOTTOM, _RIGHT - _LEFT, _TOP - _BOTTOM), facecolor=_PALETTE.sea)
    axes.set_aspect("equal")
    axes.set(xlim=(0, to.width), ylim=(to.height, 0), xticks=[], yticks=[])
    axes.spines[:].set(color=_PALETTE.quiet, linewidth=0.6)
    # The picture's points to one drawing unit: type and lines keep the screen's proportions.
    points = 72 * min(_WIDTH * (_RIGHT - _LEFT) / to.width, _HEIGHT * (_TOP - _BOTTOM) / to.height)
    for item in build_scene(values, view.layer, words, form=form, palette=_PALETTE):
        _draw(axes, item, points, words)


def _draw(axes: Axes, item: Item, points: float, words: Words) -> None:
    from matplotlib.collections import LineCollection
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    match item:
        case Fill():
            outlines = [Path(ring, closed=True) for ring in rings(item.shape)]
            shape = Path.make_compound_path(*outlines)
            axes.add_patch(PathPatch(shape, facecolor=item.colour, edgecolor="none"))
        case Stroke():
            dashes = (0, [d * points / max(item.width * points, 0.1) for d in item.dashes or ()])
            axes.add_collection(
                LineCollection(
                    list(rings(item.shape)),
                    colors=item.colour,
                    linewidths=item.width * points,
                    linestyles=[dashes] if item.dashes else "solid",
                    alpha=item.opacity,
                )
            )
        case Text():
            axes.text(
                item.x,
                item.y,
                item.text,
                fontsize=item.size * points * 0.93,
                color=item.colour,
                ha={"left": "right", "middle": "center", "right": "left"}[item.side],
                va="center",
                fontweight="bold" if item.bold else "normal",
                # Neither Arabic nor Hebrew has italics, and the slanted font lacks both.
                fontstyle="italic" if item.italic and not words.right_to_left else "normal",
            )
        case Mark():
            marker = {"dot": "o", "crossing": "s", "north": "^"}[item.form]
            hollow = item.form == "crossing"
            axes.plot(
                item.x,
                item.y,
                marker,
                ms=2 * item.radius * points,
                mfc=_PALETTE.paper if hollow else _PALETTE.ink,
                mec=_PALETTE.ink,
                mew=0.6,
            )


def title_of(view: View, words: Words) -> str:
    """Return what a view shows: the layer, as published or reconstructed."""
    return words(f"layer.{view.layer}.{'reconstructed' if view.reconstructed else 'title'}")


def _title(figure: Figure, view: View, words: Words) -> None:
    x, align = _start(words)
    what = f"{title_of(view, words)} ({words(f'layer.{view.layer}.unit')})"
    where = words("snapshot.where", date=words.day(view.date))
    figure.text(x, 0.953, where, fontsize=16, fontweight="bold", color=_PALETTE.ink, ha=align)
    figure.text(x, 0.921, what, fontsize=11, color=_PALETTE.ink, ha=align)


def _legend(figure: Figure, values: list[LayerValue], view: View, words: Words) -> None:
    from matplotlib.patches import Patch

    scale = SCALES[view.layer]
    unknown = words("legend.no_orders" if view.layer == "orders" else "legend.not_reported")

    def patch(colour: str, label: str, hatch: str | None = None) -> Patch:
        return Patch(facecolor=colour, label=label, hatch=hatch, edgecolor=_PALETTE.quiet, lw=0.5)

    marks = [
        patch(colour, label)
        for colour, label in zip(scale.colours, scale.labels(words), strict=True)
    ]
    marks.append(patch(_PALETTE.unknown, unknown, "//////"))
    if any(value.stale for value in values):
        old = words("legend.stale", days=STALE_DAYS)
        marks.append(patch(scale.colours[2], old, "\\\\\\"))
    figure.legend(
        handles=marks,
        loc="upper center",
        bbox_to_anchor=(0.5, _BOTTOM - 0.002),
        ncols=len(marks),
        fontsize=6.6,
        frameon=False,
        handlelength=1.6,
        columnspacing=0.9,
    )


def _notes(
    figure: Figure,
    values: list[LayerValue],
    view: View,
    words: Words,
    data: str,
    link: str,
    own: OwnTables | None,
) -> None:
    x, align = _start(words)
    sources = _sources(values, words, own) or [_all_sources(view, words, own)]
    paragraphs = [
        *([own_note(own, words)] if own is not None else []),
        _method(view, words),
        f"{words('snapshot.sources')}: {sources[0]}",
        *sources[1:],
        words("map.disclaimer"),
        words("map.attribution"),
    ]
    lines = [line for text in paragraphs for line in wrap(text, 190)]
    # The last two lines, data version and link, always have their place.
    room = int((_BOTTOM - 0.048 - 0.012) / _LINE) - 2
    y = _BOTTOM - 0.048
    for line in lines[:room]:
        figure.text(x, y, line, fontsize=6.4, color=_PALETTE.quiet, ha=align, va="top")
        y -= _LINE
    version = words("snapshot.data", data=words.isolated(data))
    figure.text(x, y, version, fontsize=6.4, color=_PALETTE.ink, ha=align, va="top")
    figure.text(_LEFT, y - _LINE, link, fontsize=6.4, color=_PALETTE.accent, va="top")


def _method(view: View, words: Words) -> str:
    """How the numbers came about, in a line."""
    if view.layer == "orders":
        return words("legend.orders")
    if view.reconstructed:
        return words("snapshot.reconstructed", view=view_name(view.view, words))
    return words("snapshot.as_published")


def _all_sources(view: View, words: Words, own: OwnTables | None) -> str:
    """The publishers behind a reconstruction, by how many figures each gives."""
    if not view.reconstructed:
        return "–"
    rows = load_reconstruction(view.view, own).rows
    names = rows.loc[rows["weight"] > 0, "publisher"].value_counts().index
    return words("list.comma").join(words.isolated(name) for name in names)


def _sources(values: list[LayerValue], words: Words, own: OwnTables | None) -> list[str]:
    """Each figure's publisher, date and the page it was seen on; orders by their ids."""
    estimates = (load_estimates().frame if own is None else own.estimates).set_index("id")
    orders = (load_orders().frame if own is None else own.orders).set_index("id")
    cited = []
    for value in values:
        figure = value.published.figure if value.published else None
        if figure is not None:
            title = words.isolated(str(estimates.loc[figure.id, "source_title"]))
            who = publisher_name(figure, words)
            comma = words("list.comma")
            cited.append(f"{who}{comma}{words.day(figure.as_of, short=True)} ({title})")
        if value.share and value.share.orders:
            rows = orders.loc[list(value.share.orders)]
            who = words("list.sep").join(words.isolated(name) for name in rows["issuer"].unique())
            cited.append(f"{who} ({', '.join(rows.index)})")
    return list(dict.fromkeys(cited))


def _start(words: Words) -> tuple[float, str]:
    """Where a line of text begins: at the left margin, or at the right in Arabic and Hebrew."""
    return (_RIGHT, "right") if words.right_to_left else (_LEFT, "left")
