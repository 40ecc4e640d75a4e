"""COD-PS: people per governorate as the UN's common data set of population has them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import hdx
from nuzuh.loaders.live.archives import members, sheet
from nuzuh.loaders.live.arrival import Arrival
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.fetch import Fetched, Fetcher
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.schema import read_csv, to_numbers

DATASET = "cod-ps-pse"
COLUMNS = ("pcode", "year", "people")
LEAST, MOST = 1_500_000, 3_500_000
"""People in the Strip: a total outside these is that of another area or of a part of it."""
_WORDS = ("adm2", "admin2")
_TOTALS = ("t_tl", "total", "pop_total", "population")


def fetch(fetcher: Fetcher, settings: Settings, *, stale: bool = False) -> Arrival:
    """Return people per governorate for the newest year that has begun, from a CSV or a workbook.

    Raises:
        FetchError: with the reason.
    """
    found = hdx.dataset(fetcher, settings, (DATASET,), stale=stale)

    def from_csv(body: bytes) -> pd.DataFrame:
        return people(body, f"HDX {DATASET}")

    def from_book(body: bytes) -> pd.DataFrame:
        return people(sheet(body, f"HDX {DATASET}", settings, wanted="adm2"), f"HDX {DATASET}")

    def from_archive(body: bytes) -> pd.DataFrame:
        held = members(body, f"HDX {DATASET}", settings)
        for path, part in held.items():
            if path.lower().endswith(".csv") and re.search(r"adm(in)?2", path, re.IGNORECASE):
                return people(part, f"HDX {DATASET}")
        raise DataError(f"HDX {DATASET}", "holds no CSV of governorates")

    def either(body: bytes) -> pd.DataFrame:
        return from_archive(body) if body.startswith(b"PK") else from_csv(body)

    got: Fetched[pd.DataFrame]
    try:
        got = hdx.resource(fetcher, found, either, formats=("csv",), words=_WORDS, stale=stale)
    except FetchError as of_csv:
        try:
            got = hdx.resource(fetcher, found, from_book, formats=("xlsx",), stale=stale)
        except FetchError:
            raise of_csv from None
    return Arrival(
        frame=got.value,
        as_of=f"{int(got.value['year'].max())}-07-01",
        source="OCHA and UNFPA, COD-PS State of Palestine",
        links=(found.value.page,),
        licence=found.value.licence,
        status=got.status,
        retrieved_at=got.retrieved_at,
        note="Totals for a year; mid-year stands in for the day.",
        modified=got.modified,
    )


def people(content: bytes, name: str) -> pd.DataFrame:
    """Return P-code, newest year that has begun, and people from a COD-PS table.

    A row of HXL tags is passed over. The column of totals has had several names,
    and newer tables hold one row an age group; both are understood.

    Raises:
        DataError: when a governorate is missing, or the total is not that of the Strip.
    """
    head = content[:20_000].decode("utf-8-sig", "replace").splitlines()[:1]
    columns = [cell.strip().strip('"') for cell in (head[0] if head else "").split(",")]
    if not any(columns):
        raise DataError(name, "is empty: the first row must hold the column names")
    frame = read_csv(content, name, columns)
    frame.columns = pd.Index([c.casefold() for c in columns])
    if frame.columns.has_duplicates:
        raise DataError(name, "has two columns of the same name", row=1)
    code = next((c for c in ("adm2_pcode", "admin2_pcode", "admin2 code") if c in frame), None)
    total = next((c for c in _TOTALS if c in frame), None)
    if code is None or total is None:
        raise DataError(name, "has no column of P-codes (ADM2_PCODE) or of totals (T_TL)", row=1)
    frame = frame[~frame[code].str.startswith("#")]
    for column, whole in (("population_group", "t_tl"), ("gender", "all"), ("age_range", "all")):
        if column in frame and (frame[column].str.casefold() == whole).any():
            frame = frame[frame[column].str.casefold() == whole]
    frame = frame[frame[code].isin(pc.GOVERNORATES)].reset_index(drop=True)
    years = frame.get("year", frame.get("reference_year", pd.Series("", index=frame.index)))
    cells = frame[total].str.replace(r"(?<=\d),(?=\d{3})|\.0+$", "", regex=True)
    table = pd.DataFrame({"pcode": frame[code], "year": years, "people": cells})
    table = to_numbers(table, ("year", "people"), name)
    if table["year"].isna().any():
        found = re.search(r"20[12]\d", " ".join(columns))
        table["year"] = float(found.group()) if found else 2023.0
    # Later years are projections: nobody has been counted, or was there, in them yet.
    begun = table[table["year"] <= datetime.now(UTC).year]
    if begun.empty and len(table):
        raise DataError(name, "holds only years that are yet to come", column="year")
    newest = begun[begun["year"] == begun["year"].max()].reset_index(drop=True)
    return _checked(newest, name)


def _checked(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if sorted(table["pcode"]) != sorted(pc.GOVERNORATES):
        raise DataError(name, "does not hold each of the five governorates once")
    if table["people"].isna().any():
        raise DataError(name, "lacks the people of a governorate", column="people")
    if (table["year"] > datetime.now(UTC).year).any():
        raise DataError(name, "is of a year that is yet to come", column="year")
    total = table["people"].sum()
    if not LEAST <= total <= MOST:
        raise DataError(name, f"counts {total:,.0f} people, which is not the Gaza Strip")
    table = table.astype({"year": "int64", "people": "int64"})
    return table.set_index("pcode").loc[list(pc.GOVERNORATES)].reset_index()


def read(content: bytes, name: str) -> pd.DataFrame:
    """Return a stored copy, held against the same rules as what arrives.

    Raises:
        DataError: when it breaks one.
    """
    return _checked(to_numbers(read_csv(content, name, COLUMNS), COLUMNS[1:], name), name)
