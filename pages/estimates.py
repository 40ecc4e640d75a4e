"""The ledger: every published figure, to filter, sort, open and download."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.matching import matching
from nuzuh.files.ledger import csv_file, ledger_csv, ledger_view
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.timeline import load_timeline
from nuzuh.ui import shared
from nuzuh.web.record_html import balance_rows, record_rows

say, span, tables = shared.words(), load_timeline(), shared.tables()
table = tables.estimates
EVERY = ""


def area_chosen() -> None:
    """Keep to figures about one governorate, which is then selected on every page."""
    shared.change_view(replace(shared.view(), area=st.session_state["place"]))


st.subheader(say("ledger.title"), anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    measure = st.selectbox(
        say("ledger.measure"),
        [EVERY, *sorted(table["measure"].unique())],
        format_func=lambda option: say(f"measure.{option}") if option else say("ledger.all"),
        width=260,
    )
    publisher = st.selectbox(
        say("ledger.publisher"),
        [EVERY, *sorted(table["publisher"].unique(), key=str.casefold)],
        format_func=lambda option: speaker_name(option, say) if option else say("ledger.all"),
        width=260,
    )
    period = st.date_input(
        say("ledger.period"),
        (table["as_of"].min().date(), span.last),
        min_value=table["as_of"].min().date(),
        max_value=span.last,
        format="YYYY-MM-DD",
        width=260,
    )
    st.session_state["place"] = shared.view().area
    st.selectbox(
        say("ledger.place"),
        [EVERY, *pc.GOVERNORATES],
        key="place",
        format_func=lambda code: governorate_name(code, say.lang) if code else say("ledger.all"),
        on_change=area_chosen,
        width=180,
    )
    text = st.text_input(say("ledger.search"), max_chars=80, width=260)
    shared.language_switch()


def close_record() -> None:
    """Close the open record and unselect its row."""
    shared.change_view(replace(shared.view(), figure=""))
    st.session_state["closed"] = st.session_state.get("closed", 0) + 1


rows = matching(
    table,
    measure=measure or None,
    publisher=publisher or None,
    first=period[0] if len(period) > 0 else None,
    last=period[1] if len(period) > 1 else None,
    text=text,
    area=shared.view().area or None,
)
st.caption(say("ledger.lead", n=say.number(len(rows)), total=say.number(len(table))))
if rows.empty:
    st.info(say("ledger.none"))
else:
    chosen = st.dataframe(
        ledger_view(rows, say),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=430,
        key=f"ledger-{hash(tuple(rows['id']))}-{st.session_state.get('closed', 0)}",
    )
    st.download_button(
        say("ledger.download"),
        csv_file(ledger_csv(rows)),
        file_name="nuzuh-estimates.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    positions = chosen["selection"]["rows"]
    if positions:
        shared.change_view(replace(shared.view(), figure=str(rows["id"].iloc[positions[0]])))

opened = shared.view().figure
if opened:
    record: pd.Series = table.set_index("id", drop=False).loc[opened]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(say("ledger.record", id=opened), anchor=False)
        st.button(say("ledger.close"), on_click=close_record)
    st.html(record_rows(record))
    st.subheader(say("record.balance"), anchor=False)
    st.html(balance_rows(load_reconstruction(tables).row(opened), say))
