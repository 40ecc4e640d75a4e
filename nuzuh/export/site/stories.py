"""The stories: all of them as cards, and each beside the moving map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from nuzuh.export.site.gathered import Site
from nuzuh.export.site.moving import map_kinds, place_html, told_map
from nuzuh.export.site.previews import preview_of
from nuzuh.scene.scene import scene
from nuzuh.scene.story import stories_listed, story_views, told_story
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SitePage
from nuzuh.web.story import card_html, story_html
from nuzuh.web.templates import element


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page of all stories and one a story.

    Args:
        site: takes in what they load.
        t: the language.
    """
    listed = stories_listed(t)
    cards = [
        element(
            "section",
            card_html(story)
            + element(
                "p", element("a", f"{t('stories.open')}: {story.title}", href=f"{story.id}/")
            ),
        )
        for story in listed
    ]
    yield SitePage(
        path="stories/",
        title=t("page.stories"),
        description=t("stories.lead"),
        main=element("h1", t("page.stories"))
        + element("p", t("stories.lead"))
        + element("div", Markup().join(cards), class_="si-cards"),
    )
    kinds = map_kinds(site, t)
    for headed in listed:
        story = told_story(headed.id, site.tables, t)
        view = replace(story_views()[story.id][0], lang=t.lang)
        told = told_map(site, t, view, kinds, story)
        yield SitePage(
            path=f"stories/{story.id}/",
            title=story.title,
            description=story.lead,
            main=element("div", element("h1", story.title), class_="nz-still")
            + place_html(story_html(story, t), t),
            preloads=(told["code"],),
            told=told,
            preview=preview_of(site, scene(view, site.tables, t), t),
            when=story.period,
        )
