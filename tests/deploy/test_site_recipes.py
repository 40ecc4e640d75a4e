"""The recipes of docs/site.md and the nightly job, run for real as far as a machine alone can."""

from __future__ import annotations

import gzip
import os
import re
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
import yaml

from nuzuh.export.site.folder import write_folder
from nuzuh.loaders.languages import LANGUAGES
from tests.tools import find_nginx, need

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs/site.md").read_text(encoding="utf-8")
NIGHTLY = ROOT / "deploy/nightly.sh"
WORKFLOW = ROOT / ".github/workflows/site.yml"

PAGE = (
    '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    '<link rel="stylesheet" href="{up}assets/site.0123.css">{rows}' + "<p>words</p>" * 300
)

# What stands for the command: says what it was asked for, and builds a site from a template.
NUZUH = """#!/bin/sh
echo "$*" >>"{told}"
case "$1" in
diff) {diff} ;;
refresh) {refresh} ;;
archive) {archive} ;;
export) while [ $# -gt 1 ]; do shift; done; mkdir -p "$1" && cp -Rp "{template}/." "$1/" ;;
esac
"""


def make_site(folder: Path, figures: int = 20, changed: str = "") -> Path:
    """Write what the job looks at: pages in three languages, and what they load."""
    rows = "".join(f'<tr id="GD{n:04}"><td>{n}</td></tr>' for n in range(figures))
    for lang in LANGUAGES:
        place = folder if lang == "en" else folder / lang
        for page, held in (("", changed), ("estimates/", rows)):
            file = place / page / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            up = "../" * (len(file.parent.relative_to(folder).parts))
            file.write_text(PAGE.format(up=up, rows=held), encoding="utf-8")
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/index.json").write_text('{\n  "latest": "2026-02-02-bbbbbbb",\n "files": []\n}')
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets/site.0123.css").write_text("a{}" * 500)
    (folder / "assets/0123.bin").write_bytes(bytes(2000))
    return folder


@dataclass
class Job:
    """The nightly job with a command that stands for nuzuh."""

    folder: Path
    template: Path
    base: Path

    def runs(
        self, *words: str, size: str = "30720", **does: str
    ) -> subprocess.CompletedProcess[str]:
        """Run it; each of ``diff``, ``refresh`` and ``archive`` does what a shell is told."""
        command = self.base / "nuzuh"
        told = {"diff": 'echo "figures: live, 2 new"', "refresh": ":", "archive": ":"} | does
        command.write_text(
            NUZUH.format(told=self.base / "told", template=self.template, **told), encoding="utf-8"
        )
        command.chmod(0o755)
        (self.base / "tmp").mkdir(exist_ok=True)
        return subprocess.run(
            ["/bin/sh", str(NIGHTLY), str(self.folder), *words],
            env={
                "PATH": f"{self.base}:/usr/bin:/bin",
                "TMPDIR": str(self.base / "tmp"),
                "NUZUH_SITE_KB": size,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self) -> list[str]:
        """What the command was asked for."""
        return (self.base / "told").read_text().splitlines()


@pytest.fixture
def job(tmp_path) -> Job:
    make_site(tmp_path / "template")
    # A folder whose name has to be quoted wherever it stands.
    return Job(tmp_path / "the site", tmp_path / "template", tmp_path)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


class TestNightly:
    def test_it_says_what_changed_and_publishes(self, job):
        done = job.runs("https://nuzuh.example/")
        assert done.returncode == 0, done.stderr
        assert "figures: live, 2 new" in done.stdout
        assert "20 figures" in done.stdout
        first, *_, last = job.asked()
        assert first == "diff"
        assert job.asked()[1:3] == ["refresh", "archive add"]
        assert last == f"export --address https://nuzuh.example/ --format site -o {job.folder}"
        there = files_in(job.folder)
        assert {name: there[name] for name in files_in(job.template)} == files_in(job.template)

    def test_without_an_address_none_is_told(self, job):
        assert job.runs().returncode == 0
        assert job.asked()[-1] == f"export --format site -o {job.folder}"

    def test_packed_copies_are_of_the_files(self, job):
        for file in job.template.rglob("*.*"):
            os.utime(file, (1_700_000_000, 1_700_000_000))
        assert job.runs().returncode == 0
        packed = {name for name in files_in(job.folder) if name.endswith(".gz")}
        assert packed == {f"{name}.gz" for name in files_in(job.template)}
        for name in packed:
            plain = job.folder / name.removesuffix(".gz")
            assert gzip.decompress((job.folder / name).read_bytes()) == plain.read_bytes()
            # What says whether a page has changed is the same for both.
            assert int((job.folder / name).stat().st_mtime) == int(plain.stat().st_mtime)

    def test_it_leaves_nothing_behind(self, job):
        job.runs()
        job.runs(diff="exit 1")
        assert list((job.base / "tmp").iterdir()) == []

    @pytest.mark.parametrize(
        ("does", "said"),
        [
            ({"diff": "exit 1"}, "no source could be reached"),
            ({"refresh": "exit 1"}, "the refresh did not end well"),
            ({"archive": "exit 1"}, "the version could not be archived"),
        ],
    )
    def test_what_fails_before_leaves_the_site_as_it_is(self, job, does, said):
        assert job.runs().returncode == 0
        before = files_in(job.folder)
        (job.template / "index.html").write_text("other")
        done = job.runs(**does)
        assert done.returncode == 1
        assert said in done.stderr
        assert f"{job.folder} stays as it is" in done.stderr
        assert files_in(job.folder) == before

    def breaks(self, job, said, **kinds):
        """A site that is not as it has to be is refused, and the one before stays."""
        done = job.runs(**kinds)
        assert done.returncode == 1
        assert said in done.stderr

    @pytest.mark.parametrize("page", ["index.html", "ar/index.html", "he/estimates/index.html"])
    def test_a_site_without_a_page_is_refused(self, job, page):
        job.runs()
        before = files_in(job.folder)
        (job.template / page).unlink()
        self.breaks(job, f"has no {page}")
        assert files_in(job.folder) == before

    def test_an_empty_page_is_refused(self, job):
        (job.template / "ar/index.html").write_text("")
        self.breaks(job, "has no ar/index.html")
        assert not job.folder.exists()

    def test_a_page_without_its_policy_is_refused(self, job):
        page = job.template / "he/index.html"
        page.write_text(page.read_text().replace("Content-Security-Policy", ""))
        self.breaks(job, "says nothing of what it may load: he/index.html")

    def test_a_page_that_loads_what_is_not_there_is_refused(self, job):
        (job.template / "assets/site.0123.css").unlink()
        self.breaks(job, "lacks assets/site.0123.css")

    def test_a_site_that_is_too_large_is_refused(self, job):
        self.breaks(job, "more than 20", size="20")

    @pytest.mark.parametrize(
        ("place", "refused"),
        [
            ("v/2026-01-01-aaaaaaa/assets", False),
            ("data/2026-01-01-aaaaaaa", False),
            ("data/2026-02-02-bbbbbbb", True),
            ("data/latest", True),
        ],
    )
    def test_what_a_site_has_of_former_versions_does_not_make_it_too_large(
        self, job, place, refused
    ):
        (job.template / place).mkdir(parents=True)
        (job.template / place / "large.csv").write_bytes(bytes(400_000))
        assert (job.runs(size="300").returncode == 1) == refused

    @pytest.mark.parametrize(("now", "refused"), [(0, True), (17, True), (18, False), (25, False)])
    def test_a_ledger_that_has_lost_its_figures_is_refused(self, job, now, refused):
        assert job.runs().returncode == 0
        make_site(job.template, figures=now)
        assert (job.runs().returncode == 1) == refused

    def test_it_needs_its_command(self, tmp_path):
        """Else all that it says is that no source could be reached."""
        done = subprocess.run(
            ["/bin/sh", str(NIGHTLY), str(tmp_path / "site")],
            env={"PATH": "/usr/bin:/bin", "NUZUH_COMMAND": "/opt/none/nuzuh"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "there is no command /opt/none/nuzuh" in done.stderr

    def test_it_needs_a_folder(self):
        done = subprocess.run(
            ["/bin/sh", str(NIGHTLY)], capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        assert "name the folder of the site" in done.stderr

    def test_it_can_be_run_and_is_plain(self):
        assert NIGHTLY.stat().st_mode & stat.S_IXUSR
        text = NIGHTLY.read_text(encoding="utf-8")
        assert text.startswith("#!/bin/sh\n")
        for word in ("[[", "local ", "function ", "pipefail", "==", "<<<", "echo -"):
            assert word not in text


class TestWorkflow:
    def test_it_runs_the_job_that_is_tried_here(self):
        told = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
        steps = told["jobs"]["build"]["steps"]
        assert any("deploy/nightly.sh site" in step.get("run", "") for step in steps)
        uploaded = next(step for step in steps if "upload-pages" in step.get("uses", ""))
        assert uploaded["with"]["path"] == "site"
        # YAML 1.1 takes the word for a truth value.
        assert "schedule" in told[True]

    def test_no_job_may_do_more_than_it_needs(self):
        told = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
        assert told["permissions"] == {}
        may = {name: set(job["permissions"]) for name, job in told["jobs"].items()}
        assert may == {"build": {"contents", "pages"}, "publish": {"pages", "id-token"}}

    def test_what_others_wrote_is_fixed_by_its_hash(self):
        used = re.findall(r"uses: (\S+)", WORKFLOW.read_text(encoding="utf-8"))
        assert len(used) >= 5
        assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name) for name in used)

    def test_everything_is_installed_by_hash_or_from_itself(self):
        installs = re.findall(r"pip install (.+)", WORKFLOW.read_text(encoding="utf-8"))
        assert len(installs) == 3
        for install in installs:
            own = {"--no-deps", "--no-index", "--no-build-isolation"} <= set(install.split())
            assert own or "--require-hashes" in install, install

    def test_nothing_that_a_stranger_writes_gets_into_a_shell(self):
        told = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
        for job in told["jobs"].values():
            assert not any("${{" in step.get("run", "") for step in job["steps"])

    def test_the_files_that_it_names_are_there(self):
        text = WORKFLOW.read_text(encoding="utf-8")
        for name in ("requirements.lock", "deploy/nightly.sh", "docs/site.md"):
            assert name in text
            assert (ROOT / name).exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(folder: Path, site: Path) -> Iterator[str]:
    """Run nginx with the recipe of the document before a site; yield its address."""
    (recipe,) = re.findall(r"```nginx\n(.*?)```", DOC, re.DOTALL)
    port = free_port()
    recipe = recipe.replace("listen 80;", f"listen 127.0.0.1:{port};")
    recipe = recipe.replace("root /srv/nuzuh-site;", f"root {site};")
    assert str(port) in recipe
    assert str(site) in recipe
    temporary = "\n".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log stderr;\n"
        f"events {{}}\nhttp {{ include /etc/nginx/mime.types; access_log off;\n"
        f"default_type application/octet-stream;\n{temporary}\n{recipe} }}\n"
    )
    program = find_nginx()
    assert program is not None
    words = [program, "-c", str(main), "-e", str(folder / "errors")]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    running = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


@dataclass
class Answer:
    """What a server answered."""

    status: int
    headers: Message
    body: bytes


def asks(address: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=named)  # noqa: S310 - the loopback
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    need("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    # Its processes may run as somebody else, who has to find the files.
    folder.chmod(0o755)
    site = make_site(folder / "site")
    page = site / "index.html"
    (site / "index.html.gz").write_bytes(gzip.compress(page.read_bytes()))
    (site / "site.json").write_text("{}")
    (site / "feed.xml").write_text("<entry/>" * 1000)
    (site / ".nuzuh-site.lock").write_text("")
    with nginx(folder, site) as address:
        yield address, site


class TestNginx:
    def test_what_never_changes_is_kept_for_a_year(self, served):
        address, _ = served
        for name in ("site.0123.css", "0123.bin"):
            answer = asks(f"{address}/assets/{name}")
            assert answer.status == 200
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    @pytest.mark.parametrize("path", ["/", "/ar/", "/estimates/", "/estimates/?figure=GD0001"])
    def test_pages_are_asked_for_again(self, served, path):
        address, _ = served
        answer = asks(address + path)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers.get_content_type() == "text/html"
        assert answer.headers.get_content_charset() == "utf-8"
        again = asks(address + path, If_None_Match=answer.headers["ETag"])
        assert again.status == 304

    def test_what_is_not_there_is_not_kept(self, served):
        address, _ = served
        for path in ("/assets/gone.0123.js", "/nowhere/", "/assets/"):
            answer = asks(address + path)
            assert answer.status == 404
            assert answer.headers["Cache-Control"] is None

    def test_a_packed_copy_goes_out_as_it_lies_there(self, served):
        address, site = served
        answer = asks(address + "/", Accept_Encoding="gzip")
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.body == (site / "index.html.gz").read_bytes()
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert asks(address + "/").body == (site / "index.html").read_bytes()

    @pytest.mark.parametrize(
        "path", ["/he/", "/assets/site.0123.css", "/assets/0123.bin", "/feed.xml"]
    )
    def test_what_has_no_copy_is_packed_on_the_way(self, served, path):
        address, _ = served
        answer = asks(address + path, Accept_Encoding="gzip")
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.body) < len(gzip.decompress(answer.body)) / 4

    def test_answers_say_what_a_browser_may_make_of_them(self, served):
        address, _ = served
        for path in ("/", "/assets/site.0123.css", "/nowhere/"):
            answer = asks(address + path)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "/" not in answer.headers["Server"]

    def test_any_page_may_read_the_tables_and_nothing_else(self, served):
        address, _ = served
        origins = {
            path: asks(address + path).headers["Access-Control-Allow-Origin"]
            for path in ("/data/index.json", "/", "/assets/site.0123.css")
        }
        assert list(origins.values()) == ["*", None, None]

    def test_hidden_files_and_ways_out_are_closed(self, served):
        address, _ = served
        assert asks(address + "/.nuzuh-site.lock").status == 404
        assert asks(address + "/assets/%2e%2e/%2e%2e/nginx.conf").status in (400, 404)

    def test_a_folder_without_its_slash_leads_to_it(self, served):
        address, _ = served
        assert asks(address + "/ar").status == 200


class TestDocument:
    def test_assets_that_the_newest_build_loads_are_kept_in_a_store(self, tmp_path):
        (line,) = re.findall(r"^(\{ sed .*) > keep\.txt$", DOC, re.MULTILINE)
        write_folder(tmp_path / "site", {"assets/a.1.js": b"1", "index.html": b"<p>"})
        kept = subprocess.run(
            ["/bin/sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert kept.stdout.splitlines() == ["- /assets/a.1.js", "+ /assets/**", "- *"]

    def test_the_job_is_run_as_the_document_says(self):
        assert "deploy/nightly.sh FOLDER [ADDRESS]" in DOC
        assert "deploy/nightly.sh FOLDER [ADDRESS]" in NIGHTLY.read_text(encoding="utf-8")
        (most,) = re.findall(r"NUZUH_SITE_KB:-(\d+)", NIGHTLY.read_text(encoding="utf-8"))
        assert f"larger than {int(most) // 1024} MB" in DOC

    def test_both_recipes_of_caching_say_the_same(self):
        kept = "public, max-age=31536000, immutable"
        assert DOC.count(kept) >= 3
        assert DOC.count("no-cache") >= 3
