"""Throw damaged and hostile files at the check of a reader's file, as many as there is time for.

    python -m tests.loaders.fuzz --seconds 3600

An answer or a refusal is right. Another exception is not, nor five seconds or 500 MB for a file
of a few kilobytes. What was found is kept, told, and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from nuzuh.loaders import DataError
from nuzuh.loaders.apart import EndedError, Limits, Workers
from nuzuh.loaders.user import check
from nuzuh.loaders.user.apart import PRELOAD
from nuzuh.loaders.user.check import KINDS
from tests.loaders.mutations import changed
from tests.loaders.seeds import SEEDS

LIMITS = Limits(memory=500_000_000, processor=5, time=30, answer=100_000_000)
_AT_ONCE = 20
"""Files that one process checks: a process each takes longer than most files do."""


@dataclass(frozen=True)
class Try:
    """A file to check, and what it is said to be."""

    name: str
    kind: str | None
    content: bytes


@dataclass(frozen=True)
class Finding:
    """A file that was neither answered nor refused, and what came instead."""

    file: Try
    told: str


def tries(random: Random) -> Iterator[Try]:
    """Files without end, each format as often as any other."""
    formats: dict[str, list[bytes]] = {}
    for ending, make in SEEDS:
        formats.setdefault(ending, []).append(make())
    while True:
        for ending, sound in formats.items():
            said = ending if random.random() < 0.9 else random.choice(list(formats))
            kind = random.choice((None,) * 12 + KINDS)
            yield Try(f"mine.{said}", kind, changed(random.choice(sound), random))


def outcome(one: Try) -> str:
    """Return ``read``, ``refused``, or the traceback of what should not have come."""
    try:
        check(one.content, one.name, one.kind)
    except DataError:
        return "refused"
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - this is what is looked for
        return traceback.format_exc()
    return "read"


def outcomes(batch: tuple[Try, ...]) -> list[str]:
    """Return the outcome of each."""
    return [outcome(one) for one in batch]


def tried(workers: Workers, batch: tuple[Try, ...]) -> list[str]:
    """Return the outcome of each, in processes with limits."""
    try:
        return workers.run(partial(outcomes, batch), LIMITS)
    except EndedError as ended:
        if len(batch) == 1:
            return [f"ended for want of {ended.reason}"]
        # One of them took too much, or all of them together.
        return [told for one in batch for told in tried(workers, (one,))]


def fuzz(
    random: Random, *, seconds: float = float("inf"), files: float = float("inf")
) -> tuple[Counter[str], list[Finding]]:
    """Check files until the time is over or there were enough; return counts and findings.

    Args:
        random: where the changes come from.
        seconds: how long.
        files: how many.
    """
    workers, until = Workers(PRELOAD), time.monotonic() + seconds
    counts: Counter[str] = Counter()
    findings: list[Finding] = []
    coming = tries(random)
    try:
        while time.monotonic() < until and counts.total() < files:
            batch = tuple(next(coming) for _ in range(_AT_ONCE))
            for one, told in zip(batch, tried(workers, batch), strict=True):
                counts[told if told in ("read", "refused") else "found"] += 1
                if told not in ("read", "refused"):
                    findings.append(Finding(one, told))
    finally:
        workers.stop()
    return counts, findings


def main() -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--keep", type=Path, help="where to keep what was found")
    told = parser.parse_args()
    counts, findings = fuzz(Random(told.seed), seconds=told.seconds)
    print(f"seed {told.seed}: {dict(counts)}")
    if findings:
        folder = told.keep or Path(tempfile.mkdtemp(prefix="nuzuh-fuzz-"))
        folder.mkdir(parents=True, exist_ok=True)
        for finding in findings:
            digest = hashlib.sha256(finding.file.content).hexdigest()[:10]
            path = folder / f"{digest}-{finding.file.name}"
            path.write_bytes(finding.file.content)
            print(f"\n{path} ({len(finding.file.content):,} bytes, kind {finding.file.kind}):")
            print(finding.told.strip())
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
