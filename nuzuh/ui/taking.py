"""What a reader takes away that the browser cannot make: each kind in a dialog of its own."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from nuzuh.export.time_map import cube_of, ensemble_for, orders_for, payloads_of
from nuzuh.scene.file_names import one_file_name
from nuzuh.scene.page import page_of
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.ui.export_offer import offer_data_and_citation
from nuzuh.ui.moving_picture import offer_moving_picture
from nuzuh.ui.print_offer import offer_print
from nuzuh.ui.reconstruction import choose_publishers
from nuzuh.web.onefile import one_file
from nuzuh.web.timemap.payload import Payload


def take(what: str, *, of_orders: bool = False) -> None:
    """Open the dialog in which a reader takes something away; what is unknown opens none.

    Args:
        what: ``print``, ``clip``, ``data``, ``page``, or ``publishers`` for the choice
            of whose figures are used.
        of_orders: it is asked for beside the map of the orders.
    """
    view, t = shared.view(), shared.translator()
    offer = _order_page if of_orders and what == "page" else _OFFERS.get(what)
    if offer is not None:
        st.dialog(t(f"take.{what}"))(offer)(view, t)


def _print(view: View, t: Translator) -> None:
    tables = shared.tables()
    offer_print(view, view.link(shared.address(), load_timeline(), tables.version), t, tables)


def _page(view: View, t: Translator) -> None:
    tables = shared.tables()
    _offer_page(view, t, lambda: (payloads_of(view, tables, t), ensemble_for(view, tables), None))


def _order_page(view: View, t: Translator) -> None:
    tables = shared.tables()
    _offer_page(view, t, lambda: ([cube_of(view, tables, t)], None, orders_for(view, tables, t)))


_Payloads = tuple[list[Payload], Payload | None, Payload | None]


def _offer_page(view: View, t: Translator, payloads: Callable[[], _Payloads]) -> None:
    tables = shared.tables()
    link = view.link(shared.address(), load_timeline(), tables.version)

    def made() -> bytes:
        parts, ensemble, orders = payloads()
        return one_file(
            page_of(scene(view, tables, t, link), tables, t), parts, t, ensemble, orders
        )

    st.caption(t("onefile.help"))
    st.download_button(
        t("onefile.button"),
        made,
        file_name=one_file_name(view, tables.user.digest),
        mime="text/html",
        icon=":material/html:",
        on_click="ignore",
    )


_OFFERS: dict[str, Callable[[View, Translator], None]] = {
    "print": _print,
    "clip": offer_moving_picture,
    "data": offer_data_and_citation,
    "page": _page,
    "publishers": choose_publishers,
}
