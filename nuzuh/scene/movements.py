"""Movements in a period: the arrows of a map, and who went where as published and reconstructed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.arrows import Arrow, published_arrows, published_movements, reconstructed_arrows
from nuzuh.scene.flows import flows_of, largest_flows
from nuzuh.scene.legend_rows import LegendRow, arrow_rows
from nuzuh.scene.method import method_beside
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.scene import solved
from nuzuh.scene.timeline import check_day, check_days, load_timeline
from nuzuh.scene.view import View
from nuzuh.scene.words import Words


@dataclass(frozen=True)
class Movements:
    """Who moved in a period.

    Attributes:
        notes: the words around the picture.
        arrows: those on the map: reconstructed where the view is, else as published;
            the largest first.
        legend: what explains these.
        published: the arrows of published figures, which stand in a list of their own.
        reconstructed: a row for each movement that the balance can tell: from where,
            to where, how many, likely range; the largest first. None where nothing
            reconstructed is shown, because the view leaves out what came out later.
    """

    notes: Notes
    arrows: tuple[Arrow, ...]
    legend: tuple[LegendRow, ...]
    published: tuple[Arrow, ...]
    reconstructed: tuple[tuple[str, ...], ...] | None


def movements_of(view: View, tables: Tables, words: Words, link: str = "") -> Movements:
    """Return the movements of a view's period, or of its phase so far.

    A view without what came out later shows nothing reconstructed: the balance knows it.

    Args:
        view: what is looked at.
        tables: what it is computed from.
        words: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: for an empty period, a day outside the data, a period without
            any movement, or a balance that does not converge.
    """
    check_day(view.date)
    since, until = view.since or load_timeline().phase_of(view.date).start, view.date
    check_days(replace(view, since=since))
    told = published_movements(tables, words, later=view.later)
    published = published_arrows(told, since, until, words)
    sources = [source for arrow in published for source in arrow.sources]
    rows, largest, method = None, list[Arrow](), ""
    if view.later:
        picture = solved(view.view, tables)
        flows = [flow for flow in flows_of(picture, since, until) if flow.tellable]
        rows = tuple((*flow.names(words), flow.number(words), flow.likely(words)) for flow in flows)
        largest = reconstructed_arrows(largest_flows(picture, since, until), words)
        sources += publishers_of_balance(picture, tables, words)
        method = method_beside(view, words, words("print.people_not_moves"))
    arrows = largest if view.reconstructed else published or largest
    if not arrows:
        raise RefusedError(f"no movement between areas is known from {since} to {until}")
    days = words("relief.days", start=words.day(since), end=words.day(until))
    kind = "reconstructed" if arrows[0].reconstructed else "published"
    notes = notes_of(
        view,
        tables,
        words,
        link,
        what=words(f"print.movements.{kind}"),
        title=words("print.where", days=days),
        sources=sources,
        method=method,
    )
    legend = tuple(arrow_rows(arrows, words))
    return Movements(notes, tuple(arrows), legend, tuple(published), rows)
