"""Questions asked from Python: the typed results and their rows."""

import gzip
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.design import Design
from analysis.errors import MethodError, SourceError
from analysis.figure import Estimate
from analysis.question.answer import answer
from analysis.question.asked import Asked
from analysis.question.files import opened
from analysis.question.rows import rows
from tests.golden.pack import HERE, table

PANEL = table("panel980")


def test_a_question_gives_typed_results_and_their_rows() -> None:
    found = answer(
        PANEL, Design(), Asked("proportion", ("spontaan",), by=("sexe",), where="rapportcijfer >= 6")
    )
    assert all(isinstance(one, Estimate) for one in found.results)
    assert [row["by"]["sexe"] for row in rows(found)] == ["M", "V"]
    assert (found.errors, found.weighting) == ("linearisation", ())


def test_a_large_file_is_left_to_the_engine_and_gives_the_same_kinds(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    size = 100_001
    made = pa.table(
        {
            "wijk": rng.integers(0, 4, size),
            "x": rng.integers(0, 2, size),
            "soort": rng.choice(["a", "b"], size),
        }
    )
    pq.write_table(made, tmp_path / "groot.parquet")
    source = opened(tmp_path / "groot.parquet")
    assert source == tmp_path / "groot.parquet"
    found = rows(answer(source, Design(), Asked("proportion", ("x", "soort"), where="wijk != 3")))
    chosen = np.asarray(made["wijk"]) != 3
    assert [row["n"] for row in found] == [int(chosen.sum())] * 3
    assert found[0]["estimate"] == pytest.approx(np.asarray(made["x"])[chosen].mean())


def test_a_small_file_is_read_whole() -> None:
    assert opened(HERE / "panel980.csv").num_rows == 980
    with pytest.raises(SourceError, match="niet op"):
        opened("vragen.xlsx")


def test_a_packed_file_is_read_by_the_same_rules(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "nl.csv.gz", "wt") as file:
        file.write("wijk;cijfer\nA;7,5\nB;6,5\nA;NA\n")
    found = rows(answer(opened(tmp_path / "nl.csv.gz"), Design(), Asked("mean", ("cijfer",))))
    assert (found[0]["estimate"], found[0]["n"], found[0]["missing"]) == (7.0, 2, 1)
    (tmp_path / "stuk.csv.gz").write_bytes(b"geen gzip")
    with pytest.raises(SourceError, match="evenveel cellen"):
        opened(tmp_path / "stuk.csv.gz")


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("modus", ("x",)), ("mean", ()), ("mean", (" ",)), ("chisq", ("a",)), ("ratio", ("a",)), ("ratio", ("a/",)),
        ("quantile", ("a",)), ("quantile", ("@0.5",)), ("quantile", ("a@half",)), ("linear", ("y ~ a", "y ~ b")),
    ],
)  # fmt: skip
def test_a_question_that_asks_nothing_is_refused(kind: str, what: tuple[str, ...]) -> None:
    with pytest.raises(MethodError, match="Verwacht"):
        Asked(kind, what)  # type: ignore[arg-type]


def test_a_test_has_no_groups() -> None:
    with pytest.raises(MethodError, match="geen groepen"):
        Asked("chisq", ("a", "b"), by=("c",))
