"""The links of the built site that lead elsewhere, each asked for once: Markdown with those that lead nowhere.

Dead is what its own host says is not there, and what no host answers for. A host that refuses programs, is busy or out
of order says nothing of the page: such addresses are named on stderr, and looked at again the next time.
"""

import argparse
import ssl
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from threading import Lock
from urllib.error import HTTPError, URLError
from urllib.parse import urldefrag, urlsplit
from urllib.request import Request, urlopen

from explainer.due import plain
from explainer.site_checks import BuiltPage, read_pages

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; Kensan link check)", "Accept": "*/*"}
GONE = (404, 410)
WORKERS, MOST_PAGES = 8, 3


@dataclass(frozen=True)
class Answer:
    """What came of asking for an address: empty if it leads somewhere; `is_dead` if it certainly does not."""

    problem: str = ""
    is_dead: bool = False


def elsewhere(pages: Mapping[str, BuiltPage], own: str) -> dict[str, list[str]]:
    """Every address outside of the site, without the place in its page, and the pages that link to it."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, page in pages.items():
        for address in dict.fromkeys(urldefrag(link).url for link, _ in page.links):
            if urlsplit(address).scheme in ("http", "https") and not address.startswith(own):
                found[address].append(file)
    return dict(sorted(found.items()))


def ask(address: str, seconds: float = 20) -> Answer:
    """Ask for the address, following redirects."""
    try:
        with urlopen(Request(address, headers=HEADERS), timeout=seconds):
            return Answer()
    except HTTPError as error:
        error.close()
        return Answer(f"{error.code} {error.reason}", error.code in GONE)
    except URLError as error:
        is_certificate = isinstance(error.reason, ssl.SSLCertVerificationError)
        return Answer(str(error.reason), is_certificate or not isinstance(error.reason, TimeoutError))
    except (OSError, HTTPException, ValueError) as error:
        return Answer(f"{type(error).__name__}: {error}")


def ask_twice(address: str, pause: float = 5) -> Answer:
    """Ask again after a pause before anything is said against an address."""
    first = ask(address)
    if not first.problem:
        return first
    time.sleep(pause)
    return ask(address)


def ask_all(addresses: list[str], pause: float = 5) -> dict[str, Answer]:
    """Several hosts at a time, but each host for one address at a time."""
    locks: dict[str, Lock] = defaultdict(Lock)
    for address in addresses:
        locks[urlsplit(address).netloc]

    def polite(address: str) -> Answer:
        with locks[urlsplit(address).netloc]:
            return ask_twice(address, pause)

    with ThreadPoolExecutor(WORKERS) as pool:
        return dict(zip(addresses, pool.map(polite, addresses), strict=True))


def report(answers: Mapping[str, Answer], pages: Mapping[str, list[str]]) -> Iterator[str]:
    """Lines of Markdown: each dead address, what was answered, and where it stands; none if none is dead."""
    dead = {address: answer for address, answer in answers.items() if answer.is_dead}
    if dead:
        yield f"{len(dead)} of {len(answers)} addresses lead nowhere.\n"
    for address, answer in dead.items():
        shown, more = pages[address][:MOST_PAGES], len(pages[address]) - MOST_PAGES
        where = ", ".join(map(plain, shown)) + (f" and {more} more" if more > 0 else "")
        yield f"- <{address}>: {plain(answer.problem)} ({where})"


def main() -> None:
    """Ask for every address of a built site and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    pages = read_pages(parser.parse_args().site)
    found = elsewhere(pages, pages["index.html"].canonical)
    answers = ask_all(list(found))
    for line in report(answers, found):
        print(line)
    for address, answer in answers.items():
        if answer.problem and not answer.is_dead:
            print(f"not known: {address}: {answer.problem}", file=sys.stderr)
    print(f"{len(answers)} addresses asked for", file=sys.stderr)


if __name__ == "__main__":
    main()
