"""Bring the translations in line with the English texts; run as ``python -m tests.wording``.

A text is known by its key, whatever its English says: one whose English has changed keeps
its translation, marked as fuzzy, until somebody has looked at it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

import nuzuh.scene

FOLDER = Path(nuzuh.scene.__path__[0]) / "catalogue"
TEMPLATE = "messages.pot"
_HEAD = (
    "Project-Id-Version: nuzuh",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
)


def messages(path: Path) -> dict[str, Message]:
    """Return every message of a gettext file by its key, in the order of the file."""
    with path.open("rb") as file:
        return {str(one.context): one for one in read_po(file, abort_invalid=True) if one.context}


def brought_in_line(english: dict[str, Message], translated: dict[str, Message]) -> Catalog:
    """Return translations of the English texts, in their order.

    Args:
        english: every text of the template by its key.
        translated: what is translated so far.
    """
    made = Catalog()
    for key, message in english.items():
        before = translated.get(key)
        flags = set(before.flags) - {"python-brace-format"} if before else set()
        if before and before.string and before.id != message.id:
            flags.add("fuzzy")
        text = before.string if before else ""
        made.add(message.id, text, context=key, flags=flags, user_comments=message.user_comments)
    return made


def written(catalog: Catalog, path: Path) -> None:
    """Write a catalogue, each text in one line, so that a change is a change of one line."""
    with path.open("wb") as file:
        write_po(file, catalog, width=0, omit_header=True)
    texts = path.read_text(encoding="utf-8").lstrip("\n")
    head = _HEAD if path.name == TEMPLATE else (f"Language: {path.stem}", *_HEAD)
    lines = "".join(f'"{line}\\n"\n' for line in head)
    path.write_text(f'msgid ""\nmsgstr ""\n{lines}\n{texts}', encoding="utf-8")


def main() -> None:
    """Rewrite every file, and say how many texts are left to translate in each."""
    english = messages(FOLDER / TEMPLATE)
    written(brought_in_line(english, {}), FOLDER / TEMPLATE)
    for path in sorted(FOLDER.glob("*.po")):
        catalog = brought_in_line(english, messages(path))
        written(catalog, path)
        left = sum(bool(one.id) and (one.fuzzy or not one.string) for one in catalog)
        sys.stdout.write(f"{path.name}: {left} to translate\n")


if __name__ == "__main__":
    main()
