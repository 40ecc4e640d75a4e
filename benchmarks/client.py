"""A reader as the server knows one: a websocket that says what a browser says."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from nuzuh.scene.timeline import load_timeline

PATIENCE = 180.0
"""Seconds to wait for an answer: a crowded naive server takes its time."""


@dataclass
class Reader:
    """One reader's connection.

    Attributes:
        socket: to the server.
        query: of the address that they open.
        address: of the server, for files.
        size: bytes that have come.
        places: what they were told of their place in a queue, or of how far their file is.
    """

    socket: ClientConnection
    query: str
    address: str = ""
    size: int = 0
    places: list[str] = field(default_factory=list)
    _hashes: set[str] = field(default_factory=set)
    _widget: str = ""
    _kind: str = ""
    _fragment: str = ""
    _told: int = 0
    _buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    _file: str = ""
    _look: tuple[str, float] = ("", 0.0)
    _refused: bool = False

    async def open(self) -> None:
        """Open the page; return when its run has ended."""
        await self._send(BackMsg())
        if not self._widget:
            raise RuntimeError("the page has neither a time map nor a slider")

    async def settle(self, day: date) -> None:
        """Settle on a day; return when the server has answered.

        Args:
            day: of the time map.
        """
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = self._widget
        if self._kind == "slider":
            widget.double_array_value.data.append((day - load_timeline().first).days)
        else:
            self._told += 1
            widget.json_value = json.dumps({"settled": settled(day, self._told)})
            message.rerun_script.fragment_id = self._fragment
        await self._send(message)

    async def take(self, what: str, day: date) -> None:
        """Open the dialog of what can be taken away.

        Args:
            what: as for :func:`nuzuh.ui.taking.take`.
            day: on which the reader has settled.
        """
        message = BackMsg()
        self._told += 1
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.json_value = self._widget, json.dumps({"settled": settled(day, self._told)})
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = f"$$STREAMLIT_INTERNAL_KEY_{self._widget}__events"
        widget.json_trigger_value = json.dumps([{"event": "take", "value": what}])
        message.rerun_script.fragment_id = self._fragment
        await self._send(message)

    async def save(self, button: str) -> bytes:
        """Ask for a file, look how far it is as the page does, and fetch it.

        Args:
            button: key of the button that asks for it.
        """
        self._file, self._look = "", ("", 0.0)
        known = next((name for name in self._buttons if name.endswith(f"-{button}")), None)
        if known is None:
            raise RuntimeError(f"nothing on the page is called {button}")
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, message.rerun_script.fragment_id = self._buttons[known]
        widget.trigger_value = True
        await self._send(message)
        # From here on the server draws nothing but what becomes of the file.
        self._refused = False
        async with asyncio.timeout(PATIENCE):
            while not self._file:
                fragment, interval = self._look
                if not fragment or self._refused:
                    raise RuntimeError(f"no file came of {button}: {self.places[-1:]}")
                await asyncio.sleep(interval)
                message = BackMsg()
                message.rerun_script.fragment_id = fragment
                message.rerun_script.is_auto_rerun = True
                await self._send(message)
        return await asyncio.to_thread(_fetched, self.address + self._file)

    async def _send(self, message: BackMsg) -> None:
        rerun = message.rerun_script
        rerun.query_string = self.query
        rerun.cached_message_hashes.extend(self._hashes)
        rerun.context_info.locale = "en-GB"
        rerun.context_info.timezone = "Asia/Gaza"
        rerun.context_info.url = "http://127.0.0.1/"
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._hear(await self.socket.recv()):
                pass

    def _hear(self, raw: str | bytes) -> bool:
        """Take a message; tell whether the run has ended."""
        self.size += len(raw)
        message = ForwardMsg.FromString(raw)  # type: ignore[arg-type]
        if message.metadata.cacheable:
            self._hashes.add(message.hash)
        if message.WhichOneof("type") == "script_finished":
            return ended(message)
        if message.WhichOneof("type") == "auto_rerun":
            self._look = message.auto_rerun.fragment_id, message.auto_rerun.interval
        element = message.delta.new_element
        if element.WhichOneof("type") == "button":
            self._buttons[element.button.id] = element.button.id, message.delta.fragment_id
        elif element.WhichOneof("type") == "download_button":
            self._file = element.download_button.url
        elif element.WhichOneof("type") in ("progress", "alert"):
            self.places.append(element.progress.text or element.alert.body)
            self._refused = element.WhichOneof("type") == "alert"
        if element.WhichOneof("type") == "slider":
            self._widget, self._kind = element.slider.id, "slider"
        elif element.bidi_component.component_name.endswith("timemap"):
            self._widget, self._kind = element.bidi_component.id, "timemap"
            self._fragment = message.delta.fragment_id
        return False


def _fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 (the loopback)
        content: bytes = answer.read()
    return content


def ended(message: ForwardMsg) -> bool:
    """Tell whether a run has ended for good; one that is begun anew has not."""
    early = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
    return message.WhichOneof("type") == "script_finished" and message.script_finished != early


def settled(day: date, told: int) -> dict[str, Any]:
    """Return what the time map tells when a reader has settled."""
    return {
        "date": day.isoformat(),
        "layer": "people",
        "show": "published",
        "view": "all",
        "lang": "en",
        "later": True,
        "since": None,
        "area": "",
        "zoom": None,
        "told": told,
    }


COOKIE = "nuzuh_seat"
"""By which the proxy of ``deploy/`` knows a reader again."""


@asynccontextmanager
async def reading(address: str, query: str, cookie: str = "") -> AsyncIterator[Reader]:
    """Connect a reader who has not opened the page yet.

    Args:
        address: of the server.
        query: of the address that they open.
        cookie: a number, by which a proxy before the server knows them again.
    """
    stream = address.replace("http://", "ws://") + "/_stcore/stream"
    options: dict[str, Any] = {"max_size": None, "ping_interval": None, "open_timeout": PATIENCE}
    if cookie:
        options["additional_headers"] = {"Cookie": f"{COOKIE}={cookie:0>32}"}
    async with connect(stream, subprotocols=["streamlit"], origin=address, **options) as socket:
        yield Reader(socket, query, address)
