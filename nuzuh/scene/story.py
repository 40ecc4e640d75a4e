"""A story as it is told: each step with its view, its sentences and where their numbers are from.

A sentence stands or falls whole: where a figure was withdrawn, or nothing is known any more,
it is left out, and a plain sentence says so and what to see instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.prepared_statements import statement_of
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.pcodes import GOVERNORATES
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.publishers import names as publisher_names
from nuzuh.loaders.stories import Step, Story, load_stories
from nuzuh.loaders.story_text import Placeholder, pieces_of
from nuzuh.loaders.table import rows_of
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene.claims import claim_of
from nuzuh.scene.footnotes import footnotes
from nuzuh.scene.labels import reconstructed_people, reconstructed_range
from nuzuh.scene.mark import Link
from nuzuh.scene.marks import marks_of
from nuzuh.scene.order_land import orders_of_day
from nuzuh.scene.order_words import share_text, term_text
from nuzuh.scene.parse_view import parse_view
from nuzuh.scene.reconstruction import number_and_range, view_name
from nuzuh.scene.regions import pcodes_of
from nuzuh.scene.solving import UnsolvedError, solved
from nuzuh.scene.statement_words import linked
from nuzuh.scene.timeline import load_timeline, values_of
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


@dataclass(frozen=True)
class ToldStep:
    """A step in one language.

    Attributes:
        number: from 1.
        title, day: what it is about, and the day or days shown, in words.
        view: what its map shows.
        sentences: those that can be told.
        left_out: why others are not told, a sentence each.
        notes: what marks in them mean.
        sources: of the numbers told, in the order in which they come.
    """

    number: int
    title: str
    day: str
    view: View
    sentences: tuple[tuple[Segment, ...], ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[StorySource, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its sentences as texts, with what is left out and what marks mean."""
        told = ("".join(segment.text for segment in one) for one in self.sentences)
        return (*told, *self.left_out, *self.notes)


@dataclass(frozen=True)
class ToldStory:
    """A story in one language.

    Attributes:
        id: as in links.
        title, lead: what it is about.
        period: the months in which it plays, in words.
        steps: in their order.
    """

    id: str
    title: str
    lead: str
    period: str
    steps: tuple[ToldStep, ...]


@follows_data(maxsize=2)
def story_views() -> Mapping[str, tuple[View, ...]]:
    """Return what each step of each story shows, by the story's id, in English.

    A story that the figures in use do not reach to is not told.

    Raises:
        DataError: when a step names a layer, an area or publishers that there are none of, or
            a zoom that is none.
    """
    last = load_timeline().last
    return {
        story.id: _views(story)
        for story in load_stories().frame.listed
        if all(step.date <= last for step in story.steps)
    }


def _views(story: Story) -> tuple[View, ...]:
    publishers = frozenset(load_publishers().frame["publisher"])
    views = []
    for number, step in enumerate(story.steps, start=1):
        read = parse_view(step.link, load_timeline(), "", publishers=publishers)
        if read.notices:
            part = read.notices[0].removeprefix("bad_")
            rule = f"step {number}: its {part} cannot be shown; take it from the address of the map"
            raise DataError(f"stories/{story.id}.toml", rule)
        views.append(replace(read.view, story=story.id, step=number))
    return tuple(views)


def stories_listed(t: Translator) -> tuple[ToldStory, ...]:
    """Return every story with its title, lead and period, without its steps.

    Args:
        t: the reader's language.
    """
    written = load_stories().frame
    return tuple(_headed(written[story], t) for story in story_views())


def _headed(story: Story, t: Translator) -> ToldStory:
    code = t.language.suffix
    first, last = (step.date for step in (story.steps[0], story.steps[-1]))
    months = t.months()
    start = f"{months[first.month - 1]} {first.year}"
    end = f"{months[last.month - 1]} {last.year}"
    if first.year == last.year:
        start = months[first.month - 1]
    period = end if (first.year, first.month) == (last.year, last.month) else ""
    return ToldStory(
        story.id,
        story.title[code],
        story.lead[code],
        period or t("taking.period", start=start, end=end),
        (),
    )


def told_story(story: str, tables: Tables, t: Translator) -> ToldStory:
    """Return a story with all of its steps, remembered in the tables.

    Args:
        story: its id.
        tables: what its numbers are taken from.
        t: the reader's language.
    """
    views = story_views()[story]
    # Ranges may have been computed meanwhile: they are part of what is said.
    ranged = tuple(
        (found := _reconstruction(view, tables)) is not None and found.draws is not None
        for view in views
        if view.reconstructed
    )
    return _told(tables, story, t.lang, ranged)


@remembered(maxsize=32)
def _told(tables: Tables, story: str, lang: str, ranged: tuple[bool, ...]) -> ToldStory:
    del ranged
    t = Translator(lang)
    written = load_stories().frame[story]
    steps = tuple(
        told_step(step, replace(view, lang=lang), tables, t)
        for step, view in zip(written.steps, story_views()[story], strict=True)
    )
    return replace(_headed(written, t), steps=steps)


def told_step(step: Step, view: View, tables: Tables, t: Translator) -> ToldStep:
    """Return a step in a language, its placeholders filled from tables.

    Args:
        step: as its editor wrote it.
        view: what its map shows.
        tables: what its numbers are taken from.
        t: the reader's language.
    """
    filling, code = _Filling(view, tables, t), t.language.suffix
    told: list[tuple[Segment, ...]] = []
    left_out: dict[str, None] = {}
    for texts in step.sentences:
        try:
            told.append(filling.sentence(texts[code]))
        except _GoneError as gone:
            left_out[str(gone)] = None
    day = t.day(view.date)
    if view.since is not None:
        day = t("relief.days", start=t.day(view.since), end=day)
    return ToldStep(
        number=view.step,
        title=step.title[code],
        day=day,
        view=view,
        sentences=tuple(told),
        left_out=tuple(left_out),
        notes=tuple(footnotes((part.text for one in told for part in one), t)),
        sources=tuple(filling.sources),
    )


class _GoneError(Exception):
    """What a sentence tells of is not known any more; the message is for readers."""


class _Filling:
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
            _GoneError: when something in it is not known any more.
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
        row = _by_id(self._tables)["estimates"].get(figure)
        if row is None or row["as_of"].date() > view.date:
            raise _GoneError(_gone(figure, t))
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
        row = _by_id(self._tables)["orders"].get(order)
        if row is None or row["issued_on"].date() > self._view.date:
            raise _GoneError(_gone(order, t))
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
            raise _GoneError(self._unknown())
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
            raise _GoneError(self._unknown())
        return self._reconstructed(
            found.moved(view.since, view.date, pcodes_of(here), pcodes_of(there))
        )

    def _ordered(self, asked: Placeholder) -> tuple[str, StorySource | None]:
        view, t = self._view, self._t
        of_day = orders_of_day(self._tables, view.date, later=view.later)
        share = of_day.shares[GOVERNORATES.index(asked.of[0])] if asked.of else of_day.strip
        told = share_text(share, t)
        if not told:
            raise _GoneError(self._unknown())
        return told, StorySource("", t("stories.source.orders", day=t.day(view.date)))

    def _reconstruction(self) -> Reconstruction:
        found = _reconstruction(self._view, self._tables)
        if found is None or not found.has_observations or found.has_data_gap(self._view.date):
            raise _GoneError(self._unknown())
        return found

    def _reconstructed(self, group: tuple[float, float, float]) -> tuple[str, StorySource]:
        t, (number, low, high) = self._t, number_and_range(group)
        told = t(
            "stories.reconstructed",
            number=reconstructed_people(number, low, high, t),
            range=reconstructed_range(low, high, t),
        )
        view = view_name(self._view.perspective, t)
        return told, StorySource("", t("stories.source.reconstruction", view=view))

    def _unknown(self) -> str:
        return self._t("stories.unknown", day=self._t.day(self._view.date))


def _reconstruction(view: View, tables: Tables) -> Reconstruction | None:
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


@remembered(maxsize=1)
def _by_id(tables: Tables) -> dict[str, dict[str, dict[str, Any]]]:
    frames = {"estimates": tables.estimates, "orders": tables.orders}
    return {name: {row["id"]: row for row in rows_of(frame)} for name, frame in frames.items()}
