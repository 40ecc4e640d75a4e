"""The filters of the ledger, the figures that they let through, and the record that is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from nuzuh.files.ledger import ledger_view
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.from_records import speaker_naming
from nuzuh.scene.ledger_order import ORDERS, compared
from nuzuh.scene.ledger_selection import (
    TREATMENTS,
    LedgerRecord,
    LedgerSelection,
    ledger_selection,
)
from nuzuh.scene.measure_groups import measures_of, option_name, options
from nuzuh.scene.record_words import treatment_text
from nuzuh.scene.regions import AREAS, area_name
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.ui import shared
from nuzuh.ui.date_field import date_field
from nuzuh.web.templates import render, table_of

_EVERY = ""
_PERIOD = "ledger-period"


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the ledger, as :mod:`nuzuh.scene.ledger_selection` takes it."""

    measure: tuple[str, ...]
    publisher: str
    first: date
    last: date
    text: str
    used: str
    order: str


def ask_ledger(t: Translator) -> Asked:
    """Draw the filters, and return what is asked for; the governorate is the view's.

    Args:
        t: the reader's language.
    """
    table, named = shared.tables().estimates, speaker_naming(shared.tables(), t)
    ends = (table["as_of"].min().date(), load_timeline().last)
    first, last = st.session_state.get(_PERIOD, ends)

    def from_day(day: date) -> None:
        st.session_state[_PERIOD] = (day, last)

    def to_day(day: date) -> None:
        st.session_state[_PERIOD] = (first, day)

    def area_chosen() -> None:
        shared.change_view(replace(shared.view(), area=st.session_state["place"]))

    with st.container(horizontal=True, vertical_alignment="top"):
        measure = st.selectbox(
            t("ledger.measure"),
            [_EVERY, *options(table["measure"].unique())],
            format_func=lambda option: option_name(option, t) if option else t("ledger.all"),
            width=235,
        )
        publisher = st.selectbox(
            t("ledger.publisher"),
            [_EVERY, *sorted(table["publisher"].unique(), key=str.casefold)],
            format_func=lambda option: named(option) if option else t("ledger.all"),
            width=190,
        )
        date_field(
            "ledger-first", t("ledger.first"), first, (ends[0], last), from_day, t, labelled=True
        )
        date_field(
            "ledger-last", t("ledger.last"), last, (first, ends[1]), to_day, t, labelled=True
        )
        st.session_state["place"] = shared.view().area
        st.selectbox(
            t("ledger.place"),
            [_EVERY, *AREAS],
            key="place",
            format_func=lambda area: area_name(area, t) if area else t("ledger.all"),
            on_change=area_chosen,
            width=140,
        )
        text = st.text_input(t("ledger.search"), max_chars=80, width=170)
        used = st.selectbox(
            t("ledger.used"),
            [_EVERY, *TREATMENTS],
            format_func=lambda option: treatment_text(option, t) if option else t("ledger.all"),
            width=190,
        )
        order = st.selectbox(
            t("ledger.order"),
            ORDERS,
            format_func=lambda option: t(f"ledger.order.{option}"),
            width=235,
        )
    kinds = measures_of(measure) if measure else ()
    return Asked(kinds, publisher, first, last, text, used, order)


@remembered(maxsize=8)
def listed(
    tables: Tables, asked: Asked, area: str, lang: str
) -> tuple[LedgerSelection, pd.DataFrame]:
    """Return the figures asked for, in words and as the table that the page shows.

    Args:
        tables: what they are taken from.
        asked: the filters.
        area: the area that they are about; "" for any.
        lang: the reader's language.
    """
    t = Translator(lang)
    told = ledger_selection(
        tables,
        t,
        measure=asked.measure,
        publisher=asked.publisher,
        first=asked.first,
        last=asked.last,
        text=asked.text,
        area=area,
        used=asked.used,
        order=asked.order,
        against=compared(tables),
    )
    table = ledger_view(told, t("ledger.page"))
    if asked.order == "question":
        # What figures are grouped by stands before them.
        table.insert(0, t("ledger.question"), table.pop(t("ledger.question")))
    return told, table


def show_record(record: LedgerRecord, figure: str, t: Translator) -> None:
    """Draw a record in full, with a way to close it.

    Args:
        record: the record.
        figure: its id.
        t: the reader's language.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(t("ledger.record", id=figure), anchor=False)
        st.button(t("ledger.close"), on_click=_close_record)
    if record.withdrawn:
        st.warning(record.withdrawn, icon=":material/history:")
    st.html(table_of(record.balance, test_id="balance-record"))
    st.html(render("record", cells=record.cells))


def table_key(ids: tuple[str, ...]) -> str:
    """Return the key of the table of some figures; another one once a record was closed."""
    return f"ledger-{hash(ids)}-{st.session_state.get('closed', 0)}"


def _close_record() -> None:
    """Close the open record and unselect its row."""
    shared.change_view(replace(shared.view(), figure=""))
    st.session_state["closed"] = st.session_state.get("closed", 0) + 1
