"""What stays after the link is destroyed: answers that point at one person by what both sides know.

The panel knows area, sex, age and language of its members; an answered questionnaire often holds the same. When one
invited member fits an answer, whoever may see both needs no link. No deletion can help that, so it is counted and said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col

from survey.collection.tables import Interview
from survey.rounds.strata import UNKNOWN, VARIABLES, age_group_of
from survey.rounds.tables import Invitation, ResponseLink, Round
from survey.studies import find
from survey.studies.tables import Study

FEW = 5
_ROLES = ("area", "sex", "age")
_NUMBERS = re.compile(r"\d+")
_OLDEST = 120
# For each variable what the answer can be; a variable that is not there can be anything.
Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Risk:
    """How many answers of a round point at few of the members that were invited.

    Attributes:
        answers: interviews of the round.
        one: that fit exactly one invited member.
        few: that fit fewer than `FEW` of them, the one included.
        variables: what was compared.
    """

    answers: int
    one: int
    few: int
    variables: tuple[str, ...]


def content_risk(session: Session, round_: Round) -> Risk:
    """Compare the answers of a round with the profiles of who was invited."""
    study = session.get_one(Study, round_.study_id)
    programme = find.programme(find.version(session, study), find.areas(session, study))
    roles = {
        variable["role"]: name
        for name, variable in programme["variables"].items()
        if variable["role"] in _ROLES
    }
    profiles = session.execute(
        columns(col(Invitation.profile)).where(col(Invitation.round_id) == round_.id)
    ).scalars()
    answered = session.execute(
        columns(col(Interview.answers), col(Interview.language))
        .join(ResponseLink, col(ResponseLink.draft_id) == col(Interview.id))
        .join(Invitation, col(Invitation.id) == col(ResponseLink.invitation_id))
        .where(col(Invitation.round_id) == round_.id)
    )
    return risk(profiles, [known(answers, language, roles) for answers, language in answered])


def risk(profiles: Iterable[Mapping[str, str]], answers: Iterable[Known]) -> Risk:
    """Count how many profiles fit each answer."""
    cells = Counter(tuple(profile.get(name, UNKNOWN) for name in VARIABLES) for profile in profiles)
    given = list(answers)
    fits = [
        sum(count for cell, count in cells.items() if _fits(dict(zip(VARIABLES, cell, strict=True)), answer))
        for answer in given
    ]
    return Risk(
        len(given),
        sum(count == 1 for count in fits),
        sum(0 < count < FEW for count in fits),
        tuple(name for name in VARIABLES if any(name in answer for answer in given)),
    )


def _fits(profile: Mapping[str, str], answer: Known) -> bool:
    return all(profile[name] in possible or profile[name] == UNKNOWN for name, possible in answer.items())


def known(answers: Mapping[str, Any], language: str, roles: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """What an interview tells that the panel knows too; `roles` says which question asks it."""
    found = {"language": frozenset({language})}
    for role, variable in roles.items():
        answer = answers.get(variable)
        possible = _ages(answer) if role == "age" else _code(answer)
        if possible:
            found[role] = possible
    return found


def _code(answer: Any) -> frozenset[str]:
    return frozenset({answer}) if isinstance(answer, str) else frozenset()


def _ages(answer: Any) -> frozenset[str]:
    """The age groups in which an answer can fall: a number of years, or a code with a lowest and a highest age."""
    if isinstance(answer, bool) or not isinstance(answer, int | float | str):
        return frozenset()
    ages = [int(each) for each in _NUMBERS.findall(str(answer))] if isinstance(answer, str) else [int(answer)]
    if not ages:
        return frozenset()
    highest = ages[1] if len(ages) > 1 else _OLDEST if isinstance(answer, str) else ages[0]
    return frozenset(age_group_of(age) for age in range(ages[0], min(highest, _OLDEST) + 1))
