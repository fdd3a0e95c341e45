"""How many answers point at one invited member by what panel and questionnaire both know."""

import pytest

from survey.closing.content_risk import Known, Risk, known, risk


def profile(
    area: str = "noord", sex: str = "woman", age: str = "35-49", language: str = "nl"
) -> dict[str, str]:
    return {"area": area, "sex": sex, "age": age, "language": language}


def answer(**possible: str) -> Known:
    return {name: frozenset(codes.split("|")) for name, codes in possible.items()}


ALL = ("area", "sex", "age", "language")


def test_an_answer_that_fits_one_member_is_counted() -> None:
    found = risk(
        [profile(), *[profile(area="zuid")] * 7],
        [
            answer(area="noord", sex="woman", age="35-49", language="nl"),
            answer(area="zuid", sex="woman", age="35-49", language="nl"),
        ],
    )
    assert found == Risk(answers=2, one=1, few=1, variables=ALL)


def test_what_is_not_answered_or_not_known_fits_everybody() -> None:
    assert risk([profile(), profile(sex="unknown")], [answer(sex="man")]).one == 1
    assert risk([profile(), profile()], [answer()]) == Risk(1, 0, 1, ())


def test_an_answer_that_fits_nobody_points_at_nobody() -> None:
    assert risk([profile()], [answer(area="oost")]) == Risk(1, 0, 0, ("area",))


@pytest.mark.parametrize(
    ("given", "groups"),
    [
        (41, {"35-49"}),
        ("45-49", {"35-49"}),
        ("75plus", {"65-79", "80+"}),
        ("60-66", {"50-64", "65-79"}),
        ("weet niet", set()),
        (True, set()),
        ({"missing": "refused"}, set()),
    ],
)
def test_an_age_falls_in_every_group_that_it_can_be(given: object, groups: set[str]) -> None:
    assert known({"leeftijd": given}, "nl", {"age": "leeftijd"}).get("age", frozenset()) == groups


def test_codes_are_compared_as_they_are() -> None:
    found = known({"wijk": "noord", "m": {"missing": "refused"}}, "ar", {"area": "wijk", "sex": "m"})
    assert found == {"area": frozenset({"noord"}), "language": frozenset({"ar"})}
