"""Data flows one way: each room uses only the rooms before it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

FLOW = ("loaders", "balance", "maps", "pages", "app")
MAY_USE = {room: set(FLOW[: place + 1]) for place, room in enumerate(FLOW)}
MAY_USE["cli"] = {"loaders", "balance", "maps", "cli"}
ROOMS = {*MAY_USE, "geodata"}

DRAWING = {"streamlit", "matplotlib", "pydeck", "plotly"}
OPTIONS = {"argparse", "click", "optparse", "getopt"}
NETWORK = {"requests", "urllib.request", "urllib3", "httpx", "aiohttp", "http.client", "socket"}
NEVER = {
    "loaders": DRAWING | OPTIONS,
    "balance": DRAWING | NETWORK | OPTIONS,
    "maps": NETWORK | OPTIONS | {"streamlit"},
    "cli": NETWORK | {"streamlit"},
}

COMPONENT = "maps/timemap/component.py"
"""The one drawing that is a Streamlit component: beside it no file of the maps knows Streamlit."""


def room_of(path: Path, root: Path) -> str:
    return path.relative_to(root).with_suffix("").parts[0]


def imports_of(source: str, room: str) -> set[str]:
    """Every module that a source names, wherever in the file and however it does."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = f"{room}.{base}".rstrip(".") if node.level == 1 else f"above.{base}"
            named |= {base} | {f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func).rsplit(".", maxsplit=1)[-1]
            if called in ("import_module", "__import__"):
                named.add(str(node.args[0].value))
    return named


def breaches(root: Path) -> list[str]:
    """Each import under a folder that goes against the flow."""
    files = [p for room in ROOMS for p in sorted((root / room).rglob("*.py"))]
    files += [root / "app.py"] if (root / "app.py").exists() else []
    found = []
    for path in files:
        room = room_of(path, root)
        for module in sorted(imports_of(path.read_text(encoding="utf-8"), room)):
            top = module.split(".")[0]
            against_flow = top in ROOMS and top not in MAY_USE.get(room, set())
            banned = NEVER.get(room, set())
            if path.relative_to(root).as_posix() == COMPONENT:
                banned = banned - {"streamlit"}
            never = any(module == n or module.startswith(f"{n}.") for n in banned)
            if against_flow or never or top == "above":
                found.append(f"{path.relative_to(root)} imports {module}")
    return found


def test_every_room_uses_only_the_rooms_before_it(root):
    assert breaches(root) == []


def test_the_checker_sees_every_room(root):
    for room in (*FLOW[:-1], "cli"):
        seen = imports_of((root / room / "__init__.py").read_text(encoding="utf-8"), room)
        assert list((root / room).glob("*.py")), f"{room} holds no module: {seen}"
    assert any(
        module.startswith("loaders")
        for module in imports_of((root / "cli" / "__init__.py").read_text(encoding="utf-8"), "cli")
    )


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("loaders/planted.py", "from balance.layers import LAYERS"),
        ("loaders/planted.py", "import streamlit as st"),
        ("loaders/own/planted.py", "from argparse import Namespace"),
        ("maps/planted.py", "import click"),
        ("balance/planted.py", "import maps.words"),
        ("balance/planted.py", "from urllib.request import urlopen"),
        ("balance/planted.py", "from urllib import request"),
        ("balance/planted.py", "import requests"),
        ("balance/deeper/planted.py", "import matplotlib.pyplot as plt"),
        ("maps/timemap/planted.py", "import streamlit"),
        ("maps/timemap/component.py", "import requests"),
        ("maps/planted.py", "def draw():\n    import pages.shared"),
        ("maps/planted.py", "import importlib\nimportlib.import_module('app')"),
        ("maps/planted.py", "from ..pages import shared"),
        ("cli/planted.py", "from pages import shared"),
    ],
)
def test_the_checker_catches_a_planted_breach(tmp_path, file, line):
    planted = tmp_path / file
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(f"import json\n{line}\n", encoding="utf-8")
    assert len({breach.split(" imports ")[0] for breach in breaches(tmp_path)}) == 1


def test_the_checker_lets_the_flow_pass(tmp_path):
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "fine.py").write_text(
        "from urllib.parse import urlencode\nfrom balance import layers\nfrom . import words\n",
        encoding="utf-8",
    )
    assert breaches(tmp_path) == []


def test_geodata_holds_no_code(root):
    kinds = {path.suffix for path in (root / "geodata").rglob("*") if path.is_file()}
    assert kinds == {".csv", ".geojson", ".json"}


def test_the_first_rooms_work_where_streamlit_and_matplotlib_are_missing(root):
    # A notebook without either: what they import in turn counts too.
    program = (
        "import sys\n"
        "sys.modules.update({'streamlit': None, 'matplotlib': None})\n"
        "import loaders, loaders.live, balance.layers, balance.statements\n"
        "loaders.load_publishers()\n"
        "print('ready')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("ready\n", "")
