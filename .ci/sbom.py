"""Write a bill of materials of what nuzuh installs and ships, as CycloneDX in JSON.

`make sbom` runs it in an environment of its own. The Python packages are those of
`requirements.lock`, with their hashes; the scripts are those that the built bundles hold, of
`frontend/package-lock.json`. It names no moment: the same locks give the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "build" / "nuzuh.cdx.json"
SPEC = "1.6"


def scripts(lock: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the packages that the bundles hold, from npm's lock: those that only build are none.

    Raises:
        ValueError: when the lock is of a form that does not tell them.
    """
    if lock.get("lockfileVersion") != 3:
        raise ValueError("package-lock.json is of another form than 3")
    found = []
    for path, entry in sorted(lock["packages"].items()):
        if not path or entry.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        purl = f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"
        component: dict[str, Any] = {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": entry["version"],
            "purl": purl,
        }
        algorithm, _, digest = entry.get("integrity", "").partition("-")
        if algorithm == "sha512":
            content = base64.b64decode(digest).hex()
            component["hashes"] = [{"alg": "SHA-512", "content": content}]
        if "license" in entry:
            component["licenses"] = [{"license": {"id": entry["license"]}}]
        found.append(component)
    return found


def completed(bom: dict[str, Any], lock: dict[str, Any], version: str) -> dict[str, Any]:
    """Return the bill of the Python packages with the scripts and the project's version in it."""
    added = scripts(lock)
    root = bom["metadata"]["component"] | {"version": version}
    return bom | {
        "metadata": bom["metadata"] | {"component": root},
        "components": [*bom["components"], *added],
        "dependencies": [
            *bom.get("dependencies", ()),
            *({"ref": component["bom-ref"]} for component in added),
        ],
    }


def main() -> int:
    """Write the bill of materials and say what is in it."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    command = [
        *(sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"),
        *("--pyproject", "pyproject.toml", "--spec-version", SPEC, "--output-reproducible"),
        "requirements.lock",
    ]
    made = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    init = (ROOT / "nuzuh" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', init, re.MULTILINE)
    if version is None:
        raise ValueError("nuzuh/__init__.py names no version")
    bom = completed(json.loads(made.stdout), lock, version.group(1))
    text = json.dumps(bom, ensure_ascii=False, indent=2) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        print(f"no bill of materials: what was made is no CycloneDX {SPEC} ({fault})")
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    added = len(scripts(lock))
    print(
        f"{TARGET.relative_to(ROOT)}: {len(bom['components']) - added} Python packages, "
        f"{added} scripts, CycloneDX {SPEC}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
