"""YAML as texts and groups of them, each with its line, and only as much of YAML as that takes.

What a plain text is, the schema decides and not its looks: in YAML alone ``count: no`` counts
nothing, and ``2025-06-01`` is no name of a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from nuzuh.loaders.records.errors import RecordsError

DEEPEST = 6
"""Groups that may stand in one another."""

Keys = tuple[str | int, ...]
"""Where something stands: keys, and numbers of items from 0."""

_NOTHING = re.compile("|~|null|Null|NULL")
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_HINTS = (
    (
        "mapping values are not allowed",
        "put a text that holds a colon in quotes, and indent evenly",
    ),
    ("that cannot start any token", "put a text that begins with such a sign in quotes"),
    ("expected ':'", "write a key, a colon, a space and a value"),
    ("end of stream", "a quote or a bracket is not closed"),
    ("stream end>", "a quote or a bracket is not closed"),
    ("escape character", "in double quotes write \\\\ for \\, or use single quotes"),
    ("block end>", "indent keys that belong together by the same number of spaces"),
    ("but found another document", "keep what stands before the line ---"),
)


@dataclass(frozen=True)
class Lined:
    """What a file of YAML holds.

    Attributes:
        content: texts, None for what is left empty, dicts and lists.
        lines: from 1, of each key and item.
    """

    content: dict[str, Any]
    lines: dict[Keys, int]

    def line(self, path: Keys) -> int:
        """Return the line of something, or of what it would stand in."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


def read_lined(content: bytes, file: str) -> Lined:
    r"""Return the keys and values of a file.

    Args:
        content: the file.
        file: its name, for messages.

    Raises:
        RecordsError: when it is not UTF-8, not YAML, no keys and values, or holds a key twice,
            or what no such file needs: aliases, tags, a second document, tabs.

    >>> found = read_lined(b"time:\n  column: no\n", "records.yaml")
    >>> found.content, found.lines[("time", "column")]
    ({'time': {'column': 'no'}}, 2)
    """
    text = _text(content, file)
    try:
        _hold_events(text, file)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _refused(error, text, file) from error
    if not isinstance(root, yaml.MappingNode):
        line = 1 if root is None else _line(root)
        raise RecordsError(file, "holds no keys: write them as name: value", line=line)
    lines: dict[Keys, int] = {(): _line(root)}
    return Lined(_plain(root, (), lines, file), lines)


def _text(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RecordsError(file, "is not UTF-8: save it as UTF-8", line=line) from error
    if not text.strip():
        raise RecordsError(file, "is empty: begin with `nuzuh template records -o records.yaml`")
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        rule = f"there is a sign that cannot be seen (U+{ord(unreadable[0]):04X}): delete it"
        raise RecordsError(file, rule, line=_lines_before(text, unreadable.start()))
    if "\t" in text:
        line = _lines_before(text, text.index("\t"))
        raise RecordsError(file, "there is a tab: indent with spaces", line=line)
    return text


def _lines_before(text: str, at: int) -> int:
    """The line, from 1, of a place in a text."""
    return len(_LINE_END.findall(text, 0, at)) + 1


def _hold_events(text: str, file: str) -> None:
    """Refuse what no mapping needs, before any of it is built: a short file may be a huge tree."""
    deep = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            rule = "anchors (&) and aliases (*) are not read: write the value where it is used"
            raise RecordsError(file, f"{rule}, or put a text in quotes", line=line)
        tag = getattr(event, "tag", None)
        if tag:
            rule = f"the tag {tag[:40]!r} is not read: delete it, or put a text in quotes"
            raise RecordsError(file, rule, line=line)
        if isinstance(event, yaml.CollectionStartEvent):
            deep += 1
            if deep > DEEPEST:
                rule = f"more than {DEEPEST} groups stand in one another: no key needs that"
                raise RecordsError(file, rule, line=line)
        elif isinstance(event, yaml.CollectionEndEvent):
            deep -= 1


def _refused(error: yaml.MarkedYAMLError, text: str, file: str) -> RecordsError:
    problem = " ".join(str(error.problem or error.context or "it cannot be read").split())
    mark = error.problem_mark or error.context_mark
    # An end that is missing is missed behind the last line.
    last = _lines_before(text.rstrip("\r\n"), len(text))
    line = min(mark.line + 1, last) if mark else 1
    hint = next((told for part, told in _HINTS if part in problem), "")
    return RecordsError(
        file, f"is not YAML ({problem[:120]})" + (f": {hint}" if hint else ""), line=line
    )


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _plain(node: yaml.Node, path: Keys, lines: dict[Keys, int], file: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return dict(_entries(node, path, lines, file))
    if isinstance(node, yaml.SequenceNode):
        items = list[Any]()
        for number, item in enumerate(node.value):
            lines[(*path, number)] = _line(item)
            items.append(_plain(item, (*path, number), lines, file))
        return items
    plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return None if plain and _NOTHING.fullmatch(node.value) else node.value


def _entries(
    node: yaml.MappingNode, path: Keys, lines: dict[Keys, int], file: str
) -> Iterator[tuple[str, Any]]:
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise RecordsError(
                file, "a key is a single text: write it as name: value", line=_line(key)
            )
        at = (*path, key.value)
        if at in lines:
            rule = f"the key {key.value[:40]!r} stands on line {lines[at]} already: keep one"
            raise RecordsError(file, rule, line=_line(key))
        lines[at] = _line(key)
        yield key.value, _plain(value, at, lines, file)
