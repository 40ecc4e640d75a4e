"""Offers figures for print: which kind, on what paper, in which colours and format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from nuzuh.draw.sheets import PAPERS, print_figure
from nuzuh.export.formats import of_family
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.figures import figure_of
from nuzuh.scene.file_names import picture_name
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

OF_THE_MAP = ("map", "series", "movements", "rivals")
"""Kinds of figures that are offered beside the map."""
OF_ORDERS = ("map", "times")
"""Beside the map of the orders a period is one of times ordered, and no movements are shown."""


def offer_print(
    view: View,
    link: Callable[[View], str],
    t: Translator,
    tables: Tables,
    kinds: Sequence[str] = OF_THE_MAP,
) -> None:
    """Offer the choices, and the button that saves the figure.

    Nothing is drawn before the reader asks for the file.

    Args:
        view: what is shown.
        link: gives the absolute address of a view.
        t: the reader's language.
        tables: what they are drawn from.
        kinds: kinds of figures to choose from, of :data:`nuzuh.scene.figures.KINDS`.
    """
    forms = of_family("picture")
    in_period = "times" in kinds and view.since is not None
    kind = st.selectbox(
        t("print.kind"),
        kinds,
        index=kinds.index("times") if in_period else 0,
        format_func=lambda kind: t(f"print.kind.{kind}"),
    )
    if in_period and kind == "map":
        view = replace(view, since=None)
    paper = st.selectbox(
        t("print.paper"), tuple(PAPERS), format_func=lambda paper: t(f"print.{paper}")
    )
    theme = st.segmented_control(
        t("print.theme"),
        tuple(PALETTES),
        default="light",
        required=True,
        format_func=lambda theme: t(f"print.theme.{theme}"),
    )
    form = st.segmented_control(
        t("print.form"),
        tuple(forms),
        default="png",
        required=True,
        format_func=lambda form: forms[form].label(t),
    )
    refusal = st.empty()

    def drawn() -> bytes:
        try:
            return print_figure(
                figure_of(kind, view, tables, t, link(view)),
                t=t,
                paper=paper,
                theme=theme or "light",
                form=form or "png",
            )
        except RefusedError as error:
            refusal.error(refused_text(error, t))
            raise

    st.download_button(
        t("print.save"),
        drawn,
        file_name=picture_name(
            view,
            form or "png",
            kind,
            paper=paper,
            theme=theme or "light",
            user=tables.user.digest,
        ),
        mime=forms[form or "png"].mime,
        icon=":material/download:",
        help=t("save.help"),
        on_click="ignore",
    )
