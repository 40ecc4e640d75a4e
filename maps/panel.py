"""The evidence as HTML: rival figures side by side, each with publisher, date, kind and link.

Everything that comes from data is escaped; links are http(s) only, as the
loaders have checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from balance.statements import FRESH_DAYS, LEFT, Statement, largest_outflow
from loaders.publishers import UNATTRIBUTED
from maps.geometry import governorate_name
from maps.html import Markup, anchor
from maps.labels import area_name, publisher_name
from maps.words import Words

FIRST = 5
"""Figures shown of each group of a question before the rest is folded away."""

OPEN = (
    "present_north",
    "present_south",
    "moved_south",
    "moved_north",
    "under_orders",
    "orders_or_zones",
)
"""Questions whose figures are shown at once, beside who left the governorate that most people are
said to have left; the others open at a click."""


Group = tuple[str, bool]
"""Figures that can be set against each other: their unit, and whether they are of one day alone."""


def panel_html(
    told: dict[str, list[Statement]], day: date, words: Words, *, left_out: int = 0
) -> str:
    """Return the panel of what publishers say of a day and of the time before.

    Args:
        told: statements by question, as :func:`balance.statements.published_by` gives.
        day: the day shown.
        words: the reader's language.
        left_out: how many figures the reader leaves out because they came out later.
    """
    lead = [f'<p class="nz-quiet">{escape(text)}</p>' for text in lead_of(told, words, left_out)]
    if not told:
        return "".join([*lead, f'<p class="nz-quiet">{escape(words("panel.none"))}</p>'])
    outflow = largest_outflow(told, day)
    opened = (*OPEN, LEFT[outflow]) if outflow else OPEN
    sections = [
        _section(question, rows, day, words, is_open=question in opened)
        for question, rows in told.items()
    ]
    return "".join([*lead, *sections])


def came_later(told: dict[str, list[Statement]]) -> int:
    """Return how many figures of a panel came out after its day."""
    return sum(s.appeared == "later" for statements in told.values() for s in statements)


def lead_of(told: dict[str, list[Statement]], words: Words, left_out: int = 0) -> list[str]:
    """Return the sentence on what came out later, where there is anything to say.

    Args:
        told: statements by question.
        words: the reader's language.
        left_out: how many figures the reader leaves out because they came out later.
    """
    if left_out:
        return [words("panel.left_out", n=words.number(left_out))]
    later, total = came_later(told), sum(len(statements) for statements in told.values())
    if not later:
        return []
    return [words("panel.came_later", n=words.number(later), total=words.number(total))]


def groups_of(statements: Iterable[Statement]) -> dict[Group, list[Statement]]:
    """Return statements on one question in groups that must not be set against each other."""
    groups: dict[Group, list[Statement]] = {}
    for statement in statements:
        of_day = statement.kind == "flow" and not statement.days
        groups.setdefault((statement.figure.unit, of_day), []).append(statement)
    return groups


def group_title(group: Group, words: Words) -> str:
    """Return what the figures of a group count: people or movements, over time or of one day."""
    unit, of_day = group
    name = words(f"print.axis.{unit}") if words.has(f"print.axis.{unit}") else unit
    return words("panel.of_day", unit=name) if of_day else name


def folded(statements: Sequence[Statement], day: date, shown: int = FIRST) -> set[str]:
    """Return the ids of the statements of a group that are folded away.

    The lowest and the highest of what speakers said last never are. Of the
    others the newest of each side keep their place first, then the newest at
    all; what a speaker said before, and what is older than :data:`FRESH_DAYS`
    while its speaker has a fresher figure on the question, gives way.

    Args:
        statements: one group, in the order in which it is told.
        day: the day shown.
        shown: how many may be shown.
    """
    if len(statements) <= shown:
        return set()
    latest = [s for s in statements if s.standing == "latest"]
    by_size = sorted(latest or statements, key=lambda s: s.figure.central)
    kept = [by_size[0], by_size[-1]]
    newest: dict[str, date] = {}
    for s in statements:
        newest[speaker_of(s)] = max(s.figure.as_of, newest.get(speaker_of(s), s.figure.as_of))
    rest = [
        s
        for s in sorted(latest, key=lambda s: s.figure.as_of, reverse=True)
        if s not in kept
        and not (
            (day - s.figure.as_of).days > FRESH_DAYS and s.figure.as_of < newest[speaker_of(s)]
        )
    ]
    while rest and len(kept) < shown:
        sides = {s.figure.side for s in kept}
        chosen = next((s for s in rest if s.figure.side not in sides), rest[0])
        rest.remove(chosen)
        kept.append(chosen)
    return {s.figure.id for s in statements} - {s.figure.id for s in kept}


def speaker_of(statement: Statement) -> str:
    """Return whose figure a statement tells, whoever passes it on."""
    figure = statement.figure
    return figure.publisher if figure.according_to in ("", UNATTRIBUTED) else figure.according_to


def _section(
    question: str, statements: list[Statement], day: date, words: Words, *, is_open: bool
) -> str:
    opened: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.standing == "before":
            opened.setdefault(statement.figure.publisher, []).append(statement)
    latest = [statement for statement in statements if statement.standing == "latest"]
    groups = groups_of(latest)
    parts = []
    for group, rows in groups.items():
        away = folded(rows, day)
        # What a publisher said before stands once, with its most prominent figure.
        cards = {
            s.figure.id: _card(s, opened.pop(s.figure.publisher, []), day, words)
            for s in sorted(rows, key=lambda s: s.figure.id in away)
        }
        if len(groups) > 1:
            parts.append(f'<p class="nz-quiet">{escape(group_title(group, words))}</p>')
        parts += [card for id_, card in cards.items() if id_ not in away]
        if away:
            more = escape(words("panel.more", n=words.number(len(away))))
            rest = "".join(card for id_, card in cards.items() if id_ in away)
            parts.append(f"<details><summary>{more}</summary>{rest}</details>")
    return (
        f'<details class="nz-question" data-question="{question}"{" open" if is_open else ""}>'
        f"<summary>{escape(question_text(question, words))} "
        f'<span class="nz-quiet">{words.number(len(latest))}</span></summary>'
        f"{''.join(parts)}</details>"
    )


def _card(statement: Statement, before: list[Statement], day: date, words: Words) -> str:
    figure = statement.figure
    comma = words("list.comma")
    earlier = "".join(
        f'<div class="nz-before">{escape(words("panel.before"))}: '
        f"<b>{escape(words.figure(opening.figure))}</b> "
        f"{escape(comma.join([where_text(opening, words), when_text(opening, words)]))} "
        f"{source_link(opening, words)}</div>"
        for opening in before
    )
    age = (day - figure.as_of).days
    kinds = words("list.sep").join(kinds_of(statement, words))
    mark = mark_text(statement, words)
    marked = f' · <span class="nz-quiet">{escape(mark)}</span>' if mark else ""
    return (
        f'<article class="nz-card" data-figure="{escape(figure.id)}">'
        f'<div class="nz-number">{escape(words.figure(figure))}</div>'
        f'<div class="nz-who"><b><bdi>{escape(publisher_name(figure, words))}</bdi></b>'
        f" · {escape(when_text(statement, words))} · "
        f"{escape(words.age(age))}</div>"
        f'<div><span class="nz-kind">{escape(kinds)}</span> · '
        f"{escape(where_text(statement, words))}</div>"
        f'<div class="nz-links">{source_link(statement, words)}{marked}'
        f"{_repeats(statement, words)}</div>"
        f"{earlier}</article>"
    )


def mark_text(statement: Statement, words: Words) -> str:
    """Return when the page of a figure came out where that was not in time, or is not known."""
    if statement.appeared == "in_time":
        return ""
    seen = statement.source_date
    if statement.appeared == "later" and seen is not None:
        return words("panel.later", date=words.day(seen, short=True))
    return words(f"panel.{statement.appeared}")


def measure_text(measure: str, counting: str, words: Words) -> str:
    """Return what is measured, in words; a movement says whether people or moves are counted.

    Households and shares, which have no such count, are never called people.
    """
    key = f"kind.{measure}"
    if measure == "movement":
        key += f".{counting or 'other'}"
    return words(key) if words.has(key) else measure


def counted_text(measure: str, counting: str, question: str, words: Words) -> str:
    """Return what a figure counts, in words; of a share under orders, which orders or zones.

    Args:
        measure: as in the table of estimates.
        counting: as there.
        question: the question that it answers, "" for none.
        words: the reader's language.
    """
    scoped = f"kind.{question}"
    if measure == "under_orders" and words.has(scoped):
        return words(scoped)
    return measure_text(measure, counting, words)


def kinds_of(statement: Statement, words: Words) -> list[str]:
    """Return what a figure counts and what else to know: derived, planning figure, doubtful."""
    parts = [counted_text(statement.measure, statement.counting, statement.question, words)]
    if words.has(f"basis.{statement.basis}"):
        parts.append(words(f"basis.{statement.basis}"))
    if statement.weak:
        parts.append(words("panel.weak"))
    return parts


def when_text(statement: Statement, words: Words) -> str:
    """Return the day that a figure describes and, for a period, since when it counts."""
    as_of = words.day(statement.figure.as_of, short=True)
    start = statement.period_start
    if start == statement.figure.as_of:
        return words("panel.that_day", date=as_of)
    if start is None:
        return words("panel.no_start", date=as_of) if statement.kind == "flow" else as_of
    since = since_text(start, words, assumed=statement.period_assumed)
    return as_of + words("list.comma") + since


def since_text(start: date, words: Words, *, assumed: bool) -> str:
    """Return since when a figure counts, and whether the publisher named that day."""
    key = "panel.since_assumed" if assumed else "panel.since"
    return words(key, date=words.day(start, short=True))


def question_text(question: str, words: Words) -> str:
    """Return a question that published figures answer, see :data:`balance.statements.QUESTIONS`."""
    if question.startswith("left_"):
        name = governorate_name(question.removeprefix("left_"), words.lang)
        return words("question.left", name=name)
    return words(f"question.{question}")


def where_text(statement: Statement, words: Words) -> str:
    """Return where a figure speaks of: an area, or where from and where to."""
    return where_from_to(statement.origin, statement.figure.area, words)


def where_from_to(origin: str, destination: str, words: Words) -> str:
    """Return an area, or where from and where to, as the publisher named them."""
    area = area_name(destination, words)
    if not origin or origin == destination:
        return area
    arrow = "←" if words.right_to_left else "→"
    return f"{area_name(origin, words)} {arrow} {area}"


def source_link(statement: Statement, words: Words) -> Markup:
    """Return the title of a figure's source, linked where a link is worth giving."""
    return linked(statement.source_title, statement.source_url, words)


def linked(title: str, url: str, words: Words) -> Markup:
    """Return the title of a source with its link, or with the words that there is none."""
    return anchor(url, title if url else f"{title} ({words('panel.nolink')})")


def _repeats(statement: Statement, words: Words) -> str:
    links = [anchor(url, title) for title, url in statement.repeats]
    return f" · {escape(words('panel.also'))} {words('list.comma').join(links)}" if links else ""
