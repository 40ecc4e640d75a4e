"""A page of the app without a browser, where AppTest knows no address of it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page(root, path):
    import runpy

    import streamlit as st

    from nuzuh.ui import shared

    st.set_page_config(layout="wide")
    shared.open_view()
    shared.apply_style()
    runpy.run_path(f"{root}/pages/{path}.py")


def opened(root, path, **query):
    """Return a page, by the name of its file, as a link opens it; nothing went wrong in it."""
    at = AppTest.from_function(_page, default_timeout=60, kwargs={"root": str(root), "path": path})
    at.query_params.update(query)
    at.run()
    assert not at.exception
    return at
