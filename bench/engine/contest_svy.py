"""The questions of the benchmark put to `svy`; runs in the environment of requirements/bench.txt, one process.

Arguments: the Parquet file, a JSON file with the margins, seconds per question, and the names of the questions. Each
answer is a line of JSON: the question, its seconds (the median of its runs) and its numbers, in the order of `ours.py`.
"""

import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import polars as pl
import svy

FACTORS = ("sex", "age", "schooling", "household")
PANEL = 980


class Contest:
    """The survey in memory, and what is asked of it."""

    def __init__(self, path: str, margins: str) -> None:
        with open(margins, encoding="utf-8") as file:  # noqa: PTH123 -- this file stands alone
            self.margins = json.load(file)
        self.data = pl.read_parquet(path)
        self.indicators = [name for name in self.data.columns if name.startswith("m:")]
        self.plain = self.design()
        self._raked: Any = None
        self.made = 0

    def design(self) -> Any:
        """The design, not yet weighted."""
        if self.data.height == PANEL:  # drawn person by person
            return svy.Sample(self.data, svy.Design(wgt="weight"))
        return svy.Sample(self.data, svy.Design(stratum="wijk", psu="place", wgt="weight"))

    def rake(self, sample: Any = None) -> Any:
        """The weights raked to the margins."""
        self.made += 1
        return (sample or self.plain).weighting.rake(
            controls=self.margins, wgt_name=f"raked{self.made}_", tol=1e-10, max_iter=1000
        )

    def raked(self) -> Any:
        """The same, made once."""
        if self._raked is None:
            self._raked = self.rake()
        return self._raked

    def raking(self) -> list[float]:
        """Sum, lowest, highest and sum of squares of the raked weights."""
        sample = self.rake()
        weight = sample.data[sample.design.wgt]
        return [weight.sum(), weight.min(), weight.max(), (weight**2).sum()]

    def table(self, sample: Any) -> list[float]:
        """Estimates, then standard errors."""
        found = [one for part in sample.estimation.mean(self.indicators, by="wijk") for one in part.estimates]
        return [one.est for one in found] + [one.se for one in found]

    def intervals(self) -> list[float]:
        """Lower, then upper limits."""
        found = self.plain.estimation.prop(self.indicators, by="wijk", ci_method="logit")
        ones = [one for part in found for one in part.estimates if str(one.y_level) in {"1", "1.0"}]
        return [one.lci for one in ones] + [one.uci for one in ones]

    def logistic(self, sample: Any) -> list[float]:
        """Coefficients, then standard errors."""
        levels = {name: sorted(self.margins[name]) for name in FACTORS}
        terms = [svy.Cat(name, ref=levels[name][0]) for name in FACTORS]
        coefs = sample.glm.fit(self.indicators[0], x=terms, family="binomial").coefs
        found = {one.term: one for one in coefs}
        names = [coefs[0].term]
        for name in FACTORS:
            names += [
                next(term for term in found if name in term and term.endswith(f"{level}"))
                for level in levels[name][1:]
            ]
        return [found[name].est for name in names] + [found[name].se for name in names]

    def test(self, sample: Any) -> list[float]:
        """F and its degrees of freedom."""
        stats = sample.categorical.tabulate("age", self.indicators[0]).stats
        return [stats.f.value, stats.f.df_num, stats.f.df_den]

    def bootstrap(self) -> list[float]:
        """Estimates, then standard errors."""
        sample = self.rake(self.plain.weighting.create_bs_wgts(n_reps=500, rstate=1))
        found = [sample.estimation.mean(name, method="replication").estimates[0] for name in self.indicators]
        return [one.est for one in found] + [one.se for one in found]

    def report(self) -> list[float]:
        """Everything of one sample."""
        raked = self.rake(self.design())
        return self.table(raked) + self.logistic(raked) + self.test(raked)

    def questions(self) -> dict[str, Callable[[], list[float]]]:
        """What can be asked, by name."""
        return {
            "raking": self.raking,
            "table": lambda: self.table(self.plain),
            "intervals": self.intervals,
            "raked table": lambda: self.table(self.raked()),
            "logistic": lambda: self.logistic(self.plain),
            "test": lambda: self.test(self.plain),
            "bootstrap": self.bootstrap,
            "report": self.report,
        }


def say(question: str, seconds: float, numbers: list[float]) -> None:
    """One line of the report."""
    values = [float(one) for one in numbers]
    print(json.dumps({"question": question, "seconds": seconds, "numbers": values}), flush=True)


def main(path: str, margins: str, room: float, names: list[str]) -> None:
    """Answer the questions, each a few times as long as that takes less than `room` seconds."""
    start = time.perf_counter()
    contest = Contest(path, margins)
    say("reading", time.perf_counter() - start, [])
    start = time.perf_counter()
    contest.plain = contest.design()
    say("design", time.perf_counter() - start, [])
    for name in names:
        ask = contest.questions()[name]
        if name == "raked table":
            contest.raked()
        taken: list[float] = []
        while len(taken) < 5 and sum(taken) <= room:
            start = time.perf_counter()
            numbers = ask()
            taken.append(time.perf_counter() - start)
        say(name, statistics.median(taken), numbers)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4:])
