"""Offers figures for print: which kind, on what paper, in which colours and format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from nuzuh.draw.sheets import PAPERS, print_figure
from nuzuh.export.formats import of_family
from nuzuh.export.job import Wanted
from nuzuh.export.pictures import Progress
from nuzuh.loaders.tables import Tables
from nuzuh.scene.extent import whole
from nuzuh.scene.figures import MAPPED, figure_of
from nuzuh.scene.file_names import picture_name
from nuzuh.scene.regions import PARTS, STRIP, area_name
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui.making import ask_button, show_file

OF_THE_MAP = ("map", "series", "movements", "rivals")
"""Kinds of figures that are offered beside the map."""
OF_ORDERS = ("map", "times")
"""Beside the map of the orders a period is one of times ordered, and no movements are shown."""

_WHERE = "print"
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
        view: what is shown, in the reader's language.
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
    theme, form = theme or "light", form or "png"
    name = picture_name(view, form, kind, paper=paper, theme=theme, user=tables.user.digest)
    # When the file is made, no page runs any more that knows its own address.
    work = partial(_drawn, kind, view, link(view), paper=paper, theme=theme, form=form)
    ask_button(
        _WHERE,
        t("print.save"),
        lambda: Wanted(name, forms[form].mime, work),
        key="print-ask",
        icon=":material/download:",
        help=t("save.help"),
    )
    show_file(_WHERE, t)


def _drawn(kind: str, view: View, address: str, tables: Tables, _: Progress, **how: str) -> bytes:
    t = Translator(view.lang)
    return print_figure(figure_of(kind, view, tables, t, address), t=t, **how)


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
