"""XML that strangers wrote, as a stream: no tree is built, no entity read, and all is bounded."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from nuzuh.loaders.errors import DataError

DEEPEST = 100
"""Elements within elements; spreadsheet programs write about twenty."""

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Budget:
    """How many elements may still be read, over all parts of one file."""

    def __init__(self, elements: int) -> None:
        self.left = elements


def walk(content: bytes, file: str, start: Start, end: End, text: Text, budget: Budget) -> None:
    """Hand every element of a part to its reader, in order.

    Names come as ``namespace name``. What a reader raises ends the walk.

    Args:
        content: bytes of the part.
        file: the name of the file, for messages.
        start: called with name and attributes as an element begins.
        end: called with its name as it ends.
        text: called with the text between.
        budget: what may be read of the whole file.

    Raises:
        DataError: when the part is damaged, declares entities, or is deeper or
            larger than what programs write.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        budget.left -= 1
        if depth > DEEPEST or budget.left < 0:
            raise DataError(
                file, "holds more parts than a table needs: copy the table to a new file"
            )
        start(name, attributes)

    def finish(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def refuse(*_: object) -> None:
        raise DataError(file, "declares entities, which no spreadsheet program writes")

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except DataError:
        raise
    except (expat.ExpatError, ValueError, LookupError, OverflowError) as error:
        raise DataError(
            file, "cannot be read as a workbook: open it and save it anew as XLSX"
        ) from error
