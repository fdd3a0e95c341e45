"""The auditor finds what can be derived, from whatever was published."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.audit import Percentage, audit
from analysis.disclosure.dimensions import Dimension, address
from analysis.disclosure.sensitive import Rules, Sensitive, sensitive
from analysis.disclosure.tables import Table, table
from analysis.errors import ContractError

REGION, ACTIVITY = Dimension.flat("region", ["A", "B", "C"]), Dimension.flat("activity", ["I", "II", "III"])
INVESTED = {"I": (20, 50, 10), "II": (8, 19, 22), "III": (17, 32, 12)}


def investments() -> Table:
    """The example of Fischetti & Salazar-González (2001), figure 1."""
    counts = {(a, r): INVESTED[a][place] for a in INVESTED for place, r in enumerate("ABC")}
    return table([ACTIVITY, REGION], counts)


def cell(activity: str | None, region: str | None) -> tuple[tuple[str, str], ...]:
    return address({"activity": activity, "region": region})


def test_the_interval_of_the_published_example_is_found() -> None:
    made = investments()
    hidden = [cell("II", "A"), cell("II", "C"), cell("III", "A"), cell("III", "C")]
    found = {one.cell: one for one in audit(made, hidden).derived}
    assert (found[cell("II", "C")].low, found[cell("II", "C")].high) == (5, 30)
    assert (found[cell("III", "A")].low, found[cell("III", "A")].high) == (0, 25)
    assert not any(one.exact for one in found.values())


def test_a_protection_wider_than_what_can_be_derived_fails() -> None:
    made = investments()
    hidden = [cell("II", "A"), cell("II", "C"), cell("III", "A"), cell("III", "C")]
    place = made.place(cell("II", "C"))
    assert audit(made, hidden, [Sensitive(place, "n", "threshold", 17, 8, 25)]).safe
    for lower, upper, width in ((18, 8, 25), (17, 9, 25), (17, 8, 26)):
        assert not audit(made, hidden, [Sensitive(place, "n", "threshold", lower, upper, width)]).safe


def test_a_published_percentage_gives_a_hidden_count_away() -> None:
    counts = {
        ("A", "ja"): 3,
        ("A", "nee"): 37,
        ("B", "ja"): 21,
        ("B", "nee"): 30,
        ("C", "ja"): 18,
        ("C", "nee"): 40,
    }
    made = table([Dimension.flat("wijk", ["A", "B", "C"]), Dimension.flat("antwoord", ["ja", "nee"])], counts)
    needed = sensitive(made, Rules())
    hidden = [address({"wijk": wijk, "antwoord": one}) for wijk in "AB" for one in ("ja", "nee")]
    assert audit(made, hidden, needed).safe
    share = Percentage(address({"wijk": "A", "antwoord": "ja"}), address({"wijk": "A"}), 7.5, 1)
    found = audit(made, hidden, needed, percentages=[share])
    assert {one.cell for one in found.failed} == {share.part}
    assert (found.failed[0].low, found.failed[0].high) == (3, 3)
    coarse = Percentage(share.part, share.base, 10, -1)
    assert [
        one.high for one in audit(made, hidden, percentages=[coarse]).derived if one.cell == share.part
    ] == [6]


def test_a_percentage_that_is_not_the_tables_is_refused() -> None:
    with pytest.raises(ContractError, match="afgerond cijfer"):
        audit(investments(), [], percentages=[Percentage(cell("I", "A"), cell("I", None), 30, 0)])


def test_a_rounded_count_is_derived_from_its_sums() -> None:
    made = investments()
    near = {cell("II", "C"): (20.0, 24.0)}
    found = audit(made, [], [], rounded=near).derived
    assert [(one.cell, one.low, one.high) for one in found] == [(cell("II", "C"), 22, 22)]
    blurred = {one: (made.n[place] - 2.0, made.n[place] + 2.0) for place, one in enumerate(made.cells)}
    wide = {one.cell: (one.low, one.high) for one in audit(made, [], rounded=blurred).derived}
    assert wide[cell("II", "C")] == (20, 24)


def test_counts_are_whole_and_the_auditor_uses_that() -> None:
    made = table([Dimension.flat("g", ["a", "b"])], {("a",): 3, ("b",): 6})
    third = Percentage(address({"g": "a"}), address({}), 33, 0)
    hidden = [address({"g": "a"}), address({"g": "b"})]
    found = audit(made, hidden, percentages=[third]).derived
    # 33% of 9 lies between 2.925 and 3.015: only 3 is a number of people.
    assert [(one.low, one.high, one.exact) for one in found] == [(3, 3, True), (6, 6, True)]


def test_the_only_person_in_a_cell_can_derive_what_an_outsider_cannot() -> None:
    amounts = {
        ("A", "x"): [20.0],
        ("A", "y"): [100.0, 2.0],
        ("B", "x"): [30.0, 20.0],
        ("B", "y"): [25.0, 31.0],
    }
    counts = {codes: len(one) for codes, one in amounts.items()}
    made = table([Dimension.flat("wijk", ["A", "B"]), Dimension.flat("groep", ["x", "y"])], counts, amounts)
    needed = [
        one
        for one in sensitive(made, Rules(0, p_percent=10))
        if one.cell == made.place(address({"wijk": "A", "groep": "y"}))
    ]
    hidden = [one for one in made.cells if len(one) == 2]
    assert audit(made, hidden, needed).safe
    found = audit(made, hidden, needed, insiders=True)
    assert {one.insider for one in found.failed} == {address({"wijk": "A", "groep": "x"})}


def test_a_small_cell_that_is_shown_fails_and_an_unknown_cell_is_refused() -> None:
    made = table([Dimension.flat("g", ["a", "b"])], {("a",): 1, ("b",): 20})
    found = audit(made, [], sensitive(made, Rules()))
    assert [(one.low, one.high, one.safe) for one in found.derived] == [(1, 1, False)]
    with pytest.raises(ContractError, match="cel van deze tabel"):
        audit(made, [address({"g": "c"})])


def test_an_open_table_says_that_nothing_is_hidden() -> None:
    found = audit(investments(), [])
    assert str(found.sentence) == "Er is niets verborgen, en niets hoeft verborgen te worden."


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=4, max_size=4), st.sets(st.integers(0, 7), min_size=1, max_size=7)
)
def test_the_interval_is_that_of_all_tables_that_fit_what_is_published(
    numbers: list[int], away: set[int]
) -> None:
    names = ("A", "B"), ("x", "y")
    counts = {(names[0][i // 2], names[1][i % 2]): n for i, n in enumerate(numbers)}
    made = table([Dimension.flat("wijk", names[0]), Dimension.flat("groep", names[1])], counts)
    cells = [one for one in made.cells if one]
    hidden = [cells[place] for place in sorted(away)]
    shown = {one: int(made.n[made.place(one)]) for one in made.cells if one not in hidden}
    fitting = []
    for tried in product(range(sum(numbers) + 1), repeat=3):
        if sum(tried) <= sum(numbers):
            a, b, c = tried
            d = sum(numbers) - a - b - c
            sums = {"A": a + b, "B": c + d, "x": a + c, "y": b + d}
            each = dict(zip(counts, (a, b, c, d), strict=True))
            full = {address({"wijk": w, "groep": g}): n for (w, g), n in each.items()}
            full |= {address({"wijk": w}): sums[w] for w in names[0]} | {
                address({"groep": g}): sums[g] for g in names[1]
            }
            if all(full[one] == n for one, n in shown.items() if one):
                fitting.append(full)
    for one in audit(made, hidden).derived:
        possible = [full[one.cell] for full in fitting]
        assert (one.low, one.high) == (min(possible), max(possible))
