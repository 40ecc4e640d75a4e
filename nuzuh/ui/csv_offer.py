"""The button beside a table of a page that saves it as CSV."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from nuzuh.export.making import making
from nuzuh.files.ledger import csv_file


def offer_csv(label: str, made: Callable[[], str], name: str) -> None:
    """Draw the button.

    Args:
        label: what it says.
        made: writes the table as CSV; only called once the reader wants it.
        name: of the file.
    """
    st.download_button(
        label,
        making("csv")(lambda: csv_file(made())),
        file_name=name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
