"""The ledger: every published figure, to filter, sort, open and download."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh.files.ledger import csv_file, ledger_csv, ledger_view
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.ledger_selection import ledger_record, ledger_selection
from nuzuh.scene.timeline import load_timeline
from nuzuh.ui import shared
from nuzuh.web.templates import render, table_of

t, span, tables = shared.translator(), load_timeline(), shared.tables()
table = tables.estimates
EVERY = ""


def area_chosen() -> None:
    """Keep to figures about one governorate, which is then selected on every page."""
    shared.change_view(replace(shared.view(), area=st.session_state["place"]))


st.subheader(t("ledger.title"), anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    measure = st.selectbox(
        t("ledger.measure"),
        [EVERY, *sorted(table["measure"].unique())],
        format_func=lambda option: t(f"measure.{option}") if option else t("ledger.all"),
        width=260,
    )
    publisher = st.selectbox(
        t("ledger.publisher"),
        [EVERY, *sorted(table["publisher"].unique(), key=str.casefold)],
        format_func=lambda option: speaker_name(option, t) if option else t("ledger.all"),
        width=260,
    )
    period = st.date_input(
        t("ledger.period"),
        (table["as_of"].min().date(), span.last),
        min_value=table["as_of"].min().date(),
        max_value=span.last,
        format="YYYY-MM-DD",
        width=260,
    )
    st.session_state["place"] = shared.view().area
    st.selectbox(
        t("ledger.place"),
        [EVERY, *pc.GOVERNORATES],
        key="place",
        format_func=lambda code: governorate_name(code, t.lang) if code else t("ledger.all"),
        on_change=area_chosen,
        width=180,
    )
    text = st.text_input(t("ledger.search"), max_chars=80, width=260)


def close_record() -> None:
    """Close the open record and unselect its row."""
    shared.change_view(replace(shared.view(), figure=""))
    st.session_state["closed"] = st.session_state.get("closed", 0) + 1


told = ledger_selection(
    tables,
    t,
    measure=measure,
    publisher=publisher,
    first=period[0] if len(period) > 0 else None,
    last=period[1] if len(period) > 1 else None,
    text=text,
    area=shared.view().area,
)
ids = [line.id for line in told.lines]
st.caption(told.lead)
if not ids:
    st.info(t("ledger.none"))
else:
    chosen = st.dataframe(
        ledger_view(told),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=430,
        key=f"ledger-{hash(tuple(ids))}-{st.session_state.get('closed', 0)}",
    )
    st.download_button(
        t("ledger.download"),
        csv_file(ledger_csv(told.records)),
        file_name="nuzuh-estimates.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    positions = chosen["selection"]["rows"]
    if positions:
        shared.change_view(replace(shared.view(), figure=ids[positions[0]]))

opened = shared.view().figure
if opened:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(t("ledger.record", id=opened), anchor=False)
        st.button(t("ledger.close"), on_click=close_record)
    record = ledger_record(tables, opened, t)
    st.html(render("record", cells=record.cells))
    st.subheader(t("record.balance"), anchor=False)
    st.html(table_of(record.balance, test_id="balance-record"))
