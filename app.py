"""nuzuh in the browser: navigation, language and the view that the pages share.

Run with ``streamlit run app.py``.
"""

from __future__ import annotations

import gc
import sys

import streamlit as st
from starlette.middleware import Middleware

try:
    from nuzuh.loaders.errors import DataError
    from nuzuh.loaders.live.settings import SettingError
    from nuzuh.loaders.server_settings import read_server_settings
    from nuzuh.scene.translator import Translator
    from nuzuh.ui import shared
    from nuzuh.ui.browser_view import publish_view
    from nuzuh.ui.editor import has_editor_page
    from nuzuh.ui.former import show_version
    from nuzuh.ui.header import show_header
    from nuzuh.ui.prepare import served
    from nuzuh.ui.readiness import Readiness, readiness_route
    from nuzuh.ui.server import CompressStatic
    from nuzuh.ui.server_access import CloseMetrics
    from nuzuh.ui.server_headers import GuardHeaders
    from nuzuh.ui.story import keep_story
    from nuzuh.ui.uploads import hold_few_uploads
except ModuleNotFoundError as missing:
    if str(missing.name).split(".")[0] == "nuzuh":
        raise
    st.error(
        f"{missing.name} is not installed here. In the folder of app.py, run "
        "`python -m pip install -r requirements.txt`, then start the app again."
    )
    st.stop()
except ValueError as damage:
    # The territory is read with the first module that names an area.
    st.error(str(damage))
    st.stop()


def draw() -> None:
    """Draw the page that a reader looks at: each run of it begins here."""
    st.set_page_config(page_title="nuzuh نزوح", page_icon=shared.ICON, layout="wide")

    try:
        shared.load_everything()
        shared.follow_data()
        hold_few_uploads()
    except (DataError, SettingError) as error:
        st.error(f"{Translator('en')('error.data')}\n\n{error}")
        st.stop()

    shared.open_view()
    t = shared.translator()
    # In a frame on someone else's page the map stands alone, without a way to the other pages.
    in_frame = shared.in_frame()
    editors = (
        [st.Page("pages/figure.py", title=t("page.figure"), url_path="figure")]
        if has_editor_page()
        else []
    )
    page = st.navigation(
        {
            "": [
                st.Page(
                    "pages/frame.py" if in_frame else "pages/map.py",
                    title=t("page.map"),
                    url_path="map",
                    default=True,
                ),
                st.Page("pages/stories.py", title=t("page.stories"), url_path="stories"),
                st.Page("pages/compare.py", title=t("page.compare"), url_path="compare"),
                st.Page("pages/movements.py", title=t("page.movements"), url_path="movements"),
                st.Page("pages/orders.py", title=t("page.orders"), url_path="orders"),
                st.Page("pages/areas.py", title=t("page.areas"), url_path="areas"),
                st.Page(
                    "pages/disagreement.py", title=t("page.disagreement"), url_path="disagreement"
                ),
                st.Page("pages/estimates.py", title=t("page.estimates"), url_path="estimates"),
                st.Page("pages/sources.py", title=t("page.sources"), url_path="sources"),
            ],
            t("page.more"): [
                st.Page("pages/yours.py", title=t("page.own"), url_path="yours"),
                st.Page("pages/map3d.py", title=t("page.relief"), url_path="relief"),
                st.Page("pages/about.py", title=t("page.about"), url_path="about"),
                *editors,
            ],
        },
        position="hidden" if in_frame else "top",
    )
    st.set_page_config(page_title=f"{page.title} · nuzuh")
    keep_story(page.url_path)
    shared.keep_to(page.url_path)
    # On the maps the browser holds the view, writes the address and says what was wrong with it.
    told = page.url_path == "stories" and bool(shared.view().story)
    is_map = page.url_path in ("", "orders") or told
    shared.apply_style(notices=not is_map)
    show_header(t)
    show_version(t)
    page.run()
    if not is_map:
        shared.footer()
        publish_view(page.url_path)


if __name__ == "__main__":
    draw()
else:
    # What is imported stays: no collection of garbage has to walk through it from here on.
    gc.freeze()
    try:
        server = read_server_settings()
    except SettingError as wrong:
        sys.exit(str(wrong))
    readiness = Readiness()
    # Read by `streamlit run`, which serves what it finds under this name.
    app = st.App(
        __file__,
        lifespan=served(server, readiness),
        routes=[readiness_route(readiness)],
        middleware=[
            Middleware(GuardHeaders),
            Middleware(CloseMetrics, is_open=server.metrics),
            Middleware(CompressStatic),
        ],
    )
