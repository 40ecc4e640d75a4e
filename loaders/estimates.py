"""Published displacement estimates: every figure with its publisher, kind, range and source."""

from __future__ import annotations

import re
from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders.areas import coverage_of
from nuzuh.loaders.current import current
from nuzuh.loaders.exceptions import load_exceptions
from nuzuh.loaders.ledger import hold_ledger
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.pages import with_pages
from nuzuh.loaders.publishers import load_publishers, speakers
from nuzuh.loaders.quantifiers import NUMBERS_OF, numbers_fit
from nuzuh.loaders.records.note import BASIS, is_records_row
from nuzuh.loaders.schema import (
    LARGEST,
    column_rule,
    hold,
    known_pcodes,
    read_csv,
    row_rule,
    to_dates,
    to_numbers,
    web_address,
)
from nuzuh.loaders.table import Table

KIND_OF_MEASURE = {
    "people_present": "stock",
    "idps": "stock",
    "sheltered": "stock",
    "children_under_10": "stock",
    "children_present": "stock",
    "adults_present": "stock",
    "abroad_registered_to_return": "stock",
    "density": "stock",
    "movement": "flow",
    "births": "flow",
    "population_change": "flow",
    "deaths": "cumulative",
    "under_orders": "state",
    "control_zone": "state",
    "control_zone_plan": "state",
    "affected": "state",
}
"""Each measure's kind: a stock on a date, a flow in a period, a running total, or a state."""

QUANTIFIERS = tuple(NUMBERS_OF)
SCOPES = ("orders", "orders or zones", "ever ordered", "one order", "zones", "other")
"""What a published share under orders counts: orders in force; these or militarised zones; whatever
was ever ordered; a single order; zones behind a military line; something else, as the note says."""
UNITS = ("people", "movements", "households", "percent", "km2", "people per km2")

COLUMNS = (
    "id",
    "repeats",
    "publisher",
    "according_to",
    "measure",
    "counting",
    "scope",
    "origin",
    "origin_pcodes",
    "destination",
    "destination_pcodes",
    "period_start",
    "period_basis",
    "as_of",
    "value",
    "low",
    "high",
    "unit",
    "quantifier",
    "source_title",
    "source_url",
    "source_date",
    "seen",
    "note",
)
_DATES = ("period_start", "as_of", "source_date")
_NUMBERS = ("value", "low", "high")
_SIGNED = ("population_change",)

HOUSEHOLD_MEASURES = ("affected", "sheltered", "movement", "under_orders")
"""Measures that publishers also count in households; elsewhere people are meant."""

WAR_BEGAN = pd.Timestamp("2023-10-07")
"""The first day of the war: what describes an earlier day is a pre-war figure."""

_HOME = re.compile(
    r"\bbaseline\b|\bhome population\b|\bpre-war (residents|population)\b|\bcensus\b", re.IGNORECASE
)
_PROJECTION = re.compile(r"\bprojection\b|\bnot an observation\b|\bforecast\b", re.IGNORECASE)
_PLANNING = re.compile(
    r"\bplanning (figure|population)\b|\bused as whole population\b", re.IGNORECASE
)
_HOUSEHOLDS_TOLD = re.compile(r"^(?:share of )?(?:households|families)\b", re.IGNORECASE)
_WEAK = re.compile(r"\bweak\b|\bdate to be confirmed\b", re.IGNORECASE)


def not_below_zero(frame: pd.DataFrame) -> pd.Series:
    """Return for each row whether its numbers can be counts: none below zero, but for changes.

    Args:
        frame: columns ``value``, ``low``, ``high`` and ``measure``.
    """
    numbers = frame[list(_NUMBERS)]
    return (numbers.min(axis=1).fillna(0) >= 0) | frame["measure"].isin(_SIGNED)


def _whole_counts(frame: pd.DataFrame) -> pd.Series:
    counts = frame["unit"].isin(["people", "movements", "households"])
    fraction = (frame[list(_NUMBERS)] % 1).fillna(0).max(axis=1)
    return ~counts | (fraction == 0)


def _people_meant(frame: pd.DataFrame) -> pd.Series:
    households = frame["unit"].eq("households")
    of_people = ~frame["measure"].isin(HOUSEHOLD_MEASURES) | frame["counting"].eq("people")
    # A note that begins so says what the number is, whatever the unit says.
    called = frame["unit"].eq("people") & frame["note"].str.contains(_HOUSEHOLDS_TOLD)
    return ~(households & of_people) & ~called


SCHEMA = pa.DataFrameSchema(
    {
        "id": pa.Column(
            str,
            column_rule(
                lambda cell: re.fullmatch(r"[A-Za-z0-9][\w.-]{0,63}", cell) is not None,
                "an id is 1 to 64 letters, digits, dots, dashes or underscores",
            ),
            unique=True,
        ),
        "publisher": pa.Column(str, column_rule(bool, "a figure must name its publisher")),
        "source_title": pa.Column(str, column_rule(bool, "a figure must cite a source")),
        "source_url": pa.Column(
            str, column_rule(web_address, "a source link is an http or https address, or empty")
        ),
        "measure": pa.Column(
            str,
            column_rule(
                KIND_OF_MEASURE.__contains__, f"a measure is one of {', '.join(KIND_OF_MEASURE)}"
            ),
        ),
        "counting": pa.Column(
            str,
            column_rule(
                ("people", "movements", "").__contains__,
                "what is counted is people or movements, or empty for land and shares",
            ),
        ),
        "scope": pa.Column(
            str,
            column_rule(
                ("", *SCOPES).__contains__,
                f"what a share under orders counts is one of {', '.join(SCOPES)}",
            ),
        ),
        "quantifier": pa.Column(
            str,
            column_rule(
                QUANTIFIERS.__contains__, f"a quantifier is one of {', '.join(QUANTIFIERS)}"
            ),
        ),
        "unit": pa.Column(
            str, column_rule(UNITS.__contains__, f"a unit is one of {', '.join(UNITS)}")
        ),
        "period_basis": pa.Column(
            str,
            column_rule(
                ("stated", "assumed", "").__contains__,
                "a period's start is stated, assumed, or empty when there is none",
            ),
        ),
        "origin_pcodes": pa.Column(
            str, column_rule(known_pcodes, "an unknown P-code: see places.csv for those in use")
        ),
        "destination_pcodes": pa.Column(
            str, column_rule(known_pcodes, "an unknown P-code: see places.csv for those in use")
        ),
        "as_of": pa.Column(
            "datetime64[s]",
            pa.Check(
                lambda s: s.notna(),
                error="a figure must have the date it describes",
                ignore_na=False,
            ),
            nullable=True,
        ),
    },
    checks=[
        row_rule(
            lambda f: f[list(_NUMBERS)].notna().any(axis=1),
            "a figure needs a value, a low or a high; what is not reported has no row",
            column="value",
        ),
        row_rule(
            lambda f: f[list(_NUMBERS)].abs().max(axis=1).fillna(0) < LARGEST,
            "a number is finite, and no larger than a count of people can be",
            column="value",
        ),
        row_rule(not_below_zero, "a count is never negative", column="value"),
        row_rule(
            _whole_counts, "people and movements are counted in whole numbers", column="value"
        ),
        row_rule(
            lambda f: ~(f["unit"].eq("percent") & (f[list(_NUMBERS)].max(axis=1) > 100)),
            "a share is at most 100 percent",
            column="value",
        ),
        row_rule(lambda f: ~(f["low"] > f["high"]), "low is above high", column="low"),
        row_rule(lambda f: ~(f["low"] > f["value"]), "low is above the value", column="low"),
        row_rule(lambda f: ~(f["value"] > f["high"]), "the value is above high", column="high"),
        row_rule(
            lambda f: ~(f["period_start"] > f["as_of"]),
            "the period ends before it starts",
            column="period_start",
        ),
        row_rule(
            numbers_fit,
            "the quantifier does not fit: more than and at least have a low alone, up to and "
            "less than a high alone, a range both ends and no value, the others a value",
            column="quantifier",
        ),
        row_rule(_people_meant, "counts households where people are meant", column="unit"),
        row_rule(
            lambda f: (
                (f["measure"].eq("under_orders") & f["unit"].eq("percent")) == f["scope"].ne("")
            ),
            "a share under orders says what it counts, and nothing else does",
            column="scope",
        ),
        row_rule(
            lambda f: f["unit"].ne("people") | f["counting"].ne(""),
            "what counts people says so: counting is people too",
            column="counting",
        ),
        row_rule(
            lambda f: f["unit"].eq("movements") == f["counting"].eq("movements"),
            "what counts movements has movements for its unit, and the other way round",
            column="counting",
        ),
        row_rule(
            lambda f: f["period_start"].notna() == (f["period_basis"] != ""),
            "a period's start and the basis for it go together",
            column="period_basis",
        ),
        row_rule(
            lambda f: (
                (f["measure"] != "movement") | ((f["origin"] != "") & (f["destination"] != ""))
            ),
            "a movement names where from and where to",
            column="origin",
        ),
        row_rule(lambda f: f["repeats"] != f["id"], "a figure repeats itself", column="repeats"),
    ],
)
"""The rules that every figure keeps; each one is tested by breaking it."""


def basis_of(note: str, measure: str, as_of: pd.Timestamp) -> str:
    """Tell what a figure rests on, from its note.

    Returns one of ``observed`` (stated as the situation of the day),
    ``derived`` (arithmetic on published figures), ``planning`` (a working
    total of the humanitarian response), ``home`` (people who belong to an area,
    wherever they are: registers, censuses, pre-war residents) and
    ``projection`` (a forecast, or a projection made before the war).

    >>> day = pd.Timestamp("2024-01-29")
    >>> basis_of("Derived: 2.22 million less 1,626,544", "people_present", day)
    'derived'
    >>> basis_of("Pre-war residents of that area", "under_orders", day)
    'home'
    """
    if note.startswith("Derived"):
        return "derived"
    if _PROJECTION.search(note):
        return "projection"
    told_home = measure in ("people_present", "under_orders") and _HOME.search(note)
    if told_home or (measure == "people_present" and as_of < WAR_BEGAN):
        return "home"
    if _PLANNING.search(note):
        return "planning"
    return "observed"


def read_estimates(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``estimates.csv``.

    Args:
        content: UTF-8 CSV with at least the columns of :data:`COLUMNS`.
        file: the name to use in messages.

    Returns:
        One row a figure, in file order. Beside the file's columns: ``page`` (see
        :func:`nuzuh.loaders.pages.page_of`), ``speaker`` (whose figure it is: who is
        named in ``according_to``, else the publisher), ``kind``,
        ``basis`` (see :func:`basis_of`; ``records`` for what is scaled from records and
        published nowhere), ``weak`` (the note says that date or author is doubtful),
        ``origin_coverage`` and ``destination_coverage`` (see
        :func:`nuzuh.loaders.areas.coverage_of`), ``low_bound`` and ``high_bound`` (the
        published range, infinite where it is open). A missing number is NaN, a missing
        date NaT; neither is ever zero.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    return complete(read_rows(content, file))


def read_rows(content: bytes, file: str) -> pd.DataFrame:
    """Return the file's own columns alone, each row of them valid by itself.

    Raises:
        DataError: as :func:`read_estimates`.
    """
    frame = read_csv(content, file, COLUMNS)
    frame = to_numbers(to_dates(frame, _DATES, file), _NUMBERS, file)
    return hold(SCHEMA, frame, file)


def complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that keeps :data:`SCHEMA` with the columns that follow from its own."""
    frame = with_pages(frame)
    frame["speaker"] = speakers(frame)
    frame["kind"] = frame["measure"].map(KIND_OF_MEASURE)
    frame["basis"] = [
        # The note of a figure from records says who is in them, and decides nothing.
        BASIS if is_records_row(identity) else basis_of(*cells)
        for identity, *cells in zip(
            frame["id"], frame["note"], frame["measure"], frame["as_of"], strict=True
        )
    ]
    frame["weak"] = is_weak(frame) & (frame["basis"] != BASIS)
    for end in ("origin", "destination"):
        frame[f"{end}_coverage"] = [
            coverage_of(*cells) for cells in zip(frame[end], frame[f"{end}_pcodes"], strict=True)
        ]
    frame["low_bound"] = _edge(frame, "low", open_quantifiers=("up to", "less than"), open_end=0.0)
    frame["high_bound"] = _edge(
        frame, "high", open_quantifiers=("more than", "at least"), open_end=float("inf")
    )
    return frame


def is_weak(frame: pd.DataFrame) -> pd.Series:
    """Return whether the note of each row says that its date or author is doubtful."""
    return frame["note"].str.contains(_WEAK)


def _edge(
    frame: pd.DataFrame, column: str, *, open_quantifiers: tuple[str, ...], open_end: float
) -> pd.Series:
    """The published edge of a figure: its own, else open when worded so, else the value."""
    edge = frame[column].fillna(frame["value"])
    is_open = frame[column].isna() & frame["quantifier"].isin(open_quantifiers)
    return edge.mask(is_open, open_end).fillna(open_end)


def load_estimates() -> Table[pd.DataFrame]:
    """Return the estimates in use: the embedded ones, with live figures where they were adopted.

    See :func:`nuzuh.loaders.live.adopt`; without it only the embedded table is ever returned.

    Raises:
        DataError: when the file is not the published one, breaks a rule, or
            repeats a figure that it does not hold.
    """
    return current().tables.get("estimates") or embedded_estimates()


@lru_cache(maxsize=1)
def embedded_estimates() -> Table[pd.DataFrame]:
    """Return the embedded estimates, October 2023 to the last figure, with the pre-war rows.

    Raises:
        DataError: as :func:`load_estimates`.

    Example:
        >>> frame = embedded_estimates().frame
        >>> row = frame.set_index("id").loc["GD0508"]
        >>> print(row["publisher"], row["value"], row["unit"], sep=", ")
        Israeli defence minister, 900000.0, people
    """
    file = "estimates.csv"
    frame = read_whole(read_bytes("estimates"), file)
    hold_ledger(frame, load_publishers().frame, load_exceptions().frame, file)
    return Table(frame, provenance("estimates", len(frame)))


def read_whole(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from a file that must also be whole in itself.

    Raises:
        DataError: as :func:`read_estimates`, and for a repetition of what is not in the file.
    """
    return complete(read_whole_rows(content, file))


def read_whole_rows(content: bytes, file: str) -> pd.DataFrame:
    """Return the own columns alone of a file that must also be whole in itself.

    Raises:
        DataError: as :func:`read_whole`.
    """
    return hold(_WITHIN_FILE, read_rows(content, file), file)


def _repeats_known(frame: pd.DataFrame) -> pd.Series:
    return frame["repeats"].eq("") | frame["repeats"].isin(frame["id"])


_WITHIN_FILE = pa.DataFrameSchema(
    checks=[
        row_rule(_repeats_known, "repeats a figure that is not in the file", column="repeats"),
    ]
)
