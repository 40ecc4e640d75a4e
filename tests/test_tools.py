"""What is not tried for want of a tool is told, and is a failure where the tool is required."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import browsers, tools


@pytest.fixture
def without_chromium(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("NUZUH_REQUIRE", raising=False)
    monkeypatch.setattr(tools, "find_chromium", lambda: None)
    return monkeypatch


@pytest.mark.usefixtures("without_chromium")
def test_a_test_without_its_tool_is_left_out_and_says_how_to_get_it():
    with pytest.raises(pytest.skip.Exception, match="without chromium: sudo apt-get install"):
        tools.need("chromium")


def test_a_test_with_its_tool_runs(without_chromium):
    without_chromium.setattr(tools, "find_chromium", lambda: "/usr/bin/chromium")
    tools.need("chromium")


@pytest.mark.parametrize("names", ["chromium", "node, chromium", " chromium,"])
def test_a_required_tool_that_is_not_here_fails(without_chromium, names):
    without_chromium.setenv("NUZUH_REQUIRE", names)
    with pytest.raises(pytest.fail.Exception, match="NUZUH_REQUIRE asks for it"):
        tools.need("chromium")
    with pytest.raises(pytest.UsageError, match=r"not here: .*chromium .sudo apt-get install"):
        tools.hold_required()


def test_where_ci_is_set_chromium_is_required_unless_something_else_is(without_chromium):
    without_chromium.setenv("CI", "true")
    assert tools.required() == ("chromium",)
    without_chromium.setenv("NUZUH_REQUIRE", "")
    assert tools.required() == ()


def test_a_tool_that_is_none_is_refused_with_those_that_are(without_chromium):
    without_chromium.setenv("NUZUH_REQUIRE", "chrome")
    with pytest.raises(pytest.UsageError, match="names 'chrome'; the tools are chromium, firefox,"):
        tools.required()


def test_each_absent_tool_has_a_line_with_what_was_not_tried():
    reasons = ["Skipped: without node: x", "Skipped: without node: y", "Skipped: of another kind"]
    (line,) = tools.untried(reasons)
    assert line == (
        "not tried without node: whether the scripts are what their source gives, "
        "and its types (2 tests)"
    )


@pytest.mark.slow
@pytest.mark.thorough
def test_a_run_ends_with_that_line_and_stops_where_the_tool_is_required(root, tmp_path):
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    words += ["tests/test_frontend.py", "-k", "sound_types"]
    plain = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    run = subprocess.run(words, cwd=root, env=plain, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert "\nnot tried without node: whether the scripts" in run.stdout
    strict = plain | {"NUZUH_REQUIRE": "node"}
    run = subprocess.run(words, cwd=root, env=strict, capture_output=True, text=True, check=False)
    assert run.returncode == 4
    assert "NUZUH_REQUIRE asks for what is not here: node (install Node" in run.stderr


def test_a_browser_that_is_not_here_is_told_with_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("NUZUH_FIREFOX", raising=False)
    monkeypatch.setenv("NUZUH_CHROMIUM", "/opt/chromium")
    assert browsers.main(["chromium", "firefox"]) == 1
    told = capsys.readouterr().out
    assert "Browser tests use /opt/chromium\n" in told
    assert "No Firefox here" in told
    assert "sudo apt-get install firefox-esr, or set NUZUH_FIREFOX" in told
