"""The card of a story in HTML: title, when it plays, what it is about."""

from __future__ import annotations

from markupsafe import Markup

from nuzuh.scene.story import ToldStory
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
