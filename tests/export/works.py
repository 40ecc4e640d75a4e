"""What the tests of the pool have made: it goes to another process, so it stands in a module."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from nuzuh.export.formats import write
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.solving import UnsolvedError
from tests.loaders import bad_work


def written(form, request, tables, tell):
    return write(form, request, tables, tell)


def version(tables, _):
    return tables.version.encode()


def counting(_tables, tell):
    for done in range(1, 4):
        tell(done, 3)
    return b"counted"


def refusing(_tables, _):
    raise RefusedError("no movement is known", "no_movement", first="a", last="b")


def unsolved(_tables, _):
    raise UnsolvedError


def crashing(_tables, _):
    bad_work.crashing()


def mistaken(_tables, _):
    return bad_work.mistaken()


def endless(_tables, _):
    bad_work.endless()


def greedy(_tables, _):
    return bytes(bytearray(3_000_000_000))


def huge(_tables, _):
    return bytes(bytearray(2_000_000))


def half_done(_tables, tell):
    """Begin a file, tell that it is begun, and never end it."""
    Path(tempfile.mkdtemp(), "half").write_bytes(b"half")
    tell(os.getpid(), 0)
    time.sleep(600)
