"""The page that leads to the data by address."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from nuzuh.scene.data_versions import KnownVersion
from nuzuh.scene.translator import Translator
from nuzuh.web.site.snippets import snippets
from nuzuh.web.templates import render


@dataclass(frozen=True)
class ListedFile:
    """A file that the page leads to: its path below the folder of the data, and its bytes."""

    path: str
    size: int

    @property
    def name(self) -> str:
        """What the page calls it."""
        return self.path.removeprefix("../")

    @property
    def kind(self) -> str:
        """The key of what it holds."""
        return self.path.rpartition("/")[2].partition(".")[0]


def data_page(
    versions: Sequence[KnownVersion],
    damaged: Collection[str],
    files: Sequence[ListedFile],
    address: str,
    t: Translator,
) -> Markup:
    """Return what the page shows.

    Args:
        versions: of the data, the newest first.
        damaged: those whose files cannot be read.
        files: of the newest version.
        address: where the site stands; "" where that is not known.
        t: the reader's language.
    """
    return render(
        "site_data",
        newest=versions[0],
        versions=versions,
        damaged=damaged,
        files=files,
        # The page stands in the folder of the data; in other languages one folder deeper.
        folder="" if t.lang == "en" else "../../data/",
        snippets=snippets(address),
        address=address,
        t=t,
    )
