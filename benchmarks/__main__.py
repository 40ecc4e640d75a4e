"""Run every benchmark: ``make bench``."""

from __future__ import annotations

from benchmarks import balance, pictures, start

if __name__ == "__main__":
    start.main()
    balance.main()
    pictures.main()
