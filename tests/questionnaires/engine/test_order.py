"""The order for a seed is a fair one, and keeps what must stay in its place."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.engine.order import arranged, order
from tests.questionnaires.engine.vectors import DEFAULTS

SEEDS = st.integers(0, 2**32 - 1)
ITEMS = st.lists(st.integers(), max_size=20, unique=True)


@given(
    items=ITEMS, key=st.text(max_size=8), seed=SEEDS, how=st.sampled_from(["fixed", "rotated", "shuffled"])
)
def test_an_arrangement_holds_every_item_once_and_is_the_same_again(items, key, seed, how):
    first = arranged(items, how, key, seed)
    assert sorted(first) == sorted(items)
    assert arranged(items, how, key, seed) == first


@given(items=ITEMS.filter(bool), key=st.text(max_size=8), seed=SEEDS)
def test_a_rotation_keeps_the_circle(items, key, seed):
    turned = arranged(items, "rotated", key, seed)
    start = items.index(turned[0])
    assert turned == items[start:] + items[:start]


@given(exclusive=st.lists(st.booleans(), min_size=1, max_size=8), seed=SEEDS)
def test_exclusive_options_stay_last_in_their_own_order(exclusive, seed):
    options = [
        {**DEFAULTS["option"], "code": f"c{place}", "exclusive": alone}
        for place, alone in enumerate(exclusive)
    ]
    variable = {**DEFAULTS["variable"], "kind": "multiple", "order": "shuffled", "options": options}
    last = [option["code"] for option in options if option["exclusive"]]
    found = order({"variables": {"q": variable}}, "q", seed)
    assert found[len(found) - len(last) :] == last


def test_each_item_comes_in_each_place_equally_often():
    items = ("a", "b", "c", "d", "e")
    for how in ("rotated", "shuffled"):
        seen = Counter(
            (place, item)
            for seed in range(0, 2**32, 2**32 // 5000)
            for place, item in enumerate(arranged(items, how, "brands", seed))
        )
        assert len(seen) == 25
        # 5,000 seeds: 1,000 each, with a standard deviation of 28; five of those leave chance one in a million.
        assert all(abs(count - 1000) < 5 * 28.3 for count in seen.values()), (how, seen)


def test_two_questions_with_one_seed_do_not_get_one_order():
    items = list(range(6))
    pairs = [
        (arranged(items, "shuffled", "one", seed), arranged(items, "shuffled", "two", seed))
        for seed in range(500)
    ]
    assert sum(first == second for first, second in pairs) < 10
