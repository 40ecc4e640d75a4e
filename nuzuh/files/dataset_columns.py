"""The columns of the tables that leave by address: name, type, HXL tag and meaning of each."""

from __future__ import annotations

from nuzuh.files.columns import Column

ESTIMATES = (
    Column("id", "string", "#meta+id", "The figure; it never changes."),
    Column("repeats", "string", "#meta+id+repeats", "The figure that this one says again."),
    Column("publisher", "string", "#org", "Who published the figure."),
    Column(
        "according_to",
        "string",
        "#org+according_to",
        "Whose figure the publisher passes on; unattributed where it names nobody.",
    ),
    Column("measure", "string", "#meta+measure", "What is counted: people_present, movement, ..."),
    Column(
        "counting",
        "string",
        "#meta+counting",
        "people, or movements (a person each time they move).",
    ),
    Column("scope", "string", "#meta+scope", "What a share under orders counts."),
    Column("origin", "string", "#loc+name+origin", "From where people moved, as published."),
    Column("origin_pcodes", "string", "#adm2+code+origin", "The same as P-codes (OCHA COD-AB)."),
    Column("destination", "string", "#loc+name", "The area, or to where people moved."),
    Column("destination_pcodes", "string", "#adm2+code", "The same as P-codes; EXT is outside."),
    Column("period_start", "date", "#date+start", "First day of the period described."),
    Column("period_basis", "string", "#meta+period", "Whether that day is stated or assumed."),
    Column("as_of", "date", "#date+reported", "The day described; of a period the last one."),
    Column("value", "number", "#indicator+value", "The number; empty where only a bound was told."),
    Column("low", "number", "#indicator+value+min", "Lower end of a range, or lower bound."),
    Column("high", "number", "#indicator+value+max", "Upper end of a range, or upper bound."),
    Column("unit", "string", "#indicator+unit", "Unit of value, low and high."),
    Column("quantifier", "string", "#meta+quantifier", "Part of the number: exact, at least, ..."),
    Column("source_title", "string", "#meta+source", "The page on which it was seen."),
    Column("source_url", "string", "#meta+source+url", "Its address, where that is worth giving."),
    Column("source_date", "date", "#date+published", "Its date."),
    Column("seen", "string", "#meta+seen", "primary, secondary (in another outlet) or repost."),
    Column("note", "string", "#meta+note", "What else to know of it."),
    Column("kind_of_measure", "string", "#meta+kind+measure", "stock, flow, cumulative or state."),
    Column(
        "basis",
        "string",
        "#meta+basis",
        "What it rests on: observed, derived, planning, home (who belongs there) or projection.",
    ),
    Column("weak", "boolean", "#meta+weak", "Whether the figure is doubtful, as its note says."),
    Column("kind", "string", "#meta+kind", "published: as its publisher told it."),
)
"""One row a published figure."""

_LEAST = "Lower end of its likely range; empty where none can be given."
_MOST = "Upper end of it; where the number is empty, fewer than this."
_TOLD = "The number, rounded to what its range can bear. Empty for fewer than high; never zero."
_RECONSTRUCTED = f"People there, reconstructed by the population balance. {_TOLD}"
_VIEW = Column(
    "view", "string", "#meta+view", "Whose figures are used: all, un, israel, palestine."
)
_KIND = Column("kind", "string", "#meta+kind", "reconstructed: by the population balance.")

PEOPLE = (
    Column("date", "date", "#date", "The day."),
    Column(
        "pcode",
        "string",
        "#adm2+code",
        "A governorate (OCHA COD-AB), or several that can only be told together; EXT for people "
        "who have left the Strip since October 2023; north and south of Wadi Gaza; strip. Never "
        "add up rows: sums have rows and ranges of their own.",
    ),
    _VIEW,
    Column("people_reconstructed", "number", "#population+value+reconstructed", _RECONSTRUCTED),
    Column("low", "number", "#population+value+min", _LEAST),
    Column("high", "number", "#population+value+max", _MOST),
)
"""One row a day, area and view; what cannot be told has none.

That all of it is reconstructed stands in the names of the file and of its number: a word for it
in each of 35,000 rows would be a quarter of the file.
"""

MOVED = (
    Column("first_day", "date", "#date+start", "First day that is counted."),
    Column("last_day", "date", "#date+end", "Last day; a row is for a calendar month."),
    Column("origin", "string", "#adm2+code+origin", "Where from; EXT is outside the Strip."),
    Column("destination", "string", "#adm2+code+destination", "Where to."),
    _VIEW,
    Column("people", "number", "#affected+value", _TOLD),
    Column("low", "number", "#affected+value+min", _LEAST),
    Column("high", "number", "#affected+value+max", _MOST),
    _KIND,
)
"""One row a month, way and view."""

TABLES = (
    Column("name", "string", "#meta+id", "The table."),
    Column("title", "string", "#meta+title", "What it holds."),
    Column("source", "string", "#meta+source", "Who made it."),
    Column("links", "string", "#meta+source+url", "Public addresses, apart by spaces."),
    Column("licence", "string", "#meta+licence", "The terms under which it may be used."),
    Column("as_of", "date", "#date+reported", "The day that it describes."),
    Column("retrieved", "string", "#date+retrieved", "When it was brought in."),
    Column("status", "string", "#meta+status", "How it came."),
    Column("rows", "integer", "#meta+rows", "Number of its rows."),
    Column("note", "string", "#meta+note", "What was set aside or read otherwise than published."),
)
"""One row a table that nuzuh stands on."""
