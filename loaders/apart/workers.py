"""Asking for work in a process of its own, and waiting for it."""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import Any, Literal, TypeVar, overload

from nuzuh.loaders.apart.forking import Child
from nuzuh.loaders.apart.inside import CODE, SIZE, answer
from nuzuh.loaders.apart.limits import EVERY, EndedError, Limits, ended_by

T = TypeVar("T")
Tell = Callable[..., None]
"""Takes what work tells while it goes on."""
_Begun = tuple[socket.socket, Callable[[], int]]
"""The connection to a process that has begun, and how to end it, which tells its exit code."""

Way = Literal["warm", "here", "afresh"]
"""Where a process comes from: forked from the warm one, forked from this one, or begun afresh."""

_PARTING = 5
"""Seconds within which the warm process tells how a child ended."""

_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""A process with threads cannot be forked safely: these keep libraries from having some."""


class ElsewhereError(Exception):
    """The cause of an error that was raised in another process: its traceback there."""


@cache
def workers(preload: str = "") -> Workers:
    """Return the workers of this process that are warm for one kind of work.

    Args:
        preload: a module with a function ``warm``; "" for none.
    """
    return Workers(preload)


class Workers:
    """Processes for one kind of work.

    Args:
        preload: a module whose function ``warm`` imports and fills what the work needs.
        way: where they come from; what suits system and moment when None.
    """

    def __init__(self, preload: str = "", way: Way | None = None) -> None:
        self._preload = preload
        self._way = way
        self._lock = threading.Lock()
        self._warm: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def way(self) -> Way:
        """Where a process would come from now."""
        if self._way is not None:
            return self._way
        if sys.platform != "linux":
            return "afresh"  # macOS has libraries that do not bear a fork
        return "warm" if self._warm is not None or threading.active_count() > 1 else "here"

    def start(self) -> None:
        """Start the warm process, where there is to be one, and do not wait for it."""
        if self.way == "warm":
            with self._lock:
                self._started()

    def stop(self) -> None:
        """End the warm process, and with it all that was forked from it."""
        with self._lock:
            if self._control is not None:
                self._control.close()
            if self._warm is not None:
                self._warm.terminate()  # it may still be busy getting warm
                self._warm.wait()
            self._warm = self._control = None

    @overload
    def run(
        self, work: Callable[[], T], limits: Limits, poll: Callable[[], None] | None = None
    ) -> T: ...

    @overload
    def run(
        self,
        work: Callable[[Tell], T],
        limits: Limits,
        poll: Callable[[], None] | None = None,
        *,
        hear: Tell,
    ) -> T: ...

    def run(
        self,
        work: Callable[..., T],
        limits: Limits,
        poll: Callable[[], None] | None = None,
        *,
        hear: Tell | None = None,
    ) -> T:
        """Do work in a process of its own, and return what it returns.

        Args:
            work: something that can be pickled, as a :func:`functools.partial` of a function.
            limits: what it may take.
            poll: called a few times a second meanwhile. What it raises comes through, and the
                process is dead then: so is work stopped for which nobody waits any longer.
            hear: called here with what the work tells there while it goes on: the work is then
                called with a function that takes what can be pickled. Where processes begin
                afresh, nothing of it comes. What it raises ends the work, as with ``poll``.

        Raises:
            EndedError: when it took more than it may, or ended without an answer.
            Exception: what the work raises, the same as if it had been done here.
        """
        until = time.monotonic() + limits.time

        def look() -> None:
            if poll is not None:
                poll()
            if time.monotonic() > until:
                raise EndedError("time")

        request = pickle.dumps((limits, hear is not None, pickle.dumps(work)))
        way = self.way
        if way == "afresh":
            kind, *told = _unpacked(_afresh(request, look))
        else:
            with self._from_warm() if way == "warm" else _from_here() as (connection, end):
                kind, *told = _asked(connection, request, limits, look, end, hear)
        if kind == "ended":
            raise EndedError(told[0])
        if kind == "raised":
            error, trace = told
            raise error from ElsewhereError(trace)
        value: T = told[0]
        return value

    def _started(self) -> socket.socket:
        if self._control is None or self._warm is None or self._warm.poll() is not None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._warm = subprocess.Popen(  # noqa: S603 (ourselves)
                    _command(f"serve({self._preload!r})"),
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    env={**os.environ, **_ONE_THREAD},
                    # Ctrl-C is for whoever reads, who then lets go of what is forked.
                    start_new_session=True,
                )
            if self._control is None:
                atexit.register(self.stop)
            self._control = ours
        return self._control

    def _hand_over(self, *sockets: socket.socket) -> None:
        with self._lock:
            try:
                socket.send_fds(self._started(), [b"."], [one.fileno() for one in sockets])
            except OSError:
                # It has died at this moment: another takes its place.
                if self._warm is not None:
                    self._warm.wait()
                socket.send_fds(self._started(), [b"."], [one.fileno() for one in sockets])

    @contextmanager
    def _from_warm(self) -> Iterator[_Begun]:
        """A process forked from the warm one; killed when the block is left."""
        work, their_work = socket.socketpair()
        leash, their_leash = socket.socketpair()

        def end() -> int:
            code = b""
            with suppress(OSError):  # the warm process may be gone too
                leash.shutdown(socket.SHUT_WR)
                leash.settimeout(_PARTING)
                code = leash.recv(CODE.size)
            return int(*CODE.unpack(code)) if code else 1

        # However the block is left, the leash is let go, and the warm process kills the other.
        with work, leash:
            with their_work, their_leash:
                self._hand_over(their_work, their_leash)
            yield work, end


@contextmanager
def _from_here() -> Iterator[_Begun]:
    """A process forked from this one; killed when the block is left."""
    work, theirs = socket.socketpair()
    with work:
        with theirs:
            child = Child(partial(answer, theirs))
        try:
            yield work, child.end
        finally:
            child.end()


def _asked(
    work: socket.socket,
    request: bytes,
    limits: Limits,
    look: Callable[[], None],
    end: Callable[[], int],
    hear: Tell | None,
) -> list[Any]:
    """The answer to a request, while somebody looks after it and hears what comes before it."""
    work.settimeout(EVERY)
    try:
        _send(work, SIZE.pack(len(request)) + request, look)
        while True:
            (size,) = SIZE.unpack(_receive(work, SIZE.size, look))
            if size > limits.answer:
                raise EndedError("answer")
            kind, *parts = _unpacked(_receive(work, size, look))
            if kind != "told":
                return [kind, *parts]
            if hear is not None:
                hear(*parts)
            look()
    except (EOFError, ConnectionError):
        raise EndedError(ended_by(end())) from None


def _unpacked(message: bytes) -> list[Any]:
    return list(pickle.loads(message))  # noqa: S301 (from a process of ours)


def _afresh(request: bytes, look: Callable[[], None]) -> bytes:
    """The answer to a request of a process that begins with nothing, on any system."""
    process = subprocess.Popen(  # noqa: S603 (ourselves)
        _command("alone()"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **_ONE_THREAD},
        start_new_session=True,
    )
    coming: bytes | None = request
    answer: bytes | None = None
    try:
        while answer is None:
            try:
                answer, _ = process.communicate(coming, timeout=EVERY)
            except subprocess.TimeoutExpired:
                coming = None  # it is on its way
                look()
    finally:
        if process.poll() is None:
            with suppress(AttributeError, ProcessLookupError):  # Windows has no groups
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
    if not answer:
        raise EndedError(ended_by(process.returncode))
    return answer


def _command(call: str) -> list[str]:
    """A command that calls a function of :mod:`nuzuh.loaders.apart.inside`, on our own path."""
    path = f"import sys; sys.path[:] = {sys.path!r}"
    return [sys.executable, "-c", f"{path}; from nuzuh.loaders.apart import inside; inside.{call}"]


def _send(to: socket.socket, content: bytes, look: Callable[[], None]) -> None:
    left = memoryview(content)
    while left:
        try:
            left = left[to.send(left) :]
        except TimeoutError:
            look()


def _receive(source: socket.socket, size: int, look: Callable[[], None]) -> bytes:
    content = bytearray()
    while len(content) < size:
        try:
            part = source.recv(min(size - len(content), 1 << 20))
        except TimeoutError:
            look()
            continue
        if not part:
            raise EOFError
        content += part
    return bytes(content)
