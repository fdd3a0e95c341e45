"""What a process that answers one question about one file can do without."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import click

ALONE = "alone"
"""The object of the command line's context in a process of its own; not so in a test, or in a server."""


class _Without(MetaPathFinder):
    """Finds no pandas."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 -- Python calls it so
        target: ModuleType | None = None,  # noqa: ARG002 -- idem
    ) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)
        return None


def without_pandas() -> None:
    """Let PyArrow do without pandas, in a process of our own.

    It imports pandas, if it can, with the first array that it makes: a third of the time that a small question takes.
    Nothing that is asked here needs it, except regressions (through statsmodels).
    """
    if click.get_current_context().find_root().obj == ALONE:
        sys.meta_path.insert(0, _Without())
