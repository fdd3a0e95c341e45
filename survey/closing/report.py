"""The response of a round as rows and as one document: what the page, the files and the command all show."""

from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from survey.closing.drop_off import Step, drop_off
from survey.closing.outcomes import DISPOSITIONS, RATES, Outcomes, outcomes, parts
from survey.rounds.tables import Round
from survey.studies.tables import Study

HEADS = (
    "study",
    "round",
    "synthetic",
    "link_destroyed_on",
    "by",
    "value",
    "n",
    "count",
    "share",
    "low",
    "high",
)
Row = dict[str, Any]


def report(session: Session, study: Study, round_: Round) -> dict[str, Any]:
    """The response of a round as one document."""
    found, steps = outcomes(session, round_), drop_off(session, round_)
    counted = found.rates
    return about(study, round_) | {
        "state": round_.state,
        "invitations": found.total,
        "states": found.states,
        "dispositions": {state: code for state, (code, _why) in DISPOSITIONS.items()},
        "rates": {name: rate.estimate for name, rate in counted.rates.items()} if counted else {},
        "groups": {
            name: [
                {"value": each.code, "n": each.n, "states": each.states, "response": each.share,
                 "low": each.low, "high": each.high, "small": each.small}
                for each in parts(by_code)
            ]
            for name, by_code in found.groups.items()
        },
        "pages": [{"page": each.page, "seen": each.seen, "went_on": each.went_on} for each in steps],
    }  # fmt: skip


def rows(session: Session, study: Study, round_: Round) -> list[Row]:
    """The same as rows of a table: states, rates, groups and pages, one below the other."""
    found, steps = outcomes(session, round_), drop_off(session, round_)
    lines = [*_states(found), *_rates(found), *_groups(found), *_pages(steps)]
    head = about(study, round_)
    return [dict.fromkeys(HEADS) | head | line for line in lines]


def about(study: Study, round_: Round) -> dict[str, Any]:
    """Which round it is, and whether its link is destroyed."""
    return {
        "study": study.slug,
        "round": round_.number,
        "synthetic": study.synthetic,
        "link_destroyed_on": round_.link_destroyed_on.isoformat() if round_.link_destroyed_on else None,
    }


def destroyed(round_: Round, day: str) -> str:
    """What every page and file says once the link is gone; empty before."""
    return str(_("Koppeling vernietigd op %(day)s", day=day)) if round_.link_destroyed_on else ""


def _states(found: Outcomes) -> list[Row]:
    return [
        {"by": "state", "value": state, "n": found.total, "count": count}
        for state, count in found.states.items()
    ]


def _rates(found: Outcomes) -> list[Row]:
    counted = found.rates
    if counted is None:
        return []
    return [
        {"by": "rate", "value": name, "n": counted[name].n, "share": counted[name].estimate}
        for family in RATES
        for name in family
    ]


def _groups(found: Outcomes) -> list[Row]:
    return [
        {
            "by": name,
            "value": each.code,
            "n": each.n,
            "count": each.states["complete"],
            "share": each.share,
            "low": each.low,
            "high": each.high,
        }
        for name, by_code in found.groups.items()
        for each in parts(by_code)
    ]


def _pages(steps: list[Step]) -> list[Row]:
    return [
        {"by": "page", "value": each.page, "n": each.seen, "count": each.went_on, "share": each.share}
        for each in steps
    ]
