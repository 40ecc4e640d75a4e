"""Run every benchmark: ``make bench``; or one with what it takes: ``python -m benchmarks NAME``."""

from __future__ import annotations

import runpy
import sys

from benchmarks import (
    archive,
    balance,
    behind_nginx,
    crowd,
    exporting,
    exports,
    memory,
    moving,
    onefile,
    opening,
    pictures,
    readers,
    records,
    server_soak,
    site,
    soak,
    start,
    static_site,
    step,
    timemap,
    userfiles,
)

if __name__ == "__main__":
    if sys.argv[1:]:
        name = sys.argv.pop(1)
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
    else:
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
        exporting.main()
        crowd.main()
        behind_nginx.main()
        site.main()
        archive.main()
        static_site.main()
        server_soak.main()
        records.main()
        memory.main()
