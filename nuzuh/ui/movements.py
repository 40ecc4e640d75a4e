"""What a reader chooses on the page of movements, and what is said there beside the pictures."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from nuzuh.files.movements import movements_csv
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.file_names import picture_name
from nuzuh.scene.footnotes import footnotes
from nuzuh.scene.from_records import speaker_naming
from nuzuh.scene.movements import Movements, movements_of
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.regions import AREAS, STRIP, area_name, area_of, pcodes_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.ui.csv_offer import offer_csv
from nuzuh.ui.flows import show_flows
from nuzuh.web.flow_pictures import flow_pictures, published_html
from nuzuh.web.templates import element, paragraphs


def choose_area(t: Translator) -> None:
    """Let the reader keep the flows of one area."""

    def chosen() -> None:
        shared.change_view(replace(shared.view(), area=st.session_state["flows-area"] or ""))

    area = shared.view().area
    st.session_state["flows-area"] = None if area in ("", STRIP) else area
    st.selectbox(
        t("table.area"),
        [one for one in AREAS if one != STRIP],
        key="flows-area",
        placeholder=area_name(STRIP, t),
        format_func=lambda one: area_name(one, t),
        on_change=chosen,
        width=230,
    )


def choose_publisher(publishers: tuple[str, ...], t: Translator) -> None:
    """Let the reader narrow the published movements to those of one publisher.

    Args:
        publishers: those who have any in the period.
        t: the reader's language.
    """

    def chosen() -> None:
        shared.change_view(replace(shared.view(), by=st.session_state["flows-by"] or ""))

    st.session_state["flows-by"] = shared.view().by or None
    st.selectbox(
        t("movements.by"),
        publishers,
        key="flows-by",
        placeholder=t("view.all"),
        format_func=speaker_naming(shared.tables(), t),
        on_change=chosen,
        width=300,
    )


def shown_movements(view: View, t: Translator) -> Movements | None:
    """Return the movements of a view; where there are none, say so and what to change.

    Args:
        view: what is looked at.
        t: the reader's language.
    """
    try:
        return movements_of(view, shared.tables(), t)
    except RefusedError as error:
        advice = t("movements.change_period") if error.key else ""
        st.warning(f"{refused_text(error, t)} {advice}".rstrip())
    if view.by and st.button(t("movements.all_publishers")):
        shared.change_view(replace(shared.view(), by=""))
        st.rerun()
    return None


def show_answer(shown: Movements) -> None:
    """Say in two sentences who went where, reconstructed and as published."""
    classes = ("nz-headline", "")
    leads = [
        element("p", lead, class_=name, data_testid="lead")
        for lead, name in zip(shown.leads, classes, strict=False)
    ]
    st.html(element("div", Markup().join(leads), class_="nz-area"))


def show_pictures(shown: Movements, view: View, t: Translator) -> None:
    """Draw the three pictures, and what is to be known of them."""
    for notice in _notices(shown, view, t):
        st.info(notice, icon=":material/info:")
    html = flow_pictures(shown, t)
    show_flows(html, pcodes_of(view.area) if view.area not in ("", STRIP) else (), _pin)
    if shown.is_reconstructed:
        st.caption(t("movements.rounding"))
    if shown.is_reconstructed and shown.closures:
        with st.expander(t("movements.shut_ways")):
            st.html(paragraphs(one.text for one in shown.closures))
    st.caption(shown.notes.method)


def show_published(shown: Movements, view: View, t: Translator) -> None:
    """List every published figure of the period, and offer all that is shown as a table."""
    st.header(t("movements.published"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose_publisher(shown.publishers, t)
        offer_csv(
            t("movements.download"),
            lambda: movements_csv(shown, view),
            picture_name(view, "csv", "movements", user=shared.tables().user.digest),
        )
    if shown.groups:
        st.caption(t("movements.published.note"))
        st.html(published_html(shown, t))
    else:
        st.html(element("p", t("movements.no_published")))
    for note in footnotes([line.when for group in shown.groups for line in group.lines], t):
        st.caption(note)
    if shown.began_before:
        st.caption(t("movements.began_before", n=t.number(shown.began_before)))


def _notices(shown: Movements, view: View, t: Translator) -> list[str]:
    notices = []
    matrix = shown.matrix
    if shown.is_reconstructed and not view.reconstructed:
        notices.append(t("movements.none_between"))
    if view.reconstructed and not shown.is_reconstructed:
        notices.append(t("movements.none_rebuilt"))
    if matrix is not None and (matrix.start, matrix.end) != (shown.start, shown.end):
        days = {"start": t.day(matrix.start), "end": t.day(matrix.end)}
        notices.append(t("movements.shortened", **days))
    return notices


def _pin(place: str) -> None:
    """Keep the flows of a place, or let them go when they are kept already."""
    view = shared.view()
    area = area_of(place.split())
    if not area and len(place.split()) > 1:
        # What the figures tell only together is known by its first governorate.
        area = next((one for one in AREAS if one in place.split()), "")
    shared.change_view(replace(view, area="" if area == view.area else area))
