"""A reader's own files: read from memory, checked whole, never written anywhere.

Estimates come as tables, areas and orders as maps or as lists of blocks, in the
formats of :mod:`nuzuh.loaders.user.formats`. Whatever is uncertain (a column's
meaning, an area's name) is proposed and waits for the reader's word; nothing
uncertain is applied.
"""

from nuzuh.loaders.user.apart import check_apart
from nuzuh.loaders.user.check import Checked, check
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError
from nuzuh.loaders.user.single_records import SingleRecordsError
from nuzuh.loaders.user.tables import combine, is_user_row
from nuzuh.loaders.user.template import template, template_formats

__all__ = [
    "Checked",
    "Decisions",
    "Problem",
    "Question",
    "SingleRecordsError",
    "UserDataError",
    "check",
    "check_apart",
    "combine",
    "is_user_row",
    "template",
    "template_formats",
]
