"""The button beside a table of a page that saves it as CSV."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from nuzuh.export.making import making
from nuzuh.files.ledger import csv_file
from nuzuh.loaders.archive import former
from nuzuh.loaders.current import holding


def offer_csv(label: str, made: Callable[[], str], name: str) -> None:
    """Draw the button.

    Args:
        label: what it says.
        made: writes the table as CSV; only called once the reader wants it.
        name: of the file; that of a former version of the data is put in.
    """
    version = former()
    if version and version not in name:
        name = f"{name.removesuffix('.csv')}-data-{version}.csv"
    st.download_button(
        label,
        holding(making("csv")(lambda: csv_file(made()))),
        file_name=name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
