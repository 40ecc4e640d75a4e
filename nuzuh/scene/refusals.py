"""Why something cannot be made, in the reader's language; the command line says it in English."""

from __future__ import annotations

from datetime import date

from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.solving import UnsolvedError
from nuzuh.scene.translator import Translator


def refused_text(error: RefusedError, t: Translator) -> str:
    """Return why what a reader asked for on a page cannot be made.

    Args:
        error: the refusal; one without a key is told in general words.
        t: the reader's language.

    >>> told = RefusedError("no movement", "no_movement", first=date(2025, 1, 1), last="x")
    >>> refused_text(told, Translator("en"))
    'No movement between areas is known from 1 January 2025 to x.'
    """
    if isinstance(error, UnsolvedError):
        return t("error.balance")
    if not error.key:
        return t("refused.other")
    parts = {
        name: t.day(part) if isinstance(part, date) else part for name, part in error.parts.items()
    }
    return t(f"refused.{error.key}", **parts)
