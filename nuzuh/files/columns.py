"""The columns of what is taken away: name, type, HXL tag and meaning of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: its heading, the same in every language and format.
        type: as in a table schema: string, number, integer, boolean, date.
        tag: its HXL tag.
        about: what it says, in a sentence.
    """

    name: str
    type: str
    tag: str
    about: str


VALUES = (
    Column("date", "date", "#date", "The day shown."),
    Column("pcode", "string", "#adm2+code", "The governorate (OCHA COD-AB)."),
    Column("area", "string", "#adm2+name", "Its name in the language of the file."),
    Column(
        "shared_with",
        "string",
        "#adm2+code+shared",
        "Other governorates that the same number is for, all of them together; P-codes.",
    ),
    Column(
        "adds_up",
        "boolean",
        "#meta+adds_up",
        "False where the number stands in an earlier row already: add up only rows with true, "
        "and only such as describe one day.",
    ),
    Column("layer", "string", "#indicator+code", "What is shown: people, change, density, orders."),
    Column("unit", "string", "#indicator+unit", "The unit of value, low and high."),
    Column(
        "kind",
        "string",
        "#meta+kind",
        "published; computed from a published figure, or from the evacuation orders in force; "
        "or reconstructed by the population balance.",
    ),
    Column("view", "string", "#meta+view", "Whose figures a reconstruction uses; else empty."),
    Column(
        "value",
        "number",
        "#indicator+value",
        "The number as told. Empty is not reported, or only a bound or range was; never zero.",
    ),
    Column("low", "number", "#indicator+value+min", "Lower end of the range, or lower bound."),
    Column("high", "number", "#indicator+value+max", "Upper end of the range, or upper bound."),
    Column("quantifier", "string", "#meta+quantifier", "Part of the number: exact, at least, ..."),
    Column("as_worded", "string", "#meta+worded", "Number, quantifier and range as on the map."),
    Column(
        "shaded_by",
        "number",
        "#indicator+value+shading",
        "The number that colours the area: the value, else the range's middle or the bound. "
        "Empty on the layer orders, which is drawn over the colours of people.",
    ),
    Column("range", "string", "#meta+range", "The likely range of a reconstruction, in words."),
    Column("figure_ids", "string", "#meta+id", "Rows of the table of figures or orders behind it."),
    Column("publisher", "string", "#org", "Who published the figure; issuers of orders."),
    Column(
        "according_to",
        "string",
        "#org+according_to",
        "Whose figure the publisher passes on; unattributed where it names nobody.",
    ),
    Column("as_of", "date", "#date+reported", "The day that the figure describes."),
    Column("age_days", "integer", "#meta+age", "Days from then to the day shown."),
    Column(
        "status",
        "string",
        "#meta+status",
        "How far a published figure still speaks for the day: current; last_known, over 90 days "
        "old or from before the phase of the war; too_old, over 180 days old and from before the "
        "phase, which pictures hatch without its number.",
    ),
    Column("page_date", "date", "#date+published", "Date of the page that the figure stands on."),
    Column(
        "appeared",
        "string",
        "#meta+appeared",
        "Whether that page was out by the day shown: in_time, later; or copy, a row of a "
        "published data set, or undated, for which nobody can tell. Of orders each that occurs.",
    ),
    Column("area_as_published", "string", "#loc+name", "The area as the publisher named it."),
    Column("source_title", "string", "#meta+source", "Where it was seen."),
    Column("source_url", "string", "#meta+source+url", "Its address; several apart by spaces."),
    Column("own", "boolean", "#meta+own", "Whether it is from a reader's own file."),
    Column("data_version", "string", "#meta+version", "Version of the data."),
)
"""One row a day and governorate."""

COMPARED = (
    Column("area", "string", "#adm2+code", "P-code of a governorate; north, south, strip."),
    Column("name", "string", "#adm2+name", "Its name in the language of the file."),
    Column(
        "told_for",
        "string",
        "#adm2+code+shared",
        "All governorates that the difference is for, together; P-codes.",
    ),
    Column("layer", "string", "#indicator+code", "What is shown: people, change, density, orders."),
    Column("unit", "string", "#indicator+unit", "The unit of the numbers of both sides."),
    *(
        Column(f"{side}_{name}", type_, f"#{tag}+{side}", about)
        for side in ("first", "second")
        for name, type_, tag, about in (
            ("date", "date", "date", f"The day of the {side} side."),
            ("kind", "string", "meta+kind", "published or reconstructed."),
            ("view", "string", "meta+view", "Whose figures a reconstruction uses; else empty."),
            ("value", "number", "indicator+value", "The number as told; empty without one."),
            ("low", "number", "indicator+value+min", "Lower end of its range, or lower bound."),
            ("high", "number", "indicator+value+max", "Upper end of its range, or upper bound."),
            ("as_worded", "string", "meta+worded", "The number in words, with who says it."),
        )
    ),
    Column(
        "difference_kind",
        "string",
        "#meta+kind+difference",
        "change of one reconstruction, sides: of two, or distance of a reconstruction from a "
        "published figure; empty where none is told.",
    ),
    Column(
        "difference",
        "number",
        "#indicator+value+difference",
        "People by which the second side is more than the first; empty where that is not told.",
    ),
    Column("difference_low", "number", "#indicator+value+difference+min", "Lower end of it."),
    Column("difference_high", "number", "#indicator+value+difference+max", "Upper end of it."),
    Column(
        "difference_as_worded",
        "string",
        "#meta+worded+difference",
        "The difference with its range, or why none is told.",
    ),
    Column("sources", "string", "#meta+source", "The published figures behind both sides."),
    Column("data_version", "string", "#meta+version", "Version of the data."),
)
"""One row an area of a comparison, and one for each side of Wadi Gaza and the Strip."""

SOURCES = (
    Column("id", "string", "#meta+id", "Row of the table of figures or orders."),
    Column("publisher", "string", "#org", "Who published the figure, or issued the order."),
    Column(
        "according_to",
        "string",
        "#org+according_to",
        "Whose figure the publisher passes on; unattributed where it names nobody.",
    ),
    Column("measure", "string", "#meta+measure", "What is counted."),
    Column("counting", "string", "#meta+counting", "People, or movements counted."),
    Column("origin", "string", "#loc+name+origin", "From where people moved."),
    Column("area", "string", "#loc+name", "The area as published, or to where people moved."),
    Column("period_start", "date", "#date+start", "First day of the period described."),
    Column("as_of", "date", "#date+reported", "The day described, or day of issue."),
    Column("value", "number", "#indicator+value", "The number; empty where only a bound was told."),
    Column("low", "number", "#indicator+value+min", "Lower end or bound."),
    Column("high", "number", "#indicator+value+max", "Upper end or bound."),
    Column("unit", "string", "#indicator+unit", "Unit of the number."),
    Column("quantifier", "string", "#meta+quantifier", "Part of the number."),
    Column("source_title", "string", "#meta+source", "Title of the page."),
    Column("source_url", "string", "#meta+source+url", "Its address."),
    Column("source_date", "date", "#date+source", "Its date."),
    Column("seen", "string", "#meta+seen", "primary, secondary (in another outlet) or repost."),
    Column("own", "boolean", "#meta+own", "Whether it is from a reader's own file."),
)
"""One row a figure or order that the values rest on."""

FROM_RECORDS = Column(
    "records",
    "boolean",
    "#meta+records",
    "Whether it is scaled from records of devices or registrations, and not published.",
)
"""Stands behind the columns of :data:`SOURCES` where a row is from records, and else nowhere."""
