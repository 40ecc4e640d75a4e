"""What a process that checks readers' files has imported and filled before the first comes."""

from __future__ import annotations

from nuzuh.loaders.user.check import check
from nuzuh.loaders.user.decisions import KINDS
from nuzuh.loaders.user.template import template, template_formats


def warm() -> None:
    """Check every template once, so that all libraries and tables are there."""
    for kind in KINDS:
        for form in template_formats(kind):
            check(template(kind, form), f"template.{form}", kind)
