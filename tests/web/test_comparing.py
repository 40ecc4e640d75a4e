"""What the browser says of two sides is what Python says, to the last digit and word: in Node."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from nuzuh.balance.shipped import NAMED_VIEWS
from nuzuh.export.time_map import cube_of, maps_compared
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.comparing import comparing_of
from nuzuh.scene.comparison import comparison_of
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.people_ensemble import people_ensemble
from nuzuh.scene.published_sides import published_sides
from nuzuh.scene.sides import WAYS, compared, swapped, way_of
from nuzuh.scene.solving import solved
from nuzuh.scene.timeline import load_timeline, values_by_day
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import SHOWS, View
from nuzuh.web.timemap.comparing import comparing_payload, published_payload
from nuzuh.web.timemap.people import people_payload
from tests.workshop import run

SCRIPT = """
import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { Cells } from "./src/cells";
import { mapsOf } from "./src/comparedmaps";
import { comparison } from "./src/comparison";
import { Texts, unpackBase, unpackPublished } from "./src/comparing";
import { PeoplePresent, unpackPeople } from "./src/people";
import { Sides, sidesOf, swapped, wayOf } from "./src/sides";
import { unpack } from "./src/unpack";

const [folder, asked] = process.argv.slice(2);
const read = (name) => readFileSync(`${folder}/${name}`);
const { pairings, kinds } = JSON.parse(readFileSync(asked, "utf8"));
const base = await unpackBase(read("comparing"));
const published = {
  "": await unpackPublished(read("sides")), no: await unpackPublished(read("sides-by-then")),
};
const texts = new Texts(base);
const rules = new Sides(base, texts);
const [cubes, people] = [{}, {}];
for (const kind of kinds) {
  cubes[kind] = new Cells(await unpack(read(`cube-${kind}`)));
  const ensemble = `people-${kind}`;
  if (!existsSync(`${folder}/${ensemble}`)) continue;
  people[kind] = new PeoplePresent(await unpackPeople(read(ensemble)));
}
const counts = (layer) => base.layers.some((one) => one.id === layer && one.counts);

// What of a map is not drawn in a comparison: numbers stand in its notes.
const drawn = ({ header, note, flags, shapes, contextShapes, orderShapes, blockShapes }) => {
  const { credits, ...rest } = header;
  const notes = (all) => all.map(({ credit, ...told }) => told);
  const layers = header.layers.map((one) => ({ ...one, notes: notes(one.notes) }));
  return JSON.parse(JSON.stringify({
    ...rest, layers, note: [...note], flags: [...flags],
    shapes, contextShapes, orderShapes, blockShapes,
  }));
};

async function differing(maps, files) {
  const differ = maps.length === files.length ? [] : ["maps"];
  for (const [at, file] of files.entries()) {
    const [own, other] = [drawn(maps[at]), drawn(await unpack(read(file)))];
    for (const name of new Set([...Object.keys(own), ...Object.keys(other)])) {
      if (!isDeepStrictEqual(own[name], other[name])) {
        const [these, those] = [own[name], other[name]].map((part) => JSON.stringify(part));
        differ.push(`${file}: ${name}: ${these} is not ${those}`.slice(0, 2000));
      }
    }
  }
  return differ;
}

const told = [];
for (const { pairing, files } of pairings) {
  const said = {
    way: wayOf(pairing), swapped: swapped(pairing),
    offered: ["", "days", "whose", "kinds"].map((way) => rules.compared(sidesOf(pairing)[1], way)),
    refused: rules.refused(pairing),
  };
  told.push(said);
  if (said.refused) continue;
  const looks = sidesOf(pairing);
  const given = { ...base, ...published[pairing.later] };
  const sides = looks.map((look, at) => {
    const rebuilt = rules.isRebuilt(look);
    const kind = rebuilt ? look.view : look.later ? "by-then" : "published";
    const cells = cubes[kind];
    return {
      look, rebuilt, cells, title: rules.title(look, looks[1 - at]),
      day: texts.index(look.date), layer: cells.layerIndex(look.layer),
      people: rebuilt && counts(look.layer) ? people[kind] : null,
    };
  });
  const compared = comparison(sides, given, texts);
  const { columns, answer, placed, method, footnotes, sources } = compared;
  Object.assign(said, { columns, answer, placed, method, footnotes, sources });
  said.rows = compared.rows.map((row) => [row.name, ...row.sides, row.difference, row.gap]);
  said.kind = compared.difference?.kind ?? "";
  if (files) said.differing = await differing(mapsOf(compared, given), files);
}
console.log(JSON.stringify(told));
"""

DAYS = (load_timeline().last - load_timeline().first).days


@pytest.fixture(scope="module")
def browser_says(workshop, tmp_path_factory):
    """Ask the browser's code to compare, with the payloads that the site ships."""
    folder = tmp_path_factory.mktemp("comparing")
    source, built = workshop / "comparing.ts", folder / "comparing.mjs"
    source.write_text(SCRIPT, encoding="utf-8")
    tool = str(workshop / "node_modules/esbuild/bin/esbuild")
    words = ("--bundle", "--format=esm", "--platform=node", f"--outfile={built}")
    told = run(workshop, tool, str(source), *words)
    assert told.returncode == 0, told.stderr

    def ask(lang, pairings, kinds, tables):
        t, here = Translator(lang), folder / lang
        here.mkdir(exist_ok=True)
        (here / "comparing").write_bytes(comparing_payload(comparing_of(tables, t), t).data)
        for name, later in (("sides", True), ("sides-by-then", False)):
            sides = published_payload(published_sides(tables, t, later=later))
            (here / name).write_bytes(sides.data)
        for kind in kinds:
            view = VIEWS[kind]
            (here / f"cube-{kind}").write_bytes(cube_of(view, tables, t).data)
            if view.reconstructed:
                ensemble = people_ensemble(solved(kind, tables), load_timeline().first)
                (here / f"people-{kind}").write_bytes(people_payload(ensemble).data)
        asked = []
        for number, (view, with_maps) in enumerate(pairings):
            files = []
            if with_maps:
                for at, one in enumerate(drawn_by_python(view, tables, t)):
                    files.append(f"map-{number}-{at}")
                    (here / files[-1]).write_bytes(one.data)
            asked.append({"pairing": pairing_of(view), "files": files if with_maps else None})
        (here / "asked").write_text(json.dumps({"pairings": asked, "kinds": kinds}))
        answer = run(folder, "node", str(built), str(here), str(here / "asked"))
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return ask


VIEWS = {"published": View(), "by-then": View().without_later()} | {
    view: View(mode="reconstructed", perspective=view) for view in NAMED_VIEWS
}


def drawn_by_python(view, tables, t):
    try:
        return maps_compared(comparison_of(view, tables, t), tables, t)
    except RefusedError:
        return []


def pairing_of(view):
    return {
        "date": view.date.isoformat(),
        "layer": view.layer,
        "show": view.mode,
        "view": view.perspective,
        "compare": view.compare.isoformat() if view.compare else "",
        "compareView": view.compare_view,
        "compareShow": view.compare_show,
        "later": "" if view.later else "no",
    }


def said_by_python(view, tables, t):
    told = {
        "way": way_of(view),
        "swapped": pairing_of(swapped(view)),
        "offered": [pairing_of(compared(view, way)) for way in ("", *WAYS)],
        "refused": None,
    }
    try:
        shown = comparison_of(view, tables, t)
    except RefusedError as error:
        return told | {"refused": error.key}
    notes = shown.notes
    return told | {
        "columns": list(shown.columns),
        "rows": [
            [row.name, *row.sides, row.difference, row.gap and vars(row.gap)] for row in shown.told
        ],
        "kind": shown.difference.kind if shown.difference else "",
        "answer": shown.answer,
        "placed": [side.placed for side in shown.sides],
        "method": notes.method,
        "footnotes": list(notes.footnotes),
        "sources": list(notes.sources),
    }


def some_pairings(seed, count, kinds):
    """Comparisons at random, of people three times out of four, and near days as often as far."""
    dice, span = random.Random(seed), load_timeline()  # noqa: S311 (no secret)
    views = [kind for kind in kinds if kind in NAMED_VIEWS]
    layers = [*RECORDS] + ["people"] * 8
    for _ in range(count):
        day = span.first + timedelta(dice.randint(0, DAYS))
        near = day + timedelta(dice.randint(-9, 9))
        far = span.first + timedelta(dice.randint(0, DAYS))
        other = dice.choice([day, near, far])
        layer, mode, beside = dice.choice(layers), dice.choice(SHOWS), dice.choice(SHOWS)
        own = View(date=day, layer=layer, mode=mode, perspective=dice.choice(views))
        inside = min(max(other, span.first), span.last)
        own = own.without_later() if dice.random() < 0.15 else own
        yield own.beside(replace(own, date=inside, mode=beside, perspective=dice.choice(views)))


def check(browser_says, lang, seed, count, kinds, mapped, tables=None):
    tables = tables or tables_in_use()
    t, views = Translator(lang), [*KNOWN, *of_a_week_before(), *some_pairings(seed, count, kinds)]
    views = [replace(view, lang=lang) for view in views]
    told = browser_says(lang, [(view, at < mapped) for at, view in enumerate(views)], kinds, tables)
    assert len(told) == len(views)
    seen = set()
    for view, said in zip(views, told, strict=True):
        assert said.pop("differing", []) == [], view
        wanted = said_by_python(view, tables, t)
        if wanted["refused"] == "one_side":
            continue
        assert said == wanted, view
        seen.add(said["refused"] or said["kind"])
    return seen


DAY, BEFORE = date(2025, 10, 5), date(2025, 8, 14)
OURS = View(date=DAY, mode="reconstructed")
LATE = replace(OURS, date=date(2026, 10, 7))
"""Rafah is told as fewer than a step, in people and a square kilometre."""
KNOWN = (
    OURS.beside(replace(OURS, date=BEFORE)),
    OURS.beside(replace(OURS, mode="published")),
    OURS.beside(replace(OURS, perspective="israel")),
    View(date=DAY).beside(View(date=BEFORE)),
    View(date=DAY, layer="orders").beside(View(date=BEFORE, layer="orders")),
    View(date=DAY, layer="orders").beside(View(date=DAY, layer="orders", mode="reconstructed")),
    replace(OURS, layer="change").beside(replace(OURS, layer="change", date=BEFORE)),
    replace(OURS, layer="density").beside(View(date=BEFORE, layer="density")),
    View(date=DAY).beside(View(date=DAY, perspective="un")),
    replace(OURS, compare=DAY),
    LATE.beside(replace(LATE, date=date(2026, 6, 1))),
    LATE.beside(replace(LATE, perspective="israel")),
    replace(LATE, layer="density").beside(replace(LATE, layer="density", date=DAY)),
    replace(LATE, layer="change").beside(View(date=DAY, layer="change")),
)


def of_a_week_before():
    """A figure beside its reconstruction on the last day on which it has a distance, and after."""
    ages = {
        value.published.age_days: day
        for day, values in values_by_day(tables_in_use(), "people", later=True).items()
        for value in values
        if value.published.figure is not None and value.published.age_days in (7, 8)
    }
    ours = [View(date=day, mode="reconstructed") for day in ages.values()]
    return [one.beside(replace(one, mode="published")) for one in ours]


KINDS = {"", "change", "sides", "distance"}
REFUSALS = {"same_sides", "published_whose", "only_published", "knows_later"}


def test_it_says_the_same_of_some_comparisons(browser_says):
    seen = check(browser_says, "en", 17, 120, ["published", "by-then", "all", "israel"], 18)
    assert seen == KINDS | REFUSALS


@pytest.mark.slow
@pytest.mark.thorough
def test_it_says_the_same_from_right_to_left(browser_says):
    assert check(browser_says, "ar", 18, 60, ["published", "by-then", "all", "israel"], 9) >= KINDS


@pytest.mark.slow
@pytest.mark.thorough
def test_it_says_the_same_where_no_range_can_be_given(browser_says):
    # Figures that have just come: their ensembles are not computed yet.
    ours = tables_in_use()
    fresh = Tables("fresh", ours.estimates.drop(ours.estimates.index[-1]), ours.orders, ours.last)
    assert solved("all", fresh).draws is None
    kinds = ["published", "by-then", "all", "israel"]
    assert check(browser_says, "he", 19, 40, kinds, 4, fresh) >= KINDS


@pytest.mark.thorough
@pytest.mark.parametrize("lang", ["en", "ar", "he"])
def test_it_says_the_same_of_many_comparisons(browser_says, lang):
    kinds = ["published", "by-then", *NAMED_VIEWS]
    assert check(browser_says, lang, lang, 600, kinds, 60) == KINDS | REFUSALS
