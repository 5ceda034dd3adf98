"""What a server should send with the files: the policy of security, and how long a browser may keep them.

As a file `_headers`, in the format of the usual hosts. Where two rules of it meet, hosts join the values of a header
with a comma, so no header stands in more than one rule. Nothing is said of how long pages may be kept: hosts ask anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from explainer.assets import PARENT

FILE = "_headers"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The content security policy that every page carries in its head."""
YEAR = 365 * 24 * 3600  # s
FOR_ALL = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",  # a page's head may not say the last
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
FOR_ASSETS = {"Cache-Control": f"public, max-age={YEAR}, immutable"}


def headers() -> bytes:
    """The file for the hosts."""
    return "\n".join([*_rule("/*", FOR_ALL), *_rule(f"/{PARENT}/*", FOR_ASSETS), ""]).encode("ascii")


def _rule(address: str, values: dict[str, str]) -> Iterator[str]:
    yield address
    yield from (f"  {name}: {value}" for name, value in values.items())


def write_headers(folder: Path) -> None:
    """Write the file into the root of a site."""
    (folder / FILE).write_bytes(headers())
