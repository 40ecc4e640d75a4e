"""What the static site takes: CPU of each language and each maker, bytes by kind, the opening.

``python -m benchmarks site``. CPU of this process alone is told, so that a machine that does
something else meanwhile matters little; how long a fixed loop takes beside each language says by
how much. What a reader's opening transfers is held against the page in one file, which is
the other way to give the map to somebody without a server.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

from benchmarks.machine import facts
from benchmarks.onefile import file_of
from nuzuh.export.site import build
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.opening import opening
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SitePage

WHOLE, OPENING = 30_000_000, 400_000
"""Bytes of all files with those of a former version, and of an opening as it is transferred."""
SECONDS = 2.0
"""Of CPU that a language may take after the first."""
TURNS = 3_000_000
"""Of the loop whose time tells how busy the machine is."""


def loop() -> float:
    """Return the seconds of CPU that a fixed loop takes."""
    began, total = time.process_time(), 0
    for n in range(TURNS):
        total += n * n % 7
    return time.process_time() - began


def timed_makers(spent: dict[tuple[str, str], float]) -> tuple[build.Maker, ...]:
    """Return the makers of the site so that each adds the seconds of CPU that it takes."""

    def timed(maker: build.Maker) -> build.Maker:
        name = maker.__module__.rpartition(".")[2]

        def pages(site: build.Site, t: Translator) -> Iterable[SitePage]:
            began = time.process_time()
            made = list(maker(site, t))
            spent[t.lang, name] += time.process_time() - began
            return made

        return pages

    return tuple(timed(maker) for maker in build.MAKERS)


def kind_of(path: str) -> str:
    """Return the kind of a file: of the data by version, of assets by ending, of pages by name."""
    parts = PurePosixPath(path).parts
    if parts[0] == "v":
        return "pages and assets of former versions"
    if parts[0] == "data" and len(parts) > 2:
        return f"data/{parts[1]}"
    if parts[0] == "assets":
        return f"assets {PurePosixPath(path).suffix}"
    if path.endswith(".html"):
        below = parts[1:] if parts[0] in LANGUAGES else parts
        return f"pages {below[0] if len(below) > 1 else 'map'}"
    return "others"


def opening_files(files: dict[str, bytes], lang: str) -> list[str]:
    """Return what a reader's first look at the map loads in a language."""
    page = "index.html" if lang == "en" else f"{lang}/index.html"
    text = files[page].decode()
    told = json.loads(
        re.findall(r'<script id="site-told" type="application/json">(.*?)</script>', text)[0]
    )
    day, phases = told["known"]["opening"]["date"], told["known"]["phases"]
    at = next(n for n, phase in enumerate(phases) if day <= phase["end"])
    message = told["message"]
    payloads = f"{message['signature']}-{message['words'][at]}".split("-")
    head = re.findall(r'(?:src|href)="(?:\.\./)*(assets/[^"]+\.(?:js|css))"', text)
    return list(dict.fromkeys([page, *head, *(f"assets/{name}.bin" for name in payloads)]))


def main() -> None:
    """Measure and print."""
    print(facts())
    spent: dict[tuple[str, str], float] = defaultdict(float)
    busy, done = [loop()], [time.process_time()]

    def progress(_languages: int, _of: int) -> None:
        # The loop is no part of the site.
        done.append(time.process_time() - sum(busy[1:]))
        busy.append(loop())

    makers, build.MAKERS = build.MAKERS, timed_makers(spent)
    try:
        site = build.build_site(tables_in_use(), progress=progress)
    finally:
        build.MAKERS = makers
    written = time.process_time() - sum(busy[1:]) - done[-1]
    took = [after - before for before, after in pairwise(done)]
    # Former versions are made before the newest, which alone has every kind of page.
    former = len(took) - len(LANGUAGES)
    print(f"former versions: {sum(took[:former]):.2f} s of CPU for {former // len(LANGUAGES)}")
    for at, lang in enumerate(LANGUAGES):
        seconds, beside = took[former + at], min(busy[former + at : former + at + 2])
        kept = "" if at == 0 else ", within" if seconds <= SECONDS else ", ABOVE"
        print(
            f"{lang}: {seconds:.2f} s of CPU{kept and f'{kept} {SECONDS:.0f}'}, "
            f"{seconds / beside:.0f} loops of {beside:.2f} s"
        )
        each = sorted((seconds, name) for (of, name), seconds in spent.items() if of == lang)
        print("  " + ", ".join(f"{name} {seconds:.2f}" for seconds, name in reversed(each)))
    print(f"pages put into words of HTML, all versions: {written:.2f} s of CPU")
    sizes, counts = Counter[str](), Counter[str]()
    for path, content in site.files.items():
        sizes[kind_of(path)] += len(content)
        counts[kind_of(path)] += 1
    for kind, size in sizes.most_common():
        print(f"{kind}: {size / 1e6:.2f} MB in {counts[kind]} files")
    whole = sizes.total()
    kept = "within" if whole <= WHOLE else "ABOVE"
    print(f"all: {whole / 1e6:.1f} MB in {counts.total()} files, {kept} {WHOLE / 1e6:.0f}")
    for lang in LANGUAGES:
        loaded = opening_files(site.files, lang)
        size = sum(len(gzip.compress(site.files[path], mtime=0)) for path in loaded)
        other = len(gzip.compress(file_of(replace(opening().view, lang=lang)), mtime=0))
        kept = "within" if size <= OPENING else "ABOVE"
        print(
            f"opening {lang}: {size / 1e3:.0f} kB in {len(loaded)} files, {kept} "
            f"{OPENING / 1e3:.0f}; the page in one file {other / 1e3:.0f} kB"
        )
    print(facts())


if __name__ == "__main__":
    main()
