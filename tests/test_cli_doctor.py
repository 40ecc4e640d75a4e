"""``nuzuh doctor``: each line says what was looked at, what was found and what to do next."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from importlib import metadata

import pytest

from nuzuh import cli
from nuzuh.balance import shipped
from nuzuh.cli import doctor
from nuzuh.cli.health import archived as archived_module
from nuzuh.cli.health import dependencies, examined, fresh, installed, writable
from nuzuh.cli.health.finding import Finding, gravest
from nuzuh.cli.health.reachable import reachable
from nuzuh.cli.health.shelved import shelved
from nuzuh.loaders.archive import shelf
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import settings as settings_module
from nuzuh.loaders.live.refreshing import refresh
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.store import Manifest, Store
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.records.shelf import Shelf
from tests.loaders.live.recordings import casualties
from tests.loaders.live.upstream import Answer, Upstream, as_json
from tests.loaders.records.shelved import entry

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
NOTHING = Settings(hdx_url="", arcgis_url="", geoboundaries_url="", deaths_url="")


@pytest.fixture
def settings(tmp_path):
    folders = {name: tmp_path / name for name in ("cache", "archive", "records")}
    return dataclasses.replace(NOTHING, **folders)


@pytest.fixture
def upstream():
    server = Upstream()
    server.answers["/deaths.json"] = as_json(casualties())
    yield server
    server.close()


def of(findings, what):
    (found,) = [finding for finding in findings if finding.what == what]
    return found


def run(capsys, *words):
    try:
        code = cli.main(["doctor", *words])
    except SystemExit as ended:
        code = ended.code
    printed = capsys.readouterr()
    return code, printed.out, printed.err


# The command.


def test_a_sound_installation_is_told_with_nothing_to_do(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(doctor, "datetime", stopped_at(NOW))
    monkeypatch.setattr(fresh, "_changes", lambda _: iter(()))
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert out.endswith("\n\nAll well.\n")
    assert [line for line in out.splitlines() if line and not line.startswith(" ")] == [
        *("installed", "writable", "reachable", "fresh", "archive", "records"),
        "All well.",
    ]
    # Where it is installed may take any room.
    assert max(len(line) for line in out.splitlines() if "/" not in line) <= 110


def stopped_at(now):
    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return now if tz else now.replace(tzinfo=None)

    return Stopped


def test_json_says_the_same(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "cache"))
    code, out, _ = run(capsys, "--format", "json")
    told = json.loads(out)
    assert told["status"] == ["ok", "look", "broken"][code]
    assert {tuple(sorted(one)) for one in told["findings"]} == {
        ("do", "found", "group", "level", "what")
    }


@pytest.mark.parametrize(
    ("findings", "code", "last"),
    [
        ([Finding("fresh", "a", "b")], 0, "All well."),
        ([Finding("fresh", "a", "b"), Finding("fresh", "c", "d", "look", "e")], 1, "1 to look at."),
        (
            [Finding("fresh", "a", "b", "broken"), Finding("fresh", "c", "d", "look")],
            2,
            "1 broken, 1 to look at.",
        ),
    ],
)
def test_the_code_is_that_of_the_gravest(capsys, monkeypatch, findings, code, last):
    monkeypatch.setattr(examined, "examined", lambda _: findings)
    ended, out, _ = run(capsys)
    assert (ended, out.splitlines()[-1]) == (code, last)


def test_the_table_wraps_at_the_width_of_the_terminal():
    finding = Finding("fresh", "a name that is longer than its column", "word " * 30, "look", "go")
    lines = list(doctor.table([finding], 60))
    assert max(map(len, lines)) <= 60
    assert lines[1] == "  look    a name that is longer than its column"
    assert sum("-> go" in line for line in lines) == 1


def test_a_setting_that_makes_no_sense_is_told_and_not_raised(capsys, monkeypatch):
    monkeypatch.setenv("NUZUH_ATTEMPTS", "many")
    code, out, err = run(capsys)
    assert (code, err) == (2, "")
    assert "NUZUH_ATTEMPTS is a whole number above zero" in out
    assert "writable" not in out


@pytest.mark.parametrize("variable", ["NUZUH_LOG", "NUZUH_METRICS", "NUZUH_GRACE_SECONDS"])
def test_a_setting_that_keeps_the_app_from_starting_is_told(capsys, monkeypatch, variable):
    monkeypatch.setenv(variable, "perhaps")
    code, out, _ = run(capsys)
    assert code == 2
    assert f"{variable} is " in out


def test_who_has_no_home_is_told_what_to_set(capsys, monkeypatch, tmp_path):
    def homeless(*_):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(settings_module.platformdirs, "user_cache_path", homeless)
    monkeypatch.setattr(settings_module.platformdirs, "user_data_path", homeless)
    for name in ("NUZUH_CACHE", "NUZUH_ARCHIVE", "NUZUH_RECORDS"):
        monkeypatch.delenv(name, raising=False)
    code, out, err = run(capsys)
    assert (code, err) == (2, "")
    told = "No home folder is known: set HOME, or NUZUH_CACHE, NUZUH_ARCHIVE, NUZUH_RECORDS"
    assert told in " ".join(out.split())
    folders = {f"NUZUH_{name}": str(tmp_path) for name in ("CACHE", "ARCHIVE", "RECORDS")}
    assert settings_module.read_settings(folders).cache == tmp_path


def test_damaged_data_keep_nobody_from_looking_at_the_rest(settings, monkeypatch):
    def damaged(*_):
        raise DataError("estimates.csv", "is not the file that was published")

    monkeypatch.setattr(examined, "read_settings", lambda: settings)
    monkeypatch.setattr(examined, "installed", lambda: [Finding("installed", "nuzuh", "here")])
    monkeypatch.setattr(fresh, "tables_in_use", damaged)
    findings = examined.examined(NOW)
    assert of(findings, "cache folder").level == "ok"
    assert findings[-1].level == "look"
    assert findings[-1].found == "cannot be looked at before the embedded data are whole"


def test_blocks_that_cannot_be_used_are_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("NUZUH_BLOCKS", str(tmp_path / "none.geojson"))
    code, out, _ = run(capsys, "--format", "json")
    assert code == 2
    found = [one["found"] for one in json.loads(out)["findings"] if one["what"] == "figures"]
    assert found[0].startswith("the newest data cannot be used: NUZUH_BLOCKS: ")


def test_no_secret_is_ever_printed(capsys, monkeypatch, upstream, tmp_path):
    secret = "tell-nobody"  # noqa: S105 (of a server that the test plays)
    upstream.answers["/orders"] = Answer(b"", 401)
    for name in ("HDX", "ARCGIS", "GEOBOUNDARIES", "DEATHS"):
        monkeypatch.setenv(f"NUZUH_{name}_URL", "")
    monkeypatch.setenv("NUZUH_ORDERS_URL", f"{upstream.base}/orders?token={secret}")
    monkeypatch.setenv("NUZUH_IDMC_URL", f"{upstream.base}/idus?client_id={secret}")
    monkeypatch.setenv("NUZUH_ORDERS_KEY", secret)
    monkeypatch.setenv("NUZUH_OFFLINE", "0")
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "cache"))
    for form in ("text", "json"):
        code, out, err = run(capsys, "--format", form)
        assert code >= 1
        assert "refuses access (401)" in " ".join(out.split())
        assert secret not in out + err
    assert len(upstream.asked) == 4


# Installed.


def test_what_is_installed_is_found_whole():
    findings = installed.installed()
    assert gravest(findings) == "ok"
    assert of(findings, "embedded data").found.endswith(f"data version {embedded_version()}")


@pytest.mark.parametrize(
    ("here", "found"),
    [
        (None, "not installed; nuzuh needs <9,>=8.5"),
        ("7.0", "7.0, which is not <9,>=8.5"),
    ],
)
def test_a_package_that_is_missing_or_out_of_range_is_named(monkeypatch, here, found):
    known = metadata.version

    def version(name):
        if name != "click":
            return known(name)
        if here is None:
            raise metadata.PackageNotFoundError(name)
        return here

    monkeypatch.setattr(dependencies.metadata, "version", version)
    findings = dependencies.python_and_packages()
    assert of(findings, "click") == Finding(
        "installed",
        "click",
        found,
        "broken",
        "install nuzuh anew with its requirements; in a checkout, `make clean run` does",
    )
    count = len(dependencies._wanted()[0])
    assert of(findings, "packages").found == (
        f"{count - 1} of {count} are there, within their ranges"
    )


def test_a_python_that_is_too_old_is_told(monkeypatch):
    monkeypatch.setattr(dependencies.platform, "python_version", lambda: "3.9.1")
    assert of(dependencies.python_and_packages(), "Python").found == "3.9.1, which is not >=3.11"


def test_an_installed_package_says_itself_what_it_needs(monkeypatch, tmp_path):
    monkeypatch.setattr(dependencies, "_ROOT", tmp_path)
    monkeypatch.setattr(dependencies.metadata, "requires", lambda _: ["click>=99", 'x; extra=="t"'])
    monkeypatch.setattr(dependencies.metadata, "metadata", lambda _: {"Requires-Python": ">=3.11"})
    findings = dependencies.python_and_packages()
    assert [one.what for one in findings if one.level == "broken"] == ["click"]
    assert of(findings, "packages").found == "0 of 1 are there, within their ranges"


@pytest.mark.slow
def test_the_doctor_speaks_where_nuzuh_itself_cannot_be_imported(root, tmp_path):
    (tmp_path / "pandas.py").write_text("raise ImportError('no pandas here')", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "nuzuh.cli", "doctor"],
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{root}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("nuzuh cannot start: ")
    assert "Traceback" not in ended.stderr


def test_damaged_data_are_named(monkeypatch, geodata_copy):
    with (geodata_copy / "phases.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")
    real = installed.read_bytes
    monkeypatch.setattr(installed, "read_bytes", lambda name: real(name, geodata_copy))
    (found,) = [one for one in installed.installed() if one.what == "embedded data"]
    assert found.level == "broken"
    assert found.found.startswith("phases.csv, row ")


def test_scripts_fonts_and_ranges_that_are_missing_are_named(monkeypatch, tmp_path):
    (tmp_path / "bad.ttf").write_bytes(b"no font")
    (tmp_path / "timemap.js").touch()
    monkeypatch.setattr(installed, "SCRIPTS", (tmp_path / "timemap.js", tmp_path / "page.js"))
    monkeypatch.setattr(installed, "FONTS", tmp_path)
    monkeypatch.setattr(installed, "ENSEMBLES", tmp_path)
    findings = installed.installed()
    assert of(findings, "scripts for browsers").found == "missing or empty: timemap.js, page.js"
    assert of(findings, "fonts").found == "bad.ttf cannot be read"
    assert of(findings, "ranges").found.startswith("not shipped for the views all, un,")
    monkeypatch.setattr(installed, "FONTS", tmp_path / "none")
    assert installed._fonts().level == "broken"


@pytest.mark.parametrize("name", ["un.npz", "un.solved.npz"])
def test_ranges_that_are_torn_are_named(monkeypatch, tmp_path, name):
    for path in installed.ENSEMBLES.glob("*.npz"):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(installed, "ENSEMBLES", tmp_path)
    assert installed._ensembles().level == "ok"
    whole = (tmp_path / name).read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 255
    for damaged in (whole[:1000], bytes(flipped)):
        (tmp_path / name).write_bytes(damaged)
        found = installed._ensembles()
        assert (found.level, found.found) == ("broken", f"damaged: {name}")


def test_a_command_that_meets_torn_ranges_sends_to_the_doctor(capsys, monkeypatch, tmp_path):
    for name in ("israel.npz", "israel.solved.npz"):
        (tmp_path / name).write_bytes((shipped.FOLDER / name).read_bytes()[:1000])
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    monkeypatch.setattr(shipped, "_solved", shipped._solved.__wrapped__)
    assert cli.main(["people", "--date", "2025-10-05", "--view", "israel"]) == 2
    assert capsys.readouterr().err == (
        "A file of this installation is damaged (File is not a zip file): run nuzuh doctor.\n"
    )


def test_without_the_encoder_everything_else_is_as_before(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    found = installed._encoder()
    assert (found.level, found.found) == ("ok", "none: MP4 cannot be made; GIF and WebP can")


# Writable.


def test_looking_makes_no_folder_and_leaves_nothing_behind(settings):
    findings = writable.writable(settings, NOW)
    assert gravest(findings) == "ok"
    assert not settings.cache.exists()
    settings.cache.mkdir()
    assert of(writable.writable(settings, NOW), "cache folder").found.endswith("can be written")
    assert list(settings.cache.iterdir()) == []


def test_a_cache_folder_that_is_a_file_is_broken_unless_nothing_is_fetched(settings):
    settings.cache.write_bytes(b"")
    found = of(writable.writable(settings, NOW), "cache folder")
    assert found.level == "broken"
    assert found.found == f"{settings.cache}: cannot be written (not a directory)"
    assert found.do == "let nuzuh write there, or name another folder with NUZUH_CACHE"
    offline = dataclasses.replace(settings, offline=True)
    assert of(writable.writable(offline, NOW), "cache folder").level == "ok"
    inside = dataclasses.replace(settings, cache=settings.cache / "deeper")
    assert of(writable.writable(inside, NOW), "cache folder").level == "broken"


def test_no_folder_for_temporary_files_is_told(settings, monkeypatch):
    def none():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(writable.tempfile, "gettempdir", none)
    found = of(writable.writable(settings, NOW), "temporary folder")
    assert (found.level, found.found) == ("broken", "none can be written")


@pytest.mark.parametrize(("free", "level"), [(10**9, "ok"), (10**8, "look"), (10**6, "broken")])
def test_a_disk_that_is_nearly_full_is_told(settings, monkeypatch, free, level):
    usage = shutil.disk_usage(settings.cache.parent)
    monkeypatch.setattr(
        writable.shutil, "disk_usage", lambda _: type(usage)(usage.total, usage.used, free)
    )
    assert of(writable.writable(settings, NOW), "free space").level == level


def test_a_lock_that_is_held_for_long_names_its_holder(settings):
    store = Store(settings.cache)
    held, done = threading.Event(), threading.Event()

    def hold():
        with store.locked("deaths"):
            held.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(30)
    try:
        now = datetime.now(UTC)
        found = of(writable.writable(settings, now), "locks")
        assert found.level == "ok"
        for _ in range(2):  # looking does not make it younger
            found = of(writable.writable(settings, now + timedelta(hours=3)), "locks")
        assert found.level == "look"
        assert found.found.startswith(
            f"deaths: another refresh of this table is under way, by process {os.getpid()} since "
        )
        assert found.found.endswith("(3 hours)")
        assert found.do == (
            f"look at process {os.getpid()}; when it hangs, end it: the lock goes with it"
        )
    finally:
        done.set()
        thread.join()
    assert of(writable.writable(settings, now), "locks").found == "nobody holds one"


# Reachable.


def test_offline_is_said_and_nobody_is_asked(settings, upstream):
    offline = dataclasses.replace(settings, offline=True, deaths_url=f"{upstream.base}/deaths.json")
    (found,) = reachable(offline)
    assert found.found == "not asked: the network is switched off (NUZUH_OFFLINE)"
    assert found.level == "ok"
    assert upstream.asked == []


def test_each_upstream_says_what_it_did(settings, upstream):
    asking = dataclasses.replace(
        settings, deaths_url=f"{upstream.base}/deaths.json", hdx_url=f"{upstream.base}/gone"
    )
    found = {one.what: one for one in reachable(asking, patience=2.0)}
    assert found["deaths"].level == "ok"
    assert found["deaths"].found.startswith(f"{upstream.base}/deaths.json answers (")
    lost = found["boundaries, municipalities, population, displacement"]
    assert lost.level == "look"
    assert lost.found == (
        f"{upstream.base}/gone/api/3/action/package_show: 127.0.0.1 has nothing at this address "
        "(404)"
    )
    assert found["orders"].found == "switched off (NUZUH_ORDERS_URL is empty)"


# Fresh.


def test_a_machine_that_never_refreshed_is_well(settings):
    findings = fresh.fresh(settings, NOW)
    told = {one.what: one.found for one in findings}
    assert told["deaths"] == "no copy was ever kept here; what is embedded stands in"
    assert told["municipalities"] == "no copy was ever kept here; nothing is embedded"
    assert told["orders"] == "switched off (NUZUH_ORDERS_URL is empty)"
    assert of(findings, "deaths").do == "run nuzuh refresh --source deaths for the newest"


def test_what_was_refreshed_says_its_age(settings, upstream):
    asking = dataclasses.replace(settings, deaths_url=f"{upstream.base}/deaths.json")
    refresh(("deaths",), asking)
    now = datetime.now(UTC)
    found = of(fresh.fresh(asking, now), "deaths")
    assert (found.level, found.found[:16]) == ("ok", "as of 2026-10-20")
    old = of(fresh.fresh(asking, now + timedelta(days=9)), "deaths")
    assert (old.level, old.found[-12:]) == ("look", "(9 days ago)")
    assert old.do == "run nuzuh refresh --source deaths; let cron or the app do it every night"
    offline = dataclasses.replace(asking, offline=True)
    assert of(fresh.fresh(offline, now + timedelta(days=9)), "deaths").level == "ok"


def test_an_attempt_that_failed_says_why(settings, upstream):
    upstream.answers.clear()
    asking = dataclasses.replace(settings, deaths_url=f"{upstream.base}/deaths.json")
    refresh(("deaths",), asking)
    found = of(fresh.fresh(asking, datetime.now(UTC)), "deaths")
    assert found.level == "look"
    assert found.found.endswith("failed: 127.0.0.1 has nothing at this address (404)")


def put(settings, content, **changed):
    manifest = Manifest("", "", 1, "2026-01-01", "2026-11-26T00:00:00+00:00", "s", (), "l")
    store = Store(settings.cache)
    with store.locked("deaths"):
        store.write("deaths", content, dataclasses.replace(manifest, **changed), "csv")
    return settings.cache / "good/deaths"


def test_a_copy_that_cannot_be_used_is_told(settings):
    put(settings, b"not,our,table\n")
    found = of(fresh.fresh(settings, NOW), "deaths")
    assert found.found == (
        "the last good copy keeps other rules than this version; what is embedded stands in"
    )
    folder = put(settings, b"x\n", retrieved_at="one day")
    found = of(fresh.fresh(settings, NOW), "deaths")
    assert found.found.startswith("the last good copy does not say when it came")
    for path in folder.glob("*.csv"):
        path.write_bytes(b"torn")
    found = of(fresh.fresh(settings, NOW), "deaths")
    assert found.level == "look"
    assert found.found == "the last good copy is damaged; what is embedded stands in"
    assert found.do == "run nuzuh refresh --source deaths, or nuzuh restore with a backup"


def test_figures_that_are_old_are_told(settings):
    later = datetime(2027, 6, 1, tzinfo=UTC)
    found = of(fresh.fresh(settings, later), "figures")
    assert found.level == "look"
    assert found.found.endswith("everything is shown as last known after 90")


@pytest.mark.parametrize(
    ("now", "level", "told"),
    [
        (datetime(2026, 9, 1, tzinfo=UTC), "broken", "lies before the embedded data, which are of"),
        (datetime(2026, 10, 8, tzinfo=UTC), "look", "lies before the newest file of nuzuh"),
        (datetime(2099, 1, 1, tzinfo=UTC), "ok", "is plausible"),
    ],
)
def test_a_clock_that_was_set_back_is_told(settings, now, level, told):
    found = fresh._clock(settings, now)
    assert found.level == level
    assert told in found.found


# Archive.


def test_an_entry_of_the_archive_that_is_damaged_is_named(monkeypatch, tmp_path):
    own = tmp_path / "archive"
    own.mkdir()
    (own / "2026-09-01-0000000.zip").write_bytes(b"PK")
    monkeypatch.setattr(shelf, "folders", lambda: (shelf.SHIPPED, own))
    whole, damaged = archived_module.archived()
    shipped = len(list(shelf.SHIPPED.glob("*.zip")))
    assert whole.found == f"{shipped} version{' is' if shipped == 1 else 's are'} whole"
    assert (damaged.what, damaged.level) == ("2026-09-01-0000000", "broken")
    assert damaged.do == (
        f"put a whole copy of {own / '2026-09-01-0000000.zip'} in its place (nuzuh restore, or "
        "nuzuh archive add --from), or take it away"
    )


def test_every_source_is_told_once(settings):
    told = [one.what for one in fresh.fresh(settings, NOW)]
    assert [what for what in told if what in SOURCES] == list(SOURCES)


# Movement records.


def test_records_that_are_in_use_are_well(settings):
    Shelf(settings.records).put(entry())
    (found,) = shelved(settings)
    assert (found.level, found.do) == ("ok", "")
    assert found.found == "3 figures of A made-up operator, 2025-06-01 to 2025-06-28"


def test_no_records_is_nothing_to_look_at(settings):
    assert [one.level for one in shelved(settings)] == ["ok"]


@pytest.mark.parametrize(
    ("version", "against", "level"),
    [
        ("2026-01-01-0123456", "balance", "look"),
        ("2026-01-01-0123456", "survey", "ok"),
        (f"{embedded_version()[:10]}-0123456", "balance", "ok"),
    ],
)
def test_records_scaled_beside_old_figures_are_to_be_scaled_anew(settings, version, against, level):
    Shelf(settings.records).put(dataclasses.replace(entry(), data_version=version, against=against))
    (found,) = shelved(settings)
    assert found.level == level
    if level == "look":
        assert f"data version {version}" in found.found
        assert "nuzuh records add" in found.do
        assert "--again" in found.do


def test_records_that_are_left_aside_are_broken_and_named(settings):
    Shelf(settings.records).put(entry("good"))
    Shelf(settings.records).put(entry("bad"))
    (path,) = (settings.records / "bad").glob("figures*")
    path.write_bytes(b"")
    bad, good = shelved(settings)
    assert (bad.what, bad.level) == ("bad", "broken")
    assert bad.found.startswith("left aside: records/bad is damaged")
    assert "nuzuh records remove bad" in bad.do
    assert (good.what, good.level) == ("good", "ok")
