"""A reader's own files: read from memory, checked whole, never written anywhere.

Estimates come as CSV or XLSX, areas and order polygons as GeoJSON, GeoPackage
or zipped shapefile. Whatever is uncertain (a column's meaning, an area's name)
is proposed and waits for the reader's word; nothing uncertain is applied.
"""

from nuzuh.loaders.own.check import Checked, Decisions, check
from nuzuh.loaders.own.refusal import OwnDataError, Problem, Question
from nuzuh.loaders.own.tables import combine, is_theirs
from nuzuh.loaders.own.template import template, template_formats

__all__ = [
    "Checked",
    "Decisions",
    "OwnDataError",
    "Problem",
    "Question",
    "check",
    "combine",
    "is_theirs",
    "template",
    "template_formats",
]
