"""The module that mkdocs-macros loads (once per language): names in the English pages that print tokens."""

from __future__ import annotations

from typing import Any

from explainer.tokens import PREFIXES, token


class Names:
    """`n.break_even` and the like: every attribute is a token. Unknown names were refused before the page got here."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        return token(self._kind, name)


def define_env(env: Any) -> None:
    """Give the pages one name for each kind of token."""
    for kind in PREFIXES:
        env.variables[kind] = Names(kind)
