"""What the ledger knows about a new figure: who is meant, where, its series, repetitions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz

from nuzuh.loaders.ledger import WITHIN
from nuzuh.loaders.publishers import UNATTRIBUTED
from nuzuh.loaders.user.places.names import ask_about, find_place

_SERIES_ROWS = 5
_MOST_NAMES = 4
_ALIKE = 60
_AS_GOOD = 12
_SHORT = 5
BATCH = "GH"
"""The batch that new figures join: the letters before the number of their ids."""
_ID = re.compile(rf"{BATCH}(\d+)")


@dataclass(frozen=True)
class Earlier:
    """An earlier row of the series that a figure belongs to, or that may be the same statement.

    Attributes:
        id: its row.
        speaker: whose figure it is.
        as_of: the day that it describes, as an ISO date.
        since: its first day as an ISO date; "" without one.
        basis: whether that is stated or assumed; "" without one.
        quantifier: part of its number.
        number: value, else low, else high.
        unit: what it counts.
    """

    id: str
    speaker: str
    as_of: str
    since: str
    basis: str
    quantifier: str
    number: float
    unit: str


def next_id(ids: Collection[str]) -> str:
    """Return the next id of :data:`BATCH`, one that was never given.

    Args:
        ids: every id that ever was.

    >>> next_id({"GD0542", "GH0017", "GH0002", "own row"})
    'GH0018'
    """
    numbers = [int(found[1]) for one in ids if (found := _ID.fullmatch(one))]
    return f"{BATCH}{max(numbers, default=0) + 1:04d}"


def names_alike(name: str, publishers: pd.DataFrame) -> tuple[str, ...]:
    """Return publishers that a name may mean, the most alike first.

    >>> known = pd.DataFrame({"publisher": ["IDF", "UNRWA"], "full_name": ["Israel Defense Forces",
    ...     "UN Relief and Works Agency"], "name_ar": ["", ""], "name_he": ["", ""]})
    >>> names_alike("israeli defence forces", known)
    ('IDF',)
    """
    scores: dict[str, float] = {}
    for column in ("publisher", "full_name", "name_ar", "name_he"):
        for who, text in zip(publishers["publisher"], publishers[column], strict=True):
            scores[who] = max(_score(name.casefold(), text.casefold()), scores.get(who, 0.0))
    best = max(scores.values(), default=0.0)
    near = [who for who, score in scores.items() if score >= max(best - _AS_GOOD, _ALIKE)]
    return tuple(sorted(near, key=lambda who: (-scores[who], who))[:_MOST_NAMES])


def _score(name: str, text: str) -> float:
    """How alike two names are, of 100; a short one is no part of a long one."""
    few = min(len(name), len(text)) <= _SHORT
    return float(fuzz.ratio(name, text) if few else fuzz.token_set_ratio(name, text))


def publisher_named(name: str, publishers: pd.DataFrame) -> str:
    r"""Return the publisher that a name is, however it is written; "" for none of them.

    >>> known = pd.DataFrame({"publisher": ["IDF"], "full_name": ["Israel Defense Forces"],
    ...     "name_ar": ["الجيش الإسرائيلي"], "name_he": ["צה״ל"]})
    >>> publisher_named("idf", known), publisher_named("Israel Defense Forces", known)
    ('IDF', 'IDF')
    """
    plain = name.casefold()
    if plain == UNATTRIBUTED:
        return UNATTRIBUTED
    for column in ("publisher", "full_name", "name_ar", "name_he"):
        found = publishers.loc[publishers[column].str.casefold() == plain, "publisher"]
        # "BBC" and "BBC count" have one full name: then only the name of the tables will do.
        if len(found) == 1:
            return str(found.iloc[0])
    return ""


def place_named(name: str, known: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Return an area's name and P-codes as the ledger writes them; None where it is not known.

    Args:
        name: as the editor writes it.
        known: names and P-codes that the ledger has.

    >>> place_named("rafah", [("Rafah", "PS0275")]), place_named("Rafha", []) is None
    (('Rafah', 'PS0275'), True)
    """
    plain = name.casefold()
    for ours, codes in known:
        if ours.casefold() == plain:
            return ours, codes
    place = find_place(name)
    if place is None:
        return None
    if place.reach == "outside":
        return place.name, "EXT"
    return place.name, place.pcodes


def place_alike(name: str) -> str:
    """Return the P-codes of the area that a name is most like; "" for none."""
    return ask_about(name).proposed


def series_of(estimates: pd.DataFrame, row: pd.Series) -> tuple[Earlier, ...]:
    """Return the newest earlier rows of the same speaker and question, the newest first.

    Args:
        estimates: the ledger with ``speaker``.
        row: the figure, with ``speaker``.
    """
    same = pd.Series(data=True, index=estimates.index)
    for column in ("speaker", "measure", "unit", "scope", "origin_pcodes", "destination_pcodes"):
        same &= estimates[column].eq(row[column])
    if not row["origin_pcodes"] and not row["destination_pcodes"]:
        same &= estimates["destination"].eq(row["destination"])
    before = estimates[same & (estimates["as_of"] <= row["as_of"]) & estimates["repeats"].eq("")]
    newest = before.sort_values("as_of", kind="stable").iloc[::-1].head(_SERIES_ROWS)
    return tuple(_earlier(one) for _, one in newest.iterrows())


def same_statements(estimates: pd.DataFrame, row: pd.Series) -> tuple[Earlier, ...]:
    """Return rows that may be the same statement, each by the first figure of that statement.

    Those are of the same number, measure and unit within two days, of the speaker
    itself, or of anybody who has the same ends.
    """
    number = _numbers(estimates)
    near = (estimates["as_of"] - row["as_of"]).abs() <= WITHIN
    same = near & number.eq(_number(row))
    for column in ("measure", "unit"):
        same &= estimates[column].eq(row[column])
    ends = estimates["origin_pcodes"].eq(row["origin_pcodes"])
    ends &= estimates["destination_pcodes"].eq(row["destination_pcodes"])
    same &= ends | estimates["speaker"].eq(row["speaker"])
    same &= estimates["id"].ne(row["id"])
    first = estimates["repeats"].where(estimates["repeats"].ne(""), estimates["id"])
    firsts = list(dict.fromkeys(first[same]))
    by_id = estimates.set_index("id", drop=False)
    found = [by_id.loc[one] for one in firsts if one in by_id.index]
    found.sort(key=lambda one: one["speaker"] != row["speaker"])
    return tuple(_earlier(one) for one in found)


def _numbers(estimates: pd.DataFrame) -> pd.Series:
    return estimates["value"].fillna(estimates["low"]).fillna(estimates["high"])


def _number(row: pd.Series) -> float:
    return float(next((row[n] for n in ("value", "low", "high") if pd.notna(row[n])), 0.0))


def _earlier(row: pd.Series) -> Earlier:
    start = row["period_start"]
    return Earlier(
        str(row["id"]),
        str(row["speaker"]),
        str(row["as_of"].date()),
        "" if pd.isna(start) else str(start.date()),
        str(row["period_basis"]),
        str(row["quantifier"]),
        _number(row),
        str(row["unit"]),
    )
