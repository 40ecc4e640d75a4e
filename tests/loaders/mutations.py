"""Changes of a file: of its bytes, and of what it is made of, which get past its front door."""

from __future__ import annotations

import io
import json
import sqlite3
import warnings
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from random import Random

Change = Callable[[bytes, Random], bytes]

WORDS = (
    *("", "0", "-1", "1e999", "-1e308", "NaN", "inf", "9" * 400, "0x10", "1.234", "1,2,3", "٣٤٥"),
    *("2025-13-45", "0000-00-00", "99/99/9999", "29/02/2023", "2025-10-05T25:61Z", "1760000000000"),
    *(
        "more than",
        "600-700 thousand",
        "1.2M",
        "%",
        "#adm2+code",
        "PS0275",
        "PS9999",
        "Rafah",
        "EXT",
    ),
    *("=cmd()", "<b>", "\x00", "\ufeff", "\u202e", "\ufdfa" * 300, "e\u0301" * 500, "\U0001f600"),
    *('"', "'", ",", ";", "\t", "\n", "\r\n", "{", "]", "<", "&amp;", "&x;", "]]>", "a" * 5000),
    *("EPSG:32636", "EPSG:999999", "Polygon", "GeometryCollection", "null", "true", "1e-320"),
    *("<!DOCTYPE x [<!ENTITY x 'y'>]>", "../../etc/passwd", "/vsicurl/http://127.0.0.1:1/x"),
)
_SQL = (
    "DROP TABLE {t}",
    "DELETE FROM {t}",
    "INSERT INTO {t} SELECT * FROM {t}",
    "CREATE VIEW v AS SELECT * FROM {t}",
    "ALTER TABLE {t} ADD COLUMN more BLOB DEFAULT 'x'",
    "ALTER TABLE {t} ADD COLUMN grown BLOB GENERATED ALWAYS AS (zeroblob(10000000)) VIRTUAL",
    "ALTER TABLE {t} RENAME TO renamed",
    "UPDATE {t} SET {c} = NULL",
    "UPDATE {t} SET {c} = X'00FFEE0102030405060708090A0B0C0D0E0F'",
    "UPDATE {t} SET {c} = 1e308",
    "UPDATE {t} SET {c} = 'x' || char(0) || 'y'",
    "UPDATE {t} SET {c} = zeroblob(3000000)",
    "UPDATE {t} SET {c} = substr({c}, 1, length({c}) / 2)",
    "UPDATE {t} SET {c} = {c} || {c}",
    "UPDATE gpkg_contents SET data_type = 'attributes'",
    "UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT'",
    "UPDATE gpkg_spatial_ref_sys SET definition = 'PROJCS[\"x\"]'",
)


def changed(content: bytes, random: Random) -> bytes:
    """Return a file after one to four changes, each of its bytes or of what it is made of."""
    for _ in range(random.choice((1, 1, 2, 4))):
        inside = [change for fits, change in _INSIDE if fits(content)]
        changes = [_bytes_changed, *inside, *inside]
        try:
            content = random.choice(changes)(content, random)
        except (
            ValueError,
            TypeError,
            RecursionError,
            sqlite3.Error,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            EOFError,
            KeyError,
            OSError,
            RuntimeError,
        ):
            # It is no longer what it seemed, after an earlier change.
            content = _bytes_changed(content, random)
    return content


def _bytes_changed(content: bytes, random: Random) -> bytes:
    at, length = _slice(content, random)
    part = content[at : at + length]
    word = random.choice(WORDS).encode("utf-8", "surrogatepass")
    new = random.choice(
        (
            b"",
            part * random.choice((2, 3, 50)),
            part[::-1],
            bytes(random.randrange(256) for _ in range(min(length, 8))),
            word,
            word * 3,
            bytes([part[0] ^ 1 << random.randrange(8)]) + part[1:] if part else b"\xff",
            bytes(length),
            b"\xff" * length,
        )
    )
    return content[:at] + new + content[at + length :]


def _slice(content: bytes, random: Random) -> tuple[int, int]:
    at = random.randrange(len(content) + 1)
    return at, min(random.choice((1, 1, 2, 4, 8, 30, 300)), len(content) - at)


def _cells_changed(content: bytes, random: Random) -> bytes:
    text = content.decode("utf-8", "surrogateescape")
    mark = random.choice([mark for mark in ',;\t\n "<>' if mark in text] or [" "])
    parts = text.split(mark)
    at = random.randrange(len(parts))
    other = parts[random.randrange(len(parts))]
    parts[at] = random.choice((other, *random.sample(WORDS, 2)))
    if random.random() < 0.2:
        parts[at:at] = [other] * random.choice((1, 5, 300))
    return mark.join(parts).encode("utf-8", "replace")


def _tree_changed(content: bytes, random: Random) -> bytes:
    tree = json.loads(content)
    holders = list(_holders(tree))
    holder = random.choice(holders)
    key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    other = random.choice(holders)
    holder[key] = random.choice(
        (
            None,
            True,
            -1,
            10**30,
            1e308,
            [],
            {},
            [[]],
            random.choice(WORDS),
            _copy(other),
            [holder[key]],
            [holder[key]] * random.choice((2, 40)),
            {random.choice(WORDS): holder[key]},
        )
    )
    return json.dumps(tree).encode()


def _holders(tree: object) -> list:
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return ([tree] if inner else []) + [one for part in inner for one in _holders(part)]


def _copy(tree: object) -> object:
    return json.loads(json.dumps(tree))


def _member_changed(content: bytes, random: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    at = random.randrange(len(members))
    name, text = members[at]
    kind = random.random()
    if kind < 0.8:
        change = _cells_changed if text.lstrip()[:1] == b"<" and kind < 0.5 else _bytes_changed
        members[at] = (name, change(text, random))
    elif kind < 0.85:
        del members[at]
    elif kind < 0.9:
        members.append((name, text))
    else:
        members[at] = (random.choice(WORDS)[:60].replace("\x00", "") + name[-6:], text)
    packed = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),  # a name twice is meant
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, text in members:
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _database_changed(content: bytes, random: Random) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        table = random.choice(tables)
        columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
        column = random.choice(columns or ["x"])
        statement = random.choice(_SQL).format(t=f'"{table}"', c=f'"{column}"')
        database.execute("PRAGMA writable_schema = 1")
        database.execute(statement)
        database.commit()
        return bytes(database.serialize())


def _is_text(content: bytes) -> bool:
    return b"\x00" not in content[:2000]


_INSIDE: tuple[tuple[Callable[[bytes], bool], Change], ...] = (
    (_is_text, _cells_changed),
    (lambda content: content.lstrip()[:1] in (b"{", b"["), _tree_changed),
    (lambda content: content.startswith(b"PK"), _member_changed),
    (lambda content: content.startswith(b"SQLite format 3"), _database_changed),
)
"""Which files each change of what is inside fits."""
