"""What a page in one file says beside its scene: it can show other days and layers, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from nuzuh.loaders.tables import Tables
from nuzuh.scene.cube import layers_of
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.from_records import tables_note
from nuzuh.scene.labels import title_of
from nuzuh.scene.layer import layer_of
from nuzuh.scene.method import method_text, reading_note
from nuzuh.scene.provenance import TableSource, sources_of
from nuzuh.scene.scene import Scene
from nuzuh.scene.seen import SeenList, seen_lists_of
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class Page:
    """What a page in one file says.

    Attributes:
        scene: what it shows when it opens.
        title: what is shown.
        first, last: the days that its map can show.
        placed: what the figures of the scene's day come to, and which day that is.
        layers: id and name of each layer that its map can show.
        method: how the numbers of all of these came about, and are to be read.
        licences: under which terms.
        citation: how to cite the view.
        stem: name of a saved picture without its ending, with ``{date}`` for the day.
        seen: every figure, and every order that it can show, with its page.
        tables: the tables that the app stands on.
    """

    scene: Scene
    title: str
    first: date
    last: date
    placed: str
    layers: tuple[tuple[str, str], ...]
    method: tuple[str, ...]
    licences: tuple[str, ...]
    citation: str
    stem: str
    seen: tuple[SeenList, ...]
    tables: tuple[TableSource, ...]


def page_of(shown: Scene, tables: Tables, t: Translator, citation: str = "") -> Page:
    """Return what a page in one file says of a scene.

    Args:
        shown: what it shows when it opens.
        tables: what that was computed from.
        t: the reader's language.
        citation: how to cite the view; a sentence of our own when "".
    """
    view, notes, span, layers = shown.view, shown.notes, load_timeline(), layers_of(shown.view)
    title = title_of(view.layer, t, reconstructed=view.reconstructed)
    method = [
        text
        for layer in layers
        for text in (
            method_text(replace(view, layer=layer), t),
            reading_note(layer, t, reconstructed=view.reconstructed),
        )
    ]
    evidence = {layer_of(layer).evidence for layer in layers}
    told = {"title": title, "date": t.day(view.date), "data": notes.version}
    ours = [t("onefile.citation", **told), t.isolated(notes.link) if notes.link else ""]
    return Page(
        scene=shown,
        title=title,
        first=span.first,
        last=span.last,
        # The map moves on to other days, so the sentence names its own.
        placed=f"{t.day(view.date)}: {notes.placed}" if notes.placed else "",
        layers=tuple((layer, t(f"layer.{layer}")) for layer in layers),
        method=tuple(dict.fromkeys(filter(None, [*method, tables_note(tables, t)]))),
        licences=(t("map.attribution"), t("onefile.licence"), t("footer.orders")),
        citation=citation or " ".join(filter(None, ours)),
        stem=file_stem(view, user=tables.user.digest, moving=True),
        seen=seen_lists_of(tables, t.lang, orders="orders" in evidence),
        tables=sources_of(t),
    )
