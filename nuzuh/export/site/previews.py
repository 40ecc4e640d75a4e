"""The pictures that are shown where a link to a page of the site is shared."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nuzuh.export.site.gathered import Site
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import Scene
from nuzuh.scene.translator import Translator

if TYPE_CHECKING:
    from nuzuh.draw.preview import Previews


def preview_of(site: Site, shown: Scene, t: Translator) -> str:
    """Take in the picture of a day; return its path, "" for a former version, which has none.

    That of the latest day, which is shared most, has the answer in words. The others are the
    same in every language, and drawn once: a page says its answer beside its picture.

    Args:
        site: takes it in.
        shown: what is shown.
        t: the language.
    """
    if site.folder:
        return ""
    view = shown.view
    name = f"preview-{view.date.isoformat()}"
    if view.date == opening().view.date:
        name = f"{name}-{t.lang}"
        return site.shared(f"{name}.png", lambda: _previews(t.lang, worded=True).draw(shown))
    # A story may show another layer of a day that has a page of its own.
    name = f"{name}-{view.layer}-{view.mode}"
    return site.shared(f"{name}.png", lambda: _previews("en", worded=False).draw(shown))


@lru_cache(maxsize=2)
def _previews(lang: str, *, worded: bool) -> Previews:
    # The drawing libraries take a second to import, which only a picture needs.
    from nuzuh.draw.preview import Previews  # noqa: PLC0415

    return Previews(Translator(lang), worded=worded)
