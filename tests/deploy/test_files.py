"""What deploys nuzuh keeps its rules: nothing runs as root, nothing is installed without a hash."""

from __future__ import annotations

import re
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import av
import pytest
import yaml

from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.server_settings import ServerSettings
from tests.tools import need

SETTINGS = {
    f"NUZUH_{one.name.upper()}" for kind in (Settings, ServerSettings) for one in fields(kind)
}
LOCKS = (
    "requirements.lock",
    "requirements-novideo.lock",
    "requirements-build.lock",
    "requirements-test.lock",
)


@pytest.fixture(scope="module")
def deploy(root):
    return root / "deploy"


def steps_of(text):
    """The steps of a Dockerfile, continued lines joined, comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]


def pins_of(root, lock):
    """Versions of a lock file by package, every one of which has its hashes."""
    text = (root / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert all("--hash=sha256:" in entry for entry in entries), lock
    pinned = [re.match(r"([A-Za-z0-9_.-]+)==([^ ;\\]+)", entry) for entry in entries]
    assert all(pinned), lock
    return {(name[1], name[2]) for name in pinned}


@pytest.fixture(scope="module")
def steps(deploy):
    return steps_of((deploy / "Dockerfile").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def compose(deploy):
    return yaml.safe_load((deploy / "compose.yaml").read_text(encoding="utf-8"))


class TestImage:
    def test_it_runs_as_somebody_who_is_not_root_and_has_a_number(self, steps):
        last = max(at for at, (word, _) in enumerate(steps) if word == "FROM")
        users = [rest for word, rest in steps[last:] if word == "USER"]
        assert len(users) == 1
        assert all(int(number) >= 1000 for number in users[0].split(":"))
        # Nothing is done after it that only root could do.
        after = steps[[word for word, _ in steps].index("USER") :]
        assert not {"RUN", "COPY", "ADD"} & {word for word, _ in after}

    def test_what_it_is_made_of_is_named_by_a_version(self, steps):
        given = dict(rest.split("=", 1) for word, rest in steps if word == "ARG" and "=" in rest)
        bases = [rest.split()[0] for word, rest in steps if word == "FROM"]
        assert bases == ["python:${PYTHON}"] * 2
        assert re.fullmatch(r"3\.\d+-slim-\w+", given["PYTHON"])
        assert given["VIDEO"] == "yes"

    def test_everything_is_installed_by_hash_or_from_itself(self, steps):
        runs = " && ".join(rest for word, rest in steps if word == "RUN")
        installs = re.findall(r"pip install ([^&|;]+)", runs)
        assert len(installs) == 3
        for install in installs:
            hashed = "--require-hashes" in install and "--only-binary=:all:" in install
            own = {"--no-deps", "--no-index", "--no-build-isolation"} <= set(install.split())
            assert hashed or own, install
        assert not re.search(r"curl|wget|apt-get|git clone|ADD http", runs)

    def test_its_health_is_asked_by_python(self, steps):
        (check,) = (rest for word, rest in steps if word == "HEALTHCHECK")
        assert re.search(r'CMD \["python", .*"/app/deploy/ready.py", "8501"\]', check)
        assert {"STOPSIGNAL", "VOLUME"} <= {word for word, _ in steps}

    def test_both_kinds_of_image_have_their_lock(self, root, steps):
        runs = " ".join(rest for word, rest in steps if word == "RUN")
        for lock in ("requirements.lock", "requirements-novideo.lock", "requirements-build.lock"):
            assert lock in runs
            assert (root / lock).is_file()

    def test_what_is_copied_is_let_into_the_build(self, root, deploy, steps):
        let_in = {
            line[1:]
            for line in (deploy / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
            if line.startswith("!")
        }
        copied = {
            name
            for word, rest in steps
            if word == "COPY" and not rest.startswith("--from")
            for name in rest.split()[:-1]
        }
        for name in copied:
            assert (root / name).exists(), name
            assert any(f"{one}/".startswith(f"{name}/") for one in let_in), name

    def test_rooms_of_the_house_are_all_in_it(self, steps):
        copied = " ".join(rest for word, rest in steps if word == "COPY")
        for room in ("nuzuh", "loaders", "geodata", "pages", "app.py", ".streamlit"):
            assert f" {room} " in f" {copied} "


class TestLocks:
    @pytest.mark.parametrize("lock", LOCKS)
    def test_each_package_has_a_version_and_hashes(self, root, lock):
        assert pins_of(root, lock)

    def test_without_video_only_the_encoder_is_left_out(self, root):
        with_it, without = (pins_of(root, lock) for lock in LOCKS[:2])
        assert {name for name, _ in with_it - without} == {"av"}
        assert without < with_it

    def test_tests_run_on_what_is_shipped(self, root):
        assert pins_of(root, "requirements.lock") <= pins_of(root, "requirements-test.lock")

    def test_what_builds_is_bounded_and_locked(self, root):
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        (wanted,) = project["build-system"]["requires"]
        assert re.fullmatch(r"setuptools>=\d+,<\d+", wanted)
        assert [name for name, _ in pins_of(root, "requirements-build.lock")] == ["setuptools"]
        makefile = (root / "Makefile").read_text(encoding="utf-8")
        assert "--no-build-isolation" in makefile
        assert "uv" in {name for name, _ in pins_of(root, "requirements-test.lock")}
        assert not re.search(r"pip install[^\n]* uv", makefile)


class TestCompose:
    def test_every_service_is_shut_in(self, compose):
        for name, service in compose["services"].items():
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name
            assert "no-new-privileges:true" in service["security_opt"], name
            assert service["mem_limit"], name
            assert service["pids_limit"], name
            assert "privileged" not in service, name
            assert not re.search(r":latest|^[^:]+$", service["image"]), name
            assert service["restart"] == "unless-stopped", name

    def test_two_processes_share_one_folder_and_are_reached_through_nginx_alone(self, compose):
        apps = {name: one for name, one in compose["services"].items() if name.startswith("app")}
        assert len(apps) == 2
        for service in apps.values():
            assert "ports" not in service
            assert service["volumes"] == ["state:/var/lib/nuzuh"]
            assert service["tmpfs"]
        assert set(compose["services"]["nginx"]["depends_on"]) == set(apps)
        # nginx looks names up when it starts; who takes another's place may have another address.
        assert all(one["restart"] for one in compose["services"]["nginx"]["depends_on"].values())

    def test_nginx_knows_each_process(self, compose, deploy):
        text = (deploy / "nginx" / "compose.conf").read_text(encoding="utf-8")
        named = set(re.findall(r"server (app\d):8501", text))
        assert named == {name for name in compose["services"] if name.startswith("app")}
        published = compose["services"]["nginx"]["ports"]
        assert {port.rsplit(":", 1)[1] for port in published} == set(
            re.findall(r"listen (\d+);", text)
        )

    def test_a_container_is_given_the_time_that_files_take(self, compose):
        for name in ("app1", "app2"):
            service = compose["services"][name]
            grace = int(service["environment"]["NUZUH_GRACE_SECONDS"])
            assert int(service["stop_grace_period"].removesuffix("s")) >= grace + 5

    def test_nothing_is_set_that_nothing_reads(self, compose):
        for name in ("app1", "app2"):
            assert set(compose["services"][name]["environment"]) <= SETTINGS


class TestUnits:
    @pytest.fixture
    def units(self, deploy, tmp_path):
        """The units as systemd finds them on a machine that has nothing installed."""
        for file in (deploy / "systemd").iterdir():
            text = file.read_text(encoding="utf-8")
            text = re.sub(r"/opt/nuzuh/\S+(python|nightly\.sh)", "/bin/true", text)
            (tmp_path / file.name).write_text(text, encoding="utf-8")
        template = (tmp_path / "nuzuh@.service").read_text(encoding="utf-8")
        (tmp_path / "nuzuh@8501.service").write_text(template, encoding="utf-8")
        return tmp_path

    def test_systemd_reads_them(self, units):
        need("systemd")
        names = ["nuzuh@8501.service", "nuzuh.target", "nuzuh-nightly.service"]
        names.append("nuzuh-nightly.timer")
        words = ["systemd-analyze", "verify", "--man=no", *(str(units / name) for name in names)]
        tried = subprocess.run(words, capture_output=True, text=True, check=False)
        said = [line for line in tried.stderr.splitlines() if "nuzuh" in line]
        assert (tried.returncode, said) == (0, []), tried.stderr

    @pytest.mark.parametrize("name", ["nuzuh@.service", "nuzuh-nightly.service"])
    def test_services_are_nobody_special_and_write_into_one_folder(self, deploy, name):
        text = (deploy / "systemd" / name).read_text(encoding="utf-8")
        told = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
        assert told["User"] == "nuzuh"
        assert told["ProtectSystem"] == "strict"
        assert told["NoNewPrivileges"] == "yes"
        assert told["CapabilityBoundingSet"] == ""
        assert told["StateDirectory"].startswith("nuzuh")
        assert told["MemoryMax"]
        # The check of a reader's file sets limits for itself.
        assert "@resources" not in told["SystemCallFilter"]

    def test_the_app_is_given_the_time_that_files_take(self, deploy):
        text = (deploy / "systemd" / "nuzuh@.service").read_text(encoding="utf-8")
        stop = int(re.search(r"TimeoutStopSec=(\d+)", text)[1])
        assert stop >= ServerSettings().grace_seconds + 5


class TestMachine:
    """The steps of the page for a bare machine."""

    @pytest.fixture
    def steps(self, root):
        page = (root / "docs" / "deploy.md").read_text(encoding="utf-8")
        return re.search(r"## A bare machine.*?```sh\n(.*?)```", page, re.DOTALL)[1]

    def test_every_file_lies_where_the_others_look_for_it(self, deploy, steps):
        placed = {
            f"{folder.rstrip('/')}/{Path(name).name}"
            for names, folder in re.findall(r"install -m 644 (.+) (\S+/)$", steps, re.MULTILINE)
            for name in names.split()
        }
        for name in ("machine.conf", "nuzuh.conf", "app.conf", "site.conf"):
            text = (deploy / "nginx" / name).read_text(encoding="utf-8")
            assert set(re.findall(r"include (/etc/nginx/nuzuh/.+);", text)) <= placed
        # Whatever lies there is read by the order of its name.
        assert {one for one in placed if "/conf.d/" in one} == {"/etc/nginx/conf.d/machine.conf"}

    def test_everything_is_installed_by_hash_and_the_nightly_job_finds_its_command(self, steps):
        installs = re.findall(r"pip install (.+)", steps)
        assert len(installs) == 3
        for install in installs[:-1]:
            assert install.startswith("--require-hashes -r requirements")
        assert installs[-1].startswith("--no-deps --no-index --no-build-isolation -e .")


def test_the_page_on_deployment_has_every_setting(root):
    page = (root / "docs" / "deploy.md").read_text(encoding="utf-8")
    beside = (root / "docs" / "live.md").read_text(encoding="utf-8")
    for variable in sorted(SETTINGS):
        assert f"`{variable}`" in page + beside, variable
    for one in fields(ServerSettings):
        assert f"`NUZUH_{one.name.upper()}`" in page
    assert set(re.findall(r"`(NUZUH_\w+)`", page)) <= SETTINGS


def test_what_the_notice_says_is_in_it(root):
    notice = (root / "NOTICE").read_text(encoding="utf-8")
    assert f"av {dict(pins_of(root, 'requirements.lock'))['av']}," in notice
    bundled = (root / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    for module in set(re.findall(r"node_modules/(d3-\w+)\"", bundled)):
        assert module in notice, module
    assert (root / "nuzuh/draw/fonts/OFL.txt").is_file()
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "NOTICE" in project["license-files"]


def test_the_wheel_of_the_encoder_carries_what_the_notice_says(root):
    notice = (root / "NOTICE").read_text(encoding="utf-8")
    assert av._core.library_meta["libavcodec"]["license"] in notice
    # On Linux its libraries stand beside it, named by their versions.
    for file in Path(av.__file__).parents[1].glob("av.libs/libx26*"):
        library, version = re.match(r"(lib\w+)-\w+\.so\.(\d+)", file.name).groups()
        assert f"{library}.so.{version}" in notice
