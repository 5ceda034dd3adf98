"""A built site served on this machine, and the system's Chromium to read it with."""

import functools
import http.server
import mimetypes
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import brotli
from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",  # a second of work per window
]  # fmt: skip
LOCALES = {"": "en", "ja/": "ja", "ko/": "ko", "zh/": "zh-Hans", "vi/": "vi"}
PREFIXES = tuple(LOCALES)
NOT_FOUND = "404.html"
WORKERS = 2
PACKED = {".woff2"}
Result = TypeVar("Result")


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder as a good host does, packed by Brotli, and writes down what was asked for."""

    def __init__(self, folder: Path) -> None:
        self.answers: list[tuple[str, int, int]] = []  # path, status, bytes of the body
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))

    @property
    def address(self) -> str:
        """Where the folder stands."""
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Answers one request."""

    server: Server

    def do_GET(self) -> None:
        """Send the file, or the page for what is not there."""
        asked = self.path.partition("?")[0]
        file = Path(self.translate_path(asked + "index.html" if asked.endswith("/") else asked))
        status = 200 if file.is_file() else 404
        file = file if status == 200 else Path(self.directory, NOT_FOUND)
        body = _packed(file) if self._takes_brotli(file) else file.read_bytes()
        self.server.answers.append((asked, status, len(body)))
        self.send_response(status)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        if self._takes_brotli(file):
            self.send_header("Content-Encoding", "br")
        self.end_headers()
        self.wfile.write(body)

    def _takes_brotli(self, file: Path) -> bool:
        return file.suffix not in PACKED and "br" in self.headers.get("Accept-Encoding", "")

    def log_message(self, *arguments: object) -> None:
        """Do not print requests."""


@functools.cache
def _packed(file: Path) -> bytes:
    return brotli.compress(file.read_bytes())


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server of the folder, running."""
    with Server(folder) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def system_chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def paths_of(folder: Path) -> list[str]:
    """The path of every page below the folder, as it stands in an address; those of each language together."""
    files = [file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*.html"))]
    paths = [file.removesuffix("index.html") for file in files]
    return sorted(paths, key=lambda path: (PREFIXES.index(prefix_of(path)), path))


def prefix_of(path: str) -> str:
    """The folder of the language that a page is in; empty for English."""
    return next((prefix for prefix in PREFIXES[1:] if path.startswith(prefix)), "")


def locale_of(path: str) -> str:
    """What the browser of a reader of the page asks for, so that no other language is offered."""
    return LOCALES[prefix_of(path)]


def side_by_side(paths: list[str], read: Callable[[Browser, list[str]], Result]) -> list[Result]:
    """What several browsers find, each of which reads its share of the pages."""

    def work(share: list[str]) -> Result:
        with system_chromium() as browser:
            return read(browser, share)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, [paths[start::WORKERS] for start in range(WORKERS)]))
