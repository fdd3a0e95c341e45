"""What the benchmark asks, and what the answers may cost (quiet machine, 1.5 times a prototype measured beforehand)."""

from dataclasses import dataclass

from bench.municipality import FACTORS, INDICATORS

OUTCOME, SECOND = INDICATORS[0], "age"
FORMULA = f"`{OUTCOME}` ~ {' + '.join(FACTORS)}"
PANEL, SMALL, MIDDLE, LARGE = 980, 100_000, 1_000_000, 10_000_000
SIZES = (SMALL, MIDDLE, LARGE)


@dataclass(frozen=True)
class Question:
    """One line of the table.

    Attributes:
        name: as the contestants know it.
        told: in words.
        targets: seconds, by number of rows.
        sizes: for which it is asked.
        others: whether R and `svy` can be asked the same.
        fixed: how many of its numbers do not depend on chance; None is all.
    """

    name: str
    told: str
    targets: dict[int, float]
    sizes: tuple[int, ...] = SIZES
    others: bool = True
    fixed: int | None = None


QUESTIONS = (
    Question("raking", "raking to 4 margins, weights written", {MIDDLE: 0.075, LARGE: 0.39}),
    Question("table", "6 indicators x 20 wijken, Taylor", {MIDDLE: 0.075, LARGE: 0.35}),
    Question("intervals", "the same with logit intervals", {MIDDLE: 0.075, LARGE: 0.35}),
    Question("raked table", "the same on the raked design", {MIDDLE: 0.39, LARGE: 2.0}),
    Question("logistic", "logistic regression, 4 factors", {MIDDLE: 0.195, LARGE: 1.0}),
    Question("test", "Rao-Scott test", {MIDDLE: 0.165, LARGE: 0.78}),
    Question("bootstrap", "raked bootstrap, 500 replicates", {SMALL: 0.345}, (SMALL,), fixed=len(INDICATORS)),
    Question("report", "whole report", {MIDDLE: 0.45, PANEL: 0.025}, (PANEL, *SIZES)),
    Question("report in memory", "whole report, table in memory", {PANEL: 0.025}, (PANEL,), others=False),
    Question("repeated", "the 6 x 20 question once more", {MIDDLE: 0.02, LARGE: 0.02}, others=False),
)
WHOLE = ("table", "report")  # also timed as a whole process, from file to answer
