"""What stands beside a figure, per origin and per reason."""

import pytest

from analysis.caveats import FOR_STATISTICIANS, codes, in_reading_order, of_origin, sentence


@pytest.mark.parametrize("origin", ["street", "panel", "open_link"])
def test_a_sample_that_is_not_random_says_that_its_margin_is_as_if(origin: str):
    text = str(sentence(of_origin(origin)))
    assert "geen aselecte steekproef" in text
    assert "alsof" in text


def test_a_random_sample_says_what_its_margin_leaves_out():
    assert str(sentence(of_origin("random_sample"))).startswith("Dit is een aselecte steekproef.")


def test_an_unknown_origin_is_treated_as_not_random():
    assert of_origin(None) == of_origin("market") == "origin_unknown"
    assert "alsof" in str(sentence("origin_market"))


def test_pooled_figures_say_so():
    assert "samengenomen" in str(sentence(of_origin("pooled")))


def test_every_code_has_a_sentence_of_its_own():
    assert len({str(sentence(code)) for code in codes()}) == len(codes())


def test_where_the_answers_come_from_is_said_first_and_how_it_was_computed_last():
    found = in_reading_order(["deff_replace", "small", "origin_panel", "by_missing", "extreme"])
    assert found == ["origin_panel", "small", "by_missing", "deff_replace", "extreme"]
    assert in_reading_order(["small", "pooled"]) == ["pooled", "small"]


def test_what_is_for_statisticians_is_a_caveat():
    assert set(codes()) > FOR_STATISTICIANS
