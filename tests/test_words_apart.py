"""Words and figures stand apart from HTML: only what writes HTML knows the modules that do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HTML = (
    "area_orders",
    "area_page",
    "embed",
    "legend",
    "movement_table",
    "onefile",
    "panel",
    "reconstruction_html",
    "record_html",
    "sources",
    "templates",
    "upload_html",
)
"""Everything of the maps that writes HTML."""

DOORS = ["taking/pictures.py: maps.onefile.one_file"]
"""What hands a whole page out as a file among others."""


def html_imports(folder: Path) -> list[str]:
    """Each import of what writes HTML, or of a library for it, by a file that doesn't."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        if path.relative_to(folder).with_suffix("").parts[0] in HTML:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                named = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            else:
                continue
            found += [f"{path.relative_to(folder)}: {name}" for name in named if _is_html(name)]
    return found


def _is_html(name: str) -> bool:
    parts = name.split(".")
    writes = parts[0] in ("jinja2", "markupsafe") or name == "html.escape"
    return writes or (parts[0] == "maps" and len(parts) > 1 and parts[1] in HTML)


def test_words_and_figures_know_no_html(root):
    assert html_imports(root / "maps") == DOORS


def test_what_writes_html_is_there(root):
    maps = root / "maps"
    assert [n for n in HTML if not ((maps / n).is_dir() or (maps / f"{n}.py").exists())] == []


@pytest.mark.parametrize(
    "line",
    [
        "from maps.panel import panel_html",
        "from maps import panel",
        "import maps.legend as legend",
        "from maps.onefile.document import compose",
        "from html import escape",
        "import jinja2",
        "def late():\n    from markupsafe import Markup",
    ],
)
def test_a_planted_import_is_seen(tmp_path, line):
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "planted.py").write_text(f"import json\n{line}\n", encoding="utf-8")
    (tmp_path / "legend.py").write_text(f"{line}\n", encoding="utf-8")
    assert [one.split(":")[0] for one in html_imports(tmp_path)] == ["print/planted.py"]
