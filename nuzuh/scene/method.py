"""How the numbers of a view came about, in a sentence: one wording for every output."""

from __future__ import annotations

from nuzuh.scene.layer import layer_of
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.view import View
from nuzuh.scene.words import Words


def method_text(view: View, words: Words) -> str:
    """Return how the numbers of a view came about: orders, reconstructed, or as published.

    As published it also says where what came out later is left out.

    Args:
        view: layer, kind of picture, whose figures, and whether later ones count.
        words: the reader's language.
    """
    if view.reconstructed:
        return words("snapshot.reconstructed", view=view_name(view.view, words))
    layer = layer_of(view.layer)
    told = words(layer.method)
    return told if view.later else f"{told} {words(layer.without_later)}"


def method_beside(view: View, words: Words, beside: str) -> str:
    """Return how the numbers of a reconstruction came about, and what stands beside it.

    Args:
        view: whose figures.
        words: the reader's language.
        beside: what is said of published figures that stand beside a reconstruction.
    """
    return f"{words('snapshot.reconstructed', view=view_name(view.view, words))} {beside}"


def reading_note(layer: str, words: Words, *, reconstructed: bool) -> str:
    """Return how the numbers of a layer are to be read, for its legend.

    Args:
        layer: id of the layer.
        words: the reader's language.
        reconstructed: whether the numbers come from the population balance.
    """
    return words("legend.reconstructed" if reconstructed else layer_of(layer).reading)
