"""A figure said in one Dutch sentence."""

import pytest

from analysis.figure_words import said


def test_a_proportion_is_said_in_whole_percentages_with_its_margin_and_answers():
    assert str(said("proportion", 0.316, 0.281, 0.355, 0.95, 600)) == (
        "Naar schatting 32%. Het echte aandeel ligt waarschijnlijk tussen 28% en 36% "
        "(betrouwbaarheid 95%, 600 antwoorden)."
    )


@pytest.mark.parametrize(
    ("estimate", "low", "high", "part"),
    [
        (7.3456, 7.1, 7.5, "7,35. Het echte gemiddelde ligt waarschijnlijk tussen 7,10 en 7,50"),
        (7.3456, 7.3436, 7.3476, "7,3456. Het echte gemiddelde ligt waarschijnlijk tussen 7,3436 en 7,3476"),
        (812.4, 700.0, 925.0, "812. Het echte gemiddelde ligt waarschijnlijk tussen 700 en 925"),
    ],
)
def test_a_mean_has_as_many_decimals_as_its_margin_allows(
    estimate: float, low: float, high: float, part: str
):
    assert part in str(said("mean", estimate, low, high, 0.95, 40))


def test_totals_and_ratios_have_sentences_of_their_own():
    assert "Het echte totaal ligt" in str(said("total", 5210.0, 4800.0, 5620.0, 0.9, 40))
    assert "betrouwbaarheid 90%" in str(said("total", 5210.0, 4800.0, 5620.0, 0.9, 40))
    assert "De echte verhouding ligt" in str(said("ratio", 1.5, 1.2, 1.8, 0.999, 40))
    assert "betrouwbaarheid 99,9%" in str(said("ratio", 1.5, 1.2, 1.8, 0.999, 40))


def test_without_a_margin_the_reader_is_told_to_conclude_nothing():
    told = str(said("proportion", 0.5, None, None, 0.95, 2))
    assert told == "In deze antwoorden 50% (2 antwoorden). Een marge is niet te geven: trek geen conclusie."
    assert "0,50" in str(said("mean", 0.5, None, None, 0.95, 2))


def test_without_answers_there_is_no_figure():
    assert str(said("mean", None, None, None, 0.95, 0)) == (
        "Er is geen cijfer: niemand in deze groep gaf antwoord."
    )


def test_almost_nobody_is_not_said_to_be_nobody():
    assert "minder dan 1%" in str(said("proportion", 0.004, 0.001, 0.02, 0.95, 900))
