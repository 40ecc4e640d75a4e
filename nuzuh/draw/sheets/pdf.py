"""The PDF renderer, with every letter in its place.

matplotlib 3.11 writes a run of letters with the distances between them, and
adds a distance twice where the run goes on in another part of the font, which
happens in mixed Arabic and Latin text. Here each run begins at its own place.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib import _text_helpers
from matplotlib.backends.backend_pdf import Op, RendererPdf
from matplotlib.font_manager import FontPath

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

_UNSEEN = set(
    "\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"
)


class PdfRenderer(RendererPdf):
    """matplotlib's renderer of a PDF page but for its text."""

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,  # noqa: FBT001, FBT002 (matplotlib's own signature)
        mtext: Text | None = None,
    ) -> None:
        """Write a line of text at a point of the page."""
        del ismath, mtext
        self.check_gc(gc, gc._rgb)  # noqa: SLF001 (as matplotlib's own renderer does)
        size = prop.get_size_in_points()
        turn = math.radians(angle)
        cosine, sine = math.cos(turn), math.sin(turn)
        write = self.file.output
        write(Op.gsave, cosine, sine, -sine, cosine, x, y, Op.concat_matrix, Op.begin_text)
        run: list[Any] = []
        font, begun = None, (0.0, 0.0)
        for item in _text_helpers.layout(s, self._get_font_ttf(prop)):
            if item.char in _UNSEEN:
                self._show(run)
                font = None
                continue
            part, code = self.file._character_tracker.track_glyph(  # noqa: SLF001
                item.ft_object, item.char, item.glyph_index
            )
            if font != (item.ft_object, part) or item.y != begun[1]:
                self._show(run)
                font = (item.ft_object, part)
                write(self._name(item.ft_object, part), size, Op.selectfont)
                self._setup_textpos(item.x, item.y, 0, begun[0], begun[1], 0)
                begun = (item.x, item.y)
            elif item.prev_kern:
                run.append(-1000 * item.prev_kern / size)
            run.append(self._encode_glyphs([code], 42))
        self._show(run)
        write(Op.end_text, Op.grestore)

    def _name(self, font: Any, part: int) -> Any:
        return self.file.fontName(FontPath(font.fname, font.face_index), part)

    def _show(self, run: list[Any]) -> None:
        if run:
            self.file.output(list(run), Op.showkern)
            run.clear()
