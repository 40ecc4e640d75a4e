"""The numbers of the page of an area as sentences, each with where it comes from, to be copied."""

from __future__ import annotations

from collections.abc import Iterator

from nuzuh.scene.area_profile import AreaProfile
from nuzuh.scene.area_words import Sentence
from nuzuh.scene.claims import cited_sentence
from nuzuh.scene.labels import after_comma
from nuzuh.scene.mark import Cell
from nuzuh.scene.translator import Translator


def quotes_of(profile: AreaProfile, data: str, link: str, t: Translator) -> tuple[str, ...]:
    """Return each number of the page of an area as one sentence with its source.

    What is published names who said it and the page; what is reconstructed or computed here says
    so, and names the version of the data and the link to it.

    Args:
        profile: what the page says.
        data: the version of the data.
        link: the address of the page.
        t: the reader's language.
    """
    return tuple(_quotes(profile, data, link, t))


def _quotes(profile: AreaProfile, data: str, link: str, t: Translator) -> Iterator[str]:
    def ours(text: str) -> str:
        # The address stands last and bare, so that whatever it is pasted into finds its end.
        return t("quote.ours", text=text, data=t.isolated(data), link=link)

    for sentence in profile.published:
        yield _published(sentence, t)
    for text in profile.reconstructed:
        yield ours(text)
    for table in profile.movements:
        for place, number, likely in table.rows:
            yield ours(
                t(
                    "quote.moved",
                    caption=table.caption,
                    place=_text(place),
                    number=_text(number),
                    range=after_comma(_text(likely), t),
                    days=profile.days,
                    view=profile.view,
                )
            )
    yield ours(" ".join(filter(None, (profile.orders.sentence, profile.orders.people))))
    for claim in profile.named:
        yield cited_sentence(claim, t)


def _published(sentence: Sentence, t: Translator) -> str:
    if sentence.source is None:
        return sentence.text
    title, address = sentence.source
    source = t("list.comma").join(filter(None, (t.isolated(title), address)))
    return t("quote.published", text=sentence.text, source=source)


def _text(cell: Cell) -> str:
    assert isinstance(cell, str)
    return cell
