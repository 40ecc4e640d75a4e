"""Data flows one way: each room uses only the rooms before it, and has one name."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

FIRST = {"loaders"}
FIGURES = {*FIRST, "evidence", "balance"}
DRAWN = {"draw", "web", "files"}
MAY_USE = {
    "loaders": set(),
    "evidence": FIRST,
    "balance": {*FIRST, "evidence"},
    "scene": FIGURES,
    "draw": {"scene"},
    "web": {"scene"},
    "files": {"scene"},
    "export": {"loaders", "scene", *DRAWN},
    "ui": {*FIGURES, "scene", *DRAWN, "export"},
    "cli": {*FIGURES, "scene", *DRAWN, "export"},
    "api": {*FIGURES, "scene"},
    "pages": {*FIGURES, "scene", *DRAWN, "export", "ui"},
    "app": {*FIGURES, "scene", *DRAWN, "export", "ui"},
}

FRONT = {"api"}
"""What the package itself hands on, which is in no room."""

ANYWHERE = "nuzuh.loaders.errors"
"""How data is refused, and whatever else a reader asks for: one way for every room."""

DRAWING = {"streamlit", "matplotlib", "pydeck", "plotly"}
NETWORK = {"requests", "urllib.request", "urllib3", "httpx", "aiohttp", "http.client", "socket"}
OPTIONS = {"argparse", "click", "optparse", "getopt"}
NEVER = {
    "loaders": DRAWING | OPTIONS,
    "evidence": DRAWING | NETWORK | OPTIONS,
    "balance": DRAWING | NETWORK | OPTIONS,
    "scene": DRAWING | NETWORK | OPTIONS,
    **dict.fromkeys(DRAWN, NETWORK | OPTIONS | {"streamlit"}),
    "cli": NETWORK | {"streamlit"},
    "api": DRAWING | NETWORK | OPTIONS,
}

COMPONENT = "nuzuh/web/timemap/component.py"
"""The one drawing that is a Streamlit component: but for it nothing before the pages knows it."""


def module_of(path: Path, root: Path) -> str:
    """Return the one name under which a file is imported."""
    name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    return f"nuzuh.{name}" if name.split(".")[0] == "loaders" else name


def room_of(module: str) -> str:
    """Return the room of a module of ours by its one name; "" for anything else."""
    parts = module.split(".")
    if parts[0] == "nuzuh":
        return parts[1] if len(parts) > 1 else ""
    return parts[0] if parts[0] in ("app", "pages") else ""


def imports_of(source: str, module: str, *, package: bool = False) -> set[str]:
    """Every module that a source names, wherever in the file and however it does."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = module.split(".")[: len(module.split(".")) - node.level + package]
                base = ".".join([*up, base] if base else up)
            named |= {base} | {f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func).rsplit(".", maxsplit=1)[-1]
            if called in ("import_module", "__import__"):
                named.add(str(node.args[0].value))
    return named


def sources(root: Path) -> list[Path]:
    """Every file of a tree that the app or the command runs."""
    folders = [root / "loaders", root / "nuzuh", root / "pages"]
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return [*files, *(path for path in [root / "app.py"] if path.exists())]


def breaches(root: Path) -> tuple[dict[str, set[str]], list[str]]:
    """Each file's rooms that it should not use, and every import that nothing may do."""
    against: dict[str, set[str]] = {}
    never = []
    for path in sources(root):
        file, module = path.relative_to(root).as_posix(), module_of(path, root)
        room = room_of(module)
        banned = NEVER.get(room, set()) - ({"streamlit"} if file == COMPONENT else set())
        text = path.read_text(encoding="utf-8")
        for named in sorted(imports_of(text, module, package=path.stem == "__init__")):
            used = room_of(named)
            # A page is run by its path, and a room has one name, the one in the package.
            unknown = named.startswith("nuzuh.") and used not in {*MAY_USE, "__version__"}
            outside = named.split(".")[0] in (set(MAY_USE) | {"geodata"})
            page = named.split(".")[:2] == ["nuzuh", "pages"] or used == "app"
            if unknown or outside or page or any(f"{named}.".startswith(f"{n}.") for n in banned):
                never.append(f"{file} imports {named}")
            elif f"{named}.".startswith(f"{ANYWHERE}."):
                continue
            elif used in MAY_USE and used != room and used not in MAY_USE.get(room, FRONT):
                against.setdefault(file, set()).add(used)
    return against, never


@pytest.mark.slow
def test_every_room_uses_only_the_rooms_before_it(root):
    against, never = breaches(root)
    assert never == []
    assert against == {}, "against the flow"


def test_the_checker_sees_every_room(root):
    seen = {room_of(module_of(path, root)) for path in sources(root)}
    assert seen - {""} == set(MAY_USE)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("loaders/planted.py", "from nuzuh.scene.layers import LAYERS"),
        ("loaders/planted.py", "from nuzuh import evidence"),
        ("loaders/planted.py", "import streamlit as st"),
        ("loaders/planted.py", "from loaders import pcodes"),
        ("loaders/user/planted.py", "from argparse import Namespace"),
        ("nuzuh/evidence/planted.py", "import nuzuh.balance.priors"),
        ("nuzuh/balance/planted.py", "import nuzuh.scene.translator"),
        ("nuzuh/balance/planted.py", "from urllib.request import urlopen"),
        ("nuzuh/balance/planted.py", "from urllib import request"),
        ("nuzuh/balance/planted.py", "import requests"),
        ("nuzuh/balance/deeper/planted.py", "import matplotlib.pyplot as plt"),
        ("nuzuh/scene/planted.py", "import matplotlib"),
        ("nuzuh/scene/planted.py", "from nuzuh.draw import arrows"),
        ("nuzuh/draw/planted.py", "from nuzuh import loaders"),
        ("nuzuh/draw/planted.py", "from nuzuh.loaders import errors, estimates"),
        ("nuzuh/draw/film/planted.py", "from ...evidence import published"),
        ("nuzuh/web/planted.py", "from nuzuh.files import ledger"),
        ("nuzuh/web/timemap/planted.py", "import streamlit"),
        ("nuzuh/web/timemap/component.py", "import requests"),
        ("nuzuh/files/planted.py", "def draw():\n    import nuzuh.ui.shared"),
        ("nuzuh/files/planted.py", "import click"),
        ("nuzuh/files/planted.py", "import importlib\nimportlib.import_module('app')"),
        ("nuzuh/files/__init__.py", "from ..ui import shared"),
        ("nuzuh/ui/planted.py", "from nuzuh.pages import map"),
        ("nuzuh/ui/planted.py", "from nuzuh.newroom import shared"),
        ("nuzuh/ui/planted.py", "import geodata"),
        ("nuzuh/cli/planted.py", "from nuzuh.ui import shared"),
        ("nuzuh/api.py", "from nuzuh.ui import shared"),
        ("nuzuh/api.py", "import matplotlib"),
        ("nuzuh/scene/planted.py", "from nuzuh.api import people"),
        ("nuzuh/__init__.py", "from nuzuh.scene import view"),
        ("pages/planted.py", "from pages import areas"),
        ("pages/planted.py", "from nuzuh import cli"),
        ("app.py", "import nuzuh.cli"),
    ],
)
def test_the_checker_catches_a_planted_breach(tmp_path, file, line):
    planted = tmp_path / file
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(f"import json\n{line}\n", encoding="utf-8")
    against, never = breaches(tmp_path)
    assert {*against, *(breach.split(" imports ")[0] for breach in never)} == {file}


def test_the_checker_lets_the_flow_pass(tmp_path):
    (tmp_path / "nuzuh/scene").mkdir(parents=True)
    (tmp_path / "nuzuh/scene/fine.py").write_text(
        "from urllib.parse import urlencode\nfrom nuzuh import loaders\n"
        "from nuzuh.balance import priors\nfrom . import words\nfrom ..evidence import published\n",
        encoding="utf-8",
    )
    (tmp_path / "nuzuh/draw").mkdir()
    (tmp_path / "nuzuh/draw/fine.py").write_text(
        "from nuzuh.loaders.errors import RefusedError\n", encoding="utf-8"
    )
    assert breaches(tmp_path) == ({}, [])


def test_the_data_holds_no_code(root):
    kinds = {path.suffix for path in (root / "geodata").rglob("*") if path.is_file()}
    assert kinds == {".csv", ".geojson", ".json", ".toml", ".topojson", ".zip"}
    parts = {
        Path(name).suffix
        for path in (root / "geodata").rglob("*.zip")
        for name in zipfile.ZipFile(path).namelist()
    }
    assert parts <= {".csv", ".json", ".xz"}


@pytest.mark.slow
def test_pages_hold_what_the_app_names_and_nothing_else(root):
    text = (root / "app.py").read_text(encoding="utf-8")
    constants = {n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)}
    there = {path.relative_to(root).as_posix() for path in (root / "pages").rglob("*.py")}
    assert there == {c for c in constants if str(c).startswith("pages/")}


def run(root: Path, program: str, *words: str) -> str:
    """Run a program in the root of a checkout and return what it printed."""
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, *words],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.slow
def test_the_first_rooms_work_where_streamlit_and_matplotlib_are_missing(root):
    # A notebook without either: what they import in turn counts too.
    program = (
        "import sys\n"
        "sys.modules.update({'streamlit': None, 'matplotlib': None})\n"
        "import nuzuh.loaders.live, nuzuh.balance.result, nuzuh.evidence.statements\n"
        "import nuzuh.scene.layers\n"
        "nuzuh.loaders.load_publishers()\n"
        "print('ready')\n"
    )
    assert run(root, program) == "ready\n"


@pytest.mark.slow
@pytest.mark.thorough
def test_nothing_is_loaded_under_two_names(root):
    program = (
        "import importlib, json, os, sys\n"
        "from streamlit.testing.v1 import AppTest\n"
        "for name in json.loads(sys.argv[1]):\n"
        "    importlib.import_module(name)\n"
        "app = AppTest.from_file('app.py', default_timeout=120).run()\n"
        "assert not app.exception, app.exception\n"
        "print(json.dumps({name: os.path.realpath(module.__file__)\n"
        "    for name, module in sys.modules.items() if getattr(module, '__file__', None)}))\n"
    )
    ours = {
        module_of(path, root): str(path.resolve())
        for path in sources(root)
        if path.parent.name != "pages" and path.stem not in ("__main__", "app")
    }
    told: dict[str, str] = json.loads(run(root, program, json.dumps(sorted(ours))))
    loaded = {
        name: file
        for name, file in told.items()
        if name.startswith("nuzuh") or file in set(ours.values())
    }
    assert loaded == ours


@pytest.mark.slow
def test_a_checkout_runs_on_its_own_rooms_where_another_is_installed(root, tmp_path):
    # What `pip install -e` of another checkout leaves: a finder that is asked last.
    for room in ("nuzuh", "loaders"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").write_text("", encoding="utf-8")
    program = (
        "import sys\n"
        "from importlib.util import spec_from_file_location\n"
        "there = {'nuzuh': '/nuzuh/', 'nuzuh.loaders': '/loaders/'}\n"
        "class Finder:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        if name in there:\n"
        "            file = sys.argv[1] + there[name] + '__init__.py'\n"
        "            return spec_from_file_location(name, file)\n"
        "sys.meta_path.append(Finder)\n"
        "import nuzuh.loaders\n"
        "print(nuzuh.loaders.__file__)\n"
    )
    assert Path(run(root, program, str(tmp_path)).strip()) == root / "loaders/__init__.py"
