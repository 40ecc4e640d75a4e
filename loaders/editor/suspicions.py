"""What an audit found wrong in rows that keep every rule: each pattern warns, none refuses.

The words of a warning stand in the catalogues (``suspect.<id>`` says why, ``suspect.<id>.do``
what to do). A row that was looked at and stays as it is has a line in ``exceptions.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import pandas as pd
from rapidfuzz import fuzz

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import coverage_of
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.estimates import basis_of, is_weak
from nuzuh.loaders.ledger import WITHIN, Breach, route_of
from nuzuh.loaders.pages import page_of
from nuzuh.loaders.publishers import UNATTRIBUTED, speakers
from nuzuh.loaders.user.places.names import find_place
from nuzuh.loaders.user.values.number_words import QUANTIFIER_OF

_ENGLISH = sorted((w for w in QUANTIFIER_OF if re.fullmatch("[a-z ]+", w)), key=len, reverse=True)
_WORDED = re.compile(
    rf"\b({'|'.join(map(re.escape, _ENGLISH))})"
    r"\s+(?:a\s+)?(\d[\d,]*(?:\.\d+)?)\s?(million|thousand|m\b|k\b|percent|%)?",
    re.IGNORECASE,
)
_TIMES = {"million": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3}
_SAME = ({"exact", ""}, {"approximately"}, {"nearly"}, {"more than", "at least"})
_VAGUE_START = re.compile(
    r"\b(?:since|from|began in|starting)\s+(?:about\s+)?(?:mid|late|early)[- ](?:jan|feb|mar|apr|"
    r"may|jun|jul|aug|sep|oct|nov|dec)\w*|\b(?:since|over|in|during|within) the (?:past|last) "
    r"(?:month|week|two weeks|few days)\b|\bin (?:recent|a few) (?:days|weeks)\b",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"\b(?:expected to|expects|will (?:flee|leave|move|be displaced)|may be displaced|plans? to|"
    r"preparing to)\b",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\b(?:since|so far|total(?:s|ling)? (?:to|of|since)|cumulative|running)\b", re.IGNORECASE
)
_MOVES = re.compile(
    r"\bdisplacements (?:recorded|observed|counted|tracked)\b|\bcounted (?:each|every) time\b",
    re.IGNORECASE,
)
_MOVES_TITLE = re.compile(r"\bmovements\b", re.IGNORECASE)
_SAID_BY = {
    who: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for who, words in (
        ("Israeli prime minister", "netanyahu|israeli prime minister"),
        ("Israeli defence minister", "katz|israeli defen[cs]e minister"),
        ("Israeli security source", "(?:israeli )?security (?:source|official)s?"),
        ("Palestinian Civil Defence", "civil defen[cs]e"),
    )
}
_PART_OF_RUNNING = re.compile(r"\bpart of the (?:cumulative|running)\b", re.IGNORECASE)
_LONG = pd.Timedelta(days=7)
"""Counts of intervals that are shorter stand beside each other."""
_MANY = 1.25
"""More people in an area than so many times those from before the war, by that alone, is odd."""
_NEARLY_ALL = 0.85
"""Such a part of the Strip's people in a part of the Strip, likewise."""
_OLDER = re.compile(r"\b(?:quoting|citing|fact sheet|data of|retrospective)\b", re.IGNORECASE)
_ALIKE = 60
"""Titles of one page that are less alike (of 100) may be of two."""
_LONG_AFTER = pd.Timedelta(days=60)
"""A page so much later than the day it tells of may not have been the first."""

Found = Iterator[tuple[Breach, dict[str, object]]]


@dataclass(frozen=True)
class Suspicion:
    """A pattern that was often wrong.

    Attributes:
        id: the name by which ``exceptions.csv`` accepts a row, and its words are found.
        column: the column that it points at.
        find: what matches in a frame with ``speaker`` and ``number`` beside its columns;
            each with what its words tell beside the ids.
    """

    id: str
    column: str
    find: Callable[[pd.DataFrame], Found]


def _alone(frame: pd.DataFrame, hit: pd.Series, **columns: str) -> Found:
    for row in hit.to_numpy().nonzero()[0]:
        parts = {name: frame[column].iloc[row] for name, column in columns.items()}
        yield (int(row), int(row)), parts


def _text(frame: pd.DataFrame) -> pd.Series:
    return frame["source_title"] + " \n " + frame["note"]


def _amount(digits: str, times: str) -> float:
    return float(digits.rstrip(",").replace(",", "")) * _TIMES.get(times.casefold(), 1.0)


def _words(frame: pd.DataFrame) -> Found:
    rows = zip(_text(frame), frame["number"], frame["quantifier"], strict=True)
    for row, (text, number, quantifier) in enumerate(rows):
        told = [
            (QUANTIFIER_OF.get(word.casefold(), ""), word)
            for word, digits, times in _WORDED.findall(text)
            if _amount(digits, times) == number
        ]
        if told and not any(_alike(one, quantifier) for one, _ in told):
            yield (row, row), {"words": told[0][1], "label": quantifier}


def _alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= same for same in _SAME)


def _counts(frame: pd.DataFrame) -> Found:
    moved = frame["measure"].eq("movement") & frame["unit"].eq("people")
    # What a note says of movements is a rule of the ledger.
    says = _text(frame).str.contains(_MOVES) | frame["source_title"].str.contains(_MOVES_TITLE)
    return _alone(frame, moved & says)


def _no_start(frame: pd.DataFrame) -> Found:
    moved = frame["measure"].isin(["movement", "births"]) & frame["period_start"].isna()
    return _alone(frame, moved)


def _running_day(frame: pd.DataFrame) -> Found:
    one_day = frame["measure"].eq("movement") & frame["period_start"].eq(frame["as_of"])
    part = frame["note"].str.contains(_PART_OF_RUNNING)
    return _alone(frame, one_day & frame["note"].str.contains(_RUNNING) & ~part)


def _vague_start(frame: pd.DataFrame) -> Found:
    text = _text(frame)
    stated = frame["period_basis"].eq("stated")
    # Where its publisher names the day elsewhere, "mid-August" is that day.
    named = [
        pd.notna(start) and _names_day(told, start)
        for told, start in zip(text, frame["period_start"], strict=True)
    ]
    known = set(frame.loc[named, ["speaker", "period_start"]].itertuples(index=False, name=None))
    cells = zip(frame["speaker"], frame["period_start"], strict=True)
    open_ = pd.Series([cell not in known for cell in cells], index=frame.index)
    return _alone(frame, stated & open_ & text.str.contains(_VAGUE_START))


def _names_day(text: str, day: pd.Timestamp) -> bool:
    month, plain = f"{day:%B}", text.casefold()
    names = (month.casefold(), month[:3].casefold())
    return any(re.search(rf"\b{day.day} {name}\b|\b{name} {day.day}\b", plain) for name in names)


def _late(frame: pd.DataFrame) -> Found:
    late = frame["as_of"] > frame["source_date"]
    cells = zip(frame["note"], frame["measure"], frame["as_of"], strict=True)
    planned = pd.Series([basis_of(*c) == "projection" for c in cells], index=frame.index)
    return _alone(frame, late & ~planned)


def _dated(frame: pd.DataFrame) -> pd.Series:
    cells = zip(frame["source_title"], frame["source_url"], frame["source_date"], strict=True)
    return pd.Series([page_of(*cell) for cell in cells], index=frame.index)


def _long_after(frame: pd.DataFrame) -> Found:
    after = frame["source_date"] - frame["as_of"] > _LONG_AFTER
    moved = frame["measure"].eq("movement") & _dated(frame).eq("dated")
    # A row that says what its page goes back to, or that its date is doubtful, tells of it.
    told = _text(frame).str.contains(_OLDER) | is_weak(frame)
    return _alone(frame, moved & after & ~told)


def _one_page(frame: pd.DataFrame) -> Found:
    first: dict[str, tuple[int, str, pd.Timestamp]] = {}
    told: set[str] = set()
    columns = ("source_url", "source_title", "source_date")
    pages = zip(*(frame[column] for column in columns), _dated(frame), strict=True)
    for row, (link, title, day, page) in enumerate(pages):
        if not link or page == "copy" or link in told:
            continue
        other, before, then = first.setdefault(link, (row, title, day))
        other_day = pd.notna(day) and pd.notna(then) and day != then
        alike = fuzz.token_set_ratio(before.casefold(), title.casefold())
        if other_day or alike < _ALIKE:
            told.add(link)
            yield (row, other), {}


def _strip_for_area(frame: pd.DataFrame) -> Found:
    before = people_before_the_war()
    stock = frame["measure"].isin(["people_present", "idps", "sheltered"])
    stock &= frame["unit"].eq("people")
    strip = sum(before.values())
    for row in stock.to_numpy().nonzero()[0]:
        codes = pc.split(frame["destination_pcodes"].iloc[row]) & pc.STRIP
        number = float(frame["number"].iloc[row])
        most = (_MANY if len(codes) == len(pc.STRIP) else _NEARLY_ALL) * strip
        if codes and number > most:
            yield (int(row), int(row)), {"area": frame["destination"].iloc[row]}


def _codes(frame: pd.DataFrame) -> Found:
    for end in ("origin", "destination"):
        # A name in brackets is of some who are there: shelters across the Strip have no codes.
        whole = ~frame[end].str.contains("(", regex=False)
        bare = frame[end].ne("") & frame[f"{end}_pcodes"].eq("") & whole
        for row in bare.to_numpy().nonzero()[0]:
            known = _codes_of(frame[end].iloc[row])
            if known:
                yield (int(row), int(row)), {"area": frame[end].iloc[row], "codes": known}


@lru_cache(maxsize=512)
def _codes_of(name: str) -> str:
    place = find_place(name)
    return "" if place is None or place.finer or place.reach != "inside" else place.pcodes


def _wrong_codes(frame: pd.DataFrame) -> Found:
    for end in ("origin", "destination"):
        for row, (name, codes) in enumerate(zip(frame[end], frame[f"{end}_pcodes"], strict=True)):
            known = _codes_of(name) if name and codes else ""
            if known and not pc.split(known) & pc.split(codes):
                yield (row, row), {"area": name, "codes": known}


def _city(frame: pd.DataFrame) -> Found:
    present = frame["measure"].eq("people_present") & frame["unit"].eq("people")
    cells = zip(frame["destination"], frame["destination_pcodes"], strict=True)
    city = pd.Series([coverage_of(*cell) == "city" for cell in cells], index=frame.index)
    before = people_before_the_war()["PS0260"]
    # Far below the governorate's people it is the city's alone.
    home = frame["as_of"] < pd.Timestamp("2023-10-07")
    return _alone(frame, present & city & home & frame["number"].lt(before), area="destination")


def _forecast(frame: pd.DataFrame) -> Found:
    cells = zip(frame["note"], frame["measure"], frame["as_of"], strict=True)
    planned = pd.Series(
        [basis_of(*c) in ("projection", "planning") for c in cells], index=frame.index
    )
    people = frame["measure"].isin(["movement", "idps", "people_present", "under_orders"])
    plan = frame["measure"].eq("control_zone_plan")
    told = _text(frame).str.contains(_FORECAST)
    return _alone(frame, people & told & ~planned & ~plan)


def _who(frame: pd.DataFrame) -> Found:
    group = frame["speaker"].isin(["IDF", "Israeli authorities", *_SAID_BY])
    group |= frame["speaker"].str.startswith("Gaza Government")
    for row in group.to_numpy().nonzero()[0]:
        speaker, title = frame["speaker"].iloc[row], frame["source_title"].iloc[row]
        for who, told in _SAID_BY.items():
            if who != speaker and told.search(title):
                yield (int(row), int(row)), {"who": who, "speaker": speaker}
                break


def _above_total(frame: pd.DataFrame) -> Found:
    moved = frame[frame["measure"].eq("movement") & frame["period_start"].notna()]
    for _, same in moved.groupby(route_of(frame)):
        rows = list(
            zip(same.index, same["period_start"], same["as_of"], same["number"], strict=True)
        )
        for one, two in combinations(rows, 2):
            for (row, first, last, n), (other, begins, ends, total) in ((one, two), (two, one)):
                inside = begins <= first and last <= ends and (begins, ends) != (first, last)
                if inside and n > total * 1.02:
                    yield (int(row), int(other)), {}


def _overlaps(frame: pd.DataFrame) -> Found:
    moved = frame[frame["measure"].eq("movement") & frame["repeats"].eq("")]
    moved = moved[moved["period_start"].notna() & moved["unit"].eq("movements")]
    for _, same in moved.groupby(route_of(frame)):
        rows = sorted(zip(same["period_start"], same["as_of"], same.index, strict=True))
        for (first, last, other), (begins, ends, row) in combinations(rows, 2):
            short = max(last - first, ends - begins) < _LONG
            if first < begins <= last < ends and short:
                yield (int(row), int(other)), {}


def _again(frame: pd.DataFrame) -> Found:
    """The same number of the same ends within days, of another speaker who may be the same."""
    columns = ["measure", "unit", "origin_pcodes", "destination_pcodes", "number"]
    first = frame["repeats"].where(frame["repeats"] != "", frame["id"])
    cells = frame.assign(first=first).sort_values("as_of", kind="stable")
    cells = cells[cells["number"].ge(1000) & cells.duplicated(columns, keep=False)]
    for _, same in cells.groupby(columns):
        told = same[["as_of", "first", "speaker", "according_to", "period_start"]].itertuples()
        for one, two in combinations(told, 2):
            (other, before, origin, whose, passed, starts), (row, day, again, who, by, start) = (
                one,
                two,
            )
            vague = UNATTRIBUTED in (passed, by) or _nested(whose, who)
            other_period = pd.notna(start) and pd.notna(starts) and start != starts
            if day - before <= WITHIN and origin != again and vague and not other_period:
                yield (int(row), int(other)), {}


def _nested(one: str, two: str) -> bool:
    """Whether one of two names may stand for the other: the UN for a part of it."""
    return one != two and "UN" in (one, two) and {one, two} & _OF_UN != set()


_OF_UN = {"OCHA", "UNRWA", "SMC", "UNICEF", "WHO", "UN agency (not named)", "IOM"}

SUSPICIONS = (
    Suspicion("words", "quantifier", _words),
    Suspicion("counts", "counting", _counts),
    Suspicion("no_start", "period_start", _no_start),
    Suspicion("one_day", "period_start", _running_day),
    Suspicion("vague_start", "period_basis", _vague_start),
    Suspicion("before_its_day", "as_of", _late),
    Suspicion("long_after", "source_date", _long_after),
    Suspicion("one_page", "source_title", _one_page),
    Suspicion("strip", "destination_pcodes", _strip_for_area),
    Suspicion("codes", "destination_pcodes", _codes),
    Suspicion("other_codes", "destination_pcodes", _wrong_codes),
    Suspicion("city", "destination_pcodes", _city),
    Suspicion("forecast", "measure", _forecast),
    Suspicion("who", "publisher", _who),
    Suspicion("above_total", "value", _above_total),
    Suspicion("overlaps", "period_start", _overlaps),
    Suspicion("again", "repeats", _again),
)
"""Every pattern; each one is tested by a row that shows it."""


COLUMNS_OF = {one.id: one.column for one in SUSPICIONS}
"""The column that each pattern points at."""


def suspected(frame: pd.DataFrame) -> dict[str, list[tuple[Breach, dict[str, object]]]]:
    """Return what matches each pattern, by its id, with nothing accepted.

    Args:
        frame: estimates that keep the rules of a row.
    """
    given = frame.reset_index(drop=True)
    number = given["value"].fillna(given["low"]).fillna(given["high"])
    given = given.assign(speaker=speakers(given), number=number)
    return {one.id: list(one.find(given)) for one in SUSPICIONS}
