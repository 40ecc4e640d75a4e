"""Movements in a period: the arrows of a map, and who went where as published and reconstructed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.arrows import Arrow, published_arrows, published_movements, reconstructed_arrows
from nuzuh.scene.extent import Extent
from nuzuh.scene.flows import flows_of, largest_flows
from nuzuh.scene.legend_rows import LegendRow, arrow_rows
from nuzuh.scene.method import method_beside
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.solving import solved
from nuzuh.scene.timeline import check_day, check_days, load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


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
        extent: as in :class:`nuzuh.scene.scene.Scene`.
    """

    notes: Notes
    arrows: tuple[Arrow, ...]
    legend: tuple[LegendRow, ...]
    published: tuple[Arrow, ...]
    reconstructed: tuple[tuple[str, ...], ...] | None
    extent: Extent | None = None


def movements_of(view: View, tables: Tables, t: Translator, link: str = "") -> Movements:
    """Return the movements of a view's period, or of its phase so far.

    A view without what came out later shows nothing reconstructed: the balance knows it.

    Args:
        view: what is looked at.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: for an empty period, a day outside the data, a period without
            any movement, or a balance that does not converge.
    """
    check_day(view.date)
    since, until = view.since or load_timeline().phase_of(view.date).start, view.date
    check_days(replace(view, since=since))
    told = published_movements(tables, t, later=view.later)
    published = published_arrows(told, since, until, t)
    sources = [source for arrow in published for source in arrow.sources]
    rows, largest, method = None, list[Arrow](), ""
    if view.later:
        reconstruction = solved(view.perspective, tables)
        flows = [flow for flow in flows_of(reconstruction, since, until) if flow.is_significant]
        rows = tuple((*flow.names(t), flow.number(t), flow.likely(t)) for flow in flows)
        largest = reconstructed_arrows(largest_flows(reconstruction, since, until), t)
        sources += publishers_of_balance(reconstruction, tables, t)
        method = method_beside(view, t, t("print.people_not_moves"))
    arrows = largest if view.reconstructed else published or largest
    if not arrows:
        message = f"no movement between areas is known from {since} to {until}"
        raise RefusedError(message, "no_movement", first=since, last=until)
    days = t("relief.days", start=t.day(since), end=t.day(until))
    kind = "reconstructed" if arrows[0].reconstructed else "published"
    notes = notes_of(
        view,
        tables,
        t,
        link,
        what=t(f"print.movements.{kind}"),
        title=t("print.where", days=days),
        sources=sources,
        method=method,
    )
    legend = tuple(arrow_rows(arrows, t))
    return Movements(notes, tuple(arrows), legend, tuple(published), rows)
