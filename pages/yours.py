"""A reader's own file: checked on the spot, confirmed, previewed, used in this session alone."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import (
    Checked,
    Decisions,
    Question,
    UserDataError,
    check_apart,
    limits,
    template,
    template_formats,
)
from nuzuh.loaders.user.apart import start
from nuzuh.loaders.user.check import KINDS
from nuzuh.scene import own_file
from nuzuh.scene.geometry import governorate_name
from nuzuh.ui import shared
from nuzuh.ui.uploads import let_go_of_uploads
from nuzuh.web.templates import element, table_of

_TYPES = ["csv", "xlsx", "geojson", "json", "gpkg", "zip"]
_ASKED_AT_ONCE = 20
_MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
t, state = shared.translator(), st.session_state


def quiet(sentence: str) -> None:
    """Say something that may hold a stranger's text."""
    st.html(element("p", sentence))


def refused(sentence: str) -> None:
    """Say that a file is refused; a sentence keeps its own direction."""
    told = element("bdi", sentence)
    st.html(element("p", told, class_="nz-refused", data_testid="own-refused"))


def use(checked: Checked) -> None:
    """Take a checked file into this session's views, and let go of the upload."""
    shared.use_user_file(checked)
    forget_upload()


def forget_upload() -> None:
    """Empty the field for files, and with it the memory of the bytes."""
    state["own_round"] = state.get("own_round", 0) + 1
    for key in ("own_decisions", "own_seen", "own_result"):
        state.pop(key, None)
    let_go_of_uploads()


def result_of(upload: UploadedFile, kind: str, told: Decisions) -> Checked | DataError:
    """Check a file, in its turn; what came of the same one and the same answers is kept."""
    asked = (upload.file_id, kind, told)
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
        result = check_apart(upload.getvalue(), upload.name, kind or None, told, waiting=waiting)
    except DataError as refusal:
        result = refusal.with_traceback(None)
    place.empty()
    state["own_result"] = (asked, result)
    return result


def name_of(code: str) -> str:
    """Name a governorate, or what lies outside the Strip."""
    return code if code == pc.EXTERIOR else governorate_name(code, t.lang)


def ask(number: int, question: Question) -> str | None:
    """Put one question; return the answer, None while there is none."""
    given = shared.plain(t.isolated(question.given[:60]))
    key = f"own-answer-{state.get('own_round', 0)}-{number}-{hash(question)}"
    if question.about == "area":
        chosen = st.multiselect(
            t("own.ask.area", theirs=given, score=question.score),
            question.choices,
            default=question.proposed.split(),
            format_func=name_of,
            key=key,
        )
        return " ".join(chosen) or None
    label = (
        t("own.ask.measure")
        if question.about == "measure"
        else t("own.ask.column", theirs=given, score=question.score)
    )
    choices = [*question.choices, *([""] if question.about == "column" else [])]
    index = choices.index(question.proposed) if question.proposed in choices[:-1] else None
    answer: str | None = st.selectbox(
        label,
        choices,
        index=index,
        format_func=lambda choice: choice or t("own.leave"),
        placeholder=t("own.choose"),
        key=key,
    )
    return answer


def ask_all(questions: tuple[Question, ...], told: Decisions) -> None:
    """Put the open questions in a form; nothing is applied before the reader confirms."""
    st.subheader(t("own.questions"), anchor=False)
    with st.form("own-questions"):
        asked = questions[:_ASKED_AT_ONCE]
        answers = [ask(number, question) for number, question in enumerate(asked)]
        confirmed = st.form_submit_button(t("own.confirm"), type="primary")
    if not confirmed:
        return
    columns, areas, measure = dict(told.columns), dict(told.areas), told.measure
    for question, answer in zip(asked, answers, strict=True):
        if answer is None:
            continue
        if question.about == "measure":
            measure = answer
        else:
            (columns if question.about == "column" else areas)[question.given] = answer
    state["own_decisions"] = replace(told, columns=columns, areas=areas, measure=measure)
    st.rerun()


def show_refusal(refusal: DataError, told: Decisions) -> None:
    """Say everything that is wrong with a file, and ask what it leaves open."""
    if not isinstance(refusal, UserDataError):
        refused(str(refusal))
        return
    if refusal.problems:
        wrong = own_file.refused(refusal, t)
        refused(wrong.sentence)
        st.html(table_of(wrong.problems, test_id="own-problems"))
        if wrong.more:
            quiet(wrong.more)
        if wrong.note:
            st.caption(wrong.note)
    if refusal.questions:
        ask_all(refusal.questions, told)


def show_checked(checked: Checked) -> None:
    """Show what was understood, and offer to use it."""
    told = own_file.understood(checked, t)
    shown = element("b", told.sentence) + f" {told.areas}"
    st.html(element("p", shown, data_testid="own-checked"))
    for warning in told.warnings:
        st.html(element("p", element("bdi", warning), class_="nz-warning"))
    st.html(table_of(told.preview, test_id="own-preview"))
    if told.note:
        st.caption(told.note)
    st.button(t("own.use"), type="primary", on_click=use, args=(checked,))
    with st.expander(t("own.mapping")):
        st.html(table_of(told.columns, test_id="own-mapping"))


start()  # the process that checks gets ready while its reader looks for a file
with st.container(horizontal=True, vertical_alignment="center"):
    st.subheader(t("own.title"), anchor=False)
    shared.language_switch()
st.markdown(t("own.lead"))
st.caption(t("own.privacy"))

user = shared.tables().user
if user.files:
    files = t("list.comma").join(t.isolated(name) for name in user.files)
    in_use = t("own.in_use", files=files, n=t.number(user.rows))
    st.html(element("p", element("b", in_use), data_testid="own-in-use"))
    st.button(t("own.remove"), on_click=shared.remove_user_files, icon=":material/delete:")

st.caption(t("own.templates"))
with st.container(horizontal=True):
    for one in KINDS:
        for form in template_formats(one):
            st.download_button(
                f"{t(f'own.kind.{one}')} ({form.upper() if form != 'geojson' else 'GeoJSON'})",
                template(one, form),
                file_name=f"nuzuh-{one}.{form}",
                mime=_MIME[form],
                icon=":material/download:",
                on_click="ignore",
                key=f"template-{one}-{form}",
            )

upload = st.file_uploader(
    t("own.upload"),
    type=_TYPES,
    max_upload_size=limits.FILE_BYTES // limits.MEGABYTE,
    key=f"own-upload-{state.get('own_round', 0)}",
)
st.caption(own_file.limits_text(t))
if upload is not None:
    if state.get("own_seen") != upload.file_id:
        state["own_seen"] = upload.file_id
        state.pop("own_decisions", None)
    kind = st.segmented_control(
        t("own.kind"),
        ["", *KINDS],
        default="",
        format_func=lambda one: t(f"own.kind.{one}") if one else t("own.kind.guess"),
        key=f"own-kind-{upload.file_id}",
    )
    decisions = state.get("own_decisions", Decisions())
    understood = result_of(upload, kind or "", decisions)
    if isinstance(understood, DataError):
        show_refusal(understood, decisions)
    else:
        show_checked(understood)
