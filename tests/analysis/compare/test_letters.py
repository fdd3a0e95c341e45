"""Crosstabs with column letters."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.compare.crosstab import letter
from analysis.compare.letters import column_letters, overlapping_columns
from analysis.compare.pairs import all_pairs
from analysis.design import Design
from analysis.errors import IndicatorError, MethodError
from tests.analysis.compare.tables import DESIGN, sample


def columns(counts: dict[str, tuple[int, int]]) -> pa.Table:
    """Synthetic interviews: per column so many answers, of which so many yes."""
    rows = [(name, float(place < yes)) for name, (n, yes) in counts.items() for place in range(n)]
    return pa.table({"k": [name for name, _ in rows], "y": [value for _, value in rows]})


def test_a_letter_names_the_columns_that_are_lower() -> None:
    found = column_letters(
        columns({"noord": (100, 70), "oost": (100, 40), "west": (100, 42)}), Design(), "k", ["y"]
    )
    assert [one.letter for one in found.columns] == ["a", "b", "c"]
    assert [one.letters for one in found.figures[0]] == [("b", "c"), (), ()]
    assert found.rows == ("y",)
    assert (found.family, found.correction, found.n) == (3, "holm", 300)


def test_a_column_with_fewer_than_thirty_answers_has_no_letter_and_is_nobodys() -> None:
    found = column_letters(
        columns({"noord": (100, 90), "oost": (29, 1), "west": (100, 88)}), Design(), "k", ["y"]
    )
    assert [one.letters for one in found.figures[0]] == [(), (), ()]
    assert [one.tested for one in found.figures[0]] == [True, False, True]
    assert found.family == 1
    assert "small" in found.caveats
    assert "minder dan 30 antwoorden" in str(found.sentence)


def test_the_letters_are_those_of_the_pairs() -> None:
    found = column_letters(sample(rows=900), DESIGN, "leeftijd", ["weet"], correction="bh")
    pairs = all_pairs(sample(rows=900), DESIGN, "weet", "leeftijd", correction="bh").differences
    names = {one.label: one.letter for one in found.columns}
    expected: dict[str, set[str]] = {name: set() for name in names}
    for one in pairs:
        if one.significant:
            high, low = (one.first, one.second) if one.difference > 0 else (one.second, one.first)
            expected[high.name].add(names[low.name])
    assert [set(one.letters) for one in found.figures[0]] == list(expected.values())
    assert any(expected.values())


def test_each_category_is_a_row_with_its_share_of_the_column() -> None:
    found = column_letters(sample(), DESIGN, "leeftijd", shares="kanaal", correction="none")
    assert found.rows == ("balie", "krant", "site", "straat")
    assert found.family == 4 * 3
    shares = np.array([[one.estimate.estimate for one in line] for line in found.figures], dtype=float)
    assert shares.sum(axis=0) == pytest.approx(np.ones(3))


def test_two_categories_are_one_question_with_mirrored_letters() -> None:
    rows = columns({"noord": (100, 70), "oost": (100, 40)})
    table = rows.append_column("ja", pa.array(["ja" if one else "nee" for one in rows["y"].to_pylist()]))
    found = column_letters(table, Design(), "k", ["y"], shares="ja")
    assert found.rows == ("y", "ja", "nee")
    assert found.family == 2
    assert [one.letters for one in found.figures[1]] == [("b",), ()]
    assert [one.letters for one in found.figures[2]] == [(), ("a",)]


def test_the_note_gives_level_correction_and_n() -> None:
    text = str(column_letters(sample(), DESIGN, "leeftijd", ["weet"], level=0.9, correction="none").sentence)
    assert "90%" in text
    assert "geen correctie" in text
    assert "n = 600" in text
    assert "Geen letter wil niet zeggen dat er geen verschil is" in text


def test_after_z_come_two_letters() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 51, 52)] == ["a", "z", "aa", "ab", "az", "ba"]


def test_one_column_is_no_crosstab() -> None:
    with pytest.raises(MethodError, match="kolommen"):
        column_letters(columns({"noord": (40, 20)}), Design(), "k", ["y"])


def test_people_in_two_columns_are_not_counted_as_strangers() -> None:
    rng = np.random.default_rng(9)
    table = pa.table(
        {
            "krant": (rng.random(400) < 0.7).astype(float),
            "site": (rng.random(400) < 0.7).astype(float),
            "weet": (rng.random(400) < 0.4).astype(float),
        }
    )
    both = overlapping_columns(table, Design(), ["krant", "site"], ["weet"], correction="none", level=0.5)
    krant, site, weet = (np.asarray(table[name]) for name in ("krant", "site", "weet"))
    figures = [one.estimate.estimate for one in both.figures[0]]
    assert figures == pytest.approx([weet[krant == 1].mean(), weet[site == 1].mean()])
    assert [one.n for one in both.columns] == [int(krant.sum()), int(site.sum())]
    assert both.n == 400
    # Everybody in both columns: nothing is left to differ.
    same = overlapping_columns(
        table.append_column("blad", table["krant"]), Design(), ["krant", "blad"], ["weet"]
    )
    assert [one.tested for one in same.figures[0]] == [False, False]


def test_columns_of_words_and_questions_without_answers_are_refused() -> None:
    table = columns({"noord": (40, 20), "oost": (40, 10)})
    with pytest.raises(IndicatorError, match="1 en 0"):
        overlapping_columns(table, Design(), ["k", "y"], ["y"])
    unanswered = table.append_column("leeg", pa.array([None] * 80, pa.string()))
    with pytest.raises(MethodError, match="Niemand heeft deze vraag"):
        column_letters(unanswered, Design(), "k", shares="leeg")


def test_a_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(MethodError, match="dubbele"):
        overlapping_columns(columns({"noord": (40, 20)}), Design(), ["y", "y"], ["y"])


def test_without_rows_or_with_an_unknown_column_nothing_is_compared() -> None:
    with pytest.raises(IndicatorError, match="ten minste één"):
        overlapping_columns(columns({"noord": (40, 20)}), Design(), ["y"], [])
    with pytest.raises(IndicatorError, match="blad"):
        overlapping_columns(columns({"noord": (40, 20)}), Design(), ["blad"], ["y"])
