"""A server for measuring: sends a site as GitHub Pages does, and notes what was asked of it."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import mimetypes
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "application/xml",
    "image/svg+xml",
)
"""What GitHub Pages compresses, by the beginning of its type."""

FRESH_FOR = 600
"""Seconds that GitHub Pages lets browsers keep a file."""

QUIET = 1.0
"""Seconds without a request after which a visit counts as over."""


@dataclass(frozen=True)
class Answer:
    """What was sent: the path asked for, the status and the bytes of the body as sent."""

    path: str
    status: int
    octets: int


@dataclass
class Served:
    """A site that is being served at `address`, which ends in a slash, and all answers so far."""

    address: str
    answers: list[Answer] = field(default_factory=list)
    last: float = field(default_factory=time.monotonic)

    def note(self, answer: Answer) -> None:
        """Add an answer."""
        self.answers.append(answer)
        self.last = time.monotonic()

    def wait_until_quiet(self) -> None:
        """Return when nothing has been asked for a while."""
        while (rest := self.last + QUIET - time.monotonic()) > 0:
            time.sleep(rest)


@dataclass(frozen=True)
class _Body:
    octets: bytes
    type: str
    is_compressed: bool
    tag: str


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Send the file asked for, the folder's index, or the page of an unknown address."""
        file, status = self.server.find(self.path)
        body = self.server.body(file) if file else _Body(b"", "text/plain", False, "")
        if body.tag and self.headers.get("If-None-Match") == body.tag:
            status, body = 304, _Body(b"", body.type, False, body.tag)
        self.send_response(status)
        self.send_header("Content-Type", body.type)
        self.send_header("Content-Length", str(len(body.octets)))
        self.send_header("Cache-Control", f"max-age={FRESH_FOR}")
        self.send_header("Vary", "Accept-Encoding")
        if body.tag:
            self.send_header("ETag", body.tag)
        if body.is_compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body.octets)
        self.server.served.note(Answer(self.path, status, len(body.octets)))

    def log_message(self, *_: object) -> None:
        """Quiet."""


def _as_sent(file: Path) -> _Body:
    octets = file.read_bytes()
    type_ = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    is_compressed = type_.startswith(COMPRESSED)
    tag = hashlib.sha256(octets).hexdigest()[:16]
    if is_compressed:
        octets = gzip.compress(octets, 9)
    if type_.startswith("text/"):
        type_ += "; charset=utf-8"
    return _Body(octets, type_, is_compressed, f'W/"{tag}"')


class _Server(ThreadingHTTPServer):
    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder.resolve()
        self.served = Served(f"http://127.0.0.1:{self.server_port}/")
        self.bodies: dict[Path, _Body] = {}

    def find(self, address: str) -> tuple[Path | None, int]:
        """The file at an address and its status."""
        path = (self.folder / unquote(urlsplit(address).path).lstrip("/")).resolve()
        path = path / "index.html" if path.is_dir() else path
        if path.is_file() and path.is_relative_to(self.folder):
            return path, 200
        unknown = self.folder / "404.html"
        return (unknown if unknown.is_file() else None), 404

    def body(self, file: Path) -> _Body:
        """The file as sent; compressed once, so that later visits do not wait for that."""
        if file not in self.bodies:
            self.bodies[file] = _as_sent(file)
        return self.bodies[file]

    def handle_error(self, *_: object) -> None:
        """A page that is closed leaves requests unanswered."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve a built site for as long as it is needed."""
    with _Server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.served
        server.shutdown()
