"""Run every benchmark: ``make bench``."""

from __future__ import annotations

from benchmarks import (
    balance,
    exports,
    memory,
    moving,
    onefile,
    opening,
    pictures,
    readers,
    soak,
    start,
    step,
    timemap,
    userfiles,
)

if __name__ == "__main__":
    start.main()
    balance.main()
    exports.main()
    userfiles.main()
    moving.main()
    onefile.main()
    pictures.main()
    opening.main()
    step.main()
    timemap.main()
    soak.main()
    readers.main()
    memory.main()
