"""What the page of one governorate says: its sentences, who came and went, who ordered, who claims.

Everything published by the day, and what is reconstructed of it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.loaders.baseline import load_baseline
from nuzuh.loaders.tables import Tables
from nuzuh.scene.area_evidence import AreaEvidence
from nuzuh.scene.area_orders import AreaOrders, area_orders
from nuzuh.scene.area_words import (
    Sentence,
    comparison_text,
    movement_tables,
    period_with_data,
    published_sentences,
    reconstructed_text,
)
from nuzuh.scene.claims import Claim, claim_of
from nuzuh.scene.explanation import Said, explained
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.timeline import evidence_about, reconstructed_values_of, value_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class AreaProfile:
    """What the page of one governorate says.

    Attributes:
        pcode, name: the governorate.
        day: the day shown.
        published: on what was last published of people present.
        reconstructed: on the number reconstructed, beside people before the war,
            and how the last published figure lies to it.
        explained: why that number is what it is; nothing where none is reconstructed.
        moved: of which days and from whose figures movements are told, or that none are.
        movements: arrivals and departures: from where, to where, in all.
        orders: on evacuation orders.
        claims_lead: how many figures of the phase name it; "" where none do.
        named: figures of the phase that name it, the newest first.
        of_all: figures of the phase for the whole Strip, the newest first.
        in_ledger: how many figures of all times the ledger has for it, in words.
    """

    pcode: str
    name: str
    day: date
    published: tuple[Sentence, ...]
    reconstructed: tuple[str, ...]
    explained: tuple[Said, ...]
    moved: str
    movements: tuple[TextTable, ...]
    orders: AreaOrders
    claims_lead: str
    named: tuple[Claim, ...]
    of_all: tuple[Claim, ...]
    in_ledger: str


def area_profile(view: View, pcode: str, tables: Tables, t: Translator) -> AreaProfile:
    """Return what the page of one governorate says on a view's day.

    Args:
        view: its day, whose figures are used, and whether what came out later is.
        pcode: the governorate.
        tables: what it is computed from.
        t: the reader's language.
    """
    evidence = evidence_about(tables, pcode, view.date, later=view.later)
    reconstruction, sources = reconstruction_beside(view, tables), tables.estimates.set_index("id")
    name, day = governorate_name(pcode, t.lang), t.day(view.date)
    sentences: list[str] = []
    why: tuple[Said, ...] = ()
    period = None
    if reconstruction is not None:
        people = reconstructed_values_of(tables, "people", view.date, view.perspective)
        before = load_baseline().frame.set_index("pcode").loc[pcode]
        sentences = [
            reconstructed_text(value_of(pcode, people), before, view.perspective, view.date, t),
            comparison_text(reconstruction, evidence.newest, sources, view.date, t),
        ]
        why = explained(reconstruction, pcode, view.date, sources, t)
        period = period_with_data(reconstruction, evidence.phase_start, view.date)
    whose = view_name(view.perspective, t)
    moved = t("area.moves.none", date=day, view=whose)
    movements: tuple[TextTable, ...] = ()
    if reconstruction is not None and period is not None:
        start, end = map(t.day, period)
        moved = t("area.moves.note", start=start, end=end, view=whose)
        movements = movement_tables(reconstruction, pcode, period, t)
    return AreaProfile(
        pcode=pcode,
        name=name,
        day=view.date,
        published=published_sentences(evidence, sources, t),
        reconstructed=tuple(filter(None, sentences)),
        explained=why,
        moved=moved,
        movements=movements,
        orders=area_orders(evidence, t),
        claims_lead=_lead(evidence, name, t),
        named=tuple(claim_of(statement, view.date, t) for statement in evidence.named),
        of_all=tuple(claim_of(statement, view.date, t) for statement in evidence.of_all),
        in_ledger=t("area.ledger", n=t.number(evidence.in_ledger), name=name),
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


def _lead(evidence: AreaEvidence, name: str, t: Translator) -> str:
    if not evidence.named:
        return ""
    start, end = t.day(evidence.phase_start), t.day(evidence.day)
    return t("area.figures.lead", n=t.number(len(evidence.named)), name=name, start=start, end=end)
