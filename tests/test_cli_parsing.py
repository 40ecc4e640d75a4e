"""How a command line is read: what it may hold, and the sentence for what it may not."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from nuzuh import cli

DAY = ("--date", "2025-10-05")
_ANSWERS = (
    " --map --area --measure --counting --dates --sum --status --sheet --file-layer --file-kind"
    " --encoding --answers"
)
COMMANDS = {
    "estimates": "--data --from --to --measure --publisher --as-of --format",
    "sources": "--data --format",
    "refresh": "--source --format",
    "diff": "--source --format",
    "people": "--data --date --view --explain --format --figures" + _ANSWERS,
    "movements": "--data --from --to --totals --view --format --figures" + _ANSWERS,
    "orders": "--data --date --from --to --issued --view --format --detail -o --output --figures"
    + _ANSWERS,
    "disagreement": "--data --from --to --question --view --format --figures" + _ANSWERS,
    "backtest": "--leave-out --workers --format",
    "export": (
        "--data --date --from --to --since --compare --layer --show --view --compare-view"
        " --compare-show"
        " --without-later --kind --pcode --zoom --moves --seconds --speed --question --story --step"
        " --lang --paper --detail --theme --address --versions --format -o --output"
        " --figures" + _ANSWERS
    ),
    "check": "--kind --save-answers" + _ANSWERS,
    "template": "-o --output",
    "doctor": "--format",
    "backup": "-o --output",
    "restore": "--replace",
}
OF_RECORDS = {
    "add": "--engine --dry-run -o --output --days-at-a-time --again",
    "list": "--format",
    "remove": "",
}
KNOWN = (
    "'estimates', 'sources', 'refresh', 'diff', 'people', 'movements', 'orders', "
    "'disagreement', 'backtest', 'export', 'check', 'template', 'doctor', 'backup', 'restore', "
    "'figure', 'archive', 'records'"
)
TEMPLATES = "'estimates', 'areas', 'orders', 'records'"


def run(capsys, *t):
    code = cli.main(t)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def helped(capsys, *t):
    with pytest.raises(SystemExit) as ended:
        cli.main(t)
    printed = capsys.readouterr()
    assert (ended.value.code, printed.err) == (0, "")
    return printed.out


@pytest.mark.parametrize(
    ("words", "command", "told"),
    [
        ("", "nuzuh", "the following arguments are required: command"),
        ("map", "nuzuh", f"argument command: invalid choice: 'map' (choose from {KNOWN})"),
        ("--colour estimates", "nuzuh", "unrecognized arguments: --colour"),
        ("--help=1", "nuzuh", "option '--help' does not take a value"),
        ("estimates --colour red", "nuzuh estimates", "unrecognized arguments: --colour"),
        ("estimates --colour=red", "nuzuh estimates", "unrecognized arguments: --colour"),
        ("sources a b", "nuzuh sources", "got unexpected extra arguments (a b)"),
        ("estimates --from", "nuzuh estimates", "argument --from: expected one argument"),
        ("estimates --to -- x", "nuzuh estimates", "argument --to: expected one argument"),
        ("check --map -x=y f", "nuzuh check", "argument --map: expected one argument"),
        ("diff --source --help", "nuzuh diff", "argument --source: expected one argument"),
        (
            "estimates --from x --from 2025-01-01",
            "nuzuh estimates",
            "argument --from: 'x' is not a date written YYYY-MM-DD",
        ),
        ("movements", "nuzuh movements", "the following arguments are required: --from, --to"),
        (
            "movements --to 2025-01-01",
            "nuzuh movements",
            "the following arguments are required: --from",
        ),
        (
            "template",
            "nuzuh template",
            "the following arguments are required: kind, -o/--output",
        ),
        ("check", "nuzuh check", "the following arguments are required: FILE"),
        (
            "template map -o x",
            "nuzuh template",
            f"argument kind: invalid choice: 'map' (choose from {TEMPLATES})",
        ),
        (
            "people --format CSV",
            "nuzuh people",
            "argument --format: invalid choice: 'CSV' (choose from 'json', 'csv')",
        ),
        (
            "export --lang=fr",
            "nuzuh export",
            "argument --lang: invalid choice: 'fr' (choose from 'en', 'ar', 'he')",
        ),
        ("check f --area Rafah", "nuzuh check", "argument --area: 'Rafah' holds no '='"),
        (
            "export --without-later=no",
            "nuzuh export",
            "argument --without-later: ignored explicit argument 'no'",
        ),
    ],
)
def test_a_refusal_names_the_command_the_reason_and_its_help(
    capsys, monkeypatch, words, command, told
):
    monkeypatch.setattr("nuzuh.cli.parsing.adopt", lambda: pytest.fail("the work was begun"))
    refused = run(capsys, *words.split())
    assert refused == (2, "", f"{command}: {told}; see {command} --help\n")


def test_an_abbreviated_option_is_refused_with_those_it_may_be(capsys):
    code, out, err = run(capsys, "estimates", "--forma", "json")
    assert (code, out) == (2, "")
    assert err.startswith("nuzuh estimates: unrecognized arguments: --forma (did you mean --format")
    assert err.count("\n") == 1


@pytest.mark.parametrize("value", ["-5", "-1.5", "-", "-x y", ""])
def test_a_value_may_start_with_a_dash_where_it_is_no_option(capsys, value):
    for words in (("--publisher", value), (f"--publisher={value}",), ("--publisher=-x",)):
        code, out, err = run(capsys, "estimates", *words)
        assert (code, out) == (2, "")
        assert re.match(r"no figure has the publisher '[^']*'; choose one of ", err)


def test_a_file_is_named_in_four_ways_and_never_by_an_option(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in (("-o", "a.csv"), ("-ob.csv",), ("-o=c.csv",), ("--output=d.csv",)):
        assert run(capsys, "template", "estimates", *words) == (0, "", "")
    assert run(capsys, "export", *DAY, "-o", "--without-later")[0] == 2
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "b.csv", "c.csv", "d.csv"}


def test_the_last_of_an_option_given_twice_counts(capsys):
    once = run(capsys, "estimates", "--measure", "idps")
    assert once[0] == 0
    assert run(capsys, "estimates", "--measure=deaths", "--measure", "idps") == once


def test_options_stand_before_or_behind_a_file_whose_name_may_start_with_a_dash(
    capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "template", "-o", "a.csv", "estimates")[0] == 0
    told = run(capsys, "check", "a.csv", "--kind", "estimates")
    assert told[0] == 0
    assert run(capsys, "check", "--kind", "estimates", "--", "a.csv") == told
    (tmp_path / "a.csv").rename(tmp_path / "-a.csv")
    assert run(capsys, "check", "--", "-a.csv")[0] == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_option_of_a_command(capsys, monkeypatch, command):
    monkeypatch.setattr("nuzuh.cli.parsing.adopt", lambda: pytest.fail("the work was begun"))
    text = helped(capsys, command, "--help")
    assert text.startswith(f"usage: nuzuh {command} [OPTIONS]")
    named = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text))
    assert named == {*COMMANDS[command].split(), "-h", "--help"}
    assert helped(capsys, command, "-h", "anything", "else") == text


@pytest.mark.parametrize("command", OF_RECORDS)
def test_help_names_every_option_of_a_command_about_records(capsys, command):
    text = helped(capsys, "records", command, "--help")
    assert text.startswith(f"usage: nuzuh records {command} [OPTIONS]")
    named = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text)) - {"--figures"}
    assert named == {*OF_RECORDS[command].split(), "-h", "--help"}


def test_help_is_given_whatever_unknown_stands_around_it(capsys):
    text = helped(capsys, "estimates", "--help")
    assert helped(capsys, "estimates", "--help", "--format", "none") == text
    assert helped(capsys, "estimates", "--help", "--from") == text
    assert helped(capsys, "estimates", "--colour", "red", "--help") == text


def test_help_lists_the_commands_in_their_order_and_whole(capsys, monkeypatch):
    listed = re.findall(r"^  ([a-z]+) ", helped(capsys, "--help"), re.MULTILINE)
    assert listed == [*COMMANDS, "figure", "archive", "records"]
    monkeypatch.setenv("COLUMNS", "50")
    text = " ".join(helped(capsys, "--help").split())
    assert "leave published figures out and predict them (minutes)" in text


def test_the_help_of_export_keeps_its_headings(capsys):
    text = helped(capsys, "export", "--help")
    assert re.findall(r"^(\w+):$", text, re.MULTILINE) == ["when", "what", "how", "options"]


def test_help_says_what_a_file_is(capsys):
    text = " ".join(helped(capsys, "backtest", "--help").split())
    assert "[FILE.csv] rows in the columns of estimates.csv; none of their ids is fitted" in text


@pytest.mark.slow
def test_a_pipe_that_is_closed_early_is_no_error(root):
    with subprocess.Popen(
        [sys.executable, "-m", "nuzuh.cli", "estimates"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        started.stdout.readline()
        started.stdout.close()
        assert (started.stderr.read(), started.wait()) == (b"", 0)


@pytest.mark.slow
def test_commands_that_draw_nothing_start_without_what_draws(root):
    program = (
        "import sys\n"
        "sys.modules.update({'streamlit': None, 'matplotlib': None})\n"
        "import nuzuh.cli\n"
        "sys.exit(nuzuh.cli.main(['estimates', '--to', '2019-01-01', '--measure', 'idps']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("id,repeats,publisher,")
