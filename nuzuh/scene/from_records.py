"""What is said of figures from records, wherever one is shown: the mark, and the note below it.

Such figures are published nowhere. They bear one mark beside their publisher's name, and whatever
was made from tables that hold them says whose they are and what they were scaled with.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection

import pandas as pd

from nuzuh.evidence.from_records import from_records, publishers_from_records
from nuzuh.loaders.records.note import BASIS, ScaledWith, widest
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.labels import speaker_name, user_data_note
from nuzuh.scene.translator import Translator

KIND = BASIS
"""What the column ``kind`` of a file says of such a figure, where others are ``published``."""

_OF_BALANCE = re.compile(r"the reconstruction of data version (\S+)")


@remembered(maxsize=1)
def records_publishers(tables: Tables) -> frozenset[str]:
    """Return the publishers that figures from records stand under; none without such figures."""
    return publishers_from_records(tables.estimates)


def speaker_naming(tables: Tables, t: Translator) -> Callable[[str], str]:
    """Return what names a publisher in the reader's language, with the mark where it is due.

    Args:
        tables: the figures.
        t: the reader's language.
    """
    marked = records_publishers(tables)

    def name_of(name: str) -> str:
        return marked_name(name, marked, t)

    return name_of


def marked_name(name: str, marked: Collection[str], t: Translator) -> str:
    """Return a publisher's name in the reader's language, with the mark where it is due.

    Args:
        name: as the tables have it.
        marked: the publishers whose figures are from records.
        t: the reader's language.
    """
    told = speaker_name(name, t)
    return f"{told} ({t('records.mark')})" if name in marked else told


def records_note(tables: Tables, t: Translator, *, of: str = "") -> str:
    """Return the sentences on figures from records in tables; "" where they hold none.

    They say whose figures, how many, that they are not published, what part of all people is in
    the records, and what that was measured against.

    Args:
        tables: what a picture or a file is made from.
        t: the reader's language.
        of: the publisher whose they are; "" for all.
    """
    rows = _rows(tables)
    rows = rows[rows["publisher"] == of] if of else rows
    told = []
    own = rows["id"].map(is_user_row).astype(bool)
    for key, of_one in (("records.note", rows[~own]), ("records.note.own", rows[own])):
        if of_one.empty:
            continue
        publishers = t("list.comma").join(
            t.isolated(speaker_name(name, t)) for name in sorted(set(of_one["publisher"]))
        )
        told.append(t(key, publishers=publishers, n=t.number(len(of_one))))
        scaled = widest(of_one["note"])
        told.append(scaled_text(scaled, t) if scaled else t("records.unscaled"))
    return " ".join([*told, t("records.as_published")]) if told else ""


def tables_note(tables: Tables, t: Translator) -> str:
    """Return what is to be said of rows that are no published ones: a reader's, and from records.

    "" where every row is a published one.

    Args:
        tables: what a picture or a file is made from.
        t: the reader's language.
    """
    return " ".join(filter(None, (user_data_note(tables.user, t), records_note(tables, t))))


def scaled_text(scaled: ScaledWith, t: Translator) -> str:
    """Return what part of all people is in the records, and what that was measured against."""
    low, high = (_percent(end, t) for end in (scaled.low, scaled.high))
    return t("records.scaled", low=low, high=high, against=_against(scaled.against, t))


def _percent(share: float, t: Translator) -> str:
    """A percentage to two digits: few of all people may be in the records."""
    digits = 1 - math.floor(math.log10(share)) if share > 0 else 0
    return t.number(share, decimals=max(digits, 0))


def _against(told: str, t: Translator) -> str:
    """What the part was measured against; a survey stands as its note names it."""
    return t("list.sep").join(
        t("records.balance", data=t.isolated(found[1]))
        if (found := _OF_BALANCE.fullmatch(one))
        else t.isolated(one)
        for one in told.split("; ")
    )


def records_cited(tables: Tables, t: Translator) -> str:
    """Return the words of a citation for tables that hold figures from records; "" for others."""
    names = sorted(records_publishers(tables))
    if not names:
        return ""
    told = t("list.comma").join(t.isolated(speaker_name(name, t)) for name in names)
    return t("records.cite", publishers=told)


def version_text(tables: Tables, t: Translator) -> str:
    """Return the version of the data, and with whose records it is."""
    version, cited = t.isolated(tables.version), sorted(records_publishers(tables))
    if not cited:
        return version
    told = t("list.comma").join(t.isolated(speaker_name(name, t)) for name in cited)
    return t("records.version", data=version, publishers=told)


@remembered(maxsize=1)
def _rows(tables: Tables) -> pd.DataFrame:
    rows = from_records(tables.estimates)
    # What a reader brings of records that stand in the store already is counted once.
    return rows.loc[rows["repeats"] == "", ["id", "publisher", "note"]]
