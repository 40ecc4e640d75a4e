"""A reader's own file: checked on the spot, confirmed, previewed, used in this session alone."""

from __future__ import annotations

import streamlit as st

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import (
    Checked,
    Decisions,
    SingleRecordsError,
    UserDataError,
    check,
    template,
    template_formats,
)
from nuzuh.loaders.user.apart import start
from nuzuh.loaders.user.decisions import KINDS
from nuzuh.loaders.user.examples import EXAMPLES, example
from nuzuh.loaders.user.limits import FILE_BYTES, MEGABYTE
from nuzuh.scene import own_file
from nuzuh.scene.from_records import records_note
from nuzuh.ui import own_file as widgets
from nuzuh.ui import shared
from nuzuh.web.templates import element

t, state = shared.translator(), st.session_state


def use(checked: Checked, decisions: Decisions, answers: widgets.Answers) -> None:
    """Take a checked file into this session's views, and let go of the upload."""
    shared.use_user_file(checked)
    answers.keep(decisions, checked.layout)
    widgets.forget_upload()


def offer(label: str, content: bytes, name: str) -> None:
    """Offer a file to start from."""
    st.download_button(
        label, content, name, icon=":material/download:", on_click="ignore", key=f"get-{name}"
    )


@st.cache_data(max_entries=8, show_spinner=False)
def understood_example(name: str) -> Checked:
    """Check an example, once for all readers."""
    return check(example(name), name)


start()  # the process that checks gets ready while its reader looks for a file
st.title(t("own.title"), anchor=False)
st.markdown(t("own.lead"))
st.caption(t("own.privacy"))

user = shared.tables().user
if user.files:
    files = t("list.comma").join(t.isolated(name) for name in user.files)
    in_use = t("own.in_use", files=files, n=t.number(user.rows))
    st.html(element("p", element("b", in_use), data_testid="own-in-use"))
    left_out = [
        f"{t.isolated(one.file)}: {own_file.left_out_text(left, t)}"
        for one in state["user_files"]
        for left in one.left_out
    ]
    if left_out:
        st.html(widgets.remarks_of(left_out))
    of_records = records_note(shared.tables(), t)
    if of_records:
        st.html(widgets.remarks_of([of_records]))
    st.button(t("own.remove"), on_click=shared.remove_user_files, icon=":material/delete:")

key = f"own-upload-{widgets.upload_round()}"
if state.get(key) is None:
    st.header(t("own.needs.title"), anchor=False)
    st.markdown(t("own.needs"))
    with st.expander(t("own.examples"), expanded=not user.files):
        st.caption(t("own.examples_lead"))
        with st.container(horizontal=True):
            for name in EXAMPLES:
                offer(name, example(name), name)
        widgets.show_understood(understood_example(EXAMPLES[0]), t, test_id="own-example")
    st.caption(t("own.templates"))
    with st.container(horizontal=True):
        for kind in KINDS:
            for form in template_formats(kind):
                shown = form.upper() if form != "geojson" else "GeoJSON"
                name = f"nuzuh-{kind}.{form}"
                offer(f"{t(f'own.kind.{kind}')} ({shown})", template(kind, form), name)
st.header(t("own.bring"), anchor=False)
upload = st.file_uploader(t("own.upload"), max_upload_size=FILE_BYTES // MEGABYTE, key=key)
widgets.tell_of_records(t)
st.caption(own_file.limits_text(t))
if upload is not None:
    answers = widgets.Answers(upload.file_id)
    decisions = answers.given or Decisions()
    result = widgets.result_of(upload, decisions, t)
    if isinstance(result, SingleRecordsError):
        widgets.let_go_of_records(result)
        st.rerun()
    if isinstance(result, (Checked, UserDataError)) and answers.recall(result.layout):
        st.rerun()
    if answers.recalled:
        st.caption(t("own.remembered"))
    if isinstance(result, DataError):
        widgets.show_refusal(result, decisions, answers, t)
    else:
        widgets.show_understood(result, t)
        st.button(t("own.use"), type="primary", on_click=use, args=(result, decisions, answers))
        widgets.show_mapping(result, decisions, answers, t)
