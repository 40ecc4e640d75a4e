"""The pictures that are shown where a link to a page of the site is shared."""

from __future__ import annotations

from nuzuh.export.site.gathered import Site
from nuzuh.scene.scene import Scene
from nuzuh.scene.translator import Translator


def preview_of(site: Site, shown: Scene, t: Translator) -> str:
    return ""
