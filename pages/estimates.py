"""The ledger: every published figure, to filter, sort, open beside its row and download."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh.files.ledger import ledger_csv
from nuzuh.scene.from_records import records_note
from nuzuh.scene.ledger_selection import ledger_record
from nuzuh.ui import shared
from nuzuh.ui.csv_offer import offer_csv
from nuzuh.ui.ledger import ask_ledger, listed, show_record, table_key

t, tables = shared.translator(), shared.tables()

st.title(t("ledger.title"), anchor=False)
asked = ask_ledger(t)
told, table = listed(tables, asked, shared.view().area, t.lang)
ids = tuple(line.id for line in told.lines)
said = (told.lead, *told.notes, t("ledger.spread.note"), records_note(tables, t))
st.caption(" ".join(filter(None, said)))
# The table keeps its place in the page whether a record stands beside it or not.
figures, beside = st.columns([0.6, 0.4], gap="medium")
with figures:
    if not ids:
        st.info(t("ledger.none"))
    else:
        page = t("ledger.page")
        chosen = st.dataframe(
            table,
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            height=560,
            key=table_key(ids),
            column_config={
                page: st.column_config.LinkColumn(display_text=t("ledger.open"), width="small")
            },
        )
        offer_csv(
            t("ledger.download"),
            lambda: ledger_csv(told.records),
            "nuzuh-estimates.csv",
        )
        positions = chosen["selection"]["rows"]
        if positions:
            shared.change_view(replace(shared.view(), figure=ids[positions[0]]))
opened = shared.view().figure
with beside:
    if opened:
        show_record(ledger_record(tables, opened, t), opened, t)
    else:
        st.caption(t("ledger.choose"))
