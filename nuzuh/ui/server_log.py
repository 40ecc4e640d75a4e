"""The log as one JSON object a line, for whoever gathers logs: ``NUZUH_LOG=json``.

Events of ours (:mod:`nuzuh.loaders.events`) come with their fields. Of whatever else is logged,
here or in a library, comes where it was said and what kind of error it was, never the message of
an error nor what was filled into a text: these may hold a link, an address or a cell of a file.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from nuzuh.loaders.events import FIELDS, LOGGER

_OURS = ("nuzuh", "app", "pages")


class JsonLines(logging.Formatter):
    """Writes a record of the log as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        fields = getattr(record, FIELDS, None)
        if record.name == LOGGER and fields is not None:
            return _line(line | {"event": record.getMessage()} | fields)
        line |= {
            "event": "error" if record.levelno >= logging.ERROR else "log",
            "logger": record.name,
            "at": f"{record.module}:{record.lineno}",
        }
        # A text into which nothing was filled yet is the program's own.
        ours = record.name.split(".")[0] in _OURS
        if isinstance(record.msg, str) and (record.args or ours):
            line["text"] = record.msg
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line |= {"type": kind.__name__, "where": _where(trace)}
        return _line(line)


def _line(told: dict[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


def _where(trace: TracebackType | None) -> list[str]:
    """The last steps that led to an error, the last one first: files and lines, nothing of them."""
    steps = traceback.extract_tb(trace)[-5:]
    return [f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in reversed(steps)]


def log_json_lines(stream: TextIO | None = None) -> None:
    """Send every record of the log, of all libraries, to one stream as lines of JSON.

    Args:
        stream: stdout when None.
    """
    handler = logging.StreamHandler(sys.stdout if stream is None else stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    # Streamlit and Uvicorn give their loggers handlers of their own.
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger) and logger.handlers:
            logger.handlers = []
            logger.propagate = True
    logging.captureWarnings(capture=True)
    logging.getLogger(LOGGER).setLevel(logging.INFO)
