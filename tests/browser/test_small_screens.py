"""Numbers on small maps: none covers another, or an area; each line leads into its own area."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

import pytest

from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.geometry import governorate_name, governorates
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.payload import build_payload
from tests.browser.harness import Alone
from tests.web.timemaps import map_of, squares

SIZES = [(360, 640), (390, 664), (664, 390), (768, 1024), (1366, 768)]
DAYS = ("2025-10-05", "2024-05-26", "2023-11-20", "2024-12-01", "2026-01-20")
SHOWN = [("published", "people"), ("published", "orders"), ("reconstructed", "people")]
EACH = [
    pytest.param(
        size,
        lang,
        *shown,
        marks=pytest.mark.walk if size == (390, 664) and lang == "ar" else (),
        id="-".join(("x".join(map(str, size)), lang, *shown)),
    )
    for size in SIZES
    for lang in LANGUAGES
    for shown in SHOWN
]
"""A phone in Arabic is tried each time, the others in `make test-all`."""
LISTEN = """() => {
  window.strokes = [];
  const own = CanvasRenderingContext2D.prototype;
  const kept = {};
  const mine = (ctx) => ctx.canvas.className === "tm-canvas";
  const note = (name, what) => {
    kept[name] = own[name];
    own[name] = function (...args) {
      if (mine(this)) strokes.push(what(this, ...args));
      return kept[name].apply(this, args);
    };
  };
  note("drawImage", () => ({ kind: "sheet" }));
  note("fill", (ctx, path, rule) =>
    rule ? { kind: "area", path, at: ctx.getTransform() } : { kind: "dot" });
  note("arc", (ctx, x, y, radius) =>
    radius === 2.2 ? { kind: "tip", at: [x, y] } : { kind: "other" });
  note("fillText", (ctx, text) => {
    const { e, f } = ctx.getTransform();
    const size = ctx.measureText(text);
    return {
      kind: "text", text,
      box: [e - size.actualBoundingBoxLeft, f - size.actualBoundingBoxAscent,
        e + size.actualBoundingBoxRight, f + size.actualBoundingBoxDescent],
    };
  });
  window.restore = () => Object.assign(own, kept);
}"""
"""Notes what is drawn on the map itself, in the order in which it is drawn."""
DRAWN = """() => {
  // The areas follow what lies below them; what lies above is drawn from sheets, too.
  const isBelow = ({ kind }, n) => kind === "sheet" && strokes[n + 1]?.kind === "area";
  const last = strokes.slice(strokes.findLastIndex(isBelow));
  const root = document.querySelector("#host").shadowRoot;
  const canvas = root.querySelector(".tm-canvas");
  const areas = [];
  for (const one of last) {
    if (one.kind === "area" && !areas.some(({ path }) => path === one.path)) areas.push(one);
  }
  const ctx = canvas.getContext("2d");
  const inside = (x, y) => areas.findIndex(({ path, at }) => {
    ctx.setTransform(at);
    return ctx.isPointInPath(path, x, y, "evenodd");
  });
  const labels = [];
  let label = null;
  // Drawn last: the length of the scale bar, and the letter of the north.
  const furniture = last.filter(({ kind }) => kind === "text").slice(-2);
  for (const one of last.filter((stroke) => !furniture.includes(stroke))) {
    if (one.kind === "tip") labels.push((label = { area: inside(...one.at), lines: [] }));
    else if (one.kind === "text" && label) {
      const [x0, y0, x1, y1] = one.box;
      const covers = new Set();
      for (let x = x0; x <= x1; x += 3) for (let y = y0; y <= y1; y += 3) covers.add(inside(x, y));
      covers.delete(-1);
      label.lines.push({ text: one.text, box: one.box, covers: [...covers] });
    } else if (one.kind === "other") label = null;
  }
  const box = canvas.getBoundingClientRect();
  const over = [".tm-legend", ".tm-search", ".tm-zoom"].flatMap((one) => {
    const found = root.querySelector(one);
    if (!found?.checkVisibility()) return [];
    const { left, top, right, bottom } = found.getBoundingClientRect();
    const [x, y] = [box.left, box.top];
    return right > left ? [[left - x, top - y, right - x, bottom - y]] : [];
  });
  return {
    labels, over: [...over, ...furniture.map(({ box: at }) => at)], size: [box.width, box.height],
    unwritten: root.querySelector("[data-testid=unwritten]").textContent,
  };
}"""


@cache
def gaza(lang: str, mode: str):
    t = Translator(lang)
    return build_payload(time_map_of(View(mode=mode), tables_in_use(), t), t)


def meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069")


def hold_labels(alone: Alone, lang: str) -> list[str]:
    """Hold what stands on the map against what may; return the areas without room on it."""
    drawn = alone.page.evaluate(DRAWN)
    names = [governorate_name(pcode, lang) for pcode in governorates()]
    lines = [(n, line) for n, label in enumerate(drawn["labels"]) for line in label["lines"]]
    width, height = drawn["size"]
    for n, line in lines:
        x0, y0, x1, y1 = line["box"]
        assert x0 >= 0, line
        assert y0 >= 0, line
        assert x1 <= width, line
        assert y1 <= height, line
        assert line["covers"] == [], (line, drawn["labels"][n])
        assert "…" not in line["text"]
        for other in drawn["over"]:
            assert not meet(line["box"], other), (line, other)
    for (n, one), (m, other) in combinations(lines, 2):
        assert n == m or not meet(one["box"], other["box"]), (one, other)
    told = [
        (label, plain(" ".join(line["text"] for line in label["lines"])))
        for label in drawn["labels"]
    ]
    for label, text in told:
        assert label["area"] >= 0, text
        assert names[label["area"]] in text
    rows, t = alone.table(), Translator(lang)
    said = plain(drawn["unwritten"]).removesuffix(".").partition(": ")[2]
    unwritten = said.split(plain(t("list.sep"))) if said else []
    for name, number, *_ in rows:
        written = any(plain(name) in text for _, text in told)
        assert written or plain(name) in unwritten, (name, number)
    assert len(told) + len(unwritten) == len(rows)
    return unwritten


@pytest.fixture
def heard(alone):
    alone.page.evaluate(LISTEN)
    yield alone
    alone.page.evaluate("restore()")


@pytest.mark.parametrize(("size", "lang", "mode", "layer"), EACH)
@pytest.mark.few(1)
def test_no_label_covers_another_or_an_area(heard, size, lang, mode, layer):
    width, height = size
    heard.page.set_viewport_size({"width": width, "height": height})
    theme = "dark" if mode == "published" else "light"
    heard.shows(gaza(lang, mode), DAYS[0], lang=lang, show=mode, layer=layer, theme=theme)
    for day in DAYS:
        heard.goes(date=day).sees(day).quiet(0.05)
        assert hold_labels(heard, lang) == [], day


@pytest.mark.walk
def test_what_finds_no_room_is_named_by_the_table_and_in_a_saved_picture(heard):
    names = [f"An area of so long a name that it finds no room: {n}" for n in range(4)]
    areas = [replace(area, side="left") for area in squares(4, names=names)]
    heard.page.set_viewport_size({"width": 320, "height": 480})
    heard.shows(
        build_payload(map_of([[300_000.0]] * 4, areas), Translator("en")), str(date(2025, 1, 1))
    )
    drawn = heard.page.evaluate(DRAWN)
    said = drawn["unwritten"]
    for name in names:
        written = any(
            name in " ".join(line["text"] for line in label["lines"]) for label in drawn["labels"]
        )
        assert written != (name in said)
    assert any(name in said for name in names)
