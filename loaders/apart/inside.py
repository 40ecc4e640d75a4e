"""What runs in the other process: the warm one that is forked, and the work itself.

Requests and answers are pickles, with their size before them where they pass a socket. A
request holds limits, whether anybody hears how far the work is, and the work, which is unpickled
once the limits hold. An answer is ``("value", it)``, ``("raised", the error, its traceback)`` or
``("ended", why)``; through a socket any number of ``("told", ...)`` may come before it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import selectors
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from functools import partial

from nuzuh.loaders.apart.forking import Child
from nuzuh.loaders.apart.limits import hold, is_want_of_memory

SIZE = struct.Struct(">Q")
"""How many bytes follow."""

CODE = struct.Struct(">i")
"""How a process ended: its exit code, or below 0 the signal."""


def answer_to(request: bytes, send: Callable[[bytes], None] | None = None) -> bytes:
    """Do the work of a request within its limits, and return the answer.

    Args:
        request: limits, whether the work is told a way to say how far it is, and the work.
        send: takes what is told before the answer; what is told goes nowhere when None.
    """
    limits, hears, packed = pickle.loads(request)  # noqa: S301 (from whoever started this one)
    hold(limits)

    def tell(*parts: object) -> None:
        if send is not None:
            send(pickle.dumps(("told", *parts)))

    try:
        work = pickle.loads(packed)  # noqa: S301 (the same)
        answer = pickle.dumps(("value", work(tell) if hears else work()))
    except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked is told
        answer = _told(error)
    return answer if len(answer) <= limits.answer else pickle.dumps(("ended", "answer"))


def _told(error: Exception) -> bytes:
    if is_want_of_memory(error):
        return pickle.dumps(("ended", "memory"))
    trace = "".join(traceback.format_exception(error))
    try:
        told = pickle.dumps(("raised", error, trace))
        pickle.loads(told)  # noqa: S301 (made in the line above)
    except Exception:  # noqa: BLE001 - an error of a stranger's class may not bear it
        return pickle.dumps(("raised", RuntimeError(str(error)), trace))
    return told


def answer(work: socket.socket) -> None:
    """Answer the one request that comes through a socket."""
    with work, work.makefile("rb") as coming:
        head = coming.read(SIZE.size)
        request = coming.read(*SIZE.unpack(head)) if len(head) == SIZE.size else b""
        if request:  # else whoever asked has left already

            def send(message: bytes) -> None:
                work.sendall(SIZE.pack(len(message)))
                work.sendall(message)

            send(answer_to(request, send))


def alone() -> None:
    """Answer the one request on standard input, and end."""
    request = sys.stdin.buffer.read()
    # What a library prints is no part of the answer.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        out.write(answer_to(request))


def serve(preload: str) -> None:
    """Be the process kept warm: fork for every pair of sockets that comes, until nobody asks.

    Of a pair, the first carries request and answer. The second is a leash: when its other end
    is closed, for whatever reason, the forked process is killed, and how it ended is told there.

    Args:
        preload: a module whose function ``warm`` is called before anything is asked; "" for none.
    """
    control = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 (a descriptor is wanted)
        os.dup2(nothing.fileno(), 0)
    if preload:
        importlib.import_module(preload).warm()
    gc.collect()
    gc.freeze()  # what is here already stays shared between all that are forked
    children: dict[socket.socket, Child] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        while True:
            for ready in [key.fileobj for key, _ in selector.select()]:
                if isinstance(ready, socket.socket) and ready in children:
                    selector.unregister(ready)
                    with contextlib.suppress(OSError), ready:
                        ready.send(CODE.pack(children.pop(ready).end()))
                    continue
                _, descriptors, _, _ = socket.recv_fds(control, 1, 2)
                if len(descriptors) != 2:
                    for child in children.values():
                        child.end()
                    return
                work, leash = (socket.socket(fileno=number) for number in descriptors)
                with work:
                    children[leash] = Child(partial(answer, work))
                selector.register(leash, selectors.EVENT_READ)
