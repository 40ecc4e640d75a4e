"""A view's page in one file, as the app and the command make it."""

from __future__ import annotations

from nuzuh.export.time_map import ensemble_for, payloads_of
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.page import page_of
from nuzuh.scene.scene import scene
from nuzuh.scene.translator import Translator
from nuzuh.web.onefile import one_file


def page_file(view, tables=None, link="", citation=""):
    """The bytes of a view's page, in the language of the view."""
    tables, t = tables or tables_in_use(), Translator(view.lang)
    page = page_of(scene(view, tables, t, link), tables, t, citation)
    return one_file(page, payloads_of(view, tables, t), t, ensemble_for(view, tables))
