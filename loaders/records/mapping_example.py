"""A mapping to begin with, with a note on each of its lines."""

from __future__ import annotations

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.records.mapping_form import schema_for_editors

FORMATS = ("yaml", "yml", "json")
"""Endings of what is written: the example, or the form of mappings as a JSON schema."""

MAPPING = """\
# Movement records for nuzuh: where they lie, and which column is what.
# Put your own words in the place of these, and delete what you do not need.
# A text that holds a colon, a # or a sign such as @ stands in quotes: "June: all of it".

records: 1                        # the form of this file

# Who holds the records, and what they are. It is told beside every figure made of them.
name: example-operator            # what `nuzuh records list` and `remove` know them by
publisher: Example Operator       # nobody whose published figures nuzuh holds already
title: Subscribers by where they were in the evening and the next, June 2025
link: https://example.org/records
licence: for humanitarian use, not to be passed on
note: Subscribers of one network; children and the poorest seldom have a phone of their own.

kind: movement                    # or presence: then place: stands for origin: and destination:
counting: people                  # everyone once a day; or movements: a person each time they go

# Where the records lie: a file, a folder, a pattern or a list of them, beside this file.
# Or a table of the engine that --engine names; then  table: moves  stands for  files.
files: moves/*.csv

# Which column is what.
time: {column: seen_at, zone: UTC}   # zone: of moments that carry none
origin: {pcode: from_code}
destination: {pcode: to_code}
# A place may also be told in one of these ways:
#   {name: from_name}
#   {latitude: from_lat, longitude: from_lon}
#   {h3: from_cell, resolution: 8}
#   {block: from_block}
# Codes or names of the records' own, and the P-code of each; EXT is outside the Strip:
# areas: {Zone 1: PS0255, Zone 2: PS0260, Abroad: EXT}

# What a row stands for. Without a line here each is one record of another person.
person: device                    # tells persons apart; it never leaves the engine
# count: trips                    # or a row stands for several: a column of whole numbers
# weight: {column: w, of_a_person: 250}   # or a weight, and how much of it stands for one person

stays: true                       # people who stayed are in it, with one place at both ends
outside: false                    # true takes places outside the Strip as EXT; else left out
first: 2025-06-01                 # days that are taken; without these two, all
last: 2025-06-30

privacy: {threshold: 10}          # counts of fewer persons are withheld
scaling: {against: balance}       # how counts become people; or {against: survey, survey: FILE}
"""


def records_template(form: str) -> bytes:
    """Return a mapping to begin with, or the form of mappings for an editor.

    Args:
        form: ``yaml`` or ``yml`` for the mapping, ``json`` for the JSON schema.

    Raises:
        DataError: for any other.

    >>> records_template("yaml").decode().splitlines()[4]
    'records: 1                        # the form of this file'
    """
    if form not in FORMATS:
        raise DataError("a template for records", "is a file that ends in .yaml, .yml or .json")
    return schema_for_editors() if form == "json" else MAPPING.encode()
