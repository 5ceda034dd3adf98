"""Links to elsewhere, asked for on a server of this machine: which are dead, and which say nothing."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from links import Answer, ask, ask_all, elsewhere, report

from explainer.site_checks import BuiltPage

REFUSALS = [(403, False), (404, True), (410, True), (429, False), (500, False), (503, False)]


class Host(BaseHTTPRequestHandler):
    """Answers with the status that the path names; /to/404 leads to it, /loop to itself; /once fails once."""

    seen: list[str]

    def do_GET(self) -> None:
        """One answer."""
        self.seen.append(self.path)
        name = self.path.strip("/").removeprefix("to/")
        status = {"loop": 302, "once": 200 if self.seen.count("/once") > 1 else 503}.get(name) or int(name)
        self.send_response(302 if self.path.startswith("/to/") else status)
        self.send_header("Location", "/loop" if name == "loop" else f"/{name}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    """Where it answers."""
    Host.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "is_dead"), REFUSALS)
def test_only_what_is_not_there_is_dead(host: str, status: int, is_dead: bool) -> None:
    """Also behind a redirect; a host that refuses programs or is busy says nothing of the page."""
    for path in (f"/{status}", f"/to/{status}"):
        answer = ask(host + path)
        assert answer.is_dead == is_dead and answer.problem.startswith(str(status))


@pytest.mark.parametrize("path", ["/200", "/204", "/to/200"])
def test_what_leads_somewhere_is_no_problem(host: str, path: str) -> None:
    """Whatever it holds."""
    assert ask(host + path) == Answer()


def test_a_circle_of_redirects_is_an_answer(host: str) -> None:
    """Not a crash, and not for ever."""
    answer = ask(f"{host}/loop")
    assert answer.problem.startswith("302") and not answer.is_dead


def test_where_nothing_answers_the_link_is_dead() -> None:
    """A closed port, and a name that nobody has."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert ask(f"http://127.0.0.1:{taken.getsockname()[1]}/").is_dead
    assert ask("http://nobody.invalid/").is_dead


def test_a_host_that_takes_too_long_says_nothing() -> None:
    """It listens and never answers."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        answer = ask(f"http://127.0.0.1:{mute.getsockname()[1]}/", seconds=0.2)
    assert answer.problem and not answer.is_dead


def test_each_is_asked_once_more_before_anything_is_said(host: str) -> None:
    """What fails for a moment is not reported."""
    addresses = [f"{host}/{path}" for path in ("200", "404", "once")]
    answers = ask_all(addresses, pause=0)
    assert [answers[address].is_dead for address in addresses] == [False, True, False]
    assert not answers[addresses[2]].problem
    assert {path: Host.seen.count(path) for path in ("/200", "/404", "/once")} == {"/200": 1, "/404": 2, "/once": 2}


def test_only_links_to_elsewhere_are_asked_for() -> None:
    """Each once, without the place in its page; nothing of the site's own, no mail and no file."""
    links = ["https://a.example/x#1", "https://a.example/x#2", "https://us.example/y", "../z/", "mailto:a@b.example",
             "file:///etc/passwd", "http://b.example/"]  # fmt: skip
    pages = {name: BuiltPage(name, links=[(link, 1) for link in links[start:]]) for start, name in enumerate("pq")}
    found = elsewhere(pages, "https://us.example/")
    assert found == {"http://b.example/": ["p", "q"], "https://a.example/x": ["p", "q"]}


def test_the_report_names_what_is_dead_and_where_it_stands() -> None:
    """And is empty where nothing is, so that the issue is closed."""
    answers = {"https://a.example/": Answer("404 <b>", True), "https://b.example/": Answer("403 No"), "c": Answer()}
    pages = {"https://a.example/": ["p", "q", "r", "s"], "https://b.example/": ["p"], "c": ["p"]}
    assert list(report(answers, pages)) == [
        "1 of 3 addresses lead nowhere.\n",
        "- <https://a.example/>: 404 &#60;b&#62; (p, q, r and 1 more)",
    ]
    assert list(report({"c": Answer()}, pages)) == []
