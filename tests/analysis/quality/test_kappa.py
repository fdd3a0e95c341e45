"""Cohen's kappa: by hand, against statsmodels, and what must not change it. R's numbers: tests/analysis/golden."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from analysis.design import Design
from analysis.errors import EvidenceError, IndicatorError, MethodError
from analysis.quality.kappa import kappa

# Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72:323-327, table 1: two judges, three diagnoses.
JUDGES = np.array([[53, 5, 2], [11, 14, 5], [1, 6, 3]])


def coded(counts: np.ndarray, names: list = [1, 2, 3]) -> pa.Table:  # noqa: B006 -- never changed
    pairs = [(i, j) for (i, j), count in np.ndenumerate(counts) for _ in range(count)]
    return pa.table({"a": [names[i] for i, _ in pairs], "b": [names[j] for _, j in pairs]})


def test_the_diagnoses_of_fleiss_cohen_and_everitt_1969():
    found = kappa(coded(JUDGES), Design(), "a", "b")
    assert found.observed == pytest.approx(0.7)
    assert found.expected == pytest.approx(0.475)
    assert round(found.estimate, 3) == 0.429
    assert (found.n, found.codes, found.coders) == (100, 200, 2)


@pytest.mark.parametrize(
    ("credit", "weights"), [("nominal", None), ("linear", "linear"), ("quadratic", "quadratic")]
)
def test_the_coefficient_and_its_large_sample_error_are_those_of_statsmodels(credit, weights):
    found = kappa(coded(JUDGES), Design(), "a", "b", credit=credit)
    wanted = cohens_kappa(JUDGES, wt=weights)
    assert found.estimate == pytest.approx(wanted.kappa)
    assert found.se == pytest.approx(wanted.std_kappa * np.sqrt(100 / 99))
    assert found.low < found.estimate < found.high


def test_rows_that_only_one_coder_saw_are_left_out_and_counted():
    whole = coded(JUDGES)
    extra = pa.table({"a": pa.array([1, None, None]), "b": pa.array([None, 2, None])})
    found = kappa(pa.concat_tables([whole, extra.cast(whole.schema)]), Design(), "a", "b")
    assert found.left_out == 3
    assert found.estimate == pytest.approx(kappa(whole, Design(), "a", "b").estimate)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=4, max_size=40).filter(
        lambda rows: len({code for row in rows for code in row}) > 1
    ),
    st.randoms(use_true_random=False),
)
def test_order_of_rows_and_coders_and_names_of_codes_do_not_matter(rows, random):
    shuffled = [(b, a) for a, b in random.sample(rows, len(rows))]
    renamed = [(a.replace("x", "q"), b.replace("x", "q")) for a, b in shuffled]
    found = [
        kappa(pa.table({"a": [a for a, _ in these], "b": [b for _, b in these]}), Design(), "a", "b")
        for these in (rows, shuffled, renamed)
    ]
    assert {round(one.estimate, 10) for one in found} == {round(found[0].estimate, 10)}
    assert -1 <= found[0].estimate <= 1


def test_coders_who_always_agree_have_a_kappa_of_one_and_no_margin():
    found = kappa(coded(np.diag([4, 5, 6])), Design(), "a", "b")
    assert (found.estimate, found.low, found.high) == (1.0, None, None)
    assert "no_disagreement" in found.caveats


def test_answers_that_are_alike_within_places_make_the_interval_wider():
    table = coded(JUDGES)
    # The pairs stand in order, so that neighbours, who share a place, were coded alike.
    places = pa.array([str(row // 10) for row in range(100)])
    clustered = kappa(table.append_column("place", places), Design(psu="place"), "a", "b")
    alone = kappa(table, Design(), "a", "b")
    assert clustered.estimate == pytest.approx(alone.estimate)
    assert clustered.high - clustered.low > alone.high - alone.low


def test_one_place_gives_no_margin():
    table = coded(JUDGES).append_column("place", pa.array(["market"] * 100))
    found = kappa(table, Design(psu="place"), "a", "b")
    assert (found.low, "no_degrees_of_freedom" in found.caveats) == (None, True)
    assert "een marge is niet te geven" in str(found.sentence)


@pytest.mark.parametrize(
    ("a", "b"), [(["x", "x"], ["x", "x"]), (["x", None], [None, "x"]), ([None, None], ["x", "y"])]
)
def test_codes_without_anything_to_compare_are_refused(a, b):
    with pytest.raises(EvidenceError, match="twee mensen"):
        kappa(pa.table({"a": pa.array(a, pa.string()), "b": pa.array(b, pa.string())}), Design(), "a", "b")


def test_text_has_no_distance():
    with pytest.raises(IndicatorError, match="één punt"):
        kappa(coded(JUDGES, ["p", "q", "r"]), Design(), "a", "b", credit="linear")


def test_a_credit_or_a_column_that_does_not_exist_is_refused():
    with pytest.raises(MethodError, match="nominal, linear, quadratic"):
        kappa(coded(JUDGES), Design(), "a", "b", credit="half")
    with pytest.raises(IndicatorError, match="“c”"):
        kappa(coded(JUDGES), Design(), "a", "c")
