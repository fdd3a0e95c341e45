"""P-values corrected for their number."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.compare.adjust import adjust, check
from analysis.errors import MethodError

chances = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(chances)
@settings(max_examples=25, deadline=None)
def test_corrections_are_those_of_statsmodels(p: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    for own, theirs in (("holm", "holm"), ("bh", "fdr_bh"), ("bonferroni", "bonferroni")):
        expected = multipletests(p, method=theirs)[1]
        assert adjust(p, own) == pytest.approx(tuple(expected), abs=1e-12)


@given(chances)
def test_a_correction_never_makes_a_p_value_smaller_and_keeps_the_order(p: list[float]) -> None:
    for correction in ("holm", "bh", "bonferroni", "none"):
        found = adjust(p, correction)
        assert all(new >= old - 1e-15 for new, old in zip(found, p, strict=True))
        pairs = sorted(zip(p, found, strict=True))
        assert all(one[1] <= other[1] + 1e-15 for one, other in pairwise(pairs))


@given(chances)
def test_holm_lies_between_no_correction_and_bonferroni(p: list[float]) -> None:
    pairs = zip(adjust(p, "bh"), adjust(p, "holm"), adjust(p, "bonferroni"), strict=True)
    assert all(bh <= holm + 1e-15 and holm <= most + 1e-15 for bh, holm, most in pairs)


def test_no_tests_need_no_correction() -> None:
    assert adjust([]) == ()


@pytest.mark.parametrize("p", [[0.1, 1.2], [-0.1], [float("nan")]])
def test_what_is_no_chance_is_refused(p: list[float]) -> None:
    with pytest.raises(MethodError, match="p-waarden"):
        adjust(p)


def test_an_unknown_correction_is_refused_with_the_known_ones() -> None:
    with pytest.raises(MethodError, match=r"holm, bh, bonferroni, none.*sidak"):
        check("sidak")
