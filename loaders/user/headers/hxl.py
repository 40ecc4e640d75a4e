"""What a tag of the Humanitarian Exchange Language (HXL) says of a column.

As DTM, CCCM and HDX write them, which is not always as the standard does.
"""

from __future__ import annotations

import re

from nuzuh.loaders.languages import LANGUAGES

_REPORTED, _PLACE, _WIDER, _FINER, _COUNTRY = 30, 30, 52, 53, 54
"""Ranks of what is taken for ours only where nothing nearer is there, be it by its name."""

_RANKED: tuple[tuple[str, str, str, int], ...] = (
    # Hashtag, attributes that it must have, column of ours, rank: the lower is nearer to ours.
    ("#date", "start", "period_start", 0),
    ("#date", "source", "source_date", 0),
    ("#date", "published", "source_date", 0),
    ("#date", "end", "as_of", 0),
    ("#date", "survey", "as_of", 0),
    ("#date", "occurred", "as_of", 0),
    # The day of a report is not yet the day that it speaks of.
    ("#date", "reported", "as_of", _REPORTED),
    ("#date", "", "as_of", 0),
    ("#adm2", "code origin", "origin_pcodes", 0),
    ("#adm2", "origin", "origin", 0),
    ("#adm2", "code", "destination_pcodes", 0),
    ("#adm2", "", "destination", 0),
    ("#loc", "origin", "origin", _PLACE),
    ("#loc", "code", "", 0),
    ("#loc", "", "destination", _PLACE),
    ("#adm1", "code", "", 0),
    ("#adm1", "origin", "origin", _WIDER),
    ("#adm1", "", "destination", _WIDER),
    ("#adm3", "code", "", 0),
    ("#adm3", "origin", "origin", _FINER),
    ("#adm3", "", "destination", _FINER),
    ("#country", "code", "", 0),
    ("#country", "origin", "origin", _COUNTRY),
    ("#country", "", "destination", _COUNTRY),
    ("#geo", "code", "destination_pcodes", 0),
    ("#affected", "min", "low", 0),
    ("#affected", "max", "high", 0),
    ("#affected", "", "value", 0),
    ("#population", "min", "low", 0),
    ("#population", "max", "high", 0),
    ("#population", "", "value", 0),
    ("#indicator", "name", "measure", 0),
    ("#indicator", "value", "value", 0),
    ("#meta", "according to", "according_to", 0),
    ("#meta", "id", "id", 0),
    ("#meta", "repeats", "repeats", 0),
    ("#meta", "measure", "measure", 0),
    ("#meta", "counting", "counting", 0),
    ("#meta", "unit", "unit", 0),
    ("#meta", "quantifier", "quantifier", 0),
    ("#meta", "source url", "source_url", 0),
    ("#meta", "url", "source_url", 0),
    ("#meta", "source date", "source_date", 0),
    ("#meta", "source", "source_title", 0),
    ("#meta", "note", "note", 0),
    ("#description", "", "note", 0),
    ("#org", "", "publisher", 0),
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TAGS = tuple((tag, _words(needed), ours, rank) for tag, needed, ours, rank in _RANKED)

_HARMLESS = _words(
    """
    num text name value total all ind individuals people persons pop displaced idps present
    reported survey occurred source provider assessed estimated est reference assessment
    collection data latest current alt preferred abbr fr es
    """
) | frozenset(LANGUAGES)
"""Attributes that leave what a tag means to us as it is, beside languages, vocabularies (``+v_``)
and international codes (``+i_``)."""

_SAME = {"pcode": "code", "pcodes": "code", "codes": "code", "names": "name"}

PARTS = _words(
    """
    f m female females male males women woman men man girls girl boys boy children child minors
    adults adult elderly older infants infant toddlers youth u5 under5 over60 disabled disability
    disabilities pwd pwds pregnant lactating plw hh hhs hhds household households family families
    killed dead deaths fatalities injured missing refugees refugee returnees returnee returned
    returns migrants asylum stateless hosting host pct percent percentage ratio rate avg average
    mean median targeted target reached need needs inneed pin capacity planned new arrivals
    departures change previous group groups type status level category class phase round age sex
    gender year month week quarter
    اطفال الاطفال نساء النساء رجال الرجال ذكور اناث اسر الاسر اسره عائلات عائله ילדים נשים גברים
    משפחות בתי
    """
)
"""Attributes, and words of names, that single out a part of the people or count something else."""

_OTHERS = _words(
    "#inneed #reached #targeted #capacity #severity #value #currency #output #beneficiary "
    "#service #delivery #item #respondee #access #impact"
)
"""Hashtags of other figures."""

MEASURE_OF_TAG = {"displaced": "idps", "idps": "idps", "present": "people_present"}
"""Attributes of ``#affected`` that say what is measured."""


def _split(tag: str) -> tuple[str, frozenset[str]]:
    hashtag, *attributes = tag.casefold().split("+")
    return hashtag, frozenset(
        _SAME.get(one, one) for one in attributes if not re.match(r"[vi]_", one)
    )


def ranked_column_of_tag(tag: str) -> tuple[str, int]:
    """Return our column for a tag, and how far it is from ours; ("", 0) for no column.

    >>> ranked_column_of_tag("#adm2+name+v_ocha"), ranked_column_of_tag("#adm1+name")
    (('destination', 0), ('destination', 52))
    """
    hashtag, given = _split(tag)
    for known, needed, ours, rank in _TAGS:
        if hashtag == known and needed <= given and given - needed <= _HARMLESS:
            return ours, rank
    return "", 0


def column_of_tag(tag: str) -> str:
    """Return our column for an HXL tag, or "".

    >>> column_of_tag("#adm2+pcode"), column_of_tag("#affected+idps+ind")
    ('destination_pcodes', 'value')
    >>> column_of_tag("#affected+f")
    ''
    """
    return ranked_column_of_tag(tag)[0]


def is_other(tag: str) -> bool:
    """Whether a tag says that a column holds no figure, day or area of ours, whatever its name.

    Any other tag that is not known leaves the word to the name of the column.

    >>> is_other("#affected+idps+hh"), is_other("#inneed"), is_other("#adm1+code")
    (True, True, True)
    >>> is_other("#sector"), is_other("")
    (False, False)
    """
    hashtag, given = _split(tag)
    code = any(
        hashtag == known and not ours and needed <= given and given - needed <= _HARMLESS
        for known, needed, ours, _ in _TAGS
    )
    return hashtag in _OTHERS or bool(given & PARTS) or code


def measure_of_tag(tag: str) -> str:
    """Return the measure that a tag names, or "".

    >>> measure_of_tag("#affected+idps"), measure_of_tag("#population"), measure_of_tag("#affected")
    ('idps', 'people_present', '')
    """
    hashtag, given = _split(tag)
    if hashtag == "#population":
        return "people_present"
    known = (MEASURE_OF_TAG[one] for one in sorted(given) if one in MEASURE_OF_TAG)
    return next(known, "") if hashtag == "#affected" else ""
