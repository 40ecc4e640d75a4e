"""The offer of what the map shows as data, and of how to cite it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from nuzuh.export.formats import (
    FORMATS,
    ORDERS_FORMATS,
    Format,
    file_name,
    of_family,
    write,
)
from nuzuh.export.job import Wanted
from nuzuh.export.pictures import Progress
from nuzuh.files.citation import citation_text
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.export import check_request, metadata_of
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.order_records import order_records
from nuzuh.scene.outlines import has_full_outlines
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.ui.making import ask_button, show_file

_DATA, _CITATION, _ORDERS = "taking-data", "taking-refs", "taking-orders"
"""Where it is shown what becomes of a file."""


def offer_data_and_citation(view: View, t: Translator) -> None:
    """Offer the data of a view in every format, and its citation.

    Nothing is computed before the reader asks for a file.

    Args:
        view: what is shown.
        t: the reader's language.
    """
    request, tables = _request(view, t), shared.tables()
    try:
        check_request(request, tables)
    except RefusedError:
        st.info(t("taking.nothing"), icon=":material/info:")
        return
    st.caption(t("taking.lead", when=request.when))
    full = has_full_outlines() and st.toggle(
        t("taking.detail"), key="taking-detail", help=t("taking.detail.help")
    )
    with st.container(horizontal=True):
        for form in of_family("data", "bundle").values():
            detail = "full" if full and "detail" in form.takes else "display"
            _offer(form, form.label(t), replace(request, detail=detail), tables)
    show_file(_DATA, t)
    st.caption(f"{t('taking.missing')} {t('taking.adds_up')}")
    st.markdown(f"**{t('taking.cite.heading')}**")
    st.code(citation_text(metadata_of(request, tables)), language=None, wrap_lines=True)
    st.caption(t("taking.cite.publishers"))
    with st.container(horizontal=True):
        for form in of_family("citation").values():
            # The text is on the page already, to be copied.
            if form.id != "txt":
                _offer(form, t("taking.refs", form=form.label(t)), request, tables, _CITATION)
    show_file(_CITATION, t)


def offer_orders(view: View, t: Translator) -> None:
    """Offer what is listed beside the map of the orders, as data in every format.

    Nothing is computed before the reader asks for a file.

    Args:
        view: what is shown: orders and zones in force on a day, or the orders that took
            effect in the period from ``since`` to it.
        t: the reader's language.
    """
    first, last = view.since or view.date, view.date
    period = t("ordered.span", **{"from": t.day(first), "to": t.day(last)})
    key = "ordered.data" if view.since is None else "taking.orders.issued"
    st.caption(t(key, when=period if first < last else t.day(last)))
    with st.container(horizontal=True):
        for form in ORDERS_FORMATS:
            _offer_orders(form, (first, last), view, t)
    show_file(_ORDERS, t)


def _offer_orders(form: str, days: tuple[date, date], view: View, t: Translator) -> None:
    made, issued = ORDERS_FORMATS[form], view.since is not None
    known = FORMATS.get(form)
    stem = file_stem(
        replace(view, since=None),
        days=tuple(dict.fromkeys(days)),
        kind="issued" if issued else "list",
        user=shared.tables().user.digest,
    )
    wanted = Wanted(
        f"{stem}.{made.endings[0]}",
        known.mime if known else "application/json",
        partial(_orders_made, form, days, view, issued=issued),
    )
    label = known.label(t) if known else form.upper()
    ask_button(_ORDERS, label, lambda: wanted, key=f"taking-orders-{form}")


def _orders_made(
    form: str,
    days: tuple[date, date],
    view: View,
    tables: Tables,
    _: Progress,
    *,
    issued: bool,
) -> bytes:
    t = Translator(view.lang)
    records = order_records(tables, "all", days, t, later=view.later, issued=issued)
    return ORDERS_FORMATS[form].make(records)


def _request(view: View, t: Translator) -> ExportRequest:
    start = None
    if view.since is not None and view.since < view.date:
        period = t("taking.whole", start=t.day(view.since), end=t.day(view.date))
        start = view.since if st.toggle(period, key="taking-whole") else None
    # Orders are only ever shown as published, whatever the switch says.
    show = "reconstructed" if view.reconstructed else "published"
    scheme, host, path, _, _ = urlsplit(shared.address())
    return ExportRequest(
        replace(view, mode=show, figure=""),
        start=start,
        kind="comparison" if view.compares else "map",
        address=urlunsplit((scheme, host, path, "", "")),
        cli_arguments=("--data", shared.tables().version) if shared.is_former() else (),
    )


def _offer(
    form: Format, label: str, request: ExportRequest, tables: Tables, where: str = _DATA
) -> None:
    wanted = Wanted(
        file_name(form.id, request, tables.user.digest),
        form.mime,
        partial(_written, form.id, request),
    )
    help_ = request.t(form.help) if form.help else None
    ask_button(where, label, lambda: wanted, key=f"taking-{form.id}", help=help_)


def _written(form: str, request: ExportRequest, tables: Tables, progress: Progress) -> bytes:
    return write(form, request, tables, progress)
