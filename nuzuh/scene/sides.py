"""The two sides of a comparison: which they are, what they are called, what is refused.

The other side comes first and the view's own second, so that of two days the earlier one
leads unless a reader has swapped them; every difference is the second less the first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.layer import layer_of
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.timeline import check_day, load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

WAYS = ("days", "whose", "kinds")
"""What two sides usually differ in: the day; whose figures; as published or reconstructed."""


def sides_of(view: View) -> tuple[View, View]:
    """Return the first and the second side of a comparison: the other one, and the view's own."""
    return view.other, view.alone


def swapped(view: View) -> View:
    """Return the comparison the other way round: what was its own side is the other one."""
    return view.other.beside(view.alone)


def way_of(view: View) -> str:
    """Return which of :data:`WAYS` two sides differ in; "" for none or for several."""
    first, second = sides_of(view)
    differs = {
        "days": first.date != second.date,
        "kinds": first.mode != second.mode,
        "whose": first.perspective != second.perspective,
    }
    found = [way for way in WAYS if differs[way]]
    return found[0] if len(found) == 1 else ""


def compared(view: View, way: str) -> View:
    """Return the comparison that is offered first of a view.

    Args:
        view: one side; its own comparison does not matter.
        way: one of :data:`WAYS`; "" for the one that suits the view: a reconstruction with
            the first day of its phase, people as published with those reconstructed,
            land under orders with the first day of its phase.
    """
    own = replace(view.alone, area="", since=None)
    can = layer_of(own.layer).is_reconstructed
    way = way or ("days" if own.reconstructed or not can or not own.later else "kinds")
    if way == "kinds" and can:
        own = replace(own, mode="reconstructed", later=True)
        return own.beside(replace(own, mode="published"))
    if way == "whose" and can:
        own = replace(own, mode="reconstructed", later=True)
        own = replace(own, perspective="israel") if own.perspective == "all" else own
        return own.beside(replace(own, perspective="un" if own.perspective != "un" else "israel"))
    own = own if own.reconstructed else replace(own, mode="published")
    return own.beside(replace(own, date=_earlier(own)))


def _earlier(view: View) -> date:
    """The first day of a day's phase; on that day itself of the one before."""
    span = load_timeline()
    start = max(span.phase_of(view.date).start, span.first)
    if start < view.date:
        return start
    if view.date > span.first:
        return max(span.phase_of(view.date - timedelta(days=1)).start, span.first)
    # Before the first day there is none.
    return min(span.phase_of(view.date).end + timedelta(days=1), span.last)


def check_sides(view: View) -> None:
    """Refuse a comparison without two sides that can stand beside each other.

    Raises:
        RefusedError: in one sentence.
    """
    if not view.compares:
        raise RefusedError(
            "a comparison needs a second date, other publishers, or the other kind of figures",
            "one_side",
        )
    first, second = sides_of(view)
    for side in (first, second):
        check_day(side.date)
    layer = layer_of(view.layer)
    # What is never reconstructed stands there as published, unless both kinds are asked for.
    both_kinds = first.mode != second.mode
    if both_kinds and not layer.is_reconstructed:
        raise RefusedError(
            f"the layer {layer.id} is only ever shown as published, never reconstructed: "
            "compare two days, or choose another layer",
            "only_published",
        )
    if both_kinds and not view.later:
        raise RefusedError(
            "a reconstruction cannot leave out what came out later: its balance knows "
            "every figure; show the view as published",
            "knows_later",
        )
    if view.compare == view.date and first == second:
        raise RefusedError(
            f"a comparison needs two different dates, not {view.date} twice", "same_sides"
        )
    if first == second:
        raise RefusedError(
            "a comparison needs two different sides: choose another day, other publishers, "
            "or the other kind of figures",
            "same_sides",
        )
    rebuilt = first.reconstructed or second.reconstructed
    if not rebuilt and first.date == second.date:
        raise RefusedError(
            "figures as published are the same whoever is chosen: publishers are compared "
            "in reconstructions",
            "published_whose",
        )


def side_title(side: View, other: View, t: Translator) -> str:
    """Return what tells a side from the other one: its day, its kind, whose figures.

    Args:
        side: the side.
        other: the one beside it.
        t: the reader's language.
    """
    parts = [t.day(side.date)] if side.date != other.date else []
    if side.reconstructed != other.reconstructed:
        parts.append(t("show.reconstructed" if side.reconstructed else "show.published"))
    apart = other.reconstructed and side.perspective != other.perspective
    # Beside a published side all publishers go without saying.
    alone = not other.reconstructed and side.perspective != "all"
    if side.reconstructed and (apart or alone):
        parts.append(view_name(side.perspective, t))
    return t("list.comma").join(parts)
