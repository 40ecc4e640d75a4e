"""The offer of what the map shows as data, and of how to cite it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from nuzuh.files.citation import citation_bibtex, citation_ris, citation_text
from nuzuh.files.formats import FORMATS, file_name, write
from nuzuh.files.request import DEFAULT_ADDRESS, Taking
from nuzuh.files.values import values_shown
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.view import View
from nuzuh.scene.words import Words
from nuzuh.ui import shared

_TABLES = ("csv", "xlsx", "geojson", "gpkg", "parquet", "bundle")
_NAMES = {"geojson": "GeoJSON", "gpkg": "GeoPackage", "parquet": "GeoParquet"}
_KEYS = {"csv": "taking.csv", "xlsx": "taking.workbook", "bundle": "taking.bundle"}


def offer_data_and_citation(view: View, words: Words) -> None:
    """Draw a button that opens the data of a view in every format, and its citation.

    Nothing is computed before the reader asks for a file.

    Args:
        view: what is shown.
        words: the reader's language.
    """
    with st.popover(words("taking.button"), icon=":material/dataset:"):
        taking = _taking(view, words)
        try:
            taking.check()
            values_shown(taking)
        except RefusedError:
            st.info(words("taking.nothing"), icon=":material/info:")
            return
        st.caption(words("taking.lead", when=taking.when))
        with st.container(horizontal=True):
            for form in _TABLES:
                _offer(form, taking, words)
        st.caption(f"{words('taking.missing')} {words('taking.adds_up')}")
        st.markdown(f"**{words('taking.cite.heading')}**")
        st.code(citation_text(taking), language=None, wrap_lines=True)
        st.caption(words("taking.cite.publishers"))
        with st.container(horizontal=True):
            _offer_references(taking, words)


def _taking(view: View, words: Words) -> Taking:
    start = None
    if view.since is not None and view.since < view.date:
        period = words("taking.whole", start=words.day(view.since), end=words.day(view.date))
        start = view.since if st.toggle(period, key="taking-whole") else None
    # Orders are only ever shown as published, whatever the switch says.
    show = "reconstructed" if view.reconstructed else "published"
    scheme, host, path, _, _ = urlsplit(st.context.url or DEFAULT_ADDRESS)
    return Taking(
        replace(view, show=show, figure=""),
        shared.tables(),
        start=start,
        address=urlunsplit((scheme, host, path, "", "")),
    )


def _offer(form: str, taking: Taking, words: Words) -> None:
    st.download_button(
        _NAMES[form] if form in _NAMES else words(_KEYS[form]),
        lambda: write(form, taking),
        file_name=file_name(form, taking),
        mime=FORMATS[form].mime,
        key=f"taking-{form}",
        help=words("taking.bundle.help") if form == "bundle" else None,
        on_click="ignore",
    )


def _offer_references(taking: Taking, words: Words) -> None:
    stem = file_name("csv", taking).removesuffix(".csv")
    for form, ending, mime, made in (
        ("BibTeX", "bib", "application/x-bibtex", citation_bibtex),
        ("RIS", "ris", "application/x-research-info-systems", citation_ris),
    ):
        st.download_button(
            words("taking.refs", form=form),
            partial(_encoded, made, taking),
            file_name=f"{stem}.{ending}",
            mime=mime,
            key=f"taking-{ending}",
            on_click="ignore",
        )


def _encoded(made: Callable[[Taking], str], taking: Taking) -> bytes:
    return made(taking).encode()
