"""Tests, quantiles and regressions on the command line are R's."""

import pytest

from tests.golden.pack import HERE
from tests.survey.analyse.asking import asked, golden

STRATIFIED = HERE / "basic" / "stratified.csv"
DESIGN = ("--weight", "w", "--strata", "wijk", "--fpc", "N")
CLUSTERS = ("--weight", "w", "--strata", "wijk", "--psu", "psu")


@pytest.mark.parametrize("statistic", ["F", "Chisq", "Wald", "adjWald", "saddlepoint"])
def test_each_statistic_of_the_chi_square_is_that_of_r(statistic: str) -> None:
    (row,) = asked(STRATIFIED, *DESIGN, "--chisq", "aided,age", "--statistic", statistic)
    expected = golden(f"strat-fpc-chisq-{statistic}", "basic").result
    assert row["statistic"] == pytest.approx(expected["statistic"], rel=1e-6)
    assert row["p"] == pytest.approx(expected["p"], rel=1e-6)
    assert row["n"] == 600
    assert row["test"] == statistic


def test_without_a_choice_the_chi_square_is_the_second_order_f() -> None:
    (row,) = asked("muni_cluster", *CLUSTERS, "--chisq", "vindbaar,groep")
    expected = golden("chisq_dm", "muni_cluster").result
    assert (row["statistic"], row["p"]) == pytest.approx(
        (expected["statistic"], expected["p_value"]), rel=1e-8
    )
    assert (row["ndf"], row["ddf"]) == pytest.approx(tuple(expected["parameter"].values()), rel=1e-8)
    assert "vindbaar" in row["sentence"]


def test_quantiles_with_the_limits_of_r() -> None:
    rows = asked(STRATIFIED, *DESIGN, "--quantile", "hours@0.25,0.5", "0.9", "--interval", "mean")
    expected = golden("strat-fpc-quantile", "basic").result
    assert [row["probability"] for row in rows] == expected["q"]
    assert [row["estimate"] for row in rows] == pytest.approx(expected["est"], rel=1e-8)
    assert [row["se"] for row in rows] == pytest.approx(expected["se"], rel=1e-6)
    assert [(row["measure"], row["rule"], row["kind"]) for row in rows] == [("hours", "math", "quantile")] * 3


def test_quantiles_of_several_columns_in_groups() -> None:
    rows = asked("panel980", "--quantile", "rapportcijfer@0.5", "wijk@0.5", "--by", "sexe")
    assert [(row["measure"], row["by"]["sexe"]) for row in rows] == [
        ("rapportcijfer", "M"), ("rapportcijfer", "V"), ("wijk", "M"), ("wijk", "V"),
    ]  # fmt: skip
    assert sum(row["missing"] for row in rows) == 52


def test_a_logistic_regression_is_that_of_r() -> None:
    rows = asked("muni_cluster", *CLUSTERS, "--logistic", "vindbaar ~ bekend + groep")
    expected = golden("logit_dm", "muni_cluster").result
    assert [row["term"] for row in rows] == expected["names"]
    assert [row["coef"] for row in rows] == pytest.approx(expected["coef"], rel=1e-6)
    assert [row["se"] for row in rows] == pytest.approx(expected["se"], rel=1e-6)
    assert [row["p"] for row in rows] == pytest.approx(expected["p"], rel=1e-6)
    assert {row["df"] for row in rows} == {expected["df_residual"]}
    assert all(row["low"] < row["coef"] < row["high"] for row in rows)


def test_a_linear_regression_is_that_of_r_and_a_condition_keeps_its_design() -> None:
    rows = asked(STRATIFIED, *DESIGN, "--linear", "hours ~ sex + age")
    expected = golden("strat-fpc-lm", "basic").result
    assert [row["coef"] for row in rows] == pytest.approx(expected["coef"], rel=1e-8)
    assert [row["se"] for row in rows] == pytest.approx(expected["se"], rel=1e-8)
    part = asked(STRATIFIED, *DESIGN, "--linear", "hours ~ age", "--where", 'sex == "man"')
    assert part[0]["n"] < rows[0]["n"] == 600
