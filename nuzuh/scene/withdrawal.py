"""What became of a withdrawn figure, for those who hold a link or a citation that names it."""

from __future__ import annotations

from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene.translator import Translator


def withdrawal_text(figure: str, t: Translator, *, key: str = "notice.withdrawn_figure") -> str:
    """Return when and why a figure was withdrawn, and where to look instead.

    Args:
        figure: its id in :func:`nuzuh.loaders.withdrawn.load_withdrawn`.
        t: the reader's language.
        key: of the sentence, in the catalogues.

    Raises:
        KeyError: for a figure that was not withdrawn.
    """
    row = load_withdrawn().frame.set_index("id").loc[figure]
    return t(
        key,
        id=t.isolated(figure),
        date=t.day(row["withdrawn_on"].date()),
        reason=row[f"reason_{t.language.suffix}"],
        see=t("list.comma").join(t.isolated(other) for other in row["see"].split()),
        data=t.isolated(row["held_in"]),
    )
