"""The words around a picture: title, method, sources, credits, and where its live view is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nuzuh.balance.result import Reconstruction
from nuzuh.loaders.tables import Tables, rows_by_id
from nuzuh.scene.footnotes import footnotes
from nuzuh.scene.from_records import speaker_naming, tables_note, version_text
from nuzuh.scene.method import method_text
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class Notes:
    """The words around a picture.

    Attributes:
        title: where and when.
        what: what is shown.
        lead: a sentence with the answer, where there is one.
        placed: what the map's figures come to; "" where nothing is to be said.
        method: how the numbers came about, which rows are a reader's own, and which from records.
        footnotes: what the marks in the lead and the sources mean.
        sources: whose figures they are, each with its date.
        credits: disclaimer and licences.
        data: version of the data, with its hash.
        version: the same as it is told: with whose records it is, where it holds any.
        link: address of the live view, or "".
        query: the view as the part of an address, for when there is no address.
    """

    title: str
    what: str
    lead: str
    placed: str
    method: str
    footnotes: tuple[str, ...]
    sources: tuple[str, ...]
    credits: tuple[str, ...]
    data: str
    version: str
    link: str
    query: str


def notes_of(
    view: View,
    tables: Tables,
    t: Translator,
    link: str,
    *,
    what: str,
    sources: Sequence[str],
    lead: str = "",
    placed: str = "",
    title: str = "",
    method: str = "",
    mapped: bool = True,
) -> Notes:
    """Return the words around a picture of a view.

    Args:
        view: what is looked at.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".
        what: what is shown.
        sources: whose figures; each is told once.
        lead: a sentence with the answer.
        placed: what the figures on the map come to.
        title: where and when; the view's day without it.
        method: how the numbers came about; that of the view without it.
        mapped: whether the picture holds a map, whose outlines need their credits.
    """
    query = view.query(load_timeline(), tables.version)
    told = [method or method_text(view, t), tables_note(tables, t)]
    credited = (t("map.disclaimer"), t("map.attribution"))
    return Notes(
        title=title or t("snapshot.where", date=t.day(view.date)),
        what=what,
        lead=lead,
        placed=placed,
        method=" ".join(filter(None, told)),
        footnotes=footnotes([lead, *sources], t),
        sources=tuple(dict.fromkeys(filter(None, sources))),
        credits=credited if mapped else (),
        data=tables.version,
        version=version_text(tables, t),
        link=link,
        query="?" + "&".join(f"{name}={value}" for name, value in query.items()),
    )


def publishers_of_balance(
    reconstruction: Reconstruction, tables: Tables, t: Translator
) -> list[str]:
    """Return the publishers behind a reconstruction, with their figures' number and dates."""
    rows, known = reconstruction.rows, rows_by_id(tables, "estimates")
    weighed = rows["weight"].to_numpy() > 0
    days = [known[one]["as_of"].date() for one in rows["id"].to_numpy()[weighed] if one in known]
    if not days:
        return []
    # Equal counts keep one order on every machine.
    counts = Counter(rows["publisher"].to_numpy()[weighed].tolist())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = speaker_naming(tables, t)
    first, *rest = (f"{t.isolated(named(name))} ({t.number(count)})" for name, count in ordered)
    start, end = (t.day(day, short=True) for day in (min(days), max(days)))
    return [f"{t('relief.days', start=start, end=end)}: {first}", *rest]
