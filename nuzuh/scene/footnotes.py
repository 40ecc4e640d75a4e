"""The marks that a number's day may bear, and the one note that says what a mark means."""

from __future__ import annotations

from collections.abc import Iterable

from nuzuh.scene.translator import Translator

ASSUMED, LATER = "*", "†"
"""A first day that the publisher did not give; a figure that came out after the day shown."""

_NOTES = {ASSUMED: "note.assumed", LATER: "note.later"}


def footnotes(texts: Iterable[str], t: Translator) -> tuple[str, ...]:
    """Return what the marks that occur in some texts mean, each said once.

    Args:
        texts: the words that are read together, on a screen or on a sheet.
        t: the reader's language.

    Example:
        >>> footnotes(["since mid-August*", "since early May*"], Translator("en"))
        ('* The publisher gave no first day.',)
    """
    read = " ".join(texts)
    return tuple(t(key) for mark, key in _NOTES.items() if mark in read)
