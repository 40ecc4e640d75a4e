"""The bytes of readers' files that the server holds: of few files a session, and of none once used.

Streamlit holds whatever is sent to a session until that ends, also what no page asked for.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from nuzuh.loaders.user.limits import UPLOADS


def let_go_of_uploads() -> None:
    """Forget the bytes of every file that this session's reader has sent."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_session_files(context.session_id)


@st.cache_resource(show_spinner=False)
def hold_few_uploads() -> None:
    """Have the server hold at most :data:`UPLOADS` files a session, for as long as it runs."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        hold_few(context.uploaded_file_mgr)


def hold_few(manager: MemoryUploadedFileManager) -> None:
    """Have what holds the files of sessions let go of a session's oldest for each new one.

    Args:
        manager: Streamlit's own; it has no setting for this.
    """
    add = manager.add_file

    def add_to_few(session_id: str, file: UploadedFileRec) -> None:
        held = list(manager.file_storage.get(session_id, ()))
        for oldest in held[: max(0, len(held) + 1 - UPLOADS)]:
            manager.remove_file(session_id, oldest)
        add(session_id, file)

    manager.add_file = add_to_few  # type: ignore[method-assign]
