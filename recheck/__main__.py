"""The command line: `python -m recheck FOLDER` reads a built site back and says what in it is not so."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from calc.book import read_book
from calc.errors import KensanError
from recheck.exact import BASE, ROOT, Exact
from recheck.findings import report
from recheck.pages import read_site
from recheck.searching import check_indexes
from recheck.sitemap import check_packed
from recheck.whole import Recheck


def main(arguments: list[str]) -> int:
    """0 if nothing is wrong with the site, 1 if something is, 2 if it cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m recheck", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "site", help="the built site (site/)")
    parser.add_argument("--scenario", default=BASE, metavar="NAME", help=f"what the site was built under ({BASE})")
    options = parser.parse_args(arguments)
    folder = options.folder
    try:
        exact, site = Exact(read_book().under(options.scenario)), read_site(folder)
    except (KensanError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2
    if not site.pages:
        print(f"{folder}: found no page, expected a built site\n  fix: run `make site` first", file=sys.stderr)
        return 2
    recheck = Recheck(site, exact)
    findings = [*recheck.findings(), *check_packed(folder, site), *check_indexes(folder, site)]
    if findings:
        print(report(findings), file=sys.stderr)
    print(f"{recheck.summary()}, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
