"""What is said, before it is in the words of a language: decided once, worded in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from nuzuh.evidence.published import Figure
from nuzuh.scene.translator import Translator


class Said(NamedTuple):
    """Something that can be put into words; what is equal is worded alike.

    Attributes:
        wording: puts it into words, see :func:`said`.
        given, named: what it is given beside the language.

    Example:
        >>> told = text("q.more than", n=said_number(417_000))
        >>> told.words(Translator("en"))
        'more than 417,000'
    """

    wording: Callable[..., str]
    given: tuple[Any, ...]
    named: tuple[tuple[str, Any], ...] = ()

    def words(self, t: Translator) -> str:
        """Return it in a language."""
        return self.wording(*self.given, t, **dict(self.named))


Part = Said | str | int
"""What stands in a text: something that is said, or what is the same in every language."""


def said(wording: Callable[..., str], *given: Any, **named: Any) -> Said:
    """Return what a function says.

    Args:
        wording: its last argument without a name is the reader's language.
        given: the arguments before it.
        named: arguments by name.
    """
    return Said(wording, given, tuple(named.items()))


def text(key: str, **parts: Part) -> Said:
    """Return a text of the catalogue.

    Args:
        key: its key there.
        parts: what fills its placeholders.
    """
    return Said(_text, (key, tuple(parts.items())))


def said_day(told: date, *, short: bool = False, year: bool = True) -> Said:
    """Return a date, see :meth:`nuzuh.scene.translator.Translator.day`."""
    return said(_day, told, short=short, year=year)


def said_number(told: float) -> Said:
    """Return a number, see :meth:`nuzuh.scene.translator.Translator.number`."""
    return said(_number, told)


def said_figure(told: Figure) -> Said:
    """Return a published figure, see :meth:`nuzuh.scene.translator.Translator.figure`."""
    return said(_figure, told)


def joined(parts: Iterable[Part], between: Part = "") -> Said:
    """Return what is said one after the other.

    Args:
        parts: in their order.
        between: what stands between any two of them.

    >>> joined([text("unit.people"), "."]).words(Translator("en"))
    'people.'
    """
    return said(_joined, tuple(parts), between)


def capital(told: Said) -> Said:
    """Return the same with a capital letter at its beginning."""
    return said(_capital, told)


def _text(key: str, parts: tuple[tuple[str, Part], ...], t: Translator) -> str:
    return t(key, **{name: _words(part, t) for name, part in parts})


def _day(told: date, t: Translator, *, short: bool, year: bool) -> str:
    return t.day(told, short=short, year=year)


def _number(told: float, t: Translator) -> str:
    return t.number(told)


def _figure(told: Figure, t: Translator) -> str:
    return t.figure(told)


def _joined(parts: tuple[Part, ...], between: Part, t: Translator) -> str:
    return str(_words(between, t)).join(str(_words(part, t)) for part in parts)


def _capital(told: Said, t: Translator) -> str:
    words = told.words(t)
    return words[:1].upper() + words[1:]


def _words(part: Part, t: Translator) -> str | int:
    return part.words(t) if isinstance(part, Said) else part
