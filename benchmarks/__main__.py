"""Run every benchmark: ``make bench``."""

from __future__ import annotations

from benchmarks import balance, moving, onefile, start, timemap

if __name__ == "__main__":
    start.main()
    balance.main()
    moving.main()
    onefile.main()
    timemap.main()
