"""Whether anything that nuzuh installs or ships has a vulnerability that is known.

`make audit` runs it in an environment of its own. It ends with 0 only when every package was
looked up and nothing is known of any; with 1 when something is; and with 3, *not audited*, when
the index gave no answer for one: silence of an index is no clean record.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CLEAN, KNOWN, NOT_AUDITED = 0, 1, 3
PATIENCE = 600
"""Seconds for all packages of a kind."""
_NAMED = 5


@dataclass(frozen=True)
class Audited:
    """What came of looking packages up.

    Attributes:
        what: which packages.
        looked_up: how many the index gave an answer for.
        known: a line for each package of which a vulnerability is known.
        unknown: why some, or all, were not looked up; "" where all were.
    """

    what: str
    looked_up: int
    known: tuple[str, ...] = ()
    unknown: str = ""

    @property
    def code(self) -> int:
        """With what this alone would end."""
        if self.known:
            return KNOWN
        return NOT_AUDITED if self.unknown or not self.looked_up else CLEAN

    def lines(self) -> list[str]:
        """Say it."""
        told = [f"{self.what}: {line}" for line in self.known]
        if self.unknown or not self.looked_up:
            told.append(f"{self.what}: not audited: {self.unknown or 'there was nothing to audit'}")
        elif not self.known:
            told.append(f"{self.what}: {self.looked_up} audited, nothing is known of any")
        return told


def of_pip_audit(text: str) -> Audited:
    """Read what pip-audit says as JSON.

    Raises:
        ValueError: when it is nothing of that kind.
    """
    try:
        packages = json.loads(text)["dependencies"]
        skipped = [one["name"] for one in packages if "skip_reason" in one]
        known = [
            _line(one["name"], one["version"], flaw["id"], flaw.get("fix_versions") or ())
            for one in packages
            for flaw in one.get("vulns", ())
        ]
    except (LookupError, TypeError) as error:
        raise ValueError("pip-audit answers in another form") from error
    named = ", ".join(skipped[:_NAMED]) + (", …" if len(skipped) > _NAMED else "")
    why = f"the index knows nothing of {len(skipped)} of {len(packages)} packages ({named})"
    looked_up = len(packages) - len(skipped)
    return Audited("Python", looked_up, tuple(known), why if skipped else "")


def of_npm_audit(text: str) -> Audited:
    """Read what npm says as JSON: all packages were looked up, or none.

    Raises:
        ValueError: when it is nothing of that kind.
    """
    told: Any = json.loads(text)
    if "vulnerabilities" not in told or "metadata" not in told:
        status = f" ({told['statusCode']})" if isinstance(told.get("statusCode"), int) else ""
        return Audited("scripts", 0, (), f"the index refuses to say{status}")
    count = int(told["metadata"]["dependencies"]["total"])
    known = (
        f"{name} {flaw.get('range', '')}: {flaw.get('severity', 'of unknown severity')}"
        for name, flaw in told["vulnerabilities"].items()
    )
    return Audited("scripts", count, tuple(known))


def _line(name: str, version: str, flaw: str, fixed: Any) -> str:
    end = f"; mended in {', '.join(fixed)}" if fixed else "; not mended yet"
    return f"{name} {version}: {flaw}{end}"


def _python() -> Audited:
    command = [
        *(sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"),
        *("--require-hashes", "--disable-pip", "--timeout", "15"),
        *("--requirement", str(ROOT / "requirements.lock")),
    ]
    return _asked("Python", command, ROOT, of_pip_audit)


def _scripts() -> Audited:
    npm = shutil.which("npm")
    if npm is None:
        return Audited("scripts", 0, (), "npm is not here")
    command = [npm, "audit", "--package-lock-only", "--omit", "dev", "--json"]
    return _asked("scripts", command, ROOT / "frontend", of_npm_audit)


def _asked(what: str, command: list[str], folder: Path, read: Any) -> Audited:
    """Run a tool, and read what it says: its own code may be 0 where it looked nothing up."""
    try:
        ended = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        found: Audited = read(ended.stdout)
    except subprocess.TimeoutExpired:
        return Audited(what, 0, (), f"no answer within {PATIENCE} seconds")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return Audited(what, 0, (), f"the tool gave no answer ({type(error).__name__})")
    return found


def main() -> int:
    """Look everything up and say what came of it."""
    found = [_python(), _scripts()]
    for one in found:
        for line in one.lines():
            print(line)
    codes = {one.code for one in found}
    return KNOWN if KNOWN in codes else max(codes)


if __name__ == "__main__":
    raise SystemExit(main())
