"""A story in HTML: its card, and all of its steps to be read without a map."""

from __future__ import annotations

from markupsafe import Markup

from nuzuh.scene.story import ToldStory
from nuzuh.scene.story_filling import StorySource
from nuzuh.scene.translator import Translator
from nuzuh.web.templates import element


def card_html(story: ToldStory) -> Markup:
    """Return the card of a story.

    Args:
        story: its title, period and lead.
    """
    return (
        element("h2", story.title, class_="nz-story-title", data_story=story.id)
        + element("p", story.period, class_="nz-story-period")
        + element("p", story.lead)
    )


def story_html(story: ToldStory, t: Translator) -> Markup:
    """Return every step of a story with its sentences and sources, to be read without its map.

    Args:
        story: in the reader's language.
        t: that language.
    """
    parts = [element("p", story.lead)]
    for step in story.steps:
        parts.append(element("h2", f"{t.number(step.number)} · {step.title}"))
        parts.append(element("p", step.day, class_="nz-story-period"))
        parts += [element("p", text) for text in step.paragraphs]
        listed = (element("li", _sourced(source, t)) for source in step.sources)
        parts.append(element("ol", Markup().join(listed), aria_label=t("story.sources")))
    return element("section", Markup().join(parts), class_="nz-story", aria_label=story.title)


def _sourced(source: StorySource, t: Translator) -> Markup:
    if not source.link[0]:
        return Markup().join([source.text])
    title, url = source.link
    words = {"lang": source.lang} if source.lang else {}
    page = (
        element("a", title, href=url, rel="noopener noreferrer", **words)
        if url
        else element("span", title, **words)
    )
    return Markup().join([source.text, t("list.sep"), page])
