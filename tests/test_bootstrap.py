"""Setting up a machine: what is looked for, what is said, what is installed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from courseware import bootstrap
from courseware.bootstrap import SystemPackage, installed_browser, system_packages

LOCKS = ("requirements.txt", "requirements-test.txt")


def package(name: str = "a-package", probe: str = "package", when: str = "build") -> SystemPackage:
    return SystemPackage(when, name, probe, "what for")


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """The only commands that this machine seems to have; a test adds some."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("COURSE_BROWSER", raising=False)

    def add(*names: str) -> None:
        for name in names:
            (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
            (tmp_path / name).chmod(0o755)

    return add


@pytest.fixture
def started(monkeypatch) -> list[list[str]]:
    """What would have been run; nothing is."""
    run: list[list[str]] = []

    def note(command, **_: object) -> subprocess.CompletedProcess[str]:
        run.append([str(part) for part in command])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(bootstrap.subprocess, "run", note)
    return run


def lacking(monkeypatch, *packages: SystemPackage) -> None:
    """This machine needs the packages and has none of them."""
    monkeypatch.setattr(bootstrap, "system_packages", lambda stage: list(packages))
    monkeypatch.setattr(SystemPackage, "is_there", lambda self: False)


# packages.txt ----------------------------------------------------------------------------------


def test_every_line_of_packages_txt_is_read_and_has_a_probe_that_works():
    packages = system_packages("test")
    lines = (bootstrap.ROOT / "packages.txt").read_text(encoding="utf-8").splitlines()
    assert len(packages) == sum(bool(line.strip()) and not line.startswith("#") for line in lines)
    for found in packages:
        assert found.when in ("build", "test")
        assert re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", found.name)
        assert found.purpose
        assert found.is_there() in (True, False)


def test_a_build_needs_no_package_that_only_tests_need():
    assert {p.when for p in system_packages("build")} == {"build"}
    assert {p.when for p in system_packages("test")} == {"build", "test"}


def test_comments_and_empty_lines_are_no_packages(monkeypatch, tmp_path):
    text = "# a comment\n\nbuild  one  package  with a purpose of words\n"
    (tmp_path / "packages.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    purpose = "with a purpose of words"
    assert system_packages("build") == [SystemPackage("build", "one", "package", purpose)]


@pytest.mark.parametrize(
    ("probe", "there"),
    [
        ("module:json", True),
        ("module:no_such_module_anywhere", False),
        ("command:present", True),
        ("command:absent", False),
        ("browser", True),
        ("package", False),  # without dpkg-query nothing can be known to be installed
    ],
)
def test_a_probe_sees_what_is_there(commands, probe, there):
    commands("present", "chromium")
    assert package(probe=probe).is_there() is there


@pytest.mark.parametrize(("status", "there"), [("installed", True), ("config-files", False)])
def test_a_package_is_there_only_when_it_is_installed(commands, monkeypatch, status, there):
    commands("dpkg-query")
    done = subprocess.CompletedProcess([], 0, status, "")
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *_, **__: done)
    assert package().is_there() is there


def test_an_unknown_probe_is_named():
    with pytest.raises(SystemExit, match=r"unknown probe 'magic' of a-package"):
        package(probe="magic").is_there()


def test_the_browser_is_the_one_named_or_the_first_of_the_usual_ones(
    commands, monkeypatch, tmp_path
):
    assert installed_browser() is None
    commands("google-chrome", "chromium", "my-browser")
    assert installed_browser() == str(tmp_path / "chromium")
    commands("chromium-headless-shell")
    assert installed_browser() == str(tmp_path / "chromium-headless-shell")
    monkeypatch.setenv("COURSE_BROWSER", "my-browser")
    assert installed_browser() == str(tmp_path / "my-browser")
    monkeypatch.setenv("COURSE_BROWSER", "no-such-browser")
    assert installed_browser() is None


# What is said and done when something is missing ---------------------------------------------


COMMAND = "sudo apt-get update && sudo apt-get install one two"


def test_without_root_and_sudo_the_exact_command_is_said_and_nothing_is_run(
    commands, started, monkeypatch, capsys
):
    commands("apt-get")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    lacking(monkeypatch, package("one", "module:ensurepip"), package("two"))
    with pytest.raises(SystemExit) as stopped:
        bootstrap._install_system_packages("build")
    assert str(stopped.value) == f"Please install what is missing, then try again:\n    {COMMAND}"
    assert capsys.readouterr().err == "Missing: one (what for)\nMissing: two (what for)\n"
    assert started == []


def test_a_build_goes_on_without_a_font_and_says_how_to_install_it(
    commands, started, monkeypatch, capsys
):
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    lacking(monkeypatch, package("one"), package("two"))
    bootstrap._install_system_packages("build")
    assert f"Going on without. To install it later:\n    {COMMAND}" in capsys.readouterr().err
    assert started == []


def test_tests_do_not_go_on_without_anything(commands, started, monkeypatch):
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    lacking(monkeypatch, package("one"), package("two"))
    with pytest.raises(SystemExit, match=re.escape(COMMAND)):
        bootstrap._install_system_packages("test")


@pytest.mark.parametrize(("user", "before"), [(0, []), (1000, ["sudo"])])
def test_with_root_or_sudo_what_is_missing_is_installed(
    commands, started, monkeypatch, user, before
):
    commands("apt-get", "sudo")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: user)
    monkeypatch.setattr(bootstrap, "_is_debian", lambda: True)
    lacking(monkeypatch, package("one"), package("two"))
    bootstrap._install_system_packages("build")
    update, install = started
    assert update == [*before, "apt-get", "--quiet=2", "update"]
    assert install[: len(before) + 1] == [*before, "apt-get"]
    assert install[-2:] == ["one", "two"]
    assert "--yes" in install


def test_elsewhere_than_on_debian_playwright_brings_the_browser(commands, started, monkeypatch):
    monkeypatch.setattr(bootstrap, "_is_debian", lambda: False)
    lacking(monkeypatch, package("chromium", "browser", "test"))
    bootstrap._install_system_packages("test")
    assert started == []


def test_nothing_is_said_or_done_when_all_is_there(started, monkeypatch, capsys):
    monkeypatch.setattr(SystemPackage, "is_there", lambda self: True)
    bootstrap._install_system_packages("test")
    assert started == []
    assert capsys.readouterr() == ("", "")


def test_an_old_python_is_refused_with_the_way_to_name_another(monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer .*make PYTHON=python3"):
        bootstrap.main("build")


def test_it_runs_on_the_standard_library_alone():
    run = [sys.executable, "-I", "-S", bootstrap.__file__]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("usage: ")


# The Python packages ---------------------------------------------------------------------------


@pytest.fixture
def environment(monkeypatch, tmp_path) -> Path:
    for name in (*LOCKS, "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
    return tmp_path


def test_python_packages_are_installed_with_hashes_and_only_once(environment, started):
    bootstrap._install_python_packages("build")
    packages, own = started
    assert packages[-3:] == ["--require-hashes", "--requirement", "requirements.txt"]
    assert "--no-deps" in own
    bootstrap._install_python_packages("build")
    assert len(started) == 2


def test_a_set_up_for_tests_serves_for_builds_too_but_not_the_reverse(environment, started):
    bootstrap._install_python_packages("test")
    assert started[0][-1] == "requirements-test.txt"
    bootstrap._install_python_packages("build")
    assert len(started) == 2
    (environment / ".venv" / ".installed-test").unlink()
    bootstrap._install_python_packages("test")
    assert len(started) == 4


@pytest.mark.parametrize("changed", ["requirements.txt", "pyproject.toml"])
def test_a_changed_list_is_installed_anew(environment, started, changed):
    bootstrap._install_python_packages("build")
    (environment / changed).write_text("other", encoding="utf-8")
    bootstrap._install_python_packages("build")
    assert len(started) == 4


def test_a_step_that_fails_is_named_and_tried_again_next_time(environment, monkeypatch):
    def fail(command, **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(bootstrap.subprocess, "run", fail)
    with pytest.raises(SystemExit, match=r"This step failed: .* --requirement requirements\.txt"):
        bootstrap._install_python_packages("build")
    assert not (environment / ".venv" / ".installed-build").exists()


def lock_entries(name: str) -> list[str]:
    text = (bootstrap.ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_a_hash(name):
    entries = lock_entries(name)
    assert len(entries) > 20
    pinned = re.compile(
        r"[a-z0-9][a-z0-9.-]*==[\w.+!-]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+ *"
    )
    assert [entry[:60] for entry in entries if not pinned.fullmatch(entry)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_list_of_packages_names_a_registry_or_a_path(name):
    for file in (name, name.replace(".txt", ".in")):
        text = (bootstrap.ROOT / file).read_text(encoding="utf-8")
        found = re.findall(r"index-url|find-links|-f |file:|https?:|git\+|@ |/", text)
        assert found == [], file


def test_the_list_for_tests_holds_the_list_for_builds():
    build, test = (set(re.findall(r"^(\S+==\S+)", t, re.M)) for t in map(_text, LOCKS))
    assert build <= test


def _text(name: str) -> str:
    return (bootstrap.ROOT / name).read_text(encoding="utf-8")


def test_mkdocs_stays_below_2_which_has_no_plugins():
    assert "\nmkdocs==1." in _text("requirements.txt")
