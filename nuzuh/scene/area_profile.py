"""What the page of one area says: its sentences, who came and went, who ordered, who claims.

Everything published by the day, and what is reconstructed of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from nuzuh.balance.explain import Explanation
from nuzuh.balance.people_under_orders import people_under_orders_in
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.tables import Tables, remembered, rows_by_id
from nuzuh.scene.area_evidence import AreaEvidence
from nuzuh.scene.area_orders import AreaOrders, area_orders
from nuzuh.scene.area_words import (
    Sentence,
    before_the_war,
    comparison_text,
    movement_tables,
    period_with_data,
    published_sentences,
    reconstructed_text,
)
from nuzuh.scene.claims import Claim, claim_of
from nuzuh.scene.explanation import CitedSentence, explanation_of, explanation_texts
from nuzuh.scene.layers import people_reconstructed
from nuzuh.scene.order_list import ALL
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.regions import REGIONS, area_in_words, area_name, pcodes_of, told_with
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.timeline import evidence_about
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class AreaProfile:
    """What the page of one area says.

    Attributes:
        area, name: the area.
        title: what the page is about, with its day.
        day: the day shown.
        view: whose figures the reconstruction uses, in words.
        published: on what was last published of people present.
        reconstructed: on the number reconstructed, beside people before the war,
            and how the last published figure lies to it.
        explained: why that number is what it is; nothing where none is reconstructed.
        moved: of which days and from whose figures movements are told, or that none are.
        days: those of which movements are told, in words; "" for none.
        movements: arrivals and departures: from where, to where, in all.
        orders: on evacuation orders.
        claims_lead: how many figures of the phase name it; "" where none do.
        named, of_parts, of_all: figures of the phase, see
            :class:`nuzuh.evidence.prepared_statements.About`.
        in_ledger: how many figures of all times the ledger has for it, in words.
        to_map: what leads to the map, on which one governorate can be selected.
    """

    area: str
    name: str
    title: str
    day: date
    view: str
    published: tuple[Sentence, ...]
    reconstructed: tuple[str, ...]
    explained: tuple[CitedSentence, ...]
    moved: str
    days: str
    movements: tuple[TextTable, ...]
    orders: AreaOrders
    claims_lead: str
    named: tuple[Claim, ...]
    of_parts: tuple[Claim, ...]
    of_all: tuple[Claim, ...]
    in_ledger: str
    to_map: str


def area_profile(view: View, area: str, tables: Tables, t: Translator) -> AreaProfile:
    """Return what the page of one area says on a view's day.

    Args:
        view: its day, whose figures are used, and whether what came out later is.
        area: one of :data:`nuzuh.scene.regions.AREAS`.
        tables: what it is computed from.
        t: the reader's language.
    """
    evidence = evidence_about(tables, area, view.date, later=view.later)
    reconstruction, sources = reconstruction_beside(view, tables), rows_by_id(tables, "estimates")
    name, day, of_one = area_name(area, t), t.day(view.date), area not in REGIONS
    sentences: list[str] = []
    why: tuple[CitedSentence, ...] = ()
    period = None
    if reconstruction is not None:
        people = people_reconstructed(
            reconstruction, view.date, told_with(reconstruction, area, view.date)
        )
        sentences = [
            reconstructed_text(people, before_the_war(area), view.perspective, view.date, t),
            comparison_text(reconstruction, evidence.newest, sources, view.date, t, of=area),
        ]
        ranged = reconstruction.draws is not None
        found = _explanation(tables, view.perspective, area, view.date, ranged=ranged)
        why = explanation_texts(found, area, sources, t)
        period = period_with_data(reconstruction, evidence.phase_start, view.date)
    whose = view_name(view.perspective, t)
    moved = t("area.moves.none", date=day, view=whose)
    movements: tuple[TextTable, ...] = ()
    days = ""
    if reconstruction is not None and period is not None:
        start, end = map(t.day, period)
        moved = t("area.moves.note", start=start, end=end, view=whose)
        days = t("relief.days", start=start, end=end)
        movements = movement_tables(reconstruction, area, period, t)

    def claims(statements: Iterable[Statement]) -> tuple[Claim, ...]:
        return tuple(claim_of(statement, view.date, t) for statement in statements)

    ordered = None
    if reconstruction is not None:
        ordered = people_under_orders_in(tables, ALL, pcodes_of(area), view.date)
    return AreaProfile(
        area=area,
        name=name,
        title=t("area.title" if of_one else "area.title.region", name=name, date=day),
        day=view.date,
        view=whose,
        published=published_sentences(evidence, sources, t),
        reconstructed=tuple(filter(None, sentences)),
        explained=why,
        moved=moved,
        days=days,
        movements=movements,
        orders=area_orders(evidence, t, ordered),
        claims_lead=_lead(evidence, t),
        named=claims(evidence.named),
        of_parts=claims(evidence.of_parts),
        of_all=claims(evidence.of_all),
        in_ledger=t("area.ledger", n=t.number(evidence.in_ledger), name=area_in_words(area, t)),
        to_map=t("area.to_map", name=name) if of_one else t("area.to_map.plain"),
    )


def reconstruction_beside(view: View, tables: Tables) -> Reconstruction | None:
    """Return the reconstruction that stands beside what is published, as published or not.

    None where it does not converge, or where what came out later is left out: a
    balance always knows that.
    """
    if view.later:
        with suppress(BalanceError):
            return load_reconstruction(tables, view.perspective)
    return None


@remembered(maxsize=64)
def _explanation(
    tables: Tables, whose: str, area: str, day: date, *, ranged: bool
) -> Explanation | None:
    # Ranges may have been computed meanwhile: they are part of what is said.
    del ranged
    return explanation_of(load_reconstruction(tables, whose), area, day)


def _lead(evidence: AreaEvidence, t: Translator) -> str:
    if not evidence.named:
        return ""
    key = "area.figures.lead" if len(evidence.pcodes) == 1 else "area.figures.lead.region"
    start, end = t.day(evidence.phase_start), t.day(evidence.day)
    name = area_in_words(evidence.area, t)
    return t(key, n=t.number(len(evidence.named)), name=name, start=start, end=end)
