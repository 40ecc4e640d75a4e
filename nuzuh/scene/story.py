"""A story as it is told: each step with its view, its sentences and where their numbers are from.

A sentence stands or falls whole: where a figure was withdrawn, or nothing is known any more,
it is left out, and a plain sentence says so and what to see instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nuzuh.loaders.current import follows_data
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.stories import Step, Story, load_stories
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.footnotes import footnotes
from nuzuh.scene.parse_view import Known, parse_view
from nuzuh.scene.story_filling import Filling, GoneError, Segment, StorySource, reconstruction_told
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


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
        read = parse_view(step.link, load_timeline(), "", Known(publishers=publishers))
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
        (found := reconstruction_told(view, tables)) is not None and found.ranged
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
    filling, code = Filling(view, tables, t), t.language.suffix
    told: list[tuple[Segment, ...]] = []
    left_out: dict[str, None] = {}
    for texts in step.sentences:
        try:
            told.append(filling.sentence(texts[code]))
        except GoneError as gone:
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
