"""How the numbers of a view came about, in a sentence: one wording for every output."""

from __future__ import annotations

from nuzuh.scene.geometry import block_shapes, blocks_given
from nuzuh.scene.layer import Layer, layer_of
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


def method_text(view: View, t: Translator) -> str:
    """Return how the numbers of a view came about: orders, reconstructed, or as published.

    As published it also says where what came out later is left out.

    Args:
        view: layer, kind of picture, whose figures, and whether later ones count.
        t: the reader's language.
    """
    if view.reconstructed:
        return t("snapshot.reconstructed", view=view_name(view.perspective, t))
    layer = layer_of(view.layer)
    told = _worded(layer, layer.method, t)
    return told if view.later else f"{told} {t(layer.without_later)}"


def method_beside(view: View, t: Translator, beside: str) -> str:
    """Return how the numbers of a reconstruction came about, and what stands beside it.

    Args:
        view: whose figures.
        t: the reader's language.
        beside: what is said of published figures that stand beside a reconstruction.
    """
    return f"{t('snapshot.reconstructed', view=view_name(view.perspective, t))} {beside}"


def reading_note(layer: str, t: Translator, *, reconstructed: bool) -> str:
    """Return how the numbers of a layer are to be read, for its legend.

    Args:
        layer: id of the layer.
        t: the reader's language.
        reconstructed: whether the numbers come from the population balance.
    """
    if reconstructed:
        return t("legend.reconstructed")
    record = layer_of(layer)
    return _worded(record, record.reading, t)


def _worded(layer: Layer, key: str, t: Translator) -> str:
    return t(key, outlines=outlines_text(t)) if layer.evidence == "orders" else t(key)


def outlines_text(t: Translator) -> str:
    """Return whether the outlines of numbered blocks are approximate, or were given."""
    approximate = len(block_shapes()) - len(blocks_given())
    if not blocks_given():
        return t("legend.outlines.approximate")
    if not approximate:
        return t("legend.outlines.given")
    return t("legend.outlines.both", n=t.number(approximate))
