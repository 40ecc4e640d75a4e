"""Offers figures for print: which kind, on what paper, in which colours and format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from nuzuh.draw.sheets import PAPERS, print_figure
from nuzuh.export.formats import of_family
from nuzuh.loaders.current import holding
from nuzuh.export.making import making
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.extent import whole
from nuzuh.scene.figures import MAPPED, figure_of
from nuzuh.scene.file_names import picture_name
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.regions import PARTS, STRIP, area_name
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

OF_THE_MAP = ("map", "series", "movements", "rivals")
"""Kinds of figures that are offered beside the map."""
OF_ORDERS = ("map", "times")
"""Beside the map of the orders a period is one of times ordered, and no movements are shown."""

_SCREEN = "screen"
"""The part of the Strip that the reader has zoomed to."""


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
    kind = _choose_kind(kinds, t, in_period=in_period)
    view = _choose_part(view, t) if kind in MAPPED else replace(view, zoom="")
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
    # When the file is asked for, no page runs any more that knows its own address.
    address = link(view)

    @holding
    @making(form or "png")
    def drawn() -> bytes:
        try:
            return print_figure(
                figure_of(kind, view, tables, t, address),
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


def _choose_kind(kinds: Sequence[str], t: Translator, *, in_period: bool) -> str:
    return st.selectbox(
        t("print.kind"),
        kinds,
        index=kinds.index("times") if in_period else 0,
        format_func=lambda kind: t(f"print.kind.{kind}"),
    )


def _choose_part(view: View, t: Translator) -> View:
    """The view with the part of the Strip that its map is to show: of itself what the screen does.

    What is selected on the page comes before the other areas.
    """
    shown = (_SCREEN if view.zoom else STRIP, view.area or STRIP)
    part = st.selectbox(
        t("print.extent"),
        tuple(dict.fromkeys((*shown, *PARTS))),
        format_func=lambda part: _name_of_part(part, t),
    )
    if part == _SCREEN:
        return replace(view, area="")
    return whole(view) if part == STRIP else replace(view, zoom="", area=part)


def _name_of_part(part: str, t: Translator) -> str:
    return t(f"print.extent.{part}") if part in (_SCREEN, STRIP) else area_name(part, t)
