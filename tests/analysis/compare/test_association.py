"""Tables of two answers."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from analysis.collect import collect
from analysis.compare.association import chi_square
from analysis.compare.pairs import all_pairs
from analysis.design import Design
from analysis.errors import DesignError, MethodError
from tests.analysis.compare.tables import DESIGN, sample, shuffled, with_column

STATISTICS = ("F", "Chisq", "Wald", "adjWald", "saddlepoint", "lincom")


@pytest.mark.parametrize("statistic", STATISTICS)
def test_rows_and_columns_may_be_exchanged(statistic: str) -> None:
    one = chi_square(sample(), DESIGN, "leeftijd", "kanaal", statistic=statistic)
    other = chi_square(sample(), DESIGN, "kanaal", "leeftijd", statistic=statistic)
    assert other.p == pytest.approx(one.p, rel=1e-9)
    assert other.statistic == pytest.approx(one.statistic, rel=1e-9)
    assert np.array(other.n).T.tolist() == [list(line) for line in one.n]


@pytest.mark.parametrize("statistic", STATISTICS)
def test_heavier_weights_another_order_and_other_labels_change_nothing(statistic: str) -> None:
    table = sample()
    one = chi_square(table, DESIGN, "leeftijd", "kanaal", statistic=statistic)
    heavy = with_column(table, "w", np.asarray(table["w"]) * 10)
    renamed = with_column(
        table, "kanaal", [{"balie": "z", "krant": "a"}.get(k, k) for k in table["kanaal"].to_pylist()]
    )
    for other in (heavy, renamed, shuffled(table)):
        found = chi_square(other, DESIGN, "leeftijd", "kanaal", statistic=statistic)
        assert (found.statistic, found.p) == pytest.approx((one.statistic, one.p), rel=1e-9)


def test_a_simple_sample_gives_pearson_and_cramer_of_the_textbook() -> None:
    from scipy.stats import chi2_contingency

    table = sample()
    found = chi_square(table, Design(), "leeftijd", "kanaal", statistic="Chisq")
    expected = chi2_contingency(np.array(found.n), correction=False)
    assert found.statistic == pytest.approx(expected.statistic)
    assert found.ndf == expected.dof
    assert found.cramers_v == pytest.approx((expected.statistic / found.total / 2) ** 0.5)
    # The design effects of a simple random sample are one, but for n / (n - 1).
    assert found.p == pytest.approx(expected.pvalue, rel=0.1)


def test_the_corrected_strength_leaves_out_what_chance_adds() -> None:
    rng = np.random.default_rng(2)
    strengths = []
    for _ in range(60):
        table = pa.table({"a": rng.integers(0, 4, 80).astype(str), "b": rng.integers(0, 4, 80).astype(str)})
        found = chi_square(table, Design(), "a", "b")
        assert found.cramers_v_corrected <= found.cramers_v
        strengths.append((found.cramers_v, found.cramers_v_corrected))
    plain, corrected = np.mean(strengths, axis=0)
    assert plain > 0.15
    assert corrected < 0.08


def test_the_table_holds_its_counts_shares_and_what_is_missing() -> None:
    table = sample()
    unknown = [None if place < 7 else value for place, value in enumerate(table["kanaal"].to_pylist())]
    found = chi_square(with_column(table, "kanaal", unknown), DESIGN, "leeftijd", "kanaal")
    assert (found.total, found.missing) == (593, 7)
    assert np.sum(found.n) == 593
    assert np.sum(found.shares) == pytest.approx(1)
    assert found.row_labels == ("jong", "midden", "oud")
    assert len(found.effects) == 6


def test_cells_that_were_collected_before_give_the_same_answer() -> None:
    cells = collect(sample(), DESIGN, keys=("leeftijd", "kanaal"))
    assert chi_square(cells, DESIGN, "leeftijd", "kanaal") == chi_square(
        sample(), DESIGN, "leeftijd", "kanaal"
    )


def test_the_sentence_gives_n_and_never_denies_a_connection() -> None:
    found = chi_square(sample(), DESIGN, "leeftijd", "kanaal")
    for one in (replace(found, p=0.4), replace(found, p=0.001)):
        assert "n = 600" in str(one.sentence)
    assert "niet aangetoond" in str(replace(found, p=0.4).sentence)
    assert "Dat zegt niet dat er geen samenhang is" in str(replace(found, p=0.4).sentence)
    assert "hangen samen" in str(replace(found, p=0.0004).sentence)
    assert "p < 0,001" in str(replace(found, p=0.0004).sentence)


def test_so_many_answers_would_indeed_find_the_connection() -> None:
    table = sample()
    found = chi_square(table, Design(), "sexe", "weet")
    pair = all_pairs(table, Design(), "weet", "sexe").differences[0]
    assert found.needed is not None
    assert pair.needed is not None
    # Two groups of about the same size: the table needs what both groups need.
    assert found.needed == pytest.approx(2 * pair.needed, rel=0.02)
    assert "Bij ongeveer" in str(replace(found, p=0.4).sentence)
    level = pa.table({"a": ["x", "x", "y", "y"] * 20, "b": ["p", "q"] * 40})
    assert "In deze antwoorden is er geen samenhang" in str(chi_square(level, Design(), "a", "b").sentence)


def test_thin_tables_carry_their_caveats() -> None:
    rows = {"a": ["x"] * 11 + ["y"] * 9, "b": ["p"] * 10 + ["q"] * 9 + ["r"], "k": ["s"] * 19 + ["t"]}
    found = chi_square(pa.table(rows), Design(), "a", "b", where={"k": "s"})
    assert {"origin_unknown", "small", "expected_small", "empty_cells", "unused_categories"} <= set(
        found.caveats
    )


def test_a_question_that_makes_no_table_is_refused() -> None:
    with pytest.raises(MethodError, match="saddlepoint"):
        chi_square(sample(), DESIGN, "leeftijd", "kanaal", statistic="G2")
    with pytest.raises(MethodError, match="Twee keer"):
        chi_square(sample(), DESIGN, "leeftijd", "leeftijd")
    with pytest.raises(MethodError, match=r"komt alleen .man. voor"):
        chi_square(sample(), DESIGN, "sexe", "kanaal", where={"sexe": "man"})
    with pytest.raises(MethodError, match="Niemand heeft beide"):
        chi_square(sample(), DESIGN, "sexe", "kanaal", where={"sexe": "geen"})
    many = pa.table({"a": [str(one) for one in range(3000)], "b": ["x", "y"] * 1500})
    with pytest.raises(MethodError, match="Neem categorieën samen"):
        chi_square(many, Design(), "a", "b")


def test_too_few_places_are_refused() -> None:
    one_place = with_column(sample(), "plek", [1] * 600)
    with pytest.raises(DesignError, match="vrijheidsgraden"):
        chi_square(one_place, Design(strata="wijk", psu="plek", lonely_psu="remove"), "leeftijd", "kanaal")
    two_places = with_column(sample(), "plek", [place % 5 for place in range(600)])
    with pytest.raises(MethodError, match="toets F"):
        chi_square(two_places, Design(psu="plek"), "leeftijd", "kanaal", statistic="adjWald")
