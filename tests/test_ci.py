"""What is looked up of dependencies: an index that is silent is never taken for a clean record."""

from __future__ import annotations

import importlib.util
import json
import re
import sys

import pytest
import yaml


def script(root, name):
    spec = importlib.util.spec_from_file_location(f"ci_{name}", root / ".ci" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def audit(root):
    return script(root, "audit")


@pytest.fixture(scope="module")
def sbom(root):
    return script(root, "sbom")


def told(*packages):
    return json.dumps({"dependencies": list(packages), "fixes": []})


CLEAN = {"name": "click", "version": "8.5.0", "vulns": []}
SKIPPED = {"name": "av", "skip_reason": "Dependency not found"}
FLAWED = {
    "name": "urllib3",
    "version": "2.3.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.5.0"]}, {"id": "PYSEC-2", "fix_versions": []}],
}


@pytest.mark.parametrize(
    ("packages", "code", "lines"),
    [
        ((CLEAN,), 0, ["Python: 1 audited, nothing is known of any"]),
        (
            (CLEAN, SKIPPED),
            3,
            ["Python: not audited: the index knows nothing of 1 of 2 packages (av)"],
        ),
        ((), 3, ["Python: not audited: there was nothing to audit"]),
        (
            (FLAWED, SKIPPED),
            1,
            [
                "Python: urllib3 2.3.0: PYSEC-1; mended in 2.5.0",
                "Python: urllib3 2.3.0: PYSEC-2; not mended yet",
                "Python: not audited: the index knows nothing of 1 of 2 packages (av)",
            ],
        ),
    ],
)
def test_what_pip_audit_says(audit, packages, code, lines):
    found = audit.of_pip_audit(told(*packages))
    assert (found.code, found.lines()) == (code, lines)


def test_many_that_were_not_looked_up_are_named_in_part(audit):
    names = [{"name": f"p{n}", "skip_reason": "x"} for n in range(9)]
    assert audit.of_pip_audit(told(*names)).lines() == [
        "Python: not audited: the index knows nothing of 9 of 9 packages (p0, p1, p2, p3, p4, …)"
    ]


def test_what_npm_says(audit):
    total = {"dependencies": {"total": 12}}
    clean = audit.of_npm_audit(json.dumps({"vulnerabilities": {}, "metadata": total}))
    assert (clean.code, clean.lines()) == (0, ["scripts: 12 audited, nothing is known of any"])
    flaws = {"d3-color": {"range": "<3.1.0", "severity": "high"}}
    known = audit.of_npm_audit(json.dumps({"vulnerabilities": flaws, "metadata": total}))
    assert (known.code, known.lines()) == (1, ["scripts: d3-color <3.1.0: high"])
    refused = audit.of_npm_audit(json.dumps({"message": "405", "statusCode": 405, "error": {}}))
    assert refused.code == 3
    assert refused.lines() == ["scripts: not audited: the index refuses to say (405)"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["-c", "print('no JSON')"], "the tool gave no answer (JSONDecodeError)"),
        (["-c", "print('[]')"], "the tool gave no answer (ValueError)"),
        (["-c", "import sys; sys.exit(1)"], "the tool gave no answer (JSONDecodeError)"),
        (["-c", "import time; time.sleep(60)"], "no answer within 1 seconds"),
    ],
)
def test_a_tool_that_gives_no_answer_has_audited_nothing(audit, monkeypatch, tmp_path, words, why):
    monkeypatch.setattr(audit, "PATIENCE", 1 if "sleep" in words[1] else 60)
    found = audit._asked("Python", [sys.executable, *words], tmp_path, audit.of_pip_audit)
    assert (found.code, found.unknown) == (3, why)
    nobody = audit._asked("scripts", [str(tmp_path / "none")], tmp_path, audit.of_npm_audit)
    assert nobody.code == 3


@pytest.mark.parametrize(
    ("codes", "ended"), [((0, 0), 0), ((0, 3), 3), ((3, 1), 1), ((1, 0), 1), ((3, 3), 3)]
)
def test_the_gravest_decides(audit, monkeypatch, capsys, codes, ended):
    made = {
        0: audit.Audited("x", 1),
        1: audit.Audited("x", 1, ("flaw",)),
        3: audit.Audited("x", 0, (), "why"),
    }
    monkeypatch.setattr(audit, "_python", lambda: made[codes[0]])
    monkeypatch.setattr(audit, "_scripts", lambda: made[codes[1]])
    assert audit.main() == ended
    assert capsys.readouterr().out.count("\n") == 2


def test_the_bill_names_what_the_bundles_hold_and_not_what_builds_them(sbom, root):
    lock = json.loads((root / "frontend/package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((root / "frontend/package.json").read_text(encoding="utf-8"))
    found = {one["name"]: one for one in sbom.scripts(lock)}
    assert set(wanted["dependencies"]) <= set(found)
    assert not set(wanted["devDependencies"]) & set(found)
    assert found["d3-geo"]["version"] == wanted["dependencies"]["d3-geo"]
    for one in found.values():
        assert len(one["hashes"][0]["content"]) == 128
        assert one["licenses"]


def test_the_bill_is_of_this_version_and_whole(sbom):
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"name": "x"},
            "node_modules/@a/b": {"version": "1.0.0", "license": "ISC"},
            "node_modules/c": {"version": "2.0.0", "dev": True},
        },
    }
    bom = {"metadata": {"component": {"name": "nuzuh"}}, "components": [{"name": "click"}]}
    made = sbom.completed(bom, lock, "0.1.0")
    assert made["metadata"]["component"] == {"name": "nuzuh", "version": "0.1.0"}
    assert [one["name"] for one in made["components"]] == ["click", "@a/b"]
    assert made["components"][1]["purl"] == "pkg:npm/%40a/b@1.0.0"
    assert made["dependencies"] == [{"ref": "pkg:npm/%40a/b@1.0.0"}]
    with pytest.raises(ValueError, match="of another form"):
        sbom.scripts({"lockfileVersion": 2})


@pytest.mark.parametrize("name", ["audit", "sbom", "spark"])
def test_tools_are_pinned_with_hashes_and_are_no_dependency(root, name):
    lock = (root / f".ci/{name}.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9.-]+)==\S+", lock, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)
    assert pins
    assert all("--hash=sha256:" in block for block in blocks if "==" in block.partition("\n")[0])
    wanted = (root / f".ci/{name}.in").read_text(encoding="utf-8").split(">=")[0]
    assert wanted in pins
    for file in ("requirements.lock", "requirements-test.lock"):
        assert f"\n{wanted}==" not in (root / file).read_text(encoding="utf-8")


def test_no_file_of_the_tools_names_a_registry(root):
    files = [*(root / ".ci").iterdir(), *(root / ".github").rglob("*.yml")]
    for path in files:
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "index-url" not in text, path
            assert "://" not in text, path


def test_ci_runs_what_the_project_runs_and_pins_what_it_uses(root):
    text = (root / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    ran = [step["run"] for job in told["jobs"].values() for step in job["steps"] if "run" in step]
    assert ran == [".ci/run", "make audit", "make sbom"]
    used = [
        step["uses"] for job in told["jobs"].values() for step in job["steps"] if "uses" in step
    ]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one) for one in used)
    assert told["permissions"] == {"contents": "read"}
    assert all(job["timeout-minutes"] for job in told["jobs"].values())


def test_a_wrong_figure_is_reported_with_what_mends_it(root):
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE/wrong-figure.yml").read_text("utf-8"))
    asked = {part["id"]: part for part in form["body"] if "id" in part}
    assert list(asked) == ["figure", "version", "wrong", "page", "kind"]
    assert all(part["validations"]["required"] for part in asked.values())
