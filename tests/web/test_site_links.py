"""A link to the static site is read there as the app reads it: in the browser, without Python."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlencode

import pytest

from nuzuh.export.site import Site
from nuzuh.export.site.moving import NOTICES, known_of
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.opening import opening
from nuzuh.scene.parse_view import Known, parse_view
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.message import OfKind, parts_of
from tests.workshop import run

pytestmark = pytest.mark.slow

KEYS = [
    "date",
    "layer",
    "phase",
    "show",
    "view",
    "area",
    "since",
    "later",
    "zoom",
    "block",
    "order",
]
VALUES = {
    "date": [
        "2025-10-05",
        "2025-10-5",
        "2025-10-05).",
        "2025-13-01",
        "1999-01-01",
        "<b>",
        "",
        "x" * 70,
    ],
    "layer": ["people", "DENSITY", "orders", "nothing", "change&gt", "%70eople"],
    "phase": ["gaza-city", "prewar,", "none"],
    "show": ["published", "reconstructed", 'Reconstructed"', "?"],
    "view": ["all", "un", "israel.", "UNRWA,OCHA", "nobody"],
    "area": ["PS0275", "ps0275", "Atlantis"],
    "since": ["2025-08-14", "2026-01-01", "soon", "2025\u201308\u201314"],
    "later": ["no", "yes", "NO", "maybe"],
    "zoom": ["3.20/31.42/34.36", "1/31.4/34.4", "3/52.5/13.4", "99/31/34", "2.5/31.41239/34.3"],
    "block": ["6", "99999"],
    "order": ["GO0041", "go0041", "GO9999"],
}
WRITTEN = [
    "date=2025-10-05&amp;layer=density",
    "date=2025-10-05%26layer=density",
    "date%3D2025-10-05%26layer%3Ddensity",
    "veiw=un",
    "layr=people",
    "utm_source=mail&fbclid=1&embed=true",
    "from=2025-01-01",
    "date=2025-10-05&date=2024-06-07",
    "gt;=1",
    "amp;x=1",
    "DATE=2025-10-05",
    "date=%E0%A4%A",
    "date=3D2025-10-05",
    "later=no&show=reconstructed&date=2025-10-05",
    "later=no",
    "",
    "&&==&=x",
    "zoom=3.2%2F31.42%2F34.36",
    "area=%27PS0275%27",
]


def queries() -> list[str]:
    chance = random.Random(5)  # noqa: S311 (the same links every time)
    made = list(WRITTEN)
    for _ in range(400):
        keys = chance.sample(KEYS, chance.randint(1, 5))
        parts = {key: chance.choice(VALUES[key]) for key in keys}
        query = urlencode(parts) if chance.random() < 0.7 else urlencode(parts, quote_via=quote)
        made.append(query.replace("&", "&amp;") if chance.random() < 0.2 else query)
    return made


@pytest.fixture(scope="module")
def read(workshop, tmp_path_factory):
    """Read queries as the site's script does."""
    folder = tmp_path_factory.mktemp("links")
    entry = workshop / "src" / "readlinks.ts"
    entry.write_text(
        'import { readFileSync } from "node:fs";\n'
        'import { asked } from "./asked";\n'
        'import { received } from "./received";\n'
        'const { known, queries } = JSON.parse(readFileSync(process.argv[2], "utf8"));\n'
        "const read = queries.map((query: string) => {\n"
        "  const { given, unknown } = received(query);\n"
        '  return asked(given, unknown, known, "en");\n'
        "});\n"
        "console.log(JSON.stringify(read));\n"
    )
    built = folder / "readlinks.mjs"
    told = run(
        workshop,
        "node_modules/.bin/esbuild",
        str(entry),
        "--bundle",
        "--platform=node",
        "--format=esm",
        f"--outfile={built}",
    )
    assert told.returncode == 0, told.stderr

    def reads(known, given):
        (folder / "given.json").write_text(json.dumps({"known": known, "queries": given}))
        told = run(workshop, "node", str(built), str(folder / "given.json"))
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)

    return reads


def test_it_is_read_as_the_app_reads_it(read):
    tables, t, span = tables_in_use(), Translator("en"), load_timeline()
    view = replace(opening().view, layer="people")
    known = known_of(Site(tables), t, view, OfKind(view, (), orders="there"))
    # A notice by its name, not in words; that of publishers is the site's own.
    known["notices"] = {name: name for name in (*NOTICES, "bad_view")}
    known["places"] = ["Rafah"]
    given = queries()
    for query, told in zip(given, read(known, given), strict=True):
        parts = parse_qs(query, keep_blank_values=True)
        wanted = parse_view(
            parts,
            span,
            tables.version,
            Known(blocks=known["blocks"], orders=known["orders"], places=("Rafah",)),
            opening=view,
        )
        assert told["view"] == parts_of(wanted.view, tables.version), query
        assert sorted(told["notices"]) == sorted(wanted.notices), query


def test_a_view_that_is_written_is_read_again(read):
    tables, t, span = tables_in_use(), Translator("en"), load_timeline()
    known = known_of(Site(tables), t, opening().view, OfKind(opening().view, ()))
    views = [
        View(),
        View(mode="reconstructed", perspective="israel", area="PS0275"),
        View(layer="orders", zoom="3.2/31.42/34.36"),
        View().without_later(),
    ]
    told = read(known, [urlencode(view.query(span, tables.version)) for view in views])
    for view, one in zip(views, told, strict=True):
        assert one == {"view": parts_of(view, tables.version), "notices": []}
