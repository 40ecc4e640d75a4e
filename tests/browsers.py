"""Find the browsers of the tests, install Debian's where that can be done, say so if not.

Run as ``python -m tests.browsers chromium firefox``; ``make test`` asks for Chromium alone,
``make test-all`` for both.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

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
"""How the tests start Chromium: without a screen, without a graphics card, without calling home."""


@dataclass(frozen=True)
class Kind:
    """A kind of browser.

    Attributes:
        name: as it is called.
        programs: names under which it may stand on the PATH.
        setting: the variable of the environment that names its path.
        package: of Debian.
    """

    name: str
    programs: tuple[str, ...]
    setting: str
    package: str

    @property
    def advice(self) -> str:
        """How to get it."""
        return f"sudo apt-get install {self.package}, or set {self.setting}"

    def find(self) -> str | None:
        """Return its path: the one that is set, or one on the PATH; None where it is not here."""
        named = os.environ.get(self.setting)
        return named or next(filter(None, map(shutil.which, self.programs)), None)

    def install(self) -> str | None:
        """Install Debian's where this machine and this user can; return its path."""
        apt = shutil.which("apt-get")
        if apt is None or os.geteuid() != 0:
            return None
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", self.package]):
            subprocess.run([apt, *words], env=environment, capture_output=True, check=False)
        return self.find()


CHROMIUM = Kind(
    "Chromium",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "NUZUH_CHROMIUM",
    "chromium",
)
FIREFOX = Kind("Firefox", ("firefox-esr", "firefox"), "NUZUH_FIREFOX", "firefox-esr")
KINDS = {"chromium": CHROMIUM, "firefox": FIREFOX}


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    return CHROMIUM.find()


def find_firefox() -> str | None:
    """Return the path of a Firefox, or None."""
    return FIREFOX.find()


def main(names: list[str]) -> int:
    """Say which browsers the tests will use, and which are left out; return how many those are."""
    absent = 0
    for kind in [KINDS[name] for name in names]:
        path = kind.find() or kind.install()
        if path is None:
            absent += 1
            sys.stdout.write(
                f"No {kind.name} here, and it could not be installed: its tests in "
                f"tests/browser/ are left out.\nTo run them: {kind.advice}.\n"
            )
        else:
            sys.stdout.write(f"Browser tests use {path}\n")
    return absent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(KINDS)))
