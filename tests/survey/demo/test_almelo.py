"""The panel of 980: the published counts hold exactly, everything else is made up."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.demo import almelo

# Published percentage, and the answer that it is a share of.
PUBLISHED = [
    (44, "general", "no"), (74, "topic_work", "yes"), (69, "topic_benefit", "yes"), (61, "topic_volunteering", "yes"),
    (56, "topic_carer", "no"), (55, "topic_ideas", "no"),
]  # fmt: skip
PUBLISHED_CHOICES = [
    (48, "does", "volunteering"), (26, "does", "relatives"), (32, "does", "neighbours"), (10, "does", "policy"),
    (6, "does", "initiative"), (10, "does", "activities"), (27, "wants", "deciding"), (13, "wants", "executing"),
    (4, "wants", "initiative"),
]  # fmt: skip


def percentage(count: int) -> int:
    return round(100 * count / almelo.SIZE)


@pytest.mark.parametrize(("published", "name", "code"), PUBLISHED)
def test_each_published_percentage_of_a_single_question_follows_from_the_members(
    published: int, name: str, code: str
) -> None:
    assert percentage(sum(m.answers[name] == code for m in almelo.members())) == published


@pytest.mark.parametrize(("published", "name", "code"), PUBLISHED_CHOICES)
def test_each_published_percentage_of_a_multiple_question_follows_from_the_members(
    published: int, name: str, code: str
) -> None:
    assert percentage(sum(code in m.answers[name] for m in almelo.members())) == published


def test_exactly_43_people_want_to_start_an_initiative() -> None:
    assert sum("initiative" in m.answers["wants"] for m in almelo.members()) == 43


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=10)
def test_the_profile_holds_whatever_the_seed(seed: int) -> None:
    members = almelo.members(seed)
    assert Counter(m.answers["sex"] for m in members) == {"man": 608, "woman": 372}
    bands = Counter(m.answers["age"] for m in members)
    assert [sum(bands[b] for b in group) for group in (_bands(0, 5), _bands(5, 8), _bands(8, 12))] == [
        118,
        294,
        568,
    ]
    assert sum(m.answers["does"] != ["none"] for m in members) == 735


def test_most_active_members_do_more_than_one_thing() -> None:
    counts = Counter(len(m.answers["does"]) for m in almelo.members() if m.answers["does"] != ["none"])
    assert counts[1] < sum(counts.values()) / 2


def test_the_largest_and_smallest_wijken_are_those_of_the_report() -> None:
    by_size = sorted(almelo.AREAS, key=lambda area: area[-1])
    assert {area[1] for area in by_size[:2]} == {"Nieuwstraat-Kwartier", "Aadorp"}
    assert {area[1] for area in by_size[-2:]} == {"Windmolenbroek", "Schelfhorst"}


def test_every_open_answer_says_that_it_is_synthetic() -> None:
    ideas = [m.answers["idea"] for m in almelo.members() if "idea" in m.answers]
    assert len(ideas) == 124
    assert all("synthetisch" in idea for idea in ideas)


def _bands(start: int, stop: int) -> list[str]:
    return list(almelo.AGE)[start:stop]
