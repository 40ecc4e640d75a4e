"""Who publishes figures: the name as they name themselves, and the side they speak for."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import column_rule, hold, read_csv
from nuzuh.loaders.table import Table

GROUPS = ("un", "israel", "palestine", "other")
"""UN system; Israeli authorities; Palestinian authorities; everyone else."""

UNATTRIBUTED = "unattributed"
"""In ``according_to``: passed on, but the page does not say whose figure it is."""

_COLUMNS = ("publisher", "group", "full_name", "name_ar", "name_he", "passes_on", "note")

_SCHEMA = pa.DataFrameSchema(
    {
        "publisher": pa.Column(str, column_rule(bool, "a publisher is missing"), unique=True),
        "group": pa.Column(
            str, column_rule(GROUPS.__contains__, f"a group is one of {', '.join(GROUPS)}")
        ),
        **{
            column: pa.Column(str, column_rule(bool, f"a {words} is missing"))
            for column, words in (
                ("full_name", "full name"),
                ("name_ar", "name in Arabic"),
                ("name_he", "name in Hebrew"),
            )
        },
        "passes_on": pa.Column(
            str,
            column_rule(
                ("yes", "").__contains__,
                "is yes for who mostly passes on the figures of others, or empty",
            ),
        ),
    }
)


def read_publishers(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``publishers.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    return hold(_SCHEMA, read_csv(content, file, _COLUMNS), file)


@lru_cache(maxsize=1)
def load_publishers() -> Table[pd.DataFrame]:
    """Return one row a publisher of estimates or issuer of orders.

    Columns: the name as the tables use it, group, full name, names in Arabic
    and Hebrew, ``passes_on`` (``yes`` for outlets and IDMC, whose rows say
    whose figure it is), note.

    Raises:
        DataError: when the file is not the published one or breaks a rule.
    """
    frame = read_publishers(read_bytes("publishers"), "publishers.csv")
    return Table(frame, provenance("publishers", len(frame)))


@lru_cache(maxsize=1)
def groups() -> dict[str, str]:
    """Return the group of each publisher.

    >>> groups()["OCHA"], groups()["IDF"]
    ('un', 'israel')
    """
    frame = load_publishers().frame
    return dict(zip(frame["publisher"], frame["group"], strict=True))


@lru_cache(maxsize=4)
def names(lang: str) -> dict[str, str]:
    """Return what each publisher is called in a language of the app.

    Args:
        lang: one of :data:`nuzuh.loaders.languages.LANGUAGES`; the name is that of the
            tables where they have none in it.

    >>> names("ar")["UNRWA"], names("en")["UNRWA"]
    ('الأونروا', 'UNRWA')
    """
    frame = load_publishers().frame
    column = LANGUAGES[lang].name_column
    names = frame[column if column in frame else "publisher"]
    return dict(zip(frame["publisher"], names, strict=True))


def speakers(estimates: pd.DataFrame) -> pd.Series:
    """Return whose each figure is: who is named in ``according_to``, else the publisher.

    So what IDMC passes on from OCHA is OCHA's voice, not a second one beside it.
    """
    named = ~estimates["according_to"].isin(["", UNATTRIBUTED])
    return estimates["according_to"].where(named, estimates["publisher"])
