"""The questions of the benchmark put to Wijkpeil, in one process.

Arguments: the Parquet file, seconds per question, and the
names of the questions. Each answer is a line of JSON: the question, its seconds (the median of its runs, answers from
before forgotten, columns in memory) and its numbers.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.collect import collect
from analysis.compare.association import Association, chi_square
from analysis.design import Design
from analysis.models.regression import logistic
from analysis.models.result import Model
from analysis.remembered import forget
from analysis.replicates import Replication
from analysis.table import Table, tabulate
from analysis.weighting import Raking
from analysis.weighting.write import write_weights
from bench.engine.questions import FORMULA, OUTCOME, PANEL, SECOND
from bench.municipality import FACTORS, INDICATORS, shares

Numbers = list[float]
RUNS = 7


class Survey:
    """The survey in its file, and what is asked of it."""

    def __init__(self, source: Any, *, panel: bool) -> None:
        """Take a Parquet file or a table."""
        self.source = source
        # A panel is drawn person by person.
        places: dict[str, Any] = {} if panel else {"strata": "wijk", "psu": "place"}
        raking = Raking(shares())
        self.plain = Design(weight="weight", **places)
        self.raked = Design(weight="weight", adjust=(raking,), **places)
        self.resampled = Design(
            weight="weight", replication=Replication("bootstrap"), adjust=(raking,), **places
        )

    def questions(self) -> dict[str, Callable[[], Numbers]]:
        """What can be asked, by name."""
        return {
            "raking": self.raking,
            "table": lambda: figures(tabulate(self.source, self.plain, INDICATORS, "wijk", method="mean")),
            "intervals": lambda: limits(
                tabulate(self.source, self.plain, INDICATORS, "wijk", method="logit")
            ),
            "raked table": lambda: figures(
                tabulate(self.source, self.raked, INDICATORS, "wijk", method="mean")
            ),
            "logistic": lambda: coefficients(logistic(self.source, self.plain, FORMULA)),
            "test": lambda: tested(chi_square(self.source, self.plain, SECOND, OUTCOME)),
            "bootstrap": lambda: figures(tabulate(self.source, self.resampled, INDICATORS, method="mean")),
            "report": lambda: self.report(self.source),
            "report in memory": lambda: self.report(self.table),
            "repeated": lambda: figures(tabulate(self.source, self.plain, INDICATORS, "wijk", method="mean")),
        }

    def raking(self) -> Numbers:
        """The weights, written to a file."""
        with tempfile.TemporaryDirectory() as folder:
            found = write_weights(self.source, self.raked, Path(folder) / "weights.parquet", columns=())
        return [found.sum, found.minimum, found.maximum, float(found.sum**2 / found.n_eff)]

    @cached_property
    def table(self) -> Any:
        """The whole table in memory."""
        import pyarrow.parquet as pq

        return pq.read_table(self.source)

    def report(self, source: Any) -> Numbers:
        """Everything of one sample, collected once."""
        cells = collect(source, self.raked, keys=("wijk", *FACTORS, OUTCOME), values=INDICATORS, by=("wijk",))
        return [
            *figures(tabulate(cells, self.raked, INDICATORS, "wijk", method="mean")),
            *coefficients(logistic(cells, self.raked, FORMULA)),
            *tested(chi_square(cells, self.raked, SECOND, OUTCOME)),
        ]


def figures(table: Table) -> Numbers:
    """Estimates, then standard errors."""
    return [float(one.estimate or 0) for one in table.estimates] + [
        float(one.se or 0) for one in table.estimates
    ]


def limits(table: Table) -> Numbers:
    """Lower, then upper limits."""
    return [float(one.low or 0) for one in table.estimates] + [
        float(one.high or 0) for one in table.estimates
    ]


def coefficients(model: Model) -> Numbers:
    """Coefficients, then standard errors."""
    return [one.coef for one in model.coefficients] + [one.se for one in model.coefficients]


def tested(found: Association) -> Numbers:
    """F and its degrees of freedom."""
    return [found.statistic, float(found.ndf or 0), float(found.ddf or 0)]


def say(question: str, seconds: float, numbers: Numbers) -> None:
    """One line of the report."""
    print(json.dumps({"question": question, "seconds": seconds, "numbers": numbers}), flush=True)


def main(path: str, room: float, names: list[str]) -> None:
    """Answer the questions: the first time untimed when `room` leaves time for more, then up to seven times."""
    survey = Survey(path, panel=parquet_rows(path) == PANEL)
    for name in names:
        ask = survey.questions()[name]
        if room or name == "repeated":
            ask()
        taken: list[float] = []
        while len(taken) < RUNS and sum(taken) <= room:
            if name != "repeated":
                forget()
            start = time.perf_counter()
            numbers = ask()
            taken.append(time.perf_counter() - start)
        say(name, statistics.median(taken), numbers)


def parquet_rows(path: str) -> int:
    """The number of rows of a Parquet file."""
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
