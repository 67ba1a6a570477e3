"""Set up this machine: system packages, the virtual environment, a browser.

Runs before anything is installed, so it uses the standard library only::

    python3 courseware/bootstrap.py build    # what `make build` and `make serve` need
    python3 courseware/bootstrap.py test     # the same and what `make test` needs

It does nothing, in well under a second, when all is there already.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
REQUIREMENTS = {"build": "requirements.txt", "test": "requirements-test.txt"}
BROWSERS = (
    "chromium-headless-shell",  # without windows, and so twice as fast in tests
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What is asked of another host goes nowhere. A route that stops it would keep the browser from
    # caching, and make each page three times slower.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""With these a browser that tests or measures asks no other host for anything."""
NOT_EVERYWHERE = ("browser", "firefox")
"""Probes of packages that only Debian has under these names."""


@dataclass(frozen=True)
class SystemPackage:
    """One line of packages.txt: `when` is build or test, `probe` tells how to see it is there."""

    when: str
    name: str
    probe: str
    purpose: str

    def is_there(self) -> bool:
        """Whether the machine already has what this package gives."""
        kind, _, what = self.probe.partition(":")
        if kind == "module":
            return importlib.util.find_spec(what) is not None
        if kind == "command":
            return shutil.which(what) is not None
        if kind == "library":
            return ctypes.util.find_library(what) is not None
        if kind == "browser":
            return installed_browser() is not None
        if kind == "firefox":
            return installed_firefox() is not None
        if kind == "package":
            return _is_installed(self.name)
        raise SystemExit(f"packages.txt: unknown probe {self.probe!r} of {self.name}")


def system_packages(stage: str) -> list[SystemPackage]:
    """The lines of packages.txt that `stage` (build or test) needs, in file order."""
    lines = (ROOT / "packages.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(maxsplit=3) for line in lines if line.strip() and not line.startswith("#")]
    packages = [SystemPackage(*row) for row in rows]
    return [package for package in packages if package.when == "build" or stage == "test"]


def installed_browser() -> str | None:
    """Path of a Chromium or Chrome on this machine, or None. `COURSE_BROWSER` overrules."""
    named = os.environ.get("COURSE_BROWSER")
    found = (shutil.which(name) for name in ([named] if named else BROWSERS))
    return next((path for path in found if path), None)


def installed_firefox() -> str | None:
    """Path of a Firefox on this machine, or None. A snap does not count: it reads too few files."""
    is_snap = Path("/snap/bin/firefox").exists()
    return shutil.which("firefox-esr") or (None if is_snap else shutil.which("firefox"))


def main(stage: str) -> None:
    """Bring the machine to the state that `stage` needs, or stop with what is missing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file also runs under an older python3
        raise SystemExit(
            f"Python 3.11 or newer is needed; this is {platform.python_version()}. "
            "Say which one to use: make PYTHON=python3.12 …"
        )
    _install_system_packages(stage)
    _install_python_packages(stage)
    if stage == "test" and installed_browser() is None:
        _run(_python(), "-m", "playwright", "install", "--with-deps", "chromium")


def _install_system_packages(stage: str) -> None:
    missing = [package for package in system_packages(stage) if not package.is_there()]
    if not _is_debian():
        # Elsewhere Playwright brings its own browser, after the Python packages, and Firefox comes
        # from Mozilla; tests that want it fail where there is none, and say so.
        missing = [package for package in missing if package.probe not in NOT_EVERYWHERE]
    if not missing:
        return
    names = [package.name for package in missing]
    by_hand = f"sudo apt-get update && sudo apt-get install {' '.join(names)}"
    privilege = _privilege()
    if shutil.which("apt-get") and privilege is not None:
        print(f"Installing system packages: {' '.join(names)}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = [*privilege, "apt-get", "--quiet=2"]
        subprocess.run([*apt, "update"], env=quiet, check=False)
        install = [*apt, "install", "--yes", "--no-install-recommends", *names]
        subprocess.run(install, env=quiet, check=False)
    importlib.invalidate_caches()
    missing = [package for package in missing if not package.is_there()]
    for package in missing:
        print(f"Missing: {package.name} ({package.purpose})", file=sys.stderr)
    if any(_is_indispensable(package, stage) for package in missing):
        raise SystemExit(f"Please install what is missing, then try again:\n    {by_hand}")
    if missing:
        print(f"Going on without. To install it later:\n    {by_hand}", file=sys.stderr)


def _is_indispensable(package: SystemPackage, stage: str) -> bool:
    """A build goes on without fonts; a test must not pass for want of what it tests."""
    return stage == "test" or package.probe == "module:ensurepip"


def _install_python_packages(stage: str) -> None:
    wanted = _fingerprint(stage)
    stamp = ENVIRONMENT / f".installed-{stage}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    if not _python().exists():
        print("Creating .venv", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    print(f"Installing {REQUIREMENTS[stage]}", flush=True)
    pip = (str(_python()), "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    _run(*pip, "--require-hashes", "--requirement", REQUIREMENTS[stage])
    _run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(wanted)
    if stage == "test":  # its list holds the other one
        (ENVIRONMENT / ".installed-build").write_text(_fingerprint("build"))


def _fingerprint(stage: str) -> str:
    """Changes whenever the environment has to be installed anew."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in (REQUIREMENTS[stage], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _python() -> Path:
    return ENVIRONMENT / "bin" / "python"


def _run(*command: str | Path) -> None:
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"This step failed: {' '.join(map(str, command))}") from error


def _privilege() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it exists, None where neither."""
    if os.geteuid() == 0:
        return []
    return ["sudo"] if shutil.which("sudo") else None


def _is_installed(package: str) -> bool:
    if not shutil.which("dpkg-query"):
        return False
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(query, capture_output=True, text=True).stdout == "installed"


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.is_file() and "\nID=debian" in "\n" + release.read_text(encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in REQUIREMENTS:
        raise SystemExit(f"usage: {sys.argv[0]} {'|'.join(REQUIREMENTS)}")
    main(sys.argv[1])
