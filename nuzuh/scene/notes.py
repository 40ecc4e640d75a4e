"""The words around a picture: title, method, sources, credits, and where its live view is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Notes:
    """The words around a picture.

    Attributes:
        title: where and when.
        what: what is shown.
        lead: a sentence with the answer, where there is one.
        placed: what the map's figures come to; "" where nothing is to be said.
        method: how the numbers came about, and which rows are a reader's own.
        sources: whose figures they are, each with its date.
        credits: disclaimer and licences.
        data: version of the data, with its hash.
        link: address of the live view, or "".
        query: the view as the part of an address, for when there is no address.
    """

    title: str
    what: str
    lead: str
    placed: str
    method: str
    sources: tuple[str, ...]
    credits: tuple[str, ...]
    data: str
    link: str
    query: str
