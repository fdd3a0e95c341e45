"""Cells that were collected before, given to a question instead of a table."""

from collections.abc import Callable
from typing import Any

import pytest

from analysis.cells import Cells
from analysis.collect import collect
from analysis.compare.association import chi_square
from analysis.design import Design
from analysis.errors import IndicatorError, MethodError
from analysis.estimate import estimate
from analysis.models import linear, multinomial
from analysis.quantiles import quantiles
from analysis.table import tabulate
from tests.analysis.samples import sample

DESIGN = Design(strata="stratum", psu="psu", weight="weight")
QUESTIONS: dict[str, Callable[..., Any]] = {
    "table": lambda rows, **more: tabulate(rows, DESIGN, ["mark"], **more).values[0],
    "estimates": lambda rows, **more: estimate(rows, DESIGN, ["mark"], **more)[0].estimate,
    "test": lambda rows, **more: chi_square(rows, DESIGN, "group", "knows", **more).statistic,
    "regression": lambda rows, **more: linear(rows, DESIGN, "mark ~ group", **more).coefficients[1].coef,
    "choice": lambda rows, **more: multinomial(rows, DESIGN, "group ~ knows", **more).coefficients[1].coef,
    "quantiles": lambda rows, **more: quantiles(rows, DESIGN, "mark", [0.5], **more)[0].estimate,
}


@pytest.fixture(scope="module")
def cells() -> Cells:
    return collect(sample(3), DESIGN, keys=["group", "knows", "mark"], values=["mark"])


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("more", [{"where": {"group": "a"}}, {"origins": "street"}])
def test_a_condition_on_cells_is_refused_and_not_passed_over(
    cells: Cells, question: str, more: dict[str, Any]
):
    with pytest.raises(MethodError, match=next(iter(more))) as refusal:
        QUESTIONS[question](cells, **more)
    assert len([str(message) for message in refusal.value.messages if str(message)]) == 3


@pytest.mark.parametrize("question", QUESTIONS)
def test_cells_answer_as_the_table_does(cells: Cells, question: str):
    assert QUESTIONS[question](cells) == pytest.approx(QUESTIONS[question](sample(3)), rel=1e-12)


def test_what_was_not_collected_is_refused(cells: Cells):
    with pytest.raises(IndicatorError, match="psu2"):
        tabulate(cells, DESIGN, ["mark"], "psu2")
