"""Words and figures stand apart from HTML: only what writes HTML knows the modules that do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HTML = (
    "area_page",
    "changes",
    "comparison",
    "disagreement",
    "flow_pictures",
    "legend",
    "onefile",
    "panel",
    "site",
    "sources",
    "still",
    "story",
    "templates",
)
"""Everything in `nuzuh/web` that writes HTML."""

ROOMS = ("evidence", "balance", "scene", "draw", "web", "files", "export")

MAKERS = ("export", "site")
"""What sets the pieces of the site's pages one under the other."""

DOORS = {
    "export/pictures.py: nuzuh.web.onefile.comparison.comparison_file",
    "export/pictures.py: nuzuh.web.onefile.one_file",
}
"""What hands a whole page out as a file among others."""


def html_imports(package: Path) -> set[str]:
    """Each import of what writes HTML, or of a library for it, by a file that doesn't."""
    found: set[str] = set()
    for path in sorted(path for room in ROOMS for path in (package / room).rglob("*.py")):
        place = path.relative_to(package).with_suffix("").parts
        if (place[0] == "web" and place[1] in HTML) or place[:2] == MAKERS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                named = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            else:
                continue
            file = path.relative_to(package).as_posix()
            found |= {f"{file}: {name}" for name in named if _is_html(name)}
    return found


def _is_html(name: str) -> bool:
    parts = name.split(".")
    writes = parts[0] in ("jinja2", "markupsafe") or name == "html.escape"
    return writes or (parts[:2] == ["nuzuh", "web"] and len(parts) > 2 and parts[2] in HTML)


@pytest.mark.slow
def test_words_and_figures_know_no_html(root):
    assert html_imports(root / "nuzuh") == DOORS


def test_what_writes_html_is_there(root):
    web = root / "nuzuh/web"
    assert [n for n in HTML if not ((web / n).is_dir() or (web / f"{n}.py").exists())] == []


@pytest.mark.parametrize(
    "line",
    [
        "from nuzuh.web.panel import panel_html",
        "from nuzuh.web import panel",
        "import nuzuh.web.legend as legend",
        "from nuzuh.web.onefile.document import compose",
        "from html import escape",
        "import jinja2",
        "def late():\n    from markupsafe import Markup",
    ],
)
@pytest.mark.parametrize("room", ["draw/sheets", "web", "scene"])
def test_a_planted_import_is_seen(tmp_path, line, room):
    for folder in (room, "web"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / room / "planted.py").write_text(f"import json\n{line}\n", encoding="utf-8")
    (tmp_path / "web" / "legend.py").write_text(f"{line}\n", encoding="utf-8")
    assert [one.split(":")[0] for one in html_imports(tmp_path)] == [f"{room}/planted.py"]
