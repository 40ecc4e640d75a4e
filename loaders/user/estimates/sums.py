"""Rows that are called totals, held against the rows that they stand for."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import coverage_of
from nuzuh.loaders.user.estimates.groups import Kept
from nuzuh.loaders.user.estimates.lines import Line, by_key
from nuzuh.loaders.user.estimates.record import PUBLISHER
from nuzuh.loaders.user.estimates.totals import Added, agrees
from nuzuh.loaders.user.headers.columns import Columns
from nuzuh.loaders.user.places.gazetteer import lies_within
from nuzuh.loaders.user.refusal import Problem, Question

_ALWAYS = ("measure", "counting", "unit")
_WHERE_SAID = ("publisher", "as_of", "period_start")


def held_totals(
    totals: Sequence[Line], lines: Sequence[Line], outside: Sequence[Line], found: Columns
) -> Kept:
    """Hold totals against their rows; one that is alone is asked about, a wrong one a problem.

    Args:
        totals: the rows that are called totals.
        lines: the figures in use.
        outside: figures outside the Strip: a total may hold them too.
        found: what each column is.
    """
    kept = Kept([])
    summed = _Sums(lines, outside)
    alone: dict[str, int] = {}
    given = found.given("destination")
    for line in totals:
        told = line.destination.told
        sums = summed.of(line)
        if not sums:
            alone[told] = alone.get(told, 0) + 1
            continue
        count = line.count()
        if count is None or any(agrees(count, added) for added in sums):
            continue
        way = Question("area", told).option("")
        rule = (
            "is called a total, and the rows that it stands for come to another sum: mend one "
            f"of them, or leave the total out with {way}"
        )
        cell = f"{count:,.15g} ≠ {sums[0].sum:,.15g}"
        kept.problems.append(Problem(line.number, given, rule, cell))
    kept.questions = [
        Question("area", told, "", 0, (*pc.GOVERNORATES, ""), rows) for told, rows in alone.items()
    ]
    return kept


class _Sums:
    """The rows that a total of some day, measure and publisher stands for."""

    def __init__(self, lines: Sequence[Line], outside: Sequence[Line]) -> None:
        self._inside, self._outside = lines, outside
        self._said = lru_cache(maxsize=None)(self._by_said)
        self._of = lru_cache(maxsize=None)(self._matching)

    def of(self, total: Line) -> tuple[Added, ...]:
        """Return the sums that a total may be: of its rows inside the Strip, and of all of them."""
        said = tuple(name for name in _WHERE_SAID if _says(total, name))
        return self._of(said, _values(total, said))

    def _by_said(
        self, said: tuple[str, ...]
    ) -> tuple[dict[Hashable, list[Line]], dict[Hashable, list[Line]]]:
        def key(line: Line) -> Hashable:
            return _values(line, said)

        return by_key(self._inside, key), by_key(self._outside, key)

    def _matching(self, said: tuple[str, ...], values: Hashable) -> tuple[Added, ...]:
        inside, outside = (_smallest(rows.get(values, [])) for rows in self._said(said))
        several = [lines for lines in (inside, [*inside, *outside]) if lines]
        counts = ([c for line in lines if (c := line.count()) is not None] for lines in several)
        return tuple(map(Added.of, counts))


def _says(line: Line, name: str) -> bool:
    """Whether a total says of which day or publisher it is; a blank one is of all there are."""
    return line.record[name] not in (None, "", PUBLISHER)


def _values(line: Line, said: tuple[str, ...]) -> Hashable:
    return tuple(line.record[name] for name in (*_ALWAYS, *said))


def _smallest(lines: Sequence[Line]) -> list[Line]:
    """The lines that hold no other: a row of the Strip beside its governorates is left out."""
    sets = {str(line.record["destination_pcodes"]) for line in lines} - {""}
    told = {line.destination.told for line in lines}
    kept = []
    for line in lines:
        codes = pc.split(str(line.record["destination_pcodes"]))
        holds = any(pc.split(other) < codes for other in sets)
        if line.destination.fate == "outside":
            holds = any(lies_within(other, line.destination.told) for other in told)
        if not holds:
            kept.append(line)
    whole = {line.record["destination_pcodes"] for line in kept if _is_whole(line)}
    return [
        line for line in kept if _is_whole(line) or line.record["destination_pcodes"] not in whole
    ]


def _is_whole(line: Line) -> bool:
    name, codes = str(line.record["destination"]), str(line.record["destination_pcodes"])
    return not codes or coverage_of(name, codes) in ("whole", "city")
