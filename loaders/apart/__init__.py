"""Work that a stranger's input drives, in a process of its own: bounded, and stopped at once.

A library in C that hangs, or takes all memory, cannot be stopped from within its process.
So such work is handed to another one, which has limits of memory, processor and time, and is
killed when whoever asked for it has left.

On Linux that process is forked, which takes milliseconds: from one that is kept warm for it,
has imported everything and has no threads, since a server with threads must not be forked; or
from this one while it has no threads either, as on the command line. Elsewhere each process
begins afresh, which takes a second or two, and has the limit of time alone.

>>> from functools import partial
>>> limits = Limits(memory=100_000_000, processor=5, time=10, answer=1_000_000)
>>> workers().run(partial(divmod, 17, 5), limits)
(3, 2)
"""

from nuzuh.loaders.apart.limits import EndedError, Limits, Reason
from nuzuh.loaders.apart.turns import FullError, Turns
from nuzuh.loaders.apart.workers import Workers, workers

__all__ = ["EndedError", "FullError", "Limits", "Reason", "Turns", "Workers", "workers"]
