"""From a figure to the bytes of a file: the same figure gives the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from nuzuh.draw.type import drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 300


def to_bytes(figure: Figure, form: str, *, title: str, description: str, link: str) -> bytes:
    """Return a figure as a file.

    Nothing of the machine or of the time goes into it. In PDF the fonts are
    embedded; in SVG letters are shapes, since few programs that open one could
    join Arabic letters, and the words stand in its description.

    Args:
        figure: the figure.
        form: one of :data:`nuzuh.draw.sheets.papers.FORMS`.
        title: title of the document.
        description: what is in the figure, in words.
        link: address of the live view, or "".
    """
    target = io.BytesIO()
    with drawing():
        if form == "png":
            metadata = {"Software": "nuzuh", "Title": title, "Source": link or "nuzuh"}
            # Flat colours compress as well at a quarter of the effort.
            figure.savefig(
                target, format="png", dpi=DPI, metadata=metadata, pil_kwargs={"compress_level": 3}
            )
        elif form == "svg":
            about = {"Date": None, "Creator": "nuzuh", "Title": title, "Description": description}
            if link:
                about["Source"] = link
            figure.savefig(target, format="svg", metadata=about)
        else:
            _save_pdf(figure, target, title, description)
    return target.getvalue()


def _save_pdf(figure: Figure, target: io.BytesIO, title: str, description: str) -> None:
    from matplotlib.backends.backend_pdf import PdfFile

    from nuzuh.draw.sheets.pdf import PdfRenderer

    metadata = {
        "Title": title,
        "Subject": description,
        "Creator": "nuzuh",
        "Producer": "nuzuh",
        "CreationDate": None,
    }
    width, height = figure.get_size_inches()
    figure.dpi = 72  # a PDF has 72 points to an inch
    file = PdfFile(target, metadata=metadata)
    file.newPage(width, height)
    renderer = PdfRenderer(file, 72, height, width)
    figure.draw(renderer)
    renderer.finalize()
    file.finalize()
    file.close()
