"""Which of our columns a reader's column is: by name, by HXL tag, or as a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from nuzuh.loaders.user.headers.hxl import column_of_tag, is_other, ranked_column_of_tag
from nuzuh.loaders.user.headers.vocabulary import (
    GIS_FIELDS,
    GOVERNORATES,
    VOCABULARY,
    exact,
    is_of_part,
    measure_of,
    names_of,
    plain,
    words_of,
)
from nuzuh.loaders.user.refusal import Problem, Question

__all__ = [
    "ASK",
    "STRONG",
    "SURE",
    "VOCABULARY",
    "Columns",
    "Match",
    "column_of_tag",
    "match_columns",
    "measure_of",
    "plain",
]

SURE = 94
"""Names at least this alike (of 100) are the same name with a slip of the keyboard."""

STRONG = 84
"""Names at least this alike are proposed for any column that is still free."""

ASK = 74
"""Names at least this alike are proposed where the column that is missing is needed."""

_NUMBERS = ("value", "low", "high")
_NEEDED = {
    "estimates": (
        ("as_of",),
        _NUMBERS,
        ("destination", "destination_pcodes", "origin", "origin_pcodes"),
    ),
    "orders": (("issued_on",),),
    "areas": (),
}
"""Of each of these a file must have one column."""

_DECISIVE = frozenset(
    [
        "value",
        "low",
        "high",
        "as_of",
        "period_start",
        "origin",
        "origin_pcodes",
        "destination",
        "destination_pcodes",
        "measure",
        "counting",
        "unit",
        "issued_on",
        "effective_from",
        "effective_to",
    ]
)
"""Columns of ours that make another figure of a row: of two for one of them the reader chooses."""


@dataclass(frozen=True)
class Match:
    """A reader's column and the column of ours that it is.

    Attributes:
        place: number of the column, from 0.
        given: its name in the file.
        ours: our column; "" when it is not used.
        how: ``name``, ``hxl``, ``layout``, ``alike``, ``confirmed`` or "" when it is not used.
        score: how alike the names are, 0 to 100.
        rank: how near the name or tag is to ours, 0 the nearest.
    """

    place: int
    given: str
    ours: str
    how: str
    score: int
    rank: int = 0

    @property
    def unused(self) -> Match:
        """The same column, left alone."""
        return replace(self, ours="", how="")


@dataclass(frozen=True)
class Columns:
    """What the columns of a file are, and what remains open."""

    matches: tuple[Match, ...]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The number of the reader's column for each of ours that was found."""
        return {match.ours: match.place for match in self.matches if match.ours}

    def given(self, ours: str) -> str:
        """The reader's name for a column of ours; ours when the file has none."""
        return next((m.given for m in self.matches if m.ours == ours), ours)


def match_columns(
    header: Sequence[str],
    tags: Sequence[str],
    kind: str,
    confirmed: Mapping[str, str],
    *,
    rows: Sequence[Sequence[object]] = (),
    layout: Mapping[str, str] | None = None,
) -> Columns:
    """Say what each column of a file is.

    Args:
        header: the reader's names.
        tags: the HXL tag of each, "" without one.
        kind: ``estimates``, ``areas`` or ``orders``.
        confirmed: the reader's word, by the reader's name: a column of ours, or
            "" to leave theirs out.
        rows: cells, to tell two columns for one thing from the same column twice.
        layout: columns of ours by the reader's names, in a file of a known layout; "" for
            one that is never used.
    """
    problems = _answers_wrong(header, kind, confirmed)
    matches, guesses = list[Match](), list[Match]()
    for place, (name, tag) in enumerate(zip(header, tags, strict=True)):
        if name in confirmed:
            matches.append(Match(place, name, confirmed[name], "confirmed", 100, -2))
        elif layout and name in layout:
            ours = layout[name]
            matches.append(Match(place, name, ours, "layout" if ours else "", 100, -1))
        else:
            match = _match(place, name, tag, kind)
            (guesses if match.how == "alike" else matches).append(match)
    if layout is not None:
        # Who knows the layout needs no guess.
        matches, guesses = matches + [guess.unused for guess in guesses], []
    matches, questions, twice = _once_each(matches, kind, rows)
    told, asked = _guessed(guesses, matches, kind)
    ordered = tuple(sorted((*matches, *told), key=lambda match: match.place))
    return Columns(ordered, (*questions, *asked), (*problems, *twice))


def _answers_wrong(header: Sequence[str], kind: str, confirmed: Mapping[str, str]) -> list[Problem]:
    ours = tuple(VOCABULARY[kind])
    problems = [
        Problem(0, "", f"has no column {name[:60]!r} to be taken as {column or 'nothing'}")
        for name, column in confirmed.items()
        if name not in header
    ]
    return problems + [
        Problem(0, name, f"cannot be {column[:60]!r}: choose one of {', '.join(ours)}")
        for name, column in confirmed.items()
        if name in header and column and column not in ours
    ]


def _match(place: int, name: str, tag: str, kind: str) -> Match:
    """What a column is by its tag, else by its name, else what it is most alike."""
    if kind == "estimates" and tag:
        ours, rank = ranked_column_of_tag(tag)
        if ours or is_other(tag):
            return Match(place, name, ours, "hxl" if ours else "", 100, rank)
    found = exact(name, kind)
    if found is not None:
        return Match(place, name, found[0], "name", 100, found[1])
    words, names = words_of(name), names_of(kind)
    alike = None
    if words and not GIS_FIELDS.fullmatch(name):
        alike = process.extractOne(words, list(names), scorer=fuzz.token_sort_ratio)
    if alike is None or alike[1] < ASK:
        return Match(place, name, "", "", 0)
    ours = names[alike[0]][0]
    if ours in _NUMBERS and (is_of_part(words) or any(map(str.isdigit, words))):
        return Match(place, name, "", "", 0)
    return Match(place, name, ours, "alike", int(alike[1]))


def _once_each(
    matches: list[Match], kind: str, rows: Sequence[Sequence[object]]
) -> tuple[list[Match], list[Question], list[Problem]]:
    """The nearest column for each of ours; where another may be it as well, that is asked."""
    ours = tuple(VOCABULARY[kind])
    kept: list[Match] = [match for match in matches if not match.ours]
    questions, problems = list[Question](), list[Problem]()
    by_ours: dict[str, list[Match]] = {}
    for match in matches:
        if match.ours:
            by_ours.setdefault(match.ours, []).append(match)
    moved = "origin" in by_ours
    for column, found in by_ours.items():
        first, *others = sorted(found, key=lambda match: (match.rank, match.place))
        kept.append(first)
        for other in others:
            kept.append(other.unused)
            if other.how == first.how == "confirmed":
                rule = f"is to be {column}, and so is {first.given[:40]!r}: leave one of them out"
                problems.append(Problem(0, other.given, rule))
            elif column in _DECISIVE and _may_be_meant(first, other, rows, moved=moved):
                questions.append(Question("column", other.given, column, 100, (*ours, "")))
    return kept, questions, problems


def _may_be_meant(
    first: Match, other: Match, rows: Sequence[Sequence[object]], *, moved: bool
) -> bool:
    """Whether a second column for the same thing says something else that may be meant."""
    if first.how in ("confirmed", "layout") or (first.how == "hxl" and first.rank < other.rank):
        return False
    if first.how == "hxl" and other.how == "name":
        return False
    is_area = first.ours == "destination" and not moved
    if is_area and words_of(first.given) in GOVERNORATES:
        return words_of(other.given) in GOVERNORATES and _differ(first, other, rows)
    return _differ(first, other, rows)


def _differ(first: Match, other: Match, rows: Sequence[Sequence[object]]) -> bool:
    if not rows:
        return True
    return any(row[first.place] != row[other.place] for row in rows)


def _guessed(
    guesses: Sequence[Match], matches: Sequence[Match], kind: str
) -> tuple[list[Match], list[Question]]:
    """Names that are alike ours: taken when sure, asked about where it matters, else left alone."""
    ours = tuple(VOCABULARY[kind])
    taken = {match.ours for match in matches if match.ours}
    lacking = {column for any_of in _NEEDED[kind] if not taken & set(any_of) for column in any_of}
    told, questions = list[Match](), list[Question]()
    asked: dict[str, int] = {}
    for guess in sorted(guesses, key=lambda match: -match.score):
        least = ASK if guess.ours in lacking else STRONG
        if guess.ours not in taken and guess.score >= SURE and guess.ours not in asked:
            told.append(guess)
            taken.add(guess.ours)
            continue
        wanted = guess.ours not in taken and guess.score >= asked.get(guess.ours, least)
        if wanted:
            asked[guess.ours] = guess.score
            questions.append(Question("column", guess.given, guess.ours, guess.score, (*ours, "")))
        else:
            told.append(guess.unused)
    return told, questions
