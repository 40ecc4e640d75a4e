"""How the tables of orders spell places: one rule for finding their land and their other names."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"\b(?:al|an|as|ash|ad|ar|az|at|el)(?:[ -]+|(?=[A-Z]))", re.IGNORECASE)

ALSO = {
    "Abasan": "Abasan al-Kabira; Abasan al-Jadida",
    "Abd al-Rahman": "Ibad al-Rahman",
    "Abu Hurayra": "Abu Huraira",
    "Al-Bayouk": "Al-Bayuk",
    "Al-Buraq": "Al Bruk",
    "Al-Jadida": "Shuja'iyya (Al-Jadida)",
    "Al-Mughraqa": "Al-Mughraqa (Abu Middein)",
    "Al-Nasser": "Al-Nasr",
    "Al-Qurain": "Qa' al-Qurein",
    "Al-Shawka": "Al-Shoka (Shokat as-Sufi)",
    "Ash-Shuja'iyya al-Jadida": "Shuja'iyya (Al-Jadida)",
    "Badr": "Bader",
    "Fadous": "Fad'os",
    "Ghaben": "Ghobon",
    "Hamad": "Hamad City",
    "Jabalia al-Balad": "Jabalya El Balad",
    "Jabalia town": "Jabalia",
    "Khan Younis city": "Khan Younis",
    "Khan Younis city centre": "City Centre",
    "Khan Younis governorate": "Khan Younis",
    "Madinat Hamad": "Hamad City",
    "northern Gaza": "North Gaza",
    "Philadelphi": "Philadelphi corridor",
    "Rimal": "Northern Rimal; Southern Rimal",
    "Shaboura camp": "Shaboura",
    "Shati camp": "Beach (Shati) camp",
    "Tal al-Hawa": "Tel al-Hawa",
    "Tal al-Sultan": "Tel al-Sultan",
    "Tiba Zaraa": "Tabet Zare",
    "Turkman": "Shuja'iyya (Turkman)",
}
"""Other names of the same places; several, between semicolons, where one name is of all of them."""


def plain_name(name: str) -> str:
    """Return an English name as it is compared: without case, articles, marks and hyphens.

    >>> plain_name("Al-Shuja'iyya"), plain_name("Deir al-Balah camp")
    ('shujaiyya', 'deir balah camp')
    """
    letters = _ARTICLE.sub("", name.replace("’", "'"))
    return re.sub(r"[^a-z0-9()]+", " ", letters.casefold().replace("'", "")).strip()
