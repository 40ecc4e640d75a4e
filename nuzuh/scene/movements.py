"""Movements in a period: the arrows of a map, and who went where as published and reconstructed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.statements import speaker_of
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.area_words import period_with_data
from nuzuh.scene.arrows import (
    Arrow,
    published_movements,
    reconstructed_arrows,
    rival_arrows,
)
from nuzuh.scene.closure_words import ClosureWords, closures_in_words
from nuzuh.scene.extent import Extent
from nuzuh.scene.flows import drawn, flows_of, largest_flows, period_of
from nuzuh.scene.from_records import records_publishers
from nuzuh.scene.legend_rows import LegendRow, arrow_rows
from nuzuh.scene.method import method_beside
from nuzuh.scene.movement_leads import published_lead, reconstructed_lead
from nuzuh.scene.movement_matrix import MovementMatrix, matrix_of, sides_of
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.published_movements import (
    PublishedCell,
    PublishedGroup,
    cells_of,
    groups_of_movements,
)
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.solving import solved
from nuzuh.scene.timeline import check_day, check_days, load_timeline, movements_within
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class Movements:
    """Who moved in a period.

    Attributes:
        notes: the words around the picture.
        start, end: the period, both days included.
        is_reconstructed: whether the picture is, rather than as published.
        leads: the answer in a sentence each, that of the picture first.
        arrows: those on the map: reconstructed where the view is, else as published;
            the largest first.
        legend: what explains these.
        published: the arrows of published figures, which stand in a list of their own.
        reconstructed: a row for each movement that the balance can tell: from where,
            to where, how many, likely range; the largest first. None where nothing
            reconstructed is shown, because the view leaves out what came out later.
        matrix: every way, reconstructed, with totals; None where nothing is.
        sides: the same of the two sides of Wadi Gaza.
        closures: the ways that were shut on a day of the period.
        cells: rival figures as published, from place to place.
        groups: every published figure of the period, in its place.
        began_before: how many more end in the period but began before it.
        publishers: whose movements there are in the period.
        extent: as in :class:`nuzuh.scene.scene.Scene`.
    """

    notes: Notes
    start: date
    end: date
    is_reconstructed: bool
    leads: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    legend: tuple[LegendRow, ...]
    published: tuple[Arrow, ...]
    reconstructed: tuple[tuple[str, ...], ...] | None
    matrix: MovementMatrix | None
    sides: MovementMatrix | None
    closures: tuple[ClosureWords, ...]
    cells: tuple[PublishedCell, ...]
    groups: tuple[PublishedGroup, ...]
    began_before: int
    publishers: tuple[str, ...]
    extent: Extent | None = None


@dataclass(frozen=True)
class _Balance:
    """What the balance tells of a period."""

    rows: tuple[tuple[str, ...], ...] = ()
    arrows: tuple[Arrow, ...] = ()
    matrix: MovementMatrix | None = None
    sides: MovementMatrix | None = None
    closures: tuple[ClosureWords, ...] = ()


def movements_of(view: View, tables: Tables, t: Translator, link: str = "") -> Movements:
    """Return the movements of a view's period, or of its phase so far.

    A view without what came out later shows nothing reconstructed: the balance knows it.

    Args:
        view: what is looked at; of published figures, only those of its publisher ``by``.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: for an empty period, a day outside the data, a period without
            any movement, one without any of the view's publisher, or a balance that
            does not converge.
    """
    since, until = _period(view)
    within, before = movements_within(tables, since, until, later=view.later)
    publishers = tuple(sorted({speaker_of(one) for one in within}, key=str.casefold))
    if view.by and view.by not in publishers:
        message = f"no movement from {since} to {until} is known of {view.by}"
        raise RefusedError(message, "no_movement_by", first=since, last=until, who=view.by)
    told = published_movements(tables, t, later=view.later, by=view.by)
    rivals = rival_arrows(told, since, until, t)
    published = drawn(rivals, lambda arrow: arrow.high)
    sources = [source for arrow in published for source in arrow.sources]
    balance, method = _Balance(), ""
    if view.later:
        reconstruction = solved(view.perspective, tables)
        balance = _balance(reconstruction, (since, until), view, tables, t)
        sources += publishers_of_balance(reconstruction, tables, t)
        method = method_beside(view, t, t("print.people_not_moves"))
    rebuilt = balance.matrix is not None and (view.reconstructed or not published)
    arrows = balance.arrows if rebuilt else tuple(published)
    if not arrows and not within and balance.matrix is None:
        message = (
            f"no movement between areas is known from {since} to {until}: choose a longer or "
            "another period"
        )
        raise RefusedError(message, "no_movement", first=since, last=until)
    days = t("relief.days", start=t.day(since), end=t.day(until))
    of_records = view.by in records_publishers(tables)
    kind = "reconstructed" if rebuilt else "records" if of_records else "published"
    leads = [
        reconstructed_lead(balance.matrix, balance.sides, view.area, t),
        published_lead(published, view.area, t, of_records=of_records),
    ]
    return Movements(
        notes=notes_of(
            view,
            tables,
            t,
            link,
            what=t(f"print.movements.{kind}"),
            title=t("print.where", days=days),
            sources=sources,
            method=method,
        ),
        start=since,
        end=until,
        is_reconstructed=rebuilt,
        leads=tuple(filter(None, leads if rebuilt else leads[::-1])),
        arrows=arrows,
        legend=tuple(arrow_rows(arrows, t)),
        published=tuple(published),
        reconstructed=balance.rows if view.later else None,
        matrix=balance.matrix,
        sides=balance.sides,
        closures=balance.closures,
        cells=cells_of(rivals, t),
        groups=tuple(
            groups_of_movements([one for one in within if view.by in ("", speaker_of(one))], t)
        ),
        began_before=sum(view.by in ("", speaker_of(one)) for one in before),
        publishers=publishers,
    )


def _period(view: View) -> tuple[date, date]:
    """The first and the last day of a view's period, or of its phase so far."""
    check_day(view.date)
    since, until = (
        period_of(view, load_timeline()) if view.since is None else (view.since, view.date)
    )
    check_days(replace(view, since=since))
    return since, until


def _balance(
    reconstruction: Reconstruction,
    period: tuple[date, date],
    view: View,
    tables: Tables,
    t: Translator,
) -> _Balance:
    known = period_with_data(reconstruction, *period)
    if known is None:
        return _Balance()
    flows = [flow for flow in flows_of(reconstruction, *known) if flow.is_significant]
    whose = view_name(view.perspective, t)
    return _Balance(
        rows=tuple((*flow.names(t), flow.number(t), flow.likely(t)) for flow in flows),
        arrows=tuple(reconstructed_arrows(largest_flows(reconstruction, *known), t)),
        matrix=matrix_of(reconstruction, known, t, whose),
        sides=sides_of(reconstruction, known, t, whose),
        closures=tuple(
            one
            for one in closures_in_words(tables, t)
            if one.first <= known[1] and known[0] <= one.last
        ),
    )
