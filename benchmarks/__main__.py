"""Run every benchmark: ``make bench``."""

from __future__ import annotations

from benchmarks import (
    balance,
    exports,
    memory,
    moving,
    onefile,
    pictures,
    start,
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
    timemap.main()
    memory.main()
