"""Every word a reader sees, in English, Arabic and Hebrew, and how numbers and dates are written.

The catalogues in ``nuzuh/scene/catalogue/`` are gettext's: ``messages.pot`` has every
key (``msgctxt``) with its English text (``msgid``), and a file for each other language the
same with the translation (``msgstr``). A test keeps keys and placeholders alike. Numbers
are written with Latin digits in all three, so that a figure can be compared and copied
letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from nuzuh.evidence.published import Figure
from nuzuh.loaders import languages

LANGUAGES = tuple(languages.LANGUAGES)
"""Languages offered, as used in links."""

AGE_IN_MONTHS = 90
"""From so many days on an age is told in months."""

_CATALOGUES = Path(__file__).parent / "catalogue"
_SHARE_UNITS = ("percent", "km2", "people per km2")


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(lang: str) -> dict[str, str]:
    """Return every text of a language by its key; in English where it is not translated yet.

    Raises:
        OSError: when the language has no catalogue.
        PoFileError: when it is no gettext file.
    """
    name = "messages.pot" if lang == LANGUAGES[0] else f"{lang}.po"
    with (_CATALOGUES / name).open("rb") as file:
        messages = read_po(file, abort_invalid=True)
    return {
        str(message.context): str(message.string or message.id)
        for message in messages
        if message.context
    }


@lru_cache(maxsize=4096)
def _number(number: str, decimals: int) -> str:
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(number, pattern, locale="en")


@lru_cache(maxsize=8192)
def _day(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _plural_form(number: int, locale: str) -> str:
    return Locale.parse(locale).plural_form(number)


class Translator:
    """The words of one language.

    Args:
        lang: one of :data:`LANGUAGES`.

    Example:
        >>> t = Translator("en")
        >>> t.age(3)
        '3 days old'
        >>> t.day(date(2025, 10, 5))
        '5 October 2025'
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.language = languages.LANGUAGES[lang]
        self._texts = catalogue(lang)

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language.right_to_left

    def __call__(self, key: str, **parts: object) -> str:
        """Return the text of a key with its placeholders filled.

        Raises:
            KeyError: when the catalogue has no such key or a part is missing.
        """
        return self._texts[key].format(**parts)

    def has(self, key: str) -> bool:
        """Whether the catalogue has a text for a key."""
        return key in self._texts

    def isolated(self, text: str) -> str:
        """Return a foreign name so that it does not disturb the order of the words around it.

        In Arabic and Hebrew it is set between Unicode isolates (FSI, PDI).
        """
        return f"\u2068{text}\u2069" if self.right_to_left else text

    def day(self, day: date, *, short: bool = False, year: bool = True) -> str:
        """Return a date in words, with the month written out or shortened.

        Args:
            day: the date.
            short: shorten the month.
            year: tell the year.
        """
        pattern = ("d MMM" if short else "d MMMM") + (" y" if year else "")
        return _day(day, pattern, self.language.locale)

    def month(self, day: date) -> str:
        """Return a month with its year, as short as on an axis.

        >>> Translator("en").month(date(2025, 10, 1))
        'Oct 2025'
        """
        return format_date(day, "LLL y", locale=self.language.locale)

    def months(self, *, short: bool = False) -> list[str]:
        """Return the names of the months as :meth:`day` writes them, January first."""
        width: Literal["abbreviated", "wide"] = "abbreviated" if short else "wide"
        names = get_month_names(width, "format", self.language.locale)
        return [names[month] for month in range(1, 13)]

    def starting(self, beginnings: tuple[str, ...]) -> dict[str, str]:
        """Return the texts whose keys begin in one of some ways, unfilled."""
        return {key: text for key, text in self._texts.items() if key.startswith(beginnings)}

    def number(self, number: float, *, decimals: int = 0) -> str:
        """Return a number with separators, in Latin digits.

        >>> Translator("en").number(417000)
        '417,000'
        """
        return _number(str(number), decimals)

    def quantified(
        self,
        value: float | None,
        low: float | None,
        high: float | None,
        quantifier: str,
        *,
        unit: str = "people",
        decimals: int = 0,
        suffix: str = "",
    ) -> str:
        """Return a number with its quantifier and its range, as it was worded.

        >>> t = Translator("en")
        >>> t.quantified(None, 417000, None, "more than")
        'more than 417,000'
        >>> t.quantified(None, 600000, 700000, "range")
        '600,000 to 700,000'
        """

        def shown(number: float) -> str:
            return self.number(number, decimals=decimals)

        if value is None and low is not None and high is not None:
            span = self("q.range", low=shown(low), high=shown(high) + suffix)
            plain = quantifier in ("range", "exact")
            return span if plain else self(f"q.{quantifier}", n=span)
        central = next(n for n in (value, low, high) if n is not None)
        share = quantifier == "less than" and unit in _SHARE_UNITS
        key = f"q.{quantifier}" + (".share" if share else "")
        text = self(key, n=shown(central) + suffix)
        if value is not None and low is not None and high is not None:
            return self("q.between", n=text, low=shown(low), high=shown(high))
        return text

    def figure(self, figure: Figure, *, unit: bool = True, ranged: bool = True) -> str:
        """Return a published figure as it was worded.

        Args:
            figure: the figure.
            unit: tell its unit.
            ranged: tell its range where it has a number, too.
        """
        plain = figure.value is not None and not ranged
        decimals = 0 if figure.unit in ("people", "movements", "households") else 1
        space = "" if figure.unit == "percent" else " "
        return self.quantified(
            figure.value,
            None if plain else figure.low,
            None if plain else figure.high,
            figure.quantifier,
            unit=figure.unit,
            decimals=decimals,
            suffix=space + self(f"unit.{figure.unit}") if unit else "",
        )

    def age(self, days: int) -> str:
        """Return how old a figure is, from :data:`AGE_IN_MONTHS` days on in months.

        The browser counts ages in the same way (``age`` in frontend/src/cells.ts).

        >>> t = Translator("en")
        >>> t.age(0), t.age(1), t.age(299)
        ('that day', '1 day old', '10 months old')
        """
        if days == 0:
            return self("age.today")
        if days >= AGE_IN_MONTHS:
            months = (days * 96 + 1461) // 2922
            form = _plural_form(months, self.language.locale)
            return self(f"age.month.{form}", months=self.number(months))
        form = _plural_form(days, self.language.locale)
        return self(f"age.{form}", days=self.number(days))

    def counted(self, key: str, number: int) -> str:
        """Return a text about a whole number in the form that the number asks for.

        Args:
            key: with ``.one``, ``.two``, ``.few``, ``.many`` and ``.other`` after it in catalogues.
            number: of the things counted.

        >>> Translator("en").counted("why.before", 3)
        '3 days before'
        """
        form = _plural_form(number, self.language.locale)
        return self(f"{key}.{form}", n=self.number(number))

    def together(self, names: Iterable[str]) -> str:
        """Return the name of an area made of one governorate or several."""
        listed = list(names)
        return listed[0] if len(listed) == 1 else self("map.join").join(listed)
