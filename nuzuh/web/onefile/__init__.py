"""A page in one file: the interactive map with table, evidence and sources, and nothing beside it.

It opens by double click, asks no network for anything, and can be read to the
extent of its table, evidence and sources where scripts do not run.
"""

from nuzuh.web.onefile.gather import one_file

__all__ = ["one_file"]
