"""Firefox, driven over Marionette, the protocol that is built into it."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

STARTS_WITHIN = 60  # seconds, on a machine that has other things to do

PREFERENCES = {
    "marionette.port": 0,  # any that is free; Firefox writes it into the profile
    # Marionette's own preferences let all files share one storage, which learners' do not.
    "remote.prefs.recommended": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    "network.dns.disabled": True,  # so that nothing leaves this machine
}


class Firefox:
    """A Firefox without windows; `profile` is the folder in which it keeps everything."""

    def __init__(self, program: str, profile: Path) -> None:
        profile.mkdir(exist_ok=True)
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in PREFERENCES.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        options = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [program, *options, "--profile", str(profile)]
        self._process = subprocess.Popen(command, **quiet)
        self._socket = self._connect(profile / "MarionetteActivePort")
        self._stream = self._socket.makefile("rb")
        self._receive()  # it introduces itself
        self._number = 0
        self._send("WebDriver:NewSession")

    def _connect(self, note: Path) -> socket.socket:
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end:
            assert self._process.poll() is None, "Firefox ended as it began"
            if note.is_file() and (port := note.read_text()):
                return socket.create_connection(("127.0.0.1", int(port)))
            time.sleep(0.05)
        raise TimeoutError("Firefox did not start")

    def _receive(self) -> Any:
        length = b""
        while (octet := self._stream.read(1)) != b":":
            length += octet
        return json.loads(self._stream.read(int(length)))

    def _send(self, command: str, **values: Any) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, command, values]).encode()
        self._socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._receive()
        assert error is None, f"{command}: {error}"
        return result.get("value", result) if isinstance(result, dict) else result

    def open(self, address: str) -> None:
        self._send("WebDriver:Navigate", url=address)

    def back(self) -> None:
        self._send("WebDriver:Back")

    def run(self, script: str, *given: Any) -> Any:
        """The value that the body of a function returns on the page."""
        return self._send("WebDriver:ExecuteScript", script=script, args=list(given))

    def wait_until(self, condition: str) -> None:
        """Wait for a condition in JavaScript, at most ten seconds."""
        end = time.monotonic() + 10
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"it never held: {condition}"
            time.sleep(0.02)

    def new_tab(self) -> str:
        """Open a tab and go there; return the handle of the one left."""
        left = str(self._send("WebDriver:GetWindowHandle"))
        handle = self._send("WebDriver:NewWindow", type="tab")["handle"]
        self.go_to_tab(handle)
        return left

    def go_to_tab(self, handle: str) -> None:
        self._send("WebDriver:SwitchToWindow", handle=handle)

    def prefer(self, name: str, value: bool) -> None:
        """Change a preference from now on."""
        self._send("Marionette:SetContext", value="chrome")
        self.run("Services.prefs.setBoolPref(...arguments)", name, value)
        self._send("Marionette:SetContext", value="content")

    def close(self) -> None:
        self._send("Marionette:Quit", flags=["eForceQuit"])
        self._stream.close()
        self._socket.close()
        self._process.wait(30)
