"""A mapping file: read as it is written, or refused with the key, the line and what to write."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuzuh import cli
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.records import extras
from nuzuh.loaders.records.errors import PROBLEMS_LISTED, MappingError, RecordsError
from nuzuh.loaders.records.mapping import (
    LEAST_THRESHOLD,
    ROUNDED_TO,
    Amount,
    Mapping,
    Place,
    Privacy,
    Scaling,
    Source,
    Time,
)
from nuzuh.loaders.records.mapping_example import FORMATS, MAPPING, records_template
from nuzuh.loaders.records.mapping_file import MAPPING_BYTES, read_mapping
from nuzuh.loaders.records.mapping_form import keys_of

GIVEN = {
    "records": "1",
    "name": "op",
    "publisher": "Operator",
    "title": "Trips",
    "kind": "movement",
    "counting": "people",
    "files": "a.parquet",
    "time": "{column: seen}",
    "origin": "{pcode: f}",
    "destination": "{pcode: t}",
    "stays": "true",
}
PRESENT = {"kind": "presence", "counting": None, "origin": None, "destination": None}
PRESENT |= {"stays": None, "place": "{pcode: t}"}


def text(**changed):
    """A mapping of one line a key, with some changed; None takes one out."""
    keys = GIVEN | {key.removesuffix("_"): value for key, value in changed.items()}
    return "".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("mappings")


@pytest.fixture(scope="module")
def read(folder):
    """Read a mapping from its text or bytes."""

    def reading(content):
        path = folder / "records.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_mapping(path)

    return reading


@pytest.fixture(scope="module")
def refused(read):
    """The problems of a mapping, each held to stand on a line that the file has."""

    def refusing(content):
        with pytest.raises(RecordsError) as caught:
            read(content)
        error = caught.value
        told = error.problems if isinstance(error, MappingError) else [(error.line, error.rule)]
        raw = content if isinstance(content, bytes) else content.encode()
        for line, rule in told:
            assert line is None or 1 <= line <= len(raw.splitlines())
            assert "\n" not in rule
        first = told[0][0]
        assert str(error).startswith(f"{error.file}, line {first}: " if first else error.file)
        return told

    return refusing


# What a mapping says is what is read.


_NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=20,
).filter(lambda name: "\ufeff" not in name)
_THRESHOLDS = st.integers(LEAST_THRESHOLD, 1000)


@settings(max_examples=60, deadline=None)
@given(st.lists(_NAMES, min_size=3, max_size=3, unique=True), _THRESHOLDS, st.data())
def test_whatever_is_written_soundly_is_what_is_read(read, names, threshold, data):
    rounded = data.draw(st.integers(ROUNDED_TO, threshold))
    weight = data.draw(st.floats(0.001, 1e9).map(lambda number: round(number, 6)))
    column, own, moment = names
    tree = yaml.safe_load(text(**PRESENT)) | {
        "time": {"column": moment, "kind": "seconds"},
        "place": {"name": column},
        "areas": {own: "EXT"},
        "weight": {"column": column, "of_a_person": format(weight, "f")},
        "privacy": {"threshold": threshold, "rounded_to": rounded},
    }
    width = data.draw(st.integers(20, 200))
    mapping = read(
        yaml.safe_dump(tree, allow_unicode=data.draw(st.booleans()), width=width, sort_keys=False)
    )
    assert mapping.time == Time(moment, "seconds")
    assert mapping.place == Place("name", column, areas=((own, "EXT"),))
    assert mapping.amount == Amount("weight", column, weight)
    assert mapping.privacy == Privacy(threshold, rounded)


def test_a_short_mapping_reads_back_with_the_defaults(read, folder):
    assert read(text()) == Mapping(
        file=folder / "records.yaml",
        name="op",
        publisher="Operator",
        title="Trips",
        kind="movement",
        counting="people",
        stays=True,
        source=Source((folder / "a.parquet",), "parquet"),
        time=Time("seen"),
        origin=Place("pcode", "f"),
        place=Place("pcode", "t"),
    )


def test_every_key_reads_back(read, folder):
    mapping = read(
        text(
            link="https://example.org/x",
            licence="as agreed",
            note="|\n  Who is in it,\n  and who is not.",
            files="[june/*.csv, /data/july.csv.gz]",
            format="csv",
            partitions="false",
            time="{column: wann, kind: moment, zone: Asia/Gaza}",
            origin="{name: von}",
            destination="{h3: zelle, resolution: 8}",
            areas="{Zone 1: PS0255, 'Zone 2': EXT}",
            weight="{column: w, of_a_person: 2.5}",
            stays="true",
            outside="true",
            first="2025-06-01",
            last="2025-06-30",
            privacy="{threshold: 20, rounded_to: 10}",
            scaling="{against: survey, survey: s.csv, days: 30, lost: "
            "[2025-06-11, 2025-06-13/2025-06-15]}",
        )
    )
    assert mapping.source == Source(
        (folder / "june/*.csv", Path("/data/july.csv.gz")), "csv", partitions=False
    )
    assert mapping.time == Time("wann", "moment", "Asia/Gaza")
    assert mapping.origin == Place("name", "von", areas=(("Zone 1", "PS0255"), ("Zone 2", "EXT")))
    assert mapping.place == Place("h3", "zelle", resolution=8)
    assert mapping.amount == Amount("weight", "w", 2.5)
    assert mapping.privacy == Privacy(20, 10)
    lost = ((date(2025, 6, 11),) * 2, (date(2025, 6, 13), date(2025, 6, 15)))
    assert mapping.scaling == Scaling("survey", folder / "s.csv", 30, lost)
    assert mapping.note == "Who is in it, and who is not."
    assert (mapping.link, mapping.licence) == ("https://example.org/x", "as agreed")
    assert (mapping.stays, mapping.outside) == (True, True)
    assert (mapping.first, mapping.last) == (date(2025, 6, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("{pcode: c}", Place("pcode", "c")),
        ("{name: c}", Place("name", "c")),
        ("{block: c}", Place("block", "c")),
        ("{h3: c, resolution: 0}", Place("h3", "c", resolution=0)),
        ("{latitude: y, longitude: x}", Place("coordinates", latitude="y", longitude="x")),
    ],
)
def test_presence_is_at_a_place_of_any_kind(read, written, place):
    mapping = read(text(**PRESENT | {"place": written}))
    assert (mapping.kind, mapping.origin, mapping.place) == ("presence", None, place)


@pytest.mark.parametrize(
    ("changed", "amount"),
    [
        ({}, Amount()),
        ({"person": "device"}, Amount(person="device")),
        ({"count": "trips"}, Amount("count", "trips")),
        ({"weight": "{column: w, of_a_person: 250}"}, Amount("weight", "w", 250)),
    ],
)
def test_what_a_row_stands_for(read, changed, amount):
    assert read(text(**changed)).amount == amount


def test_a_table_has_no_files(read):
    assert read(text(files=None, table="moves")).source == Source(table="moves")


@pytest.mark.parametrize(
    "name", ["no", "on", "2025-06-01", "0755", "1e3", "12:30", "true", "=", "ا"]
)
def test_a_name_of_a_column_is_taken_as_it_is_written(read, name):
    assert read(text(count=name)).amount.column == name


@pytest.mark.parametrize("name", ["من أين", "מאיפה", "откуда", "从哪里", "con space ", "🚶"])
def test_names_may_be_in_any_script(read, name, folder):
    mapping = read(text(count=f"'{name}'", files=f"'{name}/*.csv'", title=f"'{name}'"))
    assert mapping.amount.column == name
    assert mapping.source.paths == (folder / name / "*.csv",)
    assert mapping.title == name.strip()


def test_a_mark_of_utf_8_and_line_ends_of_windows_are_read(read):
    content = "\ufeff" + text().replace("\n", "\r\n")
    assert read(content).line_of("title") == 4


def test_a_folder_of_a_mapping_that_looks_like_a_pattern_is_none(tmp_path):
    for name in ("[2025]", "plain"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").touch()
        mapping = tmp_path / name / "records.yaml"
        mapping.write_text(text(files="'*.csv'"), "utf-8")
        (pattern,) = read_mapping(mapping).source.paths
        found = list(Path("/").glob(str(pattern.relative_to("/"))))
        assert found == [tmp_path / name / "a.csv"]


def test_a_relative_path_of_a_mapping_is_relative_to_its_folder(tmp_path, monkeypatch):
    (tmp_path / "records.yaml").write_text(text(), "utf-8")
    monkeypatch.chdir(tmp_path)
    mapping = read_mapping(Path("records.yaml"))
    assert mapping.source.paths == (tmp_path / "a.parquet",)


def test_the_line_of_each_key_is_known(read):
    mapping = read("# a note\n\n" + text(time="\n  column: seen\n  zone: UTC"))
    assert mapping.line_of("files") == 9
    assert mapping.line_of("time") == 10
    assert mapping.line_of("time.column") == 11
    assert mapping.line_of("time.kind") == 10
    assert mapping.line_of("scaling.days") is None


# What is refused, and how.


BAD = [
    # Keys that are not known, missing or left empty.
    ({"cuont": "x"}, "cuont", "did you mean count?"),
    ({"Counting": "x"}, "Counting", "did you mean counting?"),
    ({"gibberish": "x"}, "gibberish", "the keys of a mapping are records, name"),
    ({"zone": "UTC"}, "zone", "belongs below time"),
    ({"threshold": "10"}, "threshold", "belongs below privacy"),
    ({"privacy": "{thresold: 10}"}, "privacy.thresold", "did you mean threshold?"),
    ({"time": "{column: a, person: b}"}, "time.person", "belongs on a line of its own"),
    ({"publisher": None}, "publisher", "is missing: add publisher:"),
    ({"time": "{zone: UTC}"}, "time.column", "is missing"),
    ({"count": ""}, "count", "left empty"),
    ({"count": "~"}, "count", "left empty"),
    ({"count": "''"}, "count", "left empty"),
    ({"files": "[a.csv, ~]"}, "files, item 2,", "left empty"),
    ({"files": "[]"}, "files", "left empty"),
    ({"areas": "{}"}, "areas", "left empty"),
    # Values of another kind.
    ({"time": "seen"}, "time", "time: {column: seen_at"),
    ({"origin": "f"}, "origin", "origin: {pcode: COLUMN}"),
    ({"weight": "w"}, "weight", "of_a_person"),
    ({"privacy": "[10]"}, "privacy", "{threshold: 10}"),
    ({"areas": "[PS0255]"}, "areas", "areas: {"),
    ({"files": "{a: b}"}, "files", "files: ["),
    ({"count": "[a, b]"}, "count", "takes one value"),
    ({"kind": "[movement]"}, "kind", "takes one value"),
    ({"kind": "movment"}, "kind", "did you mean movement?"),
    ({"time": "{column: a, kind: hour}"}, "time.kind", "milliseconds"),
    ({"stays": "yes"}, "stays", "write true or false"),
    ({"stays": "True"}, "stays", "write true or false"),
    ({"first": "01/06/2025"}, "first", "YYYY-MM-DD"),
    ({"first": "2025-02-30"}, "first", "YYYY-MM-DD"),
    ({"first": "٢٠٢٥-٠٦-٠١"}, "first", "YYYY-MM-DD"),
    # Names and words.
    ({"records": "2"}, "records", "1 is the most"),
    ({"records": "one"}, "records", "whole number"),
    ({"name": "My Records"}, "name", "small letters"),
    ({"name": "../up"}, "name", "small letters"),
    ({"name": "a" * 41}, "name", "more than 40"),
    ({"title": "a" * 201}, "title", "more than 200"),
    ({"title": '"a\\u202eb"'}, "title", "U+202E"),
    ({"title": '"a\\x07b"'}, "title", "U+0007"),
    ({"count": '"a\\ud800"'}, "count", "U+D800"),
    ({"count": '"a\\nb"'}, "count", "on one line"),
    ({"link": "example.org"}, "link", "https://"),
    ({"link": "javascript:alert(1)"}, "link", "https://"),
    ({"link": "https://me:hunter2@example.org/x"}, "link", "holds a user or a password"),
    # Whose records they are.
    ({"publisher": "OCHA"}, "publisher", "'OCHA phone records'"),
    ({"publisher": "israel defense  FORCES"}, "publisher", "as IDF"),
    ({"publisher": "أوتشا"}, "publisher", "as OCHA"),
    ({"publisher": "unattributed"}, "publisher", "name the records"),
    ({"publisher": "Palestine"}, "publisher", "a view of several"),
    ({"publisher": "A, B and C"}, "publisher", "holds ','"),
    # Where they lie.
    ({"files": None}, "files", "is missing"),
    ({"table": "moves"}, "table", "two sources"),
    ({"files": None, "table": "t", "format": "csv"}, "format", "a table has none"),
    ({"files": None, "table": "t", "partitions": "true"}, "partitions", "a table has none"),
    ({"files": "data/"}, "files", "format: parquet, or format: csv"),
    ({"files": "[a.csv, b.parquet]"}, "files", "more than one format"),
    ({"files": "a.csv", "format": "parquet"}, "format", "ends otherwise"),
    ({"files": "s3://bucket/a.csv"}, "files, item 1,", "table: NAME"),
    ({"files": "~/a.csv"}, "files, item 1,", "whole path"),
    ({"files": '"a\\0.csv"'}, "files, item 1,", "U+0000"),
    # When.
    ({"time": "{column: a, zone: Asia/Gazza}"}, "time.zone", "did you mean Asia/Gaza?"),
    ({"time": "{column: a, zone: utc}"}, "time.zone", "did you mean UTC?"),
    ({"time": "{column: a, zone: ../../etc/passwd}"}, "time.zone", "no time zone"),
    ({"time": "{column: a, kind: day, zone: UTC}"}, "time.zone", "days in Gaza"),
    ({"time": "{column: a, kind: seconds, zone: UTC}"}, "time.zone", "seconds in UTC"),
    ({"first": "2025-06-30", "last": "2025-06-01"}, "last", "is before first"),
    # Where.
    ({"origin": None}, "origin", "is missing"),
    ({"destination": None}, "destination", "is missing"),
    ({"place": "{pcode: a}"}, "place", "is for presence"),
    ({"counting": None}, "counting", "is missing"),
    (PRESENT | {"place": None}, "place", "is missing"),
    (PRESENT | {"origin": "{pcode: a}"}, "origin", "is for movement"),
    (PRESENT | {"counting": "people"}, "counting", "is for movement"),
    (PRESENT | {"stays": "true"}, "stays", "is for movement"),
    ({"stays": "false"}, "stays", "is false, and movements are held against"),
    ({"counting": "movements"}, "counting", "in which a person may be several times a day"),
    ({"origin": "{}"}, "origin", "names no column"),
    ({"origin": "{pcode: a, block: b}"}, "origin", "in 2 ways"),
    ({"origin": "{latitude: a}"}, "origin.latitude", "longitude: COLUMN"),
    ({"origin": "{longitude: a}"}, "origin.longitude", "latitude: COLUMN"),
    ({"origin": "{latitude: a, longitude: a}"}, "origin.longitude", "the other column"),
    ({"origin": "{h3: a}"}, "origin.h3", "resolution: 0 to 15"),
    ({"origin": "{h3: a, resolution: 16}"}, "origin.resolution", "15 is the most"),
    ({"origin": "{h3: a, resolution: -1}"}, "origin.resolution", "0 is the least"),
    ({"origin": "{pcode: a, resolution: 8}"}, "origin.resolution", "of H3 cells"),
    ({"areas": "{Zone: PS0261}"}, "areas, 'Zone',", "did you mean PS0260?"),
    ({"areas": "{PS0255: PS0260}"}, "areas, 'PS0255',", "is a P-code"),
    (PRESENT | {"place": "{block: a}", "areas": "{Z: EXT}"}, "areas", "for pcode and name"),
    # How many, and of whom.
    ({"count": "a", "weight": "{column: w, of_a_person: 2}"}, "weight", "two amounts"),
    ({"count": "a", "person": "b"}, "person", "cannot both be"),
    ({"weight": "{column: w}"}, "weight.of_a_person", "weights alone do not say how many"),
    ({"weight": "{column: w, of_a_person: 0}"}, "weight.of_a_person", "above 0"),
    ({"weight": "{column: w, of_a_person: nan}"}, "weight.of_a_person", "write a number"),
    ({"weight": "{column: w, of_a_person: '1,5'}"}, "weight.of_a_person", "write a number"),
    ({"privacy": "{threshold: 4}"}, "privacy.threshold", "5 is the least"),
    ({"privacy": "{threshold: 1e9}"}, "privacy.threshold", "whole number"),
    ({"privacy": "{threshold: ١٠}"}, "privacy.threshold", "digits 0 to 9"),
    ({"privacy": "{rounded_to: 1}"}, "privacy.rounded_to", "5 is the least"),
    ({"privacy": "{rounded_to: 20}"}, "privacy.rounded_to", "more than the threshold"),
    ({"scaling": "{against: survey}"}, "scaling.against", "survey: FILE"),
    ({"scaling": "{survey: a.csv}"}, "scaling.survey", "against: survey"),
    ({"scaling": "{days: 0}"}, "scaling.days", "1 is the least"),
    ({"scaling": "{lost: 2025-06-11}"}, "scaling.lost", "lost: ["),
    ({"scaling": "{lost: [June]}"}, "scaling.lost, item 1,", "2025-06-11/2025-06-13"),
    ({"scaling": "{lost: [2025-06-11/]}"}, "scaling.lost, item 1,", "2025-06-11/2025-06-13"),
    ({"scaling": "{lost: [2025-06-11/2025-06-10]}"}, "scaling.lost, item 1,", "earlier day first"),
]


@pytest.mark.parametrize(
    ("changed", "key", "told"), BAD, ids=[f"{key} {told}" for _, key, told in BAD]
)
def test_what_is_wrong_is_told_with_its_key_its_line_and_what_to_write(refused, changed, key, told):
    content = text(**changed)
    ((line, rule),) = refused(content)
    assert rule.startswith(f"{key} ")
    assert told in rule
    top = re.split(r"[.,]", key)[0]
    lines = [n for n, one in enumerate(content.splitlines(), 1) if one.startswith(f"{top}:")]
    assert [line] == (lines or [1])


def test_what_a_list_ends_with_is_no_item(read, folder):
    assert read(text(files="[a.csv, ]")).source.paths == (folder / "a.csv",)


NO_YAML = [
    (b"", None, "is empty"),
    (b"\n \n", None, "is empty"),
    (b"# only a note\n", 1, "holds no keys"),
    (b"records\n", 1, "holds no keys"),
    (b"- a\n- b\n", 1, "holds no keys"),
    ("records: 1\nname: \xe9\n".encode("latin-1"), 2, "is not UTF-8"),
    (text().encode("utf-16"), 1, "is not UTF-8"),
    (b"records: 1\nname: a\x00b\n", 2, "U+0000"),
    ("records: 1\ntitle: a\u2028b\n".encode(), 2, "U+2028"),
    (b"records: 1\ntime:\n\tcolumn: a\n", 3, "there is a tab"),
    (b"records: 1\ntitle: June: all\n", 2, "put a text that holds a colon in quotes"),
    (b"records: 1\ntitle: @home\n", 2, "in quotes"),
    (b"records: 1\nfiles: [a\n", 2, "not closed"),
    (b"records: 1\ntitle: 'a\n", 2, "not closed"),
    (b'records: 1\ntitle: "C:\\data"\n', 2, "use single quotes"),
    (b"records: 1\n name: a\n", 2, "indent"),
    (b"records: 1\nname\ntitle: a\n", 3, "a colon"),
    (b"records: 1\nname: a\nname: b\n", 3, "stands on line 2 already"),
    (b"time: {column: a, column: b}\n", 1, "stands on line 1 already"),
    (b"records: 1\n---\nname: a\n", 2, "before the line ---"),
    (b"? [a, b]\n: c\n", 1, "a key is a single text"),
    (b"a: &a b\n", 1, "anchors (&)"),
    (b"a: 1\nb: *a\n", 2, "anchors (&)"),
    (b"a: !!python/object/apply:os.system [ls]\n", 1, "the tag"),
    (b"a: !x b\n", 1, "the tag"),
    (b"a: " + b"[" * 50_000, 1, "stand in one another"),
    (b"a: " + b"b" * MAPPING_BYTES, None, "more than 100 kB"),
]


@pytest.mark.parametrize(("content", "line", "told"), NO_YAML, ids=[str(n[2]) for n in NO_YAML])
def test_what_is_no_mapping_is_refused_with_its_line(refused, content, line, told):
    ((at, rule),) = refused(content)
    assert at == line
    assert told in rule


def test_aliases_that_would_grow_without_end_are_refused_before_they_do(refused):
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{k}: &{k} [{', '.join([f'*{p}'] * 9)}]" for p, k in zip("abcdefg", "bcdefgh", strict=True)
    ]
    ((line, _),) = refused("\n".join(lines))
    assert line == 1


def test_what_cannot_be_read_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(RecordsError, match=f"^{path.name} cannot be read"):
            read_mapping(path)


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_lines(refused):
    content = text(kind="x", first="y", privacy="{threshold: 1}", zone="UTC", count="")
    told = refused(content)
    assert [line for line, _ in told] == sorted(line for line, _ in told)
    assert {rule.split()[0] for _, rule in told} == {
        "kind",
        "first",
        "privacy.threshold",
        "zone",
        "count",
    }


def test_of_very_many_problems_the_first_are_told(read):
    with pytest.raises(MappingError) as caught:
        read(text() + "".join(f"k{n}: 1\n" for n in range(99)))
    assert len(caught.value.sentences) == PROBLEMS_LISTED + 1
    assert caught.value.sentences[-1] == "And 79 more problems."
    assert str(caught.value).startswith("records.yaml, line 12: k0 is not known")
    assert str(caught.value).endswith("(and 98 more).")


def test_no_publisher_of_the_tables_is_passed_for_the_holder_of_records(refused):
    for name in load_publishers().frame["publisher"]:
        ((_, rule),) = refused(text(publisher=json.dumps(name)))
        assert rule.startswith("publisher is ")


# Whatever else comes is read, or refused in a sentence.

_PIECES = st.sampled_from(
    [
        *(
            *"\n\t :{}[],'\"#&*!|>-?%@`~\\\0",
            "\r",
            "\u2028",
            "\ud7ff",
            "\ufeff",
            "é",
            "ن",
            "0",
            "9",
        ),
        *(
            ": ",
            "- ",
            "  ",
            "<<: ",
            "---\n",
            "...\n",
            "null",
            "true",
            "1e999",
            "2025-06-01",
            ".inf",
        ),
        *("origin", "place: {block: b}\n", "kind: presence\n", "EXT", "PS0255", "s3://", "../"),
    ]
)
_EDITS = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 12), st.lists(_PIECES, max_size=3)), max_size=6
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([MAPPING, text(), text(**PRESENT)]), _EDITS)
def test_a_mapping_with_slips_is_read_or_refused_with_a_line(read, whole, edits):
    for at, cut, put in edits:
        where = at % (len(whole) + 1)
        whole = whole[:where] + "".join(put) + whole[where + cut :]
    hold(read, whole.encode("utf-8", "surrogatepass"))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_bytes_of_any_kind_are_read_or_refused(read, content):
    hold(read, content)
    hold(read, text().encode() + b"note: " + content)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["", "time", "origin", "weight", "privacy", "scaling"]), st.data())
def test_any_value_under_any_key_is_read_or_refused(read, group, data):
    tree = yaml.safe_load(text())
    changed = {data.draw(st.sampled_from(keys_of(group))): data.draw(_VALUES)}
    tree |= {group: tree.get(group, {}) | changed} if group else changed
    hold(read, yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass"))


def hold(read, content):
    """A mapping whose parts fit together, or a refusal of a line that is there."""
    last = max(1, len(content.splitlines()))
    error = None
    try:
        mapping = read(content)
    except RecordsError as raised:
        error = raised
    if isinstance(error, MappingError):
        assert all(1 <= line <= last for line, _ in error.problems)
        assert len(error.sentences) <= PROBLEMS_LISTED + 1
    elif error is not None:
        assert error.line is None or 1 <= error.line <= last
        assert str(error).count("\n") == 0
    else:
        assert (mapping.kind == "movement") == (mapping.origin is not None)
        assert bool(mapping.source.paths) != bool(mapping.source.table)
        assert ROUNDED_TO <= mapping.privacy.rounded_to <= mapping.privacy.threshold
        assert mapping.privacy.threshold >= LEAST_THRESHOLD
        assert (mapping.amount.kind == "rows") == (not mapping.amount.column)
        assert (mapping.amount.kind == "weight") == bool(mapping.amount.weight_of_a_person)
        assert all(path.is_absolute() for path in mapping.source.paths)
        assert re.fullmatch("[a-z0-9-]+", mapping.name)
        assert {"files", "table"} & dict(mapping.lines).keys()


# The example, and the form for editors.


def test_the_example_is_a_mapping_with_a_note_on_every_key(read):
    mapping = read(MAPPING)
    assert mapping.name == "example-operator"
    assert (mapping.kind, mapping.counting) == ("movement", "people")
    assert mapping.amount == Amount(person="device")
    named = set(re.findall(r"(\w+):", MAPPING))
    assert {*keys_of(), *keys_of("origin"), *keys_of("weight")} <= named | {"format", "partitions"}


def test_the_lines_that_the_example_leaves_out_are_sound(read):
    other = MAPPING.replace("person: device", "# person: device").replace(
        "# count: trips", "count: trips"
    )
    other = (
        other.replace("# areas:", "areas:")
        .replace("files: moves", "# files")
        .replace("first:", "table: moves\nfirst:")
    )
    for place in re.findall(r"^#   (\{.*\})$", MAPPING, re.MULTILINE):
        mapping = read(other.replace("{pcode: from_code}", place))
        assert mapping.amount == Amount("count", "trips")
        assert mapping.place.areas[0] == ("Zone 1", "PS0255")
    weight = re.search(r"^# (weight: \{.*?\})", MAPPING, re.MULTILINE)[1]
    assert read(MAPPING.replace("person: device", weight)).amount.weight_of_a_person == 250


def test_the_example_counts_a_small_file(tmp_path):
    from nuzuh.loaders.records.engine import connect
    from nuzuh.loaders.records.running import count_records

    two_days = MAPPING.replace("last: 2025-06-30", "last: 2025-06-02")
    (tmp_path / "records.yaml").write_text(two_days, "utf-8")
    (tmp_path / "moves").mkdir()
    rows = [f"d{n},2025-06-0{1 + n % 2}T12:00:00,PS0255,PS0275" for n in range(80)]
    header = "device,seen_at,from_code,to_code"
    (tmp_path / "moves" / "june.csv").write_text("\n".join([header, *rows, ""]), "utf-8")
    with connect() as connected:
        counts = count_records(read_mapping(tmp_path / "records.yaml"), connected)
    told = counts.frame[
        counts.frame["origin"].eq("PS0255") & counts.frame["destination"].eq("PS0275")
    ]
    assert told[["day", "amount"]].to_numpy().tolist() == [
        [date(2025, 6, 1), 40],
        [date(2025, 6, 2), 40],
    ]


def test_the_command_writes_the_example_and_the_form(tmp_path, capsysbinary):
    for ending in FORMATS:
        target = tmp_path / f"records.{ending}"
        assert cli.main(["template", "records", "-o", str(target)]) == 0
        assert target.read_bytes() == records_template(ending)
    assert cli.main(["template", "records", "-o", "-"]) == 0
    assert capsysbinary.readouterr().out == MAPPING.encode()
    assert cli.main(["template", "records", "-o", str(tmp_path / "records.csv")]) == 2
    assert b".yaml, .yml or .json" in capsysbinary.readouterr().err
    assert not (tmp_path / "records.csv").exists()


def test_a_command_says_each_problem_on_a_line(monkeypatch, capsys):
    def refuse(form):
        raise MappingError("records.yaml", [(4, f"no {form}"), (2, "no name")])

    monkeypatch.setattr("nuzuh.cli.user_files.records_template", refuse)
    assert cli.main(["template", "records", "-o", "-"]) == 2
    told = "records.yaml, line 2: no name.\nrecords.yaml, line 4: no yaml.\n"
    assert capsys.readouterr() == ("", told)


def test_the_form_for_editors_takes_what_is_read_and_marks_what_is_not(read):
    # It comes with frictionless.
    jsonschema = import_module("jsonschema")
    schema = json.loads(records_template("json"))
    checker = jsonschema.Draft202012Validator(schema)
    jsonschema.Draft202012Validator.check_schema(schema)

    def marked(content):
        # An editor sees days as the texts that they are.
        plain = json.loads(json.dumps(yaml.safe_load(content), default=str))
        return [error.message for error in checker.iter_errors(plain)]

    for whole in (MAPPING, text(), text(**PRESENT)):
        read(whole)
        assert marked(whole) == []
    for changed in (
        {"cuont": "x"},
        {"title": None},
        {"kind": "movment"},
        {"count": ""},
        {"privacy": "{threshold: 4}"},
        {"origin": "{h3: a, resolution: 16}"},
        {"areas": "{Zone: PS0261}"},
        {"files": "{a: b}"},
    ):
        assert marked(text(**changed))


# The page about it.


def page(name):
    return (Path(__file__).parents[3] / "docs" / name).read_text("utf-8")


def test_the_page_shows_the_example_and_what_is_said_of_a_wrong_one(read):
    [example] = re.findall(r"```yaml\n(.*?)```", page("records.md"), re.DOTALL)
    assert example == MAPPING
    [wrong] = re.findall(r"```yaml\n(.*?)```", page("records-mapping.md"), re.DOTALL)
    with pytest.raises(MappingError) as caught:
        read(wrong)
    assert "\n".join(caught.value.sentences) in page("records-mapping.md")


def test_the_page_tells_every_key_and_no_other():
    keys = page("records-mapping.md").partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*`) \|", keys, re.MULTILINE)
    told = {key for row in rows for key in re.findall(r"`([^`]*)`", row)}
    groups = {"time", "weight", "privacy", "scaling"}
    keys = {f"{group}.{key}" for group in groups for key in keys_of(group)}
    assert told == {*keys_of()} - groups | keys | {f"….{key}" for key in keys_of("place")}


# What is not installed.


def test_what_is_not_installed_is_named_with_what_to_install(monkeypatch):
    extras.need_records()
    for module in ("yaml", "ibis"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(RefusedError, match=r"\(Ibis, PyYAML\): install nuzuh\[records\]"):
        extras.need_records()


@pytest.mark.slow
def test_the_template_and_the_form_need_nothing_beside_nuzuh():
    program = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({sorted(extras.NEEDED)}))\n"
        "from nuzuh.loaders.records.mapping_example import FORMATS, records_template\n"
        "print(all(map(records_template, FORMATS)))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "True\n", ended.stderr
