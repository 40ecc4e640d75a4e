"""The words of a phase as they are sent: what Python said is what the browser reads."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.scene.words_by_day import (
    Card,
    NoticeWords,
    PanelOfPhase,
    Placed,
    PlacedGroup,
    PlacedQuestion,
    WordsOfPhase,
    words_of_phase,
)
from nuzuh.web.timemap.words import words_payload
from tests.tools import lacking, need
from tests.web.timemaps import opened

FIRST = date(2025, 8, 1)
CARD = Card(
    id="X1",
    number="about 900,000 people",
    bare="about 900,000",
    publisher="نزوح",
    side="israel",
    as_of=date(2025, 7, 30),
    when="30 Jul 2025",
    kinds=("people who moved", "derived"),
    where="Gaza City → south",
    source=("A report", "https://example.org/1"),
    lang="fr",
    repeats=(("Second outlet", ""),),
    weak=False,
    value=900_000.0,
    low=None,
    high=None,
    central=900_000.0,
    quantifier="approximately",
    came=date(2025, 8, 3),
    mark="came out later (3 Aug 2025)",
    cited="About 900,000 people …",
    pcodes=("PS0260", "PS0275"),
)
WORDS = WordsOfPhase(
    phase="made-up",
    first=date(2025, 8, 2),
    panel=PanelOfPhase(
        cards=(CARD, replace(CARD, id="X2", came=None, mark="", repeats=())),
        order_headlines=("Orders.",),
        order_headline_on=(0, 0, 0),
        panels=(
            (
                PlacedQuestion(
                    "moved_south",
                    "Moved?",
                    is_open=True,
                    groups=(PlacedGroup("people", "people", (Placed(1, (0,)),), (Placed(0),)),),
                ),
            ),
        ),
        panel_on=(-1, 0, 0),
        leads=(("1 of 2 came out later.",),),
        lead_on=(0, -1, -1),
    ),
    headlines=("One.", "Two."),
    headline_on=(0, 1, 0),
    fits=(("It fits.", "So does this."),),
    fit_on=(-1, -1, 0),
    notices=((NoticeWords("Beware:", (("5 people", ("UN", ""), "1 Aug 2025"),)),),),
    notice_on=(-1, 0, -1),
)
SENT = {
    "phase": "made-up",
    "first": 1,
    "days": 3,
    "cards": [
        {
            "id": "X1",
            "number": "about 900,000 people",
            "bare": "about 900,000",
            "publisher": "نزوح",
            "side": "israel",
            "asOf": -2,
            "when": "30 Jul 2025",
            "kinds": ["people who moved", "derived"],
            "where": "Gaza City → south",
            "source": {"text": "A report", "url": "https://example.org/1", "lang": "en"},
            "lang": "fr",
            "repeats": [{"text": "Second outlet", "url": "", "lang": "en"}],
            "weak": False,
            "value": 900_000,
            "low": None,
            "high": None,
            "central": 900_000,
            "quantifier": "approximately",
            "came": 2,
            "mark": "came out later (3 Aug 2025)",
            "cited": "About 900,000 people …",
            "areas": ["PS0260", "PS0275"],
        }
    ],
    "headlines": ["One.", "Two."],
    "orderHeadlines": ["Orders."],
    "panels": [
        [
            {
                "id": "moved_south",
                "text": "Moved?",
                "open": True,
                "groups": [
                    {
                        "unit": "people",
                        "title": "people",
                        "shown": [{"card": 1, "before": [0]}],
                        "away": [{"card": 0, "before": []}],
                    }
                ],
            }
        ]
    ],
    "leads": [["1 of 2 came out later."]],
    "fits": [["It fits.", "So does this."]],
    "notices": [
        [
            {
                "text": "Beware:",
                "figures": [
                    {
                        "said": "5 people",
                        "source": {"text": "UN", "url": "", "lang": "en"},
                        "when": "1 Aug 2025",
                    }
                ],
            }
        ]
    ],
}
SENT["cards"].append(SENT["cards"][0] | {"id": "X2", "came": None, "mark": "", "repeats": []})
ON = {
    "headlineOn": [1, 2, 1],
    "orderHeadlineOn": [1, 1, 1],
    "panelOn": [0, 1, 1],
    "leadOn": [1, 0, 0],
    "fitOn": [0, 0, 1],
    "noticeOn": [0, 1, 0],
}
BUDGET = 350_000
"""Bytes of the cube and the words of one language and view, as they go over the line."""


def test_the_words_come_out_as_the_contract_names_them():
    header, arrays = opened(words_payload(WORDS, FIRST).data)
    del header["sections"]
    assert header == SENT
    assert {name: array.tolist() for name, array in arrays.items()} == ON
    assert {array.dtype for array in arrays.values()} == {np.dtype("uint16")}


def test_the_signature_tells_words_apart():
    one = words_payload(WORDS, FIRST)
    assert words_payload(WORDS, FIRST) == one
    assert len(one.signature) == 16
    other = replace(WORDS, headlines=("One.", "Three."))
    assert words_payload(other, FIRST).signature != one.signature


def read_in_javascript(root, folder, data):
    """Unpack words by the very source of the browser."""
    need("node")
    tools = root / "frontend" / "node_modules"
    if not tools.is_dir():
        lacking("node", "its packages are not there: make frontend")
    node, built = str(shutil.which("node")), folder / "unpack.mjs"
    bundle = [str(tools / ".bin/esbuild"), "src/unpack.ts", "--bundle", "--format=esm"]
    subprocess.run(
        [*bundle, "--log-level=error", f"--outfile={built}"], cwd=root / "frontend", check=True
    )
    (folder / "words.bin").write_bytes(data)
    script = folder / "read.mjs"
    script.write_text(
        """
        import { readFileSync } from "node:fs";
        import { unpackWords } from "./unpack.mjs";
        const words = await unpackWords(new Uint8Array(readFileSync("words.bin")));
        const plain = (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);
        console.log(JSON.stringify(words, plain));
        """,
        encoding="utf-8",
    )
    told = subprocess.run([node, str(script)], cwd=folder, check=True, capture_output=True)
    return json.loads(told.stdout)


def test_the_browser_reads_what_python_packed(root, tmp_path):
    read = read_in_javascript(root, tmp_path, words_payload(WORDS, FIRST).data)
    assert read == SENT | ON


@pytest.mark.slow
def test_the_browser_reads_the_longest_phase(root, tmp_path):
    span = load_timeline()
    longest = max(span.phases, key=lambda phase: min(phase.end, span.last) - phase.start)
    view = View(mode="reconstructed")
    told = words_of_phase(view, longest.id, tables_in_use(), Translator("ar"))
    read = read_in_javascript(root, tmp_path, words_payload(told, span.first).data)
    assert read["days"] == len(told.headline_on)
    assert span.first + timedelta(days=read["first"]) == told.first
    said = [read["headlines"][on - 1] for on in read["headlineOn"]]
    assert said == [told.headlines[on] for on in told.headline_on]
    assert [card["cited"] for card in read["cards"]] == [card.cited for card in told.panel.cards]
    for panel, sent in zip(told.panel.panels, read["panels"], strict=True):
        assert [q["id"] for q in sent] == [q.id for q in panel]
    assert [on - 1 for on in read["panelOn"]] == list(told.panel.panel_on)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mode", ["published", "reconstructed"])
def test_words_of_all_days_leave_room_for_the_cube(lang, mode):
    span, t = load_timeline(), Translator(lang)
    sent = sum(
        len(
            words_payload(
                words_of_phase(View(mode=mode), phase.id, tables_in_use(), t), span.first
            ).data
        )
        for phase in span.phases
    )
    assert 50_000 < sent < BUDGET - 100_000
