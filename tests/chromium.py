"""Find a Chromium for the browser tests, install Debian's where that can be done, say so if not.

Run as ``python -m tests.chromium``; ``make test`` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How the tests start it: without a screen, without a graphics card, without calling home."""


def find_chromium() -> str | None:
    """Return the path of a Chromium: ``NUZUH_CHROMIUM``, or one on the PATH."""
    named = os.environ.get("NUZUH_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def install_chromium() -> str | None:
    """Install Debian's Chromium where this machine and this user can; return its path."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        subprocess.run([apt, *words], env=environment, capture_output=True, check=False)
    return find_chromium()


def main() -> int:
    """Say which browser the tests will use, or that they are left out and why."""
    path = find_chromium() or install_chromium()
    if path is None:
        sys.stdout.write(
            "No Chromium here, and it could not be installed: the tests in tests/browser/ are "
            "left out.\nTo run them: sudo apt-get install chromium, or set NUZUH_CHROMIUM.\n"
        )
        return 1
    sys.stdout.write(f"Browser tests use {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
