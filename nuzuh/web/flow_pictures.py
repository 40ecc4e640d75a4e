"""The pictures of movements on a page: map, flow diagram and table, as one piece of HTML."""

from __future__ import annotations

from markupsafe import Markup

from nuzuh.scene.movement_matrix import Amount, Passage
from nuzuh.scene.movements import Movements
from nuzuh.scene.translator import Translator
from nuzuh.web.flow_layout import DIAGRAM_SIZE, MAP_SIZE, arrow_shapes, diagram, land
from nuzuh.web.templates import element, render

_SHUT = ("closed", "restricted", "partly")


def flow_pictures(shown: Movements, t: Translator) -> str:
    """Return who moved in a period as three pictures of the same numbers.

    Those of a reconstruction are a map, a diagram and a table with totals. Published figures
    have no diagram: it would add up what left and what came, and they do not add up.

    Args:
        shown: the movements; which are on the map says whether they are reconstructed.
        t: the reader's language.
    """
    rebuilt = shown.is_reconstructed
    matrix = shown.matrix if rebuilt else None
    nodes, ribbons = diagram(matrix) if matrix else ([], [])
    days = t("relief.days", start=t.day(shown.start), end=t.day(shown.end))
    kind = "reconstructed" if rebuilt else "published"
    cells = {} if rebuilt else {(one.origin, one.destination): one.arrows for one in shown.cells}
    told = {"days": days, "kind": t(f"show.{kind}")}
    words: dict[str, object] = {
        "map": t("movements.map", **told),
        "map_aria": t("movements.map.aria", **told),
        "diagram": t("movements.diagram", **told),
        "diagram_aria": t("movements.diagram.aria", **told),
        "no_diagram": "" if rebuilt else t("movements.no_diagram"),
        "matrix": t("movements.matrix", **told),
        "sides": t("movements.sides", **told),
        "cells": t("movements.cells", **told),
        "corner": t("movements.corner"),
        "left": t("movements.left"),
        "came": t("movements.came"),
        "net": t("movements.net"),
        "elsewhere": t("arrow.elsewhere"),
        "sentences": t("movements.sentences"),
        "copy_this": t("quote.copy"),
        "numbers": [_number(one.low, one.high, one.number, t) for one in shown.arrows],
        "key": _key(shown, t),
        **{shut: t(f"movements.{shut}") for shut in _SHUT},
    }
    passages = matrix.passages if matrix else ()
    most = max((one.moved.people for one in passages), default=0.0)

    def share(passage: Passage) -> str:
        return f"{passage.moved.rounded / most:.2f}" if most else "0"

    before, after = ("start", "end") if t.right_to_left else ("end", "start")
    return render(
        "flows",
        dir="rtl" if t.right_to_left else "ltr",
        before=before,
        after=after,
        words=words,
        land=land(t.lang),
        map_size=MAP_SIZE,
        diagram_size=DIAGRAM_SIZE,
        arrows=arrow_shapes(shown.arrows),
        nodes=nodes,
        ribbons=ribbons,
        matrix=matrix,
        sides=shown.sides if rebuilt else None,
        share=share,
        total=_total,
        cells=cells,
        rows=list(dict.fromkeys(origin for origin, _ in cells)),
        columns=sorted(
            dict.fromkeys(end for _, end in cells),
            key=lambda end: (end is None, end and end.pcodes),
        ),
        sentences=[one for one in passages if one.moved.rounded],
    )


def published_html(shown: Movements, t: Translator) -> Markup:
    """Return every published figure of the period as tables, one for each unit and question."""
    heads = ("number", "way", "who", "when", "kind", "part", "source")
    return render(
        "published_movements",
        groups=shown.groups,
        head=[t(f"movements.head.{name}") for name in heads],
        t=t,
    )


def _key(shown: Movements, t: Translator) -> str:
    """What the looks of the arrows mean; how wide they are is said by their numbers."""
    if shown.is_reconstructed:
        return t("relief.broken") if shown.arrows else ""
    return t("list.sep").join(row.text for row in shown.legend if not row.share)


def _total(amount: Amount, place: str) -> Markup:
    likely = element("small", amount.likely) if amount.likely else Markup()
    return element("td", element("b", amount.number) + likely, class_="total", data_place=place)


def _number(low: float, high: float, number: str, t: Translator) -> str:
    """An arrow's number on the map: of rivals the lowest and the highest, whose words are below."""
    return number if low == high else t("q.range", low=t.number(low), high=t.number(high))
