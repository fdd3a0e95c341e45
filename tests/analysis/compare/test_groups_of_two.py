"""Two groups: t-tests, ratios, ranks, and hypotheses about any estimates."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.compare.hypotheses import wald_test
from analysis.compare.ranks import rank_test
from analysis.compare.ratios import ratio_of_groups
from analysis.compare.ttest import t_test, t_test_of_mean
from analysis.design import Design
from analysis.errors import DesignError, IndicatorError, MethodError
from analysis.replicates import Replication
from tests.analysis.compare.tables import DESIGN, sample, shuffled, with_column


def test_a_simple_sample_gives_the_t_test_of_unequal_variances() -> None:
    from scipy.stats import ttest_ind

    table = sample()
    value, sex = np.asarray(table["cijfer"]), np.asarray(table["sexe"])
    expected = ttest_ind(value[sex == "vrouw"], value[sex == "man"], equal_var=False)
    assert t_test(table, Design(), "cijfer", "sexe").t == pytest.approx(expected.statistic, rel=2e-3)


def test_a_t_test_has_two_groups() -> None:
    with pytest.raises(MethodError, match="zijn het er 3"):
        t_test(sample(), DESIGN, "cijfer", "leeftijd")


def test_a_mean_is_held_against_a_value() -> None:
    far, near = (t_test_of_mean(sample(), DESIGN, "cijfer", against) for against in (5.0, 6.6))
    assert "verschilt significant van 5,00" in str(far.sentence)
    assert "niet aangetoond" in str(near.sentence)
    assert "n = 600" in str(near.sentence)
    assert near.low < near.side.estimate < near.high
    with pytest.raises(DesignError, match="niet te schatten"):
        t_test_of_mean(sample(), DESIGN, "cijfer", where={"leeftijd": "geen"})


def test_a_ratio_has_an_interval_that_turns_with_it() -> None:
    one = ratio_of_groups(sample(), DESIGN, "weet", "leeftijd", "oud", "jong")
    other = ratio_of_groups(sample(), DESIGN, "weet", "leeftijd", "jong", "oud")
    assert one.low is not None
    assert one.high is not None
    assert (other.low, other.high) == pytest.approx((1 / one.high, 1 / one.low))
    assert "keer zo hoog" in str(one.sentence)
    assert f"n = {one.first.n}" in str(one.sentence)


def test_a_ratio_to_nothing_is_refused() -> None:
    table = pa.table({"g": ["a", "b"] * 30, "y": [0.0, 1.0] * 15 + [0.0, 0.0] * 15})
    with pytest.raises(MethodError, match="boven nul"):
        ratio_of_groups(table, Design(), "y", "g", "b", "a")
    with pytest.raises(MethodError, match="die voorkomt"):
        ratio_of_groups(table, Design(), "y", "g", "b", "c")


@pytest.mark.parametrize("test", ["wilcoxon", "vanderWaerden", "median"])
def test_ranks_know_no_distances_and_no_order_of_rows(test: str) -> None:
    table = sample()
    one = rank_test(table, DESIGN, "cijfer", "leeftijd", test=test)
    stretched = with_column(table, "cijfer", np.exp(np.asarray(table["cijfer"])))
    heavy = with_column(table, "w", np.asarray(table["w"]) * 10)
    for other in (stretched, heavy, shuffled(table)):
        found = rank_test(other, DESIGN, "cijfer", "leeftijd", test=test)
        assert (found.statistic, found.p) == pytest.approx((one.statistic, one.p), rel=1e-9)


def test_ranks_of_a_simple_sample_are_those_of_wilcoxon() -> None:
    from scipy.stats import mannwhitneyu

    table = sample(rows=900)
    value, sex = np.asarray(table["cijfer"]), np.asarray(table["sexe"])
    expected = mannwhitneyu(
        value[sex == "vrouw"], value[sex == "man"], method="asymptotic", use_continuity=False
    )
    assert rank_test(table, Design(), "cijfer", "sexe").p == pytest.approx(expected.pvalue, rel=0.05)


def test_replicates_rank_as_linearisation_does() -> None:
    jackknife = Design(strata="wijk", psu="plek", weight="w", replication=Replication("JKn"))
    one, other = (rank_test(sample(), design, "cijfer", "sexe") for design in (DESIGN, jackknife))
    assert other.difference == pytest.approx(one.difference)
    assert other.se == pytest.approx(one.se, rel=0.1)


def test_a_rank_test_says_who_answers_highest_and_on_how_many_answers() -> None:
    found = rank_test(sample(rows=3000), DESIGN, "cijfer", "leeftijd")
    assert "Het hoogst antwoordt oud" in str(found.sentence)
    assert all(f"n = {n:,}".replace(",", ".") in str(found.sentence) for n in found.n)
    assert "niet aangetoond" in str(rank_test(sample(), DESIGN, "cijfer", "sexe").sentence)


def test_ranks_that_mean_nothing_are_refused() -> None:
    with pytest.raises(IndicatorError, match="volgorde"):
        rank_test(sample(), DESIGN, "kanaal", "sexe")
    with pytest.raises(MethodError, match="rangtoets"):
        rank_test(sample(), DESIGN, "cijfer", "sexe", test="savage")
    with pytest.raises(MethodError, match="zijn het er 1"):
        rank_test(sample(), DESIGN, "cijfer", "sexe", where={"sexe": "man"})
    with pytest.raises(DesignError, match="vrijheidsgraden"):
        rank_test(
            with_column(sample(), "plek", [1] * 600),
            Design(psu="plek", lonely_psu="remove"),
            "cijfer",
            "sexe",
        )


def test_a_wald_test_of_one_difference_is_the_square_of_t() -> None:
    found = wald_test([2.0, 5.0], [[0.5, 0.1], [0.1, 0.8]], [[1, -1]], df=20, n=44)
    assert found.statistic == pytest.approx(9 / 1.1)
    assert (found.ndf, found.ddf) == (1, 20)
    assert "n = 44" in str(found.sentence)
    assert "niet aangetoond" in str(wald_test([0.1], [[1.0]], n=44).sentence)


def test_a_wald_test_with_a_known_variance_is_a_chi_square() -> None:
    assert wald_test([1.0, 2.0], np.eye(2), n=9).p == pytest.approx(np.exp(-2.5))
    assert wald_test([1.0, 2.0], np.eye(2), values=[1.0, 2.0], n=9).p == 1


def test_hypotheses_that_say_the_same_twice_are_refused() -> None:
    with pytest.raises(MethodError, match="volgen er een of meer uit de andere"):
        wald_test([1.0, 2.0], np.eye(2), [[1, 0], [2, 0]], n=9)
    with pytest.raises(MethodError, match="coëfficiënten"):
        wald_test([1.0, 2.0], np.eye(2), [[1, 0, 0]], n=9)
