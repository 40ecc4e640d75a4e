"""What only a reconstruction asks and says: whose figures, its ranges, what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, compute_ranges
from nuzuh.export import pool
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.from_records import speaker_naming
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.reconstruction_notices import input_notices
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.web.templates import element, render
from nuzuh.web.timemap.message import OWN


def choose_view(view: View, t: Translator) -> None:
    """Let the reader choose whose figures the reconstruction uses."""

    def side_chosen() -> None:
        chosen, before = st.session_state["side"], shared.view().perspective
        if chosen == OWN:
            names = tables_in_use().estimates["speaker"].value_counts().index
            sides = groups()
            same = [name for name in names if before in ("all", sides.get(name, "other"))]
            chosen = ",".join(sorted(same[:8]))
        shared.change_view(replace(shared.view(), perspective=chosen))

    def publishers_chosen() -> None:
        names = st.session_state["publishers"]
        shared.change_view(replace(shared.view(), perspective=",".join(sorted(names)) or "all"))

    own = view.perspective not in NAMED_VIEWS
    st.session_state["side"] = OWN if own else view.perspective
    st.segmented_control(
        t("view.label"),
        # Of a former version of the data there is nothing from publishers that a reader chooses.
        [*NAMED_VIEWS, *([OWN] if shared.tables().archived is None else [])],
        key="side",
        format_func=lambda side: t("view.custom") if side == OWN else view_name(side, t),
        on_change=side_chosen,
        required=True,
        wrap=True,
    )
    if own:
        st.session_state["publishers"] = view.perspective.split(",")
        st.multiselect(
            t("view.choose"),
            sorted(tables_in_use().estimates["speaker"].unique(), key=str.casefold),
            key="publishers",
            format_func=speaker_naming(shared.tables(), t),
            on_change=publishers_chosen,
        )


def choose_publishers(view: View, t: Translator, take: Callable[[str], None] | None = None) -> None:
    """Let the reader choose the publishers whose figures the reconstruction uses.

    Args:
        view: what is looked at, or one side of it.
        t: the reader's language.
        take: hears the publishers, joined by commas; without it the reader's view uses them.
    """
    if shared.tables().archived is not None:
        st.info(t("refused.kept_views"), icon=":material/info:")
        return
    sides = groups()
    names = sorted(tables_in_use().estimates["speaker"].unique(), key=str.casefold)
    before = view.perspective
    own = before.split(",") if before not in NAMED_VIEWS else []
    same = [name for name in names if before in ("all", sides.get(name, "other"))][:8]
    chosen = st.multiselect(
        t("view.choose"),
        names,
        default=own or same,
        format_func=speaker_naming(shared.tables(), t),
    )
    if st.button(t("view.use"), type="primary", disabled=not chosen):
        (take or _take_publishers)(",".join(sorted(chosen)))
        st.rerun()


def _take_publishers(names: str) -> None:
    shared.change_view(replace(shared.view(), perspective=names, mode="reconstructed"))


def show_notices(
    reconstruction: Reconstruction, view: View, t: Translator, *, of_ways: bool = True
) -> None:
    """Say where the balance rests on little, or on figures that contradict each other.

    Args:
        reconstruction: the one beside the view.
        view: what is shown.
        t: the reader's language.
        of_ways: also which ways are closed, which a page may tell elsewhere.
    """
    told = input_notices(reconstruction, view, shared.tables(), t)
    if told.quiet:
        st.info(told.quiet, icon=":material/info:")
    for notice in told.notices:
        if notice.of_way and not of_ways:
            continue
        said = render("notice", notice=notice, t=t)
        st.html(element("div", said, class_="nz-fit", data_testid="notice"))


def offer_ranges(reconstruction: Reconstruction, view: View, t: Translator) -> None:
    """Let the reader have likely ranges computed where none ship with the app."""
    if (
        not reconstruction.ranged
        and reconstruction.has_observations
        and st.button(t("view.ranges"))
    ):
        bar = st.progress(0.0)

        def progress(done: int, total: int) -> None:
            bar.progress(done / total, t("view.progress", done=done, total=total))

        def waiting(place: int) -> None:
            bar.progress(0.0, t("view.waiting", n=t.number(place)))

        try:
            compute_ranges(
                shared.tables(),
                view.perspective,
                progress=progress,
                waiting=waiting,
                run=pool.run,
            )
        except RefusedError as error:
            bar.empty()
            st.info(refused_text(error, t), icon=":material/info:")
            return
        st.rerun()
