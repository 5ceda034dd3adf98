"""A deployed copy held against its manifest, in a folder and behind a server that misbehaves in every way."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from calc.errors import KensanError
from explainer import deployed
from explainer.__main__ import main
from explainer.deployed import verify
from explainer.manifest import FILE, Made, Manifest, read_manifest, write_manifest

MADE = Made("0" * 40, False, 1_700_000_000, "https://kensan.example/", "as_estimated")
FILES = {
    "index.html": "first", "ja/index.html": "最初", "404.html": "nothing here", "ja/404.html": "ありません",
    "assets/ab/kensan.js": "run()", "numbers.json": "{}", "_headers": "/*\n",
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with its manifest."""
    folder = tmp_path / "site"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    write_manifest(folder, MADE)
    return folder


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as `server.answers` say: by path a status, headers and a body; 404 else."""

    def do_GET(self) -> None:
        """Answer; for no status, hang up."""
        status, headers, body = self.server.answers.get(self.path, (404, {}, self.server.lost))
        if status is None:
            return
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Print nothing."""


@pytest.fixture
def server(site: Path) -> Iterator[http.server.ThreadingHTTPServer]:
    """A server that sends the site as it is, pages by their folders alone, until told otherwise."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.lost = b"no such page"
        running.answers = {
            "/" + path.relative_to(site).as_posix().removesuffix("index.html"): (200, {}, path.read_bytes())
            for path in site.rglob("*")
            if path.is_file() and path.name != "_headers"  # hosts do not send it
        }
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def address_of(server: http.server.ThreadingHTTPServer) -> str:
    """Where it answers."""
    return f"http://127.0.0.1:{server.server_address[1]}"


def test_a_sound_copy_has_no_findings(site: Path, server: http.server.ThreadingHTTPServer) -> None:
    """In a folder and at an address, with or without a slash; the manifest says what it was made from."""
    for where in (str(site), address_of(server), address_of(server) + "/"):
        manifest, findings = verify(where)
        assert (manifest.made, findings) == (MADE, [])
        assert manifest.files.keys() == FILES.keys()


FOLDER_FAULTS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "changed": (lambda it: (it / "index.html").write_text("Last!"), "index.html", "is changed: 5 bytes"),
    "missing": (lambda it: (it / "numbers.json").unlink(), "numbers.json", "is missing"),
    "additional": (lambda it: (it / "ja" / "more.html").write_text(""), "ja/more.html", "is not in the manifest"),
    "a link": (
        lambda it: ((it / "404.html").rename(it.parent / "x"), (it / "404.html").symlink_to(it.parent / "x")),
        "404.html",
        "is a link",
    ),
}


@pytest.mark.parametrize(("fault", "file", "problem"), FOLDER_FAULTS.values(), ids=FOLDER_FAULTS)
def test_a_file_of_a_folder_that_is_not_as_it_should_be_is_found(
    site: Path, fault: Callable[[Path], object], file: str, problem: str
) -> None:
    """And nothing else."""
    fault(site)
    (finding,) = verify(str(site))[1]
    assert finding.file == file and problem in finding.problem


SERVER_FAULTS: dict[str, tuple[str, tuple, str, str]] = {
    "changed": ("/numbers.json", (200, {}, b"[]"), "numbers.json", "is changed"),
    "longer": ("/numbers.json", (200, {}, b"{}" * 10**6), "numbers.json", "is changed: 3 bytes"),
    "cut short": ("/numbers.json", (200, {"Content-Length": "2"}, b"{"), "numbers.json", "is changed: 1 bytes"),
    "missing": ("/numbers.json", (404, {}, b""), "numbers.json", "answers 404"),
    "moved": ("/", (301, {"Location": "/en/"}, b""), "index.html", "answers 301 and leads to '/en/'"),
    "moved in a circle": ("/ja/", (302, {"Location": "/ja/"}, b""), "ja/index.html", "leads to '/ja/'"),
    "broken": ("/ja/", (500, {}, b"first"), "ja/index.html", "answers 500"),
    "silent": ("/ja/", (None, {}, b""), "ja/index.html", "no answer"),
    "packed": ("/", (200, {"Content-Encoding": "br"}, b"first"), "index.html", "packs it ('br')"),
    "error with the right body": ("/", (503, {}, b"first"), "index.html", "answers 503"),
}


@pytest.mark.parametrize(("path", "answer", "file", "problem"), SERVER_FAULTS.values(), ids=SERVER_FAULTS)
def test_a_file_that_is_not_sent_as_it_should_be_is_found(
    server: http.server.ThreadingHTTPServer, path: str, answer: tuple, file: str, problem: str
) -> None:
    """By its name, with what came instead."""
    server.answers[path] = answer
    (finding,) = verify(address_of(server))[1]
    assert finding.file == file and problem in finding.problem


def test_the_page_for_unknown_addresses_may_be_had_at_one(server: http.server.ThreadingHTTPServer) -> None:
    """As hosts do that redirect its own address; some send that of the root everywhere. Nothing else is good."""
    moved = (308, {"Location": "/404"}, b"")
    server.answers["/404.html"] = server.answers["/ja/404.html"] = moved
    server.lost = FILES["404.html"].encode()
    assert verify(address_of(server))[1] == []
    server.lost = b"another"
    assert [finding.file for finding in verify(address_of(server))[1]] == ["404.html", "ja/404.html"]


def test_a_server_that_has_failed_is_asked_no_more(
    server: http.server.ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many files were not asked for is a finding of its own."""
    monkeypatch.setattr(deployed, "MOST_FAILURES", 2)
    monkeypatch.setattr(deployed, "AT_ONCE", 1)
    server.answers.update({path: (None, {}, b"") for path in server.answers if path != f"/{FILE}"})
    findings = verify(address_of(server))[1]
    assert len(findings) == 3
    assert "of 6 files were not asked for: 2 failures" in findings[-1].problem


def test_a_server_has_a_time_to_send_all(
    server: http.server.ThreadingHTTPServer, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then nothing more is asked for."""
    monkeypatch.setattr(deployed, "LONGEST", -1)
    (finding,) = verify(address_of(server), site / FILE)[1]
    assert "6 of 6 files were not asked for" in finding.problem


@pytest.mark.parametrize("answer", [(404, {}, b""), (301, {"Location": "/x"}, b""), (None, {}, b""), (200, {}, b"?")])
def test_a_server_without_a_manifest_is_refused(server: http.server.ThreadingHTTPServer, answer: tuple) -> None:
    """With the address."""
    server.answers[f"/{FILE}"] = answer
    with pytest.raises(KensanError, match=r"http://127\.0\.0\.1:\d+/manifest\.json:1: "):
        verify(address_of(server))


def test_nobody_answers_and_nothing_is_there(tmp_path: Path) -> None:
    """Both are told in two lines."""
    for where in ("http://127.0.0.1:9/", "https://no such host/", str(tmp_path)):
        with pytest.raises(KensanError, match="fix: ") as caught:
            verify(where)
        assert len(caught.value.findings) == 1


def test_a_manifest_of_one_s_own_is_trusted_above_that_of_the_copy(site: Path, tmp_path: Path) -> None:
    """A copy that was changed together with its manifest is found out."""
    (site / FILE).rename(tmp_path / "ours.json")
    (site / "index.html").write_text("changed", encoding="utf-8")
    write_manifest(site, MADE)
    assert verify(str(site))[1] == []
    assert [finding.file for finding in verify(str(site), tmp_path / "ours.json")[1]] == ["index.html"]


MANIFEST_FAULTS = {
    "not JSON": (b"{", "is no manifest"),
    "not UTF-8": (b'"\xff"', "is no manifest"),
    "deep": (b"[" * 10**5, "is no manifest"),
    "a list": (b"[]", "is no manifest"),
    "no commit": ({"commit": ...}, "KeyError"),
    "a number for a commit": ({"commit": 7}, "must be texts"),
    "a text for edited": ({"edited": "no"}, "true or false"),
    "true for dated": ({"dated": True}, "a whole number"),
    "no files": ({"files": {}}, "found 0 files"),
    "a list of files": ({"files": []}, "is no manifest"),
    "another field": ({"files": {"a": {"bytes": 1, "sha256": "0" * 64, "mode": 1}}}, "is no manifest"),
    "a short digest": ({"files": {"a": {"bytes": 1, "sha256": "0"}}}, "SHA-256 '0'"),
    "a negative size": ({"files": {"a": {"bytes": -1, "sha256": "0" * 64}}}, "found -1 bytes"),
    "a true size": ({"files": {"a": {"bytes": True, "sha256": "0" * 64}}}, "found True bytes"),
} | {
    f"the path {path!r}": ({"files": {path: {"bytes": 1, "sha256": "0" * 64}}}, "cannot be the path")
    for path in ("../a", "a/../b", "/etc/passwd", "a//b", ".", "..", "a/..", "a/", "", "http://x/", "a?b", "a\n", FILE)
}


@pytest.mark.parametrize(("change", "problem"), MANIFEST_FAULTS.values(), ids=MANIFEST_FAULTS)
def test_what_is_no_manifest_is_refused(site: Path, change: bytes | dict, problem: str) -> None:
    """By name, with the fix."""
    content = change
    if isinstance(change, dict):
        document = {**json.loads((site / FILE).read_bytes()), **change}
        content = json.dumps({key: value for key, value in document.items() if value is not ...}).encode()
    with pytest.raises(KensanError, match=problem) as caught:
        read_manifest(content, "it.json")
    assert str(caught.value).startswith("it.json:1: ") and "fix: " in str(caught.value)


def test_a_manifest_is_the_same_for_the_same_files(site: Path) -> None:
    """It does not count itself, and reads back as it was written."""
    first = (site / FILE).read_bytes()
    manifest = write_manifest(site, MADE)
    assert (site / FILE).read_bytes() == first == manifest.json()
    assert read_manifest(first, FILE) == manifest == Manifest(MADE, None, manifest.files)


def test_the_command_says_what_it_found(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 0 with the commit, 1 with the findings."""
    monkeypatch.setattr("sys.argv", ["explainer", "verify", str(site)])
    assert main() == 0
    assert capsys.readouterr().out == f"7 files as the manifest says: commit {'0' * 40}\n"
    (site / "numbers.json").unlink()
    assert main() == 1
    assert capsys.readouterr().err.startswith("numbers.json:1: is missing\n  fix: ")
