"""The page of disagreement: all questions of a period, and one of them with chart and table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.statements import QUESTIONS
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.disagreement import Disagreement, DisagreementGroup, disagreement_of
from nuzuh.scene.disagreement_panels import panels_of
from nuzuh.scene.disagreement_records import (
    FIGURE_COLUMNS,
    QUESTION_COLUMNS,
    figure_rows,
    question_rows,
    records_of_rows,
)
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.ui.csv_offer import offer_csv
from nuzuh.ui.quoting import hear_buttons
from nuzuh.web.disagreement import claims_html, publishers_html, questions_html
from nuzuh.web.disagreement_chart import panel_chart
from nuzuh.web.legend import marks_legend
from nuzuh.web.templates import element, marked


def show_disagreement(answer: DeltaGenerator, t: Translator) -> None:
    """Draw who disagrees in the view's period, or why nothing can be told.

    Args:
        answer: where the answer stands, or why there is none.
        t: the reader's language.
    """
    view, tables = shared.view(), shared.tables()
    try:
        shown = disagreement_of(view, tables, t)
    except RefusedError as error:
        answer.warning(refused_text(error, t), icon=":material/info:")
        if not view.question:
            return
        try:
            shown = disagreement_of(replace(view, question=""), tables, t)
        except RefusedError:
            return
        _show_questions(replace(shown, question=""), view, tables, t)
        hear_buttons(t, _choose)
        return
    answer.html(element("p", marked(shown.answer), class_="nz-answer", data_testid="answer"))
    if shown.unsolved:
        st.info(shown.unsolved, icon=":material/info:")
    _show_questions(shown, view, tables, t)
    _show_question(shown, view, tables, t)
    hear_buttons(t, _choose)


def _choose(question: str) -> None:
    if question in QUESTIONS:
        shared.change_view(replace(shared.view(), question=question))


def _show_questions(shown: Disagreement, view: View, tables: Tables, t: Translator) -> None:
    st.header(t("disagreement.questions"), anchor=False)
    st.caption(shown.lead)
    st.html(questions_html(shown, t))
    rows = question_rows(
        shown.found,
        (shown.first, shown.last),
        view.perspective,
        tables.version,
    )
    _offer("disagreement.download.all", "questions", shown, QUESTION_COLUMNS, rows, t)


def _show_question(shown: Disagreement, view: View, tables: Tables, t: Translator) -> None:
    st.header(shown.text, anchor=False)
    if shown.furthest:
        said = marked(shown.furthest)
        st.html(element("p", said, class_="nz-answer", data_testid="furthest"))
    with st.container(key="disagreement-charts"):
        _show_charts(shown, view, tables, t)
    for at, group in enumerate(shown.groups):
        _show_group(group, at, t)
    rows = figure_rows([group.measured for group in shown.groups], view.perspective, tables.version)
    _offer("disagreement.download", shown.question, shown, FIGURE_COLUMNS, rows, t)


def _show_group(group: DisagreementGroup, at: int, t: Translator) -> None:
    text = f"{group.title}: {group.apart}"
    st.html(publishers_html(group, text, at, t, theme=shared.theme()))
    st.html(claims_html(group, at, t))


def _show_charts(shown: Disagreement, view: View, tables: Tables, t: Translator) -> None:
    told = _charts(
        tables,
        replace(view, question=shown.question),
        shared.theme(),
        ranged=view.later and load_reconstruction(tables, view.perspective).ranged,
    )
    st.html(marks_legend(t, theme=shared.theme()))
    for at, (title, about, spec) in enumerate(told):
        st.subheader(title, anchor=False)
        st.vega_lite_chart(spec, width="stretch", key=f"rivals-over-time-{at}")
        if about:
            st.caption(about)
    st.caption(t("disagreement.chart.marks"))


@remembered(maxsize=24)
def _charts(
    tables: Tables, view: View, theme: str, *, ranged: bool
) -> tuple[tuple[str, str, dict[str, object]], ...]:
    """The chart of each panel with its title and what its line is."""
    del ranged
    t = Translator(view.lang)
    shown = disagreement_of(view, tables, t)
    reconstruction = load_reconstruction(tables, view.perspective) if view.later else None
    period: tuple[date, date] = (shown.first, shown.last)
    charts = []
    for panel in panels_of(shown, reconstruction, t):
        chart = panel_chart(panel, period, shown.text, t, theme=theme)
        about = " ".join(
            filter(None, [panel.about, t("disagreement.chart.parts") if panel.parts else ""])
        )
        charts.append((panel.title, about, chart.to_dict()))
    return tuple(charts)


def _offer(
    key: str,
    name: str,
    shown: Disagreement,
    columns: tuple[str, ...],
    rows: list[dict[str, object]],
    t: Translator,
) -> None:
    offer_csv(
        t(key),
        lambda: ledger_csv(records_of_rows(columns, rows)),
        f"nuzuh-disagreement-{shown.first}-to-{shown.last}-{name.replace('_', '-')}.csv",
    )
