"""What a reader takes away that the browser cannot make: each kind in a dialog of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from nuzuh.export.job import Wanted
from nuzuh.export.pictures import Progress, compared_page, story_page
from nuzuh.export.pool import Work
from nuzuh.export.time_map import cube_of, ensemble_for, orders_for, payloads_of
from nuzuh.loaders.current import holding
from nuzuh.loaders.tables import Tables
from nuzuh.scene.comparison import Comparison, comparison_of
from nuzuh.scene.export import Metadata, metadata_of
from nuzuh.scene.file_names import one_file_name
from nuzuh.scene.page import page_of
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.ui.export_offer import offer_data_and_citation, offer_orders
from nuzuh.ui.making import ask_button, begin_files, show_file
from nuzuh.ui.moving_picture import offer_moving_picture
from nuzuh.ui.print_offer import OF_ORDERS, OF_THE_MAP, offer_print
from nuzuh.ui.reconstruction import choose_publishers
from nuzuh.web.onefile import one_file

_PAGE = "page"
"""Where it is shown what becomes of a page in one file."""


def take(what: str, *, of_orders: bool = False) -> None:
    """Open the dialog in which a reader takes something away; what is unknown opens none.

    Args:
        what: ``print``, ``clip``, ``data``, ``page``, or ``publishers`` for the choice
            of whose figures are used.
        of_orders: it is asked for beside the map of the orders.
    """
    view, t = shared.view(), shared.translator()
    offers = _OFFERS | _OF_ORDERS if of_orders else _OFFERS
    offer = offers.get(what)
    if offer is not None:
        _open(t(f"take.{what}"), offer, view, t)


def _open(title: str, offer: Callable[..., None], view: View, t: Translator, **more: Any) -> None:
    """Open a dialog that offers something of a view."""
    begin_files()
    st.dialog(title)(holding(offer))(view, t, **more)


def print_button(kinds: Sequence[str], t: Translator) -> None:
    """Draw the button that offers figures of this reader's view for print.

    Args:
        kinds: kinds of figures to choose from, of :data:`nuzuh.scene.figures.KINDS`.
        t: the reader's language.
    """
    if st.button(t("take.print"), icon=":material/print:"):
        _open(t("take.print"), _print, shared.view(), t, kinds=kinds)


def comparison_buttons(shown: Comparison, t: Translator) -> None:
    """Draw the buttons that offer a comparison for print, as data, and as a page in one file.

    Args:
        shown: what is compared.
        t: the reader's language.
    """
    print_button(("comparison",), t)
    for what, offer in (("data", offer_data_and_citation), ("page", _compared)):
        if st.button(t(f"take.{what}"), key=f"take-{what}"):
            _open(t(f"take.{what}"), offer, shown.view, t)


def _compared(view: View, t: Translator) -> None:
    tables = shared.tables()
    request = ExportRequest(view, kind="comparison", address=shared.address("compare"))
    told = metadata_of(request, tables)
    name = one_file_name(view, tables.user.digest, kind="comparison")
    _save_page(partial(_compared_page, view, told), name, t)


def _compared_page(view: View, told: Metadata, tables: Tables, _: Progress) -> bytes:
    t = Translator(view.lang)
    return compared_page(comparison_of(view, tables, t, told.link), tables, t, told)


def _print(view: View, t: Translator, *, kinds: Sequence[str] = OF_THE_MAP) -> None:
    if view.story:
        kinds = ("story", *kinds)
    offer_print(view, _link, t, shared.tables(), kinds)


def _link(view: View) -> str:
    return view.link(shared.address(), load_timeline(), shared.tables().version)


def _order_clip(view: View, t: Translator) -> None:
    if view.since is not None:
        st.info(
            t("moving.times", times=t("ordered.as.rail.movements.toggle")), icon=":material/info:"
        )
    else:
        offer_moving_picture(view, t, with_movements=False)


def _page(view: View, t: Translator) -> None:
    name = one_file_name(view, shared.tables().user.digest)
    _save_page(partial(_map_page, view, _link(view)), name, t)


def _map_page(view: View, link: str, tables: Tables, _: Progress) -> bytes:
    t = Translator(view.lang)
    page = page_of(scene(view, tables, t, link), tables, t)
    if view.story:
        return story_page(page, tables, t)
    return one_file(page, payloads_of(view, tables, t), t, ensemble_for(view, tables))


def _order_page(view: View, t: Translator) -> None:
    name = one_file_name(view, shared.tables().user.digest, kind="list")
    _save_page(partial(_orders_page, view, _link(view)), name, t)


def _orders_page(view: View, link: str, tables: Tables, _: Progress) -> bytes:
    t = Translator(view.lang)
    page = page_of(scene(view, tables, t, link), tables, t)
    cube, orders = cube_of(view, tables, t), orders_for(view, tables, t)
    return one_file(page, [cube], t, orders=orders)


def _save_page(made: Work, name: str, t: Translator) -> None:
    """The button that saves a page in one file, which is made when it is asked for."""
    st.caption(t("onefile.help"))
    wanted = Wanted(name, "text/html", made)
    ask_button(_PAGE, t("onefile.button"), lambda: wanted, key="page-ask", icon=":material/html:")
    show_file(_PAGE, t)


_OFFERS: dict[str, Callable[[View, Translator], None]] = {
    "print": _print,
    "clip": offer_moving_picture,
    "data": offer_data_and_citation,
    "page": _page,
    "publishers": choose_publishers,
}
_OF_ORDERS: dict[str, Callable[[View, Translator], None]] = {
    "print": partial(_print, kinds=OF_ORDERS),
    "clip": _order_clip,
    "data": offer_orders,
    "page": _order_page,
}
