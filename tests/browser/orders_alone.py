"""The map of the orders on a page of its own, and what Python says of the same days."""

from __future__ import annotations

from functools import cache

from nuzuh.evidence.order_book import order_book
from nuzuh.export.time_map import cube_of, orders_for
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

FIRST = load_timeline().first


@cache
def payloads(lang="en"):
    view, t = View(layer="orders", lang=lang), Translator(lang)
    return cube_of(view, tables_in_use(), t), orders_for(view, tables_in_use(), t)


def opens(alone, day, lang="en", **view):
    """Open the map of the orders on a day."""
    cube, orders = payloads(lang)
    alone.feed(orders)
    return alone.shows(cube, day, orders=orders.signature, layer="orders", lang=lang, **view)


def listed(alone):
    """The orders in the list, and the maps beside them, in their order."""
    return alone.page.evaluate(
        """() => {
          const root = document.querySelector("#host").shadowRoot;
          const ids = (list) => [...list.children].map((row) => row.dataset.order);
          const [maps] = root.querySelectorAll(".tm-order-group");
          const held = maps.hidden ? [] : ids(maps.querySelector("ol"));
          return [ids(root.querySelector("[data-testid=order-list]")), held];
        }"""
    )


def days_under(block, last):
    """On how many days up to one a block was under orders, at least and at most."""
    book = order_book(tables_in_use())
    at = book.ground.index[block]
    turns = [max(day, FIRST) for day in book.turning_days() if day <= last]
    least = most = 0
    for start, end in zip(turns, [*turns[1:], None], strict=True):
        length = ((end or last) - start).days + (end is None)
        running = book.in_force(start)
        least += length * any(one.cover.sure[at] for one in running)
        most += length * any(one.cover.sure[at] or one.cover.possible[at] for one in running)
    return least, most
