"""Below the map of orders: people and land under orders over time, and people ordered out by phase.

The charts are drawn once they come into sight: the map does not wait for the large library that
draws them, and a step of it from day to day draws none of them anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders.current import holding
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.order_list import ALL
from nuzuh.scene.ordered_out import ordered_out_records, ordered_out_table
from nuzuh.scene.orders_over_time import OrdersOverTime, orders_over_time, shares_table
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.ui.csv_offer import offer_csv
from nuzuh.ui.in_sight import forget_sight, is_in_sight
from nuzuh.web.chart import on_day, spec_of
from nuzuh.web.legend import shares_legend
from nuzuh.web.order_chart import people_under_orders_chart, share_under_orders_chart
from nuzuh.web.templates import element, table_of

_KEY = "in-sight"


@dataclass(frozen=True)
class _Drawn:
    """What the charts depend on, whatever the day.

    Attributes:
        ranged: whether the balance has ranges, which may come while the app runs.
        until: the day until which figures had come out; None for any.
        lang, theme: of the reader.
    """

    ranged: bool
    until: date | None
    lang: str
    theme: str


def show_orders_over_time() -> None:
    """Draw what is under orders over time, and the people ordered out in each phase."""
    t = shared.translator()
    forget_sight(_KEY)
    with st.container(key="orders-over-time"):
        st.header(t("over_time.title"), anchor=False)
        with st.container(key="orders-charts"):
            st.fragment(holding(_show_charts))()
        _show_ordered_out(shared.tables(), t)


def _show_charts() -> None:
    view = shared.view()
    if is_in_sight(_KEY, view.date):
        _draw_charts(view, shared.tables(), shared.translator())


def _draw_charts(view: View, tables: Tables, t: Translator) -> None:
    ranged = load_reconstruction(tables, ALL).draws is not None
    until = None if view.later else view.date
    told, people, share = _charts(tables, _Drawn(ranged, until, view.lang, shared.theme()))
    line = t("over_time.line", date=t.day(view.date))
    st.html(element("p", line, data_testid="marked-day", data_date=view.date))
    st.subheader(t("over_time.people"), anchor=False)
    if told.people:
        st.vega_lite_chart(on_day(people, view.date), width="stretch", key="people-under-orders")
        st.caption(t("over_time.people.note"))
    else:
        why = "unranged" if tables.archived is None else "archived"
        st.caption(t(f"over_time.{why}" if view.later else "over_time.no_later"))
    st.subheader(t("over_time.share"), anchor=False)
    st.vega_lite_chart(on_day(share, view.date), width="stretch", key="share-under-orders")
    st.html(shares_legend(t, theme=shared.theme()))
    st.caption(t("over_time.share.note"))
    with st.expander(t("over_time.table")):
        st.html(table_of(shares_table(told, t), test_id="shares-table"))


def _show_ordered_out(tables: Tables, t: Translator) -> None:
    st.header(t("ordered_out.title"), anchor=False)
    st.html(table_of(ordered_out_table(tables, t), test_id="ordered-out"))
    st.caption(t("ordered_out.note"))
    offer_csv(
        t("ordered_out.download"),
        lambda: ledger_csv(ordered_out_records(tables)),
        "nuzuh-ordered-out.csv",
    )


@remembered(maxsize=12)
def _charts(tables: Tables, drawn: _Drawn) -> tuple[OrdersOverTime, str, str]:
    """What is told over time, and both charts of it without a day."""
    t = Translator(drawn.lang)
    told = orders_over_time(tables, t, until=drawn.until)
    day = drawn.until or told.shares[-1].end
    people = people_under_orders_chart(told, day, t, theme=drawn.theme)
    share = share_under_orders_chart(told, day, t, theme=drawn.theme)
    return told, spec_of(people), spec_of(share)
