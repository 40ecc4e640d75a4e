"""A story as the browser gets it: the words of every step, and the view that each shows."""

from __future__ import annotations

from typing import Any

from nuzuh.scene.story import ToldStep, ToldStory
from nuzuh.scene.story_filling import StorySource


def story_message(story: ToldStory) -> dict[str, Any]:
    """Return a story as ``StoryTold`` in ``frontend/src/contract.ts`` describes it.

    Args:
        story: in the reader's language.
    """
    return {
        "id": story.id,
        "title": story.title,
        "steps": [_step(step) for step in story.steps],
    }


def _step(step: ToldStep) -> dict[str, Any]:
    view = step.view
    parts = {
        "date": view.date.isoformat(),
        "since": view.since.isoformat() if view.since else None,
        "layer": view.layer,
        "show": view.mode,
        "view": view.perspective,
        "area": view.area or None,
        "zoom": view.zoom or None,
    }
    return {
        "title": step.title,
        "day": step.day,
        "view": parts,
        "said": [
            [{"text": s.text, "filled": s.filled, "source": s.source} for s in sentence]
            for sentence in step.sentences
        ],
        "leftOut": list(step.left_out),
        "notes": list(step.notes),
        "sources": [_source(source) for source in step.sources],
    }


def _source(source: StorySource) -> dict[str, Any]:
    text, url = source.link
    return {
        "id": source.id,
        "text": source.text,
        "source": {"text": text, "url": url},
        "lang": source.lang,
        "page": source.page,
    }
