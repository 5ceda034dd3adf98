"""Aliases: former ids of figures, each leading to the present one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from calc.errors import Finding
from calc.fields import Entry, date_faults, text_faults
from calc.tables import Table

ID = re.compile(r"[a-z][a-z0-9_]*")
KEYS = {"now", "renamed"}


@dataclass(frozen=True)
class Alias:
    """A former id, the id that its figure has now, and the day of the rename."""

    key: str
    now: str
    renamed: datetime.date


def read_aliases(table: Table, living: Collection[str], findings: list[Finding]) -> dict[str, Alias]:
    """The aliases by former id; what is wrong with any is added to `findings`.

    `living` are the ids that figures have now: no alias may be one, and each must lead to one, not to another alias.
    """
    findings += table.check_keys(KEYS, set())
    aliases = {}
    for key, entry in table.entries.items():
        if set(entry) != KEYS:
            continue
        wrong = text_faults(table, key, entry, "now") + date_faults(table, key, entry, "renamed")
        wrong = wrong or _faults(table, key, entry, living)
        findings += wrong
        if not wrong:
            aliases[key] = Alias(key=key, **entry)
    return aliases


def _faults(table: Table, key: str, entry: Entry, living: Collection[str]) -> list[Finding]:
    now = entry["now"]
    if not ID.fullmatch(key):
        return [table.finding(key, None, f'"{key}" is no id', "write small letters, digits and _, a letter first")]
    if key in living:
        return [table.finding(key, None, f'"{key}" is the id of a figure', "delete the alias, or rename the figure")]
    if now in table.entries:
        return [table.finding(key, "now", f'"{key}" leads to "{now}", a former id itself', "write the present id")]
    if now not in living:
        near = get_close_matches(now, living, 1)
        fix = f'write "{near[0]}"' if near else "name a figure of calc/figures.toml"
        return [table.finding(key, "now", f'"{key}" leads to "{now}", which no figure is named', fix)]
    return []
