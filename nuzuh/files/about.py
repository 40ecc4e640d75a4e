"""What a file says about itself: what, when, how, whose, under which terms."""

from __future__ import annotations

from nuzuh import __version__
from nuzuh.files.citation import citation_text
from nuzuh.scene.export import ExportScene


def about_rows(export: ExportScene) -> list[tuple[str, str]]:
    """Return what a file says about itself as pairs: a name in English, a text in the language."""
    told, t = export.metadata, export.metadata.request.t
    rows = [
        ("title", told.title),
        ("where_and_when", t("snapshot.where", date=told.when)),
        ("unit", export.cube.unit),
        ("method", told.method),
        ("own_rows", told.user_data_note),
        ("from_records", told.records_note),
        # How shares under orders are to be read is their method.
        ("reading", _reading(export)),
        ("completeness", _completeness(export)),
        ("adding_up", t("taking.adds_up")),
        ("missing", t("taking.missing")),
        ("data_version", told.data),
        ("software", f"nuzuh {__version__}"),
        ("link", told.link),
        ("citation", citation_text(told)),
        ("licence_of_figures", told.licence),
        ("licence_of_outlines", told.outlines.licence),
        ("attribution", _attribution(export)),
        ("disclaimer", t("map.disclaimer")),
    ]
    return [(name, text) for name, text in rows if text]


def _attribution(export: ExportScene) -> str:
    told = export.metadata
    if told.outlines.detail == "display":
        return told.request.t("map.attribution")
    return told.request.t("outlines.attribution", licence=told.outlines.licence)


def _reading(export: ExportScene) -> str:
    readings = dict.fromkeys(cube.reading for cube in export.cubes)
    return " ".join(text for text in readings if text not in export.metadata.method)


def _completeness(export: ExportScene) -> str:
    """What the figures of each day come to; of a long period its first and its last day."""
    t, frames = export.metadata.request.t, export.frames
    if len(frames) == 1:
        return frames[0].placed
    ends = (frames[0], frames[-1])
    return " ".join(f"{t.day(end.day)}: {end.placed}" for end in ends if end.placed)
