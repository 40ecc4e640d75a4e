"""Fills the sentences of a story from the data, and keeps account of where each number is from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.prepared_statements import statement_of
from nuzuh.loaders.pcodes import GOVERNORATES
from nuzuh.loaders.publishers import names as publisher_names
from nuzuh.loaders.story_text import Placeholder, pieces_of
from nuzuh.loaders.tables import Tables, rows_by_id
from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene.claims import claim_of
from nuzuh.scene.labels import in_brackets, reconstructed_people, reconstructed_range
from nuzuh.scene.mark import Link
from nuzuh.scene.marks import marks_of
from nuzuh.scene.order_land import orders_of_day
from nuzuh.scene.order_words import share_text, term_text
from nuzuh.scene.reconstruction import number_and_range, view_name
from nuzuh.scene.regions import pcodes_of
from nuzuh.scene.solving import UnsolvedError, solved
from nuzuh.scene.statement_words import linked
from nuzuh.scene.timeline import values_of
from nuzuh.scene.title_language import title_language
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.scene.withdrawal import withdrawal_text


@dataclass(frozen=True)
class StorySource:
    """Where a number of a step is from.

    Attributes:
        id: of the figure or order; "" for what is computed here.
        text: the number with who says it, when, where and what it counts; or how it is computed.
        brief: who says it and when, and the id; "" for what is computed here.
        link: the page that it was seen on; empty for what is computed here.
        lang: language of that page's title, as in ``lang`` of HTML.
        page: the page of the app that has its record: ``estimates``, ``orders`` or "".
    """

    id: str
    text: str
    link: Link = ("", "")
    lang: str = ""
    page: str = ""
    brief: str = ""


@dataclass(frozen=True)
class Segment:
    """A part of a sentence.

    Attributes:
        text: as it stands there.
        filled: it comes from the data, not from the editor.
        source: which of the step's sources it is from, counted from 1; 0 for none.
    """

    text: str
    filled: bool = False
    source: int = 0


class GoneError(Exception):
    """What a sentence tells of is not known any more; the message is for readers."""


class Filling:
    """Fills the sentences of a step, and keeps account of where their numbers are from."""

    def __init__(self, view: View, tables: Tables, t: Translator) -> None:
        self.sources: list[StorySource] = []
        self._view = view
        self._tables = tables
        self._t = t
        self._by_kind: dict[str, Callable[[Placeholder], tuple[str, StorySource | None]]] = {
            "figure": self._figure,
            "order": self._order,
            "people": self._people,
            "moved": self._moved,
            "ordered": self._ordered,
            "day": lambda _: (t.day(view.date), None),
            "since": lambda _: (t.day(view.since or view.date), None),
        }

    def sentence(self, text: str) -> tuple[Segment, ...]:
        """Return a sentence with everything filled in.

        Raises:
            GoneError: when something in it is not known any more.
        """
        filled = [
            (piece, None) if isinstance(piece, str) else self._by_kind[piece.kind](piece)
            for piece in pieces_of(text)
        ]
        typed = [isinstance(piece, str) for piece in pieces_of(text)]
        return tuple(
            Segment(told, not by_hand, self._numbered(source))
            for (told, source), by_hand in zip(filled, typed, strict=True)
        )

    def _numbered(self, source: StorySource | None) -> int:
        if source is None:
            return 0
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source) + 1

    def _figure(self, asked: Placeholder) -> tuple[str, StorySource | None]:
        view, t, (figure,) = self._view, self._t, asked.of
        row = rows_by_id(self._tables, "estimates").get(figure)
        if row is None or row["as_of"].date() > view.date:
            raise GoneError(_gone(figure, t))
        statement = statement_of(row, view.date)
        claim = claim_of(statement, view.date, t)
        if asked.part:
            return str(getattr(claim, asked.part)), None
        marks = (*claim.kinds, *filter(None, [claim.came_out]))
        parts = (claim.number, claim.publisher, claim.when, claim.where, *marks)
        source = StorySource(
            figure,
            t("list.sep").join(parts),
            claim.source,
            title_language(claim.title),
            "estimates",
            t("list.comma").join((claim.publisher, t.day(claim.as_of, short=True), figure)),
        )
        # A doubtful figure is told as one wherever it stands.
        doubt = f" ({t('panel.weak')})" if claim.weak else ""
        return claim.number + doubt, source

    def _order(self, asked: Placeholder) -> tuple[str, StorySource | None]:
        t, (order,) = self._t, asked.of
        row = rows_by_id(self._tables, "orders").get(order)
        if row is None or row["issued_on"].date() > self._view.date:
            raise GoneError(_gone(order, t))
        issuer = publisher_names(t.lang).get(row["issuer"], row["issuer"])
        told = t.isolated(issuer) + t("list.comma") + t.day(row["issued_on"].date(), short=True)
        link = linked(row["source_title"], row["source_url"], t)
        text = t("list.sep").join((told, term_text(row["term"], t), order))
        lang, brief = title_language(row["source_title"]), told + t("list.comma") + order
        source = StorySource(order, text, link, lang, "orders", brief)
        return told, source

    def _people(self, asked: Placeholder) -> tuple[str, StorySource | None]:
        view, t, (area,) = self._view, self._t, asked.of
        if view.reconstructed:
            found = self._reconstruction()
            return self._reconstructed(found.group(view.date, pcodes_of(area)))
        values = values_of(self._tables, "people", view.date, later=view.later)
        marks = marks_of(values, "people", self._tables, t)
        mark = next(mark for mark in marks if area in mark.pcodes)
        if not mark.is_told or mark.status == "too_old" or not mark.sources:
            raise GoneError(self._unknown())
        together = (mark.name,) if len(mark.pcodes) > 1 else ()
        said = t("list.comma").join((*together, mark.notes[0]))
        told = t("stories.published", number=mark.number, said=said)
        first = mark.sources[0]
        link = linked(first.title, first.url, t)
        lang, brief = title_language(first.title), f"{said}{t('list.comma')}{first.id}"
        return told, StorySource(first.id, told, link, lang, "estimates", brief)

    def _moved(self, asked: Placeholder) -> tuple[str, StorySource | None]:
        view, (here, there) = self._view, asked.of
        assert view.since is not None  # a step without a period was refused
        found = self._reconstruction()
        if found.has_data_gap(view.since):
            raise GoneError(self._unknown())
        return self._reconstructed(
            found.moved(view.since, view.date, pcodes_of(here), pcodes_of(there))
        )

    def _ordered(self, asked: Placeholder) -> tuple[str, StorySource | None]:
        view, t = self._view, self._t
        of_day = orders_of_day(self._tables, view.date, later=view.later)
        share = of_day.shares[GOVERNORATES.index(asked.of[0])] if asked.of else of_day.strip
        told = share_text(share, t)
        if not told:
            raise GoneError(self._unknown())
        return told, StorySource("", t("stories.source.orders", day=t.day(view.date)))

    def _reconstruction(self) -> Reconstruction:
        found = reconstruction_told(self._view, self._tables)
        if found is None or not found.has_observations or found.has_data_gap(self._view.date):
            raise GoneError(self._unknown())
        return found

    def _reconstructed(self, group: tuple[float, float, float]) -> tuple[str, StorySource]:
        t, (number, low, high) = self._t, number_and_range(group)
        told = t(
            "stories.reconstructed",
            number=reconstructed_people(number, low, high, t),
            range=in_brackets(reconstructed_range(low, high, t)),
        )
        view = view_name(self._view.perspective, t)
        return told, StorySource("", t("stories.source.reconstruction", view=view))

    def _unknown(self) -> str:
        return self._t("stories.unknown", day=self._t.day(self._view.date))


def reconstruction_told(view: View, tables: Tables) -> Reconstruction | None:
    """Return the reconstruction from the figures of a view; None where none converges."""
    try:
        return solved(view.perspective, tables)
    except UnsolvedError:
        return None


def _gone(row: str, t: Translator) -> str:
    """That a figure or an order is gone, and what to see instead."""
    if row in _withdrawn():
        return withdrawal_text(row, t, key="stories.withdrawn")
    return t("stories.gone", id=t.isolated(row))


@lru_cache(maxsize=1)
def _withdrawn() -> frozenset[str]:
    return frozenset(load_withdrawn().frame["id"])
