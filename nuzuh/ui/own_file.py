"""The widgets of a reader's own file: its questions, what was understood of it, and its answers."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.uploaded_file_manager import UploadedFile

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.events import tell
from nuzuh.loaders.user import (
    Checked,
    Decisions,
    Question,
    SingleRecordsError,
    UserDataError,
    check_apart,
)
from nuzuh.loaders.user.decisions import KINDS
from nuzuh.loaders.user.headers.columns import VOCABULARY
from nuzuh.scene import own_file
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.translator import Translator
from nuzuh.ui import shared
from nuzuh.ui.uploads import let_go_of_uploads
from nuzuh.web.templates import element, table_of

_ASKED_AT_ONCE = 20


class Answers:
    """A reader's answers about the file in hand, kept for the next one of its layout."""

    def __init__(self, file_id: str) -> None:
        state = st.session_state
        if state.get("own_file_id") != file_id:
            state["own_file_id"] = file_id
            state.pop("own_decisions", None)
            state.pop("own_recalled", None)

    @property
    def given(self) -> Decisions | None:
        """The answers; None while none was given."""
        decisions: Decisions | None = st.session_state.get("own_decisions")
        return decisions

    @property
    def recalled(self) -> bool:
        """Whether the answers are those about an earlier file."""
        return bool(st.session_state.get("own_recalled", False))

    def recall(self, layout: str) -> bool:
        """Take the answers about an earlier file of a layout, where none were given yet.

        Returns:
            whether there are such answers.
        """
        earlier = st.session_state.get("own_answers", {}).get(layout)
        if self.given is not None or earlier in (None, Decisions()):
            return False
        self.give(earlier, recalled=True)
        return True

    def give(self, decisions: Decisions, *, recalled: bool = False) -> None:
        """Take answers about the file in hand."""
        st.session_state["own_decisions"] = decisions
        st.session_state["own_recalled"] = recalled

    def keep(self, decisions: Decisions, layout: str) -> None:
        """Keep answers with which a file came into use, for the next one of its layout."""
        state = st.session_state
        state["own_answers"] = {**state.get("own_answers", {}), layout: decisions}


def result_of(upload: UploadedFile, told: Decisions, t: Translator) -> Checked | DataError:
    """Check a file, in its turn; what came of the same one and the same answers is kept."""
    state, asked = st.session_state, (upload.file_id, told)
    kept = state.get("own_result")
    if kept is not None and kept[0] == asked:
        result: Checked | DataError = kept[1]
        return result
    place = st.empty()

    def waiting(before: int) -> None:
        """Say how long it takes. Streamlit ends the run here when its reader has left."""
        sentence = t("own.place", n=t.number(before)) if before else t("own.checking")
        place.html(element("p", sentence, role="status", data_testid="own-waiting"))

    try:
        result = check_apart(upload.getvalue(), upload.name, decisions=told, waiting=waiting)
    except DataError as refusal:
        result = refusal.with_traceback(None)
        tell("refused", what="own file", why=type(refusal).__name__)
    place.empty()
    state["own_result"] = (asked, result)
    return result


def forget_upload() -> None:
    """Empty the field for files, and with it the memory of the bytes."""
    state = st.session_state
    state["own_round"] = upload_round() + 1
    for key in ("own_decisions", "own_file_id", "own_recalled", "own_result"):
        state.pop(key, None)
    let_go_of_uploads()


def let_go_of_records(refusal: SingleRecordsError) -> None:
    """Let go of a file of single records at once, before anything else is done with it."""
    forget_upload()
    st.session_state["own_records"] = refusal.file


def tell_of_records(t: Translator) -> None:
    """Say, once, that a file of single records was refused and let go of."""
    file = st.session_state.pop("own_records", "")
    if file:
        refused_line(t("own.single_records", file=t.isolated(file)))


def upload_round() -> int:
    """Return how many files this session has brought; a new field for each."""
    number: int = st.session_state.get("own_round", 0)
    return number


def refused_line(sentence: str) -> None:
    """Say that a file is refused; a sentence keeps its own direction."""
    told = element("bdi", sentence)
    st.html(element("p", told, class_="nz-refused", data_testid="own-refused"))


def _shown(about: str, choice: str, t: Translator) -> str:
    """Name a choice as the reader sees it."""
    if not choice:
        return t("own.leave")
    if about == "area" and choice != pc.EXTERIOR:
        # A guess may be of several: "Khan Younis, Rafah".
        return t("list.comma").join(governorate_name(code, t.lang) for code in choice.split())
    if about == "column":
        return own_file.column_words(choice, t)
    key = f"measure.{choice}" if about == "measure" else f"own.answer.{choice}"
    return t(key) if t.has(key) else choice


def _ask(key: str, question: Question, label: str, t: Translator, placeholder: str) -> str | None:
    """Put one question; return the answer, None while there is none. Nothing is chosen before."""
    key = f"own-{key}-{upload_round()}-{hash(question)}"
    if question.about == "area":
        chosen = st.multiselect(
            label,
            question.choices,
            format_func=lambda one: _shown("area", one, t),
            placeholder=placeholder,
            key=key,
        )
        # With "leave out" beside an area nothing is said.
        return None if not chosen or (len(chosen) > 1 and "" in chosen) else " ".join(chosen)
    answer: str | None = st.selectbox(
        label,
        question.choices,
        index=None,
        format_func=lambda one: _shown(question.about, one, t),
        placeholder=placeholder,
        key=key,
    )
    return answer


def _label(question: Question, t: Translator) -> str:
    given = shared.plain(t.isolated(question.given[:80]))
    if question.about == "needed":
        given = t(f"own.needed.{question.given}")
    label = t(f"own.ask.{question.about}", theirs=given)
    if not question.proposed or not question.score:
        return label
    guess = _shown(question.about, question.proposed, t)
    return f"{label} {t('own.ask.alike', guess=guess, score=question.score)}"


def _ask_all(refusal: UserDataError, told: Decisions, answers: Answers, t: Translator) -> None:
    """Put the open questions in a form; nothing is applied before the reader confirms."""
    st.header(t("own.questions"), anchor=False)
    with st.form("own-questions"):
        asked = refusal.questions[:_ASKED_AT_ONCE]
        given = [
            _ask(f"answer-{number}", question, _label(question, t), t, t("own.choose"))
            for number, question in enumerate(asked)
        ]
        confirmed = st.form_submit_button(t("own.confirm"), type="primary")
    if confirmed:
        for question, answer in zip(asked, given, strict=True):
            if answer is not None:
                told = told.with_answer(question.about, question.given, answer)
        answers.give(told)
        st.rerun()


def show_refusal(refusal: DataError, told: Decisions, answers: Answers, t: Translator) -> None:
    """Say everything that is wrong with a file, and ask what it leaves open."""
    if not isinstance(refusal, UserDataError):
        refused_line(str(refusal))
        return
    if refusal.problems:
        wrong = own_file.refused(refusal, t)
        refused_line(wrong.sentence)
        st.html(table_of(wrong.problems, test_id="own-problems"))
        if wrong.more:
            st.html(element("p", wrong.more))
        if wrong.note:
            st.caption(wrong.note)
    if refusal.questions:
        _ask_all(refusal, told, answers, t)


def remarks_of(sentences: Iterable[str]) -> Markup:
    """Return remarks on a file as one block; each keeps its own direction."""
    return Markup().join(
        element("p", element("bdi", sentence), class_="nz-warning") for sentence in sentences
    )


def show_understood(checked: Checked, t: Translator, *, test_id: str = "own") -> None:
    """Say what was understood of a file: its first rows, and what is left out of it."""
    told = own_file.understood(checked, t)
    shown = element("b", told.sentence) + f" {told.areas}"
    st.html(element("p", shown, data_testid=f"{test_id}-checked"))
    if told.warnings:
        st.html(remarks_of(told.warnings))
    st.html(table_of(told.preview, test_id=f"{test_id}-preview"))
    if told.note:
        st.caption(told.note)


def show_mapping(checked: Checked, told: Decisions, answers: Answers, t: Translator) -> None:
    """Show what each column was taken for, and let all of it be read in another way."""
    with st.expander(t("own.mapping")):
        st.html(table_of(own_file.understood(checked, t).columns, test_id="own-mapping"))
        with st.form("own-otherwise"):
            kind = Question("kind", checked.kind, choices=KINDS)
            given = {
                question: _ask(
                    f"otherwise-{number}",
                    question,
                    t(f"own.ask.{question.about}", theirs=shared.plain(question.given[:80])),
                    t,
                    _shown(question.about, question.given, t),
                )
                for number, question in enumerate((kind, *checked.choices))
            }
            names = list(dict.fromkeys(match.given for match in checked.matches if match.given))
            theirs = st.selectbox(t("own.column"), names, index=None, placeholder=t("own.choose"))
            ours = st.selectbox(
                t("own.column_is"),
                [*VOCABULARY[checked.kind], ""],
                index=None,
                format_func=lambda one: _shown("column", one, t),
                placeholder=t("own.choose"),
            )
            changed = st.form_submit_button(t("own.read_again"))
        words = shlex.join(("nuzuh", "check", checked.file, *told.arguments()))
        st.caption(t("own.command"))
        st.code(words, language=None, wrap_lines=True)
    if changed:
        for question, answer in given.items():
            if answer is not None:
                told = told.with_answer(question.about, question.given, answer)
        if theirs is not None and ours is not None:
            told = told.with_answer("column", theirs, ours)
        answers.give(told)
        st.rerun()
