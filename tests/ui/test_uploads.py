from __future__ import annotations

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from nuzuh.loaders.user.limits import UPLOADS
from nuzuh.ui.uploads import hold_few


def file(number):
    return UploadedFileRec(str(number), f"{number}.csv", "text/csv", b"12345")


def test_a_session_holds_its_newest_files_and_no_other_session_loses_one():
    manager = MemoryUploadedFileManager("/upload")
    hold_few(manager)
    manager.add_file("other", file(0))
    for number in range(UPLOADS + 3):
        manager.add_file("one", file(number))
        assert len(manager.file_storage["one"]) == min(number + 1, UPLOADS)
    held = manager.get_files("one", [str(number) for number in range(UPLOADS + 3)])
    assert [one.file_id for one in held] == [str(number) for number in range(3, UPLOADS + 3)]
    assert [one.data for one in manager.get_files("other", ["0"])] == [b"12345"]
