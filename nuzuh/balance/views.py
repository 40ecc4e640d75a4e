"""Choices of publishers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

GROUPS = ("un", "israel", "palestine")
OTHER = "other"


def members(
    view: str | Collection[str], publishers: Mapping[str, str], names: Collection[str]
) -> set[str]:
    """Publishers of a view.

    `view` is `all`, one of `un`, `israel`, `palestine`, `other`, or a collection of publisher
    names.
    Raises ValueError for an unknown view, and KeyError never: unlisted publishers are `other`.
    """
    if not isinstance(view, str):
        return set(view) & set(names)
    if view == "all":
        return set(names)
    if view not in (*GROUPS, OTHER):
        raise ValueError(
            f"unknown view {view!r}: use all, {', '.join(GROUPS)}, {OTHER} or a list of publishers"
        )
    return {name for name in names if publishers.get(name, OTHER) == view}


def groups(publishers: Mapping[str, str], names: Collection[str]) -> set[str]:
    """Groups that the named publishers belong to."""
    return {publishers.get(name, OTHER) for name in names}
