"""Tables that are too large to be read whole give the same comparisons."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis import engine
from analysis.compare.association import chi_square
from analysis.compare.letters import column_letters, overlapping_columns
from analysis.compare.pairs import against_the_rest, all_pairs
from analysis.compare.ranks import rank_test
from analysis.compare.ttest import t_test
from analysis.compare.waves import between_waves
from analysis.design import Design
from analysis.errors import MethodError
from tests.analysis.compare.tables import DESIGN, sample, with_column

DESIGNS = [DESIGN, Design(), Design(strata="wijk", weight="w")]
ASKED: list[Callable[[Design], Any]] = [
    lambda design: chi_square(sample(), design, "leeftijd", "kanaal"),
    lambda design: chi_square(
        sample(), design, "leeftijd", "kanaal", statistic="Wald", where={"sexe": "man"}
    ),
    lambda design: all_pairs(sample(), design, "cijfer", "leeftijd").differences[1],
    lambda design: against_the_rest(sample(), design, "cijfer", "leeftijd").differences[1],
    lambda design: rank_test(sample(), design, "cijfer", "leeftijd"),
    lambda design: t_test(sample(), design, "weet", "sexe"),
    lambda design: between_waves(sample(), design, "weet", "sexe").comparisons.differences[0],
]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("ask", ASKED)
def test_grouped_rows_give_the_same_numbers(
    ask: Callable[[Design], Any], design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask(design)
    monkeypatch.setattr(engine, "SMALL", 0)
    grouped = ask(design)
    assert grouped.p == pytest.approx(whole.p, rel=1e-9)
    assert grouped.caveats == whole.caveats
    assert str(grouped.sentence) == str(whole.sentence)


def test_letters_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask() -> list[Any]:
        first = column_letters(sample(rows=900), DESIGN, "leeftijd", ["weet"], shares="kanaal")
        other = with_column(sample(), "ander", 1 - np.asarray(sample()["weet"]))
        second = overlapping_columns(other, DESIGN, ["weet", "ander"], ["cijfer"])
        return [[one.letters for one in line] for table in (first, second) for line in table.figures]

    whole = ask()
    monkeypatch.setattr(engine, "SMALL", 0)
    assert ask() == whole


def test_ranks_by_the_order_of_rows_need_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SMALL", 0)
    with pytest.raises(MethodError, match="ties=weighted"):
        rank_test(sample(), Design(), "cijfer", "sexe", ties="rows")
