"""Work that takes what it is given and more: for the tests of what runs apart."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from nuzuh.loaders import DataError
from nuzuh.loaders.user import Problem, Question, UserDataError


class OddError(Exception):
    """It cannot be pickled and read again."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def endless(*_):
    while True:
        pass


def asleep(*_):
    time.sleep(600)


def with_a_child_asleep():
    subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"], check=True)


def greedy(*_):
    return len(bytearray(1_000_000_000))


def greedy_in_disguise():
    try:
        greedy()
    except MemoryError as error:
        raise DataError("mine.csv", "is no table") from error


def crashing(*_):
    faulthandler.disable()  # the trace would stand among the results of the tests
    os.kill(os.getpid(), signal.SIGSEGV)


def leaving(*_):
    os._exit(0)


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def huge(size=12_000_000):
    return bytes(size)


def mistaken(*_):
    return {}["absent"]


def odd():
    raise OddError(1, 2)


def refusing():
    problems = [Problem(row, "value", f"rule {row}") for row in range(1, 61)]
    question = Question("area", "Khan Yuniss", "PS0270", 90, ("PS0270", "EXT"))
    raise UserDataError("mine.csv", problems, [question], unit="feature")


def writing(path):
    Path(path).write_text("anything", encoding="utf-8")
