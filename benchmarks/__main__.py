"""Run every benchmark: ``make bench``."""

from __future__ import annotations

from benchmarks import balance, onefile, start, timemap

if __name__ == "__main__":
    start.main()
    balance.main()
    onefile.main()
    timemap.main()
