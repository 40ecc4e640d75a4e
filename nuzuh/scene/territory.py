"""The territory that is mapped, for whoever draws: its areas, sides, and where labels stand."""

from nuzuh.loaders.territory import Area, Side, Territory, territory

__all__ = ["Area", "Side", "Territory", "territory"]
