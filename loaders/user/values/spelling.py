"""One form for what people spell in several ways: digits, dashes, apostrophes, vowel signs."""

from __future__ import annotations

import unicodedata

_ALEF = str.maketrans("أإآٱى", "ااااي")
_SIGNS = str.maketrans(
    {"،": ",", "׳": "'", "״": '"', "’": "'", "‘": "'", "`": "'"}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u05be", "-")
)


def folded(text: str) -> str:
    """Return text in the form in which words and numbers are compared.

    Digits of every script are plain ones; case, vowel signs, kinds of alef, dash and
    apostrophe do not count.

    >>> folded("٥ أكتوبر ٢٠٢٥") == "5 اكتوبر 2025"
    True
    """
    if not text.isascii():
        text = "".join(
            str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
            for sign in text.translate(_SIGNS)
            # Vowel signs, the bar that stretches a word, and marks that turn its direction.
            if unicodedata.category(sign) not in ("Mn", "Cf") and sign != "ـ"
        ).translate(_ALEF)
    return " ".join(text.casefold().split())
