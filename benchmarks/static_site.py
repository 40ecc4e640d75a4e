"""How many requests a second nginx answers with the files of the static site.

``python -m benchmarks.static_site --seconds 10``: a page and an asset of about 100 kB, by wrk,
packed and as they are, from the nginx of ``deploy/``. Beside them stands the app's own first page
from its own server.
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.machine import facts
from nuzuh.export.site import build_site
from nuzuh.loaders.tables import tables_in_use
from tests.browser.conftest import ROOT, serve
from tests.deploy.proxy import free_port, nginx_before
from tests.tools import find_nginx

SECONDS, CONNECTIONS = 10, 100
MANY = 2_000
"""Requests a second that are wanted."""
NO_ERRORS = "no errors"
CODE = ROOT / "nuzuh/web/timemap/bundle/timemap.js"
ASSET = 100_000
"""Bytes that the asset comes nearest to, as it is transferred."""


def written(root: Path) -> dict[str, bytes]:
    """Build the site into a folder, packed files beside the plain ones; return the packed ones."""
    packed, site = {}, build_site(tables_in_use())
    # The largest file of a first opening, whatever else the site loads.
    site.asset("timemap.js", CODE.read_bytes())
    for path, content in site.files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        packed[path] = gzip.compress(content, 6, mtime=0)
        file.with_name(f"{file.name}.gz").write_bytes(packed[path])
    return packed


def wrk(address: str, seconds: int, *, packed: bool) -> tuple[float, float, str]:
    """Ask for one address again and again; return requests a second, MB a second, and errors."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s"]
    command += ["-H", "Accept-Encoding: gzip"] if packed else []
    told = subprocess.run([*command, address], check=True, capture_output=True, text=True).stdout
    (rate,) = re.findall(r"Requests/sec:\s+([\d.]+)", told)
    (number, unit) = re.findall(r"Transfer/sec:\s+([\d.]+)([KMG]?B)", told)[0]
    errors = re.findall(r"(Socket errors:.*|Non-2xx.*)", told)
    mega = {"B": 1e-6, "KB": 1.024e-3, "MB": 1.048576, "GB": 1073.7}[unit]
    return float(rate), float(number) * mega, "; ".join(errors) or NO_ERRORS


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure nginx with the static site.")
    parser.add_argument("--seconds", type=int, default=SECONDS)
    given = parser.parse_args([] if arguments is None else arguments)
    if find_nginx() is None or shutil.which("wrk") is None:
        print("static site: not measured, it takes nginx and wrk")
        return
    print(facts())
    rates = {}
    with tempfile.TemporaryDirectory(prefix="nuzuh-") as folder:
        root = Path(folder, "site")
        packed = written(root)
        asset = min(
            (path for path in packed if path.startswith("assets/")),
            key=lambda path: abs(math.log(len(packed[path]) / ASSET)),
        )
        # Nobody is asked for the app.
        with nginx_before(Path(folder), (free_port(), free_port())) as nginx:
            for path in ("index.html", asset):
                for way in (True, False):
                    rate, mega, errors = wrk(f"{nginx.site}/{path}", given.seconds, packed=way)
                    size = len(packed[path]) if way else (root / path).stat().st_size
                    rates[path, way] = rate
                    failed = errors != NO_ERRORS
                    kept = "within" if rate >= MANY and not failed else "BELOW"
                    print(
                        f"{path}, {'packed' if way else 'plain'}, {size / 1e3:.0f} kB: {rate:.0f} "
                        f"requests and {mega:.0f} MB a second, {kept} {MANY}; {errors}",
                        flush=True,
                    )
    with serve(ROOT) as address:
        rate, mega, errors = wrk(f"{address}/", given.seconds, packed=True)
    print(f"the app's own page: {rate:.0f} requests and {mega:.1f} MB a second; {errors}")
    print(f"so the site's page is answered {rates['index.html', True] / rate:.0f}x as often")
    print(facts())


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
