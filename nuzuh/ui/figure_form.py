"""The page of editors: the fields of a figure, what it becomes, what it changes, and writing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import streamlit as st

from nuzuh.balance.solve import BalanceError
from nuzuh.loaders.editor.checking import check_rows
from nuzuh.loaders.editor.draft import Draft, draft_of
from nuzuh.loaders.editor.figure_reading import SEEN
from nuzuh.loaders.editor.given import FIELDS, Given
from nuzuh.loaders.editor.ledger_files import LedgerFiles, check_working_copy, read_ledger_files
from nuzuh.loaders.editor.put import change_of, put
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import KIND_OF_MEASURE, SCOPES, UNITS
from nuzuh.loaders.publishers import UNATTRIBUTED
from nuzuh.scene.figure_preview import FigurePreview, figure_preview, tables_of
from nuzuh.scene.figure_words import (
    checked_words,
    doubt_words,
    earlier_words,
    findings_table,
    people_words,
    refusal_words,
    row_words,
    same_words,
)
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.refusals import refused_text
from nuzuh.scene.solving import UnsolvedError
from nuzuh.scene.translator import Translator
from nuzuh.ui.editor import may_edit
from nuzuh.web.templates import element, marked, table_of

_KEY = "figure-{}".format
_PREVIEW, _WRITTEN = "figure-preview-of", "figure-written"
_LONGEST = 2_000
_DAYS = ("as_of", "since", "page_date")


def ask_figure(files: LedgerFiles, t: Translator) -> Given:
    """Draw the fields of a figure in the order of the command's options; return what is given."""
    publishers = sorted(files.publishers["publisher"], key=str.casefold)
    named: dict[str, tuple[Sequence[str], Callable[[str], str]]] = {
        "speaker": ([*publishers, UNATTRIBUTED], lambda one: speaker_name(one, t)),
        "passed_on_by": (publishers, lambda one: speaker_name(one, t)),
        "measure": (tuple(KIND_OF_MEASURE), lambda one: t(f"measure.{one}")),
        "unit": (UNITS, lambda one: t(f"unit.{one}")),
        "counting": (("people", "movements"), lambda one: t(f"unit.{one}")),
        "scope": (SCOPES, str),
        "basis": (("stated", "assumed"), lambda one: t(f"figure.basis.{one}")),
        "seen": (SEEN, lambda one: t(f"record.seen.{one}")),
    }
    given = {}
    # Two to a row, so that what becomes of them stays in sight beside them.
    for pair in zip(FIELDS[::2], FIELDS[1::2], strict=True):
        for name, place in zip(pair, st.columns(2, gap="small"), strict=True):
            with place:
                if name in named:
                    given[name] = _choice(name, *named[name], t)
                else:
                    given[name] = _text(name, t)
    return Given(**given)


def _choice(name: str, options: Sequence[str], words: Callable[[str], str], t: Translator) -> str:
    label = t(f"figure.field.{name}")
    key = _KEY(name)
    chosen = st.selectbox(
        label, options, index=None, key=key, format_func=words, placeholder=t("figure.choose")
    )
    return chosen or ""


def _text(name: str, t: Translator) -> str:
    told = {"number": t("figure.help.number"), **dict.fromkeys(_DAYS, t("figure.help.day"))}
    return st.text_input(
        t(f"figure.field.{name}"),
        key=_KEY(name),
        placeholder=told.get(name),
        max_chars=_LONGEST,
        autocomplete="off",
    )


def show_draft(draft: Draft, t: Translator) -> None:
    """Show the row that a figure becomes, what must change, and what the ledger knows of it."""
    if draft.problems:
        st.header(t("figure.refused"), anchor=False)
        for one in draft.problems:
            field = element("b", t(f"figure.field.{one.where}") + ": ")
            words, mend = refusal_words(one, t)
            told = marked(words) if one.key else element("bdi", words, lang="en")
            st.html(element("p", field + told + f" {mend}", class_="nz-refused", role="alert"))
    st.header(t("figure.row"), anchor=False)
    st.html(table_of(row_words(draft, t), test_id="figure-row"))
    for same in draft.same if not draft.cells["repeats"] else ():
        st.html(element("p", marked(same_words(same, t))))
        st.button(
            t("figure.same.take", id=same.id),
            key=_KEY(f"same-{same.id}"),
            on_click=_take,
            args=("repeats", same.id),
        )
    if draft.start is not None and not draft.cells["period_start"]:
        since = draft.start.since
        day = t.day(date.fromisoformat(since))
        st.button(t("figure.series.start", date=day), on_click=_take, args=("since", since))
    if draft.doubts:
        st.header(t("figure.doubts"), anchor=False)
        for doubt in draft.doubts:
            st.html(element("p", marked(" ".join(doubt_words(doubt, t))), class_="nz-warning"))
    if draft.series:
        st.header(t("figure.series"), anchor=False)
        st.html(table_of(earlier_words(draft.series, t), test_id="figure-series"))


def _take(name: str, text: str) -> None:
    """Fill a field with what is proposed."""
    st.session_state[_KEY(name)] = text


def show_changes(draft: Draft, files: LedgerFiles, t: Translator) -> None:
    """Show what a sound figure changes, and let it be written or taken as a patch."""
    state, cells = st.session_state, tuple(draft.cells.values())
    if st.button(t("figure.preview")):
        state[_PREVIEW] = (cells, _preview(draft, files, t))
    before, told = state.get(_PREVIEW, ((), None))
    if before == cells and told is not None:
        _show_preview(told, t)
    try:
        check_working_copy(files.folder)
    except RefusedError:
        st.caption(t("figure.patch.why"))
        change = change_of(draft, files, today=_today())
        st.download_button(
            t("figure.patch"), change.patch(), f"{draft.id}.patch", "text/x-diff", on_click="ignore"
        )
        return
    st.button(
        t("figure.write"),
        type="primary",
        on_click=_write,
        args=(draft, files, t),
        key="figure-write",
    )


def _preview(draft: Draft, files: LedgerFiles, t: Translator) -> FigurePreview:
    if draft.frame is None:
        raise RefusedError
    try:
        before, after = tables_of(files.estimates), tables_of(draft.frame)
        return figure_preview(before, after, draft.id, t)
    except BalanceError as error:
        raise UnsolvedError from error


def _show_preview(told: FigurePreview, t: Translator) -> None:
    shown = "figure.map" if told.marks.rows else "figure.map.same"
    st.html(element("p", t(shown, date=t.day(told.day))))
    if told.marks.rows:
        st.html(table_of(told.marks, test_id="figure-marks"))
    if told.headline_changes:
        st.html(element("p", t("figure.headline")))
        for name, text in zip(("before", "after"), told.headline, strict=True):
            st.html(element("p", element("b", t(f"figure.{name}") + ": ") + marked(text)))
    else:
        st.html(element("p", t("figure.headline.same")))
    st.html(element("p", people_words(told, t)))
    if told.people.rows:
        st.html(table_of(told.people, test_id="figure-people"))
    st.html(element("p", t("record.balance")))
    st.html(table_of(told.balance, test_id="figure-balance"))


def _write(draft: Draft, files: LedgerFiles, t: Translator) -> None:
    """Write a figure, and empty the fields that are another figure's next time."""
    # Asked again: a session may outlive what its first request was.
    if not may_edit():
        st.session_state[_WRITTEN] = ("error", t("figure.not_here"))
        return
    change = change_of(draft, files, today=_today())
    try:
        put(change)
    except RefusedError as error:
        st.session_state[_WRITTEN] = ("error", f"{t('figure.stale')} ({error})")
        return
    told = t("figure.written", id=draft.id, files=t.isolated(", ".join(change.after)))
    st.session_state[_WRITTEN] = ("success", told)
    for name in ("number", "repeats", "note"):
        st.session_state[_KEY(name)] = ""


def show_written() -> None:
    """Say what became of the last writing, once."""
    kind, told = st.session_state.pop(_WRITTEN, ("", ""))
    if told:
        (st.success if kind == "success" else st.error)(told)


def figure_page(t: Translator) -> None:
    """Draw the page: fields on one side, what becomes of them on the other."""
    show_written()
    files = read_ledger_files()
    fields, beside = st.columns([0.45, 0.55], gap="medium")
    with fields:
        given = ask_figure(files, t)
    with beside:
        if given != Given():
            draft = draft_of(given, files, today=_today())
            show_draft(draft, t)
            if not draft.problems:
                try:
                    show_changes(draft, files, t)
                except RefusedError as error:
                    st.error(refused_text(error, t))
        if st.button(t("figure.check")):
            checked = check_rows(files)
            st.caption(checked_words(checked, t))
            st.html(table_of(findings_table(checked, t), test_id="figure-findings"))


def _today() -> date:
    return datetime.now(UTC).date()
