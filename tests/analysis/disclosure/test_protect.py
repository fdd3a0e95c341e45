"""Protected tables: what is hidden cannot be recomputed, and no more is hidden than that takes."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.audit import audit
from analysis.disclosure.dimensions import Dimension, address
from analysis.disclosure.links import DIFFERENCE, EARLIER, LATER, RELEASE, linked, releases
from analysis.disclosure.protect import protect
from analysis.disclosure.sensitive import Rules, sensitive
from analysis.disclosure.tables import Table, table
from analysis.errors import DisclosureError, MethodError

WIJK = Dimension.flat("wijk", ["A", "B", "C"])
AGE = Dimension.flat("leeftijd", ["jong", "midden", "oud"])


def square(rows: list[list[int]]) -> Table:
    counts = {(w, a): rows[i][j] for i, w in enumerate("ABC") for j, a in enumerate(AGE.parents)}
    return table([WIJK, AGE], counts)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=3, max_size=3), st.integers(2, 6)
)
def test_no_small_cell_of_a_random_table_can_be_derived(rows: list[list[int]], minimum: int) -> None:
    made = square(rows)
    done = protect(made, Rules(minimum))
    small = {cell for cell, n in zip(made.cells, made.n, strict=True) if 0 < n < minimum}
    assert small <= done.hidden
    for one in audit(made, done.hidden, done.sensitive).derived:
        n = made.n[made.place(one.cell)]
        assert one.low <= n <= one.high
        if one.cell in small:
            assert one.low <= n - 1
            assert one.high >= minimum


@settings(max_examples=6, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
def test_no_smaller_pattern_of_a_little_table_is_safe(rows: list[list[int]]) -> None:
    counts = {(w, a): rows[i][j] for i, w in enumerate("AB") for j, a in enumerate("xy")}
    made = table([Dimension.flat("wijk", ["A", "B"]), Dimension.flat("groep", ["x", "y"])], counts)
    done = protect(made, Rules(3), loss="cells")
    assert done.solution in {"optimal", "nothing"}
    # Hiding more never helps the attacker: when no pattern of one cell less is safe, no smaller one is.
    small = {made.cells[one.cell] for one in done.sensitive}
    others = [cell for cell in made.cells if cell not in small]
    for tried in (
        combinations(others, len(done.hidden) - len(small) - 1) if len(done.hidden) > len(small) else ()
    ):
        assert not audit(made, {*small, *tried}, done.sensitive).safe


def test_hiding_only_the_small_cells_is_caught_by_the_auditor() -> None:
    made = square([[20, 2, 30], [25, 40, 18], [33, 27, 16]])
    needed = sensitive(made, Rules(5))
    found = audit(made, [address({"wijk": "A", "leeftijd": "midden"})], needed)
    assert not found.safe
    assert (found.failed[0].low, found.failed[0].high, found.failed[0].exact) == (2, 2, True)
    assert "terug te rekenen" in str(found.sentence)


def test_a_hierarchy_of_three_levels_is_protected_on_each_level() -> None:
    parents: dict[str, str | None] = {"Noord": None, "Zuid": None}
    parents |= dict.fromkeys(["N1", "N2", "N3"], "Noord") | dict.fromkeys(["Z1", "Z2"], "Zuid")
    parents |= dict.fromkeys(["N1a", "N1b"], "N1")
    area = Dimension("gebied", parents)
    n = {"N1a": (3, 40), "N1b": (21, 35), "N2": (15, 50), "N3": (33, 28), "Z1": (18, 44), "Z2": (26, 31)}
    counts = {
        (one, answer): n[one][place] for one in area.leaves for place, answer in enumerate(("ja", "nee"))
    }
    made = table([area, Dimension.flat("antwoord", ["ja", "nee"])], counts)
    done = protect(made)
    assert made.n[made.place(address({"gebied": "Noord"}))] == 225
    assert address({"gebied": "N1a", "antwoord": "ja"}) in done.hidden
    assert done.solution == "optimal"
    assert len(done.hidden) == 4
    assert done.audit.safe


def test_tables_that_share_margins_are_protected_together() -> None:
    people = {
        (w, a, s): 6 + 3 * i + 2 * j + k
        for i, w in enumerate("ABC")
        for j, a in enumerate("xy")
        for k, s in enumerate("mv")
    }
    people["A", "x", "m"], people["A", "x", "v"] = 1, 2
    ages: dict[tuple[str, ...], int] = {}
    sexes: dict[tuple[str, ...], int] = {}
    for (w, a, s), n in people.items():
        ages[w, a] = ages.get((w, a), 0) + n
        sexes[w, s] = sexes.get((w, s), 0) + n
    first = table([WIJK, Dimension.flat("leeftijd", ["x", "y"])], ages)
    second = table([WIJK, Dimension.flat("sexe", ["m", "v"])], sexes)
    both = linked([first, second])
    assert len(both.cells) == len(first.cells) + len(second.cells) - 4
    alone = protect(first)
    together = protect(both)
    assert together.audit.safe
    assert together.loss >= alone.loss


def test_a_margin_hidden_in_one_table_and_shown_in_the_other_is_caught() -> None:
    one = table([WIJK], {("A",): 3, ("B",): 40, ("C",): 50})
    other = table(
        [WIJK, Dimension.flat("sexe", ["m", "v"])],
        {("A", "m"): 1, ("A", "v"): 2, ("B", "m"): 20, ("B", "v"): 20, ("C", "m"): 25, ("C", "v"): 25},
    )
    alone = protect(one)
    assert alone.audit.safe
    both = linked([one, other])
    needed = sensitive(both, Rules())
    small = {both.cells[need.cell] for need in needed}
    assert not audit(both, alone.hidden | small, needed).safe
    assert protect(both).audit.safe


def test_what_two_releases_say_together_is_protected_in_the_later_one() -> None:
    before = square([[20, 12, 30], [25, 40, 18], [33, 27, 16]])
    after = square([[20, 13, 30], [25, 40, 18], [33, 27, 16]])
    assert protect(before).solution == protect(after).solution == "nothing"
    both = releases(before, after)
    needed = sensitive(both, Rules())
    found = audit(both, [], needed)
    added = address({"wijk": "A", "leeftijd": "midden", RELEASE: DIFFERENCE})
    assert added in {one.cell for one in found.failed}
    printed = [cell for cell in both.cells if dict(cell)[RELEASE] == EARLIER]
    done = protect(both, keep=printed)
    assert done.audit.safe
    assert {dict(cell)[RELEASE] for cell in done.hidden} == {LATER}
    assert done.count(address({"wijk": "A", RELEASE: EARLIER})) == 62
    assert done.count(added) is None


def test_a_group_that_agrees_altogether_is_hidden_when_that_is_asked() -> None:
    answer = Dimension.flat("antwoord", ["ja", "nee"])
    counts = {
        ("A", "ja"): 12,
        ("A", "nee"): 0,
        ("B", "ja"): 20,
        ("B", "nee"): 9,
        ("C", "ja"): 14,
        ("C", "nee"): 17,
    }
    made = table([WIJK, answer], counts)
    assert protect(made).solution == "nothing"
    done = protect(made, Rules(5, group=("antwoord",)))
    assert done.count(address({"wijk": "A", "antwoord": "ja"})) is None
    whole = next(one for one in done.audit.derived if one.cell == address({"wijk": "A", "antwoord": "ja"}))
    assert whole.low <= 11
    with pytest.raises(MethodError, match="kenmerk van de tabel"):
        protect(made, Rules(5, group=("leeftijd",)))


def test_zeros_are_shown_unless_they_may_not_be() -> None:
    made = square([[0, 12, 30], [25, 40, 18], [33, 27, 16]])
    corner = address({"wijk": "A", "leeftijd": "jong"})
    assert protect(made).count(corner) == 0
    done = protect(made, Rules(5, zeros="hidden"))
    assert done.count(corner) is None
    assert next(one for one in done.audit.derived if one.cell == corner).high >= 5


def test_a_known_zero_does_not_count_as_protection() -> None:
    made = square([[2, 0, 30], [0, 40, 18], [33, 27, 16]])
    zeros = [address({"wijk": "A", "leeftijd": "midden"}), address({"wijk": "B", "leeftijd": "jong"})]
    done = protect(made, known=zeros)
    assert done.audit.safe
    assert done.hidden.isdisjoint(zeros)


def test_twenty_wijken_by_six_groups_are_solved_to_the_proven_least() -> None:
    drawn = np.random.default_rng(7).poisson(14, (20, 6))
    wijken, groups = [f"w{i}" for i in range(20)], [f"g{i}" for i in range(6)]
    counts = {(w, g): int(drawn[i, j]) for i, w in enumerate(wijken) for j, g in enumerate(groups)}
    for i in range(8):
        counts[f"w{2 * i}", f"g{i % 6}"] = 1 + i % 4
    made = table([Dimension.flat("wijk", wijken), Dimension.flat("groep", groups)], counts)
    done = protect(made, seconds=20)
    assert (done.solution, done.loss) == ("optimal", done.bound)
    assert 8 < len(done.hidden) < 40
    quick = protect(made, seconds=0)
    assert quick.solution == "safe"
    assert quick.audit.safe
    assert done.loss <= quick.loss <= 2 * done.loss
    assert "niet uitgezocht" in str(quick.sentence)


def test_a_small_cell_that_must_be_shown_is_refused() -> None:
    made = square([[20, 2, 30], [25, 40, 18], [33, 27, 16]])
    with pytest.raises(DisclosureError, match="moet getoond worden"):
        protect(made, keep=[address({"wijk": "A", "leeftijd": "midden"})])


def test_a_table_that_nothing_can_protect_is_refused_with_what_to_do() -> None:
    made = table([WIJK], {("A",): 2, ("B",): 40, ("C",): 50})
    with pytest.raises(DisclosureError, match="Voeg groepen samen") as refused:
        protect(made, keep=[address({}), address({"wijk": "B"}), address({"wijk": "C"})])
    assert len(refused.value.messages) == 3


def test_each_hidden_cell_says_the_same_whatever_hid_it() -> None:
    made = square([[20, 2, 30], [25, 40, 18], [33, 27, 16]])
    done = protect(made)
    assert {str(done.text(cell)) for cell in done.hidden} == {
        "Te weinig antwoorden om te tonen, of verborgen om een ander cijfer te beschermen."
    }
    assert done.text(address({})) is None
    assert done.count(address({})) == int(made.n[made.place(address({}))])
    assert str(done.sentence) == "4 van de 16 cijfers zijn verborgen. Met minder is het niet veilig."
    with pytest.raises(MethodError, match="people, cells of log"):
        protect(made, loss="euro")  # type: ignore[arg-type]


def test_the_only_person_in_a_cell_learns_no_amount_of_another() -> None:
    amounts = {
        ("A", "x"): [20.0],
        ("A", "y"): [100.0, 2.0],
        ("B", "x"): [30.0, 20.0],
        ("B", "y"): [25.0, 31.0],
    }
    amounts |= {("C", "x"): [14.0, 12.0, 13.0], ("C", "y"): [21.0, 19.0, 18.0]}
    counts = {codes: len(one) for codes, one in amounts.items()}
    made = table([WIJK, Dimension.flat("groep", ["x", "y"])], counts, amounts)
    rules = Rules(0, p_percent=10)
    outside, inside = protect(made, rules), protect(made, rules, insiders=True)
    assert not audit(made, outside.hidden, outside.sensitive, insiders=True).safe
    assert inside.audit.safe
    assert inside.loss > outside.loss


def test_three_dimensions_are_protected_against_who_uses_that_counts_are_whole() -> None:
    drawn = np.random.default_rng(11).poisson(6, (3, 3, 2))
    dims = [WIJK, AGE, Dimension.flat("sexe", ["m", "v"])]
    names = [list(one.parents) for one in dims]
    counts = {(names[0][i], names[1][j], names[2][k]): int(n) for (i, j, k), n in np.ndenumerate(drawn)}
    done = protect(table(dims, counts), Rules(4), seconds=0)
    assert done.sensitive
    assert done.audit.safe
    assert done.loss >= done.bound
