"""What became of a withdrawn figure, for those who hold a link or a citation that names it."""

from __future__ import annotations

from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene.words import Words


def withdrawal_text(figure: str, words: Words) -> str:
    """Return when and why a figure was withdrawn, and where to look instead.

    Args:
        figure: its id in :func:`nuzuh.loaders.withdrawn.load_withdrawn`.
        words: the reader's language.

    Raises:
        KeyError: for a figure that was not withdrawn.
    """
    row = load_withdrawn().frame.set_index("id").loc[figure]
    return words(
        "notice.withdrawn_figure",
        id=words.isolated(figure),
        date=words.day(row["withdrawn_on"].date()),
        reason=row[f"reason_{words.language.suffix}"],
        see=words("list.comma").join(words.isolated(other) for other in row["see"].split()),
        data=words.isolated(row["held_in"]),
    )
