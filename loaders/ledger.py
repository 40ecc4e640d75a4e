"""The rules that hold between the rows of the ledger of estimates, and who may break them.

A row of its own keeps the rules of :mod:`nuzuh.loaders.estimates`. Those here compare
rows or read what a note says; they hold for the embedded ledger, where every
breach is mended or named in ``exceptions.csv`` with its reason. Live figures
and a reader's own are not held to them: what others publish next may well fall.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.publishers import UNATTRIBUTED, speakers
from nuzuh.loaders.schema import HEADER_ROWS

EXCEPTIONS = "exceptions.csv"

_ROUTE = ["speaker", "unit", "origin", "origin_pcodes", "destination", "destination_pcodes"]
_STATEMENT = ["measure", "speaker", "unit", "origin", "destination", "number"]
WITHIN = pd.Timedelta(days=2)
"""Within so many days the same number of the same speaker is the same statement."""
_LONG = pd.Timedelta(days=14)
"""A count that runs at least so long is a running total, not the count of an interval."""
_ONE_START = pd.Timedelta(days=20)
"""Running totals of one speaker and route that begin so close to each other are one series."""
_CLUSTER_COUNTS = (pd.Timestamp("2025-03-18"), pd.Timestamp("2025-10-09"))
"""Between the two truces the UN's figures of people moving add up the Site Management Cluster's
counts of movements."""
_ROUND = 1000

_MOVEMENTS = re.compile(r"\bmovements\b", re.IGNORECASE)
_HOUSEHOLDS = re.compile(r"([0-9][0-9,]*) (?:more )?(?:households|families)\b", re.IGNORECASE)

Breach = tuple[int, int]
"""Number of the row, and of the row that it is held against: its own where it stands alone."""

SUSPICIONS = (
    "words",
    "counts",
    "no_start",
    "one_day",
    "vague_start",
    "before_its_day",
    "long_after",
    "one_page",
    "strip",
    "codes",
    "other_codes",
    "city",
    "forecast",
    "who",
    "above_total",
    "overlaps",
    "again",
)
"""Names of the patterns of :mod:`nuzuh.loaders.editor.suspicions`, which only warn: an exception
accepts a row that was looked at. `nuzuh figure check` finds one that accepts nothing."""


def route_of(frame: pd.DataFrame) -> list[pd.Series]:
    """Return what the running totals of one series have in common."""
    return [frame[column] for column in _ROUTE]


@dataclass(frozen=True)
class Rule:
    """A rule of the ledger.

    Attributes:
        id: the name by which ``exceptions.csv`` excuses a figure from it.
        column: the column that a refusal points at.
        told: the rule, in the words of a refusal.
        find: the breaches in a frame with ``speaker`` and ``number`` beside its
            columns, given the publishers by name.
        excusable: whether an exception can be named.
    """

    id: str
    column: str
    told: str
    find: Callable[[pd.DataFrame, pd.DataFrame], Iterator[Breach]]
    excusable: bool = True


def _alone(broken: pd.Series) -> Iterator[Breach]:
    return ((int(row), int(row)) for row in broken.to_numpy().nonzero()[0])


def _no_side(frame: pd.DataFrame, publishers: pd.DataFrame) -> Iterator[Breach]:
    return _alone(~frame["publisher"].isin(publishers.index))


def _speaker_unknown(frame: pd.DataFrame, publishers: pd.DataFrame) -> Iterator[Breach]:
    known = {"", UNATTRIBUTED, *publishers.index}
    return _alone(~frame["according_to"].isin(known))


def _whose(frame: pd.DataFrame, publishers: pd.DataFrame) -> Iterator[Breach]:
    passes_on = frame["publisher"].map(publishers["passes_on"]).eq("yes")
    return _alone(passes_on & frame["according_to"].eq(""))


def _people_for_movements(frame: pd.DataFrame, publishers: pd.DataFrame) -> Iterator[Breach]:
    people = frame["measure"].eq("movement") & frame["unit"].eq("people")
    says_so = frame["note"].str.contains(_MOVEMENTS)
    of_un = frame["speaker"].map(publishers["group"]).eq("un")
    then = frame["period_start"].between(*_CLUSTER_COUNTS)
    beyond = frame["origin_pcodes"].eq("EXT") | frame["destination_pcodes"].eq("EXT")
    return _alone(people & (says_so | (of_un & then & ~beyond)))


def _exact_and_round(frame: pd.DataFrame, _: pd.DataFrame) -> Iterator[Breach]:
    value = frame["value"]
    return _alone(frame["quantifier"].eq("exact") & value.ge(_ROUND) & value.mod(_ROUND).eq(0))


def _households_as_people(frame: pd.DataFrame, _: pd.DataFrame) -> Iterator[Breach]:
    told = [
        {float(count.replace(",", "")) for count in _HOUSEHOLDS.findall(note)}
        for note in frame["note"]
    ]
    same = [number in counts for number, counts in zip(frame["number"], told, strict=True)]
    return _alone(frame["unit"].eq("people") & pd.Series(same, index=frame.index))


def _running(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["measure"].eq("movement") & (frame["period_start"] < frame["as_of"])]


def _falls(frame: pd.DataFrame, _: pd.DataFrame) -> Iterator[Breach]:
    for _, series in _running(frame).groupby([*_ROUTE, "period_start"]):
        days = list(zip(series.index, series["as_of"], series["number"], strict=True))
        for (row, day, number), (other, before, highest) in combinations(days, 2):
            if day > before and number < highest:
                yield row, other
            elif before > day and highest < number:
                yield other, row


def _starts(frame: pd.DataFrame, _: pd.DataFrame) -> Iterator[Breach]:
    totals = _running(frame)
    totals = totals[totals["as_of"] - totals["period_start"] >= _LONG]
    for _, series in totals.groupby(_ROUTE):
        rows = list(zip(series.index, series["period_start"], series["as_of"], strict=True))
        for one, two in combinations(rows, 2):
            (other, first, ends), (row, second, _) = sorted((one, two), key=lambda r: r[1])
            if pd.Timedelta(0) < second - first <= _ONE_START and second < ends:
                yield row, other


def _unmarked_repeats(frame: pd.DataFrame, _: pd.DataFrame) -> Iterator[Breach]:
    first = frame["repeats"].where(frame["repeats"] != "", frame["id"])
    cells = frame.assign(first=first).sort_values("as_of", kind="stable")
    # Hundreds of groups of one row take their time, and hold nothing against each other.
    cells = cells[cells.duplicated(_STATEMENT, keep=False)]
    for _, same in cells.groupby(_STATEMENT):
        rows = same[["as_of", "period_start", "first"]].itertuples()
        for (other, before, start, told), (row, day, begins, again) in combinations(rows, 2):
            other_period = pd.notna(start) and pd.notna(begins) and start != begins
            if day - before <= WITHIN and told != again and not other_period:
                yield row, other


def _chains(frame: pd.DataFrame, _: pd.DataFrame) -> Iterator[Breach]:
    by_id = frame.set_index("id")
    first = by_id.reindex(frame["repeats"])
    told = frame["repeats"].isin(frame["id"]).to_numpy()
    chained = first["repeats"].fillna("").ne("").to_numpy()
    other = first["measure"].to_numpy() != frame["measure"].to_numpy()
    return _alone(pd.Series(told & (chained | other), index=frame.index))


RULES = (
    Rule(
        "publisher",
        "publisher",
        "a publisher has a side: give it one in publishers.csv",
        _no_side,
        excusable=False,
    ),
    Rule(
        "speaker",
        "according_to",
        f"names nobody in publishers.csv, nor {UNATTRIBUTED!r}",
        _speaker_unknown,
        excusable=False,
    ),
    Rule("chain", "repeats", "a repetition names the first such figure, of its measure", _chains),
    Rule(
        "whose",
        "according_to",
        f"who passes figures on says whose they are: a speaker, or {UNATTRIBUTED!r}",
        _whose,
    ),
    Rule(
        "movements",
        "counting",
        "what adds up counts of movements is in movements, not in people",
        _people_for_movements,
    ),
    Rule("round", "quantifier", "a round thousand is not exact: approximately", _exact_and_round),
    Rule(
        "households",
        "unit",
        "the number is that of the households in the note, not of people",
        _households_as_people,
    ),
    Rule("falls", "value", "a running total of one speaker, route and start falls", _falls),
    Rule("starts", "period_start", "one series has one start", _starts),
    Rule(
        "repeats",
        "repeats",
        "the same number of the same speaker within two days is a repetition",
        _unmarked_repeats,
    ),
)
"""Every rule of the ledger; each one is tested by breaking it."""


def breaches(frame: pd.DataFrame, publishers: pd.DataFrame) -> dict[str, list[Breach]]:
    """Return what breaks each rule, by its id, with no exception made.

    Args:
        frame: estimates that keep the rules of a row.
        publishers: as :func:`nuzuh.loaders.load_publishers` returns them.
    """
    given = frame.reset_index(drop=True)
    number = given["value"].fillna(given["low"]).fillna(given["high"])
    given = given.assign(speaker=speakers(given), number=number)
    by_name = publishers.set_index("publisher")
    return {rule.id: list(rule.find(given, by_name)) for rule in RULES}


def hold_ledger(
    frame: pd.DataFrame, publishers: pd.DataFrame, exceptions: pd.DataFrame, file: str
) -> None:
    """Refuse a ledger that breaks a rule without a named exception.

    An exception for either of two rows that are held against each other excuses both.

    Raises:
        DataError: naming row, column and rule of the first breach; or the
            exception that excuses nothing.
    """
    ids = frame["id"].tolist()
    found = breaches(frame, publishers)
    may = {rule.id for rule in RULES if rule.excusable} | set(SUSPICIONS)
    named = set(zip(exceptions["id"], exceptions["rule"], strict=True))
    open_, used = open_breaches(found, ids, named)
    idle = {one for one in named - used if one[1] not in SUSPICIONS}
    if open_:
        raise _refusal(open_, ids, file)
    for number, (figure, name) in enumerate(
        zip(exceptions["id"], exceptions["rule"], strict=True), start=HEADER_ROWS
    ):
        if (figure, name) in idle:
            rule_told = (
                f"{figure} keeps the rule {name!r}: an exception that excuses nothing goes"
                if name in may
                else f"{name[:40]!r} is no rule to be excused from: one of {', '.join(sorted(may))}"
            )
            raise DataError(EXCEPTIONS, rule_told, row=number, column="rule")


def open_breaches(
    found: Mapping[str, list[Breach]], ids: Sequence[str], named: AbstractSet[tuple[str, str]]
) -> tuple[list[tuple[int, Rule, int]], set[tuple[str, str]]]:
    """Return the breaches that no exception excuses, and the exceptions that excuse one.

    Args:
        found: of :func:`breaches`.
        ids: of the rows.
        named: id and rule of each exception.
    """
    open_: list[tuple[int, Rule, int]] = []
    used: set[tuple[str, str]] = set()
    for rule in RULES:
        for row, other in found[rule.id]:
            excused = {(ids[row], rule.id), (ids[other], rule.id)} & named
            if rule.excusable and excused:
                used |= excused
            else:
                open_.append((row, rule, other))
    return open_, used


def _refusal(found: list[tuple[int, Rule, int]], ids: list[str], file: str) -> DataError:
    row, rule, other = min(found, key=lambda breach: breach[0])
    told = rule.told + (f" (held against {ids[other]})" if other != row else "")
    if rule.excusable:
        told += f"; mend it, or name {ids[row]} in {EXCEPTIONS} under {rule.id!r} with a reason"
    others = len({(r, breach.id) for r, breach, _ in found}) - 1
    if others:
        told += f" (and {others} more like it or other)"
    return DataError(file, told, row=row + HEADER_ROWS, column=rule.column)


def hold_issuers(orders: pd.DataFrame, publishers: pd.DataFrame, file: str) -> None:
    """Refuse an order whose issuer has no side.

    Raises:
        DataError: naming the row.
    """
    unknown = ~orders["issuer"].isin(publishers["publisher"])
    if unknown.any():
        row = int(unknown.to_numpy().argmax()) + HEADER_ROWS
        rule = "an issuer has a side: give it one in publishers.csv"
        raise DataError(file, rule, row=row, column="issuer")


def hold_evidence(closures: pd.DataFrame, estimates: pd.DataFrame, file: str) -> None:
    """Refuse a closure that rests on a figure which is not in the ledger.

    Raises:
        DataError: naming the row.
    """
    ids = set(estimates["id"])
    for row, evidence in enumerate(closures["evidence"], start=HEADER_ROWS):
        missing = [figure for figure in evidence.split() if figure not in ids]
        if missing:
            rule = f"{missing[0]} is not in the estimates"
            raise DataError(file, rule, row=row, column="evidence")
