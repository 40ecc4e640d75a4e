"""The button beside a table of a page that saves it as CSV."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import streamlit as st

from nuzuh.files.ledger import csv_file
from nuzuh.loaders.archive import former
from nuzuh.loaders.current import holding
from nuzuh.ui.making import save_at_once


def offer_csv(label: str, made: Callable[[], str], name: str) -> None:
    """Draw the button.

    Args:
        label: what it says.
        made: writes the table as CSV, which takes no time worth speaking of; only called once
            the reader wants it.
        name: of the file; that of a former version of the data is put in.
    """
    version = former()
    if version and version not in name:
        name = f"{name.removesuffix('.csv')}-data-{version}.csv"
    st.fragment(holding(_offer))(label, made, name)


def _offer(label: str, made: Callable[[], str], name: str) -> None:
    place = st.empty()
    if place.button(label, key=f"{name}-ask", icon=":material/download:"):
        with place.container():
            content = csv_file(made())
            save_at_once(name, label, content, name, "text/csv", file=uuid.uuid4().hex)
