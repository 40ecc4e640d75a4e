"""The static site: every page in three languages, as files that any server can hold."""

from nuzuh.export.site.build import build_site
from nuzuh.export.site.gathered import Site

__all__ = ["Site", "build_site"]
