"""A story for paper: every step with its map, its sentences and whose figures they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.method import method_text
from nuzuh.scene.notes import Notes, notes_of
from nuzuh.scene.scene import Scene, scene
from nuzuh.scene.story import ToldStep, told_story
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

STEP_PAPERS = ("slide", "square")
"""Papers that are read from afar, or on a phone: they hold one step."""


_WIDTH = 0.4
"""How wide a sample of an arrow is, as a part of the widest."""


@dataclass(frozen=True)
class StoryPicture:
    """What a sheet of a story shows.

    Attributes:
        notes: the words around all of it.
        notes_of_step: those around a sheet for one step.
        steps: in their order, each with what its map shows.
        shown: the place of the step that a sheet for one step holds.
        legend_unit, legend: of all maps; what two of them share stands there once.
    """

    notes: Notes
    notes_of_step: Notes
    steps: tuple[tuple[ToldStep, Scene], ...]
    shown: int
    legend_unit: str
    legend: tuple[LegendRow, ...]


def story_picture(view: View, tables: Tables, t: Translator, link: str = "") -> StoryPicture:
    """Return what a sheet of a story shows.

    Args:
        view: the story, and which of its steps a sheet for one step holds.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: without a story.
    """
    if not view.story:
        raise RefusedError("name the story to be printed: --story")
    story = told_story(view.story, tables, t)
    told = tuple((step, scene(step.view, tables, t)) for step in story.steps)
    place = (view.step or 1) - 1

    def notes(steps: tuple[ToldStep, ...]) -> Notes:
        return notes_of(
            view,
            tables,
            t,
            link,
            title=story.title,
            what=story.period,
            lead=story.lead,
            sources=[source.brief for step in steps for source in step.sources],
            method=" ".join(dict.fromkeys(method_text(step.view, t) for step in steps)),
        )

    scenes = [shown for _, shown in told]
    return StoryPicture(
        notes=notes(story.steps),
        notes_of_step=notes(story.steps[place : place + 1]),
        steps=told,
        shown=place,
        legend_unit=scenes[0].legend_unit,
        legend=_legend(scenes, t),
    )


def _legend(scenes: list[Scene], t: Translator) -> tuple[LegendRow, ...]:
    """The rows of several maps, each once; how wide an arrow is, each map has for itself."""
    rows: dict[LegendRow, None] = {}
    for shown in scenes:
        for row in shown.legend:
            if row.swatch == "arrow" and row.share:
                kind = "reconstructed" if shown.view.reconstructed else "published"
                row = replace(row, text=t(f"stories.arrows.{kind}"), share=_WIDTH)  # noqa: PLW2901
            rows[row] = None
    return tuple(rows)
