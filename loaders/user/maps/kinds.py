"""Whether polygons are areas or orders: boundaries never are, and a bare date says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from nuzuh.loaders.user.headers.columns import ASK, match_columns, plain
from nuzuh.loaders.user.maps.statuses import says_orders
from nuzuh.loaders.user.refusal import Question

FIRST_ORDER = date(2023, 10, 7)
"""Before the war there were no evacuation orders: an earlier day is of something else."""

KINDS = ("areas", "orders")

_BOUNDARY = re.compile(
    r"adm(?:in)? ?\d ?(?:en|ar|he|name|pcode|p code|code).*|adm(?:in)? ?(?:pcode|level)"
    r"|shape ?(?:iso|name|group|id)|valid ?(?:on|to)|cod version|gid \d|iso3166.*|boundary|lang\d"
    r"|osm (?:id|type|way id|timestamp)"
)
"""Fields by which files of boundaries are known (COD-AB, geoBoundaries, GADM, OpenStreetMap)."""

_OVERPASS = ("@id", "@type")
"""Fields of what was exported from OpenStreetMap, which holds no orders."""

_BARE = re.compile(
    r"(?:\w+ )?(?:date|time|datetime|timestamp|day|created|updated|modified|edited)(?: \w+)?"
    r"|creation ?date|edit ?date|last ?edit(?:ed)?(?: ?date)?|(?:valid )?(?:on|from)|begin|when"
    r"|تاريخ|التاريخ|اليوم|תאריך|יום|published|publication date"
)
_ISSUE = re.compile(
    r".*\b(?:issue\w*|order\w*|announce\w*|evacuat\w*|displace\w*|warn\w*)\b.*"
    r"|.*(?:الاصدار|صدر|الاخلاء|اخلاء|النزوح|פינוי|הוצא).*"
)
_DATED = re.compile(
    r".*\b(?:date\w*|day|on|at|time\w*|when|from)\b.*|issued|announced|.*(?:تاريخ|صدر|ביום|תאריך).*"
)
_BLOCKS = re.compile(r".*\b(?:blocks?|cod mod|codmod)\b.*|.*(?:بلوك|البلوكات|בלוק|בלוקים).*")


def _words(name: str) -> str:
    """A field's name as words, also where capitals part them."""
    return plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))


def is_blocks(field: str) -> bool:
    """Whether a field holds numbers of blocks of the evacuation map, by its name.

    >>> is_blocks("displacement_blocks"), is_blocks("BlockNo"), is_blocks("blocked roads")
    (True, True, False)
    """
    return bool(_BLOCKS.fullmatch(_words(field)))


def days_in(fields: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the fields that are called like a day of issue, and those like any day.

    >>> days_in(["evacuationDate", "name", "updated"])
    (['evacuationDate'], ['updated'])
    """
    names = {name: _words(name) for name in fields}
    issue = [n for n, text in names.items() if _ISSUE.fullmatch(text) and _DATED.fullmatch(text)]
    return issue, [n for n, text in names.items() if n not in issue and _BARE.fullmatch(text)]


def kind_of(fields: Mapping[str, Sequence[str]]) -> str | Question:
    """Return ``areas`` or ``orders``, or the question which, of a file's fields and their texts.

    >>> kind_of({"ADM2_PCODE": ["PS0275"], "date": ["2019-06-25"]})
    'areas'
    >>> kind_of({"name": ["x"], "issued": ["2025-06-20"]})
    'orders'
    >>> kind_of({"name": ["x"], "date": ["2025-06-20"]}).given
    'date'
    """
    if any(name in _OVERPASS or _BOUNDARY.fullmatch(_words(name)) for name in fields):
        return "areas"
    names = tuple(name for name, cells in fields.items() if any(cells))
    issue, dated = days_in(names)
    if issue or _named_as_issue(names):
        return "orders"
    if dated and any(is_blocks(name) or says_orders(name, fields[name]) for name in names):
        return "orders"
    return Question("kind", ", ".join(dated)[:80], choices=KINDS) if dated else "areas"


def _named_as_issue(header: tuple[str, ...]) -> bool:
    """Whether a field is called like a day of issue, by a name that says more than a date."""
    found = match_columns(header, [""] * len(header), "orders", {})
    sure = found.given("issued_on") if "issued_on" in found.place_of else ""
    asked = [q.given for q in found.questions if q.proposed == "issued_on" and q.score >= ASK]
    return any(name and not _BARE.fullmatch(_words(name)) for name in (sure, *asked))
