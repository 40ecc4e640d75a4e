"""The languages of the app, a record each: another one is a record here and a catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language.

    Attributes:
        code: as used in links and commands, and as the name of its catalogue.
        name: what it calls itself.
        locale: by whose rules dates and plurals are written.
        biblatex: what BibLaTeX calls it.
        right_to_left: whether it is written from right to left.
        months_begin: what may stand before the name of a month in a reader's file, as
            one word with it; "" for nothing.
        former_code: an older code, by which browsers and systems may still name it; "" for none.
        names: ending of the columns of our tables with names in it; "" for its code.
            A language whose names are not in the tables yet shows those of another.
    """

    code: str
    name: str
    locale: str
    biblatex: str
    right_to_left: bool = False
    months_begin: str = ""
    former_code: str = ""
    names: str = ""

    @property
    def name_column(self) -> str:
        """The column with names in it, in tables that have names in several languages."""
        return f"name_{self.suffix}"

    @property
    def suffix(self) -> str:
        """The ending of the columns of our tables that are in it."""
        return self.names or self.code


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "en_GB", "english"),
        Language("ar", "العربية", "ar", "arabic", right_to_left=True),
        Language(
            "he",
            "עברית",
            "he",
            "hebrew",
            right_to_left=True,
            months_begin="ב",
            former_code="iw",
        ),
    )
}
"""Every language by its code, in the order in which they are offered; the first is that of
the tables."""


def language_of(locale: str | None) -> str:
    """Return the code of the language of a locale, or of the tables where that is not offered.

    >>> language_of("ar-PS"), language_of("iw_IL"), language_of("fr"), language_of(None)
    ('ar', 'he', 'en', 'en')
    """
    spoken = re.split("[-_]", locale or "")[0].casefold()
    named = {code: code for code in LANGUAGES}
    named |= {one.former_code: code for code, one in LANGUAGES.items() if one.former_code}
    return named.get(spoken, next(iter(LANGUAGES)))
