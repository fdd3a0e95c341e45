"""Ask `wijkpeil analyse` a question about one of the supplied data sets, and find R's answer beside it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from survey.cli import wijkpeil
from tests.golden.pack import HERE, Case, cases

Row = dict[str, Any]


def told(*arguments: str) -> Result:
    return CliRunner().invoke(wijkpeil, ["analyse", *arguments])


def asked(file: str | Path, *arguments: str) -> list[Row]:
    """The rows of an answer; `file` is the name of a supplied data set, or a path."""
    path = file if isinstance(file, Path) else HERE / f"{file}.csv"
    done = told(str(path), *arguments, "--json")
    assert done.exit_code == 0, done.output
    rows: list[Row] = json.loads(done.stdout)
    return rows


def golden(name: str, pack: str) -> Case:
    """R's answer."""
    return next(one for one in cases() if (one.id, one.pack) == (name, pack))


def equal(rows: list[Row], case: Case, *, estimate: str = "est", names: bool = True) -> None:
    """The figures are R's, in R's order."""
    expected = case.result
    if names and "names" in expected:
        assert [row["measure"] for row in rows] == _list(expected["names"])
    assert [row["estimate"] for row in rows] == pytest.approx(_list(expected[estimate]), rel=case.rtol)
    assert [row["se"] for row in rows] == pytest.approx(_list(expected["se"]), rel=max(case.rtol, 1e-9))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
