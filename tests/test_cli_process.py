"""The command as a process: its streams, its files, and Ctrl-C, each in one sentence or none."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from nuzuh import cli
from nuzuh.cli import process
from nuzuh.loaders.user import template
from tests.loaders.user_files import table

DAY = ("--date", "2025-10-05")

pytestmark = pytest.mark.slow


@pytest.fixture
def started(root, tmp_path):
    """Run the command in a process of its own; return its code, output and errors."""

    def run(*words, script="", before="", **environment):
        command = ["-m", "nuzuh.cli"] if not script else ["-c", script]
        shell = f'{before} exec "$0" "$@" {environment.pop("behind", "")}'
        ended = subprocess.run(
            ["/bin/sh", "-c", shell, sys.executable, *command, *words],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(root)} | environment,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return ended.returncode, ended.stdout, ended.stderr.decode()

    return run


def test_a_file_goes_to_standard_output_byte_by_byte(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    for words in (
        ("export", *DAY, "--format", "csv"),
        ("export", *DAY, "--format", "xlsx"),
        ("template", "estimates"),
        ("template", "orders"),
    ):
        ending = words[-1] if "--format" in words else "csv" if "estimates" in words else "geojson"
        assert cli.main([*words, "-o", f"x.{ending}"]) == 0
        assert capsysbinary.readouterr() == (b"", b"")
        assert cli.main([*words, "-o", "-"]) == 0
        printed = capsysbinary.readouterr()
        assert printed == ((tmp_path / f"x.{ending}").read_bytes(), b"")
    assert {path.name for path in tmp_path.iterdir()} == {"x.csv", "x.xlsx", "x.geojson"}


def test_a_file_of_the_name_of_standard_output_is_still_to_be_had(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["export", *DAY, "--format", "csv", "-o", "./-"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["-"]


@pytest.mark.parametrize(
    "command", [("export", *DAY, "--format", "csv"), ("template", "estimates")]
)
@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_what_is_no_file_is_never_replaced(tmp_path, monkeypatch, capsys, command, kind):
    monkeypatch.chdir(tmp_path)
    if kind == "pipe":
        os.mkfifo("there.csv")
    else:
        socket.socket(socket.AF_UNIX).bind("there.csv")
    before = Path("there.csv").stat()
    assert cli.main([*command, "-o", "there.csv"]) == 2
    hint = ": name a file, or - for standard output"
    assert capsys.readouterr() == ("", f"cannot write there.csv (it is a {kind}){hint}\n")
    assert Path("there.csv").stat() == before
    assert [path.name for path in tmp_path.iterdir()] == ["there.csv"]


@pytest.mark.parametrize("option", ["check", "--figures", "backtest"])
def test_a_pipe_is_not_waited_for(tmp_path, monkeypatch, capsys, option):
    monkeypatch.chdir(tmp_path)
    pipe = tmp_path / "mine.csv"
    os.mkfifo(pipe)
    # Whoever waits for the pipe all the same is let go, with nothing.
    writer = threading.Thread(target=lambda: os.close(os.open(pipe, os.O_WRONLY)))
    writer.daemon = True
    writer.start()
    words = {
        "check": ("check", "mine.csv"),
        "--figures": ("people", *DAY, "--figures", "mine.csv"),
        "backtest": ("backtest", "mine.csv"),
    }[option]
    assert cli.main(words) == 2
    told = "mine.csv cannot be read (it is a pipe): name a file.\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.slow
@pytest.mark.thorough
def test_what_is_printed_is_utf_8_whatever_the_locale(started):
    words = ("estimates", "--from", "2025-09-01")
    code, plain, err = started(*words, PYTHONIOENCODING="utf-8")
    assert (code, err) == (0, "")
    assert not plain.isascii()
    for environment in (
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ):
        assert started(*words, **environment) == (0, plain, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [(("estimates",), 2), (("--help",), 2), (("template", "areas", "-o", "-"), 2)],
)
@pytest.mark.few(1)
def test_a_closed_output_is_told_in_one_sentence(started, words, code):
    ended, _, err = started(*words, behind=">&-")
    assert ended == code
    assert re.fullmatch(r"cannot write the output \([^\n]+\)\n", err)


@pytest.mark.slow
@pytest.mark.thorough
def test_nobody_minds_a_closed_stream_that_nothing_is_written_to(started, tmp_path):
    assert started("template", "areas", "-o", "x.geojson", behind=">&-") == (0, b"", "")
    assert (tmp_path / "x.geojson").read_bytes() == template("areas", "geojson")
    assert started("estimates", "--bad", behind="2>&-") == (2, b"", "")


@pytest.mark.slow
@pytest.mark.parametrize("stop", ["click", "numpy", "pandas", "nuzuh.loaders", "nuzuh.scene.view"])
@pytest.mark.few(2)
def test_ctrl_c_while_modules_are_loaded_is_one_sentence(started, stop):
    pressed = f"""
import os, signal, sys

class Press:
    def find_spec(self, name, *_):
        if name == {stop!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Press())
from nuzuh.cli import main
sys.exit(main())
"""
    told = started("estimates", script=pressed)
    assert told == (process.STOPPED, b"", process.SENTENCE)


@pytest.mark.slow
def test_ctrl_c_in_the_middle_of_the_work_is_the_same_sentence(started):
    pressed = """
import os, signal, sys
from nuzuh.cli import ledger, main

def work():
    os.kill(os.getpid(), signal.SIGINT)

ledger.load_estimates = work
sys.exit(main())
"""
    told = started("estimates", script=pressed)
    assert told == (process.STOPPED, b"", process.SENTENCE)


def test_whoever_answers_ctrl_c_alone_keeps_their_answer():
    import signal

    before = signal.getsignal(signal.SIGINT)
    own = lambda *_: None  # noqa: E731
    try:
        for handler in (own, signal.SIG_IGN, signal.default_int_handler):
            signal.signal(signal.SIGINT, handler)
            for active in (True, False):
                with process.stopped_at_once(active=active):
                    inside = signal.getsignal(signal.SIGINT)
                ours = active and handler is signal.default_int_handler
                assert (inside is handler) == (not ours)
                assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.thorough
def test_a_sign_that_no_font_has_is_drawn_without_a_word_of_python(started, tmp_path):
    (tmp_path / "mine.csv").write_bytes(
        table("2025-10-05,Rafah,123456,people_present,Us \uff1d them,A survey")
    )
    code, out, err = started("export", *DAY, "--figures", "mine.csv", "-o", "x.png")
    assert (code, out) == (0, b"")
    assert re.fullmatch(r"Computed with rows of your own: 1 [^\n]+\n", err)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mine 1.csv", "mine 1.csv"),
        ("a\nb.csv", "a b.csv"),
        ("a\n```\n# head\n```.csv", "```` a ``` # head ```.csv ````"),
        ("````.csv", "````` ````.csv `````"),
        ("a`b.csv", "`` a`b.csv ``"),
        ("*b* 'c'|.csv", "`*b* 'c'|.csv`"),
    ],
)
@pytest.mark.few(2)
def test_no_name_of_a_file_leaves_its_place_in_the_readme_of_a_bundle(
    tmp_path, monkeypatch, name, told
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(table("2025-10-05,Rafah,123456,people_present,Us,A survey"))
    monkeypatch.setattr("nuzuh.draw.sheets.saving.to_bytes", lambda *_, **__: b"picture")
    assert cli.main(["export", *DAY, "--figures", name, "-o", "bundle.zip"]) == 0
    with zipfile.ZipFile("bundle.zip") as bundle:
        before, fence, behind = re.split(
            r"^(`{3,})console\n", bundle.read("README.md").decode(), flags=re.MULTILINE
        )
    # A block ends at the first line of at least as many backticks, and of nothing else.
    command, _, after = re.split(rf"^({fence}`*)\n", behind, maxsplit=1, flags=re.MULTILINE)
    words = shlex.split(command)
    assert words[words.index("--figures") + 1] == name
    assert words[-2:] == ["-o", "bundle.zip"]
    headings = re.findall(r"^#+ .*", before + after, flags=re.MULTILINE)
    assert [heading.split()[0] for heading in headings] == ["#", "##", "##"]
    assert f"from a reader's own files ({told}; digest " in before


@pytest.mark.parametrize("name", ["a\nb.csv", "a\r\nb.csv", "a\u2028b.csv"])
def test_a_file_is_refused_in_one_sentence_whatever_its_name(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", name]) == 2
    (tmp_path / name).write_bytes(b"")
    assert cli.main(["check", name]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "a b.csv cannot be read (No such file or directory).",
        "a b.csv is empty.",
    ]
